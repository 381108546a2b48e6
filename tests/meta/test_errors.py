"""The error tree: drawn as it is, each kind with a code of its own, codes in families."""

from __future__ import annotations

import ast
import re

import pytest
from tests.meta.sources import modules

from samantha import errors


def kinds() -> list[type[errors.SamanthaError]]:
    """Every error class of the tree, the root first."""
    found = [v for v in vars(errors).values() if isinstance(v, type) and issubclass(v, errors.SamanthaError)]
    return sorted(found, key=lambda kind: len(kind.__mro__))


def drawn() -> list[tuple[int, str, str]]:
    """The tree in the docstring, line by line: depth, class, codes."""
    pattern = re.compile(r"^    ([│├└─ ]*)(\w+)(?: +(\w+\.[\w*]+(?:, \w+\.\*)*))?", re.MULTILINE)
    found = pattern.findall(errors.__doc__ or "")
    return [(len(bars) // 4, name, code) for bars, name, code in found if name in vars(errors)]


def test_codes_are_unique() -> None:
    codes = [kind.code for kind in kinds()]
    assert len(set(codes)) == len(codes)


def test_each_kind_stands_in_the_drawn_tree_under_its_parent() -> None:
    path: dict[int, str] = {}
    seen: set[str] = set()
    for depth, name, code in drawn():
        kind: type[errors.SamanthaError] = vars(errors)[name]
        if depth:
            assert kind.__bases__[0].__name__ == path[depth - 1]
        if code:
            assert kind.code == code or (code.endswith(".*") and kind.code.partition(".")[0] in families(code))
        path[depth] = name
        seen.add(name)
    assert seen == {kind.__name__ for kind in kinds()}


def families(code: str) -> set[str]:
    """What stands before the dot in the codes of one drawn line."""
    return {one.partition(".")[0] for one in code.split(", ")}


def families_of(kind: type[errors.SamanthaError]) -> set[str]:
    """The families that the tree draws for a class or for the nearest class above it."""
    lines = {name: families(code) for _, name, code in drawn() if code}
    return next((lines[parent.__name__] for parent in kind.__mro__ if parent.__name__ in lines), set[str]())


@pytest.mark.parametrize("kind", kinds(), ids=lambda k: k.__name__)
def test_an_error_reads_as_sentences(kind: type[errors.SamanthaError]) -> None:
    error = kind("The lamp is out.", "Light it.")
    assert str(error) == "The lamp is out. Light it."
    assert (kind.__doc__ or "").endswith(".")


def codes_given() -> list[tuple[str, str, str]]:
    """Each literal `code=` in the package: the module, the class it is given to, the code."""
    found: list[tuple[str, str, str]] = []
    for module in modules():
        for call in ast.walk(module.tree):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in vars(errors)):
                continue
            values = [word.value for word in call.keywords if word.arg == "code"]
            literals = [value.value for value in values if isinstance(value, ast.Constant)]
            found.extend((module.name, call.func.id, str(literal)) for literal in literals)
    return found


@pytest.mark.parametrize("given", codes_given(), ids=lambda g: g[2])
def test_a_code_given_at_the_raise_belongs_to_the_family_of_its_class(given: tuple[str, str, str]) -> None:
    _, name, code = given
    kind: type[errors.SamanthaError] = vars(errors)[name]
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", code)
    assert kind is errors.SamanthaError or code.partition(".")[0] in families_of(kind)
