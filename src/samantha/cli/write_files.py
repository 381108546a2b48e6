"""A letter from a file of answers to a folder of files, for scripts and for measuring.

Guarantees: the home is not opened; the same file gives the same letter, byte for byte.
Does not: keep anything in the journal, or send.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from samantha.errors import LetterError
from samantha.letters.compose import Letter
from samantha.letters.fromfile import Given, Written, best, write
from samantha.letters.interview import NOTHING, Interview
from samantha.letters.kinds import NAMES, find_kind
from samantha.letters.ledger import Entry
from samantha.letters.papers import NAMES as FILES
from samantha.letters.papers import entry_fields, papers
from samantha.letters.plain_draft import plain_draft
from samantha.letters.reviewing import Review, review
from samantha.letters.style import style


@dataclass(frozen=True, slots=True)
class Case:
    """A file of answers."""

    given: Given
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a file."""

    written: Written
    letter: Letter | None
    review: Review | None
    lines: tuple[str, ...]
    """What to say about it."""


def read_answers(path: Path, kind: str | None = None, to: str | None = None) -> Case:
    """Read a file of answers; `kind` and `to` outrank what it says. Raises LetterError `letter.answers`,
    `letter.kind`."""
    try:
        value: object = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LetterError(f"{path.name} cannot be read as JSON.", "docs/letters.md shows its form.") from error
    return case_of(value, kind, to)


def case_of(value: object, kind: str | None = None, to: str | None = None) -> Case:
    """The same out of a JSON value."""
    if not isinstance(value, dict):
        raise LetterError("These are no answers: an object is wanted.", "docs/letters.md shows its form.")
    fields = cast("dict[str, Any]", value)
    found = find_kind(kind or str(fields.get("kind", "")))
    if found is None:
        raise LetterError("That is no kind of letter.", f"One of: {', '.join(NAMES)}.", code="letter.kind")
    answers: list[tuple[str, str]] = []
    for one in cast("list[Any]", fields.get("answers") or []):
        if not isinstance(one, dict) or not isinstance(cast("dict[str, Any]", one).get("a"), str):
            raise LetterError("An answer is an object with q and a.", "docs/letters.md shows the form.")
        pair = cast("dict[str, Any]", one)
        answers.append((str(pair.get("q", "")), str(pair["a"])))
    samples = tuple(str(text) for text in cast("list[Any]", fields.get("samples") or []))
    name = str(fields.get("from") or "")
    given = Given(found, to or str(fields.get("to") or ""), tuple(answers), name, str(fields.get("at") or ""))
    return Case(given, samples)


def letter_from(case: Case, draft: str = "plainer") -> tuple[Made, dict[str, str]]:
    """The letter, and its files by name; only ledger.json where nothing usable was said."""
    written = write(case.given)
    letter = best(written.drafts, draft)
    if letter is None:
        ledger = json.dumps([entry_fields(one) for one in written.entries], ensure_ascii=False, indent=2) + "\n"
        return Made(written, None, None, (NOTHING,)), {"ledger.json": ledger}
    looked = review(letter, written.entries, written.talk.recipient, case.given.kind)
    files = papers_of(letter, written.drafts, written.entries, looked, written.talk, case.samples)
    lines = tuple(f"sentence {n}: {fault.words}" for n, fault in looked.open)
    aside = tuple(f"left out: {one.why}" for one in written.entries if one.use == "aside")
    return Made(written, letter, looked, (*lines, *aside)), files


def papers_of(
    letter: Letter,
    drafts: Sequence[Letter],
    entries: Sequence[Entry],
    looked: Review,
    talk: Interview,
    samples: Sequence[str] = (),
) -> dict[str, str]:
    """The files of a letter. Without `samples` of the sender's writing, what they said is the sample."""
    own = samples or (" ".join(one.text for one in entries),)
    how = style(" ".join(one.text for one in letter.sentences), own, plain_draft(talk.kind.name))
    more: dict[str, Any] = {
        "to": talk.recipient.called,
        "title": talk.kind.title.capitalize(),
        "questions": len(talk.answers),
        "sealed": looked.may_seal,
        "left_out": [{"id": one.id, "use": one.use, "why": one.why} for one in entries if one.use != "usable"],
    }
    return papers(letter, drafts, entries, looked, how, more)


def save(folder: Path, files: dict[str, str]) -> None:
    """Write the files; those of an earlier letter that are not among them go. Raises LetterError `letter.out`."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            if name not in files:
                (folder / name).unlink(missing_ok=True)
        for name, text in files.items():
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                file.write(text)
    except OSError as error:
        raise LetterError(
            "The files could not be written.", "Choose another folder with --out.", code="letter.out"
        ) from error
