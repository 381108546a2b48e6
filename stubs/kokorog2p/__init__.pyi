"""The few names of kokorog2p that are used here."""

from typing import Any

class _Token:
    text: str
    phonemes: str | None
    whitespace: str

class G2PBase:
    def __call__(self, text: str) -> list[_Token]: ...

def get_g2p(language: str, **options: Any) -> G2PBase: ...
