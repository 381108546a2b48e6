"""What the brain reads in a turn: what rarely changes first, what changes each turn last and short.

Guarantees: pure; the messages of one turn without the last are the beginning of the next turn's, until the window
moves; the whole stays within the budget, with any words.
Does not: summarise. What falls out of the window is still in the journal, and recall brings it back.
"""

from __future__ import annotations

from collections.abc import Sequence

from samantha.conversation.persona import tail
from samantha.types import PERSON, SAMANTHA, Episode, Message, Recollection

HISTORY_TOKENS = 900
"""The most estimated tokens of past turns in a prompt. Measured: a first token with 900 takes 1.1 times one with 0."""
KEEP_TOKENS = 450
"""What is kept of them when the window moves; dropping half at once keeps the prefix still for many turns."""
MOST_CHARACTERS = 1600
"""How much of one long turn the brain reads: its beginning and its end."""

LINE_CHARACTERS = 120
"""How much of one recalled line the brain reads."""


def tokens(text: str) -> int:
    """A cautious estimate of the tokens of `text`, at least 1: 3.5 ASCII characters or 1 other character each."""
    other = sum(ord(c) > 127 for c in text)
    return 1 + other + int((len(text) - other) / 3.5)


def shorten(text: str, most: int = MOST_CHARACTERS) -> str:
    """The beginning and the end of a text that is too long to read, with a mark between them."""
    if len(text) <= most:
        return text
    return f"{text[: most * 3 // 4]} […] {text[-most // 4 :]}"


def move_window(history: Sequence[Episode], start: int, most: int = HISTORY_TOKENS, keep: int = KEEP_TOKENS) -> int:
    """The id where the window starts: unchanged while the history from `start` fits, else later, at a heard turn."""
    inside = [episode for episode in history if episode.id >= start]
    if sum(_cost(episode) for episode in inside) <= most:
        return start
    total, new = 0, inside[-1].id if inside else start
    for episode in reversed(inside):
        total += _cost(episode)
        if total > keep:
            break
        if episode.who == PERSON:
            new = episode.id
    return new


def build_context(
    head: Sequence[Message],
    history: Sequence[Episode],
    heard: str,
    move: str,
    lines: Sequence[str] = (),
) -> list[Message]:
    """Head, past turns as they were, and the tail: recalled lines, the person's words, the move's name.

    Two turns of one side in a row become one message, for a chat template wants them in turn.
    """
    return [*stable_part(head, history), Message("user", tail(shorten(heard), move, tuple(lines)))]


def stable_part(head: Sequence[Message], history: Sequence[Episode]) -> list[Message]:
    """The part that the next turn begins with too: read ahead while the person is quiet."""
    messages = list(head)
    base = len(messages)
    for episode in history:
        if episode.who not in (PERSON, SAMANTHA) or not episode.text.strip():
            continue
        role = "user" if episode.who == PERSON else "assistant"
        text = shorten(episode.text)
        if len(messages) > base and messages[-1].role == role:
            messages[-1] = Message(role, f"{messages[-1].text}\n{text}")
        elif len(messages) > base or role == "user":
            messages.append(Message(role, text))
    if len(messages) > base and messages[-1].role == "user":
        messages.append(Message("assistant", "…"))
    return messages


def recalled_line(recollection: Recollection, day: str) -> str:
    """One recalled episode as the brain reads it: who, when, the exact words."""
    episode = recollection.episode
    who = {PERSON: "they told you", SAMANTHA: "you said"}.get(episode.who, f"{episode.who} wrote")
    return f"{who}, {day}: “{shorten(episode.text, LINE_CHARACTERS)}”"


def _cost(episode: Episode) -> int:
    return tokens(shorten(episode.text)) + 6
