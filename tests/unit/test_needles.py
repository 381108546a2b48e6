"""Looking for many runs of bytes at once: every place of every one, in whatever bytes, and nothing else."""

from __future__ import annotations

import json
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.store.needles import (
    Finder,
    Needle,
    other_forms,
    stem_needles,
    text_needles,
    vector_needles,
    word_needles,
)

BITS = st.binary(min_size=0, max_size=60)


@given(st.lists(st.binary(min_size=6, max_size=30), min_size=1, max_size=8), BITS, BITS, st.data())
def test_every_needle_is_found_wherever_it_stands(
    raws: list[bytes], before: bytes, after: bytes, data: st.DataObject
) -> None:
    needles = [Needle("vector", raw, n, folded=False) for n, raw in enumerate(raws)]
    chosen = data.draw(st.sampled_from(needles))
    finder = Finder(needles)
    found = finder.find(before + chosen.raw + after)
    assert any(finder.needles[number].raw == chosen.raw for number in found)


@given(st.lists(st.binary(min_size=6, max_size=12), min_size=1, max_size=5), st.binary(max_size=4000))
def test_it_counts_as_plain_searching_does(raws: list[bytes], hay: bytes) -> None:
    finder = Finder([Needle("vector", raw, n, folded=False) for n, raw in enumerate(raws)])
    hay += raws[0] + hay[:50] + raws[-1]
    expected = {raw: sum(hay.startswith(raw, at) for at in range(len(hay))) for raw in raws}
    assert {finder.needles[n].raw: count for n, count in finder.find(hay).items()} == {
        raw: count for raw, count in expected.items() if count
    }


@pytest.mark.parametrize("word", ["clinic", "Ortega", "Zoë", "straße", "Москва", "病院に行く"])
def test_a_word_is_found_in_any_case_and_coding(word: str) -> None:
    finder = Finder(word_needles(word, 0))
    for form in (word, word.upper(), word.lower()):
        for raw in (form.encode(), form.encode("utf-16-le"), form.encode("utf-16-be"), json.dumps(form).encode()):
            assert finder.find(b"so: \x00\x00" + raw + b" and so on"), (form, raw)


def test_a_text_is_found_by_what_a_page_end_leaves_of_it() -> None:
    text = "On Monday I was at the clinic, and Doctor Ortega took a biopsy of my left knee."
    finder = Finder([*text_needles(text, 0), *other_forms(text, 0)])
    for cut in range(len(text)):
        assert finder.find(text[:cut].encode() + b"\x00\x01" + text[cut:].encode())
    assert finder.find(text.encode("utf-16-le"))
    assert not finder.find(b"On Monday I was at the lake, and it was a long and lovely evening.")


def test_a_stem_is_found_whole_and_with_its_head_left_to_the_term_before() -> None:
    finder = Finder(stem_needles({"biopsi": 0}))
    assert finder.find(b"\x070biopsi\x03")
    assert finder.find(b"\x00\x03\x04opsi\x02")
    assert not finder.find(b"\x00\x04\x04opsi\x02")
    assert not Finder(stem_needles({"biopsi": 0}, ["xiopsi"])).find(b"\x02\x05iopsi\x02")


def test_four_letters_count_among_text_only() -> None:
    finder = Finder([needle for needle in word_needles("amyx", 0) if needle.raw == b"amyx"])
    assert finder.find(b"and Amyx, too")
    assert not finder.find(b"\x00\x91\xf3amyx\x81\x02\x99")


def test_a_vector_is_found_by_a_part_of_it_and_a_run_of_zeros_is_no_vector() -> None:
    blob = secrets.token_bytes(1536)
    assert Finder(vector_needles(blob, 0)).find(b"x" * 99 + blob[400:600])
    assert vector_needles(bytes(1536), 0) == []
