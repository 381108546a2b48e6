"""Which slot a question asks for, whose, and of which time: "where did I live before?" is my home, in the past.

Guarantees: pure; None unless the whole question is of a kind it knows, so that a finer one is left to `judge`.
Does not: look anything up; `believed` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from samantha.memory.ask import Ask
from samantha.memory.dates import When, times_in
from samantha.memory.facts import SELF, Subject, event_key, thing_key
from samantha.memory.rules_things import BELONGINGS, PARTNERS, ROLES, THINGS, role_slot
from samantha.memory.subjects import NAME, PETS, RELATIONS, subjects_in

Tense: TypeAlias = Literal["now", "past", "when", "first"]

_REL = "|".join(re.escape(word) for word in RELATIONS)
_S = rf"(?:i|we|he|she|they|(?:my|our) (?:[\w-]+ ){{0,2}}?(?:{_REL}|{PETS})(?: (?-i:{NAME}))?|(?-i:{NAME}))"
_OF = rf"(?:my|our|his|her|their|(?:my|our) (?:[\w-]+ )?(?:{_REL})'s|(?-i:{NAME})'s)"
_OLD = r"(?:(?P<old>old|previous|former|last|ex|first|earlier|original|past)[ -])?(?:(?:new|current|present|own) )?"
_TAIL = (
    r"(?:,? (?:again|now|today|currently|at the moment|these days|nowadays|still|any ?more|then|back then|before|"
    r"previously|earlier|originally|at first|exactly|for a living|for work|as a job|as a living|at present|"
    r"before (?:that|this|then|(?:i|we|he|she|they) (?:moved|came|went|left|changed|"
    r"quit|stopped)(?: \w+){0,4}|(?:the |my |our )?(?-i:[A-Z])?[\w.' -]{2,25}?)|"
    r"(?:in|until|during|since|last|this|around|back in) (?:the )?[\w ]{3,20}))*\W*$"
)


def _q(pattern: str) -> re.Pattern[str]:
    lead = (
        r"^\W*(?:(?:and|so|but|hey|ok(?:ay)?|well|remind me|tell me|do you (?:still )?(?:remember|"
        r"know)|samantha)[\s,]+)*"
    )
    return re.compile(
        lead + pattern.replace("SUBJ", f"(?P<s>{_S})").replace("OF", f"(?P<of>{_OF})") + _TAIL, re.IGNORECASE
    )


_DO = r"(?:do|does|did|am|is|are|was|were|have|has|had)"
_KINDS: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...] = (
    (
        ("home",),
        _q(
            rf"where {_DO} SUBJ (?:now |still |currently |used to |use to )?(?:live|living|lived|"
            r"move(?: to)?|moved(?: to)?|based)(?: in)?"
        ),
    ),
    (("home",), _q(r"where SUBJ (?:now )?(?:live|lives|lived)(?: in)?")),
    (
        ("home",),
        _q(
            rf"(?:in )?(?:which|what) (?:city|town|village|country|street|place) {_DO} SUBJ (?:live|"
            r"living|move to|moved to)(?: in| to)?"
        ),
    ),
    (("home",), _q(rf"what(?:'s| is| was) OF {_OLD}(?:home |street )?address")),
    (("home",), _q(r"when (?:did|have) SUBJ (?:move|moved)(?: house| home| out| here| there| to [\w ]{2,20})?")),
    (
        ("workplace", "job"),
        _q(
            rf"(?:where|who|what company) {_DO} SUBJ (?:now |still |used to )?(?:work|working|"
            r"worked)(?: at| for)?"
        ),
    ),
    (("job", "workplace"), _q(rf"what {_DO} SUBJ (?:now )?(?:do|doing) (?:for (?:a living|work|a job)|as a job)")),
    (("job", "workplace"), _q(rf"what(?:'s| is| was) OF {_OLD}(?:job|occupation|profession|work|trade)")),
    (("job", "workplace"), _q(rf"what {_DO} SUBJ work(?:ing)? as")),
    (
        ("job", "workplace"),
        _q(
            r"when (?:did|have) SUBJ (?:quit|change jobs|leave my job|get (?:my|the) (?:new )?job|"
            r"start (?:my|the) new job)"
        ),
    ),
    (("partner",), _q(rf"who(?:'s| is| was) my {_OLD}(?:{PARTNERS})")),
    (
        ("partner",),
        _q(
            rf"(?:what(?:'s| is| was) my {_OLD}(?:{PARTNERS})(?:'s name| called| named)|"
            rf"do i (?:still )?have a (?:{PARTNERS}))"
        ),
    ),
    (
        ("partner",),
        _q(
            r"(?:am|was) i (?:still |now )?(?:single|dating(?: anyone| someone)?|(?:seeing|"
            r"going out with|dating) (?:anyone|"
            r"someone|(?-i:[A-Z])\w+)|in a relationship|with (?-i:[A-Z])\w+|together with (?-i:[A-Z])\w+)"
        ),
    ),
    (
        ("partner",),
        _q(
            r"who (?:am|was) i (?:still )?(?:dating|seeing|with|going out with|married to|engaged to|"
            r"together with)"
        ),
    ),
    (
        ("partner",),
        _q(
            r"when did (?:we|(?-i:[A-Z])\w+ and i|i and (?-i:[A-Z])\w+|i) (?:break|"
            r"split) up(?: with (?-i:[A-Z])\w+)?"
        ),
    ),
    (
        ("partner", "married"),
        _q(
            r"(?:am|is|are) SUBJ(?: and (?-i:[A-Z])\w+)? (?:still |now )?(?:married|together|engaged|"
            r"divorced|single)(?: to (?-i:[A-Z])\w+)?"
        ),
    ),
    (("my:",), _q(rf"(?:who|what)(?:'s| is| was| are) my {_OLD}(?P<role>{ROLES})(?:'s name)?(?: called| named)?")),
    (
        ("at:",),
        _q(
            r"where(?:'s| is| are| was| were| did i (?:put|leave|park|hide|keep|store|stash|move)|"
            rf" do i keep| have i put) (?:my|the|our)(?: \w+)?? ?(?P<thing>{BELONGINGS})(?: (?:kept|"
            r"hidden|parked|stored|keep))?"
        ),
    ),
    (("favourite:",), _q(rf"(?:what|who)(?:'s| is| was) my {_OLD}favou?rite (?P<thing>[\w-]+(?: [\w-]+)?)")),
    (
        ("my:",),
        _q(
            r"(?:what|how (?:much|big|long|high|tall))(?:'s| is| was) (?:my|our|"
            rf"the) {_OLD}(?P<thing>{THINGS})"
        ),
    ),
    (
        ("car",),
        _q(
            rf"(?:what|which)(?: kind of| make of)? car {_DO} (?:i|we) (?:drive|have|own|driving|"
            r"used to drive|had)"
        ),
    ),
    (("weight",), _q(rf"(?:how much|what) {_DO} SUBJ weigh")),
    (
        ("medicine",),
        _q(
            r"(?:what|which) (?:medicines?|medications?|pills?|tablets?|drugs?|"
            rf"meds) {_DO} SUBJ (?:take|taking|on)"
        ),
    ),
    (("diet",), _q(r"(?:am|is) SUBJ (?:still )?(?:a )?(?:vegetarian|vegan|veggie|pescatarian)")),
    (("alive",), _q(r"(?:is|are) SUBJ (?:still )?(?:alive|dead|around)")),
    (("alive",), _q(r"(?:what happened to|did) SUBJ(?: die)?")),
    (("alive",), _q(r"when did SUBJ (?:die|pass away)")),
    (("learning",), _q(r"(?:what|which) (?:language |instrument )?(?:am|is) SUBJ (?:now )?learning")),
    (
        ("job", "workplace"),
        _q(
            r"what (?:did|does) SUBJ (?:use to |used to )?do(?= (?:before|previously|then|earlier)|"
            r" for)"
        ),
    ),
    (
        ("partner",),
        _q(
            r"(?:are|were) (?:(?-i:[A-Z])\w+ and i|i and (?-i:[A-Z])\w+|we) (?:still )?(?:together|"
            r"a couple|dating|engaged|married)"
        ),
    ),
    (("my:gym",), _q(r"am i (?:still )?(?:a member of|with|in) (?:a|the|any) gym")),
    (("car",), _q(r"what (?:do|did) (?:i|we) (?:use to )?drive")),
    (("my:gym",), _q(rf"(?:which|what) gym {_DO} (?:i|we) (?:use to )?(?:go to|with|use|in|a member of)")),
    (("my:rent",), _q(r"(?:how much|what) (?:rent )?(?:do|did) (?:i|we) (?:use to )?pay(?: in| for)?(?: rent)?")),
    (("my:rent",), _q(r"how much (?:is|was) (?:my|our|the) rent")),
    (
        ("dose:",),
        _q(
            rf"(?:how much|what dose of|how many milligrams of) (?P<thing>\w{{4,20}}) {_DO} (?:i|"
            r"we) (?:on|taking|take)"
        ),
    ),
    (("at:",), _q(rf"where did (?:my|the|our)(?: \w+)?? ?(?P<thing>{BELONGINGS}) use to (?:be|live|go)")),
    (("learning",), _q(r"what (?:is|'s|am) SUBJ (?:re)?training (?:as|to be|to become)")),
    (("home",), _q(r"where did SUBJ use to live")),
    (
        ("when:",),
        _q(
            r"(?:when|what time|what day)(?:'s| is| are| was| does| do| did) (?:my |our |"
            r"the )?(?P<event>[\w'-]+(?: [\w'-]+){0,3}?)"
            r"(?: (?:use to be|used to be|use to start|start|starts|leave|leaves|go|begin|on|at|"
            r"meant to (?:leave|start|be|go)))?"
        ),
    ),
    (("my:school",), _q(rf"(?:which|what) school {_DO} SUBJ (?:go to|going to|attend)(?: to)?")),
    (("my:bank",), _q(r"(?:which|what) bank (?:am|are|was|were) (?:i|we) (?:with|at|using)")),
    (("studies",), _q(rf"what {_DO} SUBJ study(?:ing)?")),
    (("learning",), _q(rf"what {_DO} SUBJ learn(?:ing)?")),
)
_PAST = re.compile(
    r"\b(?:before|used to|use to|previous(?:ly)?|old|former(?:ly)?|ex|earlier|back then|"
    r"original(?:ly)?|then|did|was|were|"
    r"had|past|last)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:before|used to|use to|previous(?:ly)?|old|former(?:ly)?|ex|earlier|back then|"
    r"original(?:ly)?|(?:at )?first)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:first|original(?:ly)?|at first)\b", re.IGNORECASE)
_EVENT = re.compile(r"^\W*(?:when|what happened)|\bdid\b.*\bmove(?: to)?\W*$", re.IGNORECASE)
_NAMED = re.compile(r"(?<=\s)(?!I\b)[A-ZÀ-Þ][\w-]+")
_BEFORE_WHOM = re.compile(
    r"\bbefore (?:(?:i|we) \w+ to )?(?P<v>(?-i:[A-ZÀ-Þ])[\w.]*(?: (?-i:[A-Z])\w+)?)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question wants to know from what is believed."""

    slots: tuple[str, ...]
    """The slots that may answer, the most fitting first."""
    subject: Subject
    tense: Tense
    during: When | None = None
    """The time it asks about, when it names one."""
    named: str | None = None
    """A partner by name: "Am I still seeing Rafael?"."""
    before: str | None = None
    """What it asks for the forerunner of: "before Ingrid"."""


def asked_for(ask: Ask, now: datetime) -> Asked | None:
    """The slots that `ask` asks for; None for a question of another kind."""
    question = ask.question.replace("’", "'").strip()
    for slots, pattern in _KINDS:
        match = pattern.search(question)
        if match is None:
            continue
        subject = _subject(match, ask)
        if subject is None:
            return None
        named = _NAMED.search(question) if slots[0] == "partner" else None
        asked = Asked(_slots(slots, match), subject, "now", named=named[0] if named else None)
        return _with_time(asked, question, match, now)
    return None


def past(question: str) -> bool:
    """It plainly asks for what was before, and not for what is."""
    return _BEFORE.search(question) is not None


def _slots(slots: tuple[str, ...], match: re.Match[str]) -> tuple[str, ...]:
    groups = match.groupdict()
    if groups.get("role"):
        return (role_slot(thing_key(groups["role"])),)
    if groups.get("event"):
        return (slots[0] + event_key(groups["event"]),)
    if groups.get("thing"):
        return (slots[0] + thing_key(groups["thing"]),)
    return slots


def _subject(match: re.Match[str], ask: Ask) -> Subject | None:
    groups = match.groupdict()
    words = (groups.get("s") or groups.get("of") or "my").strip()
    low = words.lower()
    if low in {"i", "we", "my", "our"}:
        return SELF
    before = [one.subject for one in subjects_in(ask.before.replace("’", "'"), [])]
    if low in {"he", "she", "they", "his", "her", "their"}:
        others = list(dict.fromkeys(replace(one, start=0, end=0) for one in before if not one.self))
        return others[0] if len(others) == 1 else None
    owned = words.removesuffix("'s")
    related = re.match(
        rf"(?:my|our) (?:[\w-]+ ){{0,2}}?(?P<rel>{_REL}|{PETS})(?: (?P<name>(?-i:{NAME})))?$", owned, re.IGNORECASE
    )
    if related is not None:
        return Subject(related["name"], related["rel"].lower())
    return Subject(name=owned)


def _with_time(asked: Asked, question: str, match: re.Match[str], now: datetime) -> Asked:
    if (
        not asked.slots[0].startswith("when:")
        and _EVENT.search(question)
        and not re.match(r"\W*where did \w+ move from", question, re.IGNORECASE)
    ):
        return replace(asked, tense="when")
    if _FIRST.search(question):
        return replace(asked, tense="first")
    gone = [timed.when for timed in times_in(question, now, past=True) if timed.when.end <= now]
    if gone:
        return replace(asked, tense="past", during=gone[0])
    tail = question[match.start() :]
    if _PAST.search(tail) and not re.search(
        r"\bdid i (?:put|leave|park|hide|keep|store|stash|move)\b", tail, re.IGNORECASE
    ):
        named = _BEFORE_WHOM.search(question)
        return replace(asked, tense="past", before=named["v"] if named else None)
    if re.search(r"\bbefore\b|\bpreviously\b", tail, re.IGNORECASE):
        return replace(asked, tense="past")
    return asked
