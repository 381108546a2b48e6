"""Pipecat 1.14 on the bench's stage, as shipped or tuned, in an environment of its own; one JSON line in, one out.

Guarantees: its own pipeline, turn-taking and aggregators, its WhisperSTTService, OpenAILLMService and transports' base
classes; the microphone and the loudspeaker are the same stage that we stand on, without a network between.
Does not: use Pipecat's own Kokoro and Piper services: they load GPL code (espeak-ng, piper-tts) and their own weights.
`SameVoice` calls the same ONNX voice that we speak with, a sentence a call, and resamples, as Pipecat's own do.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent.parent / "src")]
REPORT = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # whatever a library prints must not look like a report

import numpy as np  # noqa: E402
from faster_whisper import WhisperModel  # noqa: E402
from loguru import logger  # noqa: E402
from openai import AsyncOpenAI  # noqa: E402
from pipecat.audio.turn.smart_turn.base_smart_turn import SmartTurnParams  # noqa: E402
from pipecat.audio.turn.smart_turn.local_smart_turn_v3 import LocalSmartTurnAnalyzerV3  # noqa: E402
from pipecat.audio.utils import create_stream_resampler  # noqa: E402
from pipecat.audio.vad.silero import SileroVADAnalyzer  # noqa: E402
from pipecat.frames.frames import (  # noqa: E402
    Frame,
    InputAudioRawFrame,
    InterruptionFrame,
    LLMContextFrame,
    LLMTextFrame,
    OutputAudioRawFrame,
    StartFrame,
    TranscriptionFrame,
    TTSAudioRawFrame,
    UserStoppedSpeakingFrame,
    VADUserStoppedSpeakingFrame,
)
from pipecat.observers.base_observer import BaseObserver, FramePushed  # noqa: E402
from pipecat.pipeline.pipeline import Pipeline  # noqa: E402
from pipecat.pipeline.worker import PipelineParams, PipelineWorker  # noqa: E402
from pipecat.processors.aggregators.llm_context import LLMContext  # noqa: E402
from pipecat.processors.aggregators.llm_response_universal import (  # noqa: E402
    LLMContextAggregatorPair,
    LLMUserAggregatorParams,
)
from pipecat.services.openai.llm import OpenAILLMService  # noqa: E402
from pipecat.services.settings import TTSSettings  # noqa: E402
from pipecat.services.tts_service import TTSService  # noqa: E402
from pipecat.services.whisper.stt import WhisperSTTService  # noqa: E402
from pipecat.transports.base_input import BaseInputTransport  # noqa: E402
from pipecat.transports.base_output import BaseOutputTransport  # noqa: E402
from pipecat.transports.base_transport import TransportParams  # noqa: E402
from pipecat.turns.user_start import VADUserTurnStartStrategy  # noqa: E402
from pipecat.turns.user_stop import TurnAnalyzerUserTurnStopStrategy  # noqa: E402
from pipecat.turns.user_turn_strategies import UserTurnStrategies  # noqa: E402
from pipecat.utils.text.base_text_aggregator import Aggregation  # noqa: E402
from pipecat.utils.text.simple_text_aggregator import SimpleTextAggregator  # noqa: E402
from pipecat.workers.runner import WorkerRunner  # noqa: E402
from voice_stage import HEARD_RATE, Scene, Sound, Stage  # noqa: E402

from samantha.models.kokoro import Kokoro  # noqa: E402
from samantha.models.piper import Piper  # noqa: E402

RATE = 24_000
"""Pipecat's own rate for what it plays."""
_CLAUSE = re.compile(r"[,;:\u2013\u2014](?=\s)|[.!?\u2026](?=\s)")
LEAST = 10
"""Letters of a clause that is worth speaking alone."""


class Microphone(BaseInputTransport):
    """Takes 20 ms at a time, as the local audio transport does."""

    async def start(self, frame: StartFrame) -> None:
        """Open."""
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def hear(self, sound: Sound) -> None:
        """A block of the microphone."""
        audio = (np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes()
        await self.push_audio_frame(InputAudioRawFrame(audio=audio, sample_rate=HEARD_RATE, num_channels=1))


class Output(BaseOutputTransport):
    """Plays on the stage; a write lasts until no more than two pieces wait, as with a sound card."""

    def __init__(self, params: TransportParams, stage: Stage) -> None:
        super().__init__(params)
        self._stage = stage
        self._reply = 1
        self._noted = False

    async def start(self, frame: StartFrame) -> None:
        """Open."""
        await super().start(frame)
        await self.set_transport_ready(frame)

    async def write_audio_frame(self, frame: OutputAudioRawFrame) -> bool:
        """Play it. Silence that Pipecat fills in is not sound of a reply."""
        sound = np.frombuffer(frame.audio, dtype=np.int16).astype(np.float32) / 32768
        speaker = self._stage.speaker
        if sound.any():
            speaker.play(self._reply, sound)
            if not self._noted:
                self._noted = True
                self._stage.note("play")
        seconds = len(sound) / RATE
        await asyncio.sleep(max(0.0, speaker.waits - 2 * seconds) if sound.any() else seconds)
        return True

    async def process_frame(self, frame: Frame, direction: Any) -> None:
        """Note when it is told to be silent."""
        if isinstance(frame, InterruptionFrame):
            speaker = self._stage.speaker
            speaker.advance()
            if speaker.waits or (speaker.spans and self._stage.now() - speaker.spans[-1][2] < 0.06):
                speaker.stop(self._reply)
            self._reply += 1
            self._noted = False
        await super().process_frame(frame, direction)


class SameVoice(TTSService):
    """The voice that we speak with, called as Pipecat's own Kokoro and Piper services call theirs."""

    def __init__(self, voice: Piper | Kokoro, stage: Stage, *, clauses: bool) -> None:
        settings = TTSSettings(model=None, voice=None, language=None)
        super().__init__(push_start_frame=True, push_stop_frames=True, settings=settings)
        self._voice, self._stage = voice, stage
        self._resampler = create_stream_resampler()
        if clauses:
            self._text_aggregator = ClauseAggregator()

    async def run_tts(self, text: str, context_id: str) -> AsyncGenerator[Frame, None]:
        """One aggregation."""
        self._stage.note(f"delta {text}")
        sound = await asyncio.to_thread(self._voice.say, text)
        audio = (np.clip(sound, -1, 1) * 32767).astype(np.int16).tobytes()
        audio = await self._resampler.resample(audio, self._voice.rate, self.sample_rate)
        yield TTSAudioRawFrame(audio=audio, sample_rate=self.sample_rate, num_channels=1, context_id=context_id)


class ClauseAggregator(SimpleTextAggregator):
    """Speaks a clause as soon as it is there: what a person who knows Pipecat would put in its place."""

    async def aggregate(self, text: str) -> AsyncIterator[Aggregation]:
        """Every clause that is whole."""
        self._text += text
        while True:
            cuts = [match.end() for match in _CLAUSE.finditer(self._text) if match.end() >= LEAST]
            if not cuts:
                return
            piece, self._text = self._text[: cuts[0]], self._text[cuts[0] :]
            yield Aggregation(text=piece.strip(" "), type="sentence")


class Greedy:
    """faster-whisper with beam 1, no time stamps and no second try; `WhisperSTTService` does not hand these on."""

    def __init__(self, model: WhisperModel) -> None:
        self._model = model
        self.supported_languages = model.supported_languages

    def transcribe(self, audio: Any, **given: Any) -> Any:
        """As faster-whisper's."""
        return self._model.transcribe(
            audio, **given, beam_size=1, without_timestamps=True, temperature=0.0, condition_on_previous_text=False
        )


class Notes(BaseObserver):
    """Where the time goes, by the frames that pass; nothing is scored by it."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(observe_every_push=False)
        self._stage = stage
        self._first = True

    async def on_push_frame(self, data: FramePushed) -> None:
        """Every frame, at its first push."""
        frame = data.frame
        if isinstance(frame, VADUserStoppedSpeakingFrame):
            self._stage.note("pause")
        elif isinstance(frame, TranscriptionFrame):
            self._stage.note(f"words {frame.text}")
        elif isinstance(frame, UserStoppedSpeakingFrame):
            self._stage.note("reply ")
        elif isinstance(frame, LLMContextFrame):
            self._first = True
            self._stage.note("asked")
        elif isinstance(frame, LLMTextFrame) and self._first:
            self._first = False
            self._stage.note("token")


class Peer:
    """The models, opened once; a pipeline of its own for each scene, as for each call."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config
        voice = config["voice"]
        self._voice = Piper(*map(Path, voice)) if config["engine"] == "piper" else Kokoro(*map(Path, voice))
        self._voice.say("Good evening to you.")
        # As shipped the model is computed with as it was saved, here in whole floats; who knows it says int8, as we do.
        self._whispers = {
            kind: WhisperModel(config["whisper"], device="auto", compute_type="int8" if kind == "tuned" else "default")
            for kind in config["kinds"]
        }
        for whisper in self._whispers.values():
            list(whisper.transcribe(np.zeros(HEARD_RATE, np.float32), language="en")[0])

    async def run(self, kind: str, scene: Scene) -> tuple[Stage, list[dict[str, Any]]]:
        """One scene; and the context as it stood at the end."""
        await self._warm()
        stage = Stage(scene, RATE)
        tuned = kind == "tuned"
        params = TransportParams(audio_in_enabled=True, audio_out_enabled=True)
        microphone, output = Microphone(params), Output(params, stage)
        system, *examples = self._config["messages"]
        context = LLMContext(messages=list(examples))
        pair = LLMContextAggregatorPair(context, user_params=self._turns(tuned))
        stages = [
            microphone,
            self._stt(tuned),
            pair.user(),
            self._llm(system["content"]),
            SameVoice(self._voice, stage, clauses=tuned),
        ]
        pipeline = Pipeline([*stages, output, pair.assistant()])
        worker = PipelineWorker(
            pipeline,
            params=PipelineParams(audio_in_sample_rate=HEARD_RATE, audio_out_sample_rate=RATE),
            observers=[Notes(stage)],
            cancel_on_idle_timeout=False,
            enable_rtvi=False,
        )
        runner = WorkerRunner(handle_sigint=False)
        await runner.add_workers(worker)
        running = asyncio.create_task(runner.run())  # noqa: TID251 Pipecat is asyncio's
        await asyncio.sleep(1.0)
        stage.started += stage.now()
        await stage.run(microphone.hear, lambda: None)
        await asyncio.sleep(0.1)
        messages = [dict(message) for message in context.get_messages()[len(examples) :]]
        await worker.cancel()
        await running
        return stage, messages

    async def _warm(self) -> None:
        """The prompt is read before the call, as it would be after the first turn of any."""
        client = AsyncOpenAI(api_key=self._config["key"], base_url=self._config["url"])
        messages = [*self._config["messages"], {"role": "user", "content": "Hello."}]
        await client.chat.completions.create(model="brain", messages=messages, max_tokens=1)
        await client.close()

    def _llm(self, system: str) -> OpenAILLMService:
        settings = OpenAILLMService.Settings(model="brain", system_instruction=system, temperature=0.7, max_tokens=120)
        return OpenAILLMService(api_key=self._config["key"], base_url=self._config["url"], settings=settings)

    def _stt(self, tuned: bool) -> WhisperSTTService:
        whisper: Any = Greedy(self._whispers["tuned"]) if tuned else self._whispers["stock"]

        class Loaded(WhisperSTTService):
            """The model that is open already."""

            def _load(self) -> None:
                self._model = whisper

        settings = WhisperSTTService.Settings(model=self._config["whisper"])
        return Loaded(settings=settings, ttfs_p99_latency=0.5) if tuned else Loaded(settings=settings)

    def _turns(self, tuned: bool) -> LLMUserAggregatorParams:
        vad = SileroVADAnalyzer()
        if not tuned:
            return LLMUserAggregatorParams(vad_analyzer=vad)
        turn = LocalSmartTurnAnalyzerV3(params=SmartTurnParams(stop_secs=1.0))
        strategies = UserTurnStrategies(
            start=[VADUserTurnStartStrategy()], stop=[TurnAnalyzerUserTurnStopStrategy(turn_analyzer=turn)]
        )
        return LLMUserAggregatorParams(vad_analyzer=vad, user_turn_strategies=strategies, user_turn_stop_timeout=2.0)


async def main() -> None:
    """Lines until standard input ends."""
    logger.remove()
    logger.add(sys.stderr, level="WARNING")
    peer: Peer | None = None
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = json.loads(line)
        try:
            if peer is None:
                peer, answer = Peer(asked), {"ready": True}
            else:
                answer = await _one(peer, asked)
        except Exception as error:  # noqa: BLE001 one scene's fault is reported, and the next one is run
            logger.exception("scene failed")
            answer = {"error": type(error).__name__}
        REPORT.write(json.dumps(answer) + "\n")
        REPORT.flush()


async def _one(peer: Peer, asked: dict[str, Any]) -> dict[str, Any]:
    given = np.load(asked["sounds"])
    scene = Scene(**asked["scene"], sound=given["sound"], interjects=given.get("over"))
    stage, messages = await peer.run(asked["kind"], scene)
    person, agent = stage.tracks()
    np.savez(asked["tracks"], person=person, agent=agent)
    return stage.report() | {"messages": messages}


if __name__ == "__main__":
    asyncio.run(main())
