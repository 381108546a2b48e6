"""Questions about how things were: "where did I live before Lisbon?", "what was my old number?".

Guarantees: pure; a question about today comes back as it was.
Does not: say when it was. `choice` takes the earlier of two lines that tell the same thing.
"""

from __future__ import annotations

import re

_PAST_TENSE = re.compile(r"\b(?:did|was|were|had|used?|wasn't|weren't|didn't|hadn't)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r",?\s+(?:just |right )?(?:before|until|till|prior to)\b(?! (?:when|what|who)\b)[^?]*", re.IGNORECASE
)
_THEN = re.compile(
    r"\b(?:at first|at the start|in the beginning|back then|back when\b[^?]*|originally|initially|formerly|"
    r"previously|in the past|earlier on)\b",
    re.IGNORECASE,
)
_FORMER = re.compile(
    r"(?<=\b)(?:previous|former|original|(?<!how )old|earlier|prior|(?:my |our )?last)(?= \w)|(?<=they )first(?= )|"
    r"(?<=we )first(?= )|(?<=i )first(?= )",
    re.IGNORECASE,
)
_USED = re.compile(r"\b(did|didn't) (.{1,40}?) used? to (be)?", re.IGNORECASE)
_USED_PLAIN = re.compile(r"\bused to (be\b)?", re.IGNORECASE)


def present(question: str) -> tuple[str, bool]:
    """`question` without the words that set it in the past, and whether there were any."""
    plain = question.replace("’", "'")
    if not _PAST_TENSE.search(plain):
        return question, False
    out = _BEFORE.sub("", plain)
    out = _THEN.sub("", out)
    out = _FORMER.sub(_kept_owner, out)
    out = _USED.sub(lambda match: f"was {match[2]} " if match[3] else f"{match[1]} {match[2]} ", out)
    out = _USED_PLAIN.sub(lambda match: "was " if match[1] else "", out)
    if out == plain:
        return question, False
    return re.sub(r"\s+([?.!,])", r"\1", re.sub(r"\s{2,}", " ", out)).strip(), True


def _kept_owner(match: re.Match[str]) -> str:
    """ "My last boss" keeps its "my"."""
    owner = re.match(r"(?:my|our) ", match.group(), re.IGNORECASE)
    return owner.group().strip() if owner else ""
