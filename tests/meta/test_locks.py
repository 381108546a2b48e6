"""The locks are whole and name no place: hashes for everything, no index, no path of anybody's machine."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tests.meta.sources import ROOT, tracked

LOCKS = ["requirements.lock", "requirements-dev.lock"]
PLACES = re.compile(
    "|".join(
        [
            r"py" + r"pi\.org",
            r"python" + r"hosted\.org",
            r"npm" + r"js\.(?:org|com)",
            r"^\s*--(?:extra-)?index" + r"-url",
            r"^\s*--find" + r"-links",
            r"file" + r":///",
            r"(?<![\w.])/" + r"(?:root|home/\w+|Users/\w+|opt|work)/",
            r"(?<![\w.])/" + r"tmp/w(?:/|$)",
        ]
    )
)


def pins(name: str) -> dict[str, str]:
    """Each pinned package of a lock with its lines; a package pinned twice (by Python version) is joined."""
    found: dict[str, str] = {}
    current = ""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        start = re.match(r"([a-z0-9-]+)==(\S+)", line)
        current = start.group(1) if start else current
        if current:
            found[current] = found.get(current, "") + line + "\n"
    return found


def versions(name: str) -> dict[str, list[str]]:
    """The versions a lock pins, by package."""
    return {package: re.findall(rf"(?m)^{package}==(\S+)", lines) for package, lines in pins(name).items()}


def wanted(group: str | None = None) -> set[str]:
    """Names of the direct requirements, extras among them, or of a group's."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [entry for extra in project["project"]["optional-dependencies"].values() for entry in extra]
    direct = [*project["project"]["dependencies"], *extras]
    listed = direct if group is None else project["dependency-groups"][group]
    names = (re.match(r"[\w-]+", entry) for entry in listed if isinstance(entry, str))
    return {match.group().lower() for match in names if match}


@pytest.mark.parametrize("name", LOCKS)
def test_everything_is_pinned_with_hashes(name: str) -> None:
    bare = [package for package, lines in pins(name).items() if "--hash=sha256:" not in lines]
    assert pins(name)
    assert bare == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    assert wanted() | wanted("build") <= set(pins("requirements.lock"))
    assert wanted("dev") <= set(pins("requirements-dev.lock"))


def test_the_development_lock_holds_the_runtime_lock() -> None:
    development = versions("requirements-dev.lock")
    for package, pinned in versions("requirements.lock").items():
        assert development[package] == pinned


@pytest.mark.parametrize("path", tracked(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_no_file_names_a_registry_or_somebodys_machine(path: Path) -> None:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    assert [line for line in text.splitlines() if PLACES.search(line)] == []


@pytest.mark.parametrize("line", ["--find" + "-links /x", "https://py" + "pi.org/simple", "see /" + "root/.local"])
def test_the_measure_bites(line: str) -> None:
    assert PLACES.search(line)
