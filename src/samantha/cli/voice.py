"""`samantha voice`: what she listens and speaks with, choosing it, and hearing a voice before you do.

Guarantees: nothing is kept that cannot be used; says where sound and words go; opens no home.
Does not: talk; `samantha talk --voice` and `samantha page` do.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from samantha.errors import ConfigError

if TYPE_CHECKING:
    from samantha.config import Config, VoiceConfig

PACE = (50, 200)


def add_parser(subparsers: Any) -> None:
    """Add the verb."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "voice",
        help="what she listens and speaks with; choose it, hear a voice",
        description="What she listens and speaks with, and where that is. With an option: choose it.",
    )
    parser.add_argument(
        "mouth",
        nargs="?",
        metavar="MOUTH",
        help="kokoro, piper, tcp://host:port, or auto: what this machine keeps up with",
    )
    parser.add_argument(
        "--voice", metavar="NAME", help="which of kokoro's voices (af_nicole, af_heart …), or the server's"
    )
    parser.add_argument("--pace", type=int, metavar="N", help="per cent of the voice's own speed, 50 to 200")
    parser.add_argument("--ear", metavar="EAR", help="tiny (English), base (many languages), tcp://host:port, or auto")
    parser.add_argument(
        "--language", metavar="XX", help="the language that is spoken to her, as en or de; any: leave it open"
    )
    parser.add_argument("--measure", action="store_true", help="measure again what this machine keeps up with")
    parser.add_argument(
        "--try", nargs=2, dest="sample", metavar=("WORDS", "OUT.wav"), help="write a sample to listen to"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Choose, try or show; returns the exit status. Raises ConfigError, WeightsError, VoiceError."""
    import anyio

    from samantha.config import load_config, save_voice

    config = load_config()
    chosen = _chosen(config.voice, args)
    anew = replace(config, voice=chosen)
    if args.measure:
        anyio.run(_measure, anew)
    if args.sample:
        anyio.run(_sample, anew, args.sample[0], Path(args.sample[1]))
        if chosen != config.voice:
            print("Nothing is changed yet: without --try it is kept.")
        return 0
    if chosen != config.voice:
        save_voice(config.home, chosen)
    _show(anew)
    return 0


def _chosen(voice: VoiceConfig, args: argparse.Namespace) -> VoiceConfig:
    """The settings as they are to be. Raises ConfigError for what cannot be used."""
    given = {
        "mouth": "" if args.mouth == "auto" else args.mouth,
        "voice": args.voice,
        "pace": args.pace,
        "ear": "" if args.ear == "auto" else args.ear,
        "language": "" if args.language == "any" else args.language,
    }
    chosen = replace(voice, **{key: value for key, value in given.items() if value is not None})
    _refuse(chosen)
    return chosen


def _refuse(voice: VoiceConfig) -> None:
    if voice.mouth not in ("", "kokoro", "piper", "echo") and not _is_server(voice.mouth):
        raise ConfigError(f"{voice.mouth} is nothing that speaks.", "It can be kokoro, piper, auto or tcp://host:port.")
    if voice.ear not in ("", "tiny", "base", "echo") and not _is_server(voice.ear):
        raise ConfigError(f"{voice.ear} is nothing that listens.", "It can be tiny, base, auto or tcp://host:port.")
    if voice.mouth in ("", "kokoro") and voice.voice not in (names := kokoro_voices()):
        raise ConfigError(f"Kokoro has no voice {voice.voice}.", f"It has {', '.join(names)}.")
    if not PACE[0] <= voice.pace <= PACE[1]:
        raise ConfigError(f"A pace of {voice.pace} cannot be understood.", "It can be 50 to 200.")
    if voice.ear == "tiny" and voice.language not in ("", "en"):
        raise ConfigError("The ear tiny knows English only.", "Take another: samantha voice --ear base")
    if voice.language and not (voice.language.isalpha() and len(voice.language) == 2):
        raise ConfigError(f"{voice.language} is no language.", "It is written with two letters, as en or de.")


def _is_server(setting: str) -> bool:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(setting)
        return parts.scheme == "tcp" and bool(parts.hostname and parts.port)
    except ValueError:
        return False


def kokoro_voices() -> list[str]:
    """The names of kokoro's voices that there are weights for."""
    from samantha.models.weights import load_manifest

    files = load_manifest().files.values()
    return sorted(Path(file.file).stem for file in files if file.file.startswith("kokoro-voices/"))


async def _measure(config: Config) -> None:
    from samantha.cli.progress import ProgressLine
    from samantha.senses import mouth_speed

    with ProgressLine() as show:
        await mouth_speed(config, anew=True, on_progress=show)


async def _sample(config: Config, words: str, out: Path) -> None:
    import numpy as np

    from samantha.cli.progress import ProgressLine
    from samantha.senses import open_mouth
    from samantha.voice.phrases import phrases_of
    from samantha.voice.wav import write_wav

    with ProgressLine() as show:
        mouth = await open_mouth(config, on_progress=show)
    chunks = [chunk for one in phrases_of(words, first=True) async for chunk in mouth.speak(one.spoken)]
    if not chunks:
        raise ConfigError("There is nothing to say in that.", "Give a sentence.")
    write_wav(out, np.concatenate([chunk.sound for chunk in chunks]), chunks[0].rate)
    print(f"{out}: {mouth.name}, on {mouth.where}.")


def _show(config: Config) -> None:
    voice = config.voice
    print(f"listens   {voice.ear or _usual_ear(voice)}, {_where(voice.ear)}")
    print(f"language  {voice.language or ('en' if (voice.ear or _usual_ear(voice)) == 'tiny' else 'any')}")
    print(f"speaks    {_speaks(config)}, {_where(voice.mouth)}")
    print(f"pace      {voice.pace} %")


def _usual_ear(voice: VoiceConfig) -> str:
    return "tiny" if voice.language in ("", "en") else "base"


def _speaks(config: Config) -> str:
    from samantha.models.mouth_speed import KEEPS_UP, kept

    voice = config.voice
    speed = kept(config.weights)
    measured = f"kokoro needs {speed.seconds_a_second:.2f} s for a second of speech here" if speed else ""
    if voice.mouth:
        return f"{voice.mouth} ({voice.voice})" if voice.mouth == "kokoro" else voice.mouth
    if speed is None:
        return f"kokoro where this machine keeps up with it, else piper ({voice.voice}; measured at the first talk)"
    return f"{speed.mouth} ({measured}, measured on {speed.day}; up to {KEEPS_UP} it is taken)"


def _where(setting: str) -> str:
    from urllib.parse import urlsplit

    from samantha.net import is_loopback

    host = urlsplit(setting).hostname if "://" in setting else None
    return "on this machine" if not host or is_loopback(host) else f"at {host}: sound and words go there"
