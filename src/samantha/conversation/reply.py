"""What she answers to one heard episode: recall, move, candidates, gated sentences, as a stream of events.

Guarantees: no word leaves before its rules have passed; a question about the person's life is answered from recalled
lines or not at all.
Does not: record anything. The one who delivers records (see `turn`).
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial

from samantha.conversation.candidates import first_clauses, whole_answers
from samantha.conversation.chooser import choose, weigh
from samantha.conversation.context import build_context, recalled_line
from samantha.conversation.days import name_day, name_moment
from samantha.conversation.fixed import fixed_words
from samantha.conversation.manner import faults
from samantha.conversation.moves import MoveName, choose_move
from samantha.conversation.persona import head, manners
from samantha.conversation.speaking import Speaking
from samantha.errors import BrainError
from samantha.memory import answer
from samantha.memory.recall import look_up, recall
from samantha.memory.words import stems
from samantha.ports import Samantha, Sampling
from samantha.types import SAMANTHA, Delta, Episode, Gated, Message, Recalled, Recollection, Said, TurnEvent

PROMPT_LINES = 3
"""How many recalled lines the brain reads at most."""
_TIME = re.compile(
    r"\b(today|tonight|tomorrow|yesterday|now|what (?:day|time|date|year|month)|weekday|week|weekend)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Report:
    """What became of a reply, filled while it streams."""

    move: str = ""
    seconds: dict[str, float] = field(default_factory=dict[str, float])
    """Where the time went: journal, recall, first_word, total."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the turn is made of, before a word is spoken."""

    move: MoveName
    lines: tuple[Recollection, ...]
    """What came to mind and may be used, best first."""
    verdict: answer.Verdict | None
    known: frozenset[str]
    """Stems of everything that was said in the window, recalled, or just heard."""
    last_said: tuple[str, ...]
    history: tuple[Episode, ...] = ()


async def read_turn(s: Samantha, heard: Episode, history: tuple[Episode, ...]) -> Reading:
    """Recall, decide whether a question can be answered, and choose the move."""
    asked = answer.ask_kind(heard.text)
    now = s.clock.now()
    verdict = await look_up(s, asked, exclude={heard.id}, now=now) if asked else None
    from_memory = _from_memory(asked, verdict)
    move = choose_move(heard.text, from_memory=from_memory)
    if from_memory is None:
        window = {heard.id, *(episode.id for episode in history)}
        used = tuple(await recall(s, heard.text, k=PROMPT_LINES, exclude=window, now=now))
    else:
        used = verdict.lines[:PROMPT_LINES] if verdict else ()
    words = [heard.text, *(episode.text for episode in history), *(line.episode.text for line in used)]
    last = tuple(episode.text for episode in history if episode.who == SAMANTHA)[-2:]
    return Reading(move, used, verdict, frozenset(stem for text in words for stem in stems(text)), last, history)


def _from_memory(asked: answer.Ask | None, verdict: answer.Verdict | None) -> bool | None:
    """True: a line answers. False: none does, and she says so. None: no question for memory, or perhaps none."""
    if asked is None or verdict is None:
        return None
    if verdict.known:
        return True
    return False if asked.sure else None


async def reply(
    s: Samantha, heard: Episode, history: tuple[Episode, ...], report: Report
) -> AsyncGenerator[TurnEvent, None]:
    """Answer `heard`: Recalled first, then Delta, Said and Gated. Fills `report`.

    Raises BrainError when the brain is needed and fails; what was delivered until then stays delivered.
    """
    started = s.clock.monotonic()
    reading = await read_turn(s, heard, history)
    report.seconds["recall"] = s.clock.monotonic() - started
    report.move = reading.move
    yield Recalled(reading.lines)
    async with aclosing(_speak(s, heard, reading)) as events:
        async for event in events:
            yield event


async def _speak(s: Samantha, heard: Episode, reading: Reading) -> AsyncGenerator[TurnEvent, None]:
    words = fixed_words(reading.move, heard)
    if words is not None:
        yield Delta(words)
        yield Said(words)
        return
    messages = _messages(s, heard, reading)
    speak = _remember if reading.move == "remember" else _open
    async with aclosing(speak(s, heard, reading, messages)) as events:
        async for event in events:
            yield event


def _messages(s: Samantha, heard: Episode, reading: Reading) -> list[Message]:
    now = s.clock.now()
    lines = [recalled_line(line, name_day(line.episode.at, now)) for line in reversed(reading.lines)]
    if reading.move in ("inform", "think") and _TIME.search(heard.text):
        lines.append(f"it is {name_moment(now)}")
    return build_context(head(), reading.history, heard.text, manners()[reading.move].brief, lines)


async def _remember(
    s: Samantha, heard: Episode, reading: Reading, messages: list[Message]
) -> AsyncGenerator[TurnEvent, None]:
    """Answer from the recalled lines: the brain's words where each stands on them, else the person's own, quoted."""
    assert reading.verdict is not None
    sources = tuple(line.episode.id for line in reading.lines)
    text = answer.quote(reading.verdict, s.clock.now())
    try:
        for candidate in await whole_answers(s.chat, messages, max_tokens=48):
            broken = faults(candidate, reading.known)
            if not broken and answer.supported(candidate, heard.text, reading.lines):
                text = candidate
                break
            yield Gated(candidate, broken[0] if broken else "unsupported")
    except BrainError:
        pass  # Memory answers without the brain: the person's own words are at hand.
    yield Delta(text)
    yield Said(text, sources)


async def _open(
    s: Samantha, heard: Episode, reading: Reading, messages: list[Message]
) -> AsyncGenerator[TurnEvent, None]:
    """Choose a first clause among candidates, deliver it, go on with it sentence by sentence."""
    manner = manners()[reading.move]
    check = partial(_broken, reading)
    clauses = await first_clauses(s.chat, messages)
    weighed = [weigh(c.text, heard.text, reading.move, reading.known, reading.last_said) for c in clauses]
    for choice in weighed:
        if choice.faults:
            yield Gated(choice.text, choice.faults[0])
    best = choose([choice for choice in weighed if not check(choice.text)])
    if best is None:
        yield Delta(manner.plain)
        yield Said(manner.plain)
        return
    speaking = Speaking(check, manner.words, partial(_sources, reading))
    for event in speaking.begin(best.text):
        yield event
    if not any(clause.whole for clause in clauses if clause.text == best.text):
        async with aclosing(_go_on(s, speaking, [*messages, Message("assistant", best.text)])) as events:
            async for event in events:
                yield event
    for event in speaking.finish():
        yield event


async def _go_on(s: Samantha, speaking: Speaking, messages: list[Message]) -> AsyncGenerator[TurnEvent, None]:
    """Stream the rest after the chosen clause until the reply is done."""
    sampling = Sampling(max_tokens=int(speaking.most_words * 1.6) + 8, temperature=0.6, stop=("\n",))
    cut_short = False
    try:
        async with aclosing(s.chat.stream(messages, sampling=sampling)) as deltas:
            async for delta in deltas:
                for event in speaking.feed(delta.text):
                    yield event
                cut_short = delta.finish == "length"
                if speaking.done:
                    return
    except BrainError:
        for event in speaking.break_off():
            yield event
        raise
    for event in speaking.finish(cut_short=cut_short):
        yield event


def _broken(reading: Reading, sentence: str) -> tuple[str, ...]:
    """The rules that a sentence of this reply breaks."""
    return faults(sentence, reading.known, names=reading.move != "inform")


def _sources(reading: Reading, sentence: str) -> tuple[int, ...]:
    """The recalled lines that share a telling word with the sentence which the person did not just say."""
    mine = set(answer.telling(sentence))
    return tuple(line.episode.id for line in reading.lines if len(mine & set(answer.telling(line.episode.text))) >= 2)
