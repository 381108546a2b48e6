"""The sender's sentence made fit for a page: fillers out, a fragment completed from a closed table of frames.

Guarantees: pure; no word of content is added or changed; a frame says only that something is written, or what the
answered question and the chosen kind already say.
Does not: rephrase. A brain may propose a tighter wording (`letters.compose.retell`); the audit judges it like any
other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from samantha.letters.kinds import LetterKind
from samantha.letters.verbs import ADVERBS, COMMON, is_past, plain_form


@dataclass(frozen=True, slots=True)
class Tight:
    """A sentence fit for a page."""

    text: str
    """Empty where nothing is left."""
    same: bool
    """Word for word what was said, but for the first letter and the last mark."""
    whole: bool
    """It stands alone; else it may be joined to the one before."""


_LEADING = re.compile(
    r"^(?:(?:well|um+|uh+|er+|hm+|oh|ok|okay|so|and|but|yeah|yes|no|anyway|basically|honestly|look|right|i"
    r" mean|you know|"
    r"i guess|i suppose|i don't know|dunno|idk|like|let me see|let's see|probably|maybe)(?:,\s*|…\s*|"
    r"\.{2,}\s*|\s+-\s+))+",
    re.IGNORECASE,
)
_LEADING_BARE = re.compile(r"^(?:(?:um+|uh+|er+|hm+|well|so|and|but|because|cause|'cause)\s+)+(?=\S)", re.IGNORECASE)
_INSIDE = re.compile(
    r",?\s+(?:um+|uh+|er+|hmm+)(?=[\s,.!?])|,\s*(?:you know|i mean|like|i guess|sort of|kind of),", re.I
)
_TRAILING = re.compile(
    r",?\s+(?:you know|i guess|i suppose|or something|or whatever|lol|haha|xx*|and stuff|and so on|etc)\.?$", re.I
)
_TELL = re.compile(
    r"^(?:please )?(?:(?:just )?(?:tell|let) (?:you|her|him|them)(?: know)?|(?:you|she|he|they) should know|"
    r"i(?:'d| would) (?:just )?(?:like|want) to (?:tell you|say)|i(?: just)? want to (?:tell you|say))(?:"
    r" that)?[:,]?\s+(?=i\b|you|we\b|it\b|that\b)",
    re.IGNORECASE,
)
_TWICE = re.compile(r"\b(\w+)(?:\s+\1\b)+", re.IGNORECASE)
_AUX = frozenset(
    "is are was were am be been has have had do does did will would can could should must may might 's 're 'm".split()
)
_SUBJECTS = frozenset(
    "i you he she we they it there that this who nobody everybody everyone nothing everything".split()
)


def tighten(text: str, slot: str, kind: LetterKind) -> Tight:
    """`text` (turned already) as a sentence of part `slot` in a letter of `kind`."""
    plain = " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    cut = _INSIDE.sub(lambda m: "," if m.group().strip().startswith(",") and m.group().endswith(",") else "", plain)
    cut = _TRAILING.sub("", _LEADING.sub("", cut))
    cut = _LEADING_BARE.sub("", cut) if _has_more(_LEADING_BARE, cut) else cut
    cut = _TWICE.sub(
        lambda m: m.group(1) if m.group(1).casefold() not in ("had", "that", "very", "no") else m.group(), cut
    )
    if kind.addressed:
        cut = _TELL.sub("", cut)
    cut = cut.strip(" ,;:-–—")
    if not re.search(r"[^\W\d_]", cut):
        return Tight("", False, False)
    framed, whole = _framed(cut, slot, kind)
    done = _closed(framed) if whole else framed
    return Tight(done, _bare(done) == _bare(plain), whole)


def joined(before: str, fragment: str) -> str:
    """A fragment that goes with the sentence before it: "You brought soup." and "11 pm." are "You brought soup, 11
    pm." """
    low = _small(fragment)
    return f"{before.rstrip('.!?… ')}, {low.rstrip('.!?… ')}."


def has_verb(text: str) -> bool:
    """Whether words are a sentence of their own, as far as form shows."""
    words = [word.casefold() for word in re.findall(r"[^\W\d_]+|'\w+", text)]
    for at, word in enumerate(words):
        if (
            word in _AUX
            or is_past(word)
            or ((plain_form(word) or "") in COMMON and at > 0 and words[at - 1] not in ("the", "a", "my", "your"))
        ):
            return True
        if word in _SUBJECTS and any(w not in ADVERBS | _SUBJECTS for w in words[at + 1 : at + 3]):
            return True
    return False


def _framed(cut: str, slot: str, kind: LetterKind) -> tuple[str, bool]:
    """The sentence completed, and whether it stands alone."""
    low = cut.casefold()
    verb = "write" if kind.addressed else "speak"
    acts = re.match(r"(to )?(?:say sorry|apologi[sz]e|thank (?:you|him|her|them))\b", low)
    if acts or re.match(r"to (?:say|tell (?:you|him|her|them))\b", low):
        return f"I want {'' if low.startswith('to ') else 'to '}{cut}", True
    because = kind.frames.get("because")
    if slot == "occasion" and because and re.search(r"\b(?:died|passed away|lost)\b", low):
        return because.format(_small(cut)), True
    if (
        low.startswith("for ")
        and (frame := kind.frames.get("for"))
        and not re.match(r"for (?:years|months|weeks|days|a|the)\b", low)
    ):
        return frame.format(cut[4:]), True
    if low.startswith("that ") and re.match(
        r"that (?:i|you|we|he|she|it|they|my|your|our|there|nobody|every\w+)\b", low
    ):
        return (f"I want you to know that {cut[5:]}" if kind.addressed else cut[5:]), True
    if re.match(
        r"(?:when|how|the (?:time|day|night|way|moment|summer|winter|morning|evening))\b[^,]*$", low
    ) and not _main(low):
        return f"I want to {verb} about {'the time ' if low.startswith('when') else ''}{_small(cut)}", True
    whole = has_verb(cut) or re.fullmatch(_STANDING, low.rstrip(".!")) is not None
    return (cut, True) if whole else (_small(cut) if cut[:1].islower() else cut, False)


_STANDING = re.compile(
    r"(?:thank you|thanks|sorry|i'm sorry|congratulations|happy birthday|goodbye|farewell|well done|bravo)(?: .{0,40})?"
)


def alone(fragment: str, kind: LetterKind) -> str:
    """A fragment with no sentence before it, completed so that it stands; empty where it is too little for that."""
    if len(fragment.split()) < 3 and not re.match(
        r"(?:the|my|your|our|his|her|their|a|an|every|all)\b", fragment, re.I
    ):
        return ""
    low = _small(fragment)
    return _closed(f"I want to {'write' if kind.addressed else 'speak'} about {low.rstrip('.!?… ')}")


def _main(low: str) -> bool:
    """ "The day you left was the worst": it goes on to a verb of its own."""
    if low.startswith("when"):
        return len(re.findall(r"\b(?:i|you|he|she|we|they|it)\b(?=\s+\w)", low)) > 1
    if not re.match(r"the \w+\b.*\b(?:is|was|were|are)\b", low):
        return False
    verbs = re.findall(r"\b(?:is|was|were|are|had|did|came|went|\w+ed)\b", low)
    return len(verbs) > 1 or re.match(r"the \w+ (?:is|was)\b", low) is not None


def _small(text: str) -> str:
    """With a small first letter, where the first word is no name."""
    return text[:1].lower() + text[1:] if _may_be_small(text) or (text[:1].islower()) else text


def _may_be_small(text: str) -> bool:
    first = text.split()[0].strip(",.") if text.split() else ""
    return first.casefold() in _SMALL or (first.casefold().endswith(("ing", "ly")) and first.casefold() != "king")


_SMALL = frozenset(
    "you the a an my your our his her their its this that these those in on at of for with from by to and"
    " or but so when how"
    " because not no all every some only just always never about after before during until as like".split()
)


def _closed(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…", '."', ".”", '!"', "!”")) else f"{text.rstrip(',;:')}."


def _has_more(pattern: re.Pattern[str], text: str) -> bool:
    found = pattern.match(text)
    return found is not None and (has_verb(text[found.end() :]) or not re.match(r"(?:because|'?cause)\b", text, re.I))


def _bare(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").casefold()))
