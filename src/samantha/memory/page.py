"""The page of a day: which of the day's sentences matter, and how a page puts them, each with the words it stands on.

Guarantees: pure; every line quotes its source word for word or says no more than it; a third party's words appear as
reported speech only; what tells somebody to do or remember something is on no page, nor are words of danger.
Does not: use a model. What is not chosen is in the journal all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from samantha.care.crisis import in_danger
from samantha.memory.dates import times_in
from samantha.memory.extract import SECRET
from samantha.memory.facts import TRUST, trust_of
from samantha.memory.persons import persons
from samantha.memory.say import supported
from samantha.memory.senders import sender
from samantha.memory.voices import own_sentences
from samantha.memory.words import sentence_spans, words
from samantha.types import PERSON, SAMANTHA, Episode, Fact, Recollection, Span

Part: TypeAlias = Literal["day", "learned", "others"]
MOST_OF_DAY, MOST_LEARNED, MOST_OF_OTHERS, MOST_OF_ONE = 8, 6, 4, 2
"""Lines of each part, and of one third party."""
LONGEST = 280
"""Characters of a sentence that is quoted."""
ENOUGH = 1.5
"""The weight from which on a sentence matters."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a page."""

    part: Part
    text: str
    sources: tuple[Span, ...]
    """Never empty."""
    trust: int
    """The lowest of its sources, as `memory.facts.trust_of` gives it."""
    secret: bool
    """One of its sources was told in confidence."""


def page_lines(told: Sequence[Episode], facts: Iterable[Fact], unwanted: frozenset[Span] = frozenset()) -> list[Line]:
    """The lines of a day on which `told` was said and `facts` were learned; none when nothing mattered.

    `told`: the day's episodes without the sealed ones. `unwanted`: words that the person wants on no page.
    """
    by_id = {episode.id: episode for episode in told}
    learned = [fact for fact in facts if fact.sources and all(span.episode in by_id for span in fact.sources)]
    day = _of_day([e for e in told if e.who == PERSON and e.kind in ("heard", "wrote")], learned, unwanted)
    shown = {span for line in day for span in line.sources}
    others = [e for e in told if e.kind == "read" and e.who not in (PERSON, SAMANTHA) and not e.who.startswith("tool:")]
    return [*day, *_of_facts(learned, by_id, shown, unwanted), *_of_others(others, unwanted)]


@dataclass(frozen=True, slots=True)
class _Weighed:
    weight: float
    lead: str
    span: Span
    text: str
    secret: bool


_KINDS = (
    (
        "New",
        3.0,
        r"\b(?:moved|quit|resigned|(?:got|getting|found|have|had) (?:a|an|the|my) (?:job|place|dog|cat|flat|offer|baby|"
        r"results?|letter|scholarship|promotion)|new (?:job|flat|boss|school|house)|no longer|any ?more|broke up|"
        r"split up|engaged|pregnant|married|divorced|was born|died|passed away|lost (?:my|our|the)|given up|gave up|"
        r"retired|sold|adopted|accepted|diagnosed|decided|changed my mind|changed jobs|turned down|got in(?:to)?|"
        r"passed my|failed my|fired|promoted|finished (?:my|the)|stopped|instead)\b",
    ),
    (
        "Coming up",
        2.0,
        r"\b(?:will|going to|gonna|planning|booked|tomorrow|next (?:week|month|year|spring|summer|autumn|winter)|"
        r"(?:next|on) \w+days?|appointment|interview|deadline|coming (?:over|down|up)|flights?|"
        r"(?:have|need|must) .{0,60}(?:before|by|until)|wedding)\b|'ll\b|'re going\b",
    ),
    (
        "How it was",
        2.0,
        r"\b(?:felt|feel|feeling|feels|happy|sad|cried|crying|angry|furious|proud|worried|scared|afraid|excited|lonely|"
        r"tired|exhausted|hopeful|glad|relieved|upset|anxious|nervous|miss|missed|hurt|ashamed|grateful|jealous|"
        r"stressed|overwhelmed|homesick|heartbroken|in love|love (?:my|him|her|them|this|it)|hate)\b",
    ),
)
_CUES = tuple((lead, weight, re.compile(pattern, re.IGNORECASE)) for lead, weight, pattern in _KINDS)


def _of_day(told: Sequence[Episode], learned: Sequence[Fact], unwanted: frozenset[Span]) -> list[Line]:
    """What the person said that mattered most, in the order in which it was said."""
    stands = [span for fact in learned for span in fact.sources]
    found = [one for episode in told for one in _weighed(episode, stands) if one.span not in unwanted]
    chosen = sorted(found, key=lambda one: (-one.weight, one.span.episode, one.span.start))[:MOST_OF_DAY]
    chosen.sort(key=lambda one: (one.span.episode, one.span.start))
    once = {one.text.casefold(): one for one in reversed(chosen)}
    return [
        Line("day", f"{one.lead}: “{one.text}”", (one.span,), TRUST["said"], one.secret)
        for one in chosen
        if once[one.text.casefold()] is one
    ]


def _weighed(episode: Episode, stands: Sequence[Span]) -> list[_Weighed]:
    """The sentences of one turn that matter, told in the person's own voice and without anybody's quoted words."""
    out: list[_Weighed] = []
    people = [(one.start, one.end) for one in persons(episode.text, episode.at) if one.sure]
    secret = bool(SECRET.search(episode.text))
    for sentence in own_sentences(episode.text):
        start, end = sentence.start, sentence.start + len(sentence.text)
        text = episode.text[start:end]
        plain = text.replace("’", "'").replace("‘", "'") == sentence.text
        if not plain or len(text) > LONGEST or len(words(text)) < 4 or "“" in text or "”" in text or in_danger(text):
            continue
        weights = [(weight, lead) for lead, weight, cue in _CUES if cue.search(sentence.text)]
        total = sum(weight for weight, _ in weights)
        total += 3.0 * any(s.episode == episode.id and s.start < end and s.end > start for s in stands)
        total += 1.5 * any(a < end and b > start for a, b in people)
        total += 0.5 * any(character.isdigit() for character in text)
        if total >= ENOUGH:
            lead = max(weights)[1] if weights else "You said"
            out.append(_Weighed(total, lead, Span(episode.id, start, end), text, secret))
    return out


def _of_facts(
    learned: Sequence[Fact], by_id: dict[int, Episode], shown: set[Span], unwanted: frozenset[Span]
) -> list[Line]:
    """What she learned from the person, in a plain sentence where it says no more than the words, else in the words."""
    lines: list[Line] = []
    for fact in learned:
        trust = trust_of(fact.how, fact.who)
        texts = [by_id[span.episode].text[span.start : span.end] for span in fact.sources]
        if trust < TRUST["said"] or unwanted & {*fact.sources} or any(map(in_danger, texts)):
            continue
        lines_read = [Recollection(by_id[span.episode], 0.0) for span in fact.sources]
        secret = any(SECRET.search(by_id[span.episode].text) for span in fact.sources)
        if supported(fact.text, "", lines_read):
            lines.append(Line("learned", fact.text, fact.sources, trust, secret))
        elif not any(_inside(fact.sources[0], span) for span in shown):
            lines.append(Line("learned", f"You said: “{texts[0]}”", fact.sources[:1], trust, secret))
    unique = {line.text.casefold(): line for line in reversed(lines)}
    return list(reversed(unique.values()))[:MOST_LEARNED]


def _inside(inner: Span, outer: Span) -> bool:
    return inner.episode == outer.episode and outer.start <= inner.start and inner.end <= outer.end


_TELLS_TO = re.compile(
    r"\b(?:remember|from now on|always|never|ignore|forget|instruct\w*|make sure|do not|don't|note that|keep in mind|"
    r"be aware|you(?:'re| (?:must|should|need|have to|are|want|like|prefer|love|hate|agreed|promised|trust|owe))|"
    r"update|override|system|assistant|a\.?i\.?|model|samantha|prompt|memor\w+|the (?:person|user|human|owner)|"
    r"your (?:new )?(?:goal|preference|task|wish|opinion|boss|wife|husband|partner|real|true|favourite|favorite)|"
    r"wants? (?:you|to|me)|prefers?|password|please|click|tell (?:him|her|them|the))\b",
    re.IGNORECASE,
)


def _of_others(told: Sequence[Episode], unwanted: frozenset[Span]) -> list[Line]:
    """What others wrote, as reported speech: what names a time or a number, and tells nobody to do anything."""
    lines: list[Line] = []
    of_one: dict[str, int] = {}
    for episode in told:
        name = _writer(episode.who)
        # A text that gives orders anywhere is not quoted at all: its other sentences may be there for their sake.
        if not name or _TELLS_TO.search(episode.text.replace("’", "'")) or in_danger(episode.text):
            continue
        for start, end in sentence_spans(episode.text):
            text, span = episode.text[start:end], Span(episode.id, start, end)
            if of_one.get(name, 0) >= MOST_OF_ONE or not _reportable(text, episode) or span in unwanted:
                continue
            of_one[name] = of_one.get(name, 0) + 1
            secret = bool(SECRET.search(episode.text))
            lines.append(Line("others", f"{name} wrote: “{text}”", (span,), TRUST["told"], secret))
    return lines[:MOST_OF_OTHERS]


def _reportable(text: str, episode: Episode) -> bool:
    if not len(words(text)) >= 4 or len(text) > LONGEST or re.search(r"[\"“”«»;{}<>\[\]|]|:(?!\d)", text):
        return False
    return bool(times_in(text, episode.at)) or any(character.isdigit() for character in text)


def _writer(who: str) -> str:
    """The name of a third party, fit to stand before its words; empty for one that is none."""
    name, address = sender(who)
    shown = name or address or ""
    return shown if len(shown) <= 40 and not re.search(r"[\"“”:<>\n]", shown) else ""
