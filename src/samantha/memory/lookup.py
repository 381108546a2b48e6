"""A question to memory: the lines that may answer are found, seen through the embedder, and judged.

Guarantees: reads only what is committed; without an embedder that gives words' vectors the tables alone judge.
Does not: rank (`recall`) nor decide (`judge`).
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

import numpy as np

from samantha.memory import believed
from samantha.memory.ask import Ask
from samantha.memory.choice import CHANGE
from samantha.memory.cover import Aliases
from samantha.memory.judge import Verdict, judge
from samantha.memory.past import present
from samantha.memory.recall import rank
from samantha.memory.sense import Net, Sense
from samantha.memory.weigh import NAMES
from samantha.memory.whose import aliases_of, is_relation, name_marks
from samantha.memory.words import FUNCTION, Word, sentences, words
from samantha.ports import Samantha, Tx
from samantha.store import episodes, search, terms
from samantha.types import PERSON, SAMANTHA, Episode, Recollection

BY_SCORE, BY_MEANING, BY_WORDS = 16, 32, 24
"""Lines judged for a question: the best by recall's own score, by meaning, by words."""
MENTIONS = 12
"""Lines read for each name in a question, to learn who "my sister" is."""
FEWEST = 50
"""A shorter journal is counted as one of so many lines: in the very first ones every word is rare."""
LATER = 8
"""Later lines read that share a rare word with the best one and speak of a change."""
_POINTS_BACK = re.compile(r"\b(?:he|she|they|him|her|hers|his|their|them|it|its|there)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a question is judged by."""

    lines: Sequence[Recollection]
    before: Mapping[int, Sequence[Episode]]
    aliases: Aliases
    sense: Sense | None


async def look_up(s: Samantha, ask: Ask, *, exclude: Collection[int] = (), now: datetime | None = None) -> Verdict:
    """Which lines, at most three, answer `ask`: by recall and `judge`, and by what is believed; see
    `believed.combine`. Without `now` what is believed is left out.
    """
    verdict = await from_lines(s, ask, exclude, now)
    return verdict if now is None else await s.store.read(believed.combine, ask, verdict, now, exclude)


async def from_lines(s: Samantha, ask: Ask, exclude: Collection[int] = (), now: datetime | None = None) -> Verdict:
    """Recall for the question `ask` and judge, without what is believed; see `judge`."""
    found = await gather(s, ask, exclude, now)
    verdict = _judged(ask, found, now)
    if found.sense is None or not verdict.known or verdict.past:
        return verdict
    more = await _later(s, ask, found, verdict)
    return _judged(ask, more, now) if more is not found else verdict


@cache
def net() -> Net:
    """How measures are weighed, as shipped in `weights/judge.toml`."""
    text = resources.files("samantha.memory").joinpath("weights", "judge.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    if tuple(data["names"]) != NAMES:
        raise ValueError("weights/judge.toml was learned for other measures; run evals/learn_judge.py")
    inner, shift, outer, straight = (np.array(data[part]) for part in ("inner", "shift", "outer", "straight"))
    return Net(inner, shift, outer, straight, float(data["constant"]))


async def gather(s: Samantha, ask: Ask, exclude: Collection[int] = (), now: datetime | None = None) -> Evidence:
    """The lines that may answer `ask`, with what is needed to judge them."""
    ranked = await rank(s, f"{ask.before} {ask.question}".strip(), exclude, now)
    return await _seen(s, ask, _likely(ranked))


def _judged(ask: Ask, found: Evidence, now: datetime | None) -> Verdict:
    return judge(ask, found.lines, now=now, before=found.before, aliases=found.aliases, sense=found.sense)


def _likely(ranked: Sequence[Recollection]) -> list[Recollection]:
    """The best by each of three orders, in the order of recall."""
    near = sorted(ranked, key=lambda line: -line.dense)[:BY_MEANING]
    worded = sorted(ranked, key=lambda line: -line.lexical)[:BY_WORDS]
    kept = {line.episode.id for line in (*ranked[:BY_SCORE], *near, *worded)}
    return [line for line in ranked if line.episode.id in kept]


async def _seen(s: Samantha, ask: Ask, lines: Sequence[Recollection]) -> Evidence:
    pointing = [line.episode.id for line in lines if _POINTS_BACK.search(line.episode.text)]
    before, mentions = await s.store.read(_context, pointing, _people(ask))
    told = [*(line.episode for line in lines), *mentions]
    aliases = aliases_of(episode.text for episode in told if episode.who == PERSON)
    plain, _ = present(ask.question)
    tokens = await s.embed.tokens([plain, *(line.episode.text for line in lines)])
    if not tokens:
        return Evidence(lines, before, aliases, None)
    wanted = {word.low for text in (plain, *(line.episode.text for line in lines)) for word in _telling(text)}
    rarity = await s.store.read(_rarity, sorted(wanted))
    seen = {line.episode.id: one for line, one in zip(lines, tokens[1:], strict=True)}
    return Evidence(lines, before, aliases, Sense(tokens[0], seen, rarity, net()))


async def _later(s: Samantha, ask: Ask, found: Evidence, verdict: Verdict) -> Evidence:
    """`found` with later lines that share a rare word with the best one and speak of a change, if there are any."""
    assert found.sense is not None
    top = verdict.lines[0].episode
    own = [word.low for word in _telling(verdict.quotes[0]) if found.sense.rarity.get(word.low, 0.0) > 0]
    there = {line.episode.id for line in found.lines}
    later = await s.store.read(_after, own, top)
    new = [Recollection(episode, 0.0) for episode in later if episode.id not in there]
    return await _seen(s, ask, [*found.lines, *new]) if new else found


def _after(tx: Tx, wanted: Sequence[str], top: Episode) -> list[Episode]:
    hits = search.words(tx, " ".join(wanted), 4 * LATER)
    found = episodes.by_id(tx, [id for id, _ in hits if id > top.id])
    mine = [one for one in found if one.who == top.who != SAMANTHA and not one.played]
    return [one for one in mine if CHANGE.search(one.text)][:LATER]


def _rarity(tx: Tx, wanted: Sequence[str]) -> dict[str, float]:
    """For each word how rare it is in this journal, however long it is: 1 for one that stands nowhere, 0 for one that
    stands in every line (inverse document frequency, over that of a word in no line)."""
    lines = max(FEWEST, episodes.count(tx))
    cut = {word: terms.terms(word) for word in wanted}
    held = terms.holding(tx, {term for parts in cut.values() for term in parts})
    fewest = {word: min(held[term] for term in parts) for word, parts in cut.items() if parts}
    most = math.log1p(lines)
    return {word: math.log((lines + 1) / (min(count, lines) + 1)) / most for word, count in fewest.items()}


def _telling(text: str) -> list[Word]:
    return [word for sentence in sentences(text) for word in words(sentence) if word.stem not in FUNCTION]


def _people(ask: Ask) -> list[str]:
    """Names and relations in the question, whose other names are worth finding."""
    items = words(ask.question)
    marks = name_marks(items)
    return [word.low for word, named in zip(items, marks, strict=True) if named or is_relation(word)]


def _context(tx: Tx, ids: Sequence[int], people: Sequence[str]) -> tuple[dict[int, list[Episode]], list[Episode]]:
    """The turns just before each of `ids`, and lines that speak of `people`."""
    before = {id: [episode for episode in episodes.around(tx, id, 3) if episode.id < id] for id in ids}
    mentions = [id for name in people for id, _ in search.words(tx, name, MENTIONS)]
    told = episodes.by_id(tx, list(dict.fromkeys(mentions)))
    return before, [episode for episode in told if not episode.played]
