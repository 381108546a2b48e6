"""Whether somebody wants to practise a talk, with whom and about what; and whom she does not play.

Guarantees: pure; a game ("pretend you're a pirate") or practising the piano is no rehearsal.
Does not: know who is known, nor what was told about them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from samantha.care.patterns import any_of, plain
from samantha.memory.cues import KIN_WORDS
from samantha.memory.words import sentences
from samantha.types import SAMANTHA

LONGEST = 400
"""Characters; longer talk is told, not a wish."""
NOBODY = "the other one"
"""What the other is called where nobody was named."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody wants to practise."""

    other: str
    """With whom, as it was said: `my mother`, `Tom`; empty where nobody was named."""
    about: str
    """About what, in their words; empty where it was not said."""


_ROLES = (
    "interviewer|recruiter|customer|client|teacher|professor|tutor|coach|doctor|nurse|landlord|landlady|neighbou?r|boss"
    "|manager|supervisor|team ?lead|colleague|co-?worker|employee|ceo|hr|principal|headmaster|officer|judge|lawyer"
    "|agent|in-laws?|family|parents|kids|children|roommate|flatmate|crush|date|examiner|bully"
)
_PERSON = rf"(?:{KIN_WORDS}|{_ROLES})"
_ASKS = (
    r"(?:let'?s|let us|(?:can|could|shall|may|should|might) (?:we|i|you)(?: please)?(?: help me)?|help me(?: to)?"
    r"|will you help me(?: to)?|i(?:'d| would) (?:like|love) to|i (?:really )?(?:want|need|have|wish) to"
    r"|i(?:'d| had) better|please|we could|we should|how about we)(?: just| quickly| please| maybe| also)?"
)
_PRACTISE = r"(?:practi[sc]e|rehearse|role-?play|run through|try out|prepare(?: for)?|go through|do a rehearsal of)"
_TALK = (
    r"(?:(?:the|a|my|our|this|that|an|some)(?: \w+){0,3}? )?(?:talk|conversation|chat|call|phone call|discussion"
    r"|meeting|interview|apology|confrontation|break-?up)"
)
_SPEAK = (
    r"(?:talking|speaking|chatting|apologi[sz]ing|saying (?:it|this|no|sorry|goodbye)|standing up|opening up|coming out"
    r"|breaking up|(?:having|doing) (?:the|this|that|a) (?:\w+ )?(?:talk|conversation))(?: to| with)"
    r"|(?:telling|asking|confronting|facing|calling|firing|thanking|inviting|how (?:to|i|i'?ll|i(?:'m| am) going to)"
    r" (?:tell|ask)|what (?:to|i|i'?ll|i(?:'m| am) going to) (?:say|tell)(?: to)?)"
)
_TO = rf"(?:{_SPEAK}|{_TALK} (?:with|to)|with(?= my| our| the))"
_STOPS = r"(?!(?:about|that|for|on|to|before|because|why|how|if|i|i'\w+|tomorrow|tonight|today|now|please)\b)"
_OTHER = rf"(?P<other>(?:(?:my|our|the|his|her|a) )?[\w'.-]+(?: {_STOPS}[\w'.-]+){{0,2}}?)"
_ABOUT = r"(?P<about>(?:about|that|for|on|to|because|why|how|if|whether|i|i'm|i'd|i've|i'll|we|out)\b.{2,200}?)??"
_END = r"(?:,? (?:please|with you|now|tonight|today|tomorrow|before \w+day|first|once))*\W*$"
_WITH = re.compile(
    rf"(?:^|[.!?;,] )\W*(?:\w+,? )?{_ASKS} {_PRACTISE} (?:for )?{_TO} {_OTHER}(?: {_ABOUT})?{_END}", re.IGNORECASE
)
_PRETEND = re.compile(
    r"(?:^\W*|[,.;!] ?|\bplease |\b(?:can|could|would|will) you (?:please )?|\bi(?:'d like| want| would like) you to )"
    r"(?P<how>pretend(?: to be| that you(?:'re| are)| you(?:'re| are| were))|imagine(?: that)? you(?:'re| are)"
    r"|act (?:as|like)|play(?: the (?:part|role) of)?|be) ",
    re.IGNORECASE,
)
_KNOWN_ONE = re.compile(rf"(?i:(?:my|our|the) (?:\w+ ){{0,2}}?{_PERSON})\b(?: [A-Z][\w'-]+)?")
_NAME = re.compile(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?")
_PRACTICE = re.compile(
    r"\b(?:minute|moment|while|bit|second|once|practi[sc]e|rehearse|let me|let'?s|so (?:that )?i|and i)\b"
)
_BARE = re.compile(
    rf"^\W*(?:\w+, )?{_ASKS} (?:practi[sc]e|rehearse|role-?play) ?(?:{_TALK}|something|it|this|that|for {_TALK})?"
    rf"(?: (?:about|on) (?P<about>.{{2,200}}?))?{_END}",
    re.IGNORECASE,
)
_NOT_PEOPLE = frozenset(
    "god jesus santa hitler batman superman nobody everybody someone it that this music piano guitar chess ball human"
    " honest nice quiet quick kind careful here there happy each people strangers myself everyone".split()
) | {SAMANTHA}


def wish(said: str) -> Wish | None:
    """The wish to practise a talk in `said`; None where there is none."""
    text = " ".join(plain(said).split())
    if len(text) > LONGEST:
        return None
    bare = next((found for one in sentences(text) if (found := _BARE.match(one)) is not None), None)
    if bare is not None:
        return Wish("", _tidy(bare["about"] or ""))
    found = _WITH.search(text)
    return _wish(found["other"], found["about"] or "") if found is not None else _pretend(text)


def _pretend(text: str) -> Wish | None:
    """ "Pretend you're my mother", "be my boss for a moment"; "be my wife" is no practice, nor is "play Adele"."""
    asked = _PRETEND.search(text)
    if asked is None:
        return None
    rest = text[asked.end() :]
    only_be = asked["how"].lower() in ("be", "play")
    found = _KNOWN_ONE.match(rest) or (None if only_be else _NAME.match(rest))
    if found is None or (only_be and _PRACTICE.search(rest.lower()) is None):
        return None
    about = re.search(r"\babout (?P<about>.{2,200})", rest[found.end() :], re.IGNORECASE)
    return _wish(found.group(), about["about"] if about is not None else "")


def _wish(other: str, about: str) -> Wish | None:
    told = _tidy(other)
    if not told or {told.split()[0].lower(), told.split()[-1].lower()} & _NOT_PEOPLE:
        return None
    return Wish("" if told.lower() in ("them", "him", "her", "somebody") else told, _tidy(about))


_RESUME = re.compile(
    r"^\W*(?:\w+, )?(?:can we |could we |shall we |let'?s |let us |please |i want to |i(?:'d| would) like to )?"
    r"(?:go on|carry on|continue|resume|go back|get back|pick up|keep)(?: with| to| on)?(?: (?:the|our|my|that))? ?"
    r"(?:rehears(?:al|ing)|practi[sc](?:e|ing)|role-?play(?:ing)?)\b.{0,40}$",
    re.IGNORECASE,
)


def resumes(said: str) -> bool:
    """They want to go on with a rehearsal that was left."""
    return _RESUME.match(plain(said)) is not None


_BEFORE = re.compile(
    r"^\W*(?:(?:it'?s|that'?s|it is|it would be|with|to|i mean|well|um|oh|talking to|the talk is with)\b\W*)+",
    re.IGNORECASE,
)


def other_in(answer: str) -> str:
    """Whom an answer to "whom is the talk with?" names; empty where it names nobody plainly."""
    text = _BEFORE.sub("", " ".join(plain(answer).split()))
    found = _KNOWN_ONE.search(text) or _NAME.search(text)
    if found is not None:
        return _tidy(found.group())
    short = _tidy(re.split(r"[,.;!?]", text)[0])
    return short if short and len(short.split()) <= 3 else ""


def named(other: str) -> str:
    """Whom she plays, as she names them to the person: `my mother` is `your mother`."""
    told = " ".join(other.split())
    return re.sub(r"^(?:my|our)\b(?: late\b)?", "your", told, flags=re.IGNORECASE) if told else NOBODY


_KIN_AND_NAME = re.compile(rf"(?i:(?:(?:my|our|your|the|his|her) )?(?:\w+ ){{0,2}}?{_PERSON}) (?P<name>[A-Z].*)$")


def label(other: str) -> str:
    """The name before a played line: `your mother` is `Mother`, `my sister Iris` is `Iris`."""
    name = _KIN_AND_NAME.match(other.strip())
    other = name["name"] if name is not None else other
    bare = re.sub(r"^(?:my|our|your|the|his|her|a)\s+", "", " ".join(other.split()), flags=re.IGNORECASE)
    bare = re.sub(r"[\[\]“”\"]", "", bare).strip()[:40] or NOBODY
    return bare[:1].upper() + bare[1:]


_DEAD = any_of(r"""
    (?:my|our|your) late \w+
    (?:who|he|she|they|that) (?:has |have |had )?(?:just |recently |sadly )?(?:died|passed away|is dead|are dead)
    (?:is|are) dead
    (?:died|passed away)(?: in| on| last| when| before| from| of|$)|before (?:he|she|they) died
    at (?:his|her|their) grave|dead (?:mother|father|mum|mom|dad|brother|sister|husband|wife|friend|son|daughter)
    no longer (?:alive|with us|here)
""")
_HARMED = any_of(r"""
    abus\w+|rap(?:ed|ist|es)|molest\w*|assault\w*|attacker|stalk\w*
    (?:beats?|beat|hits?|hurts?|slaps?|chokes?|threatens?|threatened|kicks?|kicked|grooms?|groomed|traffick\w*) me
    (?:am|'m|was) (?:so |really |very )?(?:afraid|scared|terrified) of (?:him|her|them|my \w+)|violent
    bull(?:y|ies|ied)|controls me|humiliat\w*|touched me
""")
_LOVERS = any_of(
    "girlfriend|boyfriend|crush|date|lover|husband|wife|fiancé|fiancée|partner|spouse|ex|ex-boyfriend|ex-girlfriend"
)
_COURTS = any_of(r"""
    ask(?:ing)? (?:him|her|them|you|\w+) out|in love|love (?:him|her|them)|kiss\w*|flirt\w*|first date|on a date
    romantic\w*|seduc\w*
""")
_SEXUAL = any_of(r"""
    sex\w*|seduc\w*|dirty talk|naked|nude|erotic\w*|make love|horny|turn me on|in bed with|strip\w*|kinky|porn\w*
""")


def dead(told: str) -> bool:
    """The words say that somebody has died."""
    return _DEAD.search(plain(told)) is not None


def harmed(told: str) -> bool:
    """The words say that somebody hurt or frightened the person."""
    return _HARMED.search(plain(told)) is not None


def courts(told: str) -> bool:
    """The words are of love, or name somebody who is loved."""
    return _LOVERS.search(plain(told)) is not None or _COURTS.search(plain(told)) is not None


def sexual(told: str) -> bool:
    """The words are of sex."""
    return _SEXUAL.search(plain(told)) is not None


def _tidy(words: str) -> str:
    return words.strip(" ,.;:!?\"“”'").removesuffix("'s").strip()
