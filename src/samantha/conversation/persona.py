"""Who she is to the brain: the persona and the examples that open every prompt, the same for everybody.

Guarantees: `head()` never changes within a version, so that a server can keep it read; nobody's words are in it.
Does not: know the person, the hour or what was recalled; those come last in a prompt (see `context`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from samantha import prompts
from samantha.memory.when import DAYS, MONTHS
from samantha.memory.words import FUNCTION, sentences
from samantha.memory.words import words as words_of
from samantha.types import Message

NO_NAMES = frozenset(word.lower() for word in ("I", "Samantha", "English", "Christmas", "Easter", *DAYS, *MONTHS))
"""Capitals inside a sentence that name nobody."""
FILES = ("persona.md", "moves.toml")


@dataclass(frozen=True, slots=True)
class Manner:
    """How one move is made."""

    brief: str
    """What the move means to the brain; its name stands after the person's words."""
    plain: tuple[str, ...]
    """Sentences of our own, for when the brain has nothing fit to say; the first is the plainest."""
    leads: tuple[str, ...]
    """Sentences of our own to begin with, where the brain only asks the question; may be empty."""
    words: int
    """The most words of a reply."""
    examples: tuple[tuple[str, str], ...]
    mild: tuple[str, ...]
    """Leads for what is only a nuisance."""
    leads_for: Mapping[str, tuple[str, ...]]
    """Leads that fit one feeling, by its GoEmotions label."""


@cache
def manners() -> dict[str, Manner]:
    """Every move's manner, by name, in the order of the file."""
    table = tomllib.loads(prompts.load("moves.toml"))
    return {
        name: Manner(
            row["brief"],
            tuple(row["plain"]),
            tuple(row.get("leads", ())),
            row["words"],
            tuple((said, reply) for said, reply in row["examples"]),
            tuple(row.get("mild", ())),
            {feeling: tuple(lines) for feeling, lines in row.get("leads_for", {}).items()},
        )
        for name, row in table.items()
    }


@cache
def head() -> tuple[Message, ...]:
    """The persona, what each move means, and all examples as a short talk: what rarely changes, first."""
    meanings = [f"({name}) {manner.brief}" for name, manner in manners().items()]
    messages = [Message("system", "\n".join([prompts.load("persona.md"), *meanings]))]
    for name, manner in manners().items():
        for said, reply in manner.examples:
            *lines, words = said.split("\n")
            messages += [Message("user", tail(words, name, lines)), Message("assistant", reply)]
    return tuple(messages)


def tail(words: str, move: str, lines: list[str] | tuple[str, ...] = ()) -> str:
    """What changes with each turn, as the brain reads it: what was recalled, the person's words, the move's name.

    The name alone: its brief stands in the head, for every token here is read while the person waits.
    """
    return "\n".join([*(f"({line})" for line in lines), words, f"({move})"])


@cache
def head_names() -> frozenset[str]:
    """The names in the examples, in lower case: a small brain brings them up as if the person had."""
    texts = [text for manner in manners().values() for example in manner.examples for text in example]
    found = [word for text in texts for sentence in sentences(text) for word in words_of(sentence)]
    names = (word for word in found if word.capital and not word.first and word.stem not in FUNCTION)
    return frozenset(word.low for word in names) - NO_NAMES


def version() -> str:
    """Changes when a word of the head changes."""
    return prompts.version(*FILES)
