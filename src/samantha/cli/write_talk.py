"""Writing a letter at the terminal: questions, then the draft with every sentence's ground, until it is sealed or left.

Guarantees: what is typed is journalled before anything else happens; the end of the input, or /stop, leaves the letter
as
it is; `seal` refuses while a sentence has an open fault, and says which.
Does not: send, or print on paper.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from samantha.errors import LetterError
from samantha.letters import room
from samantha.letters.interview import ENOUGH, NOTHING, next_question
from samantha.letters.kinds import NAMES, LetterKind, find_kind
from samantha.store import letters, settings

if TYPE_CHECKING:
    from samantha.letters.compose import Letter
    from samantha.letters.room import Desk
    from samantha.ports import Clock, Store

OK, FAILED = 0, 1
LEFT = "It keeps. `samantha write` goes on where you are."
NONE = "No letter was begun yet. `samantha write` begins one."
COMMANDS = (
    "a number: the words behind a sentence; say WORDS: put something in; cut N; draft shorter | plainer | warmer; "
    "out DIR; seal; /stop leaves"
)
SEALED = "Sealed: it stays as it is, with the words it stands on. Printing and sending are yours."
SENDING = "It is yours to print, copy out by hand, or send: `out DIR` writes it as text and as a mail to nobody yet."


class _Left(Exception):
    """The person went; nothing is amiss."""


async def talk(args: argparse.Namespace) -> int:
    """Begin a letter or go on with one. Raises HomeError, StoreError, LetterError."""
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.store.writing import open_for_writing

    clock = SystemClock()
    async with open_for_writing(load_config().home, clock, ask_passphrase) as store:
        writing = Writing(store, clock)
        try:
            await writing.begin(args)
            if await writing.ask():
                await writing.show_and_mend(args.draft if args.draft != "plainer" else None, args.out)
        except (_Left, EOFError):
            print(LEFT)
        except KeyboardInterrupt:
            print(f"\n{LEFT}")
            raise
    return OK


async def list_letters(args: argparse.Namespace) -> int:
    """The letters there are."""
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.store.reading import open_for_reading

    clock = SystemClock()
    async with open_for_reading(load_config().home, clock, ask_passphrase) as store:
        found = await store.read(letters.everything) if store is not None else []
        desks = [await store.read(room.desk, one.id) for one in found] if store is not None else []
    for one in desks:
        print(json.dumps(_fields(one), ensure_ascii=False) if args.json else _row(one))
    if not desks and not args.json:
        print(NONE)
    return OK


class Writing:
    """One sitting with one letter."""

    def __init__(self, store: Store, clock: Clock, read: Callable[[str], str] | None = None) -> None:
        self.store, self.clock = store, clock
        self.read = read or _read_line
        self.id = 0

    async def begin(self, args: argparse.Namespace) -> None:
        """Take up the letter that was left, or begin one of the kind that is named or asked for."""
        kept = await self.store.read(letters.unfinished)
        if kept is not None and not args.new and args.kind is None and args.to is None:
            self.id = kept.id
            desk = await self._desk()
            print(f"You were writing {desk.talk.kind.title} to {desk.talk.recipient.called}. We go on.")
            return
        kind = self._kind(args.kind)
        self.id = await self.store.run(letters.begin, self.clock.now(), kind.name)
        print(
            f"{kind.title.capitalize()}: {'; '.join(kind.good)}. I only put down what you say. /stop leaves, it keeps."
        )
        if args.to:
            await self._tell("whom", "", args.to)
            await self._offer()

    def _kind(self, named: str | None) -> LetterKind:
        kind = find_kind(named) if named else None
        if named and kind is None:
            raise LetterError("That is no kind of letter.", f"One of: {', '.join(NAMES)}.", code="letter.kind")
        while kind is None:
            kind = find_kind(self._ask(f"What kind of letter? ({', '.join(name.replace('_', ' ') for name in NAMES)})"))
        return kind

    async def ask(self) -> bool:
        """Ask until there is enough; False where nothing usable came."""
        desk = await self._desk()
        while (question := next_question(desk.talk)) is not None:
            text = self._ask(f"{question.lead} {question.text}".strip())
            if text == "/enough":
                break
            if await self._tell(question.slot, question.text, text or "I'd rather not say"):
                return False
            if question.slot == "whom":
                await self._offer()
            desk = await self._desk()
        if desk.letter is None:
            print(NOTHING)
            return False
        print(ENOUGH)
        return True

    async def show_and_mend(self, draft: str | None, out: Path | None) -> None:
        """Show the draft, and do what is asked of it until it is sealed or left."""
        if draft:
            await self.store.run(letters.choose, self.id, draft)
        await self._show()
        if out is not None:
            await self._save(out)
        print(COMMANDS)
        while True:
            word, _, rest = self._ask(">").partition(" ")
            if word == "seal":
                if await self._seal():
                    return
            else:
                await self._mend(word.casefold(), rest.strip())

    async def _mend(self, word: str, rest: str) -> None:
        letter = (await self._desk()).letter
        n = int(word) if word.isdigit() else int(rest) if rest.isdigit() else 0
        if word == "say" and rest:
            await self._tell("more", "", rest)
            await self._show()
        elif word == "draft" and rest in ("shorter", "plainer", "warmer"):
            await self.store.run(letters.choose, self.id, rest)
            await self._show()
        elif word == "out" and rest:
            await self._save(_folder(rest))
        elif letter is not None and 1 <= n <= len(letter.sentences) and word == "cut":
            await self._cut(letter, n)
            await self._show()
        elif letter is not None and 1 <= n <= len(letter.sentences) and word.isdigit():
            await self._ground(letter, n)
        else:
            print(COMMANDS)

    async def _cut(self, letter: Letter, n: int) -> None:
        entries = {entry.id: entry for entry in (await self._desk()).entries}
        for id in letter.sentences[n - 1].ids:
            entry = entries[id]
            if entry.episode is not None:
                await self.store.run(letters.cut, self.id, entry.episode, entry.start)

    async def _ground(self, letter: Letter, n: int) -> None:
        one = letter.sentences[n - 1]
        entries = {entry.id: entry for entry in (await self._desk()).entries}
        if not one.ids:
            print("  a bridge: it claims nothing")
        for id in one.ids:
            print(f"  {one.made}: “{entries[id].text}” ({entries[id].at[:16].replace('T', ' ')})")

    async def _show(self) -> None:
        desk = await self._desk()
        if desk.letter is None:
            print(NOTHING)
            return
        n = 0
        print(f"\n{desk.letter.salutation}\n" if desk.letter.salutation else "")
        for paragraph in desk.letter.paragraphs:
            for one in paragraph:
                n += 1
                print(f"{n:>3} {one.text}")
            print()
        if desk.letter.signature:
            print(desk.letter.signature)
        for entry in desk.entries:
            if entry.use == "aside":
                print(f"  left out: “{entry.text}” — {entry.why}")
        for fault in desk.looked.whole if desk.looked else ():
            print(f"  {fault.words}")

    async def _seal(self) -> bool:
        desk = await self._desk()
        for n, fault in desk.looked.open if desk.looked else ():
            print(f"  {n}: {fault.words}")
        if desk.looked is None or not desk.looked.may_seal:
            return False
        name = await self.store.read(settings.get, "person.name") or ""
        await self.store.run(room.seal, self.id, self.clock.now(), name)
        print(SEALED)
        return True

    async def _save(self, folder: Path) -> None:
        from samantha.cli.write_files import papers_of, save

        desk = await self._desk()
        if desk.letter is not None and desk.looked is not None:
            save(folder, papers_of(desk.letter, desk.drafts, desk.entries, desk.looked, desk.talk))
            print(f"Written to {folder}. {SENDING}")

    async def _offer(self) -> None:
        """Ask, one by one, whether what was told before may go in."""
        for memory in await self.store.read(room.remembered, self.id):
            if (
                self._ask(f"You told me before: “{memory.text}” May it go into this letter? (yes or no)")[:1].casefold()
                == "y"
            ):
                await self.store.run(room.accept, self.id, memory.id, self.clock.now())

    async def _tell(self, slot: str, question: str, text: str) -> bool:
        """Keep an answer; True where it speaks of danger, and the letter rests."""
        heard = await self.store.run(room.tell, self.id, slot, question, text, self.clock.now())
        said = await self.store.run(room.answer_danger, heard, self.clock.now())
        if said is not None:
            print(said)
        return said is not None

    async def _desk(self) -> Desk:
        name = await self.store.read(settings.get, "person.name") or ""
        return await self.store.read(room.desk, self.id, name)

    def _ask(self, text: str) -> str:
        from samantha.cli.lines import clean

        line = clean(self.read(text)).strip()
        if line == "/stop":
            raise _Left
        return line


def _read_line(text: str) -> str:
    print(text, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _folder(words: str) -> Path:
    return Path(words).expanduser()


def _row(desk: Desk) -> str:
    where = "sealed" if desk.kept.episode else "left in the middle; `samantha write` goes on"
    return f"{desk.kept.last:%Y-%m-%d}  {desk.talk.kind.title} to {desk.talk.recipient.called}: {where}"


def _fields(desk: Desk) -> dict[str, object]:
    return {
        "id": desk.kept.id,
        "at": desk.kept.at.isoformat(),
        "kind": desk.kept.kind,
        "to": desk.talk.recipient.called,
        "answers": len(desk.talk.answers),
        "sealed": desk.kept.episode is not None,
        "episode": desk.kept.episode,
    }
