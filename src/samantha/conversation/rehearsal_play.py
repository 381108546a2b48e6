"""What a brain reads to play the other one, and what no line of theirs may be, whoever wrote it.

Guarantees: pure; a line that humiliates, steps out of the play, claims what nobody told or brings in new names is
named; the gates of `care` hold, but for the feelings of a human being and for taking one's own side.
Does not: ask the brain, nor know the one who is played.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from samantha.care.gates import Rule, Scene, judge_sentence, names_rule, questions_in
from samantha.care.patterns import any_of, plain
from samantha.conversation.rehearsal_other import HARD, Stance
from samantha.conversation.rehearsal_wish import label
from samantha.memory.words import LIGHT, Word, content, sentences, stems, telling
from samantha.memory.words import words as words_of
from samantha.types import Message

MOST_WORDS = 32
RUN = 4
"""So many words in a row from an example are an example given back; one more, a line that was heard already."""
MOST_NEW = 4
"""The most telling words of a played line that nobody said."""


_HOW: dict[Stance, str] = {
    "defensive": "feels attacked and defends themselves",
    "hurt": "is hurt and shows it in few words",
    "dismissive": "waves it away and does not want to talk about it",
    "cautious": "begins to listen, but is not sure yet",
    "willing": "listens and wants to find a way",
}


@dataclass(frozen=True, slots=True)
class Scenery:
    """What a brain is told before it plays."""

    other: str
    """Who is played, as she names them: `your mother`, `Tom`."""
    about: str
    """What the talk is about, in the person's words; empty: not told."""
    told: tuple[str, ...]
    """What was told about the other, in the person's words."""


_EXAMPLES: dict[Stance, tuple[tuple[str, str], ...]] = {
    "defensive": (
        ("You left all the dishes again.", "And who did the shopping and the laundry this week?"),
        ("I want to talk about last night.", "There is nothing to talk about, I did what I could."),
    ),
    "hurt": (
        ("I won't be at the party.", "I had been looking forward to having you there."),
        ("You are always so sensitive.", "So my feelings are too much for you."),
    ),
    "dismissive": (
        ("The noise at night keeps me awake.", "Oh come on, it isn't that bad."),
        ("I need an answer about the car.", "We will see about the car when there is time."),
    ),
    "cautious": (
        ("I know that the move was hard on you.", "It was, but I'm not sure where you are going with this."),
        ("Could we split the work at home?", "Maybe, it depends on how you mean to split it."),
    ),
    "willing": (
        ("I'm sorry that I shouted. I was worried.", "Thank you for saying that, I was worried too."),
        ("What would help you in the mornings?", "If you took the children on Fridays, that would help me a lot."),
    ),
}
"""How each stance sounds, for a brain that falls into an assistant's manner. Nobody's life is in them."""
_SHOWN = tuple(line for pairs in _EXAMPLES.values() for _, line in pairs)


def messages(scene: Scenery, stands: Stance, turns: Sequence[tuple[str, str]], said: str) -> list[Message]:
    """What the brain reads: what the play is, what was told, two examples, the turns so far, and the last words."""
    who = label(scene.other)
    brief = [
        "A scene of a play between two people who know each other.",
        f"You write the next line of {who}, a human being, not an assistant: one short sentence, everyday words.",
        "No names, no insults, no advice, nothing new about their lives.",
    ]
    if scene.about:
        brief.append(f"The talk is about this: {scene.about}")
    brief += [f"About {who} it was told: “{line}”" for line in scene.told]
    out = [Message("system", "\n".join(brief))]
    for theirs, line in _EXAMPLES[stands]:
        out += [Message("user", _cue(theirs, who, stands)), Message("assistant", line)]
    for theirs, line in turns:
        out += [Message("user", f"“{theirs}”"), Message("assistant", line)]
    return [*out, Message("user", _cue(said, who, stands))]


def _cue(said: str, who: str, stands: Stance) -> str:
    return f"“{said}”\n({who} {_HOW[stands]} and answers:)"


_HUMILIATES = any_of(r"""
    idiots?|stupid|dumb|worthless|pathetic|useless|disgust\w*|losers?|shut up|hate you|fat|ugly|crazy|insane|failure
    failed
    nobody (?:likes|loves|wants|cares)|wish you (?:were|had) never|dead to me|slut|whore|bitch|bastard|fuck\w*
    shit\w*|damn
    hell|ashamed of you|never amount|good for nothing|burden|ungrateful|spoil(?:t|ed)|brat|kill\w*|hit you|beat you
    slap\w*
    kick you out|throw you out|cut you off|get out|leave you|never (?:want to )?see you
""")
_STEPS_OUT = any_of(r"""
    samantha|(?:computer )?program|assistant|language model|a\.?i\.?|chat ?bot|practi[sc]e|rehears\w*|role
    play(?:ing)?|pretend\w*|scene
    assist\w*|can(?:'t|not)? help|help (?:you )?with (?:that|this)|got it|certainly|sure,? (?:i can|let)|noted
    i understand(?=\W*$)
    as your|the (?:other one|user|speaker|person|conversation)|how (?:can|may) i help|sounds like|remember that
    let me know
""")
_CLAIMS = any_of(r"""
    (?:you|we|i) (?:said|told|promised|agreed|talked|spoke|discussed|mentioned|met|decided)
    last (?:week|month|year|night|time|\w+day)|yesterday
    (?:\w+ )?(?:years?|months?|weeks?|days?) ago|remember (?:when|how|that|the)|the other day|when you were
    your (?:father|mother|brother|sister|husband|wife|son|daughter)
""")
_OF_A_HUMAN: tuple[Rule, ...] = ("human", "person", "sides", "memory")
"""Rules about what she herself may say; somebody who is played is a human being, says I, and takes their own side. What
was told before is held to account here by `claims`."""
_CLOSED: tuple[str, ...] = ("winback", "people", "diagnosis", "stock")
"""Gates that those may hide, for a sentence gives only its gravest rule."""


_YIELDS = any_of(r"""
    sorry|apologi[sz]e|my fault|forgive me|you(?:'re| are) right|thank you|thanks|of course|sure|certainly
    i understand|okay|ok|fine
    i(?:'ll| will| can| could| would)(?! not| never| have to)|good idea|let's|glad|happy
""")
_REFUSES = any_of(r"""
    never|your fault|i won'?t|i(?:'m| am) not (?:going|doing)|no way|here we go|nothing to talk about|leave me
    can'?t you|why should i
""")


def line_faults(
    line: str, heard: str, told: Sequence[str], scene: Scene, stands: Stance | None = None
) -> tuple[str, ...]:
    """The rules that keep `line` from being played after `heard`; `told` is everything said in play or about them.

    `stands`: one who is hard does not yield in it, one who is willing does not refuse.

    The gates of `care` stay closed, but for those that are about herself.
    """
    gate = judge_sentence(line, scene).rule
    known = {stem for text in (*told, heard) for stem in stems(text)}
    text = plain(line)
    broken = {
        str(gate): gate is not None and gate not in _OF_A_HUMAN,
        "gate": gate in _OF_A_HUMAN and any(names_rule(line, name) for name in _CLOSED),
        "question": questions_in(line) > 1,
        "humiliates": bool(_HUMILIATES.search(text)),
        "steps out": bool(_STEPS_OUT.search(text)) or "[" in line or "(" in line or "*" in line,
        "claims": bool(_CLAIMS.search(text)) and bool(_new(line, known)),
        "names": any(word.stem not in known for word in _told_apart(line)),
        "invents": len(_new(line, known)) > MOST_NEW,
        "long": len(line.split()) > MOST_WORDS or len(sentences(line)) > 2 or not any(c.isalpha() for c in line),
        "stance": (stands in HARD and bool(_YIELDS.search(text)))
        or (stands == "willing" and bool(_REFUSES.search(text))),
        "copies": _gives_back(line, _SHOWN, RUN) or any(_same(line, text) for text in (heard, *told[-8:])),
        "repeats": _gives_back(line, told[-8:], RUN + 1),
    }
    return tuple(rule for rule, is_broken in broken.items() if is_broken)


def worth(line: str, heard: str) -> float:
    """How well a line answers `heard`: a word of theirs, few new ones, none of their phrases given back."""
    said, theirs = {*telling(line)}, {*telling(heard)}
    echoes = sum(run in _plainly(heard) for run in _runs(line, 3))
    return min(1, len(said & theirs)) - 0.2 * len(_new(line, theirs)) - 0.5 * echoes - 0.3 * ("?" in line)


def _gives_back(line: str, texts: Sequence[str], length: int) -> bool:
    """So many words in a row are those of one of `texts`."""
    return any(f" {run} " in f" {_plainly(text)} " for run in _runs(line, length) for text in texts)


def _runs(line: str, length: int) -> list[str]:
    words = _plainly(line).split()
    return [" ".join(words[at : at + length]) for at in range(len(words) - length + 1)]


def _plainly(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", plain(text).lower()))


def _told_apart(line: str) -> list[Word]:
    """Numbers, and words inside a sentence with a capital, other than I."""
    return [
        word
        for sentence in sentences(line)
        for word in words_of(sentence)
        if word.number or (word.capital and not word.first and word.low != "i")
    ]


def _new(line: str, known: Collection[str]) -> set[str]:
    said = {word.stem for word in content(words_of(line))}
    return said - set(known) - LIGHT


def _same(line: str, text: str) -> bool:
    return re.findall(r"\w+", line.lower()) == re.findall(r"\w+", text.lower())
