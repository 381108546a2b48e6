"""Let the brain say a sentence of the last letter in fewer words, where what it says still stands on the same lines.

Guarantees: a sentence is changed only when it is shorter, claims nothing that its lines do not hold, and keeps to her
manner; whatever goes wrong, the sentence stays as it was.
Does not: touch the person's own words, nor a sentence that stands on nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace

from samantha.care.gates import Scene
from samantha.conversation.manner import faults
from samantha.errors import BrainError
from samantha.goodbye.letter import Line
from samantha.memory.answer import supported
from samantha.memory.words import sentences, words
from samantha.ports import Chat, Sampling
from samantha.types import Episode, Message, Recollection

SYSTEM = "You shorten one sentence of a letter. Keep every name and number. Answer with the sentence alone."
SHORT = Sampling(max_tokens=50, temperature=0.0, stop=("\n",))


async def tightened(chat: Chat, lines: Sequence[Line], sources: Mapping[int, Episode]) -> list[Line]:
    """The lines, some of them shorter. Asks the brain once a line that may be changed."""
    return [await _tightened(chat, line, sources) if _is_free(line) else line for line in lines]


def accepted(line: Line, said: str, sources: Mapping[int, Episode]) -> bool:
    """Whether `said` may stand in place of the line."""
    lines = [Recollection(sources[id], 1.0) for id in line.sources if id in sources]
    if not said or len(said) >= len(line.text) or "?" in said or "“" in said:
        return False
    known = {word.stem for piece in sentences(line.text) for word in words(piece)}
    return supported(said, line.text, lines) and not faults(said, known, scene=Scene(told=(line.text,)))


async def _tightened(chat: Chat, line: Line, sources: Mapping[int, Episode]) -> Line:
    said = ""
    try:
        async with aclosing(chat.stream([Message("system", SYSTEM), Message("user", line.text)], sampling=SHORT)) as it:
            async for delta in it:
                said += delta.text
    except BrainError:
        return line
    said = said.strip()
    return replace(line, text=said) if accepted(line, said, sources) else line


def _is_free(line: Line) -> bool:
    return bool(line.sources) and "“" not in line.text
