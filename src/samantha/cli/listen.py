"""`samantha listen FILE.wav`: what she would hear in a recording, as a list of events.

Guarantees: opens no home, keeps nothing, answers nothing; the same file gives the same list.
Does not: take a microphone; `samantha talk --voice` does.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samantha.errors import VoiceError

if TYPE_CHECKING:
    from samantha.voice.call import Happened

SAYS = {
    "SpeechStarted": "a voice",
    "SpeechEnded": "it pauses",
    "Looked": "sounds over: {over:.2f}",
    "Words": "reads: {text}",
    "Prepare": "reads ahead for: {words}",
    "Reply": "the turn is over: {words}",
    "Note": "kept without an answer: {words}",
    "Close": "done with part {part}",
    "Tick": "enough silence",
    "Failed": "{text}",
}
"""What each event and action is in words; one that is not here is nothing that a recording brings about."""


def add_parser(subparsers: Any) -> None:
    """Add the verb."""
    words = "what she hears in a recording: voices, pauses, words, ends of turns"
    parser: argparse.ArgumentParser = subparsers.add_parser("listen", help=words, description=words)
    parser.add_argument("file", type=Path, metavar="FILE.wav")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the events of a recording; returns the exit status. Raises VoiceError, WeightsError."""
    import anyio

    from samantha.cli.progress import ProgressLine
    from samantha.config import load_config
    from samantha.senses import open_senses
    from samantha.voice.replay import replay
    from samantha.voice.wav import read_wav

    sound = read_wav(args.file)
    if not len(sound):
        raise VoiceError(f"{args.file.name} holds no sound.", "Record something, and try again.", code="voice.file")

    async def whole() -> None:
        config = load_config()
        config = replace(config, voice=replace(config.voice, mouth="echo"))  # nothing is spoken
        with ProgressLine() as show:
            senses = await open_senses(config, on_progress=show)
        await replay(sound, senses, watch=lambda at, happened: _show(at, happened, as_json=args.json))

    anyio.run(whole)
    return 0


def _show(at: float, happened: Happened, *, as_json: bool) -> None:
    name, values = type(happened).__name__, asdict(happened)
    if name not in SAYS:
        return
    if as_json:
        print(json.dumps({"at": round(at, 3), "what": name, **values}, ensure_ascii=False), flush=True)
    else:
        print(f"{at:8.2f}  {SAYS[name].format(**values)}", flush=True)
