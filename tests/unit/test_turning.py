"""Sentences about somebody turned into sentences to them: pronouns, verbs, names, and what is left for the sender."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samantha.letters.names import Recipient, recipient_of
from samantha.letters.turning import turn

RACHEL = recipient_of("my sister Rachel")
TOM = recipient_of("Tom, my brother")
TEAM = recipient_of("my team")

SHE = """
She held my hand.|You held my hand.
Rachel brought soup at 11 pm.|You brought soup at 11 pm.
My sister's laugh is loud.|Your laugh is loud.
My sister Rachel and I walked to Lisbon.|You and I walked to Lisbon.
She always makes me smile.|You always make me smile.
She comes in and sits down and asks how I am.|You come in and sit down and ask how I am.
She was tired and was quiet.|You were tired and were quiet.
She has two boys and she loves them.|You have two boys and you love them.
She doesn't know.|You don't know.
She's kind.|You're kind.
She's been there.|You've been there.
She's always been there.|You've always been there.
She'd call me every Sunday.|You'd call me every Sunday.
She'll laugh.|You'll laugh.
I told her that I love her.|I told you that I love you.
I want her to know that her work matters.|I want you to know that your work matters.
I saw her face.|I saw your face.
I heard her sing.|I heard you sing.
I heard her singing.|I heard you singing.
I gave her flowers.|I gave you flowers.
I will bring her plums.|I will bring you plums.
I gave Rachel flowers.|I gave you flowers.
That book is hers.|That book is yours.
She hurt herself.|You hurt yourself.
She tries, and never gives up.|You try, and never give up.
Nobody watches over me the way she does.|Nobody watches over me the way you do.
Rachel was there, wasn't she?|You were there, weren't you?
How is she?|How are you?
I'm proud of Rachel's courage.|I'm proud of your courage.
She is my best friend and she knows it.|You are my best friend and you know it.
I like anything she cooks.|I like anything you cook.
She said “I am proud of her” and left.|You said “I am proud of her” and left.
It was her, not me.|It was you, not me.
I was braver with her.|I was braver with you.
You held my hand.|You held my hand.
Thank you, Rachel.|Thank you, Rachel.
The house was warm.|The house was warm.
My brother laughed and she laughed too.|My brother laughed and you laughed too.
"""
HE = """
He sent the money before I got home.|You sent the money before I got home.
His hands were cold.|Your hands were cold.
I called him from the car park.|I called you from the car park.
The idea was his.|The idea was yours.
He taught himself.|You taught yourself.
My brother drives too fast and laughs.|You drive too fast and laugh.
Tom's letter is on my desk.|Your letter is on my desk.
I miss him when he goes away.|I miss you when you go away.
I don't believe him any more when he says he's fine.|I don't believe you any more when you say you're fine.
My sister asked for him.|My sister asked for you.
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [(line.split("|")[0], line.split("|")[1]) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("said", "written"), rows(SHE))
def test_about_her(said: str, written: str) -> None:
    assert turn([said], RACHEL)[0].text == written


@pytest.mark.parametrize(("said", "written"), rows(HE))
def test_about_him(said: str, written: str) -> None:
    assert turn([said], TOM)[0].text == written


def test_about_several() -> None:
    assert turn(["They stayed until four and their coffee was bad."], TEAM)[0].text == (
        "You stayed until four and your coffee was bad."
    )


@pytest.mark.parametrize(
    "said",
    [
        "Anna told her that she was wrong.",
        "My mother loves her.",
        "My daughter fell and she carried her.",
        "The nurse came in and she smiled.",
    ],
)
def test_where_a_pronoun_may_be_somebody_elses_nothing_is_turned(said: str) -> None:
    (turned,) = turn([said], RACHEL)
    assert (turned.text, turned.changed) == (said, False) and turned.unsure in ("she", "her")


def test_who_came_up_before_makes_the_next_sentence_unsure_until_the_name_comes() -> None:
    turned = turn(["I was with Anna.", "She cried.", "Rachel held us both.", "She sang."], RACHEL)
    assert [one.unsure for one in turned] == [None, "she", None, None]
    assert [one.text for one in turned[2:]] == ["You held us both.", "You sang."]


def test_a_namesake_is_not_the_recipient() -> None:
    anna = recipient_of("my sister Anna")
    first, second = turn(["Anna my boss gave me no leave, so my sister took the dog.", "Anna was kind."], anna)
    assert first.text == "Anna my boss gave me no leave, so you took the dog."
    assert second.unsure == "anna" and not second.changed


@pytest.mark.parametrize(
    ("words", "names", "relation", "pronoun"),
    [
        ("my sister Rachel", ("Rachel",), "sister", "she"),
        ("Mum", ("Mum",), "mother", "she"),
        ("Tom, my brother", ("Tom",), "brother", "he"),
        ("Dr. Ortega", ("Dr. Ortega",), None, None),
        ("to my old friend Anna Lind", ("Anna", "Anna Lind"), "friend", "she"),
        ("the nurses of ward 4", ("nurses of ward 4",), None, "they"),
        ("Sam and Noor", ("Sam and Noor",), None, "they"),
        ("my boss", (), "boss", None),
        ("my brother Sean, who died", ("Sean",), "brother", "he"),
        ("", (), None, None),
    ],
)
def test_whom_it_is_to(words: str, names: tuple[str, ...], relation: str | None, pronoun: str | None) -> None:
    assert recipient_of(words) == Recipient(names, relation, pronoun)  # type: ignore[arg-type]


WORDS = st.lists(
    st.sampled_from(
        "she her hers he him his Rachel Rachel's my sister I and was is makes home “ ” , . ? Anna the".split()
    ),
    max_size=14,
).map(" ".join)


@given(st.lists(WORDS, max_size=4))
def test_turning_never_fails_and_changes_only_what_is_about_the_recipient(told: list[str]) -> None:
    turned = turn(told, RACHEL)
    assert len(turned) == len(told)
    for before, after in zip(told, turned, strict=True):
        if after.unsure is not None:
            assert after.text == before
        kept = "i and the home anna he him his".split()
        for word in kept:
            assert re.findall(rf"\b{word}\b", before.casefold()) == re.findall(rf"\b{word}\b", after.text.casefold())


@given(st.text(max_size=80))
def test_any_text_can_be_turned(text: str) -> None:
    assert len(turn([text], RACHEL)) == 1
