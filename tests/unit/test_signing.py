"""Signed statements: checked without the home, and only as they were signed."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from samantha.store.signing import fresh_seed, is_signed, public_of, seed_of, sign

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc"), inner, max_size=3),
    max_leaves=6,
)
STATEMENTS = st.dictionaries(st.sampled_from("abcdef"), VALUES, max_size=4)
KEY = bytes(range(32))


@given(STATEMENTS)
def test_what_was_signed_is_still_signed_after_a_trip_through_a_file(statement: dict[str, Any]) -> None:
    assert is_signed(json.loads(json.dumps(sign(seed_of(KEY), statement))))


@given(STATEMENTS, STATEMENTS)
def test_another_statement_is_not(one: dict[str, Any], other: dict[str, Any]) -> None:
    signed = sign(seed_of(KEY), one)
    signed["statement"] = other
    assert is_signed(signed) == (json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True))


@given(VALUES)
def test_anything_else_is_not_signed(thing: object) -> None:
    assert not is_signed(thing)


def test_the_signing_key_is_the_homes_own_and_not_its_data_key() -> None:
    assert public_of(seed_of(KEY)) == public_of(seed_of(KEY)) != public_of(seed_of(bytes(32)))
    assert seed_of(KEY) != KEY
    assert fresh_seed() != fresh_seed()


def test_a_signature_of_another_home_does_not_pass_for_ours() -> None:
    signed = sign(seed_of(KEY), {"a": 1})
    signed["signed_by"] = public_of(seed_of(bytes(32)))
    assert not is_signed(signed)
