"""Weave a life: facts and questions written by hand, hidden among seeded chatter that holds none of the answers.

    python evals/lives/make.py [evals/lives/plans/NAME.txt …] [--to DIR]

A plan's head names start, days, zone, seed, turns, work, cast and things. Then a line an event, days counted from 0:

    +3 a1 My sister Rachel is allergic to peanuts.
    +4 m1 mail Amy <amy@example.org> | Lunch | At one?
    +13 q1 ? What must not go in Rachel's cake? | peanut | !almond | @a1 | #set
    +13 q2 ?? What is my brother called?

Guarantees: the same plan gives the same file; no chatter matches a question's `expect` or `reject`.
Does not: write facts.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from grammar import ROWS
from grammar_work import WORK

HERE = Path(__file__).parent
TYPOS = 0.03
"""Share of chatter with a slip of the finger in it."""
_SLOT = re.compile(r"\{(\w+)(!?)\}")
_EVENT = re.compile(r"\+(\d+) (\w+) (\?\?|\?|mail)? ?(.*)")
_FORMS = {"he": ("he", "him", "his"), "she": ("she", "her", "her"), "they": ("they", "them", "their")}


@dataclass(slots=True)
class Plan:
    """One file of facts and questions."""

    name: str
    head: dict[str, str] = field(default_factory=dict[str, str])
    events: list[tuple[int, dict[str, Any]]] = field(default_factory=list[tuple[int, dict[str, Any]]])
    """Day and event, without a time."""

    @property
    def cast(self) -> list[tuple[str, str]]:
        """Names, each with he, she or they."""
        pairs = [one.split() for one in self.head["cast"].split(";")]
        return [(" ".join(words[:-1]), words[-1]) for words in pairs]

    @property
    def things(self) -> list[str]:
        """What else the life goes on about."""
        return [thing.strip() for thing in self.head["things"].split(";")]


def main() -> None:
    """Make the files of the plans named, or of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plans", type=Path, nargs="*", help="default: all of evals/lives/plans")
    parser.add_argument("--to", type=Path, default=HERE, help="the folder to write to")
    args = parser.parse_args()
    for path in args.plans or sorted((HERE / "plans").glob("*.txt")):
        lines = list(weave(read_plan(path.stem, path.read_text(encoding="utf-8"))))
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (args.to / f"{path.stem}.jsonl").write_text(text, encoding="utf-8")
        print(path.stem, len(lines))


def read_plan(name: str, text: str) -> Plan:
    """The plan in `text`. Raises ValueError naming a line that is none."""
    plan = Plan(name)
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith("+"):
            key, _, value = line.partition(" ")
            plan.head[key] = value.strip()
            continue
        match = _EVENT.fullmatch(line.strip())
        if match is None:
            raise ValueError(f"{name}: {line}")
        plan.events.append((int(match[1]), _event(match[2], match[3], match[4])))
    return plan


def _event(id: str, kind: str | None, rest: str) -> dict[str, Any]:
    if kind is None:
        return {"id": id, "say": rest}
    parts = [part.strip() for part in rest.split(" | ")]
    if kind == "mail":
        return {"id": id, "mail": {"from": parts[0], "subject": parts[1], "text": parts[2]}}
    out: dict[str, Any] = {"id": id, "ask": parts[0]}
    for part in parts[1:]:
        key = {"!": "reject", "@": "source", "#": "set"}.get(part[0], "expect")
        value = part if key == "expect" else part[1:]
        out[key] = value if key == "set" else value.split() if key == "source" else value.split(" & ")
    return out | ({"abstain": True} if kind == "??" else {})


def weave(plan: Plan) -> list[dict[str, Any]]:
    """The events of the whole life, in order of time, a night after every day."""
    dice = random.Random(int(plan.head["seed"]))
    zone, start, days = ZoneInfo(plan.head["zone"]), date.fromisoformat(plan.head["start"]), int(plan.head["days"])
    answers = [p for _, event in plan.events for key in ("expect", "reject") for p in event.get(key, ())]
    chatter = Chatter(plan, dice, [re.compile(pattern, re.IGNORECASE) for pattern in answers])
    shares = _shares(int(plan.head["turns"]), days, dice)
    out: list[dict[str, Any]] = []
    for day in range(days):
        told = [event for on, event in plan.events if on == day and "ask" not in event]
        asked = [event for on, event in plan.events if on == day and "ask" in event]
        turns: list[dict[str, Any]] = [{"say": chatter.turn()} for _ in range(shares[day])]
        places = sorted(dice.randrange(len(turns) + 1) for _ in told)
        for n, (place, event) in enumerate(zip(places, told, strict=True)):
            turns.insert(place + n, event)
        out += _timed([*turns, *asked, {"night": True}], start + timedelta(days=day), zone, dice, len(out))
    return out


def _shares(turns: int, days: int, dice: random.Random) -> list[int]:
    """How many of `turns` fall on each day; some days are quiet."""
    weights = [dice.choice((0.5, 0.8, 1.0, 1.0, 1.2, 1.5)) for _ in range(days)]
    shares = [int(turns * weight / sum(weights)) for weight in weights]
    for n in range(turns - sum(shares)):
        shares[n % days] += 1
    return shares


def _timed(
    events: list[dict[str, Any]], day: date, zone: ZoneInfo, dice: random.Random, before: int
) -> list[dict[str, Any]]:
    """The events with ids and times: two or three sittings from breakfast to late evening."""
    seconds = sorted(dice.choice((8, 13, 19, 20, 21)) * 3600 + dice.randrange(3000) for _ in events[:-1])
    out: list[dict[str, Any]] = []
    for n, event in enumerate(events):
        second = seconds[n] if n < len(seconds) else 23 * 3600 + 1800
        at = datetime.combine(day, time(0), zone) + timedelta(seconds=second)
        out.append({"id": event.get("id", f"s{before + n}"), "at": at.isoformat(), **event})
    return out


class Chatter:
    """Turns that tell nothing, drawn from the grammar with the names and things of one life."""

    def __init__(self, plan: Plan, dice: random.Random, answers: list[re.Pattern[str]]) -> None:
        """`answers` are patterns that no turn may match."""
        self._dice, self._answers = dice, answers
        self._cast, self._things = plan.cast, plan.things
        self._rows = {**ROWS, "work": tuple(line for work in plan.head["work"].split() for line in WORK[work])}
        self._lately: list[str] = []

    def turn(self) -> str:
        """One turn, unlike the last two hundred."""
        while True:
            text = self._slipped(self._expand("{turn}", self._people()))
            if text not in self._lately[-200:] and not any(answer.search(text) for answer in self._answers):
                self._lately.append(text)
                return text

    def _people(self) -> dict[str, str]:
        (name, form), (other, _) = self._dice.sample(self._cast, 2)
        he, him, his = _FORMS[form]
        return {"P": name, "Q": other, "p": he, "pp": him, "ps": his}

    def _expand(self, text: str, people: dict[str, str]) -> str:
        def fill(match: re.Match[str]) -> str:
            name, loud = match[1], match[2]
            if name in people:
                got = people[name]
            else:
                row = self._things if name == "T" else self._rows[name]
                got = self._expand(self._dice.choice(row), people)
            return got[:1].upper() + got[1:] if loud else got

        return _SLOT.sub(fill, text)

    def _slipped(self, text: str) -> str:
        if len(text) < 12 or self._dice.random() >= TYPOS:
            return text
        at = self._dice.randrange(1, len(text) - 2)
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return self._dice.choice((swapped, text[:at] + text[at + 1 :], text.lower().rstrip(".")))


if __name__ == "__main__":
    main()
