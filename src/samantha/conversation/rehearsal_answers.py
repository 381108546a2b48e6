"""What a short answer in a rehearsal means: out of role, enough, skip, start, again, on, or too much.

Guarantees: pure; only a whole turn counts, so that "stop it, Mum" stays in role and "stop" does not.
Does not: know where the rehearsal stands; "no" ends one question and skips another.
"""

from __future__ import annotations

import re

from samantha.care.patterns import plain

_BEFORE = r"(?:(?:ok(?:ay)?|please|samantha|sorry|hey|no|yes|well)\b\W*)*"
_AFTER = r"(?:,? (?:please|now|here|then|for now|thanks|thank you|samantha|for today))*"
_PLAY = r"(?:play|game|rehearsal|practi[sc]e|role-?play)"
_LETS = r"(?:let'?s|let us|can we|could we|i want to|i need to|i'?d like to|shall we)"


def _whole(*lines: str) -> re.Pattern[str]:
    """A whole turn that is one of `lines`, with a name before or a word of courtesy after."""
    return re.compile(rf"^\W*{_BEFORE}(?:{'|'.join(lines)}){_AFTER}\W*$", re.IGNORECASE)


_STOP = _whole(
    rf"stop|halt|{_LETS} stop",
    rf"stop (?:here|playing|pretending|it here|(?:the|this) {_PLAY})",
)
_PAUSE = _whole(
    "pause|time ?out|break|step out|i need a (?:break|pause|minute)",
    rf"{_LETS}(?: take a)? (?:pause|break|step out)",
)
_OUT_FIRST = re.compile(rf"^\W*{_BEFORE}out of (?:role|character)\b", re.IGNORECASE)
_END = _whole(
    "enough|that'?s enough|end|the end|done|i'?m done|we'?re done|finish(?:ed)?|quit|exit|cancel|never ?mind|no more",
    rf"{_LETS} (?:end|finish|leave|quit)(?: (?:it|this|here|that))?(?: (?:here|there|at that))?",
    rf"(?:end|leave|finish|quit) (?:it|this|(?:the|this) {_PLAY})(?: here| there)?",
)
_SKIP = _whole(
    "skip(?: (?:it|that|this))?|no|nope|none|nothing|nobody|pass|next|later|no idea|not sure|not yet|nowhere|never",
    r"(?:i )?(?:don'?t|do not) know(?: yet)?|dunno|(?:it )?doesn'?t matter|rather not|i'?d rather not(?: say)?",
    r"i don'?t want to(?: say)?",
)
_START = _whole("(?:just |let'?s |we can )?(?:start|begin|go)|go ahead|just play")
_TOP = "from the (?:top|start|beginning)"
_AGAIN = _whole(
    rf"(?:(?:let'?s|i want to|can we|try|do) )?(?:it |that )?(?:again|once more|one more time|{_TOP}|again,? {_TOP})",
    "restart|start over|retry",
)
_ON = _whole(
    r"(?:let'?s )?(?:(?:go|carry|keep) )?on(?: from here)?",
    r"yes|yeah|continue|more|further|keep going|sure|ok(?:ay)?|go ahead|go",
)
_TOO_MUCH = re.compile(
    r"\b(?:too much|awful|terrible|horrible|panick?\w*|shak(?:ing|y)|cry(?:ing)?|in tears|overwhelm\w*|i feel sick"
    r"|can'?t (?:do this|breathe|go on))\b",
    re.IGNORECASE,
)


def out(words: str) -> bool:
    """Out of role, now."""
    return stops(words) or pauses(words)


def stops(words: str) -> bool:
    """ "Stop": out of role, and said out of role, enough."""
    return _STOP.match(plain(words)) is not None


def pauses(words: str) -> bool:
    """Out of role for a while."""
    text = plain(words)
    return _PAUSE.match(text) is not None or _OUT_FIRST.match(text) is not None


def ends(words: str) -> bool:
    """Enough of it."""
    return _END.match(plain(words)) is not None


def skips(words: str) -> bool:
    """No answer to this question."""
    return _SKIP.match(plain(words)) is not None


def starts(words: str) -> bool:
    """No more questions: play."""
    return _START.match(plain(words)) is not None


def again(words: str) -> bool:
    """From the top."""
    return _AGAIN.match(plain(words)) is not None


def on(words: str) -> bool:
    """On from here."""
    return _ON.match(plain(words)) is not None


def means_a_step(words: str) -> bool:
    """Nothing but a step of the rehearsal is meant."""
    return any(means(words) for means in (out, ends, skips, starts, again, on))


def too_much(words: str) -> bool:
    """It was more than they wanted to bear."""
    return _TOO_MUCH.search(plain(words)) is not None
