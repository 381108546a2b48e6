"""Files stay readable: short modules, short functions, shallow nesting, few parameters."""

from __future__ import annotations

import ast
import statistics

import pytest
from tests.meta.sources import Module, modules

LINES_OF_A_MODULE = 400
LINES_OF_THE_MEDIAN = 150
LINES_OF_A_FUNCTION = 60
NESTING = 4
PARAMETERS = 8
NOISE = {"manager", "service", "handler", "helper", "util", "utils", "common", "base", "processor", "factory", "impl"}

BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST) -> list[Function]:
    """Every function and method in `tree`."""
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def depth(node: ast.AST) -> int:
    """How deep blocks stand in each other below `node`; an `elif` is no deeper than its `if`."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.ClassDef):
            continue
        elif_of = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deepest = max(deepest, depth(child) + (isinstance(child, BLOCKS) and not elif_of))
    return deepest


def parameters(function: Function) -> int:
    """How many parameters it takes, without self and cls."""
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
    return len([name for name in names if name not in ("self", "cls")])


def faults(tree: ast.AST) -> list[str]:
    """What in `tree` is longer, deeper or wider than it may be."""
    found: list[str] = []
    for function in functions(tree):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > LINES_OF_A_FUNCTION:
            found.append(f"{function.name} has {length} lines")
        if depth(function) > NESTING:
            found.append(f"{function.name} nests {depth(function)} deep")
        if parameters(function) > PARAMETERS:
            found.append(f"{function.name} takes {parameters(function)} parameters")
    return found


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_a_module_is_small_and_plainly_named(module: Module) -> None:
    assert len(module.text.splitlines()) <= LINES_OF_A_MODULE
    assert faults(module.tree) == []
    assert not NOISE & set(module.path.stem.split("_"))


def test_the_median_module_is_short() -> None:
    assert statistics.median(len(module.text.splitlines()) for module in modules()) < LINES_OF_THE_MEDIAN


def test_the_measure_bites() -> None:
    long = "def f():\n" + "    x = 1\n" * LINES_OF_A_FUNCTION
    deep = "def f():\n" + "".join("    " * (n + 1) + "if x:\n" for n in range(NESTING + 1)) + "    " * 6 + "pass"
    wide = f"def f({', '.join(f'a{n}' for n in range(PARAMETERS + 1))}): ..."
    assert [len(faults(ast.parse(text))) for text in (long, deep, wide)] == [1, 1, 1]


def test_an_elif_is_not_deeper_than_its_if() -> None:
    chain = "def f():\n    if a:\n        pass\n" + "    elif b:\n        pass\n" * 9
    assert faults(ast.parse(chain)) == []
