"""When a turn counts as over: false cut-offs on pauses inside turns, and how long she waits at true ends.

    python evals/endpoint.py FOLDER|FILE.jsonl [--part tune|held] [--spoken] [--first-word S]

Recordings go through the product's own ear and turn-taking with the real models (`voice.replay`), in the time of the
recording: the models cost none. A pause counts as cut off when the turn was over inside it; as heard cut off, when she
would have been heard in it, `--first-word` seconds later. The forms of FOLDER and FILE are in `endpoint_scenes.py`.

Guarantees: nothing of the data is kept; the same files give the same figures.
Does not: measure how long the models take; `bench/voice.py` does.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import anyio
from endpoint_scenes import PAUSES, SENTENCES, Scene, part_of, quietest, scenes_in, whole, with_pause

from samantha.config import Config, VoiceConfig, default_weights
from samantha.ports import HEARD_RATE
from samantha.senses import open_mouth, open_senses
from samantha.voice.call import Happened, Senses
from samantha.voice.events import Reply, SpeechEnded, SpeechStarted
from samantha.voice.replay import replay
from samantha.voice.wav import resampled

LONGEST_S = 1.5
"""A silence longer than this in a recording parts two turns."""
NEAR_END_S = 0.15
ONSET_S = 0.096
"""So long after it began the ear says that a voice began."""
FIRST_WORD_S = 0.6
MOUTHS = ("piper", "kokoro")


@dataclass
class Count:
    """What was seen of one kind of recording."""

    pauses: int = 0
    cut: int = 0
    heard: int = 0
    unanswered: int = 0
    """Turns after whose end nothing said that they were over."""
    waits: list[float] = field(default_factory=list[float])

    def take(self, scene: Scene, seen: list[tuple[float, Happened]], first_word: float) -> None:
        """One scene and everything that happened in it."""
        replies = [at for at, one in seen if isinstance(one, Reply)]
        for start, end in inside(scene, seen):
            self.pauses += 1
            cuts = [at for at in replies if start < at <= end + ONSET_S]
            self.cut += bool(cuts)
            self.heard += any(at + first_word < end for at in cuts)
        after = [at for at in replies if at > scene.end - NEAR_END_S]
        self.unanswered += not after
        self.waits += [after[0] - scene.end] if after else []

    def add(self, other: Count) -> None:
        """What was seen of another kind as well."""
        self.pauses, self.cut, self.heard = self.pauses + other.pauses, self.cut + other.cut, self.heard + other.heard
        self.unanswered, self.waits = self.unanswered + other.unanswered, self.waits + other.waits

    @property
    def wait(self) -> float:
        """Mean seconds at true ends."""
        return sum(self.waits) / max(1, len(self.waits))


def inside(scene: Scene, seen: list[tuple[float, Happened]]) -> Iterator[tuple[float, float]]:
    """The pauses inside the turn: as they were marked, else as the ear heard them."""
    if scene.pauses and scene.kind == "as it is":
        yield from scene.pauses
        return
    since: float | None = None
    for _, one in seen:
        if isinstance(one, SpeechEnded):
            since = one.silent_since
        elif isinstance(one, SpeechStarted) and since is not None:
            end = one.at - ONSET_S
            if since < scene.end - NEAR_END_S and end - since <= LONGEST_S:
                yield since, end
            since = None


async def spoken(part: str | None) -> list[Scene]:
    """Our own sentences in our own voices, as they are and with a pause put in."""
    found: list[Scene] = []
    for number, text in enumerate(SENTENCES):
        name = f"s{number:02d}"
        if part is None or part_of(name) == part:
            config = Config(Path(), default_weights(), voice=VoiceConfig(mouth=MOUTHS[number % 2]))
            mouth = await open_mouth(config)
            chunks = [chunk async for chunk in mouth.speak(text)]
            sound = resampled(chunks[0].sound, chunks[0].rate, HEARD_RATE)
            found.append(whole(name, "spoken", sound))
            found.append(with_pause(name, "spoken", sound, quietest(sound), PAUSES[number % len(PAUSES)]))
    return found


async def measure(scenes: Iterable[Scene], senses: Senses, first_word: float) -> dict[str, Count]:
    """Hear each scene; kind -> what was seen."""
    counts: dict[str, Count] = {}
    for scene in scenes:
        seen: list[tuple[float, Happened]] = []
        await replay(scene.sound, senses, watch=lambda at, happened, seen=seen: seen.append((at, happened)))
        counts.setdefault(scene.kind, Count()).take(scene, seen, first_word)
    return counts


async def run(args: argparse.Namespace) -> None:
    """Measure and print."""
    part = None if args.part == "all" else args.part
    senses = await open_senses(Config(Path(), default_weights(), voice=VoiceConfig(ear="tiny", mouth="echo")))
    scenes = list(scenes_in(args.path, part)) + (await spoken(part) if args.spoken else [])
    counts = await measure(scenes, senses, args.first_word)
    every = Count()
    for count in counts.values():
        every.pauses, every.cut, every.heard = (
            every.pauses + count.pauses,
            every.cut + count.cut,
            every.heard + count.heard,
        )
        every.unanswered, every.waits = every.unanswered + count.unanswered, every.waits + count.waits
    print(f"{'kind':<12}{'pauses':>8}{'cut off':>9}{'heard':>7}{'turns':>7}{'mean wait':>11}{'no end':>8}")
    for kind, count in [*sorted(counts.items()), ("all", every)]:
        print(
            f"{kind:<12}{count.pauses:>8}{count.cut:>9}{count.heard:>7}{len(count.waits):>7}"
            f"{1000 * count.wait:>8.0f} ms{count.unanswered:>8}"
        )
    pauses = max(1, every.pauses)
    figures = {
        "part": args.part,
        "pauses": every.pauses,
        "turns": len(every.waits),
        "false_cutoffs": round(every.cut / pauses, 3),
        "false_cutoffs_heard": round(every.heard / pauses, 3),
        "first_word_s": args.first_word,
        "endpoint_wait_mean_ms": round(1000 * every.wait),
        "unanswered": every.unanswered,
    }
    print(json.dumps(figures))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", type=Path, metavar="FOLDER|FILE.jsonl")
    parser.add_argument("--part", choices=("tune", "held", "all"), default="all")
    parser.add_argument("--spoken", action="store_true", help="our own sentences in our own voices as well")
    parser.add_argument("--first-word", type=float, default=FIRST_WORD_S, metavar="S")
    anyio.run(run, parser.parse_args())


if __name__ == "__main__":
    main()
