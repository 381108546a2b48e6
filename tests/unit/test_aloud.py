"""Numbers, dates, money, addresses and signs as words."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from samantha.models.aloud import aloud
from samantha.models.numerals import cardinal, ordinal, plural, year

CASES = {
    "It is 7:45 on 3 March.": "It is seven forty-five on the third of March.",
    "It costs $5.50.": "It costs five dollars and fifty cents.",
    "Born on the 3rd of March 1996.": "Born on the third of March nineteen ninety-six.",
    "Born March 3, 1996, in Bonn.": "Born March third, nineteen ninety-six, in Bonn.",
    "On Feb. 29th.": "On February twenty-ninth.",
    "2026-03-03": "the third of March twenty twenty-six",
    "In 2004 and 1905.": "In two thousand four and nineteen oh five.",
    "Not 1900, in 1815.": "Not nineteen hundred, in eighteen fifteen.",
    "The 1990s, the '80s.": "The nineteen nineties, the eighties.",
    "At 7:00, 7:05 pm, 8 a.m. and 19:30.": "At seven o'clock, seven oh five P M, eight A M and nineteen thirty.",
    "She is 45, he was 101.": "She is forty-five, he was one hundred one.",
    "1,200 people": "one thousand two hundred people",
    "3.14": "three point one four",
    "It is -5 outside, or 20°C.": "It is minus five outside, or twenty degrees Celsius.",
    "20 % of it, 3.5% more": "twenty per cent of it, three point five per cent more",
    "£1, €20 and 5 €, $3 million": "one pound, twenty euros and five euros, three million dollars",
    "$0.50 and $1.01": "fifty cents and one dollar and one cent",
    "5 km at 60 km/h, 1 kg, 6 ft": "five kilometres at sixty kilometres an hour, one kilogram, six feet",
    "the 21st, the 2nd, the 12th, the 100th": "the twenty-first, the second, the twelfth, the one hundredth",
    "1/2, 3/4 and 2/3": "one half, three quarters and two thirds",
    "3-5 days, 2010-2015": "three to five days, twenty ten to twenty fifteen",
    "Call 555-0199.": "Call five five five, zero one nine nine.",
    "Mr. and Mrs. Jones": "Mister and Missus Jones",
    "Dr. Smith, e.g. on Friday.": "Doctor Smith, for example on Friday.",
    "St. James": "Saint James",
    "J. R. R. Tolkien": "J R R Tolkien",
    "Amy & Ben": "Amy and Ben",
    "2 + 2 = 4": "two plus two equals four",
    "tea and/or cake": "tea and or cake",
    "anna.b@example.org": "anna dot b at example dot org",
    "See https://www.example.org/a-b/7.": "See example dot org slash a dash b slash seven.",
    "A4, COVID-19": "A four, COVID-nineteen",
    "No. 5": "number five",
    "007": "zero zero seven",
    "٣ and ½": "three and half",
}


@pytest.mark.parametrize(("text", "said"), CASES.items())
def test_read_as_people_say_it(text: str, said: str) -> None:
    assert aloud(text) == said


@given(st.text(max_size=60))
def test_no_digit_is_left_whatever_comes(text: str) -> None:
    assert not any(c.isdigit() for c in aloud(text))


@given(st.text(alphabet="0123456789.,:/-$£€%° kmst@#ap'", max_size=40))
def test_nor_of_what_is_nearly_a_number(text: str) -> None:
    assert not any(c.isdigit() for c in aloud(text))


WORDS = st.lists(st.sampled_from("I went home and it was cold there don't re-read Lisbon".split()), min_size=1)


@given(WORDS, st.sampled_from([".", "!", "?", "…", ", she said.", " — no.", ": yes; “well”."]))
def test_ordinary_words_come_back_as_they_are(words: list[str], end: str) -> None:
    text = " ".join(words) + end
    assert aloud(text) == text


@given(st.integers(0, 10**15 - 1))
def test_numbers_are_words(number: int) -> None:
    for words in (cardinal(str(number)), ordinal(str(number)), plural(cardinal(str(number)))):
        assert words and not any(c.isdigit() for c in words) and words == words.strip()


def test_two_numbers_never_sound_the_same() -> None:
    said = [cardinal(str(n)) for n in range(5_000)]
    assert len(set(said)) == len(said)
    years = [year(str(n)) for n in range(1100, 2100)]
    assert len(set(years)) == len(years)


def test_very_long_numbers_are_read_digit_by_digit() -> None:
    assert cardinal("1" * 20) == " ".join(["one"] * 20)
