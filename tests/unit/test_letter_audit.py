"""The audit: what was said passes, also lightly told anew; what was not is caught and named in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samantha.letters.audit import Ground, build_ground, check
from samantha.letters.compose import Letter, Sentence
from samantha.letters.kinds import kind_named
from samantha.letters.ledger import Told, read
from samantha.letters.names import recipient_of
from samantha.letters.reviewing import review

RACHEL = recipient_of("my sister Rachel")
TOLD = [
    Told("When I had the operation in March, she drove four hours through the snow.", "moment", "answer:1"),
    Told("She sat by my bed all night and never let go of my hand.", "moment", "answer:1"),
    Told("I was scared and she made me feel safe.", "meaning", "answer:2"),
    Told(
        "I love her. I will be there when she needs me. I never thanked her. I didn't tell Ellen.", "know", "answer:3"
    ),
    Told("Amy told me in confidence that the marriage is over.", "know", "answer:4"),
]
LEDGER = read(TOLD, RACHEL)


def ground(kind: str = "thanks") -> Ground:
    return build_ground(LEDGER, RACHEL, kind_named(kind))


@pytest.mark.parametrize(
    "text",
    [
        "You drove four hours through the snow.",
        "You drove 4 hours through the snow.",
        "In March, when I had the operation, you drove for four hours.",
        "You sat beside my bed the whole night.",
        "I was frightened, and you made me feel safe.",
        "I love you.",
        "I'll be there when you need me.",
        "She drove four hours through the snow.",
        "Rachel sat by my bed all night.",
        "I want you to know that I love you.",
    ],
)
def test_what_was_said_passes(text: str) -> None:
    assert check(text, ground()) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("You drove five hours through the snow.", "number"),
        ("I had the operation in April.", "date"),
        ("You drove to Paris through the snow.", "name"),
        ("I forgive you.", "feeling"),
        ("I was angry.", "feeling"),
        ("You held me in your arms.", "claim"),
        ("I will visit you.", "promise"),
        ("I will drive four hours.", "promise"),
        ("I don't love you.", "negation"),
        ("You never sat by my bed.", "negation"),
        ("I thanked you.", "negation"),
        ("I told Ellen.", "negation"),
        ("I drove four hours through the snow.", "agent"),
        ("You were scared.", "agent"),
        ("I loved you.", "tense"),
        ("Your marriage is over.", "secret"),
        ("You always sat by my bed.", "claim"),
        ("You are a stupid bitch.", "anger"),
    ],
)
def test_what_was_not_said_is_caught_and_named(text: str, kind: str) -> None:
    faults = check(text, ground())
    assert kind in [fault.kind for fault in faults] and all(fault.open and fault.words for fault in faults)


def test_the_words_say_what_can_be_done() -> None:
    (fault,) = check("I forgive you.", ground())
    assert fault.words == "you never said that you forgive: keep it by saying it, cut it, or tell me more"


@pytest.mark.parametrize("text", ["I'm sorry if you were hurt.", "I am sorry you feel that way."])
def test_an_apology_leaves_no_wound_with_the_other(text: str) -> None:
    told = read([Told(text, "wrong", "answer:1")], RACHEL)
    assert "wound" in [f.kind for f in check(text, build_ground(told, RACHEL, kind_named("apology")))]
    assert "wound" not in [f.kind for f in check(text, build_ground(told, RACHEL, kind_named("thanks")))]


def letter(*sentences: Sentence) -> Letter:
    return Letter("thanks", "plainer", "Dear Rachel,", (sentences,))


@pytest.mark.parametrize(
    "one",
    [
        Sentence("I forgive you.", "yours", (1,)),
        Sentence("You drove four hours through the snow.", "yours", ()),
        Sentence("You drove four hours through the snow.", "yours", (99,)),
        Sentence("You saved my life.", "bridge", ()),
    ],
)
def test_nothing_is_sealed_with_an_open_fault(one: Sentence) -> None:
    good = Sentence("I love you.", "yours", (4,))
    kind = kind_named("thanks")
    assert review(letter(good), LEDGER, RACHEL, kind).may_seal
    looked = review(letter(good, one), LEDGER, RACHEL, kind)
    assert not looked.may_seal and looked.open[0][0] == 2


def test_what_is_only_remarked_on_keeps_nobody_from_sealing() -> None:
    told = read([Told("I thank her from the bottom of my heart.", "know", "answer:1")], RACHEL)
    one = Sentence("I thank you from the bottom of my heart.", "yours", (1,))
    looked = review(letter(one), told, RACHEL, kind_named("thanks"))
    assert looked.may_seal and [fault.kind for fault in looked.sentences[0]] == ["stock"]


NEW = st.sampled_from("violin lawyer Berlin Tuesday 1987 cancer dolphin divorce wept whiskey treasure Gerald".split())


@given(st.sampled_from([one for told in TOLD[:3] for one in [told.text]]), NEW)
def test_a_word_from_nowhere_is_always_caught(said: str, word: str) -> None:
    assert check(f"{said.rstrip('.')} with a {word}.", ground())


@settings(deadline=None)
@given(st.text(max_size=120))
def test_any_text_can_be_checked(text: str) -> None:
    check(text, ground())
