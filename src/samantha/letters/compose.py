"""A letter put together out of the ledger: structure first, each sentence with the entries that it stands on.

Guarantees: pure; a sentence is the sender's own, the sender's own tightened, or a bridge from a closed table that
claims
nothing; bridges are at most a fifth; drafts differ by choice and order alone; no sentence has an open fault.
Does not: write. Where the sender said nothing usable there is no letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from samantha.letters.audit import Ground, build_ground, check
from samantha.letters.kinds import LetterKind
from samantha.letters.ledger import Entry, usable
from samantha.letters.names import Recipient
from samantha.letters.tighten import alone, joined, tighten

Made: TypeAlias = Literal["yours", "tightened", "bridge"]
DraftName: TypeAlias = Literal["plainer", "shorter", "warmer"]
DRAFTS: tuple[DraftName, ...] = ("plainer", "shorter", "warmer")
BRIDGES_AT_MOST = 0.2
BRIDGES: dict[str, str] = {
    "moment": "There is one time that I want to write about.",
    "meaning": "This is what it meant.",
    "know": "There is one more thing.",
    "repair": "This is what comes next.",
}
"""Before the part of that name. None carries a feeling, a fact or a promise."""
_SPOKEN = {"moment": "There is one time that I want to speak about."}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a letter."""

    text: str
    made: Made
    ids: tuple[int, ...]
    """The entries that it stands on; empty for a bridge alone."""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it could go out; the name under it is the sender's to write."""

    kind: str
    draft: str
    salutation: str
    paragraphs: tuple[tuple[Sentence, ...], ...]
    signature: str = ""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All of them, first to last."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def bridges_share(self) -> float:
        """The share of sentences that are bridges, 0 to 1."""
        return sum(one.made == "bridge" for one in self.sentences) / max(1, len(self.sentences))

    @property
    def text(self) -> str:
        """The letter as plain text."""
        body = [" ".join(one.text for one in paragraph) for paragraph in self.paragraphs]
        return "\n\n".join(part for part in (self.salutation, *body, self.signature) if part) + "\n"


Retell: TypeAlias = Callable[[Sentence, Sequence[Entry]], str | None]
"""A brain's tighter wording of a sentence, or None. It is taken only where the audit finds nothing in it."""


def compose(
    entries: Sequence[Entry], to: Recipient, kind: LetterKind, *, sender: str = "", retell: Retell | None = None
) -> list[Letter]:
    """The drafts, `plainer` first; empty where nothing said can be written. `sender`: the name to sign with."""
    ground = build_ground(entries, to, kind)
    parts = _parts(entries, kind, ground)
    if not any(parts.values()):
        return []
    if retell is not None:
        parts = {slot: [_retold(one, entries, ground, retell) for one in made] for slot, made in parts.items()}
    greeting = f"Dear {to.called}," if kind.addressed and to.called != "you" else ""
    drafts: list[Letter] = []
    for name in DRAFTS:
        chosen = _chosen(name, parts, entries, kind)
        body = _bridged(chosen, kind)
        drafts.append(Letter(kind.name, name, greeting, tuple(tuple(part) for part in body), sender))
    return drafts


def typed(letter: Letter, texts: Sequence[str], ids: Callable[[str], Sequence[int]]) -> Letter:
    """The letter with the sender's own wording: what is new stands on what `ids` finds for it, and is judged like
    any."""
    known = {one.text: one for one in letter.sentences}
    made = [known.get(text) or Sentence(text, "tightened", tuple(ids(text)), "typed") for text in texts]
    return replace(letter, paragraphs=(tuple(made),))


def _parts(entries: Sequence[Entry], kind: LetterKind, ground: Ground) -> dict[str, list[Sentence]]:
    """Part -> its sentences in the order of telling; fragments joined to the sentence before them."""
    parts: dict[str, list[Sentence]] = {slot: [] for slot in kind.order}
    seen: set[str] = set()
    last_source = ""
    for entry in usable(entries):
        slot = entry.slot if entry.slot in parts else _slot_for(entry, kind)
        tight = tighten(entry.turned, slot, kind)
        key = re.sub(r"\W+", " ", tight.text.casefold()).strip()
        if not tight.text or key in seen:
            continue
        seen.add(key)
        made = _made(entry, tight.text, tight.same, slot)
        if not tight.whole:
            before = parts[slot][-1] if parts[slot] and entry.source == last_source else None
            if before is not None:
                text = joined(before.text, tight.text)
                made = Sentence(text, "tightened", (*before.ids, entry.id), slot)
            else:
                made = _made(entry, alone(tight.text, kind), False, slot)
            if made.text and not _faulty(made, ground):
                parts[slot] = [*parts[slot][:-1], made] if before is not None else [*parts[slot], made]
                last_source = entry.source
            continue
        if not _faulty(made, ground):
            parts[slot].append(made)
            last_source = entry.source
    return parts


def _made(entry: Entry, text: str, same: bool, slot: str) -> Sentence:
    return Sentence(text, "yours" if same else "tightened", (entry.id,), slot)


def _faulty(sentence: Sentence, ground: Ground) -> bool:
    return any(fault.open for fault in check(sentence.text, ground))


def _slot_for(entry: Entry, kind: LetterKind) -> str:
    """Where something goes that was told without a question."""
    wanted = {"moment": "moment", "meaning": "meaning", "feeling": "know", "wish": "know", "promise": "know"}.get(
        entry.kind, kind.order[0]
    )
    if entry.kind == "promise" and "repair" in kind.order:
        wanted = "repair"
    return wanted if wanted in kind.order else kind.order[-1]


def _retold(sentence: Sentence, entries: Sequence[Entry], ground: Ground, retell: Retell) -> Sentence:
    said = [entry for entry in entries if entry.id in sentence.ids]
    text = retell(sentence, said)
    if not text or text == sentence.text:
        return sentence
    new = replace(sentence, text=text, made="tightened")
    # The ground of one sentence alone: a brain may not carry something over from another.
    own = build_ground(said, ground.to, ground.kind)
    return sentence if _faulty(new, own) or _faulty(new, ground) else new


def _chosen(
    name: DraftName, parts: dict[str, list[Sentence]], entries: Sequence[Entry], kind: LetterKind
) -> list[list[Sentence]]:
    """Which sentences a draft takes, part by part, in its order."""
    kinds = {entry.id: entry.kind for entry in entries}
    filled = [(slot, parts[slot]) for slot in kind.order if parts[slot]]
    if name == "shorter":
        return [_fewer(slot, made, kinds) for slot, made in filled]
    if name == "warmer":
        return _warmer([list(made) for _, made in filled], kinds, kind)
    return [list(made) for _, made in filled]


def _fewer(slot: str, made: Sequence[Sentence], kinds: dict[int, str]) -> list[Sentence]:
    """At most two sentences of a part (three of the moment), none torn from what it leans on."""
    most = 3 if slot == "moment" else 2 if slot in ("know", "truth", "wrong") else 1
    if len(made) <= most:
        return list(made)
    start = 0
    if slot == "moment":
        start = next((n for n, one in enumerate(made) if "moment" in {kinds[id] for id in one.ids}), 0)
    elif slot == "know":
        start = len(made) - most
    while start > 0 and _leans(made[start].text):
        start -= 1
    return list(made[start : start + most])


def _warmer(parts: list[list[Sentence]], kinds: dict[int, str], kind: LetterKind) -> list[list[Sentence]]:
    """A feeling first, where one stands alone; the rest as it is; a feeling or a wish last."""
    if kind.name in ("apology", "hard_truth"):
        return parts
    for at, part in enumerate(parts):
        for n, one in enumerate(part):
            follows = part[n + 1].text if n + 1 < len(part) else ""
            if "feeling" in {kinds[id] for id in one.ids} and not _leans(one.text) and not _leans(follows) and at > 0:
                rest = [p for p in ([*part[:n], *part[n + 1 :]] if k == at else p for k, p in enumerate(parts)) if p]
                return [[one], *rest] if rest else parts
    return parts


def _leans(text: str) -> bool:
    """It needs the sentence before it: "It was cold." "He laughed." "Then we left." """
    low = text.casefold()
    return bool(
        re.match(r"(?:it|that|this|then|so|he|she|they|and|but|there|those|these|because|which)\b", low)
    ) and not low.startswith(("there is", "that day", "that night", "that summer", "this year"))


def _bridged(parts: list[list[Sentence]], kind: LetterKind) -> list[list[Sentence]]:
    """A bridge where two parts meet, as few as a letter bears."""
    count = sum(len(part) for part in parts)
    most = int(BRIDGES_AT_MOST * count / (1 - BRIDGES_AT_MOST))
    table = BRIDGES if kind.addressed else BRIDGES | _SPOKEN
    out: list[list[Sentence]] = []
    for at, part in enumerate(parts):
        slot = part[0].part
        eager = slot in ("know", "repair") and at == len(parts) - 1 and len(parts) > 2 and count >= 6
        if at and most > 0 and slot in table and (eager or count >= 10) and len(part) >= 1:
            out.append([Sentence(table[slot], "bridge", (), slot), *part])
            most -= 1
        else:
            out.append(part)
    return out


def is_bridge(text: str) -> bool:
    """Whether a sentence is one of the closed table."""
    return text in (*BRIDGES.values(), *_SPOKEN.values())
