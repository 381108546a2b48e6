"""From many runs to one table and one line of figures.

Guarantees: pure; a figure that nothing was measured for is None, never 0; a ratio is of scenes that both were run on.
Does not: read files or run anything.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from voice_ruler import p, ratio

Row: TypeAlias = dict[str, Any]
STAGES = ("turn", "asked", "token", "phrase", "play")
"""What is noted on the way from the end of the turn to the first sound, in order."""
TOGETHER = 0.05
"""What is noted so shortly before the end of the turn belongs to it: frames of a pipeline pass each other."""
NAMES = {
    "turn": "until the turn counts as over (with what recognition is left)",
    "asked": "memory, moves, prompt",
    "token": "reading to the first token",
    "phrase": "first phrase",
    "play": "synthesis of the first phrase",
}


def split_of(notes: Sequence[Sequence[Any]], end: float) -> dict[str, float]:
    """Stage -> seconds, of the last turn: from `end`, where it ended, through what was noted, first of each kind."""
    turn = next((at for at, what in notes if what.startswith("reply ") and at >= end), None)
    if turn is None:
        return {}
    marks = {"turn": turn}
    for name, what in (("asked", "asked"), ("token", "token"), ("phrase", "delta "), ("play", "play")):
        at = next((at for at, noted in notes if noted.startswith(what) and at >= turn - TOGETHER), None)
        if at is not None:
            marks[name] = at
    out: dict[str, float] = {}
    before = end
    for name in STAGES:
        if name in marks:
            out[name] = round(max(0.0, marks[name] - before), 4)
            before = max(before, marks[name])
    return out


def latencies(rows: Iterable[Row]) -> list[float]:
    """Of turns that were answered and not cut off."""
    return [at for row in rows for at in row["latencies"] if at is not None]


def of_system(rows: Sequence[Row]) -> dict[str, Any]:
    """One system's figures."""
    late = latencies(rows)
    barges = [row for row in rows if row["barge_in"] is not None]
    noises = [row for row in rows if row["false_barge_in"] is not None]
    ducks = [row["duck"] for row in barges if row["duck"] is not None]
    silents = [row["silent"] for row in barges if row["silent"] is not None]
    waits = [row["split"]["turn"] for row in rows if "turn" in row["split"] and row["cut_off"] == 0]
    errors = [row["words_err"] for row in rows if row.get("words_err") is not None]
    paused = [row for row in rows if row["paused"]] or rows
    chances = sum(row["chances"] for row in paused)
    return {
        "n": len(rows),
        "p50": p(late, 0.5),
        "p90": p(late, 0.9),
        "wait_ms": _ms(statistics.mean(waits)) if waits else None,
        "cut": _share(sum(row["cut_off"] for row in paused), chances),
        "cut_turns": sum(row["cut_off"] for row in rows),
        "unanswered": sum(row["unanswered"] for row in rows),
        "barge_ok": _share(sum(row["barge_in"] for row in barges), len(barges)),
        "duck_p90": _ms(p(ducks, 0.9)),
        "silent_p90": _ms(p(silents, 0.9)),
        "false_barge": _share(sum(row["false_barge_in"] for row in noises), len(noises)),
        "goes_on_p90": _ms(p([row["goes_on"] for row in noises if row["goes_on"] is not None], 0.9)),
        "words_p50": p(errors, 0.5),
        "words_p90": p(errors, 0.9),
        "gap_ms": _ms(max((row["gap"] for row in rows), default=None)),
        "split": {name: _median([row["split"][name] for row in rows if name in row["split"]]) for name in STAGES},
    }


def figures(rows: Sequence[Row], engine: str, overhead: dict[str, float] | None) -> dict[str, Any]:
    """All of it: `systems` for the table, `keys` for the last line."""
    systems = {name: of_system([row for row in rows if row["system"] == name]) for name in ("ours", "stock", "tuned")}
    ours = systems["ours"]
    keys: dict[str, Any] = {
        "n": ours["n"],
        "engine": engine,
        "ours_p50_s": ours["p50"],
        "ours_p90_s": ours["p90"],
        "overhead_p95_ms": overhead["p95_ms"] if overhead else None,
        "endpoint_wait_mean_ms": ours["wait_ms"],
        "ratio_stock_p50": _against(rows, "stock", 0.5),
        "ratio_stock_p90": _against(rows, "stock", 0.9),
        "ratio_tuned_p50": _against(rows, "tuned", 0.5),
        "false_cutoffs": ours["cut"],
        "barge_in_ok": ours["barge_ok"],
        "duck_p90_ms": ours["duck_p90"],
        "silent_p90_ms": ours["silent_p90"],
        "false_barge_in": ours["false_barge"],
        "heard_words_err_p50": ours["words_p50"],
        "gap_max_ms": ours["gap_ms"],
        "unanswered": ours["unanswered"],
        "false_cutoffs_stock": systems["stock"]["cut"],
        "false_cutoffs_tuned": systems["tuned"]["cut"],
    }
    return {"systems": systems, "keys": {key: _rounded(value) for key, value in keys.items()}}


ROWS = (
    ("n", "scenes"),
    ("p50", "response latency, p50, s"),
    ("p90", "response latency, p90, s"),
    ("wait_ms", "end of the turn decided after, mean, ms"),
    ("cut", "cut off, share of the pauses inside turns"),
    ("cut_turns", "turns cut off, all of them"),
    ("unanswered", "turns without a reply"),
    ("barge_ok", "barge-in, share that stopped it"),
    ("duck_p90", "  softer after, p90, ms"),
    ("silent_p90", "  silent after, p90, ms"),
    ("words_p50", "  words recorded against words played, p50"),
    ("words_p90", "  the same, p90"),
    ("false_barge", "stopped by a cough, an mm-hm or an echo, share"),
    ("goes_on_p90", "  else as loud as before after, p90, ms"),
    ("gap_ms", "longest gap inside a reply, ms"),
)


def draw(row: dict[str, Any]) -> str:
    """The table."""
    systems: dict[str, dict[str, Any]] = row["systems"]
    names = [name for name in systems if systems[name]["n"]]
    lines = [f"{row['keys']['engine']:62}" + "".join(f"{name:>9}" for name in names)]
    lines += [f"{title:62}" + "".join(_cell(systems[name][key]) for name in names) for key, title in ROWS]
    lines += [
        f"  {NAMES[stage] + ', p50, s':60}" + "".join(_cell(systems[name]["split"][stage]) for name in names)
        for stage in STAGES
    ]
    lines += [
        f"{title:62}{_cell(row['keys'][key])}"
        for key, title in (
            ("overhead_p95_ms", "the pipeline alone, p95, ms"),
            ("ratio_stock_p50", "ours over Pipecat as shipped, p50"),
            ("ratio_stock_p90", "  the same, p90"),
            ("ratio_tuned_p50", "ours over Pipecat tuned, p50"),
        )
    ]
    return "\n".join(lines)


def _against(rows: Sequence[Row], peer: str, share: float) -> float | None:
    """Ours over the peer's, over scenes that both were run on."""
    both = {row["scene"] for row in rows if row["system"] == peer} & {
        row["scene"] for row in rows if row["system"] == "ours"
    }
    mine, theirs = (
        latencies([row for row in rows if row["system"] == name and row["scene"] in both]) for name in ("ours", peer)
    )
    return ratio(p(mine, share), p(theirs, share))


def _cell(value: float | None) -> str:
    if value is None:
        return f"{'–':>9}"
    return f"{value:9d}" if isinstance(value, int) else f"{value:9.2f}"


def _rounded(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value


def _share(some: int, of: int) -> float | None:
    return some / of if of else None


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 1)


def _median(values: Sequence[float]) -> float | None:
    return statistics.median(values) if values else None
