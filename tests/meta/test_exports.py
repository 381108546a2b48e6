"""The public names: few, sorted, there, described, and brought in only when they are used."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

import samantha

PUBLIC = ["Companion", "SamanthaError", "__version__", "open_samantha"]


def test_the_public_names_are_sorted_and_there() -> None:
    assert samantha.__all__ == PUBLIC
    assert sorted(PUBLIC) == PUBLIC
    assert all(hasattr(samantha, name) for name in PUBLIC)


def test_nothing_else_looks_public() -> None:
    own = {n for n, v in vars(samantha).items() if getattr(v, "__module__", "samantha") == "samantha"}
    public = {name for name in own if not name.startswith("_") and not inspect.ismodule(vars(samantha)[name])}
    assert public <= {*PUBLIC, "TYPE_CHECKING", "annotations"}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = samantha.nothing  # pyright: ignore[reportAttributeAccessIssue]


def test_each_public_class_and_function_is_described() -> None:
    things = [getattr(samantha, name) for name in PUBLIC]
    assert all(inspect.getdoc(thing) for thing in things if inspect.isclass(thing) or inspect.isfunction(thing))


def test_importing_samantha_brings_in_nothing_slow() -> None:
    program = "import samantha, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert "samantha.app" not in loaded
    assert {"numpy", "onnxruntime", "httpx", "anyio"} & set(loaded) == set()
