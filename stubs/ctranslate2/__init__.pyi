"""The few names of ctranslate2 that are used here."""

from collections.abc import Sequence
from typing import Any

from numpy.typing import NDArray

class StorageView:
    @staticmethod
    def from_array(array: NDArray[Any]) -> StorageView: ...

class _WhisperResult:
    sequences_ids: list[list[int]]
    scores: list[float]
    no_speech_prob: float

class _Whisper:
    is_multilingual: bool
    def __init__(
        self,
        model_path: str,
        device: str = ...,
        *,
        compute_type: str = ...,
        intra_threads: int = ...,
        inter_threads: int = ...,
    ) -> None: ...
    def generate(
        self,
        features: StorageView,
        prompts: Sequence[Sequence[int]],
        *,
        beam_size: int = ...,
        max_length: int = ...,
        return_scores: bool = ...,
        return_no_speech_prob: bool = ...,
        suppress_blank: bool = ...,
        suppress_tokens: Sequence[int] = ...,
        repetition_penalty: float = ...,
        no_repeat_ngram_size: int = ...,
    ) -> list[_WhisperResult]: ...
    def detect_language(self, features: StorageView) -> list[list[tuple[str, float]]]: ...

class models:
    Whisper = _Whisper
