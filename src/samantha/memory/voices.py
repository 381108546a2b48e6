"""Whose words stand where in a text: the speaker's own sentences, without what is pasted, quoted, asked or imagined.

Guarantees: pure; a span lies inside the text; what is doubtful is left out, so that nothing is taken for the speaker's.
Does not: say who wrote a pasted part; nobody's facts are read from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from samantha.memory.ask import is_question
from samantha.memory.words import sentence_spans

MOST = 6000
"""Characters of one text that are read for facts."""
LONGEST = 600
"""Characters of a sentence that is read: a longer one is a page without full stops."""
QUOTED_WORDS = 3
"""So many words within quotation marks are somebody's speech; fewer are a name or a title."""

_HEADER = re.compile(
    r"^\W{0,3}(?:subject|from|to|sent|date|cc|betreff|von|begin forwarded message|forwarded message|"
    r"original message|on .{4,60} wrote)\b ?:?",
    re.IGNORECASE,
)
_SURE_HEADER = re.compile(
    r"^\W{0,12}(?:subject|betreff|from) ?:|forwarded message|original message|^on .{4,80} wrote:|^```|^<\w+|^\{\s*$",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"\b(?:wrote|writes|says?|said|sent|texted|mail(?:ed)?|email(?:ed)?|message|letter|text|note|post|article|copy|"
    r"pasted?|quote|got this|read this|look at this|this came|transcript|lyrics|poem|story|essay|draft|chapter)\b"
    r"[^\n]{0,60}:\s*$",
    re.IGNORECASE,
)
_SENT_TO_ME = re.compile(
    r"\b(?:text|message|mail|e-?mail|letter|note|post|copy|reply|transcript|words|what \w+)\b[^.!?\n]{0,40}"
    r"\b(?:sent|wrote|writes|says|said|from|got|posted|answered|replied|texted|reads)\b[^.!?\n:]{0,30}:(?=\s*\S)|"
    r"\b(?:sent|wrote|texted|mailed|messaged|answered|replied)(?: me| us| back)?(?: this| the following)?:(?=\s*\S)",
    re.IGNORECASE,
)
_GREETS = re.compile(r"^(?:dear|hi|hello|hey) (?!samantha\b|diary\b|there\b)\w+[^,\n]{0,30},?$", re.IGNORECASE)
"""A line of its own that begins a letter."""
_QUOTE = re.compile(r"[\"“”«»„][^\"“”«»„\n]{1,1500}(?:[\"“”«»„]|$)|(?<!\w)['‘][^'‘’\n]{12,400}['’](?!\w)", re.MULTILINE)
_FICTION = re.compile(
    r"\b(?:(?:my|the|a|this|her|his) (?:novel|main character|character|protagonist|heroine|narrator|screenplay|"
    r"fan ?fic\w*|short story|plot)|role-?play\w*|d&d|dungeon|in (?:the|this|a) (?:book|film|movie|series|show|game|"
    r"play|episode|story|song)|(?:i'm |i am )?(?:reading|watching) (?:a|the|this) \w+ (?:where|in which|about)|"
    r"just kidding|only joking|i'm joking|i am joking|april fool\w*|kidding!|haha jk|\bjk\b)",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"\b(?:i wish|we wish|imagin(?:e|ing|ed)|pretend\w*|dream(?:t|ed|ing)? (?:that|i|we|of|about|last|where)|"
    r"(?:in|had) (?:my|the|a|this) (?:\w+ )?dream|suppos(?:e|ing)|what if|if only|let's say|hypothetically|"
    r"as if|as though|"
    r"would(?:n't)? have|could have|might have|one day i(?:'d|'ll| would| might| will)|would love to|fantas\w+|"
    r"(?:i|we|he|she|they|my \w+|the \w+)(?:'d| would) (?:be|live|work|have|move|rather)|in another life|"
    r"(?:^|[,;] ?)(?:if|unless) (?:i|we|he|she|they|it|my|you|only|anyone|somebody)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in the speaker's own voice."""

    start: int
    """Where it begins in the whole text."""
    text: str
    """With straight apostrophes and quoted speech blanked out; exactly as long as it stands in the text."""


def own_part(text: str) -> str:
    """The beginning of `text` up to what is pasted, with quoted speech blanked out; every character keeps its place."""
    plain = _blank_quotes(text[:MOST].replace("’", "'").replace("‘", "'"))
    return plain[: _pasted_from(plain)]


def own_sentences(text: str) -> list[Sentence]:
    """The sentences of `text` that tell something in the speaker's own voice, in order."""
    plain = _blank_quotes(text[:MOST].replace("’", "'").replace("‘", "'"))
    if _FICTION.search(plain):
        return []
    end = _pasted_from(plain)
    out: list[Sentence] = []
    for start, stop in sentence_spans(plain[:end]):
        piece = plain[start:stop]
        if len(piece) > LONGEST or piece[0] in ">|" or is_question(piece) or _UNREAL.search(piece):
            continue
        out.append(Sentence(start, piece))
    return out


def _blank_quotes(text: str) -> str:
    def blank(match: re.Match[str]) -> str:
        spoken = len(match[0].split()) >= QUOTED_WORDS
        return " " * len(match[0]) if spoken else match[0]

    return _QUOTE.sub(blank, text)


def _pasted_from(text: str) -> int:
    """Where the pasted part begins: at a mail's head or after "she wrote:"; the length of the text when none is."""
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if _GREETS.match(bare) and at + len(line) < len(text):
            return at
        sent = _SENT_TO_ME.search(line)
        if sent is not None:
            return at + sent.end()
        if _SURE_HEADER.search(bare) or (at and _HEADER.match(bare) and ":" in bare):
            return at
        at += len(line)
        if _INTRODUCES.search(bare) and at < len(text):
            return at
    return len(text)
