"""Words that are no turn: an "mm-hm", her own voice come back through the microphone, "stop", "give me a moment".

Guarantees: pure; case, accents and marks make no difference.
Does not: hear; the ear gives words, `turns` asks what they are.
"""

from __future__ import annotations

import re
import unicodedata

ECHO_SHARE = 0.7
"""So much of what was recognised must stand in her last words, in their order, to be taken for an echo."""
ECHO_WORDS = 24
"""So many of her last words an echo may repeat; a recogniser is about five seconds behind at most."""
_MURMURS = frozenset(
    "mm mhm mmhm mmhmm mmm hm hmm hmmm uh huh uhhuh aha ah oh ok okay yeah yep yes right sure true wow nice "
    "ja jo genau klar oui ouais daccord si claro vale certo tak dobrze sim pois".split()
)
"""Backchannels: they say "go on" (Yngve 1970). A yes counts as one only over her speech, never after it."""
_MOST_MURMURS = 3
_STOP = re.compile(
    r"^(?:(?:ok|okay|no|please|samantha|hey) )*(?:stop|quiet|be quiet|shush|hush|shut up|enough|that s enough"
    r"|stop talking|stopp|ruhe|hor auf|arrete|tais toi|stop ca|para|callate|basta|zitto|cala te|stil|hou op"
    r"|przestan|cicho)"
    r"(?: (?:it|now|please|samantha|talking|speaking|bitte|por favor|per favore))*$"
)
_ROOM = re.compile(
    r"\b(?:give me (?:a |one )?(?:moment|minute|second|sec)|(?:one|just a) (?:moment|minute|second|sec)|hold on|hang on"
    r"|let me think|wait (?:a (?:moment|minute|second)|please)|^wait$|moment mal|einen moment|un moment|un momento"
    r"|espera|aspetta|wacht even|um momento|chwile|chwileczke)\b"
)


def spoken(text: str) -> list[str]:
    """The words of a text as they sound: lower case, without accents and marks."""
    bare = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    return re.findall(r"\w+", bare.replace("-", "").replace("’", " ").replace("'", " "))


def same_words(one: str, other: str) -> bool:
    """The two sound the same."""
    return spoken(one) == spoken(other)


def is_murmur(text: str) -> bool:
    """Nothing, or a word or two that only say "I am listening"."""
    words = spoken(text)
    return len(words) <= _MOST_MURMURS and all(word in _MURMURS for word in words)


def is_hers(text: str, heard: str) -> bool:
    """`text` is what she was just heard to say, come back: most of its words in that order among her last ones."""
    words, hers = spoken(text), spoken(heard)[-ECHO_WORDS:]
    if not words or not hers:
        return False
    return _in_order(words, hers) >= ECHO_SHARE * len(words)


def _in_order(words: list[str], hers: list[str]) -> int:
    """The length of the longest common subsequence."""
    row = [0] * (len(hers) + 1)
    for word in words:
        before = 0
        for n, her in enumerate(hers, 1):
            before, row[n] = row[n], before + 1 if word == her else max(row[n], row[n - 1])
    return row[-1]


def says_stop(text: str) -> bool:
    """The person wants her to be quiet, and nothing else."""
    return _STOP.match(" ".join(spoken(text))) is not None


def asks_for_room(text: str) -> bool:
    """The person wants time to think."""
    return _ROOM.search(" ".join(spoken(text))) is not None
