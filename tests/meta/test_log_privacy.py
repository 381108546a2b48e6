"""No words of the person reach a log or an error: log messages are constants, and nothing put into either is text."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from tests.meta.sources import Module, modules

from samantha import errors

LOGGERS = {"log", "logger", "logging", "_log", "_logger"}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
PERSONAL = {
    "answer", "brief", "chunk", "content", "delta", "draft", "draft_text", "episode", "episodes", "event", "fact",
    "heard", "key", "line", "lines", "message", "messages", "name", "passphrase", "password", "prompt", "query",
    "question", "recalled", "recollection", "recollections", "recovery", "reply", "row", "rows", "said", "secret",
    "sentence", "text", "texts", "token", "turn", "typed", "utterance", "value", "who", "words",
}  # fmt: skip

SPOKEN = PERSONAL - {"draft", "event", "fact", "key", "line", "lines", "name", "row", "rows", "token", "value", "who"}
"""In an error the name of a file or a setting may stand, and must."""


def leaks(tree: ast.Module) -> Iterator[str]:
    """Log calls in `tree` that could carry what somebody said."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _is_log(call.func):
            arguments = [*call.args, *(word.value for word in call.keywords)]
            for place, argument in enumerate(arguments):
                yield from (f"line {call.lineno}: {fault}" for fault in _faults(argument, first=place == 0))


def spoken_errors(tree: ast.Module) -> Iterator[str]:
    """Errors made in `tree` with something in their words that somebody may have said."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in vars(errors):
            inside = [node for argument in call.args for node in ast.walk(argument)]
            yield from (f"line {call.lineno}: {name}" for name in map(_name, inside) if name.lower() in SPOKEN)


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_log(func: ast.expr) -> bool:
    if not (isinstance(func, ast.Attribute) and func.attr in LEVELS):
        return False
    owner = func.value
    return (isinstance(owner, ast.Name) and owner.id in LOGGERS) or (
        isinstance(owner, ast.Attribute) and owner.attr in LOGGERS
    )


def _faults(argument: ast.expr, *, first: bool) -> Iterator[str]:
    if first and not isinstance(argument, ast.Constant):
        yield "the message is not a constant"
    for node in ast.walk(argument):
        name = _name(node)
        if name.lower() in PERSONAL:
            yield f"{name} may be somebody's words"


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_log_calls_carry_no_words(module: Module) -> None:
    assert list(leaks(module.tree)) == []


@pytest.mark.parametrize("module", modules(), ids=lambda m: m.name)
def test_errors_carry_no_words(module: Module) -> None:
    assert list(spoken_errors(module.tree)) == []


def test_an_error_with_words_is_found() -> None:
    assert list(spoken_errors(ast.parse('raise StoreError(f"could not keep {episode.text}")')))


@pytest.mark.parametrize(
    "text",
    [
        'log.info(f"heard {x}")',
        'logger.warning("heard %s", text)',
        'self.log.error("%s", episode.text)',
        'logging.debug("%d", count, extra={"q": query})',
        "log.info(x)",
    ],
)
def test_the_measure_bites(text: str) -> None:
    assert list(leaks(ast.parse(text)))


def test_counts_and_codes_are_fine() -> None:
    assert not list(leaks(ast.parse('log.info("%d turns in %.1f s, %s", count, seconds, error.code)')))
