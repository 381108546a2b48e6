"""The pure core of the letters: what is asked, what is kept, and that nothing is written which was not said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samantha.letters.compose import BRIDGES, compose, is_bridge
from samantha.letters.fromfile import Given, best, write
from samantha.letters.interview import LIE, MOST, RAGE, Interview, next_question, state
from samantha.letters.kinds import NAMES, find_kind, kind_named
from samantha.letters.ledger import Entry, Told, read
from samantha.letters.names import recipient_of
from samantha.letters.plain_draft import plain_draft
from samantha.letters.reviewing import own_words, review
from samantha.letters.style import style
from samantha.letters.tighten import tighten

RACHEL = recipient_of("my sister Rachel")
THANKS = kind_named("thanks")
ANSWERS = (
    ("What do you want to thank her for?", "For coming when I was ill."),
    ("One moment?", "When I had the operation in March, she drove four hours. She sat by my bed all night. 3 a.m."),
    ("What did it mean?", "I was scared and she made me feel safe."),
    ("What should she know?", "That I love her. I will be there when she needs me."),
)


def entries(text: str, slot: str = "moment") -> list[Entry]:
    return read([Told(text, slot, "answer:1")], RACHEL)


def test_every_kind_is_whole() -> None:
    for name in NAMES:
        kind = kind_named(name)
        assert set(kind.needs) <= set(kind.ask) <= set(kind.order) and kind.good and kind.warm
        assert all(len(ways) == 2 for ways in kind.ask.values())
        assert find_kind(name) == kind and find_kind(kind.title) == kind


@pytest.mark.parametrize(
    ("words", "name"),
    [("Thank you", "thanks"), ("reaching out after long", "reaching_out"), ("funeral speech", "eulogy")],
)
def test_a_kind_has_several_names(words: str, name: str) -> None:
    found = find_kind(words)
    assert found is not None and found.name == name and find_kind("tax return") is None


@given(st.text(max_size=200))
def test_an_entry_is_exactly_what_was_said(text: str) -> None:
    for entry in entries(text):
        assert text[entry.start : entry.end] == entry.text and entry.text


@pytest.mark.parametrize(
    ("said", "use"),
    [
        ("I'd rather not say", "no"),
        ("I don't know, really.", "no"),
        ("Can you just write something nice?", "no"),
        ("Just say I was at work that night.", "no"),
        ("She's a lying bitch.", "aside"),
        ("Amy told me in confidence that Rachel is pregnant.", "aside"),
        ("My mother loves her.", "aside"),
        ("She brought soup.", "usable"),
        ("I don't say it enough.", "usable"),
    ],
)
def test_what_may_be_written(said: str, use: str) -> None:
    assert [entry.use for entry in entries(said)] == [use]


def test_what_is_taken_back_is_not_written() -> None:
    assert [entry.use for entry in entries("Tell her I was stuck in traffic. I wasn't, I was at the pub.")] == [
        "no",
        "no",
    ]


@pytest.mark.parametrize(
    ("said", "slot", "written"),
    [
        ("um, she brought, you know, soup", "moment", "She brought, soup."),
        ("For driving me home", "occasion", "Thank you for driving me home."),
        ("That I love you", "know", "I want you to know that I love you."),
        ("Tell you I miss you", "know", "I miss you."),
        ("because you stayed", "meaning", "You stayed."),
        ("how you laughed", "moment", "I want to write about how you laughed."),
        ("Thanks", "know", "Thanks."),
    ],
)
def test_tightening(said: str, slot: str, written: str) -> None:
    assert tighten(said, slot, THANKS).text == written


def hold(kind: str, answers: list[str], to: str = "") -> Interview:
    talk = Interview(kind_named(kind), to)
    for answer in answers:
        question = next_question(talk)
        assert question is not None
        talk = talk.answered(question, answer)
    return talk


def test_it_asks_for_what_is_missing_and_stops_when_there_is_enough() -> None:
    talk = hold("thanks", ["my sister Rachel", "For coming when I was ill."])
    asked = next_question(talk)
    assert asked is not None and asked.slot == "moment"
    talk = talk.answered(asked, "In March she drove four hours through the snow. I was scared. She made me feel safe.")
    asked = next_question(talk)
    assert asked is not None and asked.slot == "know"
    talk = talk.answered(asked, "I love her.")
    assert next_question(talk) is None and state(talk) == "enough"


def test_whoever_hesitates_is_warmed() -> None:
    talk = hold("thanks", ["Rachel", "dunno", "hm"])
    asked = next_question(talk)
    assert asked is not None and asked.text == THANKS.warm


def test_a_lie_and_rage_get_a_word() -> None:
    lie = next_question(hold("apology", ["Dan", "Just say that I was ill. I wasn't."]))
    rage = next_question(hold("hard_truth", ["Vic", "He is a lying bastard."]))
    assert lie is not None and rage is not None and (lie.lead, rage.lead) == (LIE, RAGE)


@pytest.mark.parametrize("name", NAMES)
def test_who_says_nothing_usable_is_let_go_within_twelve(name: str) -> None:
    talk, asked = Interview(kind_named(name)), 0
    while (question := next_question(talk)) is not None:
        talk, asked = talk.answered(question, "I don't know"), asked + 1
    assert asked <= MOST and state(talk) == "nothing" and compose(talk.ledger(), talk.recipient, talk.kind) == []


@settings(max_examples=60)
@given(st.sampled_from(NAMES), st.lists(st.text(max_size=60), max_size=14))
def test_never_more_than_twelve_questions(name: str, answers: list[str]) -> None:
    talk, asked = Interview(kind_named(name)), 0
    for answer in [*answers, *["no"] * 20]:
        question = next_question(talk)
        if question is None:
            break
        talk, asked = talk.answered(question, answer), asked + 1
    assert asked <= MOST and next_question(talk) is None


SAID = st.lists(
    st.sampled_from(
        [
            "She drove four hours in March.", "I love her.", "She brought soup", "11 pm", "um", "That I miss her",
            "I was scared.", "I will visit in May.", "Anna told her that she was wrong.",
            "Just say I was ill. I wasn't.",
            "We sat on the roof and ate cherries.", "He's a bastard.", "She never left my side.", "For the soup",
        ]
    ),
    min_size=1,
    max_size=10,
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(NAMES), SAID, st.sampled_from(["moment", "meaning", "know", "occasion"]))
def test_no_sentence_without_its_words_and_nothing_that_was_not_said(name: str, said: list[str], slot: str) -> None:
    kind = kind_named(name)
    to = RACHEL if kind.addressed else recipient_of("")
    ledger = read([Told(text, slot, f"answer:{n}") for n, text in enumerate(said, 1)], to)
    table = {entry.id: entry for entry in ledger}
    for letter in compose(ledger, RACHEL, kind):
        assert letter.bridges_share <= 0.2
        assert review(letter, ledger, RACHEL, kind).may_seal
        for one in letter.sentences:
            assert is_bridge(one.text) if one.made == "bridge" else one.ids
            assert all(table[id].use == "usable" for id in one.ids)
            if one.made == "yours":
                assert one.text.casefold().strip(".!?") == table[one.ids[0]].turned.casefold().strip(".!?")


def test_the_drafts_are_choices_and_orders_of_the_same_sentences() -> None:
    written = write(Given(THANKS, "my sister Rachel", ANSWERS))
    drafts = {one.draft: one for one in written.drafts}
    assert set(drafts) == {"plainer", "shorter", "warmer"}
    whole = {one.text for one in drafts["plainer"].sentences}
    for draft in drafts.values():
        assert {one.text for one in draft.sentences if one.made != "bridge"} <= whole
    assert len(drafts["shorter"].sentences) <= len(drafts["plainer"].sentences)
    assert drafts["warmer"].sentences[0].text == "I want you to know that I love you."
    assert "You sat by my bed all night, 3 a.m." in whole
    assert own_words(drafts["plainer"], written.entries) > 0.6


def test_a_letter_of_three_lines_and_one_of_eight_pages() -> None:
    short = best(write(Given(THANKS, "Petra", (("What happened?", "She took in the parcels."),))).drafts)
    assert short is not None and [one.text for one in short.sentences] == ["You took in the parcels."]
    told = " ".join(
        f"In {1900 + n} we walked from harbour {n} to mill {n} and counted {n} birds there." for n in range(280)
    )
    long = best(write(Given(THANKS, "Petra", (("What happened?", told),))).drafts)
    assert long is not None and len(long.text.split()) > 2800 and long.bridges_share <= 0.2


def test_a_brain_is_taken_at_its_word_only_where_the_audit_finds_nothing() -> None:
    ledger = entries("In March she drove four hours through the snow.")
    true = compose(ledger, RACHEL, THANKS, retell=lambda one, said: "You drove four hours in March.")
    false = compose(ledger, RACHEL, THANKS, retell=lambda one, said: "You drove five hours in March.")
    assert true[0].sentences[0].text == "You drove four hours in March." and true[0].sentences[0].made == "tightened"
    assert false[0].sentences[0].text == "In March you drove four hours through the snow."


def test_bridges_claim_nothing() -> None:
    ledger = entries("She brought soup.")
    assert all(is_bridge(text) for text in BRIDGES.values()) and not is_bridge("I love you.")
    letter = compose(ledger, RACHEL, THANKS)[0]
    assert all(one.made != "bridge" for one in letter.sentences)


def test_style_says_whose_a_letter_is() -> None:
    mine = [
        "Right, so the van went again this morning, and I said to Col, leave it, it's only the belt. He won't have it. "
        "He's under there now with his legs out. I made him a tea and put it by his boot and he kicked it over.",
        "Col's fine. The van's fine. I've had it up to here with the pair of them, and I told him, one of you goes. He "
        "said it was his van. I said well then. We had chips in it by the water after, and it started first time.",
        "Mam rang. She wants the big pan back and I said I never had it, and I did have it, it was under the sink with "
        "the paint in. I'll scrub it. She'll know though. She always knows when it's been paint.",
    ]
    own = "Col won. So Col fixed the van and we had chips by the water, and I said well then. He kicked my tea over."
    machine = plain_draft("thanks")
    assert style(own, mine, machine).closer > 0 > style(plain_draft("love"), mine, machine).closer
    assert style(own, mine, machine, seed=1) == style(own, mine, machine, seed=1)
    assert style("Hi.", mine, machine).word == "too little to say" == style(own, ["Hi."], machine).word
