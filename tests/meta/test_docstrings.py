"""Every module says its job, what it guarantees and what it does not; every public name says what it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from tests.meta.sources import Module, modules

Named = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def undocumented(tree: ast.Module) -> Iterator[str]:
    """Public functions, classes and methods of `tree` that have no docstring."""
    for node in tree.body:
        if not isinstance(node, Named) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield node.name
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}.{name}" for name in _methods(node) if not name.startswith("_"))


def _methods(cls: ast.ClassDef) -> Iterator[str]:
    for node in cls.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not ast.get_docstring(node):
            yield node.name


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_a_module_says_its_job_in_one_line(module: Module) -> None:
    first = module.doc.partition("\n")[0]
    assert 10 <= len(first) <= 120
    assert first.endswith((".", "?"))


@pytest.mark.parametrize("module", [m for m in modules() if not m.path.name.startswith("__")], ids=lambda m: m.name)
def test_a_module_says_what_it_guarantees_and_what_it_does_not(module: Module) -> None:
    assert "\nGuarantees:" in module.doc
    assert "\nDoes not:" in module.doc


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_every_public_name_is_documented(module: Module) -> None:
    assert list(undocumented(module.tree)) == []


def test_the_measure_bites() -> None:
    text = 'def f(): ...\ndef _g(): ...\nclass C:\n    "It."\n    def m(self): ...\n    def _n(self): ...\n'
    assert list(undocumented(ast.parse(text))) == ["f", "C.m"]
