"""A letter as files: text, Markdown, a mail that can be opened and sent by hand, and what it stands on as JSON.

Guarantees: pure; the mail has no sender's address and no recipient's: sending is the person's act; what a program did
is
said in the mail's header, machine-readable.
Does not: draw pages; letters by hand come with a later change.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from samantha.letters.audit import Fault
from samantha.letters.compose import Letter
from samantha.letters.ledger import Entry
from samantha.letters.reviewing import Review, own_words
from samantha.letters.style import Style

NAMES = ("letter.json", "ledger.json", "audit.json", "letter.txt", "letter.md", "letter.eml")


def papers(
    letter: Letter,
    drafts: Sequence[Letter],
    entries: Sequence[Entry],
    looked: Review,
    style: Style | None,
    more: dict[str, Any],
) -> dict[str, str]:
    """File name -> its text. `more` goes into letter.json as it is: to, questions, sealed."""
    share = own_words(letter, entries)
    return {
        "letter.json": _json({**letter_fields(letter), **more, "own_words": round(share, 3),
                              "style": style_fields(style), "drafts": [letter_fields(one) for one in drafts]}),
        "ledger.json": _json([entry_fields(one) for one in entries]),
        "audit.json": _json(review_fields(letter, looked)),
        "letter.txt": letter.text,
        "letter.md": _markdown(letter),
        "letter.eml": mail(letter, str(more.get("title", "A letter"))),
    }  # fmt: skip


def letter_fields(letter: Letter) -> dict[str, Any]:
    """A letter as fields by name."""
    return {
        "kind": letter.kind,
        "draft": letter.draft,
        "salutation": letter.salutation,
        "sentences": [
            {"text": one.text, "made": one.made, "ids": list(one.ids), "part": one.part, "paragraph": n}
            for n, paragraph in enumerate(letter.paragraphs, 1)
            for one in paragraph
        ],
        "signature": letter.signature,
        "bridges_share": round(letter.bridges_share, 3),
        "text": letter.text,
    }


def entry_fields(entry: Entry) -> dict[str, Any]:
    """An entry of the ledger as fields by name."""
    return {
        "id": entry.id, "kind": entry.kind, "text": entry.text, "turned": entry.turned, "slot": entry.slot,
        "source": entry.source, "start": entry.start, "end": entry.end, "use": entry.use, "why": entry.why,
        "question": entry.question, "at": entry.at or None, "episode": entry.episode,
    }  # fmt: skip


def review_fields(letter: Letter, looked: Review) -> dict[str, Any]:
    """What the audit found."""
    return {
        "may_seal": looked.may_seal,
        "sentences": [
            {"text": one.text, "faults": [fault_fields(fault) for fault in faults]}
            for one, faults in zip(letter.sentences, looked.sentences, strict=True)
        ],
        "whole": [fault_fields(fault) for fault in looked.whole],
    }


def fault_fields(fault: Fault) -> dict[str, Any]:
    """A fault as fields by name."""
    return {"kind": fault.kind, "open": fault.open, "words": fault.words, "about": fault.about}


def style_fields(style: Style | None) -> dict[str, Any] | None:
    """How close the letter is to the sender's own writing."""
    if style is None:
        return None
    return {
        "word": style.word,
        "closer": round(style.closer, 4),
        "low": round(style.low, 4),
        "high": round(style.high, 4),
    }


def mail(letter: Letter, subject: str) -> str:
    """The letter as an unsent mail (RFC 5322), to nobody yet."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["X-Unsent"] = "1"
    message["X-Written-With"] = "Samantha (a program put together sentences that the sender said)"
    message.set_content(letter.text)
    return message.as_string()


def _markdown(letter: Letter) -> str:
    return letter.text.replace("\\", "\\\\").replace("*", "\\*").replace("_", "\\_").replace("#", "\\#")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
