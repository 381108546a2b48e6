"""Ears and a mouth put together from the settings: which recogniser, which voice, what hears that a turn is over.

Guarantees: beside `app`, the only module that names adapters; weights are fetched before they are opened.
Does not: hold a microphone or take turns (`voice.call`).
"""

from __future__ import annotations

import anyio.to_thread

from samantha.clock import SystemClock
from samantha.config import Config, VoiceConfig
from samantha.errors import ConfigError
from samantha.models import weights
from samantha.models.echo_voice import EchoSTT, EchoTTS
from samantha.models.kokoro import Kokoro
from samantha.models.mouth_speed import MouthSpeed, keep, kept, measure
from samantha.models.piper import Piper
from samantha.models.silero import Voice
from samantha.models.smart_turn import SmartTurn
from samantha.models.weights_fetch import Show
from samantha.models.whisper import Whisper
from samantha.models.wyoming import SCHEME, WyomingSTT, WyomingTTS, place_of
from samantha.net import Net
from samantha.ports import STT, TTS, Clock
from samantha.voice.call import Senses

ECHO = "echo"
ENGLISH = "en"


async def open_senses(config: Config, *, net: Net | None = None, on_progress: Show = weights.silent) -> Senses:
    """The senses that the settings ask for; what goes over `net` is counted there. Raises ConfigError, WeightsError,
    VoiceError."""
    voice = config.voice
    small = await weights.ensure(("silero", "smart-turn"), config.weights, progress=on_progress)
    turn = SmartTurn(small["smart-turn"])
    language = voice.language or (None if voice.ear == "base" else ENGLISH)
    return Senses(
        lambda: Voice(small["silero"]).listen,
        stt=await _ear(config, language, net, on_progress),
        look=turn.look,
        tts=await open_mouth(config, net=net, on_progress=on_progress),
        language=language,
    )


async def _ear(config: Config, language: str | None, net: Net | None, show: Show) -> STT:
    kind = config.voice.ear or ("tiny" if language == ENGLISH else "base")
    if kind == ECHO:
        return EchoSTT()
    if kind.startswith(SCHEME):
        return WyomingSTT(place_of(kind, "voice.ear"), net)
    if kind not in ("tiny", "base"):
        raise ConfigError(
            f"voice.ear is {kind}, which is nothing that listens.", "It can be tiny, base or tcp://host:port."
        )
    files = await weights.ensure(("ear" if kind == "tiny" else "ear-base",), config.weights, progress=show)
    return Whisper(files[f"whisper-{kind}"].parent)


async def open_mouth(config: Config, *, net: Net | None = None, on_progress: Show = weights.silent) -> TTS:
    """What speaks, as the settings ask for it. Raises ConfigError, WeightsError, VoiceError."""
    voice = config.voice
    kind = voice.mouth or (await mouth_speed(config, on_progress=on_progress)).mouth
    if kind == ECHO:
        return EchoTTS()
    if kind.startswith(SCHEME):
        chosen = "" if voice.voice == VoiceConfig().voice else voice.voice
        return WyomingTTS(place_of(kind, "voice.mouth"), net, voice=chosen)
    if kind == "piper":
        files = await weights.ensure(("mouth-fast",), config.weights, progress=on_progress)
        return Piper(files["piper-joe"], files["piper-joe-config"], files["spelling"], speed=voice.pace / 100)
    if kind != "kokoro":
        raise ConfigError(
            f"voice.mouth is {kind}, which is nothing that speaks.", "It can be kokoro, piper or tcp://host:port."
        )
    return await _kokoro(config, on_progress)


async def mouth_speed(
    config: Config, *, anew: bool = False, on_progress: Show = weights.silent, clock: Clock | None = None
) -> MouthSpeed:
    """How fast kokoro is here: as measured before, else measured now, which fetches it. Raises as `open_mouth` does."""
    before = None if anew else kept(config.weights)
    if before is not None:
        return before
    mouth = await _kokoro(config, on_progress)
    found = await anyio.to_thread.run_sync(measure, mouth.say, mouth.rate, clock or SystemClock())
    keep(config.weights, found)
    return found


async def _kokoro(config: Config, show: Show) -> Kokoro:
    voice = config.voice
    chosen = f"kokoro-{voice.voice.replace('_', '-')}"
    wanted = ("kokoro", "kokoro-vocabulary", "spelling", chosen)
    files = await weights.ensure(wanted, config.weights, progress=show)
    return Kokoro(files["kokoro"], files["kokoro-vocabulary"], files[chosen], files["spelling"], speed=voice.pace / 100)
