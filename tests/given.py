"""Files for the readers of talks and notes, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from samantha.study.turns import Choice, Form, Item, Turn


@dataclass(frozen=True)
class TextPiece:
    """A file of text; implements `turns.Piece`."""

    name: str
    text: str
    step: int = 7
    """Characters a chunk: small, so that seams fall everywhere."""

    @property
    def head(self) -> str:
        return self.text[: 1 << 16]

    def lines(self) -> Iterator[str]:
        yield from self.text.removesuffix("\n").split("\n") if self.text else ()

    def chunks(self) -> Iterator[str]:
        for at in range(0, len(self.text), self.step):
            yield self.text[at : at + self.step]


@dataclass(frozen=True)
class Pieces:
    """What was given; implements `turns.Given`."""

    name: str
    pieces: tuple[TextPiece, ...]


def given(name: str, text: str) -> Pieces:
    """One file."""
    return Pieces(name, (TextPiece(name, text),))


def turns(form: Form, files: Pieces, choice: Choice = Choice()) -> list[Turn]:  # noqa: B008 frozen
    """The turns in `files`, all else left away."""
    return [item for item in items(form, files, choice) if isinstance(item, Turn)]


def items(form: Form, files: Pieces, choice: Choice = Choice()) -> list[Item]:  # noqa: B008 frozen
    """Everything in `files`."""
    assert form.fits(files)
    return list(form.read(files, choice))
