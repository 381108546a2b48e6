"""Who a word in a sentence belongs to, and which names and relations mean the same person.

Guarantees: pure; reads at most the sentences it is given.
Does not: parse. The nearest person before a word is taken for its holder, which is mostly right in short talk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from samantha.memory.topics import KIN, KNOWN, ROLES, likeness
from samantha.memory.words import FUNCTION, LIGHT, Word, numeral, stem

SELF = "*self"
"""The person who speaks."""
THIRD = "*third"
"""He, she or they: somebody else, not named here."""

CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december jan feb mar apr jun jul aug sept sep oct nov dec mon tue
    tues wed thu thur thurs fri sat sun christmas easter halloween diwali hanukkah ramadan""".split()
)
_VERBS = re.compile(
    r"^(?:is|was|has|had|came|come|comes|called|said|says|will|would|can|could|works|worked|lives|lived|wants|loves|"
    r"likes|told|asked|got|gave|"
    r"and|&|from|who|rang|texted|wrote|left|went|hates|needs|thinks|turned|turns|moved|sent|brought|bought|found|"
    r"lost|made|married|"
    r"phoned|just|also|never|always|still|did|does|doesn|didn|isn|wasn|died|met|took|works|plays|runs|teaches|"
    r"studies|owes|lent|borrowed|passed)$"
)
ORDINARY = frozenset(
    stem(low)
    for low in [
        "dinner",
        "lunch",
        "breakfast",
        "today",
        "tomorrow",
        "yesterday",
        "tonight",
        "last",
        "next",
        "this",
        "every",
        "another",
        "finally",
        "sorry",
        "great",
        "good",
        "nice",
        "bad",
        "work",
        "home",
        "school",
        "mum",
        "dad",
        "mom",
        "yes",
        "no",
        "maybe",
        "someone",
        "everyone",
        "nobody",
        "nothing",
        "something",
        "everything",
        "people",
        "there",
        "here",
        "what",
        "which",
        "who",
        "when",
        "where",
        "why",
        "how",
        "just",
        "still",
        "never",
        "always",
        "sometimes",
        "usually",
        "actually",
        "anyway",
        "also",
        "one",
        "two",
        "three",
        "both",
        "all",
        "most",
        "some",
        "many",
        "first",
        "second",
        "then",
        "later",
        "now",
        "soon",
        "back",
        "since",
        "after",
        "before",
        "because",
        "if",
        "though",
        "while",
        "please",
        "thanks",
        "god",
        "love",
        "hello",
        "flight",
        "train",
        "bus",
        "bought",
        "got",
        "saw",
        "met",
        "went",
        "had",
        "have",
        "been",
        "was",
        "felt",
        "found",
        "lost",
        "made",
        "took",
        "told",
        "called",
        "turns",
        "had",
        "booked",
        "signed",
        "wrote",
        "made",
        "started",
        "finished",
        "fed",
        "paid",
        "left",
        "moved",
        "ran",
        "woke",
        "ate",
        "heard",
        "thinking",
        "feeling",
        "looking",
        "going",
        "getting",
        "having",
        "trying",
    ]
)


def is_name(word: Word, after: Word | None = None) -> bool:
    """True when `word` looks like the name of a person, a place or a thing; `after` is the next word."""
    if not word.capital or word.low in CALENDAR or word.low == "i" or numeral(word.low) is not None:
        return False
    if word.stem in FUNCTION and word.low not in {"will", "may", "sam"}:
        return False
    if not word.first:
        return word.low not in {"will", "may"} and word.stem not in KIN
    if word.stem in KNOWN or word.stem in LIGHT or word.stem in ORDINARY or word.low.endswith(("ing", "ly")):
        return False
    return word.owner or (after is not None and (bool(_VERBS.match(after.low)) or after.capital))


def name_marks(items: list[Word]) -> list[bool]:
    """For each word, whether it is (part of) a name."""
    return [is_name(word, items[n + 1] if n + 1 < len(items) else None) for n, word in enumerate(items)]


def is_relation(word: Word) -> bool:
    """True for kin and roles."""
    return word.stem in KIN or word.stem in ROLES


_OWNERS = {"my": SELF, "our": SELF, "his": THIRD, "her": THIRD, "their": THIRD}
_PRONOUNS: dict[str, frozenset[str]] = {
    "i": frozenset({SELF}),
    "me": frozenset({SELF}),
    "my": frozenset({SELF}),
    "mine": frozenset({SELF}),
    "myself": frozenset({SELF}),
    "our": frozenset({SELF}),
    "ours": frozenset({SELF}),
    "we": frozenset({SELF, THIRD}),
    "us": frozenset({SELF, THIRD}),
} | {low: frozenset({THIRD}) for low in ["he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs"]}
NOBODY: frozenset[str] = frozenset()
_SELF_ONLY = frozenset({SELF})


def holders(items: list[Word], speaker: frozenset[str] = frozenset({SELF})) -> list[frozenset[str]]:
    """For each word, the person it most likely belongs to: SELF, THIRD, names in lower case, relations as stems.

    `speaker` is whom "I" and "my" mean: SELF in the person's own words, the sender's names in a mail.
    """
    names = name_marks(items)
    out: list[frozenset[str]] = []
    current, owned = NOBODY, 0
    for n, word in enumerate(items):
        if word.low in _JOINS and _begins_anew(items, names, n, speaker):
            current = NOBODY
        if owned and (word.low in _BE or n - owned > 3):
            current, owned = NOBODY, 0
        out.append(current)
        before = items[n - 1] if n else None
        marker = _marker(word, names[n], speaker)
        if marker is None or (not word.owner and _is_object(items, n, names)):
            continue
        owned = n + 1 if word.owner else 0
        if (
            before is not None
            and before.low in {"and", "&"}
            and n >= 2
            and _marker(items[n - 2], names[n - 2], speaker)
        ) or (names[n] and _beside_relation(items, names, n)):
            current = current | marker
        else:
            current = marker
    return out


_TO = frozenset("to in at from near via through of for with by on about towards against beside".split())


def _is_object(items: list[Word], n: int, names: list[bool]) -> bool:
    """Somebody or some place after a preposition does not own what follows: "my train to Brussels leaves ..."."""
    back = n - 1
    while back >= 0 and (names[back] or items[back].low in {"my", "our", "the", "a", "mr", "mrs", "dr", "ms"}):
        back -= 1
    return back >= 0 and (names[n] or is_relation(items[n])) and items[back].low in _TO


def _beside_relation(items: list[Word], names: list[bool], n: int) -> bool:
    """ "my neighbour upstairs, Mrs. Fennimore": the relation and the name are one person."""
    for back in range(n - 1, max(-1, n - 4), -1):
        word = items[back]
        if word.owner or word.low in _BE or word.low in _JOINS or word.low in _TO or _VERBS.match(word.low):
            return False
        if is_relation(word) or names[back]:
            return True
        if word.stem in KNOWN and word.low not in {"upstairs", "downstairs"}:
            return False
    return False


_JOINS = frozenset("and but so because while although".split())
_BE = frozenset("is are was were will has had am".split())


def _begins_anew(items: list[Word], names: list[bool], n: int, speaker: frozenset[str]) -> bool:
    """After this "and" somebody or something else is spoken of: "... and pick-up is at three"."""
    for step in range(n + 1, min(n + 5, len(items))):
        if _marker(items[step], names[step], speaker) is not None:
            return False
        if items[step].low in _BE:
            return step > n + 1
    return False


def _marker(word: Word, named: bool, speaker: frozenset[str]) -> frozenset[str] | None:
    pronoun = _PRONOUNS.get(word.low)
    if pronoun is not None:
        return pronoun if SELF not in pronoun else (pronoun - {SELF}) | speaker
    if named:
        return frozenset({word.low})
    if is_relation(word):
        return frozenset({word.stem})
    if word.low in {"you", "your", "who", "it", "there"}:
        return NOBODY
    return None


def same_person(asked: str, told: str) -> bool:
    """Two words for one relation: "grandma" and "grandmother", "my kids" and "my son"."""
    return asked == told or ((told in KIN or told in ROLES or told == "dr") and likeness(asked, told) >= SYNONYM)


SYNONYM = 0.8


def clash(asked: frozenset[str], told: frozenset[str], aliases: Mapping[str, frozenset[str]]) -> bool:
    """True when the two holders cannot be the same person."""
    if not asked or not told or asked & told:
        return False
    if any(same_person(a, b) for a in asked for b in told):
        return False
    known: set[str] = set(asked)
    for key in asked:
        known |= aliases.get(key, frozenset())
    if known & told:
        return False
    if THIRD in told:
        return asked == _SELF_ONLY
    return THIRD not in asked or told == _SELF_ONLY


_KIN_WORD = r"(?P<kin>[a-z]+(?:-[a-z]+)*)"
_NAME_WORD = r"(?P<name>[A-ZÀ-Þ][\w'-]*?)"
_ALIASES = (
    re.compile(rf"\b(?:[Mm]y|[Oo]ur) (?:\w+ ){{0,2}}?{_KIN_WORD},? {_NAME_WORD}(?='s|\b)"),
    re.compile(
        rf"\b(?:[Mm]y|[Oo]ur) (?:\w+ ){{0,2}}?{_KIN_WORD}(?:'s name)? (?:is|was|'s) (?:called |named )?{_NAME_WORD}\b"
    ),
    re.compile(
        rf"\b(?:[Mm]y|[Oo]ur) (?:\w+ ){{0,2}}?{_KIN_WORD},? (?:who is |who's |is |was )?(?:called|named) {_NAME_WORD}\b"
    ),
    re.compile(rf"\b{_NAME_WORD},? (?:is |was |who is |who's )?(?:my|our) (?:\w+ ){{0,2}}?{_KIN_WORD}\b"),
    re.compile(rf"\b{_NAME_WORD}'s my (?:\w+ ){{0,2}}?{_KIN_WORD}\b"),
)


_SEVERAL_NAMES = re.compile(
    r"\b(?:[Mm]y|[Oo]ur) (?:\w+ ){0,2}?(?P<kin>[a-z]+)s?(?:,| are| are called|"
    r" were)? (?P<a>[A-ZÀ-Þ][\w-]+)(?:, (?P<b>[A-ZÀ-Þ][\w-]+))? and (?P<c>[A-ZÀ-Þ][\w-]+)"
)


def _join(joined: dict[str, set[str]], kin: str, name: str) -> None:
    key, low = stem(kin.split("-")[-1]), name.lower()
    if (key in KIN or key in ROLES) and low not in CALENDAR and stem(low) not in KIN and stem(low) not in FUNCTION:
        joined.setdefault(key, set()).add(low)
        joined.setdefault(low, set()).add(key)


def aliases_of(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Which names and relations mean one person, as the person said: "my sister Rachel" joins sister and rachel."""
    joined: dict[str, set[str]] = {}
    for text in texts:
        for pattern in _ALIASES:
            for match in pattern.finditer(text.replace("’", "'")):
                _join(joined, match["kin"], match["name"])
        for match in _SEVERAL_NAMES.finditer(text):
            for name in filter(None, (match["a"], match["b"], match["c"])):
                _join(joined, match["kin"], name)
    return {key: frozenset(names) for key, names in joined.items()}
