"""What somebody's words do in a conflict, read by rule: nobody here is quoted, every line was written for this."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.conversation.rehearsal_moves import KINDS, LONGEST, MOST_SHOWN, plainer, pull, read_moves, show

ESCALATES = {
    "threat": [
        "If you don't give me a raise, I'll quit.",
        "Do it now or else!",
        "You'll regret this.",
        "Unless you stop, I'm leaving.",
        "I quit!",
        "You'll never see the kids again.",
    ],
    "contempt": [
        "You're being ridiculous.",
        "Oh please.",
        "Grow up.",
        "Don't be so childish.",
        "Whatever.",
        "Typical.",
    ],
    "order": ["Stop interrupting me.", "You have to listen to me.", "Because I said so.", "You'd better apologise."],
    "absolute": [
        "You never listen to me!",
        "You always take his side.",
        "Every time I ask you, you sigh.",
        "You leave your things here all the time.",
        "It's always about you.",
    ],
    "blame": [
        "It's your fault.",
        "You ruined the whole evening.",
        "You made me feel stupid.",
        "How could you?",
        "I feel like you don't respect me.",
        "You don't even care about us.",
    ],
    "rights": ["You have no right to do that.", "I deserve a raise.", "That's not fair.", "You promised to come."],
}
REPAIRS = {
    "apology": ["I'm sorry I shouted.", "I was wrong.", "I shouldn't have said that."],
    "their_interest": [
        "I know you're tired.",
        "I can see how much this means to you.",
        "You must be worried about the money.",
        "That makes sense.",
        "I know how hard it is for you.",
    ],
    "offer": [
        "Could we find another day?",
        "What if we split it?",
        "I could take the dog on Mondays.",
        "Let's try it.",
    ],
    "own_interest": [
        "I feel alone when you cancel.",
        "I was hurt when you forgot my birthday.",
        "I need a quiet hour in the evening.",
        "What matters to me is that we talk.",
    ],
    "question": ["What would help you?", "How do you see it?", "Do you have a minute?"],
}
NEITHER = [
    "Hello, Mum.",
    "I'm not saying you always do it.",
    "The meeting is on Tuesday.",
    "I need to tell you something.",
    "I can't do this.",
    "We planted tulips.",
    "I felt that the room was cold.",
]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in ESCALATES.items() for text in texts])
def test_what_escalates(name: str, text: str) -> None:
    assert name in {move.name for move in read_moves(text) if move.escalates}
    assert pull(read_moves(text)) > 0


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in REPAIRS.items() for text in texts])
def test_what_repairs(name: str, text: str) -> None:
    moves = read_moves(text)
    assert name in {move.name for move in moves} and not any(move.escalates for move in moves)
    assert pull(moves) < 0


@pytest.mark.parametrize("text", NEITHER)
def test_what_does_neither(text: str) -> None:
    assert not any(move.escalates for move in read_moves(text))
    assert pull(read_moves(text)) in (0, -1)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("You never listen to me!", "“When you don't listen to me, I …”"),
        ("You always take his side.", "“When you take his side, I …”"),
        ("You're always late.", "“When you're late, I …”"),
        ("You made me feel stupid.", "“I felt stupid when …”"),
        ("If you don't sign it, I'll quit.", "“I would like you to sign it. What would make that possible?”"),
        ("You never said that.", "take one day: “On …, when …, I …”"),
    ],
)
def test_a_plainer_way(text: str, instead: str) -> None:
    (move,) = [move for move in read_moves(text) if move.escalates]
    assert plainer(move) == instead


def test_an_apology_with_a_but_is_heard_as_what_follows() -> None:
    assert pull(read_moves("I'm sorry, but you always do this.")) > 0


def test_few_are_shown_and_the_gravest_first() -> None:
    told = show(["You never listen. It's your fault.", "Grow up! That's not fair.", "I know you're tired."])
    assert sum("escalates" in sentence for sentence in told) == MOST_SHOWN
    assert told[0].startswith("“Grow up”") and "repairs" in told[-1]


def test_where_nothing_is_found_it_says_what_would_reach() -> None:
    assert show(["Hello, Mum."]) and "I know that you" in show(["Hello, Mum."])[0]


@given(st.text(max_size=300))
def test_any_text_gives_moves_whose_words_stand_in_it(text: str) -> None:
    moves = read_moves(text)
    assert all(text[move.start : move.end].strip(" ,;") == move.words and move.words for move in moves)
    assert all(one.end <= two.start for one, two in pairwise(moves))
    assert -2 <= pull(moves) <= 2


LINES = st.sampled_from(
    [text for kinds in (ESCALATES, REPAIRS) for texts in kinds.values() for text in texts] + NEITHER
)


@given(LINES, LINES)
def test_what_escalates_outweighs(one: str, two: str) -> None:
    both = pull(read_moves(f"{one} {two}"))
    if pull(read_moves(one)) > 0 or pull(read_moves(two)) > 0:
        assert both > 0


@given(st.sampled_from(["if you ", "you always ", "i feel ", "sorry ", "what ", "you have to "]))
def test_a_long_text_is_read_to_its_bound(piece: str) -> None:
    assert all(move.end <= LONGEST for move in read_moves(piece * 4_000))


def test_every_kind_that_escalates_has_a_plainer_way() -> None:
    assert all(bool(kind.plainer) == kind.escalates for kind in KINDS.values())
