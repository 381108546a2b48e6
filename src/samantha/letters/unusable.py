"""What somebody says that must not go into a letter: nothing said, words to her, a lie asked for, a confidence, rage.

Guarantees: pure; gives the reason in words for the sender, without judging them.
Does not: know what is true; it goes by what the sender says of their own words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, TypeAlias

from samantha.care.crisis import find_in_tables
from samantha.care.patterns import any_of, plain

Use: TypeAlias = Literal["usable", "aside", "no"]

NOTHING = any_of(
    r"""
    i (?:really |honestly )?(?:don't|do not|dunno|wouldn't) (?:really )?know(?: what to (?:say|write)| really| how to
    say it)?
    (?:i )?dunno
    no idea
    i(?:'d| would) rather not(?: say)?
    nothing(?: really| comes to mind| much| special)?
    not sure
    i(?:'m| am) not sure(?: what to say)?
    (?:pass|skip|next|really|honestly|whatever|stuff|things|hm+|um+|uh+|er+)
    (?:no|nope|yes|yeah|yep|ok|okay|fine|sure|maybe|idk|everything|all of it)
    the usual(?: stuff| things)?
    (?:just )?(?:because|you know|something nice|normal stuff)
    (?:just )?(?:i guess|whatever you think|you (?:decide|choose)|make something up)
    (?:i )?can't (?:think of anything|remember|say)
    it's (?:hard to say|complicated|private)
    let me think
    i guess(?: so)?
    """
)
_META = any_of(
    r"""
    (?:can|could|will|would) you (?:please )?(?:write|make|put|help|say|just|add|invent|do)
    (?:please )?(?:write|make|invent) (?:it|something|me|a letter|the letter)
    (?:just )?(?:you )?(?:write|put|say) (?:something|whatever|that stuff)
    what (?:do|would|should) (?:you|i) (?:think|say|write|put)
    is (?:that|this) (?:ok|okay|enough|good)
    do you (?:know what i mean|think|understand)
    next question
    why do you ask
    are we done
    in the letter
    """
)
_LIE = any_of(
    r"""
    (?:it|that|this|which)(?:'s| is| was)? (?:is |was )?not (?:really |actually |even )?true
    (?:it|that|this|which) (?:isn't|wasn't) (?:really |actually |even )?true
    just (?:say|write|tell (?:her|him|them|you)) (?:that )?(?:i|we|it|there)
    (?:say|write|tell \w+) (?:that )?(?:i|we) .{0,80}(?:although|though|but) (?:i|we) (?:didn't|wasn't|don't|never)
    (?:say|write|tell \w+) (?:that )?(?:i|we) .{0,80}(?:although|though|but) (?:i|we) (?:haven't|isn't|am not|did not)
    make (?:it|something|up) .{0,20}up
    make up
    pretend(?: that)?
    (?:it's|that's|this is) (?:a lie|a white lie|made up|invented)
    i (?:made|am making|'m making) (?:it|that|this) up
    (?:she|he|they|you) (?:doesn't|don't|must not|mustn't) (?:have to |need to |ever )?(?:know|find out)
    (?:she|he|they|you) (?:can't|needn't|shouldn't|won't) (?:have to |need to |ever )?(?:know|find out)
    i don't (?:really |actually )?(?:mean|feel) (?:it|that|any of)
    sounds? better
    (?:invent|exaggerate)
    """
)
_TAKEN_BACK = re.compile(
    r"^(?:but |well,? |(?:and )?actually,? |(?:of course )?)?(?:i|we|it|that) (?:really )?(?:wasn't|didn't|"
    r"don't|haven't|am not|was not|did not|"
    r"never did|never was|isn't|do not)(?: really| actually)?(?: (?:that|it|so|there|true|at all|do that|"
    r"mean it|feel that))*"
    r"(?:,? (?:but|of course|though|obviously).{0,60})?[.!]?$",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"^(?:but |and )?(?:i|we|it) (?:wasn't|didn't|don't|haven't|never|isn't|am not|was not|did not)\b", re.I
)
_PUT = re.compile(r"^(?:just |please |you can |and )*(?:say|tell|write|put)\b", re.IGNORECASE)
"""What is to be written, told to her rather than said."""
_SECRET = any_of(
    r"""
    (?<!\bi )(?<!\bwe )(?<!you )(?:don't|do not) (?:ever )?(?:tell|mention)
    (?<!\bi )(?<!\bwe )(?<!you )(?:don't|do not) (?:ever )?(?:say|repeat|let (?:her|him|them|anyone|anybody|on))
    (?<!\bi )(?<!\bwe )(?<!you )(?:must not|mustn't|shouldn't) (?:ever )?(?:tell|mention)
    (?<!\bi )(?<!\bwe )(?<!you )(?:must not|mustn't|shouldn't) (?:ever )?(?:say)
    (?<!\bi )(?<!\bwe )(?<!you )(?:must not|mustn't|shouldn't) (?:ever )?(?:repeat)
    (?<!\bi )(?<!\bwe )(?<!you )(?:must not|mustn't|shouldn't) (?:ever )?(?:let (?:her|him|them|anyone|anybody|on))
    (?:it|that|this)(?:'s| is| was) (?:a )?(?:secret|confidential|between (?:us|you and me))
    (?:told|said to) (?:me|us) (?:in (?:secret|confidence|private)|secretly|once when .{0,20} drunk)
    (?:confided in|confided to|admitted to) (?:me|us) (?:in (?:secret|confidence|private))
    (?:confided in|confided to|admitted to) (?:me|us) (?:secretly|once when .{0,20} drunk)
    (?:in confidence|confidentially|secretly told|swore me to|made me (?:swear|promise) not)
    (?:nobody|no one|no-one|noone|none of them|only i) (?:else )?(?:knows?|is to know|must know)
    promised (?:(?:her|him|them|you|not) )*not to (?:tell|say)
    i promised not to (?:tell|say)
    keep (?:it|that|this) (?:to yourself|secret|quiet|between us)
    confided
    """
)
_RAGE = any_of(
    r"""
    (?:bitch|bastard|asshole|arsehole|cunt|scum|pig|whore|slut)s?
    (?:dickhead|prick|moron|idiot|piece of (?:shit|crap)|fuck\w*|shithead|wanker|monster)s?
    (?:rot|burn) in hell
    go to hell
    i (?:hate|despise|loathe) (?:her|him|them|you)(?: all)?
    (?:i hope|hope) (?:she|he|they|you) (?:dies?|suffers?|rots?|chokes?|loses? everything|burns?)
    drop dead
    """
)


def reason_not_to_use(pieces: Sequence[str], at: int) -> tuple[Use, str]:
    """What is to become of sentence `at` of an answer, and why in words; `("usable", "")` for most."""
    text = plain(pieces[at]).strip()
    bare = re.sub(r"^(?:well|um+|uh+|oh|so|er+|hm+)[,.…\s]+", "", text, flags=re.IGNORECASE).strip(" .!?…,-")
    after = plain(pieces[at + 1]).strip() if at + 1 < len(pieces) else ""
    if not re.search(r"[^\W\d_]", bare) or _whole(NOTHING, bare):
        return "no", "it says nothing yet"
    if find_in_tables(text) is not None:
        return "no", "this is for a talk, not for a letter"
    if (
        _LIE.search(text)
        or (_PUT.match(text) and _DENIES.match(after))
        or (after and (_TAKEN_BACK.match(after) or _says_untrue(after)))
    ):
        return "no", "you say yourself that it is not so; say what is"
    if at and (_TAKEN_BACK.match(text) or (_asks_for_a_lie(plain(pieces[at - 1])) and _DENIES.match(text))):
        return "no", "it takes back what you said before"
    if any(_SECRET.search(plain(near)) for near in pieces[max(0, at - 1) : at + 2]) and _is_a_confidence(pieces, at):
        return "aside", "somebody told you this in confidence; it is not yours to write"
    if _RAGE.search(text):
        return "aside", "said in anger: kept here for you, and in no letter unless you type it yourself"
    if _META.search(text) or (
        text.endswith("?") and not re.search(r"\byou\b.*\b(?:me|we|us|remember|are)\b", text, re.I)
    ):
        return "no", "it is said to me, not to them"
    return "usable", ""


def is_confidence(text: str) -> bool:
    """Whether words say of themselves that somebody told them in confidence."""
    return _SECRET.search(plain(text)) is not None


def is_rage(text: str) -> bool:
    """Words meant to wound."""
    return _RAGE.search(plain(text)) is not None


def _is_a_confidence(pieces: Sequence[str], at: int) -> bool:
    """The sentence itself, the one a "don't tell" before it is about, or the one after which it stands."""
    if _SECRET.search(plain(pieces[at])):
        return True
    before = at > 0 and _SECRET.search(plain(pieces[at - 1])) is not None
    after = at + 1 < len(pieces) and re.match(
        r"(?:but |and |please )*(?:that|this|it|don't|do not|nobody|no one|keep|i promised|(?:s?he|they) made me)",
        plain(pieces[at + 1]),
        re.IGNORECASE,
    )
    return before or bool(after and _SECRET.search(plain(pieces[at + 1])))


def _asks_for_a_lie(text: str) -> bool:
    return _LIE.search(text) is not None or _PUT.match(text.strip()) is not None


def _says_untrue(text: str) -> bool:
    return re.match(
        r"(?:but |well,? )*(?:it|that|this)(?:'s| is| was)? ?(?:not|isn't|wasn't|a lie|a white lie|made"
        r" up)\b.{0,12}(?:true|so|lie|up|really)?",
        text,
        re.I,
    ) is not None and bool(re.search(r"\b(?:true|lie|made up)\b", text, re.I))


def _whole(pattern: re.Pattern[str], text: str) -> bool:
    pieces = [piece for piece in re.split(r"[,;.!?…]\s*|\s+-\s+", text) if piece]
    return all(pattern.fullmatch(piece.strip()) for piece in pieces)
