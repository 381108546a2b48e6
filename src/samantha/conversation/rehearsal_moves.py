"""What somebody's words do in a conflict: which escalate, which repair, and a plainer way to say the former.

Guarantees: pure; every move found quotes words that stand in the text; the same text gives the same moves.
Does not: understand. These are rules over English words. They follow the three grounds on which a dispute can be held,
interests, rights and power (Ury, Brett and Goldberg, Getting Disputes Resolved, 1988), as Rehearsal taught them to
people (Shaikh, Chai, Gelfand, Yang and Bernstein, CHI 2024). The lists of words are ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from samantha.care.patterns import any_of, plain
from samantha.memory.words import stem

Name: TypeAlias = Literal[
    "threat", "order", "contempt", "absolute", "blame", "rights",
    "apology", "their_interest", "offer", "own_interest", "question",
]  # fmt: skip
Ground: TypeAlias = Literal["power", "rights", "interests"]
LONGEST = 2_000
"""Characters of one turn that are read."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of move."""

    ground: Ground
    escalates: bool
    weight: int
    """How far it moves the other, in steps."""
    is_what: str
    """What it is, after "that is"."""
    plainer: str
    """How to say it plainer, where the words themselves give no better; empty for what repairs."""


KINDS: dict[Name, Kind] = {
    "threat": Kind("power", True, 2, "a threat", "say what you need and why: “I want …, because …”"),
    "contempt": Kind("power", True, 2, "contempt", "leave out what they are; say what happened: “When …, I …”"),
    "order": Kind("power", True, 1, "an order", "ask for it: “Could you …? It matters to me because …”"),
    "absolute": Kind("rights", True, 1, "always or never", "take one day: “On …, when …, I …”"),
    "blame": Kind("rights", True, 1, "blame", "say your half: “When …, I felt …”"),
    "rights": Kind("rights", True, 1, "about who is right", "say what it is good for: “What I need is …, because …”"),
    "apology": Kind("interests", False, 1, "an apology", ""),
    "their_interest": Kind("interests", False, 1, "their side of it, named", ""),
    "offer": Kind("interests", False, 1, "an offer", ""),
    "own_interest": Kind("interests", False, 1, "what you feel or need, said of yourself", ""),
    "question": Kind("interests", False, 1, "a real question", ""),
}  # fmt: skip
"""The gravest first: of several that escalate, the first ones are shown."""

_PARTS = {
    "scorn": """idiot|idiotic|stupid|ridiculous|pathetic|selfish|lazy|useless|childish|crazy|insane|hopeless|hysterical
        |dramatic|liar|joke|baby|cow|pig|narcissist|coward""",
    "being": r"you(?:'re| are)(?: being)?|what an?|such an?|don'?t be(?: so)?|how can you be so",
    "then": r"""(?:then )?(?:i(?:'m| am)(?: going to| gonna)?|i(?:'ll| will)|we(?:'re| are)|we(?:'ll| will)
        |you(?:'ll| will)|you can|you won'?t)""",
    "harm": r"""quit(?:ting)?|leav(?:e|ing)|go(?:ing)?|done|sue|suing|tell(?:ing)?|report(?:ing)?|move|moving|never|not
        |divorc(?:e|ing)|call(?:ing)?|end(?:ing)?|stop|be sorry|regret|forget|cut|find|take|kick|fire|lose""",
    "leave": r"""quit|sue you|report you|leave you|tell everyone|make sure you
        |never (?:speak|talk|come|forgive)""",
    "obey": "stop|listen|apologi[sz]e|admit|understand|do|change|pay|leave|start|accept|decide|tell|give|let",
    "head": r"(?:^|(?<=[.!?;] ))(?:just )?",
    "heed": "listen to me|apologi[sz]e|admit it|shut it|give me|get out|leave me alone|look at me",
    "it_is": "it'?s|it is|this is|that'?s|that was|all|entirely",
    "ruined": "ruined|ruin|destroyed|spoiled|spoilt|wrecked|let me down|betrayed|used|lied|abandoned|forgot|ignored?",
    "ask_why": "do|did|don'?t|didn'?t|can'?t|won'?t|are|must|would",
    "hateful": """hate|ruin|ignore|lie|listen|care|help|understand|leave|forget|do this|be so|so|treat|hurt
        |make""",
    "very": "(?:i(?:'m| am) |i was |so |very )?(?:really |so |truly |very )?",
    "i_see": "know|see|understand|realise|realize|get|can see|can imagine|imagine|appreciate|hear",
    "yours": r"""you(?:'re| are|'ve| have)?|how (?:much|hard|tired|important)|this (?:is|matters|must be)
        |it(?:'s| is| was| must be)? (?:\w+ )?(?:hard|important|difficult|a lot|not easy|tiring) (?:for|to) you""",
    "weary": "tired|worried|under pressure|afraid|busy|exhausted|disappointed|hurt|trying",
    "willing": """ could| can|(?: would|'d) be (?:willing|happy) to|(?: am|'m) (?:willing|happy|ready) to""",
    "moved": """hurt|sad|worried|afraid|scared|tired|lonely|alone|exhausted|ashamed|nervous|overwhelmed|disappointed
        |anxious|upset|lost|confused|stuck""",
    "need": r""" need(?! to\b)|(?: would|'d)(?: really| just)? like(?! to (?:talk|tell|say|ask|speak))
        | wish| hope| miss| care about| want us| want to understand| want you to know""",
}
"""Pieces of the tables below, by name."""


def _table(text: str) -> re.Pattern[str]:
    """A table with its pieces put in."""
    for name, part in _PARTS.items():
        one_line = re.sub(r"\n\s*", "", part)
        text = text.replace(f"{{{name}}}", f"(?:{one_line})")
    return any_of(text)


_CONTEMPT = _table(r"""
    {being} (?:\w+ ){0,3}?{scorn}
    grow up|get a life|get over (?:it|yourself)|shut up|who (?:do you think you are|cares)|you disgust me|spare me
    (?:as|like) (?:usual|always) with you|typical(?: of you)?(?=[.!,]|$)|oh,? (?:great|please|sure|right)(?=[.!,]|$)
    whatever(?=[.!,]|$)|blah blah
    (?:even )?you (?:should|could|would) understand that much|i(?:'m| am) not (?:even )?surprised with you
""")
_THREAT = _table(r"""
    or else|you(?:'ll| will) (?:regret|be sorry|see what happens|pay for)(?: [\w']+){0,2}|i(?:'m| am) warning you
    last (?:chance|warning)|don'?t make me
    (?:if|unless) (?:you|this|that|it|things)\b[^.!?]{0,80}?,? {then} (?:\w+ ){0,2}?{harm}
    i(?:'ll| will) (?:just )?{leave}
    i quit(?=[.!,]|$)
    you(?:'ll| will) never see (?:me|us|them|the kids|your \w+)
""")
_ORDER = _table(r"""
    you(?:'d| had) better
    you (?:have to|need to|must|will) (?:\w+ )?{obey}
    because i (?:say|said) so|do as i say|that'?s (?:final|an order)|i(?:'m| am) not asking
    end of (?:story|discussion)|i demand|i forbid|i won'?t (?:allow|have|tolerate|stand for) (?:it|this|that|you)
    (?:^|(?<=[.!?,;] ))(?:just )?(?:stop|quit) (?:it|that|this|being|doing|talking|telling|interrupting|\w+ing)
    {head}{heed}
""")
_ABSOLUTE = _table(r"""
    you (?:always|never|constantly|only ever|(?:don'?t|do not|can'?t|won'?t) ever)(?: [\w']+){1,6}
    every (?:single )?time,? (?:i (?:ask|say|try|want|need|talk|bring|come|tell|call|see)|you)(?: [\w']+){0,5}
    you(?: [\w']+){1,5} (?:every (?:single )?time|all the time)|not once(?: [\w']+){0,4}|(?:as|like) always
    you(?:'re| are) (?:always|never|constantly)(?: [\w']+){1,5}
    (?:everything|nothing)(?: [\w']+){0,2} (?:is|was|i do is)(?: \w+)? (?:wrong|good enough|about you)
    it'?s always (?:about )?(?:you|me who|the same|my)(?: [\w']+){0,3}
""")
_BLAME = _table(r"""
    {it_is} (?:all |entirely |always )?your (?:own )?(?:fault|doing|problem|mess)
    because of you|thanks to you|you(?:'re| are) (?:to blame|the (?:problem|reason|one who(?: [\w']+){1,5}))
    i feel (?:like|that) you(?: [\w']+){1,5}
    you (?:made|make|forced|force|drove) me(?: [\w']+){1,4}
    you {ruined}(?: [\w']+){0,4}
    why {ask_why} you (?:always |never |just |even |have to )?(?:\w+ ){0,4}?{hateful}(?: [\w']+){0,3}
    how could you|look what you(?:'ve| have)? d(?:id|one)
    you (?:don'?t|do not|didn'?t|never) (?:even )?(?:care|try|think|bother|listen|notice)(?: [\w']+){0,4}
    (?:what(?:'s| is) wrong|what the hell is wrong) with you
""")
_RIGHTS = _table(r"""
    you (?:have|had|'ve got) no right|you(?:'ve| have) no right
    (?:it'?s|i have|i'?ve got|i had) (?:my|a|every|the) rights?|i(?:'m| am) (?:entitled|right|in the right)
    i deserve(?: [\w']+){1,4}|i earned (?:it|this|that)
    you (?:owe|promised|agreed|swore|signed|said you would|said you'd)(?: [\w']+){0,4}
    that'?s not (?:fair|right|what we agreed)|it'?s (?:not|un|only) ?fair|(?:so|how|very|totally) unfair
    by (?:law|rights|contract)|according to(?: [\w']+){1,4}|the (?:rules?|contract|law|policy) says?|technically
    you(?:'re| are) (?:wrong|lying)|i(?:'m| am) the one who(?: [\w']+){1,5}
    after (?:all|everything) i(?:'ve| have)? (?:did|done|gave|given)(?: [\w']+){0,3}
""")
_APOLOGY = _table(r"""
    {very}sorry(?! (?:but|not sorry|excuse))(?: (?:that i|for|about|i)(?: [\w']+){1,6})?
    i apologi[sz]e(?: [\w']+){0,5}|i was wrong|my (?:fault|mistake|part in (?:it|this|that))
    i (?:shouldn'?t|should not) have(?: [\w']+){1,5}
    i (?:should|could) have (?:told|said|asked|called|listened|helped|come|been)(?: [\w']+){0,5}|forgive me
""")
_THEIRS = _table(r"""
    i {i_see}(?: that)? {yours}(?: [\w']+){1,8}
    (?:it|this|that) (?:matters|means a lot|is important|must be hard|is hard) (?:to|for) you
    you(?:'re| are| must be| have been|'ve been) (?:\w+ )?{weary}(?: [\w']+){0,4}
    you (?:only |just )?(?:want|wanted|need|mean|meant) (?:it |to |me to |us to |the best)(?: ?\w+){1,5}
    from your (?:side|point of view)|you have a point|that makes sense|thank you for(?: [\w']+){1,5}|i love you
    i(?:'m| am) grateful(?: [\w']+){0,4}
""")
_OFFER = _table(r"""
    (?:what|how) (?:if|about if) (?:we|i)(?: [\w']+){1,7}|how about (?:we|i|if|\w+ing)(?: [\w']+){0,6}
    (?:could|can|shall|maybe|perhaps) we(?: [\w']+){1,7}|we (?:could|can|might)(?: [\w']+){1,7}
    i{willing}(?! not| never|'t)(?: [\w']+){1,7}
    i(?:'ll| will) (?:do my part|help|take|try|pay|come|call|bring|wait)(?: [\w']+){0,6}|let'?s (?!not)(?:\w+ ?){1,6}
    would it help|would you be (?:willing|open|all right|okay|ok)(?: [\w']+){0,6}|in return|meet (?:you )?half ?way
    for now,? (?:i|we)(?: [\w']+){1,5}
""")
_OWN = _table(r"""
    i (?:feel|felt|was feeling|have felt)(?! (?:like|that) you)(?: [\w']+){1,7}
    i(?:'m| am| was|'ve been| have been| get| got) (?:\w+ ){0,2}?{moved}(?: [\w']+){0,6}
    it (?:hurts?|hurt me|worries me|scares me|makes me (?:sad|nervous|afraid|worried))(?: [\w']+){0,6}
    (?:what )?i(?: really| just)?{need}(?: [\w']+){1,8}
    (?:it|this|that) (?:matters|means a lot|is important) to me(?: [\w']+){0,6}|what matters to me(?: [\w']+){0,6}
    for me,? it(?: [\w']+){1,6}
""")
_QUESTION = re.compile(
    r"(?:^|(?<=[.!?,;] )|(?<=\band )|(?<=\bbut ))(?:(?:what|how|when|which|where|who)\b"
    r"(?! (?:could you|dare|the hell|is wrong|do you think you))[^.!?]{3,120}"
    r"|(?:could|can|would|will|do|did|are|is) (?:you|we|it|that|there)\b[^.!?]{3,120}|why\b[^.!?]{3,120})\?",
    re.IGNORECASE,
)
_PATTERNS: tuple[tuple[Name, re.Pattern[str]], ...] = (
    ("threat", _THREAT),
    ("contempt", _CONTEMPT),
    ("order", _ORDER),
    ("absolute", _ABSOLUTE),
    # "I was hurt when you forgot my birthday" is said of oneself, and no blame.
    ("own_interest", _OWN),
    ("blame", _BLAME),
    ("rights", _RIGHTS),
    ("apology", _APOLOGY),
    ("their_interest", _THEIRS),
    ("offer", _OFFER),
    ("question", _QUESTION),
)


@dataclass(frozen=True, slots=True)
class Move:
    """One move, where it stands in the words."""

    name: Name
    start: int
    end: int
    words: str
    """The very words."""

    @property
    def kind(self) -> Kind:
        """What kind of move it is."""
        return KINDS[self.name]

    @property
    def escalates(self) -> bool:
        """It makes the other harder."""
        return self.kind.escalates


def read_moves(text: str) -> tuple[Move, ...]:
    """The moves in `text`, in order; words that one move took, a later and milder one leaves alone."""
    read = plain(text[:LONGEST])
    found: list[Move] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(read):
            start, end = match.span()
            free = all(end <= one.start or one.end <= start for one in found)
            if free and match.group().strip() and not _denied(read, start):
                found.append(Move(name, start, end, text[start:end].strip(" ,;")))
    return tuple(sorted(found, key=lambda one: one.start))


_DENIED = re.compile(r"\bi(?:'m| am) not (?:saying|claiming|here to say)(?: that)? (?:\w+ )?$", re.IGNORECASE)


def _denied(text: str, start: int) -> bool:
    """ "I'm not saying you always …": named, and taken back."""
    return _DENIED.search(text[max(0, start - 40) : start]) is not None


def pull(moves: Sequence[Move]) -> int:
    """How the moves of one turn pull on the other: above 0 they escalate, below they repair. -2 to 2.

    What escalates outweighs a repair in the same breath: "I'm sorry, but you always …" is heard as the latter.
    """
    worse = {move.name: move.kind.weight for move in moves if move.escalates}
    better = {move.name for move in moves if not move.escalates}
    return min(2, sum(worse.values())) if worse else -min(2, len(better))


def plainer(move: Move) -> str:
    """A plainer way to say it: the words themselves turned where a rule can, else a form to fill."""
    if not move.escalates:
        return ""
    read = plain(move.words).strip()
    for pattern, turn in _TURNS:
        match = pattern.match(read)
        if match is not None and _plain_verb(match.groupdict().get("verb") or ""):
            return turn(match)
    return move.kind.plainer


def _when_you(match: re.Match[str]) -> str:
    return f"“When you {_back(match['what'])}, I …”"


def _when_you_are(match: re.Match[str]) -> str:
    return f"“When you{match['what']} {_back(match['how'])}, I …”"


def _when_not(match: re.Match[str]) -> str:
    return f"“When you don't {_back(match['what'])}, I …”"


def _felt(match: re.Match[str]) -> str:
    return f"“I felt {match['what'].strip()} when …”"


def _if_not(match: re.Match[str]) -> str:
    return f"“I would like you to {_back(match['what'])}. What would make that possible?”"


def _back(words: str) -> str:
    return words.strip(" ,.;!?")


def _plain_verb(word: str) -> bool:
    """No past form: "when you don't said" is no English."""
    return not word.endswith("ed") and word.lower().startswith(stem(word))


_TURNS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"you (?:always|constantly) (?P<what>(?P<verb>\w+)(?: .+)?)$", re.IGNORECASE), _when_you),
    (re.compile(r"you(?P<what>(?:'re| are)) (?:always|constantly) (?P<how>.+)$", re.IGNORECASE), _when_you_are),
    (re.compile(r"you (?:never|don'?t ever) (?P<what>(?!even\b)(?P<verb>\w+)(?: .+)?)$", re.IGNORECASE), _when_not),
    (re.compile(r"you (?:made|make) me feel (?:so |very )?(?P<what>\w+)", re.IGNORECASE), _felt),
    (re.compile(r"if you don'?t (?P<what>[^,]+?),? (?:then )?(?:i|we|you)\b", re.IGNORECASE), _if_not),
)


MOST_SHOWN = 2
"""The most escalating moves that are shown at once; more is a scolding."""


def show(said: Sequence[str]) -> tuple[str, ...]:
    """What is told of the person's turns since the last pause: sentences of our own, with their words quoted."""
    moves = [move for text in said for move in read_moves(text)]
    worse = sorted((move for move in moves if move.escalates), key=lambda move: -move.kind.weight)
    better = [move for move in moves if not move.escalates]
    told = [
        f"“{_short(move.words)}” is {_name(move)}, and it escalates. Plainer: {_stopped(plainer(move))}"
        for move in _different(worse)[:MOST_SHOWN]
    ]
    if better:
        best = max(better, key=lambda move: _WORTH.index(move.name) if move.name in _WORTH else -1)
        told.append(f"“{_short(best.words)}” is {_name(best)}, and that repairs.")
    if not moves:
        told.append(
            "Nothing in your words escalated, and nothing reached over yet. A question would, or “I know that you …”."
        )
    elif not better:
        told.append("Nothing reached over yet. “I know that you …” would, or a question.")
    return tuple(told)


_WORTH: tuple[Name, ...] = ("question", "own_interest", "offer", "apology", "their_interest")
"""What is worth being told about, the most last: naming the other's side is the rarest."""


def _name(move: Move) -> str:
    return f"“{move.kind.is_what}”" if move.name == "absolute" else move.kind.is_what


def _different(moves: Sequence[Move]) -> list[Move]:
    """One of each kind, in order."""
    return list({move.name: move for move in reversed(moves)}.values())[::-1]


def _short(words: str, most: int = 60) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else line[: line.rfind(" ", 0, most)] + " …"


def _stopped(text: str) -> str:
    return text if text.rstrip("”").endswith((".", "?", "!", "…")) else f"{text}."
