"""A scene, told in a sentence or in fields, made into what the reserves decide on: whether she would say something.

    python evals/silence.py FILE.jsonl [--part tune|held]

A line: {"id", "set": "silence", "scene", "reserves", "quiet_hours", "should_speak"}. `replies.py` asks `decide`.

Guarantees: the deciding is the product's own (`care.reserves.may_speak`); only the reading of the scene is this file's;
where a scene is not clear, silence.
Does not: understand a scene beyond its tables of words.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeAlias, cast

from silence_words import Scene, clock_in, find, has_time, mood_in, of_text

from samantha.care.crisis import in_danger
from samantha.care.farewell import notice_leaving
from samantha.care.reserves import (
    DEFAULT,
    KINDS,
    MOST,
    QUIET,
    RESERVES,
    Budget,
    Hours,
    Kind,
    Mood,
    Occasion,
    Reserve,
    Reserves,
    Speak,
    Spent,
    may_speak,
    read_hours,
    read_time,
)
from samantha.care.unasked import heavy, saying, waves_off
from samantha.conversation.occasions import QUIET_AFTER

Line: TypeAlias = dict[str, Any]
Fields: TypeAlias = Mapping[str, Any]
AT = datetime.fromisoformat("2026-03-03T18:30:00+00:00")
"""When a scene is that does not say."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What she does in a scene."""

    spoke: bool
    because: str
    """What she speaks of, or why she is silent."""
    words: str = ""


def decide(line: Line) -> Decision:
    """Whether she speaks in the scene of `line`, and her words; empty where she does not."""
    scene = read_scene(line.get("scene"), line.get("at"))
    quiet, always = read_quiet(line.get("quiet_hours", "default"))
    if scene.occasion is None:
        return Decision(False, "nothing")
    if scene.still or always:
        return Decision(False, scene.still or "quiet hours")
    answer = may_speak(read_reserves(line.get("reserves")), scene.spent, quiet, scene.now, scene.occasion, scene.mood)
    if isinstance(answer, Speak):
        return Decision(True, scene.occasion.kind, _words(scene.occasion))
    return Decision(False, answer.reason)


def read_scene(scene: Any, at: Any = None) -> Scene:
    """A scene in any of its forms."""
    if isinstance(scene, Mapping):
        return _of_fields(cast(Fields, scene), at)
    text = " ".join(map(str, cast("list[Any]", scene))) if isinstance(scene, list) else str(scene or "")
    return of_text(text, _time_given(at) or AT)


def read_reserves(given: Any) -> Reserves:
    """What is left of each reserve: numbers, shares, words, or {"words", "period"}; defaults where nothing is said."""
    if isinstance(given, str | int | float) or given is None:
        return {name: _budget(given, DEFAULT[name]) for name in RESERVES}
    fields: Fields = cast(Fields, given) if isinstance(given, Mapping) else dict.fromkeys(RESERVES, 0)
    return {name: _budget(fields.get(name), DEFAULT[name]) for name in RESERVES}


def read_quiet(given: Any) -> tuple[Hours | None, bool]:
    """Quiet hours, and whether it is quiet now whatever the hour."""
    if given is None:
        return None, False
    if given == "default":
        return QUIET, False
    if isinstance(given, bool):
        return None, given
    if isinstance(given, str):
        if re.fullmatch(r"\s*(?:off|none|no|never|-|)\s*", given, re.IGNORECASE):
            return None, False
        hours = read_hours(given)
        return hours, hours is None
    if isinstance(given, Mapping):
        fields = cast(Fields, given)
        if "active" in fields or "now" in fields:
            return None, bool(fields.get("active", fields.get("now")))
        ends = [_first(fields, "start", "from", "begin", "since"), _first(fields, "end", "to", "until", "till")]
    else:
        ends = list(cast("Sequence[Any]", given)) if isinstance(given, list | tuple) else []
    if not ends:
        return None, False
    times = [_time_of(end) for end in ends]
    if len(times) != 2 or times[0] is None or times[1] is None:
        return None, True
    return Hours(times[0], times[1]), False


# The fields of a scene.

_OPEN = re.compile(
    r"open|calm|good|great|fine|ok(?:ay)?|neutral|happy|glad|cheer\w*|content|relaxed|playful|curious|hopeful|warm|"
    r"bright|well|normal|awake|light|excited|proud|rested|easy|present"
)
_MOODS: dict[str, Mood] = {"grief": "grief", "danger": "danger", "upset": "upset", "tired": "tired", "busy": "busy"}
_STILL_KEYS = re.compile(
    r"wav|dismiss|declin|refus|asleep|sleep|busy|driv|meeting|call|crying|grie|danger|crisis|already|asked|remind|"
    r"before|leav|bye|night|disturb|dnd|mute|angry|ill|sick|company|guests|public|not_now|do_not"
)
_KIND_WORDS: tuple[tuple[str, Kind], ...] = (
    ("birthday", "birthday"), ("anniversary", "birthday"), ("rehears", "rehearsal"), ("practis", "rehearsal"),
    ("come_back", "return"), ("return", "return"), ("after_danger", "return"), ("doubt", "doubt"),
    ("contradict", "doubt"), ("contact", "silence"), ("silence", "silence"), ("not_spoken", "silence"),
    ("quiet_person", "silence"), ("reconnect", "silence"), ("hard", "hard"), ("plan", "plan"), ("event", "plan"),
    ("interview", "plan"), ("exam", "plan"), ("follow", "plan"),
)  # fmt: skip


def _of_fields(fields: Fields, at: Any) -> Scene:
    now = (
        _time_given(_first(fields, "at", "now", "time", "when", "clock", "local_time", "hour")) or _time_given(at) or AT
    )
    told = [value for key, value in fields.items() if isinstance(value, str) and key in _TELLING]
    text = " ".join(told)
    read = of_text(text, now) if text else Scene(now, None, "open")
    occasion = _occasion(fields) or read.occasion
    days = _first(fields, "last_contact_days", "days_since_contact", "last_contact")
    if isinstance(days, int | float) and occasion is not None and occasion.kind == "silence":
        occasion = occasion if timedelta(days=float(days)) >= QUIET_AFTER else None
    still = read.still or _still_of(fields)
    mood = _mood_given(fields.get("mood"))
    mood = read.mood if mood == "open" else mood
    for said in _lines(fields.get("said")):
        mood = _mood_of_words(said) if mood == "open" else mood
        still = still or ("waved off" if waves_off(said) else "")
    if fields.get("said") is True:
        still = "said before"
    return Scene(read.now if text and has_time(text) else now, occasion, mood, _spent(fields), still)


_TELLING = ("scene", "text", "description", "situation", "what", "note", "context", "setting", "activity", "doing")


def _still_of(fields: Fields) -> str:
    for key, value in fields.items():
        if value is True and _STILL_KEYS.search(key.lower()):
            return key
        if key in ("talk_begins", "in_talk", "talk", "awake", "alone") and value is False:
            return key
    return ""


def _occasion(fields: Fields) -> Occasion | None:
    given: Any = fields.get("occasion")
    several = fields.get("occasions")
    if given is None and isinstance(several, list) and several:
        given = cast("list[Any]", several)[0]
    if given is None:
        return None
    inner: Fields = cast(Fields, given) if isinstance(given, Mapping) else {}
    word = str(_first(inner, "kind", "type", "name") or (given if isinstance(given, str) else ""))
    who = str(_first(inner, "subject", "person", "who", "about") or fields.get("person") or "")
    kind = _kind(word)
    if kind is None:
        return find(word)
    return Occasion(kind, str(inner.get("key") or f"{kind}:{who}"), who or kind)


def _kind(word: str) -> Kind | None:
    low = re.sub(r"[\s-]+", "_", word.strip().lower())
    if low in KINDS:
        return low
    return next((kind for part, kind in _KIND_WORDS if part in low), None) if len(word.split()) <= 3 else None


def _spent(fields: Fields) -> tuple[Spent, ...]:
    found: list[Spent] = []
    for one in _lines(fields.get("spent"), whole=True):
        if isinstance(one, Mapping):
            row = cast(Fields, one)
            at = _time_given(row.get("at")) or AT
            reserve = cast(Reserve, row["reserve"]) if row.get("reserve") in RESERVES else None
            key, subject = str(row.get("key") or ""), str(row.get("subject") or "")
            found.append(Spent(at, reserve, int(row.get("cost") or 1), key, subject, bool(row.get("waved"))))
    return tuple(found)


def _lines(given: Any, *, whole: bool = False) -> list[Any]:
    if given is None:
        return []
    many: list[Any] = cast("list[Any]", given) if isinstance(given, list) else [given]
    return many if whole else [_line(one) for one in many]


def _line(one: Any) -> str:
    if isinstance(one, Mapping):
        return str(_first(cast(Fields, one), "text", "said", "what") or "")
    return one if isinstance(one, str) else ""


def _first(fields: Fields, *names: str) -> Any:
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def _mood_given(given: Any) -> Mood:
    if given is None or given is True:
        return "open"
    low = str(given).strip().lower()
    if low in _MOODS:
        return _MOODS[low]
    return "open" if _OPEN.fullmatch(low) else "upset"


def _mood_of_words(said: str) -> Mood:
    """How somebody is who has just said this."""
    if in_danger(said):
        return "danger"
    if notice_leaving(said) is not None:
        return "leaving"
    found = heavy(said)
    if found is not None:
        return found
    return mood_in(said)


def _budget(given: Any, default: Budget) -> Budget:
    """What is left: a number of words, a share of one, or a word for full or empty."""
    if isinstance(given, Mapping):
        fields = cast(Fields, given)
        gone = fields.get("spent") or 0
        words = _first(fields, "left", "remaining", "words", "budget", "balance", "amount")
        period = "day" if str(fields.get("period") or fields.get("per")) == "day" else default.period
        left = _number(words, default.words)
        return Budget(max(0, left - int(gone)) if isinstance(gone, int | float) else left, period)
    return Budget(_number(given, default.words), default.period)


def _number(given: Any, default: int) -> int:
    if given is None or given is True:
        return default
    if isinstance(given, str):
        found = re.match(r"\s*(\d+(?:\.\d+)?)\s*(%?)", given)
        if found is None:
            return (
                default if re.search(r"full|plenty|high|enough|default|half|some|medium", given, re.IGNORECASE) else 0
            )
        given = float(found[1]) / 100 if found[2] else float(found[1])
    if isinstance(given, float) and 0 < given < 1:
        return int(given * 3)  # a third of a reserve is about one word
    return max(0, min(MOST, int(given))) if isinstance(given, int | float) else 0


def _time_given(given: Any) -> datetime | None:
    if isinstance(given, bool) or given is None:
        return None
    if isinstance(given, int | float):
        return AT.replace(hour=int(given) % 24, minute=round(given % 1 * 60) % 60)
    text = str(given).strip()
    try:
        at = datetime.fromisoformat(text)
        if len(text) > 10:
            return at if at.tzinfo is not None else at.replace(tzinfo=AT.tzinfo)
    except ValueError:
        pass
    found = read_time(text) or clock_in(text)
    return AT.replace(hour=found.hour, minute=found.minute) if found is not None else None


def _time_of(given: Any) -> time | None:
    at = read_time(given) if isinstance(given, str) else None
    if at is None and isinstance(given, int | float):
        at = time(int(given) % 24, round(given % 1 * 60) % 60)
    return at


def _words(occasion: Occasion) -> str:
    """What she says of it; in the product the words come from what was told."""
    name = occasion.subject or "somebody"
    return {
        "return": "Some days ago it was very hard for you. How is it now? You need not tell me.",
        "birthday": saying("soon", name=name, days="some").replace("In some days it is", "Soon it is"),
        "rehearsal": "You wanted to have the talk that we practised. How was it?",
        "silence": f"It is long since {name} last came up. Would a few words to {name} be good this week?",
        "doubt": "You told me two things of which only one can hold. Which is it now?",
    }.get(occasion.kind, "That is over now. How was it?")


def main() -> None:
    """Decide each line, print what was wrong, a table by reason, and the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--part", help="only the lines of this part")
    args = parser.parse_args()
    read: list[Line] = [json.loads(row) for row in args.file.read_text(encoding="utf-8").splitlines() if row.strip()]
    lines = [line for line in read if args.part in (None, line.get("part"))]
    right: dict[bool, list[bool]] = defaultdict(list)
    for line in lines:
        spoke = decide(line).spoke
        right[bool(line["should_speak"])].append(spoke == bool(line["should_speak"]))
        if spoke != bool(line["should_speak"]):
            print(
                f"{line.get('id')}: {'spoke' if spoke else 'silent'} · {json.dumps(line['scene'], ensure_ascii=False)}"
            )
    both = right[True] + right[False]
    shares = {
        "silent_where_right": round(sum(right[False]) / max(1, len(right[False])), 4),
        "spoke_where_right": round(sum(right[True]) / max(1, len(right[True])), 4),
        "silent_right": round(sum(both) / max(1, len(both)), 4),
    }
    print(f"{len(right[False])} scenes for silence, {len(right[True])} for a word")
    print(json.dumps({"n": len(lines), **shares}))


if __name__ == "__main__":
    main()
