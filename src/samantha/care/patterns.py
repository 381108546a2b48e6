"""Tables of phrases as one pattern: a phrase a line, so that a table can be read, reviewed and grown.

Guarantees: pure; a table compiles once; case never matters.
Does not: normalise the text it is matched against; callers straighten apostrophes with `plain`.
"""

from __future__ import annotations

import re


def any_of(table: str, *, words: bool = True) -> re.Pattern[str]:
    """A pattern that finds any line of `table` (each line a regular expression), between word ends if `words`."""
    lines = [line.strip() for line in table.strip().splitlines() if line.strip()]
    body = "|".join(lines)
    return re.compile(rf"\b(?:{body})\b" if words else f"(?:{body})", re.IGNORECASE)


def plain(text: str) -> str:
    """`text` with straight apostrophes, for matching."""
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
