"""Facts as they are shown: the sentence, how it is known, since and until when, and the exact words it stands on.

Guarantees: said, concluded, guessed and put right by the person are told apart; words are quoted as they were said.
Does not: read the journal.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from samantha.cli.lines import shown
from samantha.cli.listing import when
from samantha.cli.screen import Screen
from samantha.memory.about import Ground
from samantha.store.factrow import Kept
from samantha.types import PERSON

_HOW = {"inferred": "concluded from your words", "imagined": "a guess", "corrected": "put right by you"}
_WHY = {
    "changed": "until",
    "ended": "until",
    "contradicted": "something else was said later; nobody said that it changed",
    "past": "told as past",
    "corrected": "you put it right",
    "retired": "you took it back",
}
_MOST = 400
"""Characters of words that are quoted."""


def listed(found: Sequence[Kept], screen: Screen, now: datetime) -> str:
    """A line for each, with its number."""
    wide = max(len(str(kept.fact.id)) for kept in found)
    return "".join(
        f"  {kept.fact.id:>{wide}}  {shown(kept.fact.text)} {screen.faint(_aside(kept, now))}\n" for kept in found
    )


def whole(kept: Kept, grounds: Sequence[Ground], before: Sequence[Kept], screen: Screen, now: datetime) -> str:
    """One fact with its words, and what it took the place of."""
    lines = [f"  {screen.coral(str(kept.fact.id))}  {shown(kept.fact.text)}"]
    lines.append(f"      {screen.faint(_facts_of(kept, now))}")
    for ground in grounds:
        teller = "you" if ground.episode.who == PERSON else shown(ground.episode.who)
        lines.append(f"      {screen.faint(f'{teller}, {when(ground.episode.at, now)}:')}")
        lines.append(f"      “{shown(ground.words)[:_MOST]}”")
    told = screen.faint("before:")
    lines += [f"      {told} {shown(old.fact.text)} {screen.faint(_aside(old, now))}" for old in before]
    return "\n".join(lines) + "\n"


def as_json(kept: Kept, grounds: Sequence[Ground], name: str | None) -> str:
    """One fact as a line of JSON; times are ISO 8601, `about` is null for the person."""
    fact = kept.fact
    fields: dict[str, Any] = {
        "id": fact.id,
        "about": name,
        "person": fact.about,
        "slot": fact.slot,
        "value": fact.value,
        "text": fact.text,
        "how": fact.how,
        "who": fact.who,
        "trust": kept.trust,
        "over": kept.over,
        "secret": kept.secret,
        "since": _iso(fact.valid_from),
        "since_precision": kept.from_precision,
        "until": _iso(fact.valid_to),
        "until_precision": kept.to_precision,
        "learned": _iso(fact.learned_at),
        "retired": _iso(fact.retired_at),
        "why": kept.why,
        "superseded_by": kept.superseded_by,
        "doubt": kept.doubt,
        "against": kept.against,
        "rule": kept.rule,
        "sources": [
            {
                "episode": ground.span.episode,
                "start": ground.span.start,
                "end": ground.span.end,
                "words": ground.episode.text[ground.span.start : ground.span.end],
                "at": _iso(ground.episode.at),
                "who": ground.episode.who,
            }
            for ground in grounds
        ],
    }
    return json.dumps(fields, ensure_ascii=False)


def _aside(kept: Kept, now: datetime) -> str:
    parts = [_how(kept)]
    if kept.fact.valid_from is not None:
        parts.append(f"since {_day(kept.fact.valid_from, now)}")
    if kept.why in ("changed", "ended") or (kept.why == "past" and kept.fact.valid_to is not None):
        parts.append(f"until {_day(kept.fact.valid_to, now)}" if kept.fact.valid_to else "not now")
    elif kept.why is not None:
        parts.append(_WHY[kept.why])
    return f"({', '.join(parts)})"


def _facts_of(kept: Kept, now: datetime) -> str:
    parts = [_how(kept), f"learned {when(kept.fact.learned_at, now)}"]
    if kept.fact.valid_from is not None:
        parts.append(f"since {_day(kept.fact.valid_from, now)}")
    if kept.fact.valid_to is not None:
        parts.append(f"until {_day(kept.fact.valid_to, now)}")
    if kept.why in ("contradicted", "corrected", "retired", "past"):
        parts.append(_WHY[kept.why])
    if kept.secret:
        parts.append("told in confidence")
    if kept.doubt == "depends":
        parts.append("doubtful: what it rests on changed")
    elif kept.doubt is not None:
        parts.append("doubtful: you told it differently before")
    return " · ".join(parts)


def _how(kept: Kept) -> str:
    if kept.fact.how != "said":
        return _HOW[kept.fact.how]
    return "you said so" if kept.fact.who == PERSON else f"{shown(kept.fact.who)} said so"


def _day(at: datetime | None, now: datetime) -> str:
    if at is None:
        return "some time"
    return f"{at.day} {at:%b}" + ("" if at.year == now.year else f" {at.year}")


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
