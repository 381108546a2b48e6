"""From a growing text to what is delivered: whole sentences that passed the rules, and an end in time.

Guarantees: pure; the deltas joined are what was delivered; no sentence that breaks a rule is finished; at most one
question, and it comes last; never more words than the move allows.
Does not: stream or record; see `reply` and `turn`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from samantha.care.gates import questions_in
from samantha.conversation.clauses import split_mark, take_sentence
from samantha.types import Delta, Gated, Said

MOST_SENTENCES = 3


@dataclass(slots=True)
class Speaking:
    """One reply while it grows. Feed it text; it gives the events to deliver and says when it is `done`."""

    check: Callable[[str, int], tuple[str, ...]]
    """The rules that a whole sentence breaks, in a reply that has asked so many questions; see `chooser`."""
    most_words: int
    sources: Callable[[str], tuple[int, ...]] = lambda sentence: ()
    """The episodes that a sentence stands on."""
    done: bool = False
    said: list[str] = field(default_factory=list[str])
    """The whole sentences delivered so far."""
    _open: str = ""
    """What was delivered of the sentence under way."""
    _rest: str = ""
    """What came in and is not delivered yet."""

    @property
    def delivered_anything(self) -> bool:
        """A word of this reply is out."""
        return bool(self.said or self._open)

    def begin(self, clause: str) -> list[Delta | Said | Gated]:
        """Deliver the chosen first clause at once, without its closing mark: the mark depends on what follows."""
        bare, self._rest = split_mark(clause)
        self._open = bare
        return [Delta(bare), *self.feed("")]

    def feed(self, text: str) -> list[Delta | Said | Gated]:
        """Take in `text`; give what can be delivered now."""
        self._rest += text
        events: list[Delta | Said | Gated] = []
        while not self.done:
            cut = take_sentence(self._rest) if self._rest.strip() else None
            if cut is None:
                break
            piece, self._rest = cut
            events += self._sentence(piece)
        return events

    def finish(self, *, cut_short: bool = False) -> list[Delta | Said | Gated]:
        """The brain has ended. `cut_short`: in the middle of a sentence, so that a beginning is closed, not kept."""
        events: list[Delta | Said | Gated] = []
        if not self.done:
            rest = self._rest.strip()
            if rest and (rest[-1] in '.!?…"”' or not cut_short):
                events += self._sentence(rest if rest[-1] in '.!?…"”' else rest.rstrip(" ,;:–—") + ".")
            elif self._open:
                events += self._close()
        self.done = True
        return events

    def start_over(self) -> None:
        """Forget what came in, so that another answer can be fed; only while nothing was delivered."""
        if self.delivered_anything:
            raise ValueError("a reply that has begun cannot start over")
        self.done, self._rest = False, ""

    def try_again(self) -> bool:
        """Take up a reply that a rule closed, so that it can be gone on with; False where it is long enough."""
        if any(questions_in(sentence) for sentence in self.said) or len(self.said) >= MOST_SENTENCES:
            return False
        self.done, self._rest = False, ""
        return True

    def break_off(self) -> list[Delta | Said | Gated]:
        """The brain is gone: let the sentence under way trail off, so that nobody waits for its end."""
        self.done, self._rest = True, ""
        return self._close("…")

    def _sentence(self, piece: str) -> list[Delta | Said | Gated]:
        joint = "" if self._open and piece[:1] in ",;:.!?…–—" else " "
        whole = (self._open + joint + piece).strip()
        broken = self.check(whole, questions_in(" ".join(self.said)))
        if not broken and self._too_long(whole):
            broken = ("long",)
        if broken:
            closing = self._close()
            self.done = True
            return [*closing, Gated(whole, broken[0])]
        shown = joint + piece if self.delivered_anything else piece
        self.said.append(whole)
        self._open = ""
        self.done = questions_in(piece) > 0 or len(self.said) >= MOST_SENTENCES
        return [Delta(shown), Said(whole, self.sources(whole))]

    def _close(self, mark: str = ".") -> list[Delta | Said | Gated]:
        """End the sentence under way where it stands."""
        if not self._open:
            return []
        whole, self._open = self._open + mark, ""
        self.said.append(whole)
        return [Delta(mark), Said(whole, self.sources(whole))]

    def _too_long(self, whole: str) -> bool:
        words = sum(len(sentence.split()) for sentence in self.said)
        return words + len(whole.split()) > self.most_words
