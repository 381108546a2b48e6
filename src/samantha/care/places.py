"""Which numbers are right for a place: a small table checked by hand, with its sources and days.

Guarantees: reads only what ships; a place that is not in the table gets no number that might be wrong, but the
international directory and the emergency numbers of most of the world.
Does not: know where the person is; that is a setting, or the zone of their clock. The numbers were not called; see
`checked` and docs/crisis.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from samantha.care.languages import load_places

NO_PLACE_EMERGENCY = "112 / 911 / 999"
"""The emergency numbers of Europe, North America and the United Kingdom, for a place that was not set."""


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone that human beings answer."""

    name: str
    number: str
    text: str = ""
    """Where a written message goes, if it does."""
    hours: str = ""
    """`always`, times as printed, or empty where we are not sure."""


@dataclass(frozen=True, slots=True)
class Place:
    """The numbers of one country; None where we are not sure of one."""

    code: str
    emergency: str
    line: Line | None
    young: Line | None
    home: Line | None
    source: str
    checked: str
    """The day on which the row was last looked over, ISO."""
    against: str = ""
    """What it was looked over against: `pages`, or `knowledge` alone."""


def _rows() -> dict[str, dict[str, Any]]:
    return {code: cast("dict[str, Any]", row) for code, row in load_places().items() if isinstance(row, dict)}


@cache
def places() -> dict[str, Place]:
    """Every place of the table, by ISO 3166-1 code."""
    return {code: _place(code, row) for code, row in _rows().items()}


def directory() -> str:
    """The international directory, by name."""
    return str(load_places()["directory"])


def place_of(code: str | None) -> Place:
    """The place for a code ("GB", "uk", "de_AT"), or one without numbers of its own."""
    wanted = (code or "").upper().replace("-", "_").rpartition("_")[2]
    wanted = {"UK": "GB", "EN": "GB"}.get(wanted, wanted)
    return places().get(wanted) or Place(wanted, NO_PLACE_EMERGENCY, None, None, None, "", "")


def place_by_zone(zone: str) -> Place:
    """The country whose clock is set to `zone` ("Europe/Berlin"), where the table names it; else none."""
    zones: dict[str, str] = {name: code for code, row in _rows().items() for name in row.get("zones", ())}
    return place_of(zones.get(zone))


def _place(code: str, row: dict[str, Any]) -> Place:
    kinds = {kind: Line(**row[kind]) if kind in row else None for kind in ("line", "young", "home")}
    return Place(
        code,
        str(row["emergency"]),
        **kinds,
        source=str(row["source"]),
        checked=str(row["checked"]),
        against=str(row["against"]),
    )
