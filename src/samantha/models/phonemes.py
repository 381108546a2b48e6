"""English text as sounds: numbers and abbreviations spelt out, words from lexicons, the rest by their letters.

Guarantees: every word gets sounds; no part of it is under the GPL, and no other process is needed.
Does not: speak other languages; what is not English is read as if it were. Source: kokorog2p (Apache-2.0).
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from samantha.errors import VoiceError
from samantha.models.aloud import aloud
from samantha.models.spelling import Spelling

if TYPE_CHECKING:
    from kokorog2p import G2PBase

UNKNOWN = "❓"
_POSSESSIVE = ("'s", "’s")
_MURMURS = {"mm": "mː", "hm": "hm", "mhm": "mhˈm", "mm-hm": "mhˈm", "hmm": "hmː", "shh": "ʃː"}
"""Sounds that are no words, in Kokoro's letters."""


class Phonemes:
    """The lexicons, opened at the first text."""

    def __init__(self, spelling: Path, accent: str = "en-us") -> None:
        """`spelling` is the network for unknown words; `accent` is `en-us` or `en-gb`."""
        self._spelling = Spelling(spelling)
        self._accent = accent
        self._lexicon: G2PBase | None = None
        self._lock = threading.Lock()

    def of(self, text: str) -> str:
        """The sounds of `text` in Kokoro's letters, with its marks and blanks.

        Raises VoiceError `voice.missing` where the voice was not installed, WeightsError.
        """
        out: list[str] = []
        for token in self._open()(aloud(text)):
            sounds = token.phonemes or ""
            if UNKNOWN in sounds:
                sounds = self._guess(token.text)
            out.append(_MURMURS.get(token.text.lower(), sounds) + token.whitespace)
        return "".join(out).strip()

    def _guess(self, word: str) -> str:
        for ending in _POSSESSIVE:
            if word.endswith(ending):
                return self._spelling.say(word.removesuffix(ending)) + "z"
        return "".join(self._spelling.say(piece) for piece in word.split("-"))

    def _open(self) -> G2PBase:
        with self._lock:
            if self._lexicon is None:
                self._lexicon = _lexicon(self._accent)
            return self._lexicon


def _lexicon(accent: str) -> G2PBase:
    try:
        from kokorog2p import get_g2p
    except ImportError as error:
        raise VoiceError(
            "What speaks is not installed.",
            "Install Samantha with its voice: samantha-os[voice].",
            code="voice.missing",
        ) from error
    return get_g2p(accent, use_spacy=False, use_espeak_fallback=False)


_AS_IPA = {"A": "eɪ", "I": "aɪ", "O": "oʊ", "Q": "əʊ", "W": "aʊ", "Y": "ɔɪ", "ʧ": "tʃ", "ʤ": "dʒ", "ᵊ": "ə", "T": "ɾ"}


def as_ipa(sounds: str) -> str:
    """Kokoro's letters as the alphabet that other voices read."""
    return "".join(_AS_IPA.get(c, c) for c in sounds)
