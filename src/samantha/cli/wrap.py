"""Break a stream of text at word ends, so that a narrow terminal shows whole words.

Guarantees: what comes out, with the breaks and indents taken away, is what went in; wide letters, emoji sequences
    and combining marks are measured as a terminal shows them, and never split.
Does not: reorder right-to-left text (the terminal does), write anywhere, or know colours.
"""

from __future__ import annotations

from wcwidth import iter_graphemes, wcswidth, wcwidth

_CLOSING = frozenset("、。，．！？）」』】〉》…：；")
"""Wide marks that may not begin a line."""
_ROOM = 12
"""Columns kept free behind a word that is shown before its end is known."""
_JOINER = "\u200d"


class Wrap:
    """Words go in by pieces, lines come out. `width` is in columns, `indent` stands before every line."""

    def __init__(self, width: int, indent: str = "") -> None:
        self._indent = indent
        self._width = max(8, width - len(indent))
        self._column = 0
        self._word = ""
        self._gap = ""

    def feed(self, text: str) -> str:
        """The text that may be shown now; the last word is held until its end is known."""
        out: list[str] = []
        for letter in text:
            if letter == "\n":
                out.append(self.flush() + "\n")
                self._column, self._gap = 0, ""
            elif letter in " \t":
                out.append(self.flush())
                self._gap += " "
            else:
                if self._word and _may_break(self._word[-1], letter):
                    out.append(self.flush())
                self._word += letter
        return "".join(out)

    def early(self) -> str:
        """The held word at once, where enough of the line is left for what may still be glued to it (`,` or `ing`)."""
        needed = self._column + len(self._gap) + _columns(self._word) + _ROOM
        return self.flush() if self._word and needed <= self._width else ""

    def flush(self) -> str:
        """The word that was held, because it is whole, or because nothing more comes."""
        word, self._word = self._word, ""
        if not word:
            return ""
        gap, self._gap = self._gap, ""
        wide = _columns(word)
        if self._column == 0:
            return self._indent + self._place(word, wide)
        if self._column + len(gap) + wide <= self._width:
            self._column += len(gap) + wide
            return gap + word
        self._column = 0
        return "\n" + self._indent + self._place(word, wide)

    def _place(self, word: str, wide: int) -> str:
        """`word` at the start of a line; one that is longer than the line is cut between letters."""
        if wide <= self._width:
            self._column = wide
            return word
        rows: list[str] = []
        row, column = "", 0
        for cluster in iter_graphemes(word):
            step = _columns(cluster)
            if column + step > self._width:
                rows.append(row)
                row, column = "", 0
            row += cluster
            column += step
        self._column = column
        return f"\n{self._indent}".join([*rows, row])


def _columns(text: str) -> int:
    return max(0, wcswidth(text))


def _may_break(before: str, letter: str) -> bool:
    """Scripts written without spaces may break between any two wide letters."""
    if before == _JOINER or letter in _CLOSING or "\U0001f3fb" <= letter <= "\U0001f3ff":
        return False
    if wcwidth(letter) == 2:
        return True
    return wcwidth(before) == 2 and letter.isalnum() and wcwidth(letter) == 1
