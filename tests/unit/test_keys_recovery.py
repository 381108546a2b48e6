"""The recovery key on paper: every key comes back, and every slip is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.errors import HomeError
from samantha.store.recovery import ALPHABET, from_paper, to_paper

keys = st.binary(min_size=32, max_size=32)


@given(keys)
def test_what_is_written_is_read(key: bytes) -> None:
    paper = to_paper(key)
    assert [len(group) for group in paper.split("-")] == [4] * 14
    assert from_paper(paper) == key


@given(keys, st.randoms(use_true_random=False))
def test_case_spaces_dashes_and_lookalikes_do_not_matter(key: bytes, dice: object) -> None:
    paper = to_paper(key)
    sloppy = paper.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert from_paper(f"  {sloppy}\n") == key
    assert from_paper(paper.replace("-", "\u2013").replace("1", "I").replace("0", "O")) == key


@given(keys, st.integers(0, 55), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed_and_its_group_named(key: bytes, place: int, letter: str) -> None:
    letters = to_paper(key).replace("-", "")
    wrong = letters[:place] + letter + letters[place + 1 :]
    if wrong == letters:
        return
    with pytest.raises(HomeError, match=f"group {place // 4 + 1} ") as caught:
        from_paper(wrong)
    assert caught.value.code == "home.recovery_typo"
    assert key.hex() not in str(caught.value) and letters not in str(caught.value)


@given(keys, st.integers(0, 54))
def test_two_neighbours_swapped_are_noticed(key: bytes, place: int) -> None:
    letters = to_paper(key).replace("-", "")
    swapped = letters[:place] + letters[place + 1] + letters[place] + letters[place + 2 :]
    if swapped != letters:
        with pytest.raises(HomeError):
            from_paper(swapped)


@pytest.mark.parametrize("text", ["", "hello", "U" * 56, "0" * 55, "0" * 57, "é" * 56, "0" * 56])
def test_what_is_no_recovery_key_is_said_to_be_none(text: str) -> None:
    with pytest.raises(HomeError) as caught:
        from_paper(text)
    assert caught.value.code == "home.recovery_typo"
