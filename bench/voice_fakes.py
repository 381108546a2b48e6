"""The pipeline alone: her call, her journal and her gates, with models that cost nothing.

Guarantees: real time, a fresh home, the same stage. What is measured is from the block of sound that made the turn
over until the first sound is with the loudspeaker: everything that is not a model and not a wait that was meant.
Does not: measure the wait itself; `bench/voice.py` has it as a row of its own.
"""

from __future__ import annotations

import numpy as np
from voice_ours import open_fakes
from voice_ruler import p
from voice_stage import HEARD_RATE, Scene, Stage
from voice_table import split_of

from samantha.models.echo_voice import sound_of

SAID = (
    "I had a long day.",
    "My sister called.",
    "We went to the sea.",
    "It rained all night.",
    "I cooked for six.",
    "Tom won at chess.",
    "The boat is green.",
    "I slept badly.",
    "Amy is moving.",
    "I found my keys.",
)


async def overhead(turns: int = 20) -> dict[str, float]:
    """`p50_ms`, `p95_ms` over so many turns."""
    ours = open_fakes()
    taken: list[float] = []
    for n in range(turns):
        sound = np.concatenate([np.zeros(HEARD_RATE // 4, np.float32), sound_of(SAID[n % len(SAID)])])
        stage = Stage(Scene(sound, len(sound) / HEARD_RATE, silence=4.0, reply=0.2), ours.rate)
        await ours.run(stage)
        split = split_of(stage.notes, len(sound) / HEARD_RATE)
        if "play" in split:
            taken.append(1000 * sum(seconds for name, seconds in split.items() if name != "turn"))
    return {"p50_ms": p(taken, 0.5) or 0.0, "p95_ms": p(taken, 0.95) or 0.0, "turns": len(taken)}
