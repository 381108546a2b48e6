"""Time given back: calls made, letters sent, people met and evenings out, read from what the person says of their day.

Guarantees: pure; each one stands on a clause of the person's own; what was not done, only planned, dreamt, asked, or
done by somebody else does not count, and neither does a bank or a plumber.
Does not: know a calendar, other languages than English, or whether it is true: it is their word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from samantha.care.patterns import plain

What: TypeAlias = Literal["call", "letter", "meeting", "evening"]
"""A call made or taken; a letter or card sent; somebody met; an evening with people, away from screens, or out."""
WHATS: tuple[What, ...] = get_args(What)
LONGEST = 4_000
"""Characters of one turn that are read."""


@dataclass(frozen=True, slots=True)
class Given:
    """One thing that was done, and the clause that says so."""

    what: What
    start: int
    end: int
    sure: bool = True
    """False: with one who is only named, and may be a place; it counts where the name is known for a person's."""


_KIN = (
    "mum|mom|mother|mam|mama|dad|father|papa|parents|folks|brother|sister|siblings?|twin|son|daughter|kids|"
    "children|wife|"
    "husband|partner|girlfriend|boyfriend|fiancée?|gran|granny|grandma|grandmother|nan|nana|grandad|granddad|grandpa|"
    "grandfather|aunt|auntie|uncle|cousins?|niece|nephew|godson|goddaughter|godmother|godfather|in-laws|"
    "mother-in-law|father-in-law|brother-in-law|sister-in-law|friends?|mates?|pal|best friend|old friend|neighbours?|"
    "neighbors?|colleagues?|boss|teacher|family|choir|team|flatmate|roommate|ex-colleague"
)
_NAME = (
    r"(?-i:(?!I\b|The\b|A\b|My\b|It\b|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|"
    r"Sunday)[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w-]+)?)"
)
_MY = r"(?:my|our|an?|some|two|three|the)"
_WHO = (
    rf"(?:{_MY} (?:[\w-]+ ){{0,2}}?(?:{_KIN})\b(?: {_NAME})?|{_NAME}|him\b|her\b|them\b|each other\b|(?:mum|mom|"
    rf"mam|dad|grandma|grandpa|nan|gran)\b)"
)
_I = (
    r"(?:\bi(?:'ve| have| had)?|\bwe(?:'ve| have| had)?|(?:^|(?<=[.!?;,]) ?|\band |\bthen )(?=\w+(?:ed|t|ent|ng|et|"
    r"ote|oke|aw|ad|me)\b))"
)
_SO = r"(?: (?:just|also|finally|actually|already|even|then|both|at last|did|really|quickly|yesterday|today))*"
_DO = rf"{_I}{_SO} ?"
_CALL = re.compile(
    rf"{_DO}(?:"
    rf"(?:called|rang|phoned|facetimed|skyped|video-?called|telephoned|rung)(?: up| back)? (?P<a>{_WHO})(?: up|"
    rf" back)?(?! (?:an? |the |names?|off\b|my |\w+er\b))|"
    rf"(?:had|got|made) (?:an?|another) (?:\w+ ){{0,2}}?(?:phone ?call|call|video call|chat on the phone) (?:with|"
    rf"from|to) {_WHO}|"
    rf"(?:spoke|talked|chatted|been talking|was|been) (?:\w+ ){{0,2}}?(?:to|with) {_WHO}[^.!?;]{{0,20}}? (?:on|"
    rf"over) the phone|"
    rf"(?:spoke|talked|was|been|chatted) (?:\w+ ){{0,2}}?on the phone (?:\w+ ){{0,3}}?(?:to|with) {_WHO}"
    rf")|\b(?P<b>{_WHO}) (?:just |finally |also )?(?:called|rang|phoned|facetimed) (?:me|us)\b",
    re.IGNORECASE,
)
_POST = r"(?:letter|letters|postcard|postcards|card|cards|parcel|package|note|thank-you note|email|e-mail|mail)"
_LETTER = re.compile(
    rf"{_DO}(?:"
    rf"(?:sent|posted|mailed|dropped off|put in the post) (?:off )?(?:the|a|an|my|that|her|him|them|"
    rf"{_NAME}) ?(?:[\w'-]+ ){{0,3}}?{_POST}\b|"
    rf"(?:sent|posted|mailed) {_WHO} (?:an?|the|that|my) (?:\w+ ){{0,2}}?{_POST}\b|"
    rf"wrote (?:and sent |back )?(?:to {_WHO}|{_WHO} (?:an?|the) (?:\w+ ){{0,2}}?{_POST}|(?:an?|"
    rf"the) (?:\w+ ){{0,2}}?{_POST} to {_WHO})|"
    rf"answered {_WHO}(?:'s)? (?:letter|card|email)"
    rf")|\bthe (?:letter|card|postcard) (?:to {_WHO} )?(?:is|has been|was|went) (?:sent|posted|off|out|in the post|"
    rf"mailed)\b",
    re.IGNORECASE,
)
_MEAL = (
    r"(?:lunch|dinner|breakfast|brunch|supper|coffee|tea|drinks?|a drink|a beer|beers|wine|pizza|cake|a walk|"
    r"a picnic|a swim|a meal)"
)
_MEETING = re.compile(
    rf"{_DO}(?:"
    rf"(?:met|visited|met up with|caught up with|hung out with|went to see|dropped in on|dropped by|popped in on|"
    rf"hugged) {_WHO}|"
    rf"(?:saw) {_WHO}(?! (?:on (?:tv|telly|screen)|in a (?:film|dream)|'s|post))|"
    rf"(?:had|went for|went out for|grabbed|shared|ate|"
    rf"took) (?:an? )?(?:\w+ ){{0,2}}?{_MEAL} (?:\w+ ){{0,3}}?with {_WHO}|"
    rf"(?:spent|been|was|went|sat|cooked|walked|played|sang|danced|ate|danced|climbed|swam|ran|"
    rf"cycled) (?:[\w'-]+ ){{0,5}}?(?:with|at) {_WHO}(?:'s)?\b|"
    rf"had {_WHO} (?:over|round|around|here)\b"
    rf")|\b{_WHO} (?:came|dropped|stopped|popped) (?:over|round|by|in|to (?:dinner|lunch|visit|tea|see (?:me|us)))\b",
    re.IGNORECASE,
)
_PLACE = (
    r"(?:choir|orchestra|band practice|rehearsal|the (?:cinema|theatre|theater|concert|opera|pub|match|game|gym|pool|"
    r"club|library|book club|life drawing|allotment|garden|workshop|climbing wall|football)|a (?:concert|play|"
    r"party|gig|"
    r"film|show|class|game|match|quiz)|book club|football|yoga|pottery|dance class|dancing|swimming|bowling|"
    r"theatre|church|"
    r"the garden|the woods|the sea|the lake)"
)
_TIME = (
    r"(?:(?:all|the whole|the|this|that|yesterday|last) ?(?:evening|night)|tonight|last night|yesterday evening|"
    r"all evening|this evening)"
)
_EVENING = re.compile(
    rf"{_DO}(?:"
    rf"(?:stayed|kept|was|been|left) (?:off|away from|my|the) (?:my |the )?(?:phone|screens?|computer|laptop|"
    rf"internet|tv|telly)[^.!?;]{{0,24}}?{_TIME}|"
    rf"(?:spent) {_TIME} (?:at|in|with|outside|out|by|on|dancing|singing|reading|cooking|walking|playing|drawing|"
    rf"gardening)\b[^.!?;]*|"
    rf"(?:went|was|were|been|sang|danced|played) (?:out )?(?:to|at|in)? ?{_PLACE}[^.!?;]{{0,24}}?{_TIME}"
    rf")|\b{_TIME},? (?:i|we) (?:went|was|were|sang|played|danced) (?:to |at |in |out )?(?:{_PLACE}|with {_WHO})",
    re.IGNORECASE,
)
_SURE = re.compile(rf"\b(?:{_KIN}|him|her|them|each other|me|us)\b", re.IGNORECASE)
_RULES: tuple[tuple[What, re.Pattern[str]], ...] = (
    ("call", _CALL),
    ("letter", _LETTER),
    ("evening", _EVENING),
    ("meeting", _MEETING),
)
_CLAUSE = re.compile(r"(?:[^.!?;\n]|\.(?=\w))+[.!?;]*")
_NOT_DONE = re.compile(
    r"\b(?:not|never|nearly|almost|should(?:'ve)?|would(?:'ve)?|could(?:'ve)?|might|may|will|want(?:ed)? to|"
    r"going to|gonna|"
    r"wish|hope|if|unless|plan(?:ned|ning)? to|meant to|forgot|tried|trying|about to|have to|need to|supposed to|"
    r"when i was|"
    r"as a (?:child|kid|boy|girl)|years ago|used to|dream(?:t|ed|s)?|imagin\w+|pretend\w*|remember when|back in|"
    r"in (?:19|20)\d\d|"
    r"instead of|before i|until|wonder\w*|rehears\w+|practi[sc]ed)\b|n't\b|'ll\b|'d\b",
    re.IGNORECASE,
)
_NO_ANSWER = re.compile(
    r"\b(?:no answer|voice ?mail|(?:did(?:n't| not)|does(?:n't| not)|would(?:n't| not)) (?:pick up|answer|come|show)|"
    r"nobody (?:picked up|answered)|engaged tone|hung up|cancel\w*|never came|stood me up)\b",
    re.IGNORECASE,
)
_BUSINESS = re.compile(
    r"\b(?:dr|doctor|dentist|bank|plumber|insurance|landlord|office|taxi|cab|police|ambulance|hotline|support|"
    r"helpline|company|agency|council|garage|vet|in sick|electrician|clinic|customer|client|samantha|you)\b",
    re.IGNORECASE,
)


def given_in(text: str) -> list[Given]:
    """What `text`, said by the person, tells that they did; each clause counts once for each kind, in order."""
    found: list[Given] = []
    for start, clause in _clauses(text[:LONGEST]):
        taken: list[re.Match[str]] = []
        for what, pattern in _RULES:
            match = pattern.search(clause)
            if match is None or any(_meet(match, other) for other in taken) or _excluded(what, clause, match):
                continue
            taken.append(match)
            sure = what not in ("call", "meeting") or _SURE.search(match[0]) is not None
            found.append(Given(what, start + _lead(clause), start + len(clause.rstrip()), sure))
    return found


def _meet(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    for match in _CLAUSE.finditer(plain(text)):
        yield match.start(), match[0]


def _lead(clause: str) -> int:
    return len(clause) - len(clause.lstrip())


def _excluded(what: What, clause: str, match: re.Match[str]) -> bool:
    """Asked, not done, done by nobody, or done with a business."""
    if clause.rstrip().endswith("?") or _NOT_DONE.search(clause[: match.end()]) or _NO_ANSWER.search(clause):
        return True
    return _BUSINESS.search(clause[match.start() :] if what == "letter" else match[0]) is not None
