"""Every sentence of a letter against what the sender really said: what has no support is caught, and said in words.

Guarantees: pure; a feeling, fact, name, number, date or promise that no entry carries is an open fault, whoever wrote
the
sentence: we, a brain, or the sender's own hand. Nothing is sealed with an open fault.
Does not: understand. A true sentence in wholly other words is caught too, and is kept by saying it; a falsehood made
of the
sender's own words in the sender's own order passes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal, TypeAlias

from samantha.letters.alike import FEELINGS, alike
from samantha.letters.kinds import LetterKind
from samantha.letters.ledger import Entry
from samantha.letters.meaning import DAYS, MONTHS, STRONG, Claim, Meaning, meaning
from samantha.letters.names import Recipient
from samantha.letters.turning import turn
from samantha.letters.unusable import is_confidence, is_rage
from samantha.memory.words import stem

FaultKind: TypeAlias = Literal[
    "claim", "feeling", "name", "number", "date", "promise", "negation", "tense", "agent", "secret", "anger", "wound",
    "stock", "length", "balance",
]  # fmt: skip
OPEN = frozenset(
    {"claim", "feeling", "name", "number", "date", "promise", "negation", "tense", "agent", "secret", "anger", "wound"}
)
"""With one of these nothing is sealed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is amiss with a sentence."""

    kind: FaultKind
    words: str
    """What it is and what can be done, in words for the sender."""
    about: str = ""
    """The word or words of the sentence."""

    @property
    def open(self) -> bool:
        """It keeps the letter from being sealed."""
        return self.kind in OPEN


@dataclass(frozen=True, slots=True)
class Ground:
    """The ledger, read once, for many sentences."""

    to: Recipient
    kind: LetterKind
    singles: tuple[tuple[Entry, Meaning], ...]
    units: tuple[tuple[Claim, ...], ...]
    """What may carry a clause: one entry, or one with the fragment after it."""
    names: frozenset[str]
    theirs: frozenset[str]
    """The words of the recipient's names."""
    refused: tuple[tuple[Entry, Meaning], ...]
    """Confidences and lies: what a sentence must not stand on."""


_SOFT = frozenset(stem(low) for low in "letter thing line paper dear mention".split())
"""What any letter may speak of: itself."""
_EMPTY = frozenset(stem(low) for low in "be have do get want like go come".split())
"""Verbs that claim nothing by themselves."""
_LINKS = frozenset("beside near along together whole entire through across inside outside behind under".split())
_CHOICES = "keep it by saying it, cut it, or tell me more"


def build_ground(entries: Iterable[Entry], to: Recipient, kind: LetterKind) -> Ground:
    """The ledger made ready to be compared with."""
    told = list(entries)
    good = [(entry, meaning(entry.turned)) for entry in told if entry.use == "usable" or "anger" in entry.why]
    good += [(entry, _anybody(meaning(entry.text))) for entry in told if "not clear" in entry.why]
    bad = [(entry, meaning(entry.turned)) for entry in told if "confidence" in entry.why or "not so" in entry.why]
    theirs = frozenset(part.casefold().rstrip(".") for name in to.names for part in name.split())
    names = theirs | {w for _, m in good for w in m.names}
    names |= {
        word.casefold() for entry, _ in good for word in entry.text.replace(",", " ").split() if word[:1].isupper()
    }
    units = ((), *(read.claims for _, read in good), *_pairs(good))
    return Ground(to, kind, tuple(good), units, frozenset(name.strip(".!?'’\"") for name in names), theirs, tuple(bad))


def _anybody(read: Meaning) -> Meaning:
    """The same, where it is not clear whom its pronouns mean."""
    claims = (replace(c, subject="?" if c.subject == "other" else c.subject, owner="?") for c in read.claims)
    return replace(read, claims=tuple(claims))


def supporting(sentence: str, ground: Ground) -> list[int]:
    """The ids of the entries that carry most of a sentence, at most three."""
    said = meaning(_to_them(sentence, ground))
    wanted = [claim.stem for claim in said.claims]
    scored = sorted(((_carries(wanted, read), -entry.id, entry.id) for entry, read in ground.singles), reverse=True)
    return [id for score, _, id in scored[:3] if score]


def check(sentence: str, ground: Ground) -> list[Fault]:
    """What is amiss with one sentence, the gravest first; empty where all of it was said."""
    turned = _to_them(sentence, ground)
    said = meaning(turned)
    faults = [*_names_and_numbers(said, ground)]
    faults += _claims(said, ground)
    if is_confidence(sentence) or _from_a_confidence(said, ground):
        faults.insert(0, Fault("secret", "this was told in confidence; it is not yours to write: cut it"))
    if is_rage(sentence):
        faults.append(Fault("anger", "said in anger: would you sign it tomorrow? Cut it, or say what happened"))
    if ground.kind.name == "apology" and (found := _wound(turned)):
        faults.append(Fault("wound", f"“{found}” leaves the hurt with them: say what you did, without it", found))
    return _once(faults)


def _claims(said: Meaning, ground: Ground) -> list[Fault]:
    """Words with no support, then words that are supported of somebody else, otherwise, or at another time."""
    free = _SOFT | {stem(low) for low in ground.kind.says} | frozenset(ground.kind.says)
    faults: list[Fault] = []
    used: list[Claim] = []
    for clause in _by_clause(said.claims):
        needed = [c for c in clause if not _is_free(c, free, ground) and not _is_framing(c, clause)]
        unit = _best(needed, ground)
        used += unit
        faults += [_unsaid(c, ground) for c in needed if not _found(c, unit)]
        if not faults and (torn := _torn(clause, unit)) is not None:
            faults.append(torn)
    if faults:
        return faults
    everything = tuple(claim for _, read in ground.singles for claim in read.claims)
    return [fault for c in said.claims if (fault := _otherwise(c, used, everything)) is not None]


def _torn(clause: Sequence[Claim], unit: Sequence[Claim]) -> Fault | None:
    """A verb and what comes right after it, both said, and not of each other: sold the ring, bought the boat."""
    groups = _by_clause(unit)
    for verb, thing in pairwise(clause):
        if (
            not verb.head
            or thing.head
            or thing.light
            or thing.low in _LINKS
            or thing.clause != verb.clause
            or thing.stem[:1].isdigit()
        ):
            continue
        held = [group for group in groups if _found(verb, group)]
        if held and _found(thing, unit) and not any(_found(thing, group) for group in held):
            return Fault("claim", f"you said “{verb.low}”, but not of “{thing.low}”: {_CHOICES}", thing.low)
    return None


def _by_clause(claims: Sequence[Claim]) -> list[list[Claim]]:
    """The claims of each clause; what has no verb of its own belongs to the clause before it."""
    out: list[list[Claim]] = []
    for _, group in groupby(claims, key=lambda claim: claim.clause):
        clause = list(group)
        if out and (not any(c.head for c in clause) or not any(c.head for c in out[-1])):
            out[-1] += clause
        else:
            out.append(clause)
    return out


def _best(needed: Sequence[Claim], ground: Ground) -> tuple[Claim, ...]:
    """The one entry that carries most of a clause: what was said apart does not make a new claim together."""
    units = list(ground.units)
    return max(units, key=lambda unit: (sum(_found(c, unit) for c in needed), _same_subjects(needed, unit), -len(unit)))


def _same_subjects(needed: Sequence[Claim], unit: Sequence[Claim]) -> int:
    heads = {(one.stem, one.subject) for one in unit if one.head}
    return sum((c.stem, c.subject) in heads for c in needed if c.head)


def _pairs(good: Sequence[tuple[Entry, Meaning]]) -> list[tuple[Claim, ...]]:
    """A sentence and the fragment said after it: "She sat by my bed." and "All night." are one."""
    return [
        (*first.claims, *second.claims)
        for (one, first), (other, second) in pairwise(good)
        if one.source == other.source and not any(claim.head for claim in second.claims)
    ]


def _is_free(claim: Claim, free: frozenset[str], ground: Ground) -> bool:
    """A word that needs no support: the letter's own, or too light to be a claim."""
    if claim.stem in free or claim.low in free or claim.low in _LINKS or claim.low in ("write", "writing"):
        return True
    if claim.stem[:1].isdigit():
        return claim.stem == "1"
    if (
        claim.head
        and (claim.subject in ("me", "you", "us") or claim.tense == "past")
        and (claim.stem not in _EMPTY or claim.tense == "will")
    ):
        return False
    if claim.light and claim.stem not in STRONG and claim.stem not in FEELINGS:
        return True
    return claim.low in ground.theirs


def _is_framing(claim: Claim, clause: Sequence[Claim]) -> bool:
    """ "I want you to know that", "I want to write about": the letter speaking of itself."""
    low = [c.low for c in clause]
    return (
        claim.low in ("want", "know") and "want" in low and bool({"know", "write", "speak", "thank", "say"} & set(low))
    )


def _found(claim: Claim, unit: Sequence[Claim]) -> bool:
    keys = alike(claim.stem)
    found = [other for other in unit if other.stem in keys or _near(claim.low, other.low)]
    if claim.stem == "be-with":
        return any(other.stem in ("be-with", "sit", "stay", "hold") for other in unit)
    if claim.head and claim.tense == "will" and claim.subject == "me" and found:
        return any(other.tense in ("will", "would", "to") or not other.head for other in found)
    return bool(found)


def _near(one: str, other: str) -> bool:
    """Two forms of one word that the stems part: "kind" and "kindness"."""
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and long.startswith(short) and len(long) - len(short) <= 4


def _unsaid(claim: Claim, ground: Ground) -> Fault:
    if claim.stem[:1].isdigit():
        return Fault("number", f"you did not say “{claim.low}” of this: {_CHOICES}", claim.low)
    if claim.head and claim.tense == "will" and claim.subject in ("me", "us"):
        return Fault("promise", f"you never promised “{claim.low}”: {_CHOICES}", claim.low)
    if claim.stem in FEELINGS:
        whom = {"me": "you", "you": "they", "us": "you both"}.get(claim.subject, "anybody")
        return Fault("feeling", f"you never said that {whom} {_not_if(claim)}{claim.low}: {_CHOICES}", claim.low)
    if claim.stem in STRONG:
        return Fault("claim", f"you did not say “{claim.low}”: {_CHOICES}", claim.low)
    return Fault("claim", f"you never said “{claim.low}”: {_CHOICES}", claim.low)


def _not_if(claim: Claim) -> str:
    return "do not " if claim.no else ""


def _otherwise(claim: Claim, unit: Sequence[Claim], everything: Sequence[Claim]) -> Fault | None:
    """A word that was said, but of somebody else, with or without a "not", or of another time."""
    keys = alike(claim.stem)
    near = [o for o in unit if o.stem in keys or _near(claim.low, o.low)]
    same = near or [o for o in everything if o.stem in keys]
    if not same:
        return None
    other = _of_another(claim, same)
    if other is not None:
        return other
    if (claim.head or claim.no) and not any(o.no == claim.no for o in same):
        how = "that it is not so" if claim.no else "that it is so"
        return Fault("negation", f"you never said {how} (“{claim.low}”); you said the opposite: {_CHOICES}", claim.low)
    if not claim.head and claim.owner in ("me", "you"):
        whose = {o.owner for o in same}
        if not whose & {claim.owner, "?", "us"} and whose & {"me", "you"}:
            return Fault("agent", f"whose “{claim.low}” is it? You said it of the other: {_CHOICES}", claim.low)
    return _another_time(claim, [o for o in same if o.head], same)


def _of_another(claim: Claim, same: Sequence[Claim]) -> Fault | None:
    """It was said, and of somebody else."""
    if claim.head and claim.stem in FEELINGS and claim.subject in ("me", "you"):
        whose = {o.subject if o.head else o.of for o in same}
        if not whose & {claim.subject, "?", "us", "thing"}:
            return Fault("agent", f"you said “{claim.low}” of somebody else: who was it? {_CHOICES}", claim.low)
    if claim.head and claim.subject in ("me", "you", "us", "other"):
        theirs = {o.subject for o in same if o.head}
        if theirs and not theirs & {claim.subject, "?"} and not ("us" in theirs and claim.subject in ("me", "you")):
            return Fault("agent", f"you said “{claim.low}” of somebody else: who was it? {_CHOICES}", claim.low)
    if claim.tense == "to" and claim.of in ("me", "you"):
        doers = {o.subject if o.head else o.of for o in same}
        if not doers & {claim.of, "?", "us"}:
            return Fault("agent", f"you said “{claim.low}” of somebody else: who is to? {_CHOICES}", claim.low)
    return None


def _another_time(claim: Claim, same: Sequence[Claim], every: Sequence[Claim]) -> Fault | None:
    happened = claim.head and claim.tense not in ("will", "would", "to") and claim.subject in ("me", "you")
    if happened and all(o.tense == "to" for o in every):
        return Fault("tense", f"you did not say that “{claim.low}” happened: {_CHOICES}", claim.low)
    if not claim.head or claim.tense is None or not same:
        return None
    times = {o.tense for o in same}
    if None in times or claim.tense in times or "would" in times or claim.tense == "would":
        return None
    if claim.tense == "will" and claim.subject in ("me", "us"):
        return Fault("promise", f"you never promised “{claim.low}”: {_CHOICES}", claim.low)
    return Fault("tense", f"you said “{claim.low}” of another time: {_CHOICES}", claim.low)


def _names_and_numbers(said: Meaning, ground: Ground) -> list[Fault]:
    faults: list[Fault] = []
    numbers = {number for _, read in ground.singles for number in read.numbers}
    for name in sorted(said.names - ground.names):
        if name in MONTHS | DAYS:
            faults.append(Fault("date", f"you never said “{name.capitalize()}”: {_CHOICES}", name))
        elif not _is_a_word_of_theirs(name, ground):
            faults.append(Fault("name", f"you never named “{name.capitalize()}”: {_CHOICES}", name))
    for number in sorted(said.numbers - numbers - {"1"}):
        year = len(number) == 4 and number[:2] in ("18", "19", "20")
        kind: FaultKind = "date" if year or ":" in number else "number"
        faults.append(Fault(kind, f"you never said “{number}”: {_CHOICES}", number))
    return faults


def _is_a_word_of_theirs(name: str, ground: Ground) -> bool:
    key = stem(name)
    return any(claim.stem == key for _, read in ground.singles for claim in read.claims)


def _from_a_confidence(said: Meaning, ground: Ground) -> bool:
    """Most of what it says stands in a confidence or a lie, and not in what may be written."""
    wanted = {c.stem for c in said.claims if not c.light}
    if not wanted:
        return False
    open_words = {key for _, read in ground.singles for c in read.claims for key in (c.stem,)}
    for _, read in ground.refused:
        theirs = {c.stem for c in read.claims if not c.light}
        if len(wanted & theirs) >= 0.6 * len(wanted) and not wanted <= open_words:
            return True
    return False


def _carries(wanted: Sequence[str], read: Meaning) -> int:
    held = {key for claim in read.claims for key in alike(claim.stem)}
    return sum(key in held for key in wanted)


def _to_them(sentence: str, ground: Ground) -> str:
    if not ground.kind.addressed:
        return sentence
    done = turn([sentence], ground.to)[0]
    return done.text


_WOUNDS = (
    "if you were hurt", "if i hurt", "if i have hurt", "if i've hurt", "if i offended", "if anyone was",
    "sorry you feel", "sorry that you feel", "sorry if", "if it hurt", "if that hurt", "you took it",
    "you were too sensitive",
    "mistakes were made", "if you felt", "but you also", "you made me do", "any hurt", "whatever i did",
)  # fmt: skip


def _wound(text: str) -> str | None:
    low = " ".join(text.casefold().replace("’", "'").split())
    return next((found for found in _WOUNDS if found in low), None)


def _once(faults: Sequence[Fault]) -> list[Fault]:
    seen: dict[str, Fault] = {}
    for fault in faults:
        key = fault.about or fault.kind
        if key not in seen:
            seen[key] = fault
    return list(seen.values())
