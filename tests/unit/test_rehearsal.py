"""A rehearsal as a state machine: it ends, it asks each thing once, and it is out of role whenever that is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.care.gates import Scene, judge_reply
from samantha.conversation.rehearsal import (
    ASK,
    MOST_ROUNDS,
    MOST_UNSAID,
    NOTHING_KNOWN,
    Known,
    Next,
    Room,
    begin,
    come_back,
    from_state,
    go_on,
    in_role,
    to_state,
)
from samantha.conversation.rehearsal_other import HARDEST
from samantha.conversation.rehearsal_wish import Wish
from samantha.memory.words import sentences

AT = datetime(2026, 11, 23, 19, tzinfo=UTC)  # a Monday
MUM = Wish("my mother", "about Christmas")

WORDS = st.one_of(
    st.sampled_from(
        [
            *(
                "skip",
                "start",
                "no",
                "yes",
                "again",
                "on",
                "enough",
                "stop",
                "pause",
                "done",
                "my boss",
                "Tom",
                "quiet",
            ),
            *(
                "You always do this!",
                "I know you're tired.",
                "I'm sorry.",
                "What would help you?",
                "It felt all right.",
            ),
            *("On Friday at six.", "Are you human?", "Mum, I'm not coming.", "It was awful, I'm crying", "out of role"),
            *("she listens", "If you don't stop, I'll leave.", "Let's go on with the rehearsal", "next week", ""),
        ]
    ),
    st.text(max_size=60),
)
WISHES = st.sampled_from([MUM, Wish("", ""), Wish("Tom", ""), Wish("my late father", ""), Wish("", "about the rent")])
KNOWN = st.builds(Known, st.booleans(), st.booleans(), st.booleans(), st.booleans())


def played(*lines: str, wish: Wish = MUM, known: Known = NOTHING_KNOWN) -> list[Next]:
    """What comes after each of `lines`, the beginning first."""
    after = begin(wish, known)
    found, said = [after], list[str]()
    for line in lines:
        room = after.room
        role = in_role(room, line)
        then = go_on(room, line, AT, said[-room.turns :] if room.turns else (), known)
        assert then is not None, line
        said += [line] if role else []
        after = then
        found.append(after)
    return found


def test_each_open_question_is_asked_once_and_then_it_is_play() -> None:
    found = played("that we stay at home", "she goes quiet", wish=MUM)
    assert [one.room.step for one in found] == ["want", "manner", "play"]
    assert found[-1].says[-1].endswith("You begin.") and "not what they would really say" in found[-1].says[0]
    assert found[-1].room.temper == "hurt" and found[-1].room.want == "that we stay at home"


def test_who_is_asked_where_nobody_was_named() -> None:
    found = played("with my boss, Tom", "a raise", "skip", "skip", wish=Wish("", ""))
    assert [one.room.step for one in found] == ["who", "about", "want", "manner", "play"]
    assert found[-1].room.other == "my boss" and found[-1].room.want == ""


def test_start_skips_the_rest() -> None:
    assert played("start", wish=Wish("Tom", ""))[-1].room.step == "play"


def test_escalating_hardens_and_repairing_softens() -> None:
    found = played("start", "You always decide everything!", "I'm sorry. I know you want us all together.")
    assert [one.room.hardness for one in found[1:]] == [3, 4, 2]


def test_the_pause_comes_sooner_where_it_got_sharp() -> None:
    sharp = played("start", "You never listen!", "Please sit down.", "The tree is up.")
    assert sharp[-1].room.step == "landed" and sharp[-1].plays and sharp[-1].says == (ASK["landed"],)
    calm = played("start", "Hello, Mum.", "Please sit down.", "The tree is up.")
    assert calm[-1].room.step == "play"
    assert (
        played("start", "Hello, Mum.", "Please sit down.", "The tree is up.", "Yes, it is up.")[-1].room.step
        == "landed"
    )


def test_what_escalated_and_repaired_is_shown_after_the_pause() -> None:
    found = played("start", "You never listen to me!", "I know you're tired.", "pause", "hard")
    told = " ".join(found[-1].says)
    assert "“You never listen to me”" in told and "Plainer: “When you don't listen to me, I …”" in told
    assert "“I know you're tired”" in told and told.endswith(ASK["next"])


@pytest.mark.parametrize("words", ["stop", "Pause.", "out of role: this is hard", "time out please", "Can we stop?"])
def test_out_of_role_whenever_asked(words: str) -> None:
    found = played("start", "Hello, Mum.", words)
    assert not in_role(found[-2].room, words)
    assert found[-1].room.step == "landed" and not found[-1].plays


@pytest.mark.parametrize("words", ["Stop it, Mum!", "Don't stop me now.", "I want you to pause before you answer me."])
def test_what_only_sounds_like_it_stays_in_role(words: str) -> None:
    assert in_role(Room("play", "my mother"), words)


def test_a_question_what_she_is_is_answered_out_of_role() -> None:
    then = go_on(Room("play", "Tom"), "Are you human?", AT)
    assert then is not None and not then.plays and "program" in then.says[0]


@pytest.mark.parametrize(("words", "leaves"), [("Good night.", True), ("Bye, Samantha", True), ("Bye, Mother.", False)])
def test_a_goodbye_leaves_unless_it_is_said_to_the_other(words: str, leaves: bool) -> None:
    assert (go_on(Room("play", "my mother"), words, AT) is None) == leaves


def test_again_begins_as_it_began() -> None:
    found = played(
        "she listens", "start", "I know you're tired. I'm sorry.", "stop", "well", "again", wish=Wish("Tom", "rent")
    )
    assert found[-1].room.hardness == found[-1].room.begins and found[-1].room.turns == 0


def test_too_much_is_enough_and_is_kept() -> None:
    then = played("start", "Hello, Mum.", "stop", "It was awful, I'm crying.")[-1]
    assert not then.here and then.room.step == "next" and "?" not in " ".join(then.says)


def test_the_day_is_read_and_said_back() -> None:
    then = played("start", "Hello, Mum.", "stop", "enough", "On Friday at six, in her kitchen.")[-1]
    assert then.plan is not None and not then.here and then.room.step == "done"
    assert then.plan.real is not None and then.plan.real.date().isoformat() == "2026-11-27"
    assert then.plan.ask.date().isoformat() == "2026-11-28"
    assert "Friday 27 November" in then.says[0]


def test_without_a_day_she_asks_in_a_week_and_after_skip_never() -> None:
    sometime = played("start", "Hello, Mum.", "stop", "enough", "when I find the courage")[-1]
    assert sometime.plan is not None and sometime.plan.ask == AT + timedelta(days=7) and sometime.plan.real is None
    assert played("start", "Hello, Mum.", "stop", "enough", "skip")[-1].plan is None


@pytest.mark.parametrize(
    ("wish", "known"),
    [
        (Wish("my late father", ""), NOTHING_KNOWN),
        (Wish("my father", "that died in May"), NOTHING_KNOWN),
        (Wish("my father", ""), Known(dead=True)),
        (Wish("my ex", "who abused me"), NOTHING_KNOWN),
        (Wish("Tom", ""), Known(harmed=True)),
        (Wish("my girlfriend", ""), Known(minor=True)),
        (Wish("Tom", "about asking him out"), Known(minor=True)),
    ],
)
def test_whom_she_does_not_play(wish: Wish, known: Known) -> None:
    first = begin(wish, known)
    assert first.room.step == "unsaid"
    then = go_on(first.room, "I wish you had asked me.", AT, (), known)
    assert then is not None and not then.plays and then.says


def test_it_is_seen_also_where_it_is_told_later() -> None:
    assert played("He died last spring.", wish=Wish("my father", ""))[-1].room.step == "unsaid"
    assert played("skip", "he gets violent", wish=Wish("my father", "rent"))[-1].room.step == "unsaid"


def test_nothing_of_sex() -> None:
    first = begin(Wish("my neighbour", "about sex tonight"))
    assert first.room.step == "done" and not first.here


def course(wish: Wish, known: Known, words: list[str]) -> list[Next]:
    """Everything that comes of `words`, until the rehearsal is over or left."""
    found = [begin(wish, known)]
    for said in words:
        then = go_on(found[-1].room, said, AT, (), known) if found[-1].here else None
        if then is None:
            break
        found.append(then)
    return found


@given(WISHES, KNOWN, st.lists(WORDS, min_size=60, max_size=60))
def test_it_always_ends(wish: Wish, known: Known, words: list[str]) -> None:
    found = course(wish, known, words)
    assert len(found) <= 6 + MOST_ROUNDS * 6 + MOST_UNSAID
    assert (
        found[-1].room.step == "done" or not found[-1].here or go_on(found[-1].room, words[len(found) - 1], AT) is None
    )


@given(WISHES, KNOWN, st.lists(WORDS, max_size=40))
def test_each_question_is_asked_at_most_once_and_one_at_a_time(wish: Wish, known: Known, words: list[str]) -> None:
    asked = list[str]()
    for after in course(wish, known, words):
        assert sum(sentence.count("?") for sentence in after.says) <= 1
        assert 0 <= after.room.hardness <= HARDEST
        if after.room.step in ("who", "about", "want", "manner", "when"):
            asked.append(after.room.step)
    assert len(asked) == len(set(asked))


@given(WISHES, KNOWN, st.lists(WORDS, max_size=30))
def test_a_plan_is_made_once_at_most(wish: Wish, known: Known, words: list[str]) -> None:
    assert sum(after.plan is not None for after in course(wish, known, words)) <= 1


@given(WISHES, st.lists(WORDS, max_size=12))
def test_a_room_comes_back_from_its_state(wish: Wish, words: list[str]) -> None:
    for after in course(wish, NOTHING_KNOWN, words):
        assert from_state(after.room.step, to_state(after.room)) == after.room
        assert after.room.step == "done" or come_back(after.room).says


@pytest.mark.parametrize("state", ["", "[]", '{"hardness": 9}', '{"temper": "rude"}', '{"nobody": 1}', "null"])
def test_a_broken_state_is_no_room(state: str) -> None:
    assert from_state("play", state) is None


def test_all_her_own_words_pass_the_gates() -> None:
    from samantha.conversation import rehearsal

    texts = [value for name, value in vars(rehearsal).items() if name.isupper() and isinstance(value, str)]
    texts += [*ASK.values(), *rehearsal.LISTENS]
    for text in texts:
        whole = text.format(other="your mother", Other="Your mother", day="Friday 27 November")
        assert judge_reply(sentences(whole), Scene(heard="Let's practise.")) == [], whole
