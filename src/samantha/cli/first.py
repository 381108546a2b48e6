"""The first start: what she is, the key that opens the journal if all else is lost, and two gentle questions.

Guarantees: every question can be skipped with Enter, and what is answered is journalled in the person's own words.
Does not: ask twice, insist, or take a language model that it found without being told to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeAlias

from samantha.cli.names import as_told, declines, name_in
from samantha.cli.prompt import Key, Prompt
from samantha.cli.screen import Screen
from samantha.cli.talker import Talker
from samantha.config import BrainConfig, save_brain
from samantha.store import episodes
from samantha.types import SAMANTHA, Draft

if TYPE_CHECKING:
    from samantha.models.nearby import Nearby

Find: TypeAlias = "Callable[[], Awaitable[tuple[Nearby, ...]]]"
ASK_NAME = "What shall I call you?"
ASK_LIFE = "Is there someone or something that I should know about, before we begin? A line is enough."
SKIP = "(Enter skips a question.)"


def whereabouts(home: Path, where: str) -> str:
    """What she keeps and where, and how to leave. `where` is where words are sent to be answered."""
    sent = "" if where == "this machine" else f"It was set that your words are sent to {where} to be answered. "
    return (
        f"{sent}What I remember is in one locked file, in {home}; `samantha memory` shows it. "
        "How you may feel I read from your words, never from a voice, and keep no note of it: "
        "`samantha care --feelings off` ends that. "
        "Ctrl-D says good night, and `samantha uninstall` takes all of me away."
    )


async def meet(samantha: Talker, home: Path, screen: Screen, prompt: Prompt) -> bool:
    """The first minutes on a terminal; returns False when the person chose to leave."""
    screen.say(await samantha.greeting())
    await samantha.greeted()
    screen.say(whereabouts(home, samantha.parts.chat.where))
    if samantha.recovery is not None and not await _show_recovery(samantha.recovery, screen, prompt):
        return False
    screen.note(SKIP)
    screen.space()
    typed = await _question(ASK_NAME, screen, prompt)
    if typed is None:
        return False
    if typed:
        name = name_in(typed)
        if name is not None:
            await samantha.call_me(name)
        await _take_in(samantha, as_told(typed), f"Good to meet you, {name}." if name else "Thank you.", screen)
    typed = await _question(ASK_LIFE, screen, prompt)
    if typed is None:
        return False
    if typed:
        await _take_in(samantha, typed, "Thank you. I'll remember that.", screen)
    screen.say("What's on your mind?")
    return True


async def _take_in(samantha: Talker, told: str, answer: str, screen: Screen) -> None:
    """Journal an answer to a question of hers, and her few words on it, so that it does not wait for a reply."""
    heard = await samantha.tell(told)
    screen.say(answer)
    now = samantha.parts.clock.now()
    said = Draft(now, "said", SAMANTHA, answer, thread=heard.thread, origin=heard.origin, reply_to=heard.id)
    await samantha.parts.store.run(episodes.append, said)


async def meet_in_pipe(samantha: Talker, home: Path, notes: TextIO) -> None:
    """The same without a person at the other end: what she is, and where the recovery key can be had."""
    print(f"{await samantha.greeting()} {whereabouts(home, samantha.parts.chat.where)}", file=notes)
    if samantha.recovery is not None:
        print("`samantha key show-recovery` prints the recovery key. Keep it somewhere safe.", file=notes)
    notes.flush()
    await samantha.greeted()


async def offer_nearby(
    home: Path, brain: BrainConfig, screen: Screen, prompt: Prompt, find: Find | None = None
) -> bool:
    """Offer a language model server that answers on this machine; returns False when the person chose to leave."""
    if find is None:
        from samantha.models.nearby import find_nearby as find
    for found in await find():
        typed = await _question(
            f"{found.name} is running on this machine, with {found.model}. Shall I think with it, instead of the small "
            "brain that I bring along? (y for yes, Enter for no)",
            screen,
            prompt,
        )
        if typed is None:
            return False
        if typed.casefold() in ("y", "yes"):
            save_brain(home, replace(brain, url=found.url, model=found.model))
            screen.note("Then I will. `samantha brain` changes it again.")
            screen.space()
            return True
    return True


async def _show_recovery(recovery: str, screen: Screen, prompt: Prompt) -> bool:
    screen.note("This key opens your journal if this machine's own key is ever lost. It is shown this once:")
    screen.space()
    screen.put(f"    {screen.coral(recovery)}\n")
    screen.space()
    screen.note("Write it down, away from this machine. Then press Enter.")
    typed = await prompt.ask()
    screen.space()
    return typed is not Key.LEAVE


async def _question(text: str, screen: Screen, prompt: Prompt) -> str | None:
    """Their words, empty when they skipped it, None when they chose to leave."""
    screen.say(text)
    typed = await prompt.ask()
    screen.space()
    if isinstance(typed, Key):
        return None if typed is Key.LEAVE else ""
    return "" if declines(typed) else typed
