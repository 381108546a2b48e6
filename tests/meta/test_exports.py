"""The public names: few, sorted, there, and described."""

from __future__ import annotations

import inspect

import samantha

PUBLIC: list[str] = vars(samantha).get("__all__", [])


def test_the_public_names_are_sorted_and_there() -> None:
    assert sorted(PUBLIC) == PUBLIC != []
    assert all(hasattr(samantha, name) for name in PUBLIC)


def test_nothing_else_looks_public() -> None:
    public = {n for n, v in vars(samantha).items() if not n.startswith("_") and not inspect.ismodule(v)}
    assert public <= set(PUBLIC)


def test_each_public_class_and_function_is_described() -> None:
    things = [getattr(samantha, name) for name in PUBLIC]
    assert all(inspect.getdoc(thing) for thing in things if inspect.isclass(thing) or inspect.isfunction(thing))
