"""From a growing text to what is delivered."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from samantha.conversation.speaking import MOST_SENTENCES, Speaking
from samantha.types import Delta, Gated, Said

PIECES = st.lists(
    st.sampled_from(["You came", " home", ".", " Bad", "!", " What", " did he say", "?", ",", " and", " then", "\n"]),
    max_size=25,
)


def check(sentence: str, asked: int) -> tuple[str, ...]:
    return ("bad",) if "Bad" in sentence else ()


def run(pieces: list[str], begin: str | None = None, *, cut_short: bool = False) -> list[Delta | Said | Gated]:
    speaking = Speaking(check, 40)
    events = speaking.begin(begin) if begin else []
    for piece in pieces:
        events += speaking.feed(piece)
    return events + speaking.finish(cut_short=cut_short)


def shown(events: list[Delta | Said | Gated]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


def test_a_plain_reply_comes_through_word_for_word() -> None:
    events = run([" after", " all that.", " What had", " you hoped to see?"], "You missed the play,")
    assert shown(events) == "You missed the play, after all that. What had you hoped to see?"
    assert [event.text for event in events if isinstance(event, Said)] == [
        "You missed the play, after all that.",
        "What had you hoped to see?",
    ]


def test_a_sentence_that_turns_bad_is_closed_where_it_stands() -> None:
    events = run([" and Bad things.", " More."], "They called you,")
    assert shown(events) == "They called you."
    assert [event.rule for event in events if isinstance(event, Gated)] == ["bad"]


def test_a_reply_that_a_rule_closed_is_taken_up_once_more() -> None:
    speaking = Speaking(check, 40)
    events = [*speaking.begin("They called you,"), *speaking.feed(" and Bad things. More.")]
    assert speaking.done and speaking.try_again() and not speaking.done
    events += [*speaking.feed(" What did they say?"), *speaking.finish()]
    assert shown(events) == "They called you. What did they say?"
    assert not speaking.try_again(), "a question ends it"


def test_no_sentence_makes_a_reply_longer_than_the_move_allows() -> None:
    speaking = Speaking(check, 8)
    events = [*speaking.feed("One two three four five six. Seven eight nine. "), *speaking.finish()]
    assert shown(events) == "One two three four five six."
    assert [event.rule for event in events if isinstance(event, Gated)] == ["long"]
    assert not any(isinstance(event, Delta) for event in Speaking(check, 3).feed("One two three four five. "))


def test_a_question_ends_the_reply() -> None:
    assert shown(run([" How is she?", " And he?"], "Since Monday.")) == "Since Monday. How is she?"


def test_an_unfinished_sentence_is_not_delivered() -> None:
    assert shown(run([" What did the"], "Since Monday.", cut_short=True)) == "Since Monday."
    assert shown(run([" by the river and"], "You sat there,", cut_short=True)) == "You sat there."


@given(PIECES, st.sampled_from([None, "You came home,", "Bad start.", "Well."]), st.booleans())
def test_whatever_comes_in(pieces: list[str], begin: str | None, cut_short: bool) -> None:
    events = run(pieces, begin, cut_short=cut_short)
    said = [event.text for event in events if isinstance(event, Said)]
    assert len(said) <= MOST_SENTENCES
    assert shown(events).split() == " ".join(said).split(), "what was delivered is what was said"
    assert all("?" not in sentence for sentence in said[:-1]), "a question comes last"
    assert not any("Bad" in sentence for sentence in said if not (begin or "").startswith("Bad"))
