"""The same spoken scenes, weights, prompt and machine through her voice and through Pipecat 1.14, measured from sound.

Guarantees: real time; runs of ours, of Pipecat as shipped and of Pipecat tuned take turns, scene by scene; prints one
table and, last, one JSON line; OUT is appended to, and a second run goes on where the first stopped.
Does not: make Pipecat a dependency: it lives in an environment of its own (`bench/peers/`).

    python bench/voice.py [--manifest FILE.jsonl] [--engine kokoro|piper] [--only ours] [--limit N] [--out RUNS.jsonl]

A line of FILE, paths from where it lies, times in seconds of the recording (for `barge_in` and `noise`, of her reply):
    {"wav": "a.wav", "words": "…", "turns": [[0.4, 3.1]], "pauses": [[1.2, 1.9]],
     "barge_in": {"wav": "b.wav", "after": 1}}
With `say` in place of `wav`, a voice that none of the agents has speaks the sentence; [0.8] in it is a pause.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

import anyio
from voice_fakes import overhead
from voice_ours import Kept, open_ours
from voice_peers import PEERS, open_peers
from voice_ruler import Tracks, falls_silent, measure, onset_of, words_wrong
from voice_scenes import OWN, Line, NoScene, Spoken, kept, load, read_manifest, write_wav
from voice_stage import HEARD_RATE, Scene, Stage
from voice_table import draw, figures, split_of

from samantha.config import default_weights
from samantha.errors import SamanthaError
from samantha.models import weights
from samantha.models.kokoro import Kokoro
from samantha.models.whisper import Whisper
from samantha.voice.wav import resampled

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "samantha-bench"
SYSTEMS = ("ours", *PEERS)
MINUTES = 30.0


class Agent(Protocol):
    """Who can be put on the stage."""

    @property
    def rate(self) -> int:
        """Samples a second of the loudspeaker."""
        ...

    async def run(self, stage: Stage) -> Kept:
        """One scene."""
        ...


def as_scene(spoken: Spoken) -> Scene:
    """What the stage wants of it."""
    over = spoken.over
    return Scene(
        spoken.sound,
        spoken.turns[-1][1],
        over.sound if over else None,
        over.after if over else 1.0,
        10 ** (spoken.echo_db / 20) if spoken.echo_db is not None else 0.0,
    )


async def one_run(agent: Agent, spoken: Spoken, whisper: Whisper, keep: Path | None, name: str) -> dict[str, Any]:
    """One scene with one agent: what was measured."""
    stage = Stage(as_scene(spoken), agent.rate)
    done = await agent.run(stage)
    person, agent_track = stage.tracks()
    if keep is not None:
        write_wav(keep / f"{spoken.name}.{name}.person.wav", person, HEARD_RATE)
        write_wav(keep / f"{spoken.name}.{name}.agent.wav", agent_track, agent.rate)
    speaker = stage.speaker
    tracks = Tracks(person, agent_track, agent.rate, speaker.spans, speaker.gains, speaker.stops)
    over = interjected(stage, spoken)
    noise = spoken.over is not None and spoken.over.noise
    measured = measure(tracks, spoken.turns, spoken.pauses, interjected=over, noise=noise, echo=bool(stage.scene.echo))
    row = asdict(measured) | {
        "paused": bool(spoken.pauses),
        "heard": list(done.heard),
        "said": [list(said) for said in done.said],
        "split": split_of(stage.notes, spoken.turns[-1][1]),
        "notes": stage.notes,
    }
    if measured.barge_in and over is not None:
        row["words_err"] = await words_err(whisper, tracks, over[0], done)
    return row


def interjected(stage: Stage, spoken: Spoken) -> tuple[float, float] | None:
    """(from, to) of what was said or coughed over the reply."""
    if stage.interjected is None or spoken.over is None:
        return None
    start, end = onset_of(spoken.over.sound)
    return stage.interjected + start, stage.interjected + end


async def words_err(whisper: Whisper, tracks: Tracks, start: float, done: Kept) -> int | None:
    """Words of difference between what was played of the reply and what was recorded of it."""
    silent = falls_silent(tracks, start)
    begun = max((span[1] for span in tracks.spans if span[1] <= start), default=0.0)
    reply = next((span[0] for span in tracks.spans if span[1] == begun), 0)
    begun = min(span[1] for span in tracks.spans if span[0] == reply)
    if silent is None:
        return None
    played = tracks.agent[int(begun * tracks.rate) : int(silent * tracks.rate)]
    heard = await whisper.transcribe(resampled(played, tracks.rate), language="en")
    recorded = next((text for text, cut in done.said if cut), "")
    return words_wrong(recorded, heard.text)


async def run(args: argparse.Namespace, lines: Sequence[Line], rows: list[dict[str, Any]]) -> None:
    """Every scene through every system that it has not been through; `rows` grows."""
    done = {(row["scene"], row["system"]) for row in rows if "error" not in row}
    wanted = [system for system in SYSTEMS if args.only in (None, system)]
    todo = [(line, system) for n, line in enumerate(lines) for system in turned(wanted, n)]
    todo = [(line, system) for line, system in todo if (line.name, system) not in done]
    if not todo:
        return
    folder = default_weights()
    needed = ("kokoro", "kokoro-vocabulary", "kokoro-af-heart", "spelling", "ear-base")
    files = await weights.ensure(needed, folder)
    scenes = loaded([line for line, _ in todo], files)
    whisper = Whisper(files["whisper-base"].parent)
    ear = (
        files["whisper-base"].parent
        if args.ear == "base"
        else files["whisper-base"].parent.with_name("whisper-tiny.en")
    )
    if args.keep is not None:
        await anyio.Path(args.keep).mkdir(parents=True, exist_ok=True)
    stop = perf_counter() + args.minutes * 60
    async with AsyncExitStack() as stack:
        ours, endpoint = await stack.enter_async_context(open_ours(args.engine, args.ear))
        agents: dict[str, Agent] = {"ours": ours}
        peers = [system for system in wanted if system in PEERS]
        if peers:
            agents |= await stack.enter_async_context(
                open_peers(CACHE / "peer", peers, endpoint, args.engine, ear, ours.warm)
            )
        for n, (line, system) in enumerate(todo, 1):
            if perf_counter() > stop:
                print(f"{args.minutes:.0f} minutes are over; run it again to go on.", file=sys.stderr)
                break
            row = await _try(agents[system], scenes[line.name], whisper, args.keep, system)
            row = {"scene": line.name, "system": system, "engine": args.engine, "ear": args.ear} | row
            rows.append(row)
            with args.out.open("a", encoding="utf-8") as sink:
                sink.write(json.dumps(row) + "\n")
            shown = row.get("error") or " ".join(f"{at:.2f} s" if at else "no reply" for at in row["latencies"])
            print(f"{n}/{len(todo)} {line.name} {system}: {shown}", file=sys.stderr, flush=True)


def loaded(lines: Sequence[Line], files: Mapping[str, Path]) -> dict[str, Spoken]:
    """The scenes with their sounds; what is only written is spoken by a voice that none of the agents has."""
    voice = Kokoro(files["kokoro"], files["kokoro-vocabulary"], files["kokoro-af-heart"], files["spelling"])
    say = kept(CACHE / "sentences", "kokoro-af-heart", lambda text: resampled(voice.say(text), voice.rate))
    return {line.name: load(line, say) for line in lines}


async def _try(agent: Agent, spoken: Spoken, whisper: Whisper, keep: Path | None, name: str) -> dict[str, Any]:
    try:
        return await one_run(agent, spoken, whisper, keep, name)
    except SamanthaError as error:
        return {"error": error.code}


def turned(systems: Sequence[str], n: int) -> list[str]:
    """Who goes first changes with each scene."""
    at = n % len(systems)
    return [*systems[at:], *systems[:at]]


def read_rows(out: Path, engine: str, ear: str) -> list[dict[str, Any]]:
    """The runs that OUT holds of this engine and ear; a line that broke off is left out, and its run is done again."""
    rows: list[dict[str, Any]] = []
    for text in out.read_text(encoding="utf-8").splitlines() if out.exists() else ():
        try:
            row: dict[str, Any] = json.loads(text)
        except ValueError:
            continue
        if row["engine"] == engine and row["ear"] == ear:
            rows.append(row)
    return rows


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--manifest", type=Path, default=OWN, help="scenes, one a line; without it some of our own")
    parser.add_argument("--engine", choices=("kokoro", "piper"), default="piper", help="the voice, for all of them")
    parser.add_argument("--ear", choices=("tiny", "base"), default="base", help="which Whisper, for all of them")
    parser.add_argument("--only", choices=SYSTEMS, help="one of them alone; no ratios then")
    parser.add_argument("--limit", type=int, help="only so many scenes")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="begin no other run after so long")
    parser.add_argument(
        "--out", type=Path, default=Path("voice-runs.jsonl"), help="the runs; what it holds is not run again"
    )
    parser.add_argument("--keep", type=Path, help="keep both tracks of each run in this folder")
    parser.add_argument(
        "--no-overhead", action="store_true", help="leave out the pipeline alone, with models that cost nothing"
    )
    args = parser.parse_args()
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    os.environ.pop("SAMANTHA_PASSPHRASE", None)
    try:
        lines = read_manifest(args.manifest)[: args.limit]
    except (NoScene, OSError) as error:
        parser.error(str(error))
    rows = read_rows(args.out, args.engine, args.ear)
    alone = None if args.no_overhead else anyio.run(overhead)
    try:
        anyio.run(run, args, lines, rows)
    except KeyboardInterrupt:
        print("Stopped; run it again to go on.", file=sys.stderr)
    names = {line.name for line in lines}
    row = figures([row for row in rows if row["scene"] in names and "error" not in row], args.engine, alone)
    print(draw(row))
    print(json.dumps(row["keys"]))


if __name__ == "__main__":
    main()
