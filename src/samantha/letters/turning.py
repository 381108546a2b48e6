"""The sender's sentences about somebody, turned into sentences to them: "she held my hand" becomes "you held my hand".

Guarantees: pure; only pronouns, names and relations of the recipient and the verbs that go with them change; what is
quoted stays; where a pronoun may be somebody else's, nothing is turned and the word is named.
Does not: know grammar beyond English's few endings, nor who else is meant; the sender is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samantha.letters.names import EITHER_WORDS, HE_WORDS, MANY_WORDS, SHE_WORDS, Recipient, gender_of_name
from samantha.letters.turning_words import (
    AGREE,
    DEAR,
    FORMS,
    GIVE,
    NOBODY,
    NOT_OWNED,
    OPENERS,
    PERCEIVE,
    PLACED,
    SHORT,
)
from samantha.letters.verbs import ADVERBS, COMMON, is_participle, plain_form
from samantha.people.relations import normal


@dataclass(frozen=True, slots=True)
class Turned:
    """One sentence, as it can be said to the recipient."""

    text: str
    changed: bool
    unsure: str | None = None
    """The pronoun that may be somebody else's; `text` is then as it was said."""


_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*['’]?(?<!-)|\d[\d.,:]*|\s+|.", re.DOTALL)


def turn(told: Sequence[str], to: Recipient) -> list[Turned]:
    """The sentences of one answer, in their order, as said to `to`: who came up in one colours the next."""
    out: list[Turned] = []
    other = doubled = False
    for sentence in told:
        piece = _Piece(sentence, to, other, doubled)
        out.append(piece.turned())
        other, doubled = piece.other, piece.doubled
    return out


def mentions(sentence: str, to: Recipient) -> bool:
    """Whether the recipient comes up in it, by name, relation or pronoun."""
    low = {match.casefold() for match in re.findall(r"[^\W\d_]+", sentence)}
    names = {part.casefold() for name in to.names for part in name.split()}
    theirs = set(FORMS[to.pronoun]) if to.pronoun else set[str]()
    related = to.relation is not None and any(normal(word) == to.relation for word in low)
    return related or bool(low & (names | theirs | {"you", "your", "yours", "yourself"}))


class _Piece:
    """One sentence while it is being turned."""

    def __init__(self, sentence: str, to: Recipient, other: bool, doubled: bool = False) -> None:
        self.sentence, self.to = sentence, to
        self.doubled = doubled
        """Somebody else of the same name came up."""
        self.other = other
        """Somebody else came up whom the same pronoun may mean."""
        self.tokens: list[str] = _TOKEN.findall(sentence)
        self.unsure: str | None = None
        self.quoted = _quoted(self.tokens)
        self.names = {part.casefold() for name in to.names for part in name.split()}
        self.speaks_to = any(
            token.casefold() in ("you", "your", "yours") and at not in self.quoted
            for at, token in enumerate(self.tokens)
        )

    def turned(self) -> Turned:
        """The whole sentence."""
        self._name_the_recipient()
        forms = FORMS[self.to.pronoun] if self.to.pronoun else {}
        self.here = False
        for at in range(len(self.tokens)):
            if at in self.quoted or not self.tokens[at].strip():
                continue
            low, short = _parted(self.tokens[at])
            if self.tokens[at].startswith("\0"):
                self.other, self.here = False, True
                self._set(at, self.tokens[at][1:])
            elif low in forms:
                if self.other:
                    self.unsure = self.unsure or low
                self._pronoun(at, low, short, forms[low])
            elif self._is_other(at, low):
                self.other = True
        text = "".join(self.tokens)
        if self.unsure is not None:
            return Turned(self.sentence, False, self.unsure)
        if text != self.sentence and text:
            first = next(at for at, letter in enumerate(text) if not letter.isspace())
            text = (
                text[:first] + (text[first].upper() if text[first:][:1].isalpha() else text[first]) + text[first + 1 :]
            )
        return Turned(text, text != self.sentence)

    def _name_the_recipient(self) -> None:
        """Put a mark where a name or relation of the recipient stands: the words that take its place follow."""
        at = 0
        while at < len(self.tokens):
            end, owner = self._named(at) if at not in self.quoted else (at, False)
            if end > at and not self._called_out(at, end):
                self.tokens[at:end] = ["\0your" if owner else "\0you"]
                self.quoted = _quoted(self.tokens)
            at += 1

    def _named(self, at: int) -> tuple[int, bool]:
        """Where a mention of the recipient that begins at `at` ends, and whether it owns what follows."""
        words = [n for n in range(at, min(len(self.tokens), at + 9)) if self.tokens[n][:1].isalpha()]
        if not words or words[0] != at:
            return at, False
        n, last = self._related(words)
        related = last >= 0
        if n < 0:
            return at, False
        while n < len(words) and self._near(words, n, last) and self._is_name(self.tokens[words[n]]):
            if last >= 0 and _owns(self.tokens[words[last]]):
                break
            last = n
            n += 1
        if last < 0:
            return at, False
        if not related:
            if self._is_a_namesake(words[last]):
                self.doubled = self.other = True
                return at, False
            if self.doubled:
                self.unsure = self.unsure or _bare(self.tokens[words[0]])
        return words[last] + 1, _owns(self.tokens[words[last]])

    def _related(self, words: list[int]) -> tuple[int, int]:
        """Of "my dear sister Rachel": how many words to skip, and which is the relation, -1 for none;
        (-1, -1) for somebody else's."""
        if self.tokens[words[0]].casefold() not in ("my", "our"):
            return 0, -1
        n = 1
        while n < len(words) and self.tokens[words[n]].casefold() in DEAR:
            n += 1
        told = self.to.relation.split()[-1] if self.to.relation else None
        if n < len(words) and told is not None and normal(_bare(self.tokens[words[n]])) == told:
            return n + 1, n
        return -1, -1

    def _is_a_namesake(self, last: int) -> bool:
        """ "Anna my boss", "Anna from work", "the other Anna": somebody else of the same name."""
        after = [token.casefold() for token in self.tokens[last + 1 : last + 8] if token.strip() and token != ","]
        if after[:1] == ["from"]:
            return True
        if len(after) > 1 and after[0] in ("my", "our", "his", "her", "their"):
            known = normal(after[1])
            return known in SHE_WORDS | HE_WORDS | EITHER_WORDS and known != self.to.relation
        before = self._word_before(last)
        return before in ("other", "another")

    def _near(self, words: list[int], n: int, last: int) -> bool:
        """Nothing but blanks (or a comma within "my sister, Rachel,") between this word and the one before."""
        if n == 0:
            return True
        between = "".join(self.tokens[words[n - 1] + 1 : words[n]])
        return not between.strip() and bool(between)

    def _is_name(self, token: str) -> bool:
        return token[:1].isupper() and _bare(token) in self.names

    def _called_out(self, at: int, end: int) -> bool:
        """A name that calls somebody: "Thank you, Rachel." keeps it."""
        before = "".join(self.tokens[:at]).rstrip()
        after = "".join(self.tokens[end:]).lstrip()
        if not self.speaks_to:
            return False
        return (not before and after[:1] in ",!") or (
            (before.endswith(",") and after[:1] in ".,!?…") or (before.endswith(",") and not after)
        )

    def _is_other(self, at: int, low: str) -> bool:
        """A word that names somebody else whom the recipient's pronoun may mean."""
        token, pronoun = self.tokens[at], self.to.pronoun
        known = normal(low.removesuffix("'s"))
        if known in SHE_WORDS | HE_WORDS | EITHER_WORDS | MANY_WORDS:
            if self._is_said_of_the_recipient(at):
                return False
            fits = {"she": SHE_WORDS, "he": HE_WORDS, "they": MANY_WORDS}.get(pronoun or "", frozenset[str]())
            return known in fits or known in EITHER_WORDS
        if not token[:1].isupper() or (at == self._first() and gender_of_name(low.removesuffix("'s")) is None):
            return False
        before = self._word_before(at)
        gender = gender_of_name(low.removesuffix("'s"))
        if low in NOBODY or (gender is None and before in PLACED | {"the"}):
            return False
        return (gender is None and before in ("with", "and", "told", "by", "met", "asked")) or gender == pronoun

    def _is_said_of_the_recipient(self, at: int) -> bool:
        """ "She is my best friend": the relation says what the recipient is, and nobody new."""
        before = [token.casefold() for token in self.tokens[:at] if token.strip()][-5:]
        return any(word in ("is", "are", "was", "were", "been", "be", "as", "a", "like", "such") for word in before)

    def _pronoun(self, at: int, low: str, short: str, form: str) -> None:
        after = self._word_after(at)
        if low == "her":
            form = "your" if self._owns_what_follows(at, after) else "you"
        elif low == "his":
            form = "your" if after and after not in NOT_OWNED else "yours"
        if low in ("she", "he", "they"):
            self._set(at, form, short, spoken=True)
        else:
            self._write(at, form)

    def _owns_what_follows(self, at: int, after: str) -> bool:
        next_token = "".join(self.tokens[at + 1 : at + 2])
        if not after or next_token.strip():
            return False
        if self._word_before(at) in PERCEIVE and (after in COMMON or after.endswith("ing")):
            return False
        if self._word_before(at) in GIVE and after.endswith("s") and not after.endswith("ss"):
            return False
        return after not in NOT_OWNED and after not in ADVERBS

    def _set(self, at: int, form: str, short: str = "", *, spoken: bool = False) -> None:
        """Write a pronoun; where it is a subject, its verb follows it."""
        subject = form == "you" and (
            spoken or short != "" or self._begins_a_clause(at) or self._word_after(at) in AGREE
        )
        if short == "'s":
            short = "'ve" if is_participle(self._word_after_adverbs(at)) else "'re"
        self._write(at, form + short)
        if form == "you" and not short and subject:
            self._agree(at)
        elif form == "you" and short:
            self._agree_later(at + 1)
        if form == "you" and (spoken or not subject):
            self._agree_before(at)

    def _begins_a_clause(self, at: int) -> bool:
        gap = next((token for token in reversed(self.tokens[:at]) if token.strip()), "")
        return (
            gap == ""
            or not gap[:1].isalnum()
            or gap.casefold() in OPENERS | {"which", "everything", "way", "time", "day"}
        )

    def _agree(self, at: int) -> None:
        """Let the verb after the subject at `at` follow it, and one before it in a question."""
        n = self._verb_at(at + 1)
        if n is not None and self._turn_verb(n):
            self._agree_later(n + 1)
        elif n is not None:
            self._agree_later(n)

    def _agree_before(self, at: int) -> None:
        """ "How is she?", "so was she": the verb stands before its subject."""
        before = self._at_before(at)
        if before is None or before in self.quoted:
            return
        low = self.tokens[before].casefold().replace("’", "'")
        asks = self.sentence.rstrip().endswith("?") or self._two_before(at) in ("so", "neither", "nor")
        if asks and low in AGREE:
            self._write(before, AGREE[low])

    def _turn_verb(self, n: int) -> bool:
        low = self.tokens[n].casefold().replace("’", "'")
        if low in AGREE:
            self._write(n, AGREE[low])
            return True
        plain = plain_form(low)
        if plain is not None:
            self._write(n, plain)
        return plain is not None

    def _agree_later(self, start: int) -> None:
        """ "comes in and sits down": a verb right after and, or, but goes with the same subject."""
        for at in range(start, len(self.tokens)):
            if self.tokens[at] in ".;!?" or self.tokens[at].casefold() in (
                "i",
                "we",
                "he",
                "she",
                "they",
                "it",
                "that",
                "who",
                "which",
            ):
                return
            if self.tokens[at].casefold() in ("and", "or", "but", "then"):
                n = self._verb_at(at + 1)
                low = self.tokens[n].casefold() if n is not None else ""
                if n is not None and (low in AGREE or (plain_form(low) or "") in COMMON):
                    self._turn_verb(n)

    def _verb_at(self, start: int) -> int | None:
        for n in range(start, len(self.tokens)):
            token = self.tokens[n].casefold()
            if (
                not token.strip()
                or token in ADVERBS
                or token in ("who", "all")
                or (token.endswith("ly") and len(token) > 4)
            ):
                continue
            return n if token[:1].isalpha() and n not in self.quoted else None
        return None

    def _write(self, at: int, form: str) -> None:
        upper = self.tokens[at][:1].isupper() and self.tokens[at] != "I" and at == self._first()
        self.tokens[at] = form.capitalize() if upper else form

    def _first(self) -> int:
        return next((n for n, token in enumerate(self.tokens) if token[:1].isalnum() or token[:1] == "\0"), 0)

    def _at_before(self, at: int) -> int | None:
        return next((n for n in range(at - 1, -1, -1) if self.tokens[n].strip()), None)

    def _two_before(self, at: int) -> str:
        one = self._at_before(at)
        two = self._at_before(one) if one is not None else None
        return self.tokens[two].casefold() if two is not None else ""

    def _word_before(self, at: int) -> str:
        one = self._at_before(at)
        return self.tokens[one].casefold() if one is not None else ""

    def _word_after(self, at: int) -> str:
        after = next((token for token in self.tokens[at + 1 :] if token.strip()), "")
        return after.casefold() if after[:1].isalnum() else ""

    def _word_after_adverbs(self, at: int) -> str:
        n = self._verb_at(at + 1)
        return self.tokens[n].casefold() if n is not None else ""


def _parted(token: str) -> tuple[str, str]:
    """A word in small letters and its short ending: "she's" is `she` and `'s`."""
    low = token.casefold().replace("’", "'")
    for ending in SHORT:
        if low.endswith(ending) and len(low) > len(ending):
            return low[: -len(ending)], ending
    return low, ""


def _bare(token: str) -> str:
    return token.casefold().replace("’", "'").removesuffix("'s").rstrip("'")


def _owns(token: str) -> bool:
    return token.replace("’", "'").endswith(("'s", "s'"))


def _quoted(tokens: Iterable[str]) -> set[int]:
    """The tokens that stand between quotation marks."""
    inside, found = False, set[int]()
    for at, token in enumerate(tokens):
        if token == "“" or (token == '"' and not inside):
            inside = True
        elif token in ("”", '"'):
            inside = False
        elif inside:
            found.add(at)
    return found if not inside else set()
