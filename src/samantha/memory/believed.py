"""Answering from what is believed: today's value, what it was before, when it changed, with the words it stands on.

Guarantees: cites episodes only, at most three; a fact that gave way is never given as today's; what was retired never.
Does not: answer every question: what no fact tells is left to `judge`, as is a slot about which nothing is believed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from samantha.memory.ask import Ask
from samantha.memory.asked import Asked, asked_for, past
from samantha.memory.facts import PETS_SLOT, Subject, is_one, key_of, mentions, same_event, same_value
from samantha.memory.judge import Verdict
from samantha.memory.words import sentence_spans, stems
from samantha.people import who
from samantha.ports import Tx
from samantha.store import episodes, facts
from samantha.store.factrow import Kept
from samantha.types import Episode, Recollection

MOST = 3
"""Episodes cited for one answer."""
_WORDS = {
    "home": "live home address move city town flat house apartment",
    "job": "job work living do profession employ",
    "workplace": "work job employ office company",
    "partner": "partner girlfriend boyfriend husband wife fiance married date together single relationship engaged",
    "married": "married divorced husband wife engaged single",
    "diet": "vegetarian vegan eat meat diet",
    "weight": "weigh weight kilo",
    "car": "car drive",
    "medicine": "medicine medication pill tablet take drug",
    "learning": "learn language study",
    "does": "still play smoke do",
    "age": "old age",
    "alive": "alive dead die happen",
    "studies": "study university subject",
}
_NEWS = re.compile(
    r"\b(?:now|no longer|any ?more|instead|actually|mov(?:ed|ing)|chang\w+|switch\w+|new|since|left|quit|gave up|sold|"
    r"bought|start\w*|first (?:day|week)|became|turned|over|cancel\w+|broke|split|died|join\w+|got|took over|used to|"
    r"these days|from now on|retired|swapped|replac\w+|correction|wrong|after all)\b",
    re.IGNORECASE,
)
"""A line that tells of a change."""
_STEMS = {slot: frozenset(stems(text)) for slot, text in _WORDS.items()}


def combine(tx: Tx, ask: Ask, lines: Verdict, now: datetime, exclude: Collection[int] = ()) -> Verdict:
    """The better of what is believed and of what recall and `judge` found in `lines`.

    What was said later than anything the belief stands on may be a change that no rule read, so it wins when the
    question is about today and no rule read anything in it; a line that was overtaken is exchanged for what overtook
    it.
    """
    asked = asked_for(ask, now)
    chosen = _choose(tx, asked, now, exclude) if asked is not None else []
    held = _verdict(tx, ask, chosen, exclude) if chosen else None
    if asked is None or held is None:
        return replaced(tx, ask, lines, exclude) if lines.known and not past(ask.question) else lines
    last = max(span.episode for kept in chosen for span in kept.fact.sources)
    later = asked.tense == "now" and lines.known and lines.lines[0].episode.id > last
    if later and (_NEWS.search(lines.quotes[0]) or not _changed(tx, chosen)) and not _read(tx, lines):
        return replaced(tx, ask, lines, exclude)
    return held


def _read(tx: Tx, lines: Verdict) -> bool:
    """A rule read the best line, and what it read is not what was asked, for that would be believed."""
    line = lines.lines[0].episode
    at = line.text.find(lines.quotes[0])
    spans = [span for kept in facts.at_episodes(tx, [line.id]) for span in kept.fact.sources if span.episode == line.id]
    return any(span.start < at + len(lines.quotes[0]) and at < span.end for span in spans)


def _changed(tx: Tx, chosen: Sequence[Kept]) -> bool:
    """What is believed came by a change that was told, and not as a first telling."""
    return any(kept.over or facts.replaced_by(tx, kept.fact.id) for kept in chosen)


def replaced(tx: Tx, ask: Ask, verdict: Verdict, exclude: Collection[int] = ()) -> Verdict:
    """`verdict` with a line that was overtaken exchanged for the one that overtook it, where the question is about
    that; a line that the person said is wrong goes.
    """
    lines = [line.episode for line in verdict.lines]
    asked = set(stems(ask.question))
    gone = [
        kept for kept in facts.at_episodes(tx, [line.id for line in lines]) if not kept.live and _meant(kept, asked)
    ]
    gone = [
        kept for kept in gone if kept.why in {"changed", "ended", "corrected", "retired"} and _quoted(kept, verdict)
    ]
    if not gone:
        return verdict
    successors = [last for kept in gone if (last := _last(tx, kept)) is not None]
    stale = {span.episode for kept in gone for span in kept.fact.sources}
    kept_lines = [(line, quote) for line, quote in zip(verdict.lines, verdict.quotes, strict=True)]
    kept_lines = [pair for pair in kept_lines if pair[0].episode.id not in stale]
    if not successors:
        return Verdict(
            ask.question, tuple(a for a, _ in kept_lines), tuple(b for _, b in kept_lines), verdict.confidence
        )
    return _verdict(tx, ask, successors[-1:], exclude) or verdict


def _choose(tx: Tx, asked: Asked, now: datetime, exclude: Collection[int]) -> list[Kept]:
    found: list[Kept] = []
    for slot in asked.slots:
        known = [kept for kept in _known(tx, slot, asked.subject) if kept.fact.retired_at is None]
        known = [kept for kept in known if any(span.episode not in exclude for span in kept.fact.sources)]
        found += known
    if not found:
        return []
    if asked.tense == "when":
        return _events(found)
    if asked.tense == "first":
        return found[:1]
    if asked.tense == "past":
        return _past(found, asked, now)
    return _present(found, asked)


def _present(found: Sequence[Kept], asked: Asked) -> list[Kept]:
    of_them = [kept for kept in found if asked.named and mentions(kept.fact.value, asked.named)]
    if of_them:
        return of_them[-1:]
    live = [kept for kept in found if kept.live]
    if not is_one(asked.slots[0]):
        held = [kept for kept in live if not kept.over]
        return held[-MOST:][::-1] if held else live[-1:]
    own = [kept for kept in live if _answers(kept, asked) and kept.doubt != "depends"]
    own = own or [kept for kept in live if kept.doubt != "depends"] or live
    latest = max(live, key=_order, default=None)
    if latest is not None and own and latest.over and _order(latest) > _order(own[-1]):
        return [latest]  # the job that was quit after the one that is known
    return own[-1:]


def _past(found: Sequence[Kept], asked: Asked, now: datetime) -> list[Kept]:
    held = [kept for kept in found if not kept.over]
    if asked.during is not None:
        then = [kept for kept in held if _held(kept, found, asked.during.start, asked.during.end, now)]
        return then[-1:]
    if asked.before is not None:
        after = [kept for kept in found if mentions(kept.fact.value, asked.before)]
        if after:
            held = [kept for kept in held if _order(kept) < _order(after[-1])]
    current = [kept for kept in found if kept.live]
    ended = [kept for kept in held if not kept.live or kept.fact.valid_to is not None]
    ended = [kept for kept in ended if kept.why != "contradicted" or kept.trust > 2]
    ended = [kept for kept in ended if not any(_says(kept, other) for other in current if not other.over)]
    own = [kept for kept in ended if _answers(kept, asked)] or ended
    return [max(own, key=lambda kept: (_ended(kept, found), _order(kept)))] if own else []


def _events(found: Sequence[Kept]) -> list[Kept]:
    """What happened: the latest change or end; a first telling is no event."""
    told = [kept for kept in found if kept.live and (kept.over or kept.fact.valid_from is not None)]
    told = told or [kept for kept in found if kept.live and any(other.superseded_by == kept.fact.id for other in found)]
    return (told or [kept for kept in found if kept.live and kept.fact.slot.startswith("alive")])[-1:]


def _answers(kept: Kept, asked: Asked) -> bool:
    """It is of the slot that fits the question best."""
    return asked.slots[0].startswith("when:") or kept.fact.slot.endswith(asked.slots[0])


def _says(one: Kept, other: Kept) -> bool:
    return one.fact.slot == other.fact.slot and same_value(one.fact.value, other.fact.value)


def _ended(kept: Kept, found: Sequence[Kept]) -> float:
    end = _end(kept, found)
    return end.timestamp() if end is not None else 0.0


def _end(kept: Kept, found: Sequence[Kept]) -> datetime | None:
    if kept.fact.valid_to is not None:
        return kept.fact.valid_to
    after = next((other for other in found if other.fact.id == kept.superseded_by), None)
    return after.fact.learned_at if after is not None else None


def _held(kept: Kept, found: Sequence[Kept], start: datetime, end: datetime, now: datetime) -> bool:
    """It was so at some time between `start` and `end`; what began by no change may always have been so."""
    since = kept.fact.valid_from
    if since is None and any(other.superseded_by == kept.fact.id and other.why != "contradicted" for other in found):
        since = kept.fact.learned_at
    return (since is None or since < end) and (_end(kept, found) or now) > start


def _order(kept: Kept) -> tuple[float, int]:
    return kept.fact.learned_at.timestamp(), kept.fact.id


def _known(tx: Tx, slot: str, subject: Subject) -> list[Kept]:
    if subject.self and slot.startswith("when:"):
        same = [kept for kept in facts.of_slots(tx, "when:") if same_event(kept.fact.slot, slot)]
        return same if len({kept.fact.slot for kept in same}) == 1 else []
    if subject.self:
        return facts.of_slot(tx, slot)
    name = (subject.name or subject.relation or "").lower()
    animals = facts.of_slot(tx, f"{PETS_SLOT}{slot}:{name}")
    if animals:
        return animals
    if subject.relation and not subject.name:
        for kept in facts.of_slot(tx, "pet"):
            kind, _, called = kept.fact.value.lower().partition(" ")
            if kind == subject.relation and called:
                return facts.of_slot(tx, f"{PETS_SLOT}{slot}:{called}")
    person = who.find(tx, subject.name or subject.relation or "")
    return facts.of_slot(tx, slot, who.same_as(tx, person.id)) if person is not None else []


def _meant(kept: Kept, asked: set[str]) -> bool:
    """The question is about what this fact tells."""
    slot = kept.fact.slot.removeprefix(PETS_SLOT)
    kind, _, thing = slot.partition(":")
    if thing and kind in {"my", "at", "when", "favourite"}:
        return bool(set(stems(thing)) & asked)
    if kind in {"does", "like", "dislike", "learning", "medicine"} and key_of(kept.fact.value) & asked:
        return True
    return bool(_STEMS.get(kind, frozenset()) & asked)


def _quoted(kept: Kept, verdict: Verdict) -> bool:
    """The words that answer are those of this fact."""
    for line, quote in zip(verdict.lines, verdict.quotes, strict=True):
        at = line.episode.text.find(quote)
        for span in kept.fact.sources:
            if span.episode == line.episode.id and (at < 0 or (span.start < at + len(quote) and at < span.end)):
                return True
    return False


def _last(tx: Tx, kept: Kept) -> Kept | None:
    """The fact that stands at the end of a chain of those that gave way."""
    seen = {kept.fact.id}
    while kept.superseded_by is not None and kept.superseded_by not in seen:
        seen.add(kept.superseded_by)
        kept = facts.by_id(tx, [kept.superseded_by])[0]
    return kept if kept.live else None


def _verdict(tx: Tx, ask: Ask, chosen: Sequence[Kept], exclude: Collection[int]) -> Verdict | None:
    lines: list[Recollection] = []
    quotes: list[str] = []
    for kept in chosen:
        for span in kept.fact.sources:
            found = episodes.by_id(tx, [span.episode])
            if found and span.episode not in exclude and all(span.episode != line.episode.id for line in lines):
                lines.append(Recollection(found[0], 1.0))
                quotes.append(words_of(found[0], span.start, span.end))
                break
    return Verdict(ask.question, tuple(lines[:MOST]), tuple(quotes[:MOST]), 1.0) if lines else None


def words_of(episode: Episode, start: int, end: int) -> str:
    """The sentences that the characters from `start` to `end` stand in, as they were said."""
    touched = [span for span in sentence_spans(episode.text) if span[0] < end and start < span[1]]
    return episode.text[touched[0][0] : touched[-1][1]] if touched else episode.text[start:end]
