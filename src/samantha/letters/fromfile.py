"""A whole letter out of answers given beforehand: the interview is held with them, and nothing is asked of anybody.

Guarantees: pure; a question takes the nearest answer that is left, else "I'd rather not say"; answers that no question
came to are told too, after the others, for they are the sender's words.
Does not: read a file or keep anything; `samantha write --answers` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samantha.letters.compose import Letter, compose
from samantha.letters.interview import Interview, next_question
from samantha.letters.kinds import LetterKind
from samantha.letters.ledger import Entry, Told
from samantha.letters.nearest import nearest, slot_of

NOT_SAID = "I'd rather not say"


@dataclass(frozen=True, slots=True)
class Given:
    """What a file holds: the kind, to whom, and answers with their questions."""

    kind: LetterKind
    to: str
    answers: tuple[tuple[str, str], ...]
    sender: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What came of it."""

    talk: Interview
    entries: tuple[Entry, ...]
    drafts: tuple[Letter, ...]
    questions: int
    """How many were asked."""


def write(given: Given) -> Written:
    """Hold the interview with the answers, and compose the drafts."""
    talk, used = Interview(given.kind, given.to), set[int]()
    asked = [question for question, _ in given.answers]
    slots = ("whom", *given.kind.order)
    while (question := next_question(talk)) is not None:
        at = nearest(question.text, question.slot, asked, used, slots)
        if at is not None:
            used.add(at)
        text = given.answers[at][1] if at is not None else NOT_SAID
        talk = talk.answered(question, text, given.at)
    more = [_told(question, text, n, given) for n, (question, text) in enumerate(given.answers) if n not in used]
    whole = Interview(talk.kind, talk.to, talk.answers, tuple(one for one in more if one.slot != "whom"))
    entries = whole.ledger()
    drafts = compose(entries, whole.recipient, given.kind, sender=given.sender)
    return Written(whole, tuple(entries), tuple(drafts), len(talk.answers))


def _told(question: str, text: str, n: int, given: Given) -> Told:
    slot = slot_of(question, ("whom", *given.kind.order)) or "more"
    return Told(text, slot, f"given:{n + 1}", question, given.at)


def best(drafts: Sequence[Letter], name: str = "plainer") -> Letter | None:
    """The draft of that name, else the first; None where there is none."""
    return next((one for one in drafts if one.draft == name), drafts[0] if drafts else None)
