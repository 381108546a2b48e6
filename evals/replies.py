"""Her reply to each line of a file, every line in a fresh home: what the sets of `evals/care.py` are scored on.

    python evals/replies.py FILE.jsonl … --out OUT.jsonl [--no-brain] [--set NAME …] [--part NAME]
        [--limit N [--spread]] [--persona FILE] [--says FILE]

What a line may hold is in `replies_form` and, for a silence, `silence`. OUT copies it and adds `reply`, `move`, `gates`
(what was held back, and by which rule), `notice`, `seconds`; to a silence `spoke` and `because`.

Guarantees: OUT is appended to, and a second run goes on where the first stopped; what failed on one line is written as
its `error`, costs no other line, and is tried again by the next run; the brain child is shared, and its slots are
cleared after every line; no life reaches the machine's own keychain.
Does not: score.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import traceback
from contextlib import AsyncExitStack, aclosing
from datetime import datetime
from pathlib import Path
from typing import TextIO

import anyio
from hostile import Persuaded, SaysAnything, persuaded
from replies_form import Line, done_in, read_lines, spread
from silence import decide

from samantha.app import Companion, open_samantha
from samantha.care.candour import MINOR
from samantha.clock import FixedClock, SystemClock
from samantha.config import BrainConfig, Config, default_weights
from samantha.conversation.around import AGE, LANGUAGE, PLACE
from samantha.conversation.persona import head
from samantha.errors import BrainError, SamanthaError
from samantha.models import weights
from samantha.models.brain import open_brain
from samantha.models.echo import EchoChat, EchoEmbed
from samantha.models.embed import MiniLM
from samantha.net import Net
from samantha.ports import Chat, Embed
from samantha.store import episodes, settings
from samantha.types import PERSON, SAMANTHA, Delta, Draft, Failed, Finished, Gated, Notice

AT = "2026-03-03T18:30:00+00:00"
OF_AGE = 18
FAILURES = 5
"""After so many lines in a row that failed the run stops: it is not the lines."""


class Off(EchoChat):
    """The brain off: whoever asks it is told that it is away."""

    def __init__(self) -> None:
        super().__init__(self._away)

    @staticmethod
    def _away(messages: object) -> str:
        raise BrainError("The brain is off.", "Run without --no-brain.", code="brain.unreachable")


async def answer(line: Line, chat: Chat, embed: Embed) -> Line:
    """One line in a fresh home; a scene is put to the rules of her reserves."""
    if line["set"] == "silence" and "scene" in line:
        done = decide(line)
        move = "unasked" if done.spoke else "silence"
        return {**line, "reply": done.words, "move": move, "spoke": done.spoke, "because": done.because}
    clock = FixedClock(datetime.fromisoformat(line.get("at") or AT))
    with tempfile.TemporaryDirectory(prefix="replies-") as folder:
        os.environ["SAMANTHA_KEY_DIR"] = str(Path(folder) / "keys")
        config = Config(Path(folder) / "home", default_weights(), BrainConfig(url="echo"))
        async with open_samantha(config=config, clock=clock, chat=chat, embed=embed) as s:
            await prepare(s, line)
            started = time.perf_counter()
            out = await turn(s, str(line.get("text", "")))
            return {**line, **out, "seconds": round(time.perf_counter() - started, 3)}


async def prepare(s: Companion, line: Line) -> None:
    """The person's settings, the greeting that every talk begins with, and what was said before."""
    age = line.get("age")
    young = age == MINOR or (isinstance(age, int) and age < OF_AGE)
    for name, value in ((PLACE, line.get("place")), (LANGUAGE, line.get("language")), (AGE, MINOR if young else None)):
        if value:
            await s.parts.store.run(settings.put, name, str(value))
    await s.greeting()
    await s.greeted()
    for said in line.get("history") or ():
        hers = said["who"] == SAMANTHA
        if not hers:
            await s.tell(said["text"])
            continue
        draft = Draft(s.parts.clock.now(), "said", SAMANTHA, said["text"], reply_to=await _last(s))
        await s.parts.store.run(episodes.append, draft)


async def _last(s: Companion) -> int | None:
    """The id of the person's last words, which hers answer."""
    past = await s.parts.store.read(episodes.recent, 8)
    return next((episode.id for episode in reversed(past) if episode.who == PERSON), None)


async def turn(s: Companion, text: str) -> Line:
    """One whole turn: the reply, its move, and what was held back."""
    reply, move, notice = "", "", ""
    gates: list[Line] = []
    if text:
        async with aclosing(s.turn(text)) as events:
            async for event in events:
                if isinstance(event, Delta):
                    reply += event.text
                elif isinstance(event, Gated):
                    gates.append({"rule": event.rule, "text": event.text})
                elif isinstance(event, Notice):
                    notice = event.text
                elif isinstance(event, Finished):
                    move = event.move
                elif isinstance(event, Failed):
                    move = event.code
    return {"reply": reply, "move": move, "gates": gates, "notice": notice}


async def run(todo: list[Line], sink: TextIO, *, brain: bool, persona: str = "", says: str = "") -> int:
    """Answer each line and write it at once; how many failed.

    `persona` is put behind hers in every prompt; `says` holds the lines of a brain that says them to anything.
    """
    failed = row = 0
    async with AsyncExitStack() as stack:
        chat, embed = await _models(stack, brain=brain, persona=persona, says=says)
        started = time.perf_counter()
        for n, line in enumerate(todo, start=1):
            out = await _try(line, chat, embed)
            sink.write(json.dumps(out, ensure_ascii=False) + "\n")
            sink.flush()
            row = row + 1 if "error" in out else 0
            failed += "error" in out
            _show(n, len(todo), time.perf_counter() - started, failed)
            if row == FAILURES:
                print(f"\nStopped: {FAILURES} lines in a row failed with {out['error']}.", file=sys.stderr)
                break
    print(file=sys.stderr)
    return failed


async def _try(line: Line, chat: Chat, embed: Embed) -> Line:
    """The answered line, or the line with the code or the kind of what went wrong."""
    try:
        return await answer(line, chat, embed)
    except SamanthaError as error:
        return {**line, "error": error.code}
    except Exception as error:  # noqa: BLE001 one line's fault is written down, and the next line is answered
        at = traceback.extract_tb(error.__traceback__)[-1]
        return {**line, "error": f"{type(error).__name__} in {Path(at.filename).name}:{at.lineno}"}


def _show(n: int, of: int, seconds: float, failed: int) -> None:
    """How far the run is, and how long it may still take."""
    left = seconds / n * (of - n)
    time_left = f"{left / 60:.0f} min left" if left > 90 else f"{left:.0f} s left"
    end = "" if sys.stderr.isatty() else "\n"
    if sys.stderr.isatty() or n == of or n % max(1, of // 20) == 0:
        tail = f", {failed} failed" if failed else ""
        print(f"\r{n}/{of}, {seconds / n:.1f} s a line, {time_left}{tail}   ", end=end, file=sys.stderr, flush=True)


def _embedder() -> Embed:
    """The embedder is no brain: the real one where its files lie, as danger is weighed with it; nothing is fetched."""
    files = weights.load_manifest().pick(("minilm", "minilm-tokenizer"))
    model, tokens = (default_weights() / file.file for file in files)
    return MiniLM(model, tokens) if model.exists() and tokens.exists() else EchoEmbed()


async def _models(stack: AsyncExitStack, *, brain: bool, persona: str, says: str) -> tuple[Chat, Embed]:
    if says:
        return SaysAnything(says.splitlines()), EchoEmbed()
    if not brain:
        return Off(), _embedder()
    files = await weights.ensure(("brain", "minilm", "minilm-tokenizer"), default_weights())
    clock = SystemClock()
    net = await stack.enter_async_context(Net(clock))
    threads = BrainConfig().threads
    opens = persuaded(head(), persona) if persona else head()
    chat: Chat = await stack.enter_async_context(
        open_brain(files["brain"], net, threads=threads, clock=clock, head=tuple(opens))
    )
    return Persuaded(chat, persona) if persona else chat, MiniLM(files["minilm"], files["minilm-tokenizer"])


def _whole(out: Path) -> str:
    """What OUT holds; a last line that broke off is ended, so that the next does not go on in it."""
    if not out.exists():
        return ""
    text = out.read_text(encoding="utf-8", errors="replace")
    if text and not text.endswith("\n"):
        with out.open("a", encoding="utf-8") as sink:
            sink.write("\n")
    return text


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--no-brain", action="store_true", help="the brain off: what rules and our own words do alone")
    parser.add_argument("--set", action="append", default=[], help="only this set; may be given more than once")
    parser.add_argument("--part", help="only this part: tune, held")
    parser.add_argument("--limit", type=int, help="only so many lines of each file")
    parser.add_argument("--spread", action="store_true", help="take them evenly over the file, not from its top")
    parser.add_argument("--persona", type=Path, help="a text to put behind her persona, as a hostile setting would")
    parser.add_argument("--says", type=Path, help="a brain that says the lines of this file, whatever it is asked")
    args = parser.parse_args()
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    os.environ.pop("SAMANTHA_PASSPHRASE", None)
    lines: list[Line] = []
    for file in args.files:
        read, notes = read_lines(file.read_text(encoding="utf-8"), args.set, args.part)
        for note in notes:
            print(f"{file.name}, {note}", file=sys.stderr)
        lines += spread(read, args.limit) if args.spread else read[: args.limit]
    done = done_in(_whole(args.out))
    todo = [line for line in lines if (line["set"], line["id"]) not in done]
    with args.out.open("a", encoding="utf-8") as sink:
        persona, says = (file.read_text(encoding="utf-8") if file else "" for file in (args.persona, args.says))
        failed = anyio.run(lambda: run(todo, sink, brain=not args.no_brain, persona=persona, says=says))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
