"""What a model concludes from one episode, in idle time: a durable job, each claim held to exact words of the person.

Guarantees: a claim that does not quote the person's own words, or says more than they do, is dropped; what is kept is
marked as inferred and never takes the place of what was said; a crash asks the model again or not at all.
Does not: run by itself; it costs the brain's time, so whoever has idle time asks for it (`ask_for`, `KIND`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import aclosing
from datetime import datetime
from functools import partial
from typing import Any, cast

from samantha.jobs import Run, enqueue
from samantha.memory.facts import SELF, Proposed, Subject
from samantha.memory.learn import take, teaches
from samantha.memory.voices import own_sentences
from samantha.memory.words import stems, telling
from samantha.ports import Chat, Sampling, Tx
from samantha.store import episodes, facts
from samantha.types import PERSON, Episode, Message

KIND = "extract"
SLOTS = (
    *("home", "hometown", "job", "workplace", "partner", "studies", "diet", "allergy", "condition", "medicine"),
    *("learning", "does", "like", "dislike", "plan", "pet", "birthday"),
)
"""What a model may claim."""
MOST = 6
"""Claims taken from one episode."""
LONGEST = 2000
"""Characters of an episode that are shown to the model."""
FEWEST_WORDS = 6
"""Shorter episodes are not worth a model's time."""
_TEXT: dict[str, Any] = {"type": "string", "maxLength": 200}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "facts": {
            "type": "array",
            "maxItems": MOST,
            "items": {
                "type": "object",
                "properties": {
                    "words": _TEXT,
                    "about": _TEXT,
                    "what": {"type": "string", "enum": list(SLOTS)},
                    "value": _TEXT,
                },
                "required": ["words", "about", "what", "value"],
            },
        }
    },
    "required": ["facts"],
}
_BRIEF = (
    "List the lasting facts that the speaker states in the text. For each: words (copied exactly from the text), about"
    " (I, or a name from the text), what, and value (words from the text). Nothing that is asked, wished, planned by"
    " others or only possible. An empty list is right for most texts."
)


def ask_for(tx: Tx, now: datetime, n: int = 8) -> int:
    """Ask for the last `n` of the person's episodes that taught no rule anything; how many were not asked before."""
    new = 0
    for episode in episodes.recent(tx, 4 * n):
        untaught = episode.who == PERSON and teaches(tx, episode) and not facts.at_episodes(tx, [episode.id])
        if (
            untaught
            and new < n
            and len(" ".join(one.text for one in own_sentences(episode.text)).split()) >= FEWEST_WORDS
        ):
            new += enqueue(tx, KIND, str(episode.id), now)
    return new


async def imagine(run: Run) -> None:
    """The job: ask the model about the episode that the job is named after, and keep what stands on its words."""
    id = int(run.job.key)
    found = await run.s.store.read(episodes.by_id, [id])
    if not found:
        return
    answer = await run.work("ask", partial(_ask, run.s.chat, found[0]), stands_on=[id])
    await run.step("keep", _keep, id, answer)


async def _ask(chat: Chat, episode: Episode) -> str:
    messages = [Message("system", _BRIEF), Message("user", episode.text[:LONGEST])]
    answer = ""
    sampling = Sampling(max_tokens=300, temperature=0.0)
    async with aclosing(chat.stream(messages, schema=SCHEMA, sampling=sampling)) as deltas:
        async for delta in deltas:
            answer += delta.text
    return answer


def _keep(tx: Tx, id: int, answer: str) -> int:
    """Keep the claims that hold; how many are new."""
    found = episodes.by_id(tx, [id])
    if not found or not teaches(tx, found[0]):
        return 0
    kept = [take(tx, found[0], proposed, ids={}) for proposed in claims(found[0].text, found[0].who, answer)]
    return len([id for id in kept if id is not None])


def claims(text: str, who: str, answer: str) -> list[Proposed]:
    """The claims of a model's `answer` that stand on the speaker's own words in `text`; none for an answer that is no
    JSON of the right form.
    """
    try:
        raw = json.loads(answer)
    except ValueError:
        return []
    rows = cast("dict[str, Any]", raw).get("facts") if isinstance(raw, dict) else None
    if not isinstance(rows, list) or who != PERSON:
        return []
    found = [_claim(text, row) for row in cast("list[Any]", rows)[:MOST]]
    return [one for one in found if one is not None]


def _claim(text: str, row: Any) -> Proposed | None:
    if not isinstance(row, dict):
        return None
    fields = cast("dict[str, Any]", row)
    words, about, slot, value = (fields.get(name) for name in ("words", "about", "what", "value"))
    if not (isinstance(words, str) and isinstance(about, str) and isinstance(value, str) and slot in SLOTS):
        return None
    start = text.find(words) if words.strip() else -1
    if start < 0 or not _own(text, start, start + len(words)):
        return None
    if not value.strip() or not _within(value, words):
        return None
    subject = _subject(about.strip(), text)
    if subject is None:
        return None
    return Proposed(subject, str(slot), value.strip(), start, start + len(words), "state", "brain", PERSON, "inferred")


def _own(text: str, start: int, end: int) -> bool:
    """The words are the speaker's own: not asked, wished, quoted or pasted."""
    return any(
        one.start <= start
        and end <= one.start + len(one.text)
        and one.text[start - one.start : end - one.start].strip()
        for one in own_sentences(text)
    )


def _within(value: str, words: str) -> bool:
    """The value says nothing that the words do not."""
    said: Sequence[str] = telling(value) or stems(value)
    return bool(said) and set(said) <= set(stems(words))


def _subject(about: str, text: str) -> Subject | None:
    if about.lower() in {"i", "me", "speaker", "the speaker"}:
        return SELF
    at = text.find(about)
    if not about or not about[0].isupper() or at < 0:
        return None
    return Subject(about, None, at, at + len(about))
