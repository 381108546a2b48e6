"""A letter in a home: what was told for it read back, the drafts made from it, and the seal.

Guarantees: the letter is a function of what is in the journal, so that it can be left at any point; sealing is one
transaction with the episode of its text, and refused while a fault is open; what speaks of danger stays sealed and
enters no ledger.
Does not: ask or show anything; the command line does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from samantha.care.crisis import notice_danger
from samantha.care.protocol import begin as begin_danger
from samantha.conversation import danger
from samantha.conversation.around import around
from samantha.errors import LetterError
from samantha.letters.compose import Letter, Sentence, compose
from samantha.letters.interview import Answer, Interview
from samantha.letters.kinds import find_kind
from samantha.letters.ledger import Entry, Told
from samantha.letters.reviewing import Review, review
from samantha.letters.unusable import is_confidence
from samantha.memory.keep import keep
from samantha.people import who
from samantha.ports import Tx
from samantha.store import episodes, facts, letters, people, sealed
from samantha.store.letters import MEMORY, THREAD, KeptLetter, KeptSentence
from samantha.types import PERSON, SAMANTHA, Draft, Episode, Span

MOST_OFFERED = 4
"""Memories of the recipient that are offered for one letter."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A letter as far as it went."""

    kept: KeptLetter
    talk: Interview
    entries: tuple[Entry, ...]
    drafts: tuple[Letter, ...]

    @property
    def letter(self) -> Letter | None:
        """The chosen draft; None where nothing usable was said yet."""
        return next((one for one in self.drafts if one.draft == self.kept.draft), None)

    @property
    def looked(self) -> Review | None:
        """What the audit finds in it."""
        letter = self.letter
        return review(letter, self.entries, self.talk.recipient, self.talk.kind) if letter else None


def desk(tx: Tx, id: int, name: str = "") -> Desk:
    """The letter `id` out of the journal; `name` signs it. Raises LetterError `letter.unknown`."""
    kept = letters.by_id(tx, id)
    kind = find_kind(kept.kind) if kept is not None else None
    if kept is None or kind is None:
        raise LetterError("There is no such letter.", "`samantha write --list` shows them.", code="letter.unknown")
    answers: list[Answer] = []
    more: list[Told] = []
    hidden = sealed.all_of(tx)
    for episode, slot, question in letters.told(tx, id):
        text = "" if episode.id in hidden else episode.text
        at = episode.at.isoformat(timespec="seconds")
        if question:
            answers.append(Answer(slot, question, text, at, episode.id))
        elif text:
            more.append(Told(text, slot, f"episode:{episode.id}", "", at, episode.id))
    to = next((one.text for one in more if one.slot == "whom"), "")
    talk = Interview(kind, to, tuple(answers), tuple(one for one in more if one.slot != "whom"))
    gone = letters.cuts(tx, id)
    entries = tuple(
        replace(one, use="no", why="you cut it") if (one.episode or 0, one.start) in gone else one
        for one in talk.ledger()
    )
    return Desk(kept, talk, entries, tuple(compose(entries, talk.recipient, kind, sender=name)))


def tell(tx: Tx, id: int, slot: str, question: str, text: str, at: datetime) -> Episode:
    """Journal one answer, or with an empty question something said unasked, for the letter `id`."""
    if letters.by_id(tx, id) is None:
        raise LetterError("There is no such letter.", "`samantha write --list` shows them.", code="letter.unknown")
    heard = danger.hear(tx, Draft(at, "heard", PERSON, text, thread=f"{THREAD}{id}", origin="letter"))
    letters.tell(tx, id, heard.id, slot, question, at)
    if slot == "whom" and (person := _person(tx, text)) is not None:
        letters.is_to(tx, id, person)
    return heard


def answer_danger(tx: Tx, heard: Episode, at: datetime) -> str | None:
    """What is said to words of danger, journalled and sealed like them; None for any other words."""
    found = notice_danger(heard.text)
    if facts.SEALED not in facts.labels(tx, heard.id):
        return None
    if found is None:
        return "This is more than a letter. Please tell me in `samantha talk`; I am there."
    given = begin_danger(found, around(tx, at))
    said = Draft(at, "said", SAMANTHA, given.text, thread=heard.thread, origin="letter", reply_to=heard.id)
    danger.record(tx, said, heard, given)
    return given.text


def remembered(tx: Tx, id: int) -> list[Episode]:
    """What the sender told before about the one it is to, to be offered: their own words, nobody else's confidence.

    Nothing sealed, nothing played, nothing in which a third person comes up, nothing that was asked for this letter.
    """
    kept = letters.by_id(tx, id)
    if kept is None or kept.person is None:
        return []
    ids = set(who.same_as(tx, kept.person))
    named = {mention.span.episode for mention in people.mentions(tx, sorted(ids))}
    others = {
        mention.span.episode
        for one in people.everybody(tx)
        if not ids & set(who.same_as(tx, one))
        for mention in people.mentions(tx, who.same_as(tx, one))
    }
    hidden = sealed.all_of(tx)
    had = {episode.id for episode, _, _ in letters.told(tx, id)}
    found = episodes.many(tx, sorted(named - others - hidden - had))
    good = [one for one in found if one.who == PERSON and one.kind == "heard" and not one.played]
    return [one for one in good if not one.thread.startswith(THREAD) and not is_confidence(one.text)][-MOST_OFFERED:]


def accept(tx: Tx, id: int, episode: int, at: datetime) -> None:
    """Take a memory that was offered into the ledger. Raises LetterError `letter.memory` for one that may not be."""
    if episode not in {one.id for one in remembered(tx, id)}:
        raise LetterError("That memory cannot go into this letter.", "Tell it in your own words.", code="letter.memory")
    letters.tell(tx, id, episode, MEMORY, "", at)


def seal(tx: Tx, id: int, at: datetime, name: str = "") -> Episode:
    """Seal the chosen draft: its text becomes an episode, its sentences are kept with the words they stand on.

    Raises LetterError `letter.empty`, `letter.open` or `letter.sealed`; then nothing was written.
    """
    whole = desk(tx, id, name)
    letter, looked = whole.letter, whole.looked
    if letter is None or looked is None:
        raise LetterError("There is nothing to seal yet.", "`samantha write` goes on.", code="letter.empty")
    if not looked.may_seal:
        raise LetterError(
            f"{len(looked.open)} sentence(s) have no ground yet.",
            "Keep each by saying it, or cut it.",
            code="letter.open",
        )
    wrote = keep(
        tx, Draft(at, "wrote", PERSON, letter.text, thread=f"{THREAD}{id}", origin="letter", key=f"letter-{id}-sealed")
    )
    table = {entry.id: entry for entry in whole.entries}
    letters.seal(tx, id, wrote.id, [_kept(n, one, table) for n, one in enumerate(letter.sentences, 1)])
    return wrote


def _kept(n: int, one: Sentence, table: dict[int, Entry]) -> KeptSentence:
    said = [table[id] for id in one.ids]
    grounds = tuple(Span(e.episode, e.start, e.end) for e in said if e.episode is not None)
    return KeptSentence(n, one.text, one.made, one.part, grounds)


def _person(tx: Tx, text: str) -> int | None:
    from samantha.letters.names import recipient_of

    to = recipient_of(text)
    for called in (*reversed(to.names), to.relation or ""):
        found = who.candidates(tx, called) if called else []
        if len(found) == 1:
            return found[0].id
    return None
