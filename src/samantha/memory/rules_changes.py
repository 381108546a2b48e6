"""Rules for changes told in passing: "I've got a Skoda instead", "it leaves at noon now", "I'm with a Dr. Mistry".

Guarantees: pure; where the words do not name what changed, the text around must (`context`).
Does not: know tense or negation; `extract` does.
"""

from __future__ import annotations

import re

from samantha.memory.rules import Rule, compiled, is_named, is_place, is_short
from samantha.memory.rules_things import BELONGINGS, TIME
from samantha.memory.subjects import PETS

_I = re.IGNORECASE
_CARE = re.compile(
    r"\b(?P<t>doctor|GP|dentist|therapist|vet|physio|optician|midwife|hairdresser)s?\b|"
    r"\bpractice\b|\bsurgery\b",
    _I,
)
_CAR = re.compile(
    r"\b(?:sold|traded|scrapped|car|drive|driving|volvo|skoda|ford|fiat|toyota|honda|bmw|audi|"
    r"renault|tesla)\b",
    _I,
)
_SHIFTED = (
    r"(?:changed|moved|shifted|pushed|put back|postponed|rescheduled|brought forward|delayed|"
    r"push|move|change|put off)"
)


def _i(pattern: str) -> re.Pattern[str]:
    return re.compile(compiled(pattern).pattern, _I)


CHANGE_RULES = (
    Rule(
        "care.with",
        "my:doctor",
        compiled(r"\bI'm (?:now )?with (?:a )?(?P<v>Dr\.? [A-ZÀ-Þ]\w+)"),
        change="changed",
        ok=is_named,
        context=_CARE,
    ),
    Rule(
        "car.instead",
        "car",
        _i(
            r"\b(?:i've got|i got|i have|we've got|we got|i bought|"
            r"we bought) (?P<v>an? VALUE?)(?= (?:instead|now)\b)"
        ),
        change="changed",
        ok=is_short,
        context=_CAR,
    ),
    Rule(
        "event.shifted",
        "when:{t}",
        _i(
            rf"\b{_SHIFTED} (?:my|our|the) (?P<t>[\w'-]+(?: to [\w'-]+)?)(?: (?:back|forward))?[^.;]{{0,40}}?, "
            r"(?:so |and )?it(?:'s| is| leaves| goes| starts| begins| departs)(?: now)? (?:on |at )?"
            rf"(?P<v>{TIME})"
        ),
        change="changed",
    ),
    Rule(
        "dose.put",
        "dose:{t}",
        _i(
            r"\b(?:put|upped|raised|lowered|increased|reduced|cut) my (?P<t>\w{4,20})(?: dose)? (?:up |"
            r"down |back )?to "
            r"(?P<v>[\w-]+(?: and [\w-]+| [\w-]+)? ?(?:mg|milligrams?|micrograms?|ml|units|drops))"
        ),
        change="changed",
    ),
    Rule(
        "rent.pay",
        "my:rent",
        _i(r"\b(?:i|we) (?:now )?pay (?P<v>[\w -]{2,40}?)(?: a (?:month|week))? (?:in|for|of) rent\b"),
        long=True,
    ),
    Rule(
        "rent.here",
        "my:rent",
        _i(r"\bthe rent(?: here| there| now)* is(?: now)? (?P<v>VALUE)"),
        long=True,
        ok=lambda v: len(v.split()) < 8,
    ),
    Rule(
        "home.ours",
        "home",
        _i(
            r"\b(?:my|our)(?: new)? (?:flat|house|home|apartment|place|studio)(?:'s| is)(?: now)? (?:in|on|near) "
            r"(?P<v>VALUE)"
        ),
        ok=lambda v: is_place(v) and v[:1].isupper(),
    ),
    Rule(
        "name.changed",
        "name",
        _i(r"\b(?:changed my (?:name|surname|last name) to|i go by|i'm going by) (?P<v>(?-i:NAME))"),
        change="changed",
        ok=is_named,
    ),
    Rule(
        "hair",
        "my:hair",
        _i(r"\b(?:dyed|coloured|colored|bleached) my hair (?P<v>(?:dark |light |bright )?\w+)"),
        change="changed",
        ok=is_short,
    ),
    Rule(
        "pet.is",
        "pet",
        compiled(rf"\b(?:[Mm]y|[Oo]ur) (?:new )?(?P<t>{PETS})(?:'s name)? is (?:called |named )?(?P<v>NAME)"),
        ok=is_named,
    ),
    Rule(
        "pet.got",
        "pet",
        compiled(
            rf"\b(?:I|[Ww]e)(?:'ve| have)?(?: just)? (?:adopted|got|have|bought|rescued)(?: got)? (?:a|an|another) "
            rf"(?:new )?(?P<t>{PETS}),? (?:called|named) (?P<v>NAME)"
        ),
        ok=is_named,
    ),
    Rule(
        "gym.joined",
        "my:gym",
        _i(r"\bi(?: have|'ve)?(?: just)? joined (?P<v>(?:the|a) gym(?: (?:by|on|in|at|near) VALUE)?)"),
        change="changed",
    ),
    Rule(
        "gym.over",
        "my:gym",
        _i(r"\bi(?: have|'ve)?(?: just)? (?:cancelled|quit|left) (?:the|my) gym(?: membership)?(?P<x>)"),
        change="ended",
        value="",
    ),
    Rule(
        "at.moved",
        "at:{t}",
        _i(
            rf"\bi(?: have|'ve)?(?: just)? (?:moved|took|brought) (?:my|the|our)(?: \w+)?? ?(?P<t>{BELONGINGS}) "
            r"(?P<v>to (?:the|my|our) VALUE)"
        ),
        change="changed",
        ok=lambda v: len(v.split()) <= 6,
    ),
    Rule(
        "at.has",
        "at:{t}",
        compiled(r"(?P<v>NAME(?: (?:next door|upstairs|downstairs|across the road))? has) (?:it|them)\b"),
        change="changed",
        context=re.compile(rf"\b(?:moved|gave|given|left) (?:my|the|our) (?P<t>{BELONGINGS})\b", _I),
    ),
    Rule(
        "allergy.turned_out",
        "allergy",
        _i(
            r"\bit(?:'s| is| was) (?P<v>[\w ]{3,25}?) (?:that )?i'm (?:really |actually )?(?:allergic|"
            r"intolerant) to\b"
        ),
        change="changed",
        ok=is_short,
    ),
    Rule(
        "job.for_money",
        "job",
        _i(
            r"\bfor (?:money|a living|work|a job),? i (?P<v>(?:do|teach|sell|fix|drive|clean|paint|"
            r"write|make|run) VALUE)"
        ),
        ok=lambda v: 1 < len(v.split()) <= 8,
    ),
)
"""What stands anywhere in a sentence of the person and tells of a change."""
