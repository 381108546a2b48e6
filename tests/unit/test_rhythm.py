"""What her last replies leave open for the next one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samantha.care.places import place_of
from samantha.care.protocol import Around
from samantha.conversation.examples import Example, Near
from samantha.conversation.feelings import NO_FEELINGS
from samantha.conversation.fixed import fixed_words
from samantha.conversation.moment import read_moment
from samantha.conversation.moves import due_moves
from samantha.conversation.own_words import own_part, plain_words
from samantha.conversation.persona import manners
from samantha.conversation.rhythm import FRESH, follow, opening, says_back, shape
from samantha.types import PERSON, SAMANTHA, Episode

AT = datetime(2026, 3, 3, 21, 14, tzinfo=UTC)
AROUND = Around(place_of("GB"))
TALK = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "I got the job!",
                "My mother died.",
                "Yes.",
                "I moved here in May and I know nobody.",
                "I just want to sit.",
                "We argued about money the whole night.",
                "I have to clear out the cellar.",
                "What is your favourite colour?",
                "Hello.",
                "I'm so angry at my boss.",
                "Should I sell the house?",
                "I found letters in the attic.",
            ]
        ),
    ),
    min_size=4,
    max_size=14,
)


def talk(*texts: str) -> list[Episode]:
    return [Episode(n + 1, AT, "heard", PERSON if n % 2 == 0 else SAMANTHA, text) for n, text in enumerate(texts)]


def replies_to(talk_of: list[str], near: list[Near] | None = None) -> list[tuple[str, str]]:
    """(move, reply) a turn, with a brain that always asks where it is allowed to say anything."""
    history: list[Episode] = []
    out: list[tuple[str, str]] = []
    for n, words in enumerate(talk_of):
        heard = Episode(2 * n + 1, AT, "heard", PERSON, words)
        rhythm = follow(history)
        moves = due_moves(words, moment=read_moment(words, NO_FEELINGS), rhythm=rhythm)
        own = own_part(moves, near or [], words, rhythm)
        move = own.move if own is not None else moves[0]
        fixed = None if own is not None else fixed_words(move, heard, AROUND, rhythm)
        if own is not None:
            asked = own.ask or ("What did they say then?" if own.more else "")
            reply = f"{own.lead} {asked}".strip()
        elif fixed is not None:
            reply = fixed
        elif move == "danger":
            reply = "Are you safe?"
        else:
            reply = "And what then?" if rhythm.may_ask else plain_words(move, rhythm)
        out.append((move, reply))
        history += [heard, Episode(2 * n + 2, AT, "said", SAMANTHA, reply)]
    return out


@settings(deadline=None)
@given(TALK)
def test_never_three_questions_in_a_row_whatever_the_talk(words: list[str]) -> None:
    said = [(move, reply) for move, reply in replies_to(words)]
    for first, second, third in zip(said, said[1:], said[2:], strict=False):
        if third[0] != "danger":
            assert not all("?" in reply for _, reply in (first, second, third)), said


@settings(deadline=None)
@given(TALK)
def test_she_always_has_something_to_say(words: list[str]) -> None:
    assert all(reply.strip() for _, reply in replies_to(words))


@given(
    st.lists(st.sampled_from(["My mother is getting worse.", "It hurts.", "I cried again."]), min_size=5, max_size=12)
)
def test_no_reflection_for_ever(words: list[str]) -> None:
    asks = ["?" in reply for _, reply in replies_to(words)]
    for three in zip(asks, asks[1:], asks[2:], strict=False):
        assert any(three) and not all(three), asks


@settings(deadline=None)
@given(st.integers(1, 7))
def test_a_sentence_of_ours_comes_once_while_another_is_left(turns: int) -> None:
    leads = [reply.split(".")[0] for move, reply in replies_to(["I'm so sad."] * turns) if move == "reflect"]
    assert len(leads) == len(set(leads))
    assert turns <= len(manners()["reflect"].leads)


def test_their_words_are_said_back_at_most_every_third_time() -> None:
    told = [f"I sat and thought about it again by the {place}." for place in ("river", "window", "harbour", "road")]
    backs = [
        says_back(reply.split(".")[0] + ".", words) or reply.startswith("By the")
        for words, (_, reply) in zip(told, replies_to(told), strict=True)
    ]
    assert backs == [True, False, False, True]


def test_what_a_reply_does() -> None:
    heard = "I found my mother's letters in the attic."
    assert shape("You found her letters in the attic. What did they say?", heard).says_back
    assert shape("You found her letters in the attic. What did they say?", heard).asks
    assert not shape("What did the letters in the attic say?", heard).says_back, "a question may use their words"
    assert not shape("So much paper, and her hand on all of it.", heard).says_back


def test_the_rhythm_of_a_talk() -> None:
    assert follow([]) == FRESH
    asking = follow(talk("a", "Who?", "b", "Why not?"))
    assert not asking.may_ask and asking.asked_last and asking.may_state
    stating = follow(talk("a", "That is hard.", "b", "That goes deep."))
    assert stating.may_ask and not stating.may_state
    assert follow(talk("a", "Who?", "b", "That is hard.")).may_ask
    assert opening("That, is hard.") == "that is"
    assert "that is hard" in follow(talk("a", "That is hard. Who?")).said


def test_a_reply_in_pieces_is_one() -> None:
    pieces = [*talk("a", "Who?"), Episode(3, AT, "said", SAMANTHA, "And when?")]
    assert follow(pieces).turn == 1


@pytest.mark.parametrize("move", sorted(manners()))
def test_where_nothing_may_be_asked_our_plain_words_ask_nothing(move: str) -> None:
    quiet = follow(talk("a", "Who?", "b", "Why?"))
    assert "?" not in plain_words(move, quiet)


def test_our_answer_leaves_its_question_out_where_none_is_due() -> None:
    example = Example("reflect", "It hurts.", "That is heavy.", "Since when?")
    asked = follow(talk("a", "Who?"))
    own = own_part(("reflect",), [Near(example, 0.9)], "It hurts so much.", asked)
    assert own is not None and own.whole and own.lead == "That is heavy." and own.ask == ""
    fresh = own_part(("reflect",), [Near(example, 0.9)], "It hurts so much.", FRESH)
    assert fresh is not None and fresh.ask == "Since when?"


def test_a_beginning_fits_the_feeling_while_one_is_left() -> None:
    fearful = manners()["reflect"].leads_for["fear"]
    first = own_part(("reflect",), [], "I'm scared of it.", FRESH, ("fear",))
    assert first is not None and first.lead in fearful
    after = follow(talk("a", " ".join(fearful)))
    second = own_part(("reflect",), [], "I'm scared of it.", after, ("fear",))
    assert second is not None and second.lead in manners()["reflect"].leads
    nuisance = own_part(("reflect",), [], "The heating is broken.", FRESH, ("sadness",))
    assert nuisance is not None and nuisance.lead in manners()["reflect"].mild
