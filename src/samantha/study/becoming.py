"""From a turn of a file to a draft of the journal: who, when, in which thread, and under which key.

Guarantees: pure; the same file gives the same keys, and a longer export of the same talk gives those and new ones;
what somebody else wrote is never the person's, nor Samantha's own.
Does not: write anything.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from samantha.study.turns import Choice, Turn
from samantha.types import PERSON, SAMANTHA, Draft, Kind

PAUSE = timedelta(hours=2)
"""A longer silence begins a new session, where the file has none of its own."""
_DISORDER = timedelta(minutes=5)
"""Messages may stand in a file this much before others that were sent earlier."""
NAMED_SO = " (a name in the file)"
"""Set after a speaker's name that would be taken for the person's, hers or a program's."""


@dataclass(slots=True)
class _Talk:
    """Where a talk stands while it is read."""

    last: datetime | None = None
    session: str = "1"


class Becoming:
    """Turns the turns of one file into drafts, in their order. Make a new one for a second reading."""

    def __init__(self, form: str, choice: Choice, zone: tzinfo, now: datetime, *, within: str = "") -> None:
        """`zone`: for times without one; `now`: for a talk without any time; `within`: under which name an earlier
        export of this talk was kept, where it was another."""
        self._within = within
        self._form = form
        self._me = _plain(choice.me).casefold() if choice.me else None
        self._zone = zone
        self._now = now
        self._talks: dict[str, _Talk] = {}
        self._same: Counter[bytes] = Counter()

    def draft(self, turn: Turn) -> Draft:
        """What `turn` becomes."""
        talk = self._talks.setdefault(turn.within or turn.talk, _Talk())
        at = self._at(turn, talk)
        session = self._session(turn, talk, at)
        talk.last = at
        kind, who = self._whose(turn)
        key = self._key(turn)
        # A talk is called after a person, whose name may have to go while some of its turns stay.
        thread = f"import:{opaque(turn.talk)}#{whole(session)}"
        return Draft(at, kind, who, turn.text, thread=thread, origin=f"import:{self._form}", key=key)

    def _whose(self, turn: Turn) -> tuple[Kind, str]:
        if turn.role == "person":
            return "heard", PERSON
        if turn.role == "tool":
            return "read", f"tool:{_plain(turn.speaker)}"
        if self._me is not None and _plain(turn.speaker).casefold() == self._me:
            return "heard", PERSON
        return "read", outsider(turn.speaker)

    def _at(self, turn: Turn, talk: _Talk) -> datetime:
        if turn.at is None:
            return talk.last or self._now
        if turn.at.tzinfo is not None:
            # UTC is how files count; any other zone is the one somebody wrote in.
            return turn.at.astimezone(self._zone) if turn.at.tzinfo is UTC else turn.at
        return placed(turn.at, self._zone, talk.last)

    def _session(self, turn: Turn, talk: _Talk, at: datetime) -> str:
        if turn.session is not None:
            talk.session = turn.session
        elif talk.last is None or abs(at - talk.last) > PAUSE:
            # Named by its beginning, so that it has the same name in a longer export.
            talk.session = f"{at:%Y-%m-%dT%H.%M}"
        return talk.session

    def _key(self, turn: Turn) -> str:
        # The speaker is no part of it: a contact that was given another name is in the next export under that name.
        parts = [self._form, self._within or turn.within or turn.talk, turn.id or _time(turn), turn.text]
        digest = _digest(parts)
        if turn.id is None:
            self._same[digest] += 1
            digest = _digest([digest.hex(), str(self._same[digest])])
        return f"import:{self._form}:{digest.hex()}"


def placed(naive: datetime, zone: tzinfo, before: datetime | None) -> datetime:
    """A wall time in its zone; `before` is the turn before it, which tells the two passes of an hour apart that comes
    twice. An hour that never was becomes the one after it."""
    first = naive.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = naive.replace(tzinfo=zone, fold=1).astimezone(UTC)
    later = first < second and before is not None and before - first > _DISORDER and before - second <= _DISORDER
    return (second if later else first).astimezone(zone)


def outsider(name: str) -> str:
    """`who` of somebody that is called `name` in a file, never that of the person, of Samantha or of a program."""
    name = _plain(name) or "somebody"
    reserved = name.casefold() == PERSON or name == SAMANTHA or name.casefold().startswith("tool:")
    return name + NAMED_SO if reserved else name


def opaque(name: str) -> str:
    """12 hexadecimal digits that stand for a talk's name and do not tell it."""
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:12]


def whole(name: str) -> str:
    """`name` without halves of characters, which no database holds; U+FFFD stands for each."""
    return name.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _plain(name: str) -> str:
    return " ".join(whole(name).split())


def _time(turn: Turn) -> str:
    return turn.at.isoformat() if turn.at is not None else ""


def _digest(parts: list[str]) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.digest()
