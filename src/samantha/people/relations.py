"""What people are to each other: one word for each relation, and which two can be said of the same person.

Guarantees: pure; an unknown relation is itself, in lower case.
Does not: cover every family or language.
"""

from __future__ import annotations

_SAME = """
mother mum mom mama ma mummy mommy; father dad papa pa daddy; grandmother gran granny grandma nan nana nanna;
grandfather grandad granddad grandpa gramps; aunt auntie aunty; fiancé fiance; fiancée fiancee; neighbour neighbor;
doctor gp physician; counsellor counselor; hairdresser barber; physio physiotherapist; flatmate roommate housemate;
colleague coworker co-worker workmate teammate; friend mate pal buddy; boss manager supervisor; spouse partner;
psychologist psychiatrist; stepmother stepmum stepmom; stepfather stepdad; landlord landlady; husband hubby;
daughter girl; son boy
"""
_COUPLE = frozenset("spouse girlfriend boyfriend fiancé fiancée husband wife ex ex-husband ex-wife".split())
_WORK = frozenset("colleague boss client assistant intern".split())
_WEAK = frozenset("friend crush classmate guest customer captain".split()) | {"best friend", "old friend"}
_ONE = frozenset(
    "mother father husband wife spouse girlfriend boyfriend fiancé fiancée boss landlord dentist doctor therapist"
    " physio hairdresser mother-in-law father-in-law tutor stepmother stepfather vet accountant midwife".split()
) | {"best friend"}
_KIN = frozenset(
    "mother father brother sister son daughter aunt uncle cousin niece nephew grandmother grandfather grandson"
    " granddaughter stepmother stepfather stepson stepdaughter stepbrother stepsister twin sibling parent kid child"
    " grandparent grandchild godmother godfather goddaughter godson mother-in-law father-in-law brother-in-law"
    " sister-in-law son-in-law daughter-in-law".split()
)
_WIDER = {
    "twin": {"brother", "sister", "sibling"},
    "sibling": {"brother", "sister", "twin"},
    "parent": {"mother", "father"},
    "kid": {"son", "daughter", "child"},
    "child": {"son", "daughter", "kid"},
    "grandparent": {"grandmother", "grandfather"},
    "grandchild": {"grandson", "granddaughter"},
}
_NAMES = frozenset(
    "mum mom mama mummy mommy dad papa daddy gran granny grandma nan nana nanna grandad granddad grandpa".split()
)
TITLES = frozenset("mr mrs ms miss mx dr doctor prof professor sir dame father sister uncle aunt auntie aunty".split())
"""Words before a name that belong to how somebody is called."""


def _canon() -> dict[str, str]:
    out: dict[str, str] = {}
    for row in _SAME.split(";"):
        first, *others = row.split()
        out |= dict.fromkeys(others, first)
    return out


_FIRST = _canon()


def normal(relation: str) -> str:
    """The one word for a relation: `Mum` is `mother`, `Rachel's boy` is `rachel's son`."""
    low = " ".join(relation.lower().replace("’", "'").split())
    owner, apart, last = low.rpartition(" ")
    if apart and owner.endswith(("'s", "s'")):
        return f"{owner} {_FIRST.get(last, last)}"
    return _FIRST.get(low, low)


def calls(name: str) -> str | None:
    """The relation that a word used as a name stands for: `Mum` is `mother`; None for a name."""
    low = name.lower()
    return _FIRST.get(low, low) if low in _NAMES else None


def only_one(relation: str) -> bool:
    """Mostly there is one at a time: "my boss" is the one last called so."""
    return relation in _ONE


def kin(relation: str) -> bool:
    """Family by birth or marriage, which does not change as a job or a friendship does."""
    return relation in _KIN


def over(relation: str, now: str | None) -> bool:
    """`relation` is past for one who is `now` an ex."""
    return relation in _COUPLE and not relation.startswith("ex") and now is not None and now.startswith("ex")


def may_be_one(one: str | None, other: str | None) -> bool:
    """Whether one person of one name can be both: colleague and boss, boyfriend and ex; not aunt and colleague."""
    if one is None or other is None or one == other or "'s " in f"{one} {other}":
        return True
    if other in _WIDER.get(one, ()) or one in _WIDER.get(other, ()):
        return True
    for group in (_COUPLE, _WORK):
        if one in group and other in group:
            return True
    weak, strong = (one, other) if one in _WEAK else (other, one)
    return weak in _WEAK and strong not in _KIN
