"""Draws the package as a tree out of its modules' first lines, for the README and for docs/architecture.md.

Guarantees: the same files give the same tree, byte for byte; `--write` changes only what stands between the marks.
Does not: import the package.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "samantha"
PAGES = {ROOT / "README.md": 1, ROOT / "docs" / "architecture.md": 2}
"""Where a tree stands, and how many levels of it."""
BLOCK = re.compile(r"(<!-- tree -->\n).*?(<!-- /tree -->)", re.DOTALL)
COLUMN = 28
"""Where the words begin."""


def main(arguments: list[str]) -> int:
    """Print the whole tree; `--write` puts it into the pages; `--check` answers 1 when a page is out of date."""
    if "--write" in arguments:
        for page in PAGES:
            page.write_text(fresh(page), encoding="utf-8")
        return 0
    if "--check" in arguments:
        return int(any(page.read_text(encoding="utf-8") != fresh(page) for page in PAGES))
    print(draw(levels=2))
    return 0


def fresh(page: Path) -> str:
    """`page` with its tree drawn anew. Raises ValueError when the page has no marks for it."""
    text, count = BLOCK.subn(
        lambda marks: f"{marks[1]}```text\n{draw(PAGES[page])}\n```\n{marks[2]}", page.read_text(encoding="utf-8")
    )
    if count != 1:
        raise ValueError(f"{page.name} needs one <!-- tree --> and one <!-- /tree -->")
    return text


def draw(levels: int) -> str:
    """The tree, `levels` deep: packages with a slash, modules without."""
    return "\n".join(["src/samantha/", *_below(PACKAGE, levels, indent=2)])


def _below(folder: Path, levels: int, indent: int) -> Iterator[str]:
    packages = sorted(p for p in folder.iterdir() if (p / "__init__.py").is_file())
    files = sorted(p for p in folder.glob("*.py") if not p.name.startswith("__"))
    for path in (*packages, *files):
        name = f"{path.name}/" if path.is_dir() else path.name
        text = first_line(path / "__init__.py" if path.is_dir() else path)
        yield f"{' ' * indent}{name:<{COLUMN - indent}}{text}".rstrip()
        if path.is_dir() and levels > 1:
            yield from _below(path, levels - 1, indent + 2)


def first_line(path: Path) -> str:
    """The first line of a module's docstring, without its full stop."""
    doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return doc.partition("\n")[0].removesuffix(".")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
