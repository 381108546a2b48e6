"""Sentences and words of everyday English: cut, stemmed, and told apart from names and numbers.

Guarantees: pure; any text gives some list of words and never an error; the same text gives the same words.
Does not: know grammar. A stem is a key for comparing, not a dictionary form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SENTENCE = re.compile(r"(?<=[.!?…])[\"”'’)]*\s+|[\r\n]+")
_ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Mt|No|vs|approx|e\.g|i\.e|etc|a\.m|p\.m)|\b[A-Z])\.$")
_WORD = re.compile(
    r"\d{1,2}[:.]\d\d(?!\d)|(?=[^\W_]*\d)(?=[^\W_]*[^\W\d_])[^\W_]+|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?|"
    r"[^\W\d_]+(?:[-'’][^\W\d_]+)*(?:(?<=s)'(?!\w))?|[^\W_]+",
    re.UNICODE,
)

_IRREGULAR: dict[str, str] = {}
for _row in """
go went gone goes going; give gave given; buy bought; meet met; tell told; take took taken; leave left leaves; eat
ate eaten; drive drove driven; fly flew flown flies; lose lost; find found; sleep slept; teach taught; say said;
make made; get got gotten; break broke broken; write wrote written; keep kept; begin began begun; grow grew grown;
know knew known; see saw seen; sell sold; send sent; spend spent; pay paid; run ran; swim swam swum; sing sang sung;
wear wore worn; win won; lend lent; build built; catch caught; fall fell fallen; feel felt; hear heard; hold held;
choose chose chosen; drink drank drunk; forget forgot forgotten; hide hid hidden; ride rode ridden; speak spoke
spoken; stand stood; steal stole stolen; swear swore sworn; think thought; throw threw thrown; understand
understood; wake woke woken; bring brought; come came; become became; do did done does; have had has; be am is are
was were been being; child children; man men; woman women; wife wives; person people; knife knives; tooth teeth;
foot feet; mouse mice; live lives; die died dies dying; lie lying; shoe shoes; bus buses; wed wedded; bake baked
baking; work works worked working; live lived living; move moved moves moving; have having; use used using; hope
hoped hoping; dance danced dancing; plan planned planning; stop stopped; book booked; park parked parking; start
started starting; quit quitting; marry married marries marrying; study studied studies studying; try tried tries;
carry carried; worry worried; bury buried; party parties; allergy allergies allergic; rather quite; alike same; hate
hated; love loved loves loving; like liked likes; name named names; call called; age aged; die dead; favourite
favorite; colour color; mum mom mummy mommy; dad daddy; centre center; theatre theater; neighbour neighbor; grey
gray; tyre tire; organise organize; mother mothers; father fathers; brother brothers; sister sisters; daughter
daughters; singer singers; need needs; bleed bled; dig dug; hurt hurts; put puts putting; shut; cut cutting; set
setting; let letting; read reading; lead led; feed fed; sit sat; win winning
""".split(";"):
    _forms = _row.split()
    for _form in _forms:
        _IRREGULAR.setdefault(_form, _forms[0])

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_numbers = {word: n for n, word in enumerate(_UNITS.split())} | {
    word: (n + 2) * 10
    for n, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
}
_tens = {word: n for word, n in _numbers.items() if n >= 20}
_ones = {word: n for word, n in _numbers.items() if 1 <= n <= 9}
_numbers |= {"hundred": 100, "thousand": 1000, "dozen": 12}
_ORDINALS = {
    word: n + 1
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ]
    )
} | {"thirtieth": 30}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a sentence."""

    text: str
    low: str
    """Lower case, straight apostrophes, without a possessive ending."""
    stem: str
    """What is compared: a number in digits, or the stem."""
    owner: bool = False
    """It ends with 's or s'."""
    first: bool = False
    """It opens the sentence, so a capital says nothing."""

    @property
    def capital(self) -> bool:
        """It begins with a capital letter."""
        return self.text[:1].isupper()

    @property
    def number(self) -> bool:
        """It stands for a number, in digits or in words."""
        return self.stem[:1].isdigit()


def sentences(text: str) -> list[str]:
    """Cut `text` at sentence ends and line ends; pieces are stripped and never empty."""
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences of `text` stand: characters from `start` to `end`, without the blanks around them."""
    spans: list[tuple[int, int]] = []
    at = 0
    for start, end in [*((match.start(), match.end()) for match in _SENTENCE.finditer(text)), (len(text), len(text))]:
        piece = text[at:start]
        first = at + len(piece) - len(piece.lstrip())
        last = at + len(piece.rstrip())
        at = end
        if first >= last:
            continue
        if spans and _ABBREVIATED.search(text, spans[-1][0], spans[-1][1]):
            first = spans.pop()[0]
        spans.append((first, last))
    return spans


def words(sentence: str) -> list[Word]:
    """The words of one sentence, in order; contractions opened up ("I'm" is I, am; "can't" is can, not)."""
    out: list[Word] = []
    for match in _WORD.finditer(sentence.replace("’", "'")):
        for word in _open(match.group(), first=not out):
            _append(out, word)
    return out


_BEFORE_SIDE = frozenset("my his her the your their our a on".split())
_PHRASES = {
    ("giv", "up"): "quit",
    ("pas", "away"): "die",
    ("not", "stand"): "hat",
    ("set", "off"): "leav",
    ("pick", "up"): "pickup",
    ("break", "up"): "separat",
    ("split", "up"): "separat",
    ("best", "man"): "bestman",
    ("check", "up"): "checkup",
    ("sign", "up"): "join",
    ("grow", "up"): "growup",
    ("tak", "over"): "lead",
    ("look", "after"): "mind",
}
"""Two words that together mean a third, by stems."""


def _append(out: list[Word], word: Word) -> None:
    """Join "twenty" and "two" to 22, and "gave" and "up" to one word."""
    if out and word.low == "left" and out[-1].low in _BEFORE_SIDE:
        word = Word(word.text, word.low, "left-side", word.owner)
    phrase = _PHRASES.get((out[-1].stem, word.stem)) if out else None
    if phrase is not None:
        last = out.pop()
        word = Word(f"{last.text} {word.text}", f"{last.low} {word.low}", phrase, False, last.first)
    if out and out[-1].low in _tens and word.low in _ones:
        last = out.pop()
        word = Word(
            f"{last.text}-{word.text}",
            f"{last.low}-{word.low}",
            str(_tens[last.low] + _ones[word.low]),
            word.owner,
            last.first,
        )
    out.append(word)


_CONTRACTED = {"n't": "not", "'m": "am", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would"}


def _open(text: str, *, first: bool) -> list[Word]:
    low = text.lower()
    if low in {"can't", "cannot"}:
        return [_word("can", first), _word("not", False)]
    if low == "won't":
        return [_word("will", first), _word("not", False)]
    if low in {"let's"}:
        return [_word("let", first)]
    for ending, full in _CONTRACTED.items():
        if low.endswith(ending) and len(low) > len(ending):
            return [_word(text[: -len(ending)], first), _word(full, False)]
    if low.endswith("'s") and len(low) > 2:
        head = low[:-2]
        word = _word(text[:-2], first)
        if head in {"it", "he", "she", "that", "there", "here", "what", "who", "where", "when", "how"}:
            return [word, _word("is", False)]
        return [Word(word.text, word.low, word.stem, True, first)]
    if "-" in text and not low.endswith("-in-law") and not any(c.isdigit() for c in text):
        return [_word(part, first and i == 0) for i, part in enumerate(text.split("-")) if part]
    return [_word(text, first)]


def _word(text: str, first: bool) -> Word:
    low = text.lower().rstrip("'")
    return Word(text, low, stem(low), text.endswith("'"), first)


def stem(low: str) -> str:
    """A key under which forms of one word meet: "moved", "moving" and "moves"; "7", "seven" and "7th"."""
    number = numeral(low)
    if number is not None:
        return number
    if low in _IRREGULAR:
        return _bare(_IRREGULAR[low])
    if len(low) <= 3 or not low.isascii():
        return low
    return _bare(_strip(low))


def _bare(low: str) -> str:
    return low[:-1] if len(low) > 3 and low.endswith("e") else low


def _strip(low: str) -> str:
    cut = low
    if cut.endswith("ies") and len(cut) > 4:
        cut = cut[:-3] + "y"
    elif cut.endswith(("sses", "shes", "ches", "xes", "zes")):
        cut = cut[:-2]
    elif cut.endswith("s") and not cut.endswith(("ss", "us", "is")):
        cut = cut[:-1]
    if cut in _IRREGULAR:
        return _IRREGULAR[cut]
    for ending in ("ing", "ed"):
        head = cut[: -len(ending)]
        if cut.endswith(ending) and len(head) >= 3 and re.search(r"[aeiouy]", head):
            if head in _IRREGULAR:
                return _IRREGULAR[head]
            if head[-1] == head[-2] and head[-1] not in "lsz":
                head = head[:-1]
            return head[:-1] + "y" if head.endswith("i") else head
    return cut[:-2] if cut.endswith("ly") and len(cut) > 5 else cut


def numeral(low: str) -> str | None:
    """The digits a word stands for ("seven", "7", "7th", "7.0" give "7"), or None."""
    if low in _numbers:
        return str(_numbers[low])
    if low in _ORDINALS and low not in {"second", "first"}:
        return str(_ORDINALS[low])
    match = re.fullmatch(r"(\d+(?:[.,:]\d+)*)(?:st|nd|rd|th|am|pm)?", low)
    if match is None:
        return None
    digits = match.group(1)
    if re.fullmatch(r"\d{1,3}(,\d{3})+", digits):
        return digits.replace(",", "")
    digits = digits.replace(".", ":") if re.fullmatch(r"\d{1,2}\.\d\d", digits) else digits
    return digits.removesuffix(":00") if ":" in digits else digits


def stems(text: str) -> list[str]:
    """The stems of every word of `text`, in order, function words too."""
    return [word.stem for sentence in sentences(text) for word in words(sentence)]


def stems_of(text: str) -> frozenset[str]:
    """The stems of a list of words, separated by blanks."""
    return frozenset(stem(low) for low in text.split())


FUNCTION = stems_of(
    """
    a an the this that these those some any anything anyone anybody something someone somebody nothing everyone
    everything i me my mine myself you your yours yourself he him his himself she her hers herself it its itself
    we us our ours ourselves they them their theirs themselves who whom whose which what when where why how be
    do have will would shall should can could may might must ought of in on at to from by for with about into
    onto over under up down out off than as and or but so if then because while though although not no nor yes
    yeah okay ok oh ah well just very really rather too also even still yet ever never always only again please
    thanks thank hello hi hey there here such own alike other another each every both all more most much many
    lot lots bit kind sort let gonna wanna gotta actually maybe perhaps between during through until till since
    after before across along around without within against per via am pm mr mrs ms dr whatever whenever
    wherever remember remind recall forget samantha know tell say mention
    """
)
"""Words that carry no content of their own, as stems."""

LIGHT = stems_of(
    """
    go get make take want need think thing stuff time day way one ones put come back use try let feel look seem
    keep happen new old good nice big little small great first last next now today currently soon later ago plan
    plans hope mean lot guess sure right able supposed give bring set end exactly usually usual normally often
    sometimes place person people man woman certain particular special important few couple again around away
    together long far year month week hour minute moment while latest recent recently yesterday tomorrow tonight
    morning afternoon evening night date actual full real main else talk chat speak ask answer question show
    wrong matter originally wear
    """
)
"""Words that carry little: they count for less when a question is compared with a line."""


def telling(text: str) -> list[str]:
    """The stems of the words of `text` that carry content, in order."""
    return [word.stem for sentence in sentences(text) for word in content(words(sentence))]


def content(items: Iterable[Word]) -> list[Word]:
    """Those words that carry content."""
    return [word for word in items if word.stem not in FUNCTION and word.low not in FUNCTION]
