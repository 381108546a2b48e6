"""The few names of sounddevice that are used here."""

from collections.abc import Callable
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

class PortAudioError(Exception): ...

class _Device(TypedDict):
    name: str
    default_samplerate: float

class _Stream:
    latency: float
    samplerate: float
    active: bool
    def start(self) -> None: ...
    def abort(self) -> None: ...
    def close(self) -> None: ...

_Callback = Callable[[NDArray[np.float32], int, Any, Any], None]

class InputStream(_Stream):
    def __init__(
        self,
        *,
        samplerate: float,
        blocksize: int,
        channels: int,
        dtype: str,
        device: str | int | None,
        callback: _Callback,
    ) -> None: ...

class OutputStream(_Stream):
    def __init__(
        self,
        *,
        samplerate: float,
        blocksize: int,
        channels: int,
        dtype: str,
        device: str | int | None,
        callback: _Callback,
    ) -> None: ...

def query_devices(device: str | int | None = ..., kind: str | None = ...) -> _Device: ...
def check_input_settings(*, samplerate: float, channels: int, dtype: str, device: str | int | None = ...) -> None: ...
