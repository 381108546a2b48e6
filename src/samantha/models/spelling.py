"""How a word is said that stands in no lexicon: letters to sounds, by the small network of g2p_en.

Guarantees: the same word gives the same sounds; a word without a letter gives none.
Does not: know names of other languages well; a lexicon comes first. Source: the package g2p_en (Apache-2.0), its
network a GRU of 128 that reads letters and writes ARPAbet.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from samantha.models.onnx import unusable

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FIRST_LETTER = 3
"""Before it stand the marks for padding, an unknown letter and the end."""
_START, _END, _FIRST_SOUND = 2, 3, 4
_MOST_SOUNDS = 20
_SOUNDS = (
    "AA0 AA1 AA2 AE0 AE1 AE2 AH0 AH1 AH2 AO0 AO1 AO2 AW0 AW1 AW2 AY0 AY1 AY2 B CH D DH EH0 EH1 EH2 ER0 ER1 ER2 EY0 EY1 "
    "EY2 F G HH IH0 IH1 IH2 IY0 IY1 IY2 JH K L M N NG OW0 OW1 OW2 OY0 OY1 OY2 P R S SH T TH UH0 UH1 UH2 UW UW0 UW1 UW2 "
    "V W Y Z ZH"
).split()
_AS_KOKORO = {
    "AA": "ɑ", "AE": "æ", "AH": "ʌ", "AO": "ɔ", "AW": "W", "AY": "I", "B": "b", "CH": "ʧ", "D": "d", "DH": "ð",
    "EH": "ɛ", "ER": "ɜɹ", "EY": "A", "F": "f", "G": "ɡ", "HH": "h", "IH": "ɪ", "IY": "i", "JH": "ʤ", "K": "k",
    "L": "l", "M": "m", "N": "n", "NG": "ŋ", "OW": "O", "OY": "Y", "P": "p", "R": "ɹ", "S": "s", "SH": "ʃ",
    "T": "t", "TH": "θ", "UH": "ʊ", "UW": "u", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "ʒ",
}  # fmt: skip
"""ARPAbet in the letters that Kokoro was trained on: one for each diphthong."""
_STRESS = {"0": "", "1": "ˈ", "2": "ˌ"}


class Spelling:
    """The network, opened at the first word that needs it."""

    def __init__(self, weights: Path) -> None:
        """`weights` is the .npz file."""
        self._path = weights
        self._w: dict[str, NDArray[Any]] | None = None
        self.say = lru_cache(maxsize=2000)(self._say)

    def _say(self, word: str) -> str:
        """The word's sounds in Kokoro's letters. Raises WeightsError `weights.unusable`."""
        bare = "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if c in _LETTERS)
        sounds = [_in_kokoros(_SOUNDS[n]) for n in self._read(bare)] if bare else []
        return "".join(sounds)

    def _read(self, letters: str) -> list[int]:
        w = self._weights()
        state = np.zeros(w["enc_w_hh"].shape[1], dtype=np.float32)
        for n in [*(_FIRST_LETTER + _LETTERS.index(letter) for letter in letters), 2]:
            state = _step(w["enc_emb"][n], state, w, "enc")
        sounds: list[int] = []
        last = _START
        for _ in range(_MOST_SOUNDS):
            state = _step(w["dec_emb"][last], state, w, "dec")
            last = int(np.argmax(w["fc_w"] @ state + w["fc_b"]))
            if last == _END:
                break
            if last >= _FIRST_SOUND:
                sounds.append(last - _FIRST_SOUND)
        return sounds

    def _weights(self) -> dict[str, NDArray[Any]]:
        if self._w is None:
            try:
                with np.load(self._path) as file:
                    self._w = {name: file[name] for name in file.files}
            except Exception as error:
                raise unusable(self._path) from error
        return self._w


def _in_kokoros(sound: str) -> str:
    if not sound[-1].isdigit():
        return _AS_KOKORO[sound]
    kind, stress = sound[:-1], sound[-1]
    if stress == "0" and kind in ("AH", "ER"):
        return "ə" if kind == "AH" else "əɹ"
    return _STRESS[stress] + _AS_KOKORO[kind]


def _step(x: NDArray[Any], h: NDArray[Any], w: dict[str, NDArray[Any]], side: str) -> NDArray[Any]:
    """One step of a gated recurrent unit (Cho et al. 2014)."""
    from_x = w[f"{side}_w_ih"] @ x + w[f"{side}_b_ih"]
    from_h = w[f"{side}_w_hh"] @ h + w[f"{side}_b_hh"]
    size = len(h)
    gates = 1 / (1 + np.exp(-(from_x[: 2 * size] + from_h[: 2 * size])))
    reset, keep = gates[:size], gates[size:]
    new = np.tanh(from_x[2 * size :] + reset * from_h[2 * size :])
    return (1 - keep) * new + keep * h
