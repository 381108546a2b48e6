"""The journal against a dictionary: append, read and reopen in any order, and they never differ."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from samantha.store import episodes, search
from samantha.store.connection import close
from samantha.store.opening import open_reader, open_writer
from samantha.store.transaction import transact
from samantha.types import Draft, Episode

KEY = bytes(32)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
zones = st.sampled_from([ZoneInfo("Europe/Budapest"), ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Chatham"), UTC])
# A wall time that a clock skips is no time anyone spoke at.
times = st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1), timezones=zones | offsets, allow_imaginary=False)
drafts = st.builds(
    Draft,
    at=times,
    kind=st.sampled_from(["heard", "said", "wrote"]),
    who=st.sampled_from(["person", "samantha", "Amy"]),
    text=st.text(max_size=200),
    thread=st.sampled_from(["talk", "letters"]),
    cut=st.booleans(),
    key=st.none() | st.sampled_from("abcdef"),
)


class JournalMachine(RuleBasedStateMachine):
    """Every rule does the same to the file and to a dictionary."""

    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name)
        self.db = open_writer(self.home, KEY)
        self.kept: dict[int, Episode] = {}
        self.by_key: dict[str, Episode] = {}

    @rule(target=ids, draft=drafts)
    def append(self, draft: Draft) -> int:
        """A new key makes a new episode, a known one gives back the first."""
        got = transact(self.db, lambda tx: episodes.append(tx, draft), write=True)
        if draft.key in self.by_key:
            assert got == self.by_key[draft.key]
            return got.id
        want = Episode(got.id, draft.at, draft.kind, draft.who, draft.text, draft.thread, draft.cut, draft.origin)
        assert got == want and got.at.utcoffset() == draft.at.utcoffset() and got.id not in self.kept
        self.kept[got.id] = got
        if draft.key is not None:
            self.by_key[draft.key] = got
        return got.id

    @rule(target=ids, id=ids)
    def reply(self, id: int) -> int:
        """An answer names what it answers."""
        draft = Draft(datetime(2026, 1, 1, tzinfo=UTC), "said", "samantha", "yes", self.kept[id].thread, reply_to=id)
        got = transact(self.db, lambda tx: episodes.append(tx, draft), write=True)
        self.kept[got.id] = got
        assert got.reply_to == id
        return got.id

    @rule(draft=drafts)
    def fail(self, draft: Draft) -> None:
        """What raises leaves nothing."""

        def append_then_fail(tx: episodes.Tx) -> None:
            episodes.append(tx, replace(draft, key=None))
            raise LookupError

        try:
            transact(self.db, append_then_fail, write=True)
        except LookupError:
            return
        raise AssertionError("it did not fail")

    @rule()
    def reopen(self) -> None:
        """Nothing changes by closing and opening."""
        close(self.db)
        self.db = open_writer(self.home, KEY)

    @rule(ids=st.lists(ids, max_size=5), n=st.integers(0, 9), thread=st.none() | st.sampled_from(["talk", "letters"]))
    def read(self, ids: list[int], n: int, thread: str | None) -> None:
        """The queries agree with the dictionary."""
        reader = open_reader(self.home, KEY)
        by_id = transact(reader, lambda tx: episodes.by_id(tx, ids), write=False)
        recent = transact(reader, lambda tx: episodes.recent(tx, n, thread), write=False)
        close(reader)
        assert by_id == [self.kept[id] for id in ids]
        of_thread = [self.kept[id] for id in sorted(self.kept) if thread in (None, self.kept[id].thread)]
        assert recent == of_thread[len(of_thread) - n if n < len(of_thread) else 0 :]

    @rule(id=ids)
    def search(self, id: int) -> None:
        """What an episode says finds it."""
        text = self.kept[id].text
        hits = transact(self.db, lambda tx: search.words(tx, text, 1 << 40), write=False)
        plain = [word for word in text.split() if word.isascii() and word.isalnum()]
        assert not plain or id in {hit for hit, _ in hits}

    @invariant()
    def counts_agree(self) -> None:
        """As many there as here."""
        assert transact(self.db, episodes.count, write=False) == len(self.kept)

    def teardown(self) -> None:
        """The word index is whole, and the folder goes."""
        check = "INSERT INTO episode_words (episode_words, rank) VALUES ('integrity-check', 1)"
        transact(self.db, lambda tx: tx.execute(check), write=True)
        close(self.db)
        self.folder.cleanup()


JournalMachine.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
TestTheJournalIsADictionary = JournalMachine.TestCase
