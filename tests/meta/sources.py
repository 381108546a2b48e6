"""What the meta tests look at: the tracked files, and the package's modules as syntax trees.

Guarantees: reads only; a file that git does not track (or would ignore) is not looked at.
Does not: import the package, so that a broken module can still be described.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "samantha"


@dataclass(frozen=True, slots=True)
class Module:
    """One module of the package."""

    name: str
    """Dotted, as it is imported."""
    path: Path
    text: str
    tree: ast.Module

    @property
    def place(self) -> str:
        """Where it is, from the root of the checkout."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def doc(self) -> str:
        """Its docstring, or nothing."""
        return ast.get_docstring(self.tree) or ""


@cache
def modules() -> tuple[Module, ...]:
    """Every module under `src/samantha`, by name."""
    return tuple(_module(path) for path in sorted(PACKAGE.rglob("*.py")))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git holds or would take up, and that is there."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / name for name in sorted(set(names.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def pages() -> tuple[Path, ...]:
    """Every Markdown page of the project."""
    return tuple(path for path in tracked() if path.suffix == ".md" and PACKAGE not in path.parents)


def imports(tree: ast.AST) -> Iterator[str]:
    """The modules that `tree` imports anywhere, as dotted names; `from a import b` gives `a` and `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _module(path: Path) -> Module:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    text = path.read_text(encoding="utf-8")
    name = ".".join(part for part in parts if part != "__init__")
    return Module(name, path, text, ast.parse(text))
