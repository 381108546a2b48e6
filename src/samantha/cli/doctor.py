"""`samantha doctor`: how she is, what is amiss, and what to do about each thing.

Guarantees: works on a bare machine; changes nothing; ends with 0 unless something does not work.
Does not: send anything anywhere, nor ask for a passphrase (set SAMANTHA_PASSPHRASE to have a journal locked so read).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samantha.cli.checks import Finding
    from samantha.config import Config

MARKS = {"well": "·", "note": "–", "wrong": "!"}


def add_parser(subparsers: Any) -> None:
    """`samantha doctor [--deep] [--measure] [--json]`."""
    parser: argparse.ArgumentParser = subparsers.add_parser(
        "doctor",
        help="how she is: versions, model files, where your words are and go, what to mend",
        description="How she is, and what to do about each problem. Ends with 1 when something does not work.",
    )
    parser.add_argument("--deep", action="store_true", help="also read the whole journal and every model file")
    parser.add_argument("--measure", action="store_true", help="also start the embedded brain and time it")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Look at everything; 1 when something does not work, else 0."""
    wrong, before = False, ""
    for finding in _all(args.deep, args.measure):
        wrong = wrong or finding.state == "wrong"
        _show(finding, args.json, before)
        before = finding.matter
    return 1 if wrong else 0


def _all(deep: bool, measure: bool) -> Iterator[Finding]:
    from samantha.cli import checks, trials
    from samantha.cli.checks import Finding
    from samantha.config import load_config
    from samantha.errors import ConfigError

    yield from _softly("versions", checks.versions)
    try:
        config = load_config()
    except ConfigError as error:
        yield Finding("settings", "wrong", error.what, error.next)
        return
    matters: list[tuple[str, Callable[[Config], Iterable[Finding]]]] = [
        ("machine", checks.machine),
        ("model files", checks.model_files),
        ("home", checks.home),
        ("words", checks.words),
        ("journal", trials.journal_whole if deep else trials.journal),
    ]
    if deep:
        matters.append(("model files", trials.files_whole))
    if measure:
        matters.append(("speed", trials.speed))
    for matter, look in matters:
        yield from _softly(matter, lambda look=look: look(config))


def _softly(matter: str, look: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """The findings, and one more in place of an error, so that one matter never hides the next."""
    from samantha.cli.checks import Finding
    from samantha.errors import SamanthaError

    try:
        yield from look()
    except SamanthaError as error:
        yield Finding(matter, "wrong", f"{error.what} [{error.code}]", error.next)
    except OSError as error:
        yield Finding(
            matter, "wrong", f"cannot be looked at ({error.strerror or type(error).__name__})", "See who owns it."
        )


def _show(finding: Finding, as_json: bool, before: str) -> None:
    if as_json:
        fields = {"matter": finding.matter, "state": finding.state, "text": finding.text, "todo": finding.todo}
        print(json.dumps(fields, ensure_ascii=False))
        return
    from samantha.cli.screen import Screen, abilities_of

    screen = Screen(sys.stdout, abilities_of(sys.stdout))
    screen.row(
        MARKS[finding.state],
        "" if finding.matter == before else finding.matter,
        finding.text,
        loud=finding.state == "wrong",
    )
    if finding.todo:
        screen.row("", "", f"→ {finding.todo}", loud=finding.state == "wrong")
