"""Words of suicide, self-harm or violence, said plainly: noticed, and answered with a plain question and human help.

Guarantees: pure; works with no brain; the answer asks, stays, and names numbers that are right for their countries.
Does not: notice what is only hinted, speak other languages than English, know the place, or come back to it later.
It is a first cut and no substitute for help. The numbers were checked in November 2026 against common knowledge of them
(988 Suicide & Crisis Lifeline, Samaritans 116 123, the emergency numbers 112, 911, 999), not by calling.
"""

from __future__ import annotations

import re

from samantha.care.patterns import any_of, plain

_INTENT = r"""
    i (?:want|wanted|wish|would like|plan|intend|decided|tried|tried again) to
    i(?:'d| would) (?:like|rather)(?: to)?
    i(?:'m| am) (?:going|ready|about) to|i(?:'m| am) gonna|i might|i could|i(?:'ll| will)
    (?:want to|wanna)
"""
_DEED = r"""
    die|kill myself|hang myself|take my (?:own )?life
    end (?:my life|it all)
    (?:hurt|cut|harm) myself
    jump off (?:a|the) (?:bridge|roof|building|balcony)
    overdose
"""


def _one_of(table: str) -> str:
    return "(?:" + "|".join(line.strip() for line in table.strip().splitlines()) + ")"


_DANGER = any_of(rf"""
    {_one_of(_INTENT)} (?:just |really )?{_one_of(_DEED)}
    i (?:wish i (?:was|were)|want to be) dead
    wish i (?:was|were|had) never (?:born|been born)
    better off (?:dead|without me)
    (?:no|not any) (?:reason|point) (?:to|in) (?:live|living|go on|going on|being alive)
    (?:don'?t|do not|didn'?t) want to (?:live|be alive|wake up|be here) (?:any ?more|anymore|at all)
    (?:don'?t|do not) want to (?:live|be alive)(?=\W*$|[.,;!?])
    can'?t go on (?:like this|any ?more|living)
    suicidal
    (?:thinking (?:about|of)|thoughts of|considering|commit(?:ting)?|attempt(?:ed)?) suicide
    (?:thinking (?:about|of)|keep) (?:killing|hurting|cutting|harming) myself
    i(?:'ve| have)? (?:been )?(?:cut|cutting|hurt|hurting|burned|burning|starving) myself (?:again|on purpose|because)
    (?:took|taken|swallowed) (?:all (?:the|my|of)|a (?:whole )?bottle of|too many) (?:\w+ ){{0,2}}(?:pills|tablets)
    (?:he|she|they|my \w+) (?:hit|hits|beat|beats|is beating|choked|chokes|strangled|raped) (?:me|us)(?! up| with)
    (?:he|she|they|my \w+) (?:threatened to kill|is going to kill|wants to kill) (?:me|us)
    (?:i(?:'m| am) (?:going to|gonna)|i want to|i(?:'ll| will)) (?:kill|stab|shoot) (?:him|her|them|some\w+|my \w+)
""")
_NOT_MEANT = any_of(r"""
    (?:want(?:ed)? to|could|would|gonna|might) (?:just )?die (?:of|from|for|laughing|when|with embarrassment)
    die (?:laughing|of (?:shame|embarrassment|boredom|laughter|heat|cold|hunger))
    (?:song|film|movie|book|novel|play|story|character|game|episode) .{0,40}(?:suicide|die|kill|dead)
    to die for
    (?:kill|shoot) (?:him|her|them|my \w+) (?:in|at) (?:the )?(?:game|chess|court|cards)
    hurt myself (?:at|in|on|while|when|playing|doing|running|lifting|cooking)
    cut myself (?:shaving|while|on|with|chopping|cooking|peeling|a (?:slice|piece|break)|some)
    beat me (?:at|in|to|by|again at)
    beats? (?:me|us) (?:at|in|by|\d)
""")

ANSWER = (
    "I want to ask you plainly: are you in danger right now? If you are, please call your emergency number now: "
    "112 in Europe, 911 in the US and Canada, 999 in the UK. To talk with a human being who knows about this: "
    "988 in the US and Canada, 116 123 in the UK and Ireland, and findahelpline.com for everywhere else. "
    "I'm only a program, and I'm here while you call. Is there somebody near you who could sit with you?"
)


def in_danger(words: str) -> bool:
    """Whether `words` say plainly that somebody's life or safety is at stake."""
    text = plain(re.sub(r"\s+", " ", words))
    return bool(_DANGER.search(_NOT_MEANT.sub(" ", text)))
