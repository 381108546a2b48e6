"""How long a pause must last before the person's turn counts as over: from what it sounds like and what was said.

Guarantees: pure; more likely over is never a longer wait; between `Patience.least` and `Patience.most`, or `room`.
Does not: hear. Smart Turn's probability comes from `ear`, and each growing pause is looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass

from samantha.voice.echoes import asks_for_room, spoken

_GOES_ON = frozenset(
    "and but or so because cause if when while although though unless until since that which who whose where then than "
    "the a an my your his her its our their this these those of to in on at for with from by about into over like as "
    "is are was were am be been have has had will would can could should may might must do does did not i we he she "
    "they um uh er erm hmm well actually basically very really just also even maybe "
    "und oder aber weil dass wenn der die das ein eine mein ich zu mit von fur auf ist ahm "
    "et ou mais parce que si le la les un une mon ma je de du des pour avec est euh "
    "y o pero porque el los una mi yo para con es eh".split()
)
"""Last words after which a sentence goes on, in the languages the recogniser knows best; a mark overrules them."""
_ENDS = (".", "!", "?")
_ASKS = frozenset(
    "do does did is are was were am can could will would shall should may might must have has had".split()
)
"""First words of a question that is answered by yes or no."""
_ENDS_ONE = frozenset("so then that this these those his her their our just really even maybe well have do did".split())
"""Words of `_GOES_ON` that such a question may end in; with any other it goes on, whatever its mark."""
_BEFORE = frozenset("so and but well or".split())


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds of silence, by how much the pause sounds as if the turn were over. Tuned by evals/endpoint.py."""

    steps: tuple[tuple[float, float], ...] = ((0.9, 0.3), (0.2, 0.85))
    """(at least this likely over, so long a pause), most likely first."""
    most: float = 1.3
    """Where it sounds as if there were more to come, or nothing has looked yet."""
    unfinished: float = 1.0
    """More, where the words stop in the middle of a sentence."""
    question: float = 0.3
    """More, after a question of ours: an answer is thought about."""
    longest: float = 1.4
    """At most so long a pause is waited for because this turn had one as long before."""
    room: float = 8.0
    """Where they asked for a moment."""

    @property
    def least(self) -> float:
        """No turn is over sooner."""
        return min(wait for _, wait in self.steps)


PATIENCE = Patience()


def pause_needed(
    words: str, over: float | None, *, asked: bool = False, paused: float = 0.0, patience: Patience = PATIENCE
) -> float:
    """Seconds of silence after `words` that end the turn.

    `over` is the least sure look at this pause, None without one; `paused` the longest pause inside this turn so far:
    who took so long once may take so long again.
    """
    if asks_for_room(words):
        return patience.room
    wait = patience.most
    if over is not None:
        wait = next((wait for least, wait in patience.steps if over >= least), patience.most)
    if goes_on(words):
        wait += patience.unfinished
    wait = max(wait, min(paused, patience.longest))
    return wait + patience.question if asked else wait


def goes_on(words: str) -> bool:
    """The words stop where a sentence does not."""
    bare = _bare(words)
    said = spoken(bare)
    if not said or bare.endswith((",", "-", "–", "—", "…", "...")):
        return True
    if bare.endswith(_ENDS) and not (_asks_yes_or_no(said) and said[-1] not in _ENDS_ONE):
        return False
    return said[-1] in _GOES_ON


def _bare(words: str) -> str:
    return words.rstrip("\"”'’) ")


def _asks_yes_or_no(said: list[str]) -> bool:
    start = said[1:] if said[0] in _BEFORE else said
    return bool(start) and start[0] in _ASKS
