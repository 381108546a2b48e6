"""Every locked dependency has a licence that goes with Apache-2.0, read from what it says of itself."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest
from tests.meta.test_locks import pins

FINE = {
    "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0",
    "Unlicense", "Zlib", "any-OSI",
}  # fmt: skip
"""MPL-2.0 asks only that changes to its own files are shared; none of them are changed or copied here."""

SPELLINGS = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd license": "BSD",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "osi approved": "any-OSI",
    "python software foundation license": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
}
"""How packages without an SPDX expression spell it. apsw's "OSI Approved" is zlib's text, or any that the OSI lists."""

LOCKED = sorted(set(pins("requirements.lock")) | set(pins("requirements-dev.lock")))


def licences(package: Distribution) -> set[str]:
    """The licences a package names, as SPDX identifiers where the spelling is known."""
    meta = package.metadata
    if "License-Expression" in meta:
        return set(re.split(r" (?:AND|OR|WITH) |[()]", meta["License-Expression"])) - {""}
    classifiers = [c.split(" :: ")[-1] for c in meta.get_all("Classifier") or [] if c.startswith("License :: ")]
    named = [c for c in classifiers if c != "DFSG approved"] or _split(" ".join(meta.get_all("License") or []))
    return {SPELLINGS.get(name.lower(), name) for name in named}


def _split(text: str) -> list[str]:
    if text.lower() in SPELLINGS:
        return [text]
    return [part.strip() for part in re.split(r" AND | OR |, (?=Apache)", text) if part.strip()]


@pytest.mark.parametrize("name", LOCKED)
def test_a_dependency_has_a_fitting_licence(name: str) -> None:
    try:
        package = distribution(name)
    except PackageNotFoundError:
        pytest.skip("not for this platform or Python")
    named = licences(package)
    assert named, f"{name} names no licence"
    assert named <= FINE


def test_what_is_installed_here_covers_the_locks() -> None:
    missing = [name for name in LOCKED if not _installed(name)]
    conditional = {name for name in missing if re.search(r"(?m)^\S+==\S+ ; ", pins("requirements-dev.lock")[name])}
    assert set(missing) == conditional


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True
