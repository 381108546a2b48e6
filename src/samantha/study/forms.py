"""Every form that can be brought in. A new one is a module with a `FORM`, and its name here.

Guarantees: forms are tried in this order; the first that fits is taken.
Does not: read.
"""

from __future__ import annotations

from samantha.errors import ImportFailed
from samantha.study import chatgpt, markdown_days, talks, whatsapp
from samantha.study.turns import Form, Given

FORMS: tuple[Form, ...] = (talks.FORM, chatgpt.FORM, whatsapp.FORM, markdown_days.FORM)
"""Add a form here."""


def recognise(given: Given, name: str | None = None) -> Form:
    """The form called `name`, or the first that `given` looks like. Raises ImportFailed (`import.unknown`)."""
    for form in FORMS:
        if form.name == name or (name is None and form.fits(given)):
            return form
    raise ImportFailed(
        f"{given.name} looks like nothing that can be brought in.",
        f"If it is one of these, say which with --kind: {', '.join(form.name for form in FORMS)}.",
        code="import.unknown",
    )
