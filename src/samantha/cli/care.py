"""`samantha care`: the numbers she would give, what she goes by in a bad hour, and whether she reads feelings.

Guarantees: without options it only shows; a setting is changed only by naming it, and taken back by an empty word.
Does not: call or send anything, nor ask why.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from samantha.care.protocol import Around
    from samantha.ports import Store

OK, FAILED = 0, 1
UNKNOWN = "“{}” is none of the places I have numbers for: {}. I then give the emergency number and findahelpline.com."


def add_parser(subparsers: Any) -> None:
    """Add the verb to the command line."""
    words = "the numbers she gives in a bad hour, and the place, age, language and person she goes by"
    parser: argparse.ArgumentParser = subparsers.add_parser("care", help=words, description=words)
    parser.add_argument("--place", metavar="CC", help="your country, two letters, such as GB or DE")
    parser.add_argument("--age", choices=("minor", "adult", ""), help="minor: words and lines for the young")
    parser.add_argument("--language", metavar="LL", help="two letters, such as en or fr; else the one you speak")
    parser.add_argument("--reach", metavar="NAME", help="somebody of yours whom she may name in a bad hour")
    words = "off: how you feel is not read from your words; from a voice it never is"
    parser.add_argument("--feelings", choices=("on", "off"), help=words)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Change what was named, then show. Raises HomeError, StoreError."""
    import anyio

    return anyio.run(_care, args)


async def _care(args: argparse.Namespace) -> int:
    from samantha.app import open_memory
    from samantha.care.languages import LANGUAGES
    from samantha.care.places import places
    from samantha.conversation.around import AGE, FEELINGS, LANGUAGE, PLACE, REACH, UNREAD, around
    from samantha.store import settings

    place = args.place.upper() if args.place else args.place
    if place and place not in places():
        print(UNKNOWN.format(args.place, ", ".join(sorted(places()))))
        return FAILED
    if args.language and args.language not in LANGUAGES:
        print(f"“{args.language}” is none of the languages I have words of my own in: {', '.join(LANGUAGES)}.")
        return FAILED
    async with open_memory() as samantha:
        feelings = "" if args.feelings == "on" else args.feelings
        wanted = {PLACE: place, AGE: args.age, LANGUAGE: args.language, REACH: args.reach, FEELINGS: feelings}
        for name, value in wanted.items():
            if value is not None:
                await _put(samantha.store, name, value.strip())
        found = await samantha.store.read(around, samantha.clock.now())
        unread = await samantha.store.read(settings.get, FEELINGS) == UNREAD
    print("\n".join(page(found, unread=unread)))
    return OK


async def _put(store: Store, name: str, value: str) -> None:
    from samantha.store import settings

    if value:
        await store.run(settings.put, name, value)
    else:
        await store.run(settings.drop, name)


def page(around: Around, *, unread: bool = False) -> list[str]:
    """What she goes by, and the numbers, a line each; `unread` where feelings are not to be read."""
    from samantha.care.places import directory

    place = around.place
    lines = [
        f"place      {place.code or 'not set, and not to be told from your clock'}",
        f"age        {'minor' if around.minor else 'not set as minor'}",
        f"language   {around.language or 'the one you speak'}",
        f"to reach   {around.person or 'nobody named; she asks'}",
        f"feelings   {'not read' if unread else 'read from your words, and not kept; never from a voice'}",
        "",
        f"emergency  {place.emergency}",
    ]
    for kind, line in (("to talk", place.line), ("the young", place.young), ("violence", place.home)):
        if line is not None:
            lines.append(f"{kind:<10} {line.number}, {line.name}{f', text {line.text}' if line.text else ''}")
    lines.append(f"anywhere   {directory()}")
    if place.checked:
        lines += [
            "",
            f"Looked over on {place.checked} against {place.against}; the source is {place.source}. Not called.",
        ]
    return lines
