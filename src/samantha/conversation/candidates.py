"""Several beginnings of one reply, decoded together while they share what was read.

Guarantees: the stream is closed as soon as every candidate has its first clause; an empty candidate is left out.
Does not: choose; see `chooser`. A brain that cannot decode several gives one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from samantha.conversation.clauses import first_clause
from samantha.memory.words import sentences
from samantha.ports import Chat, ChatDelta, Sampling
from samantha.types import Message

CANDIDATES = 3
CLAUSE_TOKENS = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """A candidate's first clause; `whole` when the candidate said no more."""

    text: str
    whole: bool


async def first_clauses(chat: Chat, messages: Sequence[Message], n: int = CANDIDATES) -> list[Clause]:
    """Up to `n` first clauses, different ones, in the order of their choice."""
    sampling = Sampling(max_tokens=CLAUSE_TOKENS, temperature=0.7, stop=("\n",), n=n if chat.continues else 1)
    texts, ended = await _gather(
        chat, messages, sampling, lambda text, over: first_clause(text, whole=over) is not None
    )
    found: dict[str, Clause] = {}
    for text, over in zip(texts, ended, strict=True):
        stopped = over == "stop"
        clause = first_clause(text, whole=stopped) or text[: text.rfind(" ")]
        clause = clause.strip()
        if clause:
            found.setdefault(clause, Clause(clause, stopped and clause == text.strip()))
    return list(found.values())


async def whole_answers(chat: Chat, messages: Sequence[Message], max_tokens: int, n: int = CANDIDATES) -> list[str]:
    """Up to `n` different first sentences."""
    sampling = Sampling(max_tokens=max_tokens, temperature=0.5, stop=("\n",), n=n if chat.continues else 1)
    texts, _ = await _gather(chat, messages, sampling, lambda text, over: over or len(sentences(text)) > 1)
    firsts = [pieces[0] for pieces in map(sentences, texts) if pieces]
    return list(dict.fromkeys(firsts))


async def _gather(
    chat: Chat, messages: Sequence[Message], sampling: Sampling, enough: Callable[[str, bool], bool]
) -> tuple[list[str], list[str | None]]:
    texts = [""] * sampling.n
    ended: list[str | None] = [None] * sampling.n
    async with aclosing(chat.stream(messages, sampling=sampling)) as deltas:
        async for delta in deltas:
            _take(delta, texts, ended)
            if all(enough(text, bool(end)) for text, end in zip(texts, ended, strict=True)):
                break
    return texts, ended


def _take(delta: ChatDelta, texts: list[str], ended: list[str | None]) -> None:
    if delta.choice < len(texts):
        texts[delta.choice] += delta.text
        ended[delta.choice] = delta.finish or ended[delta.choice]
