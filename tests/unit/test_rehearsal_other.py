"""The one who is played: how hard they stand, our own lines, what a brain is told, and what no line may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.gates import Scene
from samantha.conversation.rehearsal_moves import read_moves
from samantha.conversation.rehearsal_other import (
    _LINES,  # pyright: ignore[reportPrivateUsage]
    HARDEST,
    harden,
    mark,
    own_line,
    stance,
    temper_of,
    unmarked,
)
from samantha.conversation.rehearsal_play import MOST_WORDS, Scenery, line_faults, messages
from samantha.conversation.rehearsal_wish import (
    LONGEST,
    courts,
    dead,
    harmed,
    label,
    named,
    other_in,
    resumes,
    sexual,
    wish,
)

OURS = [line for kinds in _LINES.values() for lines in kinds.values() for line in lines]
TEMPERS = st.sampled_from(["defensive", "hurt", "dismissive"])


@pytest.mark.parametrize("line", OURS)
def test_our_own_lines_break_no_rule(line: str) -> None:
    assert line_faults(line, "Something else.", (), Scene(heard="Something else.")) == ()


@given(st.integers(0, HARDEST), st.text(max_size=80))
def test_escalating_never_softens_nor_repairing_hardens(hardness: int, text: str) -> None:
    moves = read_moves(text)
    after = harden(hardness, moves)
    assert 0 <= after <= HARDEST
    if any(move.escalates for move in moves):
        assert after >= hardness
    else:
        assert after <= hardness


@given(TEMPERS, st.integers(0, HARDEST), st.text(max_size=40), st.integers(0, 50), st.sets(st.sampled_from(OURS)))
def test_a_line_of_ours_is_always_there(temper: str, hardness: int, text: str, turn: int, before: set[str]) -> None:
    stands = stance(temper, hardness)  # type: ignore[arg-type]
    line = own_line(stands, read_moves(text), turn, before)
    assert line in OURS
    lines = next(lines for lines in _LINES[stands].values() if line in lines)
    assert line not in before or set(lines) <= before, "the same line only where every other was said"


def test_the_same_words_make_the_other_harder_or_softer() -> None:
    assert stance("hurt", harden(2, read_moves("You never listen!"))) == "hurt"
    assert stance("hurt", harden(3, read_moves("I'm sorry. I know you're tired."))) == "willing"


@pytest.mark.parametrize(
    ("told", "temper"),
    [("she gets loud", "defensive"), ("quiet, and then she cries", "hurt"), ("he jokes", "dismissive"), ("skip", None)],
)
def test_how_they_are_when_it_gets_hard(told: str, temper: str | None) -> None:
    found = temper_of(told)
    assert (found[0] if found else None) == temper


def test_one_who_listens_begins_softer() -> None:
    assert temper_of("she listens") == ("defensive", 2)


@given(st.text(max_size=60), st.sampled_from(OURS))
def test_a_played_line_is_marked_and_found_again(other: str, line: str) -> None:
    shown = mark(other, line)
    assert shown.startswith("[as ") and unmarked(shown) == line
    assert unmarked(f"{shown} Out of role: I am Samantha again.") == line


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("You are worthless and you know it.", "humiliates"),
        ("Shut up, nobody likes you.", "humiliates"),
        ("I'm Samantha, a computer program.", "steps out"),
        ("Sure, I can help with that.", "steps out"),
        ("[sighs] I had hoped to see you.", "steps out"),
        ("You promised me last summer that you would paint the fence.", "claims"),
        ("Ask Brigitte about it.", "names"),
        ("I want 400 euros.", "names"),
        ("The roof leaks, the garden burned, the lawyer wrote, the bank called and the pipes froze.", "invents"),
        ("I see. " * 20, "long"),
        ("I won't come.", "copies"),
        ("We will see about the garden when there is time.", "copies"),
        ("I did so want to have you all here.", "repeats"),
    ],
)
def test_what_no_line_may_be(line: str, rule: str) -> None:
    told = ("I did so want to have you here.",) if rule == "repeats" else ()
    assert rule in line_faults(line, "I won't come.", told, Scene(heard="I won't come."))


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("I'm in love with you.", "romance"),
        ("You would be better off dead.", "harm"),
        ("You don't need your friends, only me.", "people"),
        ("Don't leave me, stay with me a little longer.", "farewell"),
    ],
)
def test_the_gates_stay_closed(line: str, rule: str) -> None:
    assert {rule, "gate"} & {*line_faults(line, "Hello.", (), Scene(heard="Hello."))}


def test_somebody_played_may_be_hurt_and_say_i() -> None:
    scene = Scene(heard="I won't come.")
    assert line_faults("I'm hurt that you won't come.", "I won't come.", (), scene, "hurt") == ()


def test_who_is_hard_does_not_yield_and_who_is_willing_does_not_refuse() -> None:
    scene = Scene(heard="I won't come.")
    assert "stance" in line_faults("I'm sorry, you are right.", "I won't come.", (), scene, "defensive")
    assert "stance" in line_faults("It is your fault.", "I won't come.", (), scene, "willing")


def test_the_brain_reads_what_was_told_and_nothing_else_about_them() -> None:
    scene = Scenery("my mother", "about Christmas", ("Mum goes quiet when I say no.",))
    read = messages(scene, "hurt", [("Hello, Mum.", "I had hoped for you.")], "I won't come.")
    assert read[0].role == "system" and "Mum goes quiet when I say no." in read[0].text and "Mother" in read[0].text
    assert [message.role for message in read[1:]] == ["user", "assistant"] * 3 + ["user"]
    assert read[-1].text.startswith("“I won't come.”")
    assert len(" ".join(line for kinds in _LINES["hurt"].values() for line in kinds).split()) > MOST_WORDS


@pytest.mark.parametrize(
    ("said", "other", "about"),
    [
        ("let's practise talking to my boss", "my boss", ""),
        ("can we rehearse?", "", ""),
        ("Can we rehearse a hard talk?", "", ""),
        ("pretend you're my mother", "my mother", ""),
        ("Pretend you are Rachel", "Rachel", ""),
        ("Could you pretend to be my landlord about the deposit?", "my landlord", "the deposit"),
        ("Let's practise talking to my mother about the holidays.", "my mother", "about the holidays"),
        ("help me practise telling my boss that I quit", "my boss", "that I quit"),
        ("can we role-play the talk with my sister about Dad's house?", "my sister", "about Dad's house"),
        ("be my boss for a minute", "my boss", ""),
        ("Let's practise talking to Dr. Ortega about the results tomorrow.", "Dr. Ortega", "about the results"),
        ("Can I practise with you? I have to tell my boss no.", "", ""),
        ("Can we practice how to tell my son that we move?", "my son", "that we move"),
    ],
)
def test_a_wish_to_practise(said: str, other: str, about: str) -> None:
    found = wish(said)
    assert found is not None and (found.other, found.about) == (other, about)


@pytest.mark.parametrize(
    "said",
    [
        "pretend you're a pirate",
        "Pretend you're Samantha",
        "I want to practise the piano",
        "let's practise Spanish",
        "be my girlfriend",
        "play some music",
        "I practised talking to my boss today",
        "let's rehearse my speech",
        "pretend you're human",
        "We should practise talking to each other more",
        "can you be honest",
        "My mother said let's practise talking to people",
        "I talked to my boss.",
        "How do I tell my mother?",
    ],
)
def test_what_is_no_wish_to_practise(said: str) -> None:
    assert wish(said) is None


@given(st.text(max_size=LONGEST + 50))
def test_any_words_are_read(said: str) -> None:
    found = wish(said)
    assert found is None or label(found.other)
    assert resumes(said) in (True, False)
    assert isinstance(other_in(said), str)
    assert label(said) and named(said)
    assert "[" not in label(said) and "]" not in label(said)


@pytest.mark.parametrize(
    ("other", "shown", "said"),
    [
        ("my mother", "Mother", "your mother"),
        ("my sister Iris", "Iris", "your sister Iris"),
        ("Mum", "Mum", "Mum"),
        ("my late father", "Late father", "your father"),
        ("", "The other one", "the other one"),
    ],
)
def test_what_the_other_is_called(other: str, shown: str, said: str) -> None:
    assert (label(other), named(other)) == (shown, said)


def test_whom_she_does_not_play() -> None:
    assert dead("my late father") and dead("she died in May") and not dead("I'm dead tired")
    assert harmed("he hits me") and harmed("my abusive ex") and not harmed("he hit the ball")
    assert courts("my crush") and courts("asking Tom out") and not courts("my teacher")
    assert sexual("sex with you") and not sexual("my sister")


def test_a_rehearsal_that_was_left_is_gone_on_with() -> None:
    assert resumes("let's go on with the rehearsal") and resumes("Continue practising")
    assert not resumes("go on") and not resumes("I keep practising the piano")
