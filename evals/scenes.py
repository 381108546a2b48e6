"""A scene of a `silence` line, read into what the rules of her reserves ask for, and what they answer.

    {"scene": {...} | "a sentence", "reserves": {...}, "quiet_hours": ["22:00", "08:00"], "should_speak": false}

A scene as an object: `at` (ISO), `mood` (see care/reserves.Mood), `said` (the person's last words), `occasion` or
`occasions` ({"kind", "subject", "key"}), `spent` ([{"at", "reserve", "cost", "key", "subject", "waved"}]). A scene as a
sentence is read for the same things by the words that name them. `reserves`: {"connection": 2 | "empty" | 0.5 |
{"words", "period"}}, a number alone for all three, or none. `quiet_hours`: two times, "22:00-08:00",
{"from", "to"}, or null.

Guarantees: pure; whatever a scene holds, it gives an answer; where nothing is found to speak of, silence.
Does not: decide. `care.reserves.choose` does, as it does in a talk; what is read here is only what a talk would know.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, cast, get_args

from samantha.care.crisis import in_danger
from samantha.care.farewell import notice_leaving
from samantha.care.reserves import (
    APART,
    DEFAULT,
    KINDS,
    PERIODS,
    QUIET,
    RESERVES,
    Budget,
    Hours,
    Kind,
    Mood,
    Occasion,
    Period,
    Reserve,
    Spent,
    choose,
    read_hours,
    read_time,
)
from samantha.care.unasked import heavy, waves_off

Row: TypeAlias = Mapping[str, Any]
MIDDAY = datetime(2026, 3, 4, 12, tzinfo=UTC)
"""When a scene that names no time takes place."""
LONG_AGO = timedelta(days=30)
"""Before the scene: what was said once, on a day that is not given."""
FULL = 3
"""Words in a budget that is called full, or given as a share."""
_WORDS = Path(__file__).with_name("scenes.toml")


def decide(line: Row) -> tuple[bool, str]:
    """Whether she speaks in the scene of `line`, and what she speaks of or why not."""
    scene = line.get("scene")
    row: Row = cast("Row", scene) if isinstance(scene, Mapping) else {}
    sentence = scene if isinstance(scene, str) else _strings(row, ("text", "scene", "description", "context"))
    now = _moment(row, sentence)
    mood = _mood(row, sentence)
    found = _occasions(row, sentence)
    spent = [*_spent(row, now), *_named(sentence, found, now)]
    hours = _hours(line["quiet_hours"] if "quiet_hours" in line else row.get("quiet_hours", QUIET))
    budgets = _budgets(line.get("reserves", row.get("reserves")))
    if _has(sentence, "quiet") and not _has(sentence, "not_quiet"):
        return False, "quiet hours"
    chosen = choose(budgets, spent, hours, now, found, mood)
    if chosen is not None:
        return True, chosen[0].kind
    return False, "nothing" if not found else mood if mood != "open" else "reserves"


@cache
def _tables() -> dict[str, re.Pattern[str]]:
    read = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {
        name: re.compile("|".join(f"(?:{line})" for line in str(table).split("\n") if line), re.IGNORECASE)
        for name, table in read.items()
    }


def _has(sentence: str, name: str) -> bool:
    return _tables()[name].search(sentence) is not None


def _strings(row: Row, names: Sequence[str]) -> str:
    return " ".join(str(row[name]) for name in names if isinstance(row.get(name), str))


def _moment(row: Row, sentence: str) -> datetime:
    """The time of the scene: an ISO time, a time of day, or one that the sentence names."""
    for name in ("at", "now", "time"):
        try:
            at = datetime.fromisoformat(str(row.get(name)))
        except ValueError:
            clock = read_time(str(row.get(name, "")))
            if clock is not None:
                return datetime.combine(MIDDAY.date(), clock, UTC)
        else:
            return at if at.tzinfo else at.replace(tzinfo=UTC)
    clock = _clock(sentence)
    return MIDDAY if clock is None else datetime.combine(MIDDAY.date(), clock, UTC)


def _clock(sentence: str) -> time | None:
    """The first time of day in a sentence."""
    if found := re.search(r"\b([01]?\d|2[0-4])[:.h]([0-5]\d)\b", sentence):
        return read_time(f"{found[1]}:{found[2]}")
    if found := re.search(r"\b(1?\d)\s*([ap])\.?m\b", sentence, re.IGNORECASE):
        return read_time(f"{found[1]} {found[2]}m")
    return time(2) if _has(sentence, "night") else None


def _mood(row: Row, sentence: str) -> Mood:
    """As given; else as the person's last words or the sentence say."""
    for name in ("mood", "state", "feeling"):
        given = str(row.get(name, "")).lower()
        if given in get_args(Mood):
            return cast("Mood", given)
        if given and given not in ("calm", "neutral", "good", "glad", "happy", "ok", "fine", "none"):
            return "upset"
    if any(row.get(name) is True for name in ("busy", "asleep", "in_meeting", "driving", "with_people")):
        return "busy"
    said = str(row.get("said") or row.get("last") or "")
    if said and (heard := _mood_of(said)) != "open":
        return heard
    if in_danger(sentence) or _has(sentence, "danger"):
        return "danger"
    names: tuple[Mood, ...] = ("grief", "upset", "leaving", "busy")
    for mood in names:
        if _has(sentence, mood):
            return mood
    return "open"


def _mood_of(said: str) -> Mood:
    if in_danger(said):
        return "danger"
    if notice_leaving(said) is not None:
        return "leaving"
    return "busy" if waves_off(said) or _has(said, "busy") else heavy(said) or "open"


def _occasions(row: Row, sentence: str) -> list[Occasion]:
    """What could be spoken of."""
    given: Any = row.get("occasions", row.get("occasion"))
    rows: list[Any] = cast("list[Any]", given) if isinstance(given, list) else [given]
    found: list[Occasion] = []
    for one in rows:
        if isinstance(one, Mapping):
            read = cast("Row", one)
            subject = str(read.get("subject") or read.get("person") or read.get("who") or "")
            kind = _kind(f"{read.get('kind') or ''}") or _kind(_strings(read, tuple(read)))
            if kind:
                found.append(Occasion(kind, str(read.get("key") or f"{kind}:{subject}"), subject))
        elif isinstance(one, str) and (kind := _kind(one)):
            found.append(Occasion(kind, one, one))
    if not found and (kind := _kind(sentence)) and (row or _has(sentence, "talks")):
        found.append(Occasion(kind, "of the sentence", "of the sentence"))
    return found


def _kind(text: str) -> Kind | None:
    """The kind itself, or the first that the words name."""
    if text in KINDS:
        return text
    return next((kind for kind in KINDS if _has(text, kind)), None) if text else None


def _spent(row: Row, now: datetime) -> list[Spent]:
    """What was said unasked before, as an object tells it."""
    given: Any = row.get("spent") or ()
    found: list[Spent] = []
    for one in cast("list[Any]", given) if isinstance(given, list) else ():
        if not isinstance(one, Mapping):
            continue
        read = cast("Row", one)
        try:
            at = datetime.fromisoformat(str(read.get("at")))
        except ValueError:
            at = now - LONG_AGO
        named = str(read.get("reserve") or "")
        reserve: Reserve | None = named if named in RESERVES else None
        cost = _number(read.get("cost", 1), 1)
        key, subject = str(read.get("key") or ""), str(read.get("subject") or "")
        at = at if at.tzinfo else at.replace(tzinfo=now.tzinfo)
        found.append(Spent(at, reserve, cost, key, subject, bool(read.get("waved"))))
    return found


def _named(sentence: str, found: Sequence[Occasion], now: datetime) -> list[Spent]:
    """What a sentence says was spoken of before."""
    said: list[Spent] = []
    for occasion in found:
        if _has(sentence, "waved"):
            said.append(Spent(now - LONG_AGO, None, 1, "", occasion.subject, waved=True))
        if _has(sentence, "before") and not _has(sentence, "not_before"):
            said.append(Spent(now - LONG_AGO, None, 1, occasion.key, occasion.subject))
        if _has(sentence, "soon"):
            said.append(Spent(now - APART / 2, None, 1, "", "another"))
    return said


def _hours(given: Any) -> Hours | None:
    """Quiet hours in any of the forms; those that cannot be read are the usual ones."""
    if given is None or isinstance(given, Hours):
        return given
    if isinstance(given, str):
        return read_hours(given) or (None if given.strip().lower() in ("", "none", "off") else QUIET)
    if isinstance(given, Mapping):
        row = cast("Row", given)
        ends = [row.get("from", row.get("start")), row.get("to", row.get("end", row.get("until")))]
    elif isinstance(given, list):
        ends = cast("list[Any]", given)
        if not ends:
            return None
        if len(ends) == 1 or isinstance(ends[0], list):
            return _hours(ends[0])
    else:
        return QUIET if given else None
    times = [read_time(str(end)) for end in ends[:2]]
    return Hours(times[0], times[1]) if len(times) == 2 and times[0] and times[1] is not None else _midnight(times)


def _midnight(times: Sequence[time | None]) -> Hours:
    """`time(0)` is a time; whatever could not be read gives the usual hours."""
    return Hours(times[0], times[1]) if len(times) == 2 and times[0] is not None and times[1] is not None else QUIET


def _budgets(given: Any) -> dict[Reserve, Budget]:
    """The three budgets; one that is not named keeps what she ships with."""
    if isinstance(given, Mapping):
        row = cast("Row", given)
        return {name: _budget(row[name], DEFAULT[name]) if name in row else DEFAULT[name] for name in RESERVES}
    return {name: DEFAULT[name] if given is None else _budget(given, DEFAULT[name]) for name in RESERVES}


def _budget(given: Any, usual: Budget) -> Budget:
    if isinstance(given, Mapping):
        row = cast("Row", given)
        period = str(row.get("period") or usual.period)
        words = next((row[name] for name in ("left", "words", "budget", "balance") if name in row), usual.words)
        return Budget(_number(words, usual.words), cast("Period", period) if period in PERIODS else usual.period)
    return Budget(_number(given, usual.words), usual.period)


def _number(given: Any, usual: int) -> int:
    """A count; a share of FULL where it is one; what is named empty is 0."""
    if isinstance(given, bool):
        return usual if given else 0
    if isinstance(given, int | float):
        return round(given * FULL) if isinstance(given, float) and 0 < given < 1 else max(0, int(given))
    text = str(given).strip().lower()
    if text.endswith("%") and text[:-1].strip().isdigit():
        return round(int(text[:-1]) / 100 * FULL)
    if text.isdigit():
        return int(text)
    return {"empty": 0, "none": 0, "no": 0, "off": 0, "spent": 0, "full": FULL, "high": FULL, "low": 1}.get(text, usual)
