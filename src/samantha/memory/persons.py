"""Who comes up in somebody's words: names and relations, each with the characters it stands at.

Guarantees: pure; every span holds the words it is about; a capital alone makes nobody a person.
Does not: know who is known already; what is only perhaps a name is marked `sure=False`, for `meet` to look up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from samantha.memory import cues, tables
from samantha.memory.cues import ADJECTIVES, ALONE, FULL, KIN_WORDS, NAME, OWNED, TITLE
from samantha.memory.dates import times_in
from samantha.memory.topics import KNOWN
from samantha.memory.whose import CALENDAR
from samantha.memory.words import FUNCTION, LIGHT, stem

LONGEST = 20_000
"""Characters of one text that are read for people; a pasted book is no circle of friends."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, in somebody's words."""

    start: int
    end: int
    name: str | None
    relation: str | None
    sure: bool = True
    """False: perhaps no person, unless one of that name is known."""
    met: date | None = None
    """The day on which they spoke with each other, where the words say so."""


def persons(text: str, said: datetime, *, own: bool = True) -> list[Named]:
    """The people in `text`, in order.

    `own`: the person of this home speaks, so that "my sister" is theirs. Of another's text only names are read, all of
    them unsure: whom a stranger names is nobody yet.
    """
    plain = text[:LONGEST].replace("’", "'")
    found: list[Named] = []
    for match in _SENTENCE.finditer(plain):
        sentence = match.group()
        if own and not any(c.isupper() for c in plain):
            found += [_moved(one, match.start()) for one in _small(sentence)]
        for one in _in_sentence(sentence, _RULES if own else (_BARE_RULE,)):
            one = replace(one, met=_met(one, sentence, said)) if own else replace(one, sure=False)
            found.append(_moved(one, match.start()))
    return sorted(found, key=lambda one: (one.start, one.end))


# What never ends is cut, so that a page without a full stop is read in time that grows with its length.
_SENTENCE = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St)\. |\b[A-Z]\. (?=[A-Z])|\.(?=\w)|[^.!?\n]){1,600}[.!?]*")


def _moved(one: Named, by: int) -> Named:
    return replace(one, start=one.start + by, end=one.end + by)


def _in_sentence(sentence: str, rules: Iterable[_Rule]) -> list[Named]:
    """Those in one sentence; what one rule took, a later one leaves alone."""
    found: list[Named] = []
    taken = [match.span() for match in cues.OWN_NAME.finditer(sentence) if match["name"][0].isupper()]
    for pattern, read in rules:
        for match in pattern.finditer(sentence):
            new = [one for one in read(match) if not any(a < one.end and one.start < b for a, b in taken)]
            found += new
            taken += [(one.start, one.end) for one in new]
    return found


def _small(sentence: str) -> list[Named]:
    """The unusual words of one who writes without capitals: perhaps names of those who are known."""
    return [
        Named(match.start(), match.end(), match.group().capitalize(), None, sure=False)
        for match in re.finditer(r"(?<![\w'])[a-zà-öø-ÿ]{3,}(?![\w-])", sentence)
        if not {stem(match.group())} & (FUNCTION | LIGHT | KNOWN) and match.group() not in _OPENERS
    ]


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], list[Named]]]
_MY = rf"\b(?:[Mm]y|[Oo]ur) (?P<how>{ADJECTIVES})"
_CALLED = r"(?:,? (?:who is |who's |is |was )?(?:called |named )|'s (?:real |full )?name (?:is|was) |'s called |,? )"
_CALLED_SMALL = r"(?:(?:,? (?:who is |who's |is |was )?(?:called|named)|'s name (?:is|was)) )"


def _kin_and_name(match: re.Match[str]) -> list[Named]:
    """ "my sister Rachel", "my sister is called Rachel", "my sister's boy Leo", "a colleague of mine, Tom"."""
    if not _is_name(match["name"]):
        return []
    return [Named(match.start(), match.end("name"), match["name"], _relation(match))]


def _name_and_kin(match: re.Match[str]) -> list[Named]:
    """ "Rachel is my sister", "Tom, my boss,"."""
    name, start = match["name"], match.start()
    while " " in name and not _is_name(name.split()[0], first=not match.string[:start].strip()):
        name = name.partition(" ")[2]
        start = match.end("name") - len(name)
    if not _is_name(name, first=start == 0 and stem(name.lower()) in KNOWN):
        return []
    return [Named(start, match.end(), name, _relation(match))]


def _somebodys(match: re.Match[str]) -> list[Named]:
    """ "a colleague of mine, Tom", "the manager Fiona"; "they have a boy, Finn" says no relation to the speaker."""
    return [replace(one, relation=None if one.relation in _FAMILY else one.relation) for one in _kin_and_name(match)]


_FAMILY = frozenset(f"{tables.KIN} boy girl".split())


def _in_small(match: re.Match[str]) -> list[Named]:
    """ "my girlfriend is called zuzana", by one who writes without capitals."""
    name = match["name"].capitalize()
    usual = stem(match["name"]) in KNOWN or not _is_name(name)
    return [] if usual else [Named(match.start(), match.end("name"), name, _relation(match))]


def _kin_alone(match: re.Match[str]) -> list[Named]:
    """ "my sister", "my sister's boy"; not "my friend", who is now this one and now that one."""
    relation = _relation(match)
    whole = Named(match.start(), match.end(), None, relation)
    if match["their"]:
        return [] if _loose(match["kin"]) else [whole]
    return [] if _loose(match["kin"]) and relation not in ("best friend", "old friend") else [whole]


def _loose(kin: str) -> bool:
    return kin in cues.LOOSE or kin in cues.NEVER_ONE


def _relation(match: re.Match[str]) -> str:
    groups = match.groupdict()
    kin, how = match["kin"], (groups.get("how") or "").split()
    if groups.get("their"):
        return f"{kin}'s {groups['their']}"
    if kin == "friend" and "best" in how:
        return "best friend"
    if kin in ("husband", "wife", "boyfriend", "girlfriend") and {"ex", "former"} & {*how}:
        return "ex"
    return kin


def _several(match: re.Match[str]) -> list[Named]:
    """ "my sisters Amy and Rachel", "my twins are Noor and Zak"."""
    kin = {"twins": "child", "kids": "child", "children": "child", "parents": "parent"}.get(match["kin"], match["kin"])
    names = list(re.finditer(NAME, match["names"]))
    at = match.start("names")
    return [
        Named(at + one.start(), at + one.end(), one.group(), kin.removesuffix("s") if kin != "boss" else kin)
        for one in names
        if _is_name(one.group())
    ]


def _owned_by(match: re.Match[str]) -> list[Named]:
    """ "Rachel's boy", "Rachel's husband Tom": two people."""
    owner = match["owner"]
    if not _is_name(owner):
        return []
    name = match["name"] if match["name"] and _is_name(match["name"]) else None
    end = match.end("name") if name else match.end("kin")
    return [
        Named(match.start(), match.start() + len(owner), owner, None),
        Named(match.start(), end, name, f"{owner}'s {match['kin']}"),
    ]


def _titled(match: re.Match[str]) -> list[Named]:
    """ "Dr. Ortega", "Uncle Bob"."""
    title = match["title"].rstrip(".").lower()
    return [Named(match.start(), match.end(), match.group(), _KIN_TITLES.get(title))]


_KIN_TITLES = {"uncle": "uncle", "aunt": "aunt", "auntie": "aunt", "aunty": "aunt"} | {
    "grandma": "grandmother",
    "grandpa": "grandfather",
    "granny": "grandmother",
}


def _kin_called(match: re.Match[str]) -> list[Named]:
    """ "Mum rang", "I called mum"; not "her mum", "a dad"."""
    word, before = match["name"], match.string[: match.start()]
    if _OWNED_BEFORE.search(before) or (word[0].islower() and word not in cues.ALONE_IN_SMALL):
        return []
    named = _NAMED_SO.match(match.string, match.end())
    if named and _is_name(named["name"]):
        return [Named(match.start(), named.end(), named["name"], word.lower())]
    return [Named(match.start(), match.end(), word.capitalize(), word.lower())]


_NAMED_SO = re.compile(rf"(?:'s (?:real |full )?name (?:is|was)|,? (?:who )?(?:is|was) called) (?P<name>{FULL})")


_OWNED_BEFORE = re.compile(
    r"(?:\b(?:an?|the|his|her|their|your|my|our|whose|every|some|any|no|this|that|new|single|of|\w+'s?)) (?:\w+ )?$",
    re.IGNORECASE,
)


def _bare(match: re.Match[str]) -> list[Named]:
    """A capitalised word: somebody where what stands around it says so, else perhaps nobody."""
    text, start, end = match.string, match.start(), match.end()
    while start < end and not _is_name(text[start:end].split()[0], first=not text[:start].strip(" \"'“(-")):
        # "Then Amy rang": the first word is no name, the next may be one.
        step = len(text[start:end].split(" ")[0])
        start = min(end, start + step + 1)
    name = text[start:end]
    if not name or not all(_is_name(part) for part in name.split()):
        return []
    before, after = _without_others(text[:start]), text[end:]
    where = cues.ACQUAINTED.match(after)
    if where:
        relation = _FROM.get(where["where"].removeprefix("the "), f"from {where['where']}")
        return [Named(start, end + where.end(), name, relation)]
    about = cues.OBJECT.search(before) or cues.SUBJECT.match(after) or cues.POSSESSION.match(after)
    with_them = cues.MET_BEFORE.search(before) if not _SIGHT.search(before) else None
    cue = about or with_them or cues.OCCASION.search(before) or cues.MET_AFTER.match(after)
    if not cue and _PLACE_BEFORE.search(text[:start]):
        return []
    return [Named(start, end, name, None, sure=bool(cue))]


_FROM = {"work": "colleague", "office": "colleague", "next door": "neighbour"} | dict.fromkeys(
    ("downstairs", "upstairs"), "neighbour"
)
_SIGHT = re.compile(r"\b(?:saw|seen|visited) $", re.IGNORECASE)
"""What is seen or visited may be a film or a town."""
_PLACE_BEFORE = re.compile(r"\b(?:in|at|near|via|towards|outside|leaving|through) (?:the )?$")


def _without_others(before: str) -> str:
    """ "dinner with Tom and " is "dinner with ": those named before in one breath do not hide the cue."""
    return re.sub(rf"(?:(?:[Mm]y \w+ )?{NAME}(?:, | and |, and | & ))+$", "", before)


def _is_name(text: str, *, first: bool = False) -> bool:
    """Whether `text` can be a name; at the beginning of a sentence an everyday word is none."""
    for part in re.split(r"[ .]+", text):
        low = part.lower().rstrip("'")
        if low in CALENDAR or low in _NO_NAMES or (stem(low) in FUNCTION and low not in ("will", "sam")):
            return False
        if first and (stem(low) in KNOWN or stem(low) in LIGHT or low in _OPENERS or low.endswith(("ing", "ly"))):
            return low in ("lily", "emily", "sally", "kelly", "molly", "holly", "billy", "polly", "beverly", "sterling")
    return bool(text.strip())


_NO_NAMES = frozenset(
    """samantha i i'm i've i'd i'll english french spanish german italian dutch polish russian chinese japanese arabic
    turkish greek welsh irish scottish british american european catholic jewish muslim christian god ok okay tv uk usa
    dr mr mrs ms whatsapp zoom google netflix facebook instagram youtube""".split()
)
_OPENERS = frozenset(
    """
    dinner lunch breakfast today tomorrow yesterday tonight everyone everybody someone nobody nothing everything
    something sometimes usually maybe flight work home school please thanks hello hi hey dear sorry yes no finally
    apparently turns guess looks sounds felt feel told called met went saw had got bought booked lost found left
    made enough word rumour legend horoscope people life mail coffee rain snow traffic change plan plans update news
    reminder note fun good bad great nice lovely long short half most both all none neither either another one two
    three last next every each
    """.split()
)


def _met(one: Named, sentence: str, said: datetime) -> date | None:
    """The day on which the two spoke with each other, where the sentence says that they did."""
    before, after = _without_others(sentence[: one.start]), sentence[one.end :]
    after = re.sub(rf"^(?: and|,) (?:my \w+ )?{NAME}(?= )", "", after)
    near = sentence[max(0, one.start - 60) : one.end] + re.split(r"[:;]| and | because ", after[:40])[0]
    if not (cues.MET_BEFORE.search(before) or cues.OCCASION.search(before) or cues.MET_AFTER.match(after)):
        return None
    if cues.NOT_YET.search(near):
        return None
    days = [t.when.start.date() for t in times_in(near, said, past=True) if t.when.precision in _DAILY]
    past = [day for day in days if day <= said.date()]
    return past[0] if past else None if days else said.date()


_DAILY = frozenset({"minute", "hour", "day"})
_BARE_RULE: _Rule = (re.compile(rf"(?<![\w'-]){NAME}(?: {NAME}){{0,2}}(?![\w-])"), _bare)
_MANY = rf"(?:two |three |four )?(?P<kin>twins|kids|(?:{KIN_WORDS})s?|children|parents)(?:,| are| are called| were)?"
_NAMES = rf"(?P<names>{NAME}(?:, {NAME}){{0,4}},? (?:and|&) {NAME})"
_THEIR_KIN = rf"(?P<kin>{KIN_WORDS})(?:'s (?P<their>{KIN_WORDS}))?"
_IS_MY = rf"(?:,| is| was| who is|'s|, that's),? (?:my|our) (?P<how>{ADJECTIVES})(?P<kin>{KIN_WORDS})\b(?!'s)"
_OF_MINE = rf"(?P<kin>{KIN_WORDS})(?: of mine| of ours)?,? (?:called |named )?(?P<name>{FULL})"
_RULES: tuple[_Rule, ...] = (
    (re.compile(rf"{_MY}{_MANY} {_NAMES}"), _several),
    (re.compile(rf"{_MY}{_THEIR_KIN}{_CALLED}(?P<name>{FULL})"), _kin_and_name),
    (re.compile(rf"{_MY}(?P<kin>{KIN_WORDS}){_CALLED_SMALL}(?P<name>[a-zà-öø-ÿ]{{2,}})\b"), _in_small),
    (re.compile(rf"\b(?P<name>{FULL}){_IS_MY}"), _name_and_kin),
    (re.compile(rf"\b(?:[Aa]n?|[Tt]he|[Tt]his|one|another) {ADJECTIVES}{_OF_MINE}"), _somebodys),
    (re.compile(rf"\b(?P<owner>{NAME})'s? (?P<kin>{OWNED})\b(?:,? (?P<name>{FULL}))?"), _owned_by),
    (re.compile(rf"\b(?P<title>{TITLE}) {NAME}(?: {NAME})?"), _titled),
    (re.compile(rf"{_MY}(?P<kin>{KIN_WORDS})(?:'s (?P<their>{OWNED}))?\b(?!-|s\b)"), _kin_alone),
    (re.compile(rf"(?<![\w'-])(?P<name>{ALONE})\b", re.IGNORECASE), _kin_called),
    _BARE_RULE,
)
