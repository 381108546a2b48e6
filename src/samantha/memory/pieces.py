"""A text as the embedder sees it: one vector for the whole, and those of its telling words.

Guarantees: pure; texts of the journal and questions are treated alike.
Does not: embed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samantha.ports import Tokens, Vectors

MOST = 48
"""Pieces of words kept of one text."""
_SKIPPED = frozenset(
    """a an the this that these those some any i me my mine you your yours he him his she her hers it its we us our
    they them their theirs who whom whose which what when where why how be am is are was were been being do does did
    done have has had having will would shall should can could may might must of in on at to from by for with about
    into onto over under up down out off than as and or but so if then because while though not no nor yes just very
    also too there here s t d m re ve ll don didn doesn isn aren wasn weren hasn haven hadn won wouldn couldn shouldn
    hey hi wow yeah thanks thank really""".split()
)


@dataclass(frozen=True, slots=True)
class Seen:
    """One text as the embedder sees it."""

    whole: Vectors
    """float32[d], unit length."""
    pieces: Vectors
    """float32[n, d], up to MOST; none where the embedder gives none."""
    written: tuple[str, ...]
    """The pieces, as they are written, in lower case."""


def seen(text: str, tokens: Tokens) -> Seen:
    """What the embedder makes of `text`."""
    mean = tokens.vectors.mean(axis=0)
    length = float(np.linalg.norm(mean)) or 1.0
    every = [(n, text[start:end].lower()) for n, (start, end) in enumerate(tokens.spans)]
    kept = [(n, piece) for n, piece in every if piece and piece not in _SKIPPED and any(map(str.isalnum, piece))]
    rows = [n for n, _ in kept[:MOST]]
    return Seen((mean / length).astype(np.float32), tokens.vectors[rows], tuple(piece for _, piece in kept[:MOST]))


def only_whole(vector: Vectors) -> Seen:
    """Where the embedder gives no pieces."""
    return Seen(vector, np.zeros((0, len(vector)), dtype=np.float32), ())
