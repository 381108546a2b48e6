"""What to ask next: whom, what for, and then whatever the letter cannot be without, one gentle question at a time.

Guarantees: pure; never more than `MOST` questions; none after there is enough; a question that gave nothing is asked
once
more in other words, then left.
Does not: read meaning; an answer fills a part where the ledger finds something usable in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from samantha.letters.kinds import LetterKind
from samantha.letters.ledger import Entry, Told, is_moment, read, usable
from samantha.letters.names import Recipient, recipient_of
from samantha.letters.unusable import is_rage

MOST = 12
"""Questions in one interview, with whom and what for."""
_WORDS_OF_ENOUGH = 3
_WORDS_OF_A_MOMENT = 10
"""In an answer to another question; "for coming when I was ill" is no moment yet."""
ENOUGH = "That is enough for a letter."
NOTHING = (
    "There is nothing here yet that a letter could stand on, and I don't make things up. That is no fault of yours. "
    "It keeps; when one small moment comes to you, say it, and we go on from there."
)
LIE = "I only write down what you say is so. What would you want to say that is true?"
RAGE = "That is kept here for you, and goes into no letter. What happened, as you saw it?"

State: TypeAlias = Literal["asking", "enough", "nothing"]


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask now."""

    slot: str
    text: str
    lead: str = ""
    """A kind word before it, about what was just said."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question as it was asked, and what came."""

    slot: str
    question: str
    text: str
    at: str = ""
    episode: int | None = None


@dataclass(frozen=True, slots=True)
class Interview:
    """An interview as far as it went. A pure value: it can be kept and gone on with after weeks."""

    kind: LetterKind
    to: str = ""
    """How the sender named the recipient, where that was given without a question."""
    answers: tuple[Answer, ...] = ()
    more: tuple[Told, ...] = field(default=())
    """What was told without a question: accepted memories, lines typed later."""

    def answered(self, question: Question, text: str, at: str = "", episode: int | None = None) -> Interview:
        """The same, with one answer more."""
        new = Answer(question.slot, question.text, text, at, episode)
        return replace(self, answers=(*self.answers, new))

    @property
    def recipient(self) -> Recipient:
        """Whom it is to, or about."""
        words = self.to or next((one.text for one in self.answers if one.slot == "whom"), "")
        told = [one.text for one in self.answers if one.slot != "whom"] + [one.text for one in self.more]
        return recipient_of(words, told) if words else Recipient()

    @property
    def told(self) -> list[Told]:
        """Everything said, in order, as the ledger reads it."""
        asked = [
            Told(one.text, one.slot, f"answer:{n}", one.question, one.at, one.episode)
            for n, one in enumerate(self.answers, 1)
            if one.slot != "whom"
        ]
        return [*asked, *self.more]

    def ledger(self) -> list[Entry]:
        """What was really said, cut and numbered."""
        to = self.recipient
        if not self.kind.addressed:
            to = Recipient()
        return read(self.told, to)


def next_question(talk: Interview) -> Question | None:
    """The one to ask now; None where there is enough, or nothing more to ask."""
    if len(talk.answers) >= MOST:
        return None
    if not talk.to and not _asked(talk, "whom"):
        return Question("whom", talk.kind.whom)
    entries = talk.ledger()
    lead = _lead(talk, entries)
    for slot in _slots(talk.kind):
        asked = [one for one in talk.answers if one.slot == slot]
        if is_filled(slot, entries, talk.kind) or (slot not in talk.kind.needs and asked):
            continue
        question = _question(talk, slot, len(asked))
        if question is not None:
            return Question(slot, question, lead)
    return None


def state(talk: Interview) -> State:
    """Where it stands: still asking, enough for a letter, or at its end with nothing usable."""
    entries = talk.ledger()
    if next_question(talk) is not None:
        return "asking"
    return "enough" if usable(entries) else "nothing"


def missing(talk: Interview) -> list[str]:
    """The parts that the letter should have and has nothing for."""
    entries = talk.ledger()
    return [slot for slot in talk.kind.needs if not is_filled(slot, entries, talk.kind)]


def is_filled(slot: str, entries: Sequence[Entry], kind: LetterKind) -> bool:
    """Whether there is something usable for a part."""
    good = usable(entries)
    if slot == "moment":
        return any(
            (entry.slot == slot and is_moment(entry.text))
            or (entry.kind == "moment" and len(entry.text.split()) >= _WORDS_OF_A_MOMENT)
            for entry in good
        )
    if slot == "know" and "know" in kind.needs:
        wishes = [
            e for e in good if e.kind in ("wish", "promise") or (e.kind == "feeling" and e.slot in ("know", "meaning"))
        ]
        return any(e.slot == "know" for e in good) or len(wishes) >= 2
    if slot == "meaning":
        return any(e.slot == slot or e.kind == "meaning" for e in good)
    return any(entry.slot == slot for entry in good)


def _slots(kind: LetterKind) -> list[str]:
    """The parts in the order in which they are asked: what for first, then what it cannot be without."""
    first = [slot for slot in kind.order if slot in ("occasion", "wrong", "truth")]
    return [*first, *(slot for slot in kind.order if slot in kind.needs and slot not in first)]


def _asked(talk: Interview, slot: str) -> bool:
    return any(one.slot == slot for one in talk.answers)


def _question(talk: Interview, slot: str, times: int) -> str | None:
    ways = talk.kind.ask[slot]
    if times == 0:
        return ways[0]
    warmed = any(one.question == talk.kind.warm for one in talk.answers)
    if times == 1:
        hesitant = _hesitates(talk.answers[-1].text)
        return talk.kind.warm if hesitant and not warmed and slot in ("moment", "wrong", "truth") else ways[1]
    if times == 2 and slot in talk.kind.needs and not any(one.question == ways[1] for one in talk.answers):
        return ways[1]
    return None


def _hesitates(text: str) -> bool:
    return len(text.split()) <= _WORDS_OF_ENOUGH or "don't know" in text.casefold().replace("’", "'")


def _lead(talk: Interview, entries: Sequence[Entry]) -> str:
    """A word about the last answer, where something in it was left out."""
    if not talk.answers:
        return ""
    last = [entry for entry in entries if entry.source == f"answer:{len(talk.answers)}"]
    if any("not so" in entry.why for entry in last):
        return LIE
    if any(is_rage(entry.text) for entry in last):
        return RAGE
    return ""
