"""What the person points at: folders, zips and texts of any make are read; what cannot be is refused with a code."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from samantha.errors import ImportFailed
from samantha.study import source
from samantha.study.source import open_source

LINE = "28/02/2026, 21:58 - Iris: Grüße – “tea”?"


def refused(path: Path) -> str:
    """The code with which `path` is refused, when it is opened or while it is read."""
    with pytest.raises(ImportFailed) as error:
        for piece in open_source(path).pieces:
            list(piece.lines())
    assert error.value.next
    return error.value.code


def zipped(path: Path, members: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_text_is_read_in_every_common_encoding(encoding: str, end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(f"{LINE}{end}{LINE}{end}".encode(encoding))
    (piece,) = open_source(path).pieces
    assert list(piece.lines()) == [LINE, LINE]
    assert "".join(piece.chunks()) == f"{LINE}\n{LINE}\n"
    assert "Iris" in piece.head
    packed = zipped(tmp_path / "a.zip", {"a.txt": path.read_bytes()})
    assert [list(piece.lines()) for piece in open_source(packed).pieces] == [[LINE, LINE]]


def test_a_renamed_file_has_the_same_digest_and_a_changed_folder_another(tmp_path: Path) -> None:
    one, two = tmp_path / "1.txt", tmp_path / "2.txt"
    one.write_text(LINE)
    two.write_text(LINE)
    assert open_source(one).digest() == open_source(two).digest()
    before = open_source(tmp_path).digest()
    two.write_text(LINE + "!")
    assert open_source(tmp_path).digest() != before


def test_what_is_not_there_or_empty_or_no_text_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing") == "import.missing"
    (tmp_path / "empty.txt").touch()
    assert refused(tmp_path / "empty.txt") == "import.empty"
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9)
    assert refused(tmp_path / "picture.txt") == "import.no_text"
    (tmp_path / "folder").mkdir()
    assert refused(tmp_path / "folder") == "import.no_text"
    assert refused(zipped(tmp_path / "a.zip", {"a.jpg": b"x"})) == "import.no_text"
    assert refused(zipped(tmp_path / "b.zip", {"a.txt": b""})) == "import.empty"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "import.no_text"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_of_somebody_else_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(LINE)
    path.chmod(0)
    assert refused(path) == "import.denied"


@pytest.mark.parametrize("cut", [30, -1, -40])
def test_a_damaged_zip_is_said(cut: int, tmp_path: Path) -> None:
    whole = zipped(tmp_path / "a.zip", {"a.txt": LINE.encode() * 50}).read_bytes()
    path = tmp_path / "b.zip"
    path.write_bytes(whole[:cut])
    assert refused(path) in ("import.damaged", "import.no_text")


def test_a_zip_with_a_wrong_byte_inside_is_said(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": LINE.encode() * 50}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[100] ^= 1
    path.write_bytes(data)
    assert refused(path) == "import.damaged"


def test_a_zip_with_a_password_is_said(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": b"x" * 50})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert refused(path) == "import.locked"


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": bytes(20 << 20)})
    assert path.stat().st_size < 100_000
    assert refused(path) == "import.bomb"


def test_a_zip_that_lies_about_its_size_is_read_no_further_than_it_says(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": b"x\n" * 100_000})
    data = bytearray(path.read_bytes())
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    path.write_bytes(data)
    assert refused(path) == "import.damaged"


def test_what_is_too_large_or_too_many_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zipped(tmp_path / "a.zip", {"a.txt": b"x" * 200, "b.txt": b"y"})
    monkeypatch.setattr(source, "LARGEST", 100)
    assert refused(path) == "import.too_large"
    monkeypatch.setattr(source, "LARGEST", 1000)
    monkeypatch.setattr(source, "MOST", 1)
    assert refused(path) == "import.too_large"


def test_a_zip_in_a_zip_is_said_and_not_opened(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.txt": b"x"}).read_bytes()
    assert refused(zipped(tmp_path / "a.zip", {"inner.zip": inner})) == "import.nested"
    beside = open_source(zipped(tmp_path / "b.zip", {"inner.zip": inner, "a.txt": b"x"}))
    assert ([piece.name for piece in beside.pieces], beside.passed) == (["a.txt"], ["inner.zip"])


def test_links_are_not_followed_out_of_a_folder_or_a_zip(tmp_path: Path) -> None:
    outside, folder = tmp_path / "secret.txt", tmp_path / "notes"
    outside.write_text("secret")
    folder.mkdir()
    (folder / "2026-03-03.md").write_text("mine")
    (folder / "2026-03-04.md").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    found = open_source(folder)
    assert ([piece.name for piece in found.pieces], found.passed) == (["2026-03-03.md"], ["2026-03-04.md", "loop"])
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr(link, str(outside))
        package.writestr("../../up.txt", "stays here")
    packed = open_source(tmp_path / "a.zip")
    assert packed.passed == ["link.txt"]
    assert [list(piece.lines()) for piece in packed.pieces] == [["stays here"]]


def test_a_link_that_the_person_gives_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINE)
    (tmp_path / "link").symlink_to(tmp_path / "a.txt")
    assert [list(piece.lines()) for piece in open_source(tmp_path / "link").pieces] == [[LINE]]
