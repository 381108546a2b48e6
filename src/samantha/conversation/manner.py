"""What she never says, whatever the brain proposes: the gates of `care`, and beside them faults of a small brain.

Guarantees: pure; `faults` names every rule a sentence breaks, that of the gates first; a few milliseconds a sentence.
Does not: judge taste or truth beyond these rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from samantha.care.gates import NO_SCENE, Scene, judge_sentence
from samantha.care.patterns import any_of, plain
from samantha.care.tongue import is_in_another
from samantha.conversation.persona import NO_NAMES, head_names
from samantha.memory.words import sentences
from samantha.memory.words import words as words_of

STOCK = any_of(r"""
    how (?:can|may) i (?:help|assist)
    (?:glad|here|happy) to (?:hear|help)
    i understand how you
    i(?:'m| am) (?:so |very )?sorry (?:to hear|for your|about)
    it'?s (?:okay|ok|alright|normal|natural|understandable)
    as an ai|as a language model
    remember that|don'?t worry
    take (?:a )?(?:deep breaths?|care of yourself)
    you'?re not alone
    i(?:'m| am) here (?:for you|to (?:help|listen|support))
    it (?:sounds|seems) like
    that must (?:be|have been)
    everything (?:will be|is going to be) (?:ok|okay|fine|alright)
    everything happens for
    stay (?:strong|positive)
    look on the bright side
    time heals
    let me know if|feel free|reach out
    seek (?:professional|help)
    (?:a )?(?:therapist|counsel+or)
    valid|safe space
    how (?:does|did|do) (?:it|that|this) make you feel
    how (?:are|do|did) you feel(?:ing)?
    what about (?:you|it|them|that)(?=\?)
    what (?:do|did|are) you (?:think|thinking) (?:about|of) (?:it|that|this|them|him|her)
    what (?:do|does|did) (?:it|that|this|you) mean
    what (?:else )?would you like(?: me)? to
    what (?:did|do) you want to (?:talk|know|say|ask)
    what do you know about
    what do you need
    (?:is there )?anything else
    it'?s important to|make sure (?:to|you)
    it'?s a (?:sign|reminder)
""")
ENGLISH = "en"
CAPITAL_NOUNS = frozenset({"de"})
"""Languages in which a capital inside a sentence is no sign of a name."""
_SCRIPTS = re.compile("[\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")


def faults(
    sentence: str,
    known: Collection[str] = (),
    *,
    names: bool = True,
    scene: Scene = NO_SCENE,
    language: str | None = None,
) -> tuple[str, ...]:
    """The rules that `sentence` breaks: the gate's (see `care.gates.Rule`), tongue, stock, name, foreign.

    `known` holds the stems of the words that were said to her or recalled: a name must stand on them.
    `names` switches the rule about unknown names off, for plain questions about the world.
    `language` is the person's; a sentence that is clearly in another has no gates that the person could rely on, and
    breaks the rule `tongue`. The rules of manner are about English and silent in others; the gates are not.
    """
    text = plain(sentence)
    gate = judge_sentence(sentence, scene).rule
    english = language in (None, ENGLISH)
    broken = {
        str(gate): gate is not None,
        "tongue": language is not None and is_in_another(sentence, language),
        "stock": gate == "stock" or (english and bool(STOCK.search(text))),
        "name": names and language not in CAPITAL_NOUNS and _names_unknown(sentence, known),
        "foreign": bool(_SCRIPTS.search(sentence)) and not any(_SCRIPTS.search(stem) for stem in known),
    }
    return tuple(rule for rule, is_broken in broken.items() if is_broken)


def _names_unknown(text: str, known: Collection[str]) -> bool:
    """A name that nobody said: a capital inside a sentence, or anywhere a name of our own examples."""
    return any(
        word.stem not in known and ((word.capital and not word.first and word.low not in NO_NAMES) or word.low in names)
        for names in (head_names(),)
        for sentence in sentences(text)
        for word in words_of(sentence)
    )
