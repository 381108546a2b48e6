"""Samantha: a personal operating system that you talk to, on your own machine."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samantha.app import Companion, open_samantha
    from samantha.errors import SamanthaError

__version__ = "0.1.0"

__all__ = ["Companion", "SamanthaError", "__version__", "open_samantha"]

_PLACES = {"Companion": "app", "SamanthaError": "errors", "open_samantha": "app"}


def __getattr__(name: str) -> object:
    """Bring a public name in at its first use, so that `samantha --help` need not wait for what a talk needs."""
    if name not in _PLACES:
        raise AttributeError(f"module 'samantha' has no attribute {name!r}")
    return getattr(import_module(f"samantha.{_PLACES[name]}"), name)
