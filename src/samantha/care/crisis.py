"""Words of danger, said plainly or only hinted: which kind of danger, in which language. No model has a say in it.

Guarantees: pure; never raises; case, accents, quotes and blanks make no difference; looks at every language, so that
nobody has to have chosen one.
Does not: understand. It is a table of ways to say such things, less the ways to say them harmlessly: it will miss
some, and is no substitute for a human being who listens. See docs/crisis.md for what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from samantha.care.alarm import Vectors, weigh_danger
from samantha.care.farewell import notice_leaving
from samantha.care.languages import load
from samantha.care.tongue import fold, language_of, likely, pieces, rule

Kind: TypeAlias = Literal["now", "self", "harm", "hurt", "others", "friend"]
"""now: taken or cut already, or about to fall. self: wanting to die. harm: hurting oneself. hurt: being hurt, abused.
others: wanting to hurt somebody. friend: somebody else is in danger."""
_IN_ORDER = ("now", "self", "harm", "others", "hurt", "friend", "hint")
_OF_A_STORY = ("others", "friend", "hint")
"""What a film or a book may be about; the other kinds speak of the one who speaks."""
_OF_THE_PAST = ("self", "harm", "hint")
_EXCUSES = ("idioms", "story", "past")
CALM = -5.0
"""So far below it, what a table found is harmless after all."""
_NEVER_DOUBTED = (("self", True), ("now", True))
SURE = 2.0
"""So far above the limit, in log-odds, the learned weights alarm although a table knows something harmless there."""


@dataclass(frozen=True, slots=True)
class Danger:
    """What was noticed."""

    kind: Kind
    plain: bool
    """False where it was only hinted."""
    language: str
    """The language it was said in."""


def notice_danger(words: str, vectors: Vectors | None = None) -> Danger | None:
    """The danger that `words` speak of, the most pressing first; None where there is none.

    The tables or the learned weights notice it; what the weights alone notice is never plain, so that she asks.
    `vectors` are float32[n, d], one for each of `alarm.looks_at(words)`, where there is an embedder that fits.
    """
    found = find_in_tables(words)
    weighed = weigh_danger(words, vectors)
    if found is not None:
        is_doubtful = weighed.over < CALM and (found.kind, found.plain) not in _NEVER_DOUBTED
        return None if is_doubtful else found
    if not weighed.alarms or (weighed.over < SURE and _is_excused(weighed.look)):
        return None
    return Danger(weighed.kind, False, language_of(words))


def _is_excused(words: str) -> bool:
    """Whether a table knows something harmless in `words`: a figure of speech, a story, what is past, a goodbye."""
    whole = fold(words)
    return notice_leaving(words) is not None or any(
        rule(tongue, "heard", "harmless", name).search(whole) for tongue in likely(whole) for name in _EXCUSES
    )


def find_in_tables(words: str) -> Danger | None:
    """The danger that a table knows `words` for; None where no table does."""
    parts = pieces(words)
    whole = fold(words)
    looks = dict.fromkeys(look for part in [*parts, whole] for look in (part, part.replace(",", "")))
    found = [danger for look in looks for danger in _in_piece(look, whole)]
    order = {name: n for n, name in enumerate(_IN_ORDER)}
    return min(found, key=lambda danger: order[danger.kind if danger.plain else "hint"], default=None)


def in_danger(words: str) -> bool:
    """Whether a table finds danger in `words`, plain or hinted: what is sure without weighing."""
    return find_in_tables(words) is not None


def _in_piece(text: str, whole: str) -> list[Danger]:
    """The dangers in one folded sentence; `whole` is everything that was said, which may put it in the past."""
    return [danger for language in likely(text) if (danger := _in_language(language, text, whole)) is not None]


def _in_language(language: str, text: str, whole: str) -> Danger | None:
    left = rule(language, "heard", "harmless", "idioms").sub(" ~ ", text)
    for name in _order(language):
        if not rule(language, "heard", "danger", name).search(left):
            continue
        if name in _OF_A_STORY and rule(language, "heard", "harmless", "story").search(text):
            continue
        if name in _OF_THE_PAST and rule(language, "heard", "harmless", "past").search(whole):
            continue
        return Danger(_kind(name), name != "hint", language)
    return None


def _order(language: str) -> tuple[str, ...]:
    """The kinds as one language has them looked for."""
    return tuple(load(language, "heard").get("order", "").split()) or _IN_ORDER


def _kind(name: str) -> Kind:
    return "self" if name == "hint" else name  # type: ignore[return-value]  # names of _IN_ORDER but "hint" are kinds
