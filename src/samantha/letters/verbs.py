"""A few endings of English verbs: the plain form of "makes", whether "gone" is a participle, whether "went" is past.

Guarantees: pure; a word that is no verb of the tables and has no such ending gives nothing.
Does not: conjugate beyond the third person of the present.
"""

from __future__ import annotations

ADVERBS = frozenset(
    "always never also still just really often even only once ever sometimes usually already probably certainly simply"
    " actually finally suddenly rarely hardly almost too quite truly not then".split()
)
COMMON = frozenset(
    """
    answer ask bake be bring build buy call calm care carry catch change check choose clean climb close come cook cry
    dance do draw drive drop eat feed feel fight fill find fix fly forgive get give go grow hate hear help hide hold
    hope hug hurt keep kiss know laugh learn leave let lie lift light like listen live look lose love make mean meet
    mend miss move need open paint pay phone pick play pour pray pull push put read remember rest ring run save say see
    sell send set shout show sing sit sleep smile smell speak stand start stay stop take talk teach tell thank think
    throw touch travel try turn understand visit wait wake walk want wash watch wear whistle win wipe wish work worry
    write yell dream hum knit pack sew share tend text greet argue matter seem
    """.split()
)
_NO_VERBS = frozenset(
    "this his its us yes as is was has does less always perhaps besides towards upwards across plus thus"
    " hers yours ours"
    " theirs whose news unless sometimes afterwards nevertheless".split()
)
PARTICIPLES = frozenset(
    "been got had done gone seen made come become given taken told said kept left lost found known shown grown"
    " written spoken broken chosen driven eaten fallen forgotten brought taught thought caught bought built sent spent"
    " held heard met paid read run sat slept stood understood won worn".split()
)
_PASTS = frozenset(
    """
    was were had did went came gave got made took told said knew thought felt found left kept brought bought taught
    caught fought sought held heard met paid ran sat slept stood understood won wore wrote spoke broke chose drove ate
    fell forgot saw sang sank rang drank began swam flew grew threw blew drew rode rose woke shook lost built sent spent
    lent meant dreamt learnt burnt leapt crept swept wept led fed bled read lay hid bit lit forgave became swore tore
    stuck struck dug hung sold shot
    """.split()
)


def plain_form(low: str) -> str | None:
    """The plain form of a verb in the third person ("makes" gives "make"); None for what has no such ending."""
    if (
        low in _NO_VERBS
        or (len(low) < 4 and low != "goes")
        or not low.endswith("s")
        or low.endswith(("ss", "us", "'s"))
    ):
        return None
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y" if low not in ("lies", "dies", "ties") else low[:-1]
    if low.endswith(("shes", "ches", "xes", "zzes", "sses", "oes")):
        return low[:-2] if low not in ("aches", "shoes") else low[:-1]
    return low[:-1]


def is_participle(low: str) -> bool:
    """Whether "she's" before it is "she has"."""
    return low in PARTICIPLES or (
        low.endswith("ed") and len(low) > 4 and low not in ("tired", "scared", "excited", "worried")
    )


def is_past(low: str) -> bool:
    """Whether a word is a verb in the past, as far as its form shows."""
    return low in _PASTS or (
        low.endswith("ed") and len(low) > 3 and low not in ("need", "feed", "seed", "speed", "hundred")
    )
