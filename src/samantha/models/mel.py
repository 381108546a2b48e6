"""Sound as log-mel pictures, the way Whisper and Smart Turn were trained to see it.

Guarantees: pure; a frame each 10 ms, 80 bands, float32.
Does not: cut or pad; who asks says how many samples there are. Source: Radford et al. 2022, section 2.2; the Slaney
scale as in the Auditory Toolbox.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from samantha.ports import HEARD_RATE, Sound

BANDS = 80
HOP = 160
"""Samples from one frame to the next: 10 ms."""
WINDOW = 400
"""Samples of one frame: 25 ms."""
_LINEAR_UP_TO = 1000.0
"""Hertz: below, the Slaney scale is linear."""
_HERTZ_A_MEL = 200.0 / 3.0
_LOG_STEP = np.log(6.4) / 27.0


def log_mel(sound: Sound, *, unit: bool = False) -> NDArray[np.float32]:
    """float32[80, len(sound) // 160]: log10 of the power in each band, 8 below its peak at least, brought near -1 to 1.

    `unit`: bring the sound to mean 0 and variance 1 first, as Smart Turn wants it.
    """
    if unit:
        sound = (sound - sound.mean()) / np.sqrt(sound.var() + 1e-7)
    padded = np.pad(sound.astype(np.float64), WINDOW // 2, mode="reflect" if len(sound) > WINDOW // 2 else "constant")
    frames = sliding_window_view(padded, WINDOW)[::HOP][: len(sound) // HOP]
    power = np.abs(np.fft.rfft(frames * _hann(), axis=-1)) ** 2
    spectrum = np.log10(np.maximum(power @ _filters(), 1e-10)).T
    if spectrum.size:
        spectrum = np.maximum(spectrum, spectrum.max() - 8.0)
    return ((spectrum + 4.0) / 4.0).astype(np.float32)


@cache
def _hann() -> NDArray[np.float64]:
    return np.hanning(WINDOW + 1)[:-1]


@cache
def _filters() -> NDArray[np.float64]:
    """[201, 80]: triangles of equal area on the mel scale."""
    edges = _hertz(np.linspace(0.0, _mel(HEARD_RATE / 2), BANDS + 2))
    bins = np.linspace(0.0, HEARD_RATE / 2, WINDOW // 2 + 1)
    widths = np.diff(edges)
    slopes = edges[None, :] - bins[:, None]
    rising, falling = -slopes[:, :-2] / widths[:-1], slopes[:, 2:] / widths[1:]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    return triangles * (2.0 / (edges[2:] - edges[:-2]))[None, :]


def _mel(hertz: float) -> float:
    linear = hertz / _HERTZ_A_MEL
    return linear if hertz < _LINEAR_UP_TO else _LINEAR_UP_TO / _HERTZ_A_MEL + float(np.log(hertz / 1000.0)) / _LOG_STEP


def _hertz(mels: NDArray[Any]) -> NDArray[np.float64]:
    corner = _LINEAR_UP_TO / _HERTZ_A_MEL
    return np.where(mels < corner, mels * _HERTZ_A_MEL, _LINEAR_UP_TO * np.exp(_LOG_STEP * (mels - corner)))
