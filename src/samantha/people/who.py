"""Who is meant: a name or a relation in somebody's words, brought to one person, who is made where new.

Guarantees: the same words read twice give the same person; two people are taken for one by a rule only where the words
say so ("my mother Helen"), and that can be taken back with nothing lost.
Does not: read sentences; `memory.persons` finds the words. A merge moves nothing: an id stays as it is, and
`same_as(tx, id)` gives every id of one person; compare with those, never with one id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from samantha.errors import PersonError
from samantha.people.relations import TITLES, calls, may_be_one, normal, only_one, over
from samantha.ports import Tx
from samantha.store import episodes
from samantha.store import people as rows
from samantha.store.people import Called, Mention
from samantha.types import How, Person, Span

NEAR = 12
"""Of several sisters, "my sister" is the one who came up within this many episodes of the talk."""
BY_WORDS = "words"
"""`by` of a merge that a rule made, because the words say that two are one."""


def mention(
    tx: Tx, name: str | None, relation: str | None, span: Span, how: How = "said", *, met: date | None = None
) -> int:
    """Keep that somebody came up in the words `span`, and give the Person's id; a new one where nobody fits.

    `name` as it is written (`Rachel`, `Dr. Ortega`, `Mum`), `relation` to the person of this home (`sister`, `Rachel's
    boy`); at least one of them. `met`: the day on which these words say that they spoke with each other. Whoever keeps
    facts by this id compares with `same_as`. Raises ValueError for neither a name nor a relation.
    """
    alias = calls(name) if name else None
    key = key_of(name) if name else None
    told = normal(relation) if relation else alias
    if not key and not told:
        raise ValueError("somebody needs a name or a relation")
    seen = _seen(tx, span, key, told)
    person, sure = (seen.person, seen.how == "said") if seen else _resolve(tx, key, alias, told, span)
    if name and key:
        rows.call(tx, Called(person, "alias" if alias else "name", name.strip(), key, how))
    if told:
        rows.call(tx, Called(person, "relation", told, told, how))
    if seen is None or (met and seen.met is None):
        kept = how if sure or how != "said" else "inferred"
        rows.mentioned(tx, Mention(person, seen.span if seen else span, key, told, kept, met))
    return person


def wrote(tx: Tx, name: str | None, address: str | None, span: Span, day: date) -> int:
    """Keep that the words `span` were written by somebody on `day`, under a name, a mail address, or both.

    Gives the Person's id. Raises ValueError for neither.
    """
    if not name and not address:
        raise ValueError("a writer needs a name or an address")
    key = key_of(name) if name else None
    at = rows.with_key(tx, address, ("address",)) if address else []
    by_name = _by_name(tx, key, None, span)[0] if key and not at else None
    person = _latest_first(tx, at)[0] if at else by_name or rows.add(tx)
    if name and key:
        rows.call(tx, Called(person, "name", name.strip(), key, "said"))
    if address:
        rows.call(tx, Called(person, "address", address, address, "said"))
    rows.mentioned(tx, Mention(person, span, key, None, "said", day, address))
    return person


def known(tx: Tx, name: str) -> bool:
    """Whether somebody is called `name`, by name, first name, alias or address."""
    key = key_of(name)
    return bool(rows.with_key(tx, key, ("name", "alias", "address")) or rows.with_first_name(tx, key))


def find(tx: Tx, text: str) -> Person | None:
    """The person called `text`: a name, an alias, an address or a relation; of several, who came up last."""
    found = candidates(tx, text)
    return found[0] if found else None


def candidates(tx: Tx, text: str) -> list[Person]:
    """Everybody called `text`, who came up last first; a relation counts where it is nobody's name."""
    low = re.sub(r"^(?:my|our)\s+", "", text.strip(), flags=re.IGNORECASE)
    named = [*rows.with_key(tx, key_of(low), ("name", "alias", "address")), *rows.with_first_name(tx, key_of(low))]
    return [person(tx, id) for id in _latest_first(tx, _roots(tx, named or _related(tx, normal(low))))]


def person(tx: Tx, id: int) -> Person:
    """The person that `id` is, after every merge: names by how often they are used, the one the person wrote first."""
    ids = rows.family(tx, id)
    known = [called for called in rows.called(tx, ids) if not called.retired]
    used = rows.uses(tx, ids)
    named = sorted(
        (called for called in known if called.what in ("name", "alias")),
        key=lambda called: (called.how != "corrected", called.what == "alias", -used.get(called.key, 0)),
    )
    names = tuple(dict.fromkeys(called.text for called in named))
    return Person(ids[0], names, relation(tx, ids), rows.consent(tx, ids[0]))


def relation(tx: Tx, ids: Sequence[int]) -> str | None:
    """What these ids of one person are now: what the person wrote, else what they were last called."""
    known = [called for called in rows.called(tx, ids) if called.what == "relation" and not called.retired]
    written = [called.key for called in known if called.how == "corrected"]
    return written[-1] if written else rows.last_relation(tx, ids, [called.key for called in known])


def same_as(tx: Tx, id: int) -> tuple[int, ...]:
    """Every id of the person that `id` is, the kept one first. Two ids with a common one are one person."""
    return tuple(rows.family(tx, id))


def merge(tx: Tx, kept: int, gone: int, at: datetime, by: str = "person") -> int:
    """Say that the two are one; what each had stays its own beneath. Gives the merge's id. Raises PersonError."""
    one, other = rows.root(tx, kept), rows.root(tx, gone)
    if not (rows.exists(tx, one) and rows.exists(tx, other)):
        raise PersonError("There is nobody like that.", "`samantha people` lists everybody.")
    if one == other:
        raise PersonError("These two are one person already.", "Nothing was changed.", code="person.same")
    return rows.merge(tx, one, other, at, by)


def unmerge(tx: Tx, id: int, at: datetime) -> list[int]:
    """Take back the last merge of the person `id`: the two are as they were. Gives both ids. Raises PersonError."""
    held = [one for one in rows.merges(tx, rows.family(tx, id)) if one.undone_at is None]
    if not held:
        raise PersonError("This person was not merged with another.", "Nothing was changed.", code="person.single")
    rows.undo(tx, held[-1].id, at)
    return [rows.root(tx, held[-1].kept), held[-1].gone]


def rename(tx: Tx, id: int, name: str) -> None:
    """Call them `name` first, because the person of this home says so; it outranks what is said, through every rebuild.

    Raises PersonError for a name without a letter.
    """
    if not any(letter.isalnum() for letter in name):
        raise PersonError("That is no name.", "Give one with a letter in it.", code="person.name")
    one = rows.root(tx, id)
    rows.retire_written(tx, rows.family(tx, one))
    rows.call(tx, Called(one, "name", name.strip(), key_of(name), "corrected"))


def relate(tx: Tx, id: int, told: str | None) -> None:
    """They are `told` to the person of this home, who says so, and nothing else; None: nothing."""
    one = rows.root(tx, id)
    rows.retire(tx, rows.family(tx, one), "relation")
    if told:
        rows.call(tx, Called(one, "relation", normal(told), normal(told), "corrected"))


def key_of(name: str) -> str:
    """A name as it is compared: `Dr. Ortega` and `ortega` are one, `Tom  Baker’s` is `tom baker`."""
    low = name.replace("’", "'").casefold().strip().removesuffix("'s")
    if "@" in low:
        return low
    words = [word for word in re.split(r"[\s.]+", low) if word]
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    return " ".join(words)


def _seen(tx: Tx, span: Span, key: str | None, told: str | None) -> Mention | None:
    """The same words, read before: by the same rules again, or by others as a shorter or longer stretch."""
    for before in rows.overlapping(tx, span):
        if (key and key == before.name) or (told and told == before.relation and not (key and before.name)):
            return before
    return None


def _resolve(tx: Tx, key: str | None, alias: str | None, told: str | None, span: Span) -> tuple[int, bool]:
    """The person, and whether it is plain who is meant."""
    if key and not alias:
        return _by_name(tx, key, told, span)
    assert told is not None
    if key:
        known = rows.with_key(tx, key, ("alias",))
        if len(_roots(tx, known)) == 1:
            return known[0], True
    return _by_relation(tx, told, span)


def _by_name(tx: Tx, key: str, told: str | None, span: Span) -> tuple[int, bool]:
    same = _named(tx, key)
    if told is None:
        return _the_one(tx, same, span) if same else (rows.add(tx), True)
    exact = [id for id in same if told in _relations(tx, id)]
    if exact:
        return _the_one(tx, exact, span)
    nameless = [id for id in _current(tx, told) if not _has_name(tx, id)]
    blank = [id for id in same if not _relations(tx, id)]
    if len(blank) == 1:
        if len(nameless) == 1:
            _merge_by_words(tx, nameless[0], blank[0], span)
        return blank[0], True
    fit = [id for id in same if all(may_be_one(other, told) for other in _relations(tx, id))]
    if len(_roots(tx, fit)) == 1:
        return fit[0], True
    if len(nameless) == 1 and not fit:
        return nameless[0], True
    return rows.add(tx), not fit


def _by_relation(tx: Tx, told: str, span: Span) -> tuple[int, bool]:
    current = _current(tx, told)
    alone = _roots(tx, current)
    if len(alone) == 1:
        return current[0], True
    if alone and only_one(told):
        return _latest_first(tx, current)[0], True
    if alone:
        near = [
            id for id in current if rows.last_episode(tx, rows.family(tx, id), _thread(tx, span)) > span.episode - NEAR
        ]
        if near:
            return _latest_first(tx, near)[0], False
        nameless = [id for id in current if not _has_name(tx, id)]
        if nameless:
            return nameless[0], False
    return rows.add(tx), not alone


def _named(tx: Tx, key: str) -> list[int]:
    """Those called `key`, else those whose first name it is, else those known by the first name alone."""
    same = rows.with_key(tx, key, ("name", "alias", "address"))
    if same:
        return same
    first, _, more = key.partition(" ")
    if not more:
        return rows.with_first_name(tx, key)
    short = rows.with_key(tx, first, ("name",))
    return [id for id in short if not any(" " in called.key for called in _names(tx, id))]


def _current(tx: Tx, told: str) -> list[int]:
    """Those who are `told` to the person now."""
    return [id for id in _related(tx, told) if not over(told, relation(tx, rows.family(tx, id)))]


def _related(tx: Tx, told: str) -> list[int]:
    """Those who are or were `told`; of "Rachel's son" also by Rachel's other names."""
    owner, apart, what = told.rpartition("'s ")
    if not apart:
        return rows.with_key(tx, told, ("relation",))
    owners = [*rows.with_key(tx, owner, ("name", "alias")), *rows.with_key(tx, normal(owner), ("relation",))]
    keys = {owner}
    if len(_roots(tx, owners)) == 1:
        keys |= {called.key for called in rows.called(tx, rows.family(tx, owners[0])) if called.what != "address"}
    return sorted({id for key in keys for id in rows.with_key(tx, f"{key}'s {what}", ("relation",))})


def _the_one(tx: Tx, ids: Sequence[int], span: Span) -> tuple[int, bool]:
    """Of several with one name: who came up last in this talk, else who came up last."""
    if len(_roots(tx, ids)) == 1:
        return ids[0], True
    thread = _thread(tx, span)
    here = [id for id in ids if rows.last_episode(tx, rows.family(tx, id), thread)]
    return _latest_first(tx, here or ids)[0], False


def _merge_by_words(tx: Tx, one: int, other: int, span: Span) -> None:
    """Make two one, unless the person took that apart before."""
    a, b = rows.root(tx, one), rows.root(tx, other)
    pairs = [{rows.root(tx, before.kept), rows.root(tx, before.gone)} for before in rows.merges(tx, [a, b])]
    said = episodes.by_id(tx, [span.episode])
    if a != b and {a, b} not in pairs and said:
        rows.merge(tx, min(a, b), max(a, b), said[0].at, BY_WORDS)


def _roots(tx: Tx, ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(rows.root(tx, id) for id in ids))


def _latest_first(tx: Tx, ids: Sequence[int]) -> list[int]:
    return sorted(ids, key=lambda id: -rows.last_episode(tx, rows.family(tx, id)))


def _names(tx: Tx, id: int) -> list[Called]:
    return [one for one in rows.called(tx, rows.family(tx, id)) if one.what == "name" and not one.retired]


def _has_name(tx: Tx, id: int) -> bool:
    return bool(_names(tx, id))


def _relations(tx: Tx, id: int) -> set[str]:
    return {one.key for one in rows.called(tx, rows.family(tx, id)) if one.what == "relation" and not one.retired}


def _thread(tx: Tx, span: Span) -> str | None:
    said = episodes.by_id(tx, [span.episode])
    return said[0].thread if said else None
