"""The modules that carry the judgement are pure: no input or output, no clock, no async, no state of their own."""

from __future__ import annotations

import ast

import pytest
from tests.meta.sources import Module, imports, modules

ROOMS = {
    "cli": "lines names wrap",
    "care": (
        "alarm candour crisis farewell gates given patterns places plain protocol reserves senses sides tongue traits "
        "unasked"
    ),
    "goodbye": "content_lines contents dates filenames ics letter pages rotation vcard",
    "conversation": (
        "answered chooser clauses context days doings examples fallback feelings fixed footing growth growth_patterns "
        "growth_wishes manner moment move_cues moves open_questions own_words rehearsal "
        "rehearsal_answers rehearsal_moves rehearsal_other rehearsal_play rehearsal_wish rhythm said_back speaking "
        "tidings"
    ),
    "memory": (
        "answer answers ask asked choice cover cues dates extract facts fuse intents judge page parts past personal "
        "persons reconcile sense weigh rules "
        "rules_body rules_changes rules_life rules_things say senders subjects tables topic topics units voices when "
        "whose windows words"
    ),
    "models": "aloud numerals sse",
    "people": "relations",
    "store": "belief erasure factrow needles times",
    "voice": "echoes endpoint events phrases playhead turns",
    "web": "guard",
    "study": "becoming chatgpt forms json_array markdown_days talks turns whatsapp whatsapp_words written",
}
PURE = {"samantha.types", "samantha.errors"} | {
    f"samantha.{room}.{name}" for room, names in ROOMS.items() for name in names.split()
}
"""Grows with the judgement."""

CONSTANT = {
    "samantha.prompts",
    "samantha.conversation.cues",
    "samantha.conversation.persona",
    "samantha.conversation.weights",
    "samantha.conversation.wishes",
    "samantha.letters.kinds",
    "samantha.care.languages",
    "samantha.care.weights",
}
"""They read what ships inside the package, which never changes while it runs."""

OUTSIDE = {
    "anyio", "apsw", "asyncio", "concurrent", "ctypes", "getpass", "glob", "http", "httpx", "importlib", "io",
    "keyring", "logging", "multiprocessing", "onnxruntime", "os", "pathlib", "platformdirs", "prompt_toolkit", "psutil",
    "random", "secrets", "shutil", "signal", "socket", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading",
    "time", "tokenizers", "urllib", "xllamacpp",
}  # fmt: skip
CALLS = {"open", "print", "input", "exec", "eval"}


def impurities(tree: ast.Module) -> set[str]:
    """What in `tree` reaches outside or waits."""
    found = {name for name in imports(tree) if name.partition(".")[0] in OUTSIDE}
    for node in ast.walk(tree):
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
            found.add("async")
        elif isinstance(node, ast.Global):
            found.add("global")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            found.add(f"{node.func.id}()")
        elif isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow"):
            found.add(node.attr)
    return found


@pytest.mark.parametrize("module", [m for m in modules() if m.name in PURE], ids=lambda m: m.name)
def test_a_pure_module_reaches_nothing_outside(module: Module) -> None:
    assert impurities(module.tree) == set()


@pytest.mark.parametrize("module", [m for m in modules() if m.name in PURE], ids=lambda m: m.name)
def test_a_pure_module_leans_on_pure_ones_only(module: Module) -> None:
    names = {m.name for m in modules()}
    ours = {name for name in imports(module.tree) if name in names}
    packages = {name for name in names if any(other.startswith(f"{name}.") for other in names)}
    assert ours - packages <= PURE | CONSTANT


def test_every_pure_module_is_there() -> None:
    assert {module.name for module in modules()} >= PURE | CONSTANT


def test_the_measure_bites() -> None:
    text = "import os.path\nasync def f(): ...\ndef g():\n    global x\n    print(datetime.now())\n"
    assert impurities(ast.parse(text)) == {"os.path", "async", "global", "print()", "now"}
