"""Which of several first clauses to go on with: rules that can be read and tested.

Guarantees: pure; a clause that breaks a rule of `manner` is never chosen; equal candidates keep their order.
Does not: understand. It keeps to the right person, to the words that were said, and away from stock phrases.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from samantha.care.patterns import any_of, plain
from samantha.conversation.clauses import split_mark
from samantha.conversation.footing import NO_FOOTING, Footing
from samantha.conversation.manner import ENGLISH, faults
from samantha.memory.words import LIGHT, content, stems
from samantha.memory.words import words as words_of

_BLAND = re.compile(
    r"^\W*(?:that(?:'s| is| sounds)|it(?:'s| is| was|'ll)|congratulations|great|good job|well done|maybe|perhaps|try"
    r"|you (?:should|could|might|need to|must)|i think|what about|how about|is it|was it|did you)\b",
    re.IGNORECASE,
)
_ADVICE = any_of(r"""
    you (?:should|could|might|need to|must|have to|ought to|had better)
    you'd better|why (?:don't you|not)|how about|what if you
    (?<!what )have you (?:tried|considered|thought (?:of|about))
    try (?:to|a|some)
    take a
    consider
    it'?s time to
    it (?:might|may|could|would) (?:help|be (?:good|better|wise|worth|a good))
    (?:maybe|perhaps) you
    don'?t
""")
_ORDER = re.compile(
    r"^\W*(?:(?:just|then|so|and|please|always|maybe|perhaps)\W+)*(?:"
    r"talk|speak|try|call|ask|write|give|make|go(?! on)|get|find|start|focus|allow|use|set|plan|sleep|rest|eat|drink|be"
    r"|stop|keep(?! going)|let(?! us|'s)|take(?! your time)|tell(?! me)|avoid|remember|forget|think|listen|send|buy"
    r"|look|put|breathe|relax|enjoy|accept|ignore|practi[sc]e|throw|punch|hit|starve|quit|leave|cut|drop|block|seek|reach)\b",
    re.IGNORECASE,
)
"""A sentence that tells them what to do."""
_NOT = any_of(r"""
    not|never|no(?! need)|nobody|nothing|none
    \w+n't
""")
_BEGINS_TO_ASK = re.compile(
    r"\W*(?:what(?! an? )|who|when|where|why|how|which"
    r"|(?:did|do|does|is|are|was|were|have|has|can|could|will|would) (?:you|he|she|it|they|there|that|the|your))\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"(?:\b(?:not|never)|n't) (?:(?:even|really|ever|want to|have to|need to|get to|able to) )*(\w+)", re.IGNORECASE
)
"""What they say that did not happen."""
_PRECISE = re.compile(
    r"\d+|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|twice"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october|november"
    r"|december|doctor|hospital|husband|wife|son|daughter|mother|father|brother|sister|baby|dog|cat"
)
"""Words that are right or wrong: one of them that nobody said is an invention by itself."""
_HANGS = re.compile(
    r"^\W*(?:if|because|although|though|while|since|as|unless|until|whenever|so that|that|which|and|or|but|when you)\b"
    r"|\b(?:the|an?|of|to|with|and|or|your|their|his|her|its|in|on|at|for|from|by|is|was|are|were|that|who|which|so|very"
    r"|as)\W*$",
    re.IGNORECASE,
)
"""A clause that could not stand alone, were what follows not fit to say."""
_THEM = any_of("you|your|yours|you're|you've")
LIGHT_VERBS = frozenset(stems("want like think know feel be have do go say"))
"""Verbs that come back in any answer, whether they were denied or not."""
MOST_NEW = 2
"""The most telling words in a statement to the person that neither they nor a recalled line said."""
ADVISING = frozenset({"suggest", "think", "plan", "people", "rehearse", "inform", "about_her", "remember"})
"""Moves whose words are not the person's own: advice is wanted, or it is about something else than what they told."""


PLAIN = frozenset({"inform", "about_her", "remember", "play"})
"""Moves in which nobody is judged, so that "you're right" takes no side."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One candidate, weighed."""

    text: str
    score: float
    """Higher is better; meaningless across turns."""
    faults: tuple[str, ...]


def weigh(
    text: str,
    heard: str,
    move: str,
    known: Collection[str],
    last_said: Sequence[str] = (),
    footing: Footing = NO_FOOTING,
) -> Choice:
    """Weigh one clause against what was heard. `known` as in `manner.faults`; `last_said` are her latest replies."""
    clause = text.strip()
    broken = faults_of_reply(clause, heard, move, known, footing)
    if not broken:  # what follows may not be fit to say; then the clause stands as a sentence of its own
        broken = faults_of_reply(f"{split_mark(clause)[0]}.", heard, move, known, footing)
    if not any(c.isalnum() for c in clause):
        broken = (*broken, "empty")
    if clause[-1:] not in ".!?\u2026" and _HANGS.search(plain(clause)):
        broken = (*broken, "hangs")
    said = [w.stem for w in content(words_of(clause))]
    theirs = {w.stem for w in content(words_of(heard))}
    score = min(2, len(set(said) & theirs)) * 1.0
    score -= 0.2 * len(_new(clause, heard, known))
    score += 0.5 * bool(_THEM.search(clause)) - 0.6 * len(bent(clause, heard))
    if copies(clause, heard):
        score -= 1.0
    if _BLAND.search(plain(clause)) and move not in ADVISING:
        score -= 0.7
    if any(_opening(clause) == _opening(earlier) for earlier in last_said):
        score -= 0.7
    if len(clause.split()) > 14:
        score -= 0.5
    return Choice(clause, score, broken)


def faults_of_reply(
    sentence: str, heard: str, move: str, known: Collection[str], footing: Footing = NO_FOOTING, asked: int = 0
) -> tuple[str, ...]:
    """The rules a sentence breaks as an answer to `heard`: those of `manner`; advice, turned, invented, question.

    `asked`: how many questions the reply holds already.
    """
    asked += footing.scene.asked
    scene = replace(footing.scene, heard=heard, quarrel=footing.scene.quarrel or move not in PLAIN, asked=asked)
    language = footing.language if footing is not NO_FOOTING else None
    broken = faults(sentence, known, names=move != "inform", scene=scene, language=language)
    if footing.scene.asked and _BEGINS_TO_ASK.match(sentence):  # cut off, it would have no mark
        broken = (*broken, "question")
    if move in ADVISING:
        return (*broken, "question") if move == "inform" and "?" in sentence else broken
    if language not in (None, ENGLISH):
        return broken
    if _ADVICE.search(plain(sentence)) or _ORDER.match(plain(sentence)):
        broken = (*broken, "advice")
    if "?" in sentence:
        return broken
    if turns_round(sentence, heard):
        broken = (*broken, "turned")
    new = _new(sentence, heard, known)
    if len(new) > MOST_NEW or _precise(sentence, heard, known):
        broken = (*broken, "invented")
    return broken


def turns_round(sentence: str, heard: str) -> bool:
    """A statement says no to what they told, or says that happened of which they said that it did not."""
    text, told = plain(sentence), plain(heard)
    if _NOT.search(text):
        return not _NOT.search(told)
    refused = {stem for word in _REFUSED.findall(told) for stem in stems(word)} - LIGHT_VERBS
    happened = {stem for piece in re.split(r"[.!?;]", told) if not _NOT.search(piece) for stem in stems(piece)}
    return bool((refused - happened) & set(stems(text)))


def _precise(sentence: str, heard: str, known: Collection[str]) -> set[str]:
    """The words of a sentence that are right or wrong, and that nobody said."""
    theirs = {*known, *stems(heard)}
    return {word.low for word in words_of(sentence) if word.stem not in theirs and _PRECISE.fullmatch(word.low)}


def _new(sentence: str, heard: str, known: Collection[str]) -> set[str]:
    """The telling words of a sentence that nobody said."""
    return {word.stem for word in content(words_of(sentence))} - {*known, *stems(heard)} - LIGHT


def choose(choices: Sequence[Choice]) -> Choice | None:
    """The best candidate without a fault, or None."""
    fit = [choice for choice in choices if not choice.faults]
    return max(fit, key=lambda choice: choice.score, default=None)


def _opening(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.lower())[:2])


def bent(clause: str, heard: str) -> list[str]:
    """Their words in another form: "moved" for "moving" may turn what was said round. Plurals do not count."""
    theirs: dict[str, set[str]] = {}
    for word in words_of(heard):
        theirs.setdefault(word.stem, set()).add(word.low)
    said = [word for word in content(words_of(clause)) if word.low not in theirs.get(word.stem, {word.low})]
    return [word.low for word in said if not any(word.low.rstrip("s") == low.rstrip("s") for low in theirs[word.stem])]


def copies(clause: str, heard: str) -> bool:
    """Six of their words in a row, or nearly the whole of what they said."""
    mine, theirs = re.findall(r"\w+", clause.lower()), " ".join(re.findall(r"\w+", heard.lower()))
    if len(mine) >= 5 and " ".join(mine) == theirs:
        return True
    return any(" ".join(mine[i : i + 6]) in theirs for i in range(len(mine) - 5))
