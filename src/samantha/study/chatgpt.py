"""What one said to ChatGPT and what it answered: the export's `conversations.json`, alone or in its .zip.

Guarantees: pure; of a talk with several branches, the one that was last open is read; the person's words are the
person's, the rest is a program's.
Does not: read tools' work, hidden instructions or pictures; they are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from samantha.errors import ImportFailed
from samantha.study.json_array import Broken, elements
from samantha.study.turns import Choice, Form, Given, Item, LeftOut, Piece, Turn, Unread
from samantha.study.written import read_time

Object: TypeAlias = Mapping[str, Any]
_FILE = re.compile(r"(?:^|/)conversations(?:-\d+)?\.json$")
_CITED = re.compile("\ue200[^\ue201]*\ue201")
"""A reference to a web page, between signs that no font shows."""
_WORDS = ("text", "multimodal_text")
_PICTURE = "[a picture]"


@dataclass(slots=True)
class _Talk:
    """One talk, read."""

    items: list[Item] = field(default_factory=list[Item])

    @property
    def begun(self) -> float:
        """When it began, in seconds since 1970; at the very end where nothing says."""
        times = (item.at.timestamp() for item in self.items if isinstance(item, Turn) and item.at)
        return next(times, float("inf"))


def fits(given: Given) -> bool:
    """A list of talks as trees of messages."""
    return any(piece.head.lstrip().startswith("[") and '"mapping"' in piece.head for piece in _pieces(given))


def read(given: Given, choice: Choice) -> Iterator[Item]:
    """Every talk along its open branch, the oldest first. Raises ImportFailed (`import.damaged`) for broken JSON."""
    talks: list[_Talk] = []
    for piece in _pieces(given):
        try:
            talks += (_talk(raw, piece, number) for number, raw in enumerate(elements(piece.chunks()), 1))
        except Broken as error:
            raise ImportFailed(
                f"{piece.name} is no whole JSON: it breaks off or goes wrong after {error.place:,} characters.",
                "Ask for the export again, or copy it again.",
                code="import.damaged",
            ) from error
    # An export has the newest first; memory wants them as they happened.
    talks.sort(key=lambda talk: talk.begun)
    for talk in talks:
        yield from talk.items


def _talk(raw: object, piece: Piece, number: int) -> _Talk:
    if not isinstance(raw, dict) or not isinstance(cast("Object", raw).get("mapping"), dict):
        return _Talk([Unread(piece.name, number, "no talk (counted by talks, not lines)")])
    whole = cast("Object", raw)
    nodes = {str(id): cast("Object", node) for id, node in whole["mapping"].items() if isinstance(node, dict)}
    branch = _branch(nodes, whole.get("current_node"))
    name = str(whole.get("title") or "").strip() or "ChatGPT"
    within = str(whole.get("conversation_id") or whole.get("id") or name)
    talk = _Talk()
    for id in branch:
        message = nodes[id].get("message")
        if isinstance(message, dict):
            talk.items.append(_message(cast("Object", message), id, name, within))
    aside = sum(isinstance(node.get("message"), dict) for node in nodes.values()) - len(talk.items)
    talk.items += [LeftOut("messages on branches that were left")] * aside
    return talk


def _branch(nodes: Mapping[str, Object], current: object) -> list[str]:
    """Ids from the root to the node that was last open; where that is not said, to the newest leaf."""
    at = current if isinstance(current, str) and current in nodes else _newest_leaf(nodes)
    branch: dict[str, None] = {}
    while at is not None and at in nodes and at not in branch:
        branch[at] = None
        parent = nodes[at].get("parent")
        at = parent if isinstance(parent, str) else None
    return list(branch)[::-1]


def _newest_leaf(nodes: Mapping[str, Object]) -> str | None:
    parents = {node.get("parent") for node in nodes.values()}
    leaves = [id for id in nodes if id not in parents]
    return max(leaves, key=lambda id: _sent(nodes[id].get("message")), default=None)


def _sent(message: object) -> float:
    at = read_time(cast("Object", message).get("create_time")) if isinstance(message, dict) else None
    return at.timestamp() if at else 0.0


def _message(message: Object, id: str, talk: str, within: str) -> Item:
    author, content, metadata = _object(message, "author"), _object(message, "content"), _object(message, "metadata")
    role = author.get("role")
    if role == "tool" or message.get("recipient") not in (None, "all"):
        return LeftOut("steps of its tools")
    hidden = metadata.get("is_visually_hidden_from_conversation") or metadata.get("is_user_system_message")
    if role not in ("user", "assistant") or hidden or content.get("content_type") not in _WORDS:
        return LeftOut("hidden instructions and thoughts")
    words = "\n".join(_parts(content.get("parts"))).strip()
    if not words:
        return LeftOut("messages without words")
    return Turn(
        talk,
        "person" if role == "user" else "chatgpt",
        _CITED.sub("", words) if role == "assistant" else words,
        read_time(message.get("create_time")),
        id=id,
        within=within,
        role="person" if role == "user" else "tool",
    )


def _parts(parts: object) -> Iterator[str]:
    for part in cast("Sequence[object]", parts) if isinstance(parts, list) else ():
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            spoken = cast("Object", part).get("text")
            picture = str(cast("Object", part).get("content_type", "")).startswith("image")
            yield spoken if isinstance(spoken, str) else _PICTURE if picture else ""


def _object(of: Object, name: str) -> Object:
    value = of.get(name)
    return cast("Object", value) if isinstance(value, dict) else {}


def _pieces(given: Given) -> list[Piece]:
    named = [piece for piece in given.pieces if _FILE.search(piece.name)]
    alone = len(given.pieces) == 1 and given.pieces[0].name.lower().endswith(".json")
    return named or (list(given.pieces) if alone else [])


FORM = Form("chatgpt", "talks with ChatGPT", fits, read)
