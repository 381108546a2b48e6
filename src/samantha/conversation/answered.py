"""Whether a question asks for what the person has just told.

Guarantees: pure; English alone; a question whose kind is not known counts as open.
Does not: understand the question; it looks for the kind of word that would answer it.
"""

from __future__ import annotations

import re

from samantha.care.patterns import any_of, plain
from samantha.memory.when import DAYS, MONTHS
from samantha.memory.words import stem, telling

_DAY = "|".join(name.lower() for name in (*DAYS, *MONTHS))
_WHEN = any_of(rf"""
    {_DAY}
    today|tonight|yesterday|tomorrow|this (?:morning|afternoon|evening|week|weekend|month|year)
    (?:last|next) (?:night|week|weekend|month|year|summer|winter|spring|autumn|time)
    (?:\w+ )?(?:ago|o'clock)|at (?:\d+|noon|midnight|six|seven|eight|nine|ten|eleven|twelve)
    in (?:\d{{4}}|spring|summer|autumn|winter|the (?:morning|evening|night))
    in (?:an?|two|three|four|five|six|\d+) (?:minutes?|hours?|days?|weeks?|months?|years?)
""")
_LONG = any_of(r"""
    for (?:\w+ )?(?:minutes?|hours?|days?|weeks?|months?|years?|ages)
    since
    all (?:day|night|week|morning|evening)
    (?:\w+ )?(?:ago|hours late)
    (?:a|one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:minutes?|hours?|days?|weeks?|months?|years?)
""")
_MANY = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|half|all|"
    r"every|everyone|everybody)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:at|in|by|near|under|behind|from|into|through|to) (?:the|my|our|his|her|their|a|an) \w+|"
    r"\b(?:in|to|from|at|near) [A-Z]\w+|\b(?:at|from) (?:home|work|school|church)\b|\bin (?:bed|town|hospital|prison)\b"
)
_WHY = any_of("because|since i|so that|that's why")
_KINDS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (
        re.compile(r"\bwhat (?:day|time|month|year|date)\b|\bwhen\b(?!.*\b(?:\w+est|worst|most|miss|feel)\b)", re.I),
        _WHEN,
    ),
    (re.compile(r"\b(?:how long|since when)\b", re.I), _LONG),
    (re.compile(r"\bhow (?:many|much|old)\b", re.I), _MANY),
    (re.compile(r"\bwhere\b", re.I), _WHERE),
    (re.compile(r"^\W*why\b", re.I), _WHY),
)
_DONE = re.compile(r"\W*what (?:did|do|does) (?:(?:the|my|your|his|her|their|our) )?\w+ (\w+)", re.IGNORECASE)
"""What somebody did: "What did she ask you?", to "she asked if I was eating"."""
_ASKING = frozenset("what who whom when where why how which".split())


def answered(question: str, heard: str) -> bool:
    """Whether `heard` holds what `question` asks for."""
    ask, told = plain(question), plain(heard)
    if any(kind.search(ask) and answer.search(told) for kind, answer in _KINDS):
        return True
    done = _DONE.match(ask)
    if done is not None and stem(done[1].lower()) in set(telling(told)):
        return True
    return _only_repeats(ask, told)


def _only_repeats(ask: str, told: str) -> bool:
    """A yes-or-no question made of nothing but their words: "Did she move to Lisbon?", to somebody who said so."""
    first = re.match(r"\W*(\w+)", ask.lower())
    if first is None or first[1] in _ASKING:
        return False
    mine = set(telling(ask))
    return bool(mine) and mine <= set(telling(told))
