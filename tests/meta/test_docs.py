"""The pages tell the truth: trees, links, settings, commands, dependencies, decisions, and the examples that run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest
from dev import tree
from tests.meta.examples import EXAMPLE, place, read, run_example
from tests.meta.sources import ROOT, modules, pages
from tests.meta.test_locks import wanted

from samantha.cli import VERBS, build_parser
from samantha.config import BrainConfig

DOCS = ROOT / "docs"
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", list(tree.PAGES), ids=place)
def test_a_tree_is_up_to_date(page: Path) -> None:
    assert read(page) == tree.fresh(page), "run `make tree`"


@pytest.mark.parametrize("page", pages(), ids=place)
def test_links_lead_somewhere(page: Path) -> None:
    targets = [link.partition("#")[0] for link in LINK.findall(read(page)) if "://" not in link]
    assert [target for target in targets if target and not (page.parent / target).exists()] == []


def test_every_page_is_reached_from_the_index() -> None:
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in LINK.findall(read(DOCS / "index.md"))}
    there = {path for path in DOCS.rglob("*.md") if path.name != "index.md"}
    decisions = {path for path in there if path.parent.name == "decisions"}
    assert there - decisions <= linked


def test_decisions_are_numbered_and_titled() -> None:
    names = sorted(path.name for path in (DOCS / "decisions").glob("*.md"))
    numbers = [int(name[:4]) for name in names]
    assert numbers == list(range(1, len(names) + 1))
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name) for name in names)
    for number, name in zip(numbers, names, strict=True):
        text = read(DOCS / "decisions" / name)
        assert text.startswith(f"# {number}. ")
        assert len(text.splitlines()) <= 60


def test_every_setting_is_documented_with_its_default() -> None:
    text = read(DOCS / "settings.md")
    for field in fields(BrainConfig):
        default = f'"{field.default}"' if isinstance(field.default, str) else str(field.default)
        assert f"| `brain.{field.name}` | `SAMANTHA_BRAIN_{field.name.upper()}` | `{default}` |" in text


def test_every_variable_of_the_environment_is_documented() -> None:
    text = read(DOCS / "settings.md")
    used = {name for module in modules() for name in re.findall(r"\bSAMANTHA_[A-Z]+(?:_[A-Z]+)*\b", module.text)}
    used -= {"SAMANTHA_BRAIN"}  # the prefix of the settings above
    assert {name for name in used if f"`{name}`" not in text} == set()


@pytest.mark.parametrize("verb", VERBS)
def test_every_command_is_documented_and_answers_help(verb: str) -> None:
    assert f"| `samantha {verb}` |" in read(DOCS / "index.md")
    done = subprocess.run(
        [sys.executable, "-m", "samantha", verb, "--help"], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert f"samantha {verb}" in done.stdout


def test_every_command_named_in_the_pages_exists() -> None:
    named = {verb for page in pages() for verb in re.findall(r"`samantha ([a-z]+)", read(page))}
    assert named <= set(VERBS)


def commands(page: Path) -> list[str]:
    """The `samantha ...` lines of a page's shell blocks, without the program's name, comments and redirections."""
    blocks = re.findall(r"^```sh\n(.*?)^```", read(page), re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    return [re.split(r" [>|#] ?", line)[0].removeprefix("samantha ") for line in lines if line.startswith("samantha ")]


@pytest.mark.parametrize("page", [page for page in pages() if commands(page)], ids=place)
def test_every_command_line_in_the_pages_can_be_read(page: Path) -> None:
    for line in commands(page):
        build_parser().parse_args(shlex.split(line))


def test_every_make_target_named_in_the_pages_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))
    named = {target for page in pages() for target in re.findall(r"`make ([a-z-]+)", read(page))}
    assert named <= targets


def test_every_dependency_is_explained() -> None:
    rows = set(re.findall(r"^\| `([\w-]+)` \|", read(DOCS / "dependencies.md"), re.MULTILINE))
    assert rows == wanted()


EXAMPLES = [(page, number, text) for page in pages() for number, text in enumerate(EXAMPLE.findall(read(page)), 1)]


@pytest.mark.parametrize("text", [pytest.param(text, id=f"{place(page)}-{number}") for page, number, text in EXAMPLES])
def test_an_example_runs(text: str, tmp_path: Path) -> None:
    done = run_example(text, tmp_path, {"SAMANTHA_BRAIN_URL": "echo"})
    assert done.returncode == 0, done.stderr
