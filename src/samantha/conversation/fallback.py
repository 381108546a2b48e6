"""What is said when a brain has failed twice: a plain sentence of our own, in the person's language.

Guarantees: pure; every sentence passes every gate; speaks of the rule that was broken only where the person's own words
had raised it, and else says what the move would have said.
Does not: know more of the talk than that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import cast

from samantha.care.gates import Rule, names_rule
from samantha.care.plain import instead, words
from samantha.conversation.footing import Footing
from samantha.conversation.manner import ENGLISH

_ASKS = re.compile(r"[?\uff1f]|^\W*(?:tell|describe|say|write|imagine|pretend|explain|share|give)\b", re.IGNORECASE)
_HER = re.compile(
    r"\b(?:do|are|have|did|were|was) you\b(?! (?:know|think|remember|mean|see|say|tell|have (?:an? |any |some )?idea))"
    r"|\byour(?:self| own| favou?rite| life| day| childhood| family| feelings?| experience| job| opinion)\b"
    r"|\bhow (?:do|did|would) you (?:feel|stay|keep|handle|cope|deal|manage|maintain|balance|spend)\b"
    r"|\b(?:love|miss|like|need) me\b|\ba time (?:when|you|that)\b|\bimagine you\b|\blike (?:for|to be) you\b"
    r"|\b(?:be|become) my\b|\bcan you be\b|\bcould you be\b",
    re.IGNORECASE,
)
"""The person asks about her, or for what she cannot be."""
_OF_HERSELF = ("candour", "human", "people", "person")
_RAISED = ("romance", "harm", "diagnosis", "memory", "sides")
_KINDS = {"greet": "greet", "celebrate": "glad", "inform": "asked", "think": "think", "remember": "memory"}


def fallback(plain: str, move: str, rules: Sequence[str], footing: Footing) -> str:
    """What is said in `move`, whose own plain sentence is `plain`, after `rules` were broken, the latest last."""
    rule = _raised(rules, footing)
    if rule is not None:
        return instead(rule, footing.language)
    if footing.language == ENGLISH:
        return plain
    return words(footing.language, "plain", _KINDS.get(move, "told"))


def _raised(rules: Sequence[str], footing: Footing) -> Rule | None:
    """The broken rule that the person's own words are about, if any."""
    heard = footing.scene.heard
    asks = _ASKS.search(heard) is not None
    if footing.scene.leaving:
        return "farewell"
    for rule in reversed(rules):
        if rule == "person" and asks and _HER.search(heard):
            return "candour"
        if rule in _OF_HERSELF[:-1] and asks and (_HER.search(heard) or footing.language != ENGLISH):
            return cast(Rule, rule)
        if rule in _RAISED and (asks or names_rule(heard, rule)):
            return cast(Rule, rule)
    return None
