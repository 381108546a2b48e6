"""`samantha write`: a letter out of what you really say, one gentle question at a time; left and gone on with at will.

Guarantees: every answer is in the journal before the next question; nothing is sealed with an open fault; nothing is
sent.
Does not: need a model; draw pages by hand (a later change).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

OK, FAILED = 0, 1


def add_parser(subparsers: Any) -> None:
    """`samantha write [--to WHOM] [--kind KIND] | --answers FILE --out DIR | --list`."""
    from samantha.letters.kinds import NAMES

    parser: argparse.ArgumentParser = subparsers.add_parser(
        "write",
        help="a letter out of what you really say: questions, a draft, a look at every sentence",
        description=(
            "Write a letter. She asks one question at a time, never more than twelve, and puts together only what you "
            "said; each sentence shows the words it stands on. Leave at any time; `samantha write` goes on. Nothing is "
            "sent: printing and sending are yours. Pages by hand come with a later change."
        ),
    )
    parser.add_argument("--to", metavar="WHOM", help="whom it is to, such as “my sister Rachel”")
    parser.add_argument("--kind", metavar="KIND", help=f"what kind: {', '.join(NAMES)}")
    parser.add_argument("--answers", type=Path, metavar="FILE", help="answers given beforehand, as JSON; asks nothing")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write letter.json, .txt, .md, .eml and the rest there")
    parser.add_argument("--draft", default="plainer", choices=("plainer", "shorter", "warmer"), help="which draft")
    parser.add_argument("--new", action="store_true", help="begin another letter, also where one was left")
    parser.add_argument("--list", action="store_true", help="the letters there are, and where each stands")
    parser.add_argument("--json", action="store_true", help="with --list: a JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write, list, or make files out of given answers. Raises HomeError, StoreError, LetterError."""
    if args.answers is not None:
        return _from_file(args)
    import anyio

    from samantha.cli import write_talk

    return anyio.run(write_talk.list_letters if args.list else write_talk.talk, args)


def _from_file(args: argparse.Namespace) -> int:
    from samantha.cli.write_files import letter_from, read_answers, save

    if args.out is None:
        print("Say where to: --out DIR.", file=sys.stderr)
        return FAILED
    case = read_answers(args.answers, args.kind, args.to)
    made, files = letter_from(case, args.draft)
    save(args.out, files)
    for line in made.lines:
        print(line, file=sys.stderr)
    return OK if made.letter is not None else FAILED
