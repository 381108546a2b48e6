"""Whether this machine keeps up with the better voice: measured once, kept beside the weights.

Guarantees: measured alone, the better of two readings of two short phrases; kept with the machine's name and the day; a
file that is damaged or of another machine counts as none.
Does not: fetch or choose; `senses` does.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from samantha.ports import Clock, Sound

FILE = "mouth.json"
KEEPS_UP = 0.6
"""Seconds of work a second of speech, alone: above, the brain's share of the machine makes gaps."""
_PHRASES = ("I am here, and I am listening.", "Tell me how your day was.")


@dataclass(frozen=True, slots=True)
class MouthSpeed:
    """What was measured."""

    machine: str
    day: str
    seconds_a_second: float
    """Of work for a second of kokoro's speech."""

    @property
    def mouth(self) -> str:
        """Which voice this machine keeps up with."""
        return "kokoro" if self.seconds_a_second <= KEEPS_UP else "piper"


def kept(folder: Path) -> MouthSpeed | None:
    """What was measured on this machine before."""
    try:
        table = json.loads((folder / FILE).read_text(encoding="utf-8"))
        found = MouthSpeed(str(table["machine"]), str(table["day"]), float(table["seconds_a_second"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if found.machine == platform.node() else None


def measure(say: Callable[[str], Sound], rate: int, clock: Clock) -> MouthSpeed:
    """Time `say`, which is a voice's. Raises what it raises."""
    say(_PHRASES[0])  # it opens its model
    best = min(_reading(say, rate, clock) for _ in range(2))
    return MouthSpeed(platform.node(), clock.now().date().isoformat(), round(best, 3))


def keep(folder: Path, speed: MouthSpeed) -> None:
    """Write it, whole or not at all. A folder that cannot be written is measured anew next time."""
    try:
        new = folder / f"{FILE}.new"
        new.write_text(json.dumps(asdict(speed)) + "\n", encoding="utf-8")
        new.replace(folder / FILE)
    except OSError:
        return


def _reading(say: Callable[[str], Sound], rate: int, clock: Clock) -> float:
    began = clock.monotonic()
    samples = sum(len(say(phrase)) for phrase in _PHRASES)
    return (clock.monotonic() - began) * rate / max(1, samples)
