"""Facts that one text tells, read by rules: who, what, from when, and the very words.

Guarantees: pure; never raises on any text; every span lies inside the text and is not empty; nothing about the person
from a text that somebody else wrote; questions, wishes, dreams, jokes, tales, pasted and quoted words tell nothing.
Does not: understand. What no rule knows is left to the words themselves, which recall finds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from samantha.memory.dates import Timed, When, times_in
from samantha.memory.facts import SELF, Change, Proposed, Subject, event_key, thing_key
from samantha.memory.rules import Rule, trimmed
from samantha.memory.rules_body import BODY
from samantha.memory.rules_changes import CHANGE_RULES
from samantha.memory.rules_life import LIFE
from samantha.memory.rules_things import ROLE_RULES, THING_RULES, is_event, role_slot
from samantha.memory.subjects import Found, names_one, subjects_in
from samantha.memory.voices import Sentence, own_sentences
from samantha.types import PERSON

_ADVERBS = (
    "just|finally|also|now|actually|already|recently|then|both|still|really|even|only|officially|currently|once|"
    "all|always|usually|mostly|soon|definitely|basically|sadly|happily"
)
_AUX = re.compile(
    rf"(?P<lead>(?: (?:{_ADVERBS})\b)*)"
    r"(?P<aux>'ve|'m|'re|'s|'d|'ll| have| has| had| am| is| are| was| were| will| would| do| does| did| used to|"
    r"(?: is|'s| am|'m| are|'re) (?:going|about) to)?"
    rf"(?P<neg>n't|(?: (?:{_ADVERBS})\b)*(?: not| never| no longer)\b)?"
    rf"(?P<adv>(?: (?:{_ADVERBS})\b)*)(?: been)?",
)
_BE = frozenset("'m 're 's am is are was were".split())
_HAVE = frozenset("'ve 's have has had".split())
_UNSURE = re.compile(
    r"\b(?:if|whether|wish|unless|until|till|when|while|where|what|how|why|which|who|whose|"
    r"pretend|thinks?|thought|guess|"
    r"suppose|hope|hopes|hoped|maybe|perhaps|imagine|dreamt|dreamed|wonder|wondered|fear|"
    r"worried|afraid|as if|like|lied|"
    r"joked|before|than|bet|doubt|asks?|asked(?: me)?|wants?|wanted|almost|nearly)(?: that| it's like)? $",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\b(?:says?|said|tells? (?:me|us|\w+)|told (?:me|us|him|her|them|[A-Z]\w+|my \w+)|claims?|"
    r"claimed|reckons?|wrote|"
    r"writes|texted|mentioned|announced|insists?|believes?)(?: me| us)?(?: that)? ?,? $",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:now|these days|nowadays|from now on|new|instead|switched|no longer|anymore|any more|"
    r"changed|actually|since|"
    r"currently|moved|turns out|again|correction|i was wrong|not any ?more|as of)\b",
    re.IGNORECASE,
)
_ANY_MORE = re.compile(r"\b(?:any ?more|any longer|these days|now)\b", re.IGNORECASE)
_NOT_INSIDE = re.compile(r"\b(?:not|never|no longer)\b|n't\b", re.IGNORECASE)
SECRET = re.compile(
    r"\b(?:nobody knows|no one knows|don't tell|do not tell|between (?:us|you and me)|(?:it's|"
    r"it is|keep it|this is) a? ?"
    r"secret|in confidence|haven't told (?:anyone|anybody)|just between)\b",
    re.IGNORECASE,
)
"""Told in confidence."""
_LIKINGS = frozenset({"like", "dislike", "does"})
_AHEAD = re.compile(r" (?:start|starting|begin)\b")
_EVERY = re.compile(r"\bevery\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b", re.IGNORECASE)


_PREDICATES = (*LIFE, *BODY)
_OF_OTHERS = tuple(rule for rule in THING_RULES if rule.slot in {"birthday", "favourite:{t}", "my:{t}"})
"""What a third party may tell of themselves; their "the" is not ours."""


@dataclass(frozen=True, slots=True)
class _Text:
    """What holds for the whole text."""

    who: str
    said: datetime
    born: date | None
    secret: bool
    whole: str

    @property
    def speaker(self) -> Subject:
        return SELF if self.who == PERSON else Subject(name=self.who)


def propose(
    text: str, who: str, said: datetime, *, born: date | None = None, names: Collection[str] = ()
) -> list[Proposed]:
    """What `text`, said by `who` at `said` (aware, in the speaker's zone), tells, in the order of the words.

    `born` is the speaker's birthday, for "when I was seven"; `names` are words that are known to be names.
    """
    own = own_sentences(text)
    told = _Text(who, said, born, bool(SECRET.search(text)), " ".join(one.text for one in own))
    found: list[Proposed] = []
    before: list[Subject] = []
    for sentence in own:
        subjects = subjects_in(sentence.text, before, own=who == PERSON, names=names)
        found += _of_sentence(sentence, subjects, told)
        named = [one.subject for one in subjects if not one.subject.self]
        before = named or before
    return _without_doubles(found)


def _of_sentence(sentence: Sentence, subjects: list[Found], told: _Text) -> Iterator[Proposed]:
    for one in subjects:
        if told.who == PERSON or one.subject.self:
            yield from _relations(one, sentence, told)
        said_by = _source(sentence.text, one, subjects, told)
        if said_by is None:
            continue
        aux = _AUX.match(sentence.text, one.end)
        assert aux is not None  # every part of it may be empty
        if (aux["aux"] or "").strip() in {"'d", "'ll", "will", "would"} or (aux["aux"] or "").endswith("going to"):
            continue
        for rule in _PREDICATES:
            match = rule.pattern.match(sentence.text, aux.end())
            proposed = _predicate(rule, match, aux, one, sentence, told) if match else None
            if proposed is not None:
                yield replace(proposed, who=said_by)
    phrases = (*ROLE_RULES, *THING_RULES, *CHANGE_RULES) if told.who == PERSON else _OF_OTHERS
    for rule in phrases:
        for match in rule.pattern.finditer(sentence.text):
            proposed = _phrase(rule, match, sentence, told)
            if proposed is not None:
                yield proposed


def _relations(one: Found, sentence: Sentence, told: _Text) -> Iterator[Proposed]:
    """ "My sister Klara": she is called so."""
    subject = one.subject
    if subject.name and subject.relation and names_one(subject.relation) and told.who == PERSON:
        start, end = sentence.start + one.start, sentence.start + one.end
        placed = replace(subject, start=start, end=end)
        slot = "pet" if one.pet else "relation"
        if one.pet:
            yield Proposed(SELF, slot, f"{subject.relation} {subject.name}", start, end, "state", "pet.named")
        else:
            yield Proposed(placed, slot, subject.relation, start, end, "state", "relation.named")


def _source(text: str, one: Found, subjects: list[Found], told: _Text) -> str | None:
    """Who says what this clause tells; None when it is not told as true."""
    lead = text[max(0, one.start - 60) : one.start]
    if _UNSURE.search(lead):
        return None
    says = _SAYS.search(lead)
    if says is None:
        return told.who
    at = max(0, one.start - 60) + says.start()
    speakers = [other for other in subjects if other.end <= at and at - other.end <= 12]
    if not speakers:
        return None
    speaker = speakers[-1].subject
    if speaker.self:
        return told.who
    if one.subject.self or told.who != PERSON:
        return None  # what others say about the person is their word, and no fact
    return speaker.name or speaker.relation


def _predicate(
    rule: Rule, match: re.Match[str], aux: re.Match[str], one: Found, sentence: Sentence, told: _Text
) -> Proposed | None:
    if not _fits(rule, match, aux, told) or (rule.slot in _LIKINGS and not _agrees(match, aux, one)):
        return None
    change = _change(rule, match, (aux["aux"] or "").strip(), aux["neg"], sentence.text)
    value = _value(rule, match, change)
    if change is None or value is None:
        return None
    subject = told.speaker if one.subject.self else _moved(one.subject, sentence.start)
    if rule.about:
        value, subject = subject.name or "", told.speaker
        if not value or one.subject.self:
            return None
    elif rule.slot == "partner" and one.we:
        if change != "ended" and one.also is None:
            return None  # "we got married": to each other
        value = value or (one.also.name or one.also.relation or "" if one.also is not None else "")
    groups = match.groupdict()
    slot = _slot(rule, groups.get("t") or "") if "{" in rule.slot else rule.slot
    end = match.start("v") + len(value) if value and groups.get("v") else match.end()
    end = sentence.start + min(end, len(sentence.text.rstrip()))
    ahead = _AHEAD.match(match[0]) is not None
    since, until = _period(sentence.text, match.start(), change, told, past=change != "state" and not ahead)
    return Proposed(
        *(subject, slot, value, one.start + sentence.start, end, change, rule.name, told.who, "said"),
        *(since, until, told.secret, rule.known),
    )


def _fits(rule: Rule, match: re.Match[str], aux: re.Match[str], told: _Text) -> bool:
    """The verb that helps, the thing it is about and the text around allow the rule."""
    helper = (aux["aux"] or "").strip()
    kinds = ("b" if helper in _BE else "") + ("h" if helper in _HAVE else "")
    if not set(kinds or "n") & set(rule.aux):
        return False
    if rule.context is not None and not rule.context.search(told.whole):
        return False
    return rule.thing_ok is None or rule.thing_ok(match.groupdict().get("t") or "")


def _agrees(match: re.Match[str], aux: re.Match[str], one: Found) -> bool:
    """ "Sounds like fun", "it is like that": the verb must be one of theirs."""
    verb = match[0].split()[0].lower()
    if (aux["aux"] or "").strip() in _BE:
        return verb not in {"like", "likes", "love", "loves"}
    return one.subject.self or one.also is not None or verb.endswith(("s", "ed")) or bool(aux["aux"])


def _moved(subject: Subject, by: int) -> Subject:
    """Its place in the whole text, from its place in a sentence."""
    if not (subject.start or subject.end):
        return subject
    return replace(subject, start=subject.start + by, end=subject.end + by)


def _phrase(rule: Rule, match: re.Match[str], sentence: Sentence, told: _Text) -> Proposed | None:
    lead = sentence.text[max(0, match.start() - 40) : match.start()]
    if _UNSURE.search(lead) or _NOT_INSIDE.search(match[0]) or _reported(lead):
        return None
    change: Change = rule.change or ("changed" if _CHANGED.search(sentence.text) else "state")
    value, thing = _value(rule, match, change), _thing(rule, match, told)
    if value is None or thing is None:
        return None
    slot, groups = _slot(rule, thing), match.groupdict()
    when: When | None = None
    if slot.startswith("when:"):
        if not is_event(thing):
            return None
        if not _EVERY.search(value):
            when = next((timed.when for timed in times_in(value, told.said, born=told.born)), None)
    end = max((match.start(name) + len(value) for name in ("v", "x") if groups.get(name)), default=match.end())
    end = sentence.start + max(end, match.end("t") if groups.get("t") else 0)
    subject = told.speaker
    if groups.get("kin"):
        if told.who != PERSON:
            return None
        place = sentence.start + match.start("kin"), sentence.start + match.end("kin")
        subject = Subject(None, groups["kin"], *place)
    if groups.get("who"):
        subject = Subject(groups["who"], None, sentence.start + match.start("who"), sentence.start + match.end("who"))
    until = replace(when, start=when.end) if when else None
    value = f"{thing.lower()} {value}" if slot == "pet" else value
    start = sentence.start + match.start()
    return Proposed(subject, slot, value, start, end, change, rule.name, told.who, "said", when, until, told.secret)


def _thing(rule: Rule, match: re.Match[str], told: _Text) -> str | None:
    """What the words name, else what the text around names; None where the rule wants a context that is not there."""
    thing = match.groupdict().get("t") or ""
    if rule.context is None:
        return thing
    around = rule.context.search(told.whole)
    return None if around is None else thing or around.groupdict().get("t") or ""


def _slot(rule: Rule, thing: str) -> str:
    if not thing:
        return rule.slot
    key = event_key(thing) if rule.slot.startswith("when:") else thing_key(thing)
    return role_slot(key) if rule in ROLE_RULES else rule.slot.format(t=key)


def _reported(lead: str) -> bool:
    says = _SAYS.search(lead)
    return says is not None and not re.search(r"\bI (?:\w+ )?$", lead[: says.start()])


def _change(rule: Rule, match: re.Match[str], helper: str, neg: str | None, text: str) -> Change | None:
    # "I lived in Porto" is over, "I've lived in Porto since May" is not.
    past = "was" in match.groupdict() and match["was"] is not None and helper not in {"'ve", "'s", "have", "has"}
    past = past or helper in {"was", "were", "used to", "had", "did"}
    if neg:
        over = "no longer" in neg or ("never" not in neg and _ANY_MORE.search(text, match.start()))
        return "ended" if over and rule.change is None and not past else None
    if rule.change is not None:
        return None if helper in {"used to", "do", "does"} else rule.change
    if past:
        return None if rule.slot in {"age", "married", "alive", "expecting"} else "past"
    return "changed" if _CHANGED.search(text) else "state"


def _value(rule: Rule, match: re.Match[str], change: Change | None) -> str | None:
    groups = match.groupdict()
    if rule.value is not None or (change == "ended" and groups.get("x")):
        return trimmed(groups.get("x") or "")
    value = trimmed(groups["v"], long=rule.long) if rule.name[:5] != "when." else groups["v"].rstrip(" .,")
    if not value or (rule.ok is not None and not rule.ok(value)):
        return None
    return value


def _period(text: str, at: int, change: Change, told: _Text, *, past: bool) -> tuple[When | None, When | None]:
    """From when to when, as the words beside say: since, until."""
    times = times_in(text, told.said, past=past, born=told.born)
    since = next(
        (
            timed.when
            for timed in times
            if re.search(r"\bsince $", text[: timed.start] + " ") or text[timed.start :].lower().startswith("since")
        ),
        None,
    )
    until = next(
        (
            timed.when
            for timed in times
            if re.match(r"(?:until|till)\b", text[timed.start :], re.IGNORECASE)
            or re.search(r"\b(?:until|till) $", text[: timed.start])
        ),
        None,
    )
    if change == "state":
        return since, None
    near = _nearest(times, at)
    if change == "past":
        return (near if until is None else None), until
    return since or near, None


def _nearest(times: list[Timed], at: int) -> When | None:
    """The time told after the verb, else the one before it; none when there are several."""
    after = [timed.when for timed in times if timed.start >= at]
    return after[0] if len(after) == 1 else times[0].when if len(times) == 1 else None


def _without_doubles(found: list[Proposed]) -> list[Proposed]:
    out: dict[tuple[Subject, str, str, Change], Proposed] = {}
    for one in found:
        subject = replace(one.subject, start=0, end=0)
        out.setdefault((subject, one.slot, one.value.lower(), one.change), one)
    return list(out.values())
