"""The sentences of a line that might answer: each alone, and each with the one before it.

Guarantees: pure; a window's words, holders and name marks are of one length.
Does not: drop anything that the caller did not ask to skip.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from samantha.memory.topics import KIN, ROLES
from samantha.memory.when import Day, days_in
from samantha.memory.whose import NOBODY, holders, name_marks
from samantha.memory.words import Word, sentences, words

MOST = 6000
"""Characters of one line that are judged; what stands further on is found but does not vouch."""
LONGEST = 400
"""Characters of a sentence; a longer one is cut."""
LEAD = 4
"""Among so many first words a pronoun points back, further on it points within."""
_PRONOUNS = frozenset("he she they him her his hers their them it its there".split())


@dataclass(frozen=True, slots=True)
class Window:
    """One or two sentences."""

    text: str
    items: tuple[Word, ...]
    holders: tuple[frozenset[str], ...]
    """For each word, whom it belongs to; see `whose.holders`."""
    names: tuple[bool, ...]
    days: tuple[Day, ...]
    """The days it speaks of."""
    around: frozenset[str] = NOBODY
    """Names (lower case) and relations (stems) spoken of just before."""
    sender: frozenset[str] = NOBODY
    """Names of the third party who wrote it, in lower case; none in the person's own words."""

    @property
    def pronoun(self) -> bool:
        """It begins with somebody or something whose name was said before."""
        return any(word.low in _PRONOUNS for word in self.items[:LEAD])


def windows_of(
    text: str,
    speaker: frozenset[str],
    said: Day | None,
    before: Sequence[str] = (),
    *,
    sender: frozenset[str] = NOBODY,
    skip: Callable[[str], bool],
) -> list[Window]:
    """The windows of `text`.

    `speaker` is whom its "I" means, `said` the day it was said (None: its dates stay open), `before` the texts just
    before it; `skip` says which sentences tell nothing.
    """
    around: set[str] = set()
    for earlier in before:
        around |= people_in(earlier)
    out: list[Window] = []
    last: str | None = None
    for sentence in pieces(text):
        if skip(sentence):
            last = None
        else:
            out.append(_window([sentence], speaker, said, frozenset(around), sender))
            if last is not None:
                out.append(_window([last, sentence], speaker, said, frozenset(around), sender))
            last = sentence
        around |= people_in(sentence)
    return out


def _window(
    parts: Sequence[str], speaker: frozenset[str], said: Day | None, around: frozenset[str], sender: frozenset[str]
) -> Window:
    items: list[Word] = []
    held: list[frozenset[str]] = []
    names: list[bool] = []
    for part in parts:
        own = words(part)
        items += own
        held += holders(own, speaker)
        names += name_marks(own)
    text = " ".join(parts)
    return Window(text, tuple(items), tuple(held), tuple(names), tuple(days_in(text, said)), around, sender)


def pieces(text: str) -> list[str]:
    """The sentences of the first MOST characters, none longer than LONGEST: a pasted page must not hold up a turn."""
    out: list[str] = []
    for sentence in sentences(text[:MOST]):
        out += [
            part for part in (sentence[at : at + LONGEST].strip() for at in range(0, len(sentence), LONGEST)) if part
        ]
    return out


def people_in(text: str) -> set[str]:
    """Names in lower case and relations as stems that `text` speaks of."""
    out: set[str] = set()
    for sentence in pieces(text):
        own = words(sentence)
        out |= {word.low for word, named in zip(own, name_marks(own), strict=True) if named}
        out |= {word.stem for word in own if word.stem in KIN or word.stem in ROLES}
    return out
