"""Where the person types: a line that is comfortable to edit, with their past lines at the up arrow.

Guarantees: past lines live in memory only, never in a file; a paste of many lines is one turn.
Does not: know commands, nor show her words.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from prompt_toolkit import PromptSession
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import InMemoryHistory
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.output import Output
from prompt_toolkit.output.plain_text import PlainTextOutput

from samantha.cli.lines import clean
from samantha.cli.screen import MARK, Screen


class Key(Enum):
    """What the person pressed instead of a line."""

    STOP = "Ctrl-C on an empty line"
    LEAVE = "Ctrl-D on an empty line"


class Prompt:
    """A place to type. `past` are their earlier lines, oldest first."""

    def __init__(
        self, screen: Screen, past: Sequence[str] = (), *, keys: Input | None = None, out: Output | None = None
    ) -> None:
        self._mark = FormattedText([("fg:#d7875f" if screen.abilities.colour else "", f"{MARK} ")])
        self._past = InMemoryHistory(list(past))
        self._session: PromptSession[str] = PromptSession(
            history=self._past,
            key_bindings=_bindings(),
            prompt_continuation=FormattedText([("", "  ")]),
            include_default_pygments_style=False,
            enable_suspend=True,
            reserve_space_for_menu=0,
            input=keys,
            output=out or (None if screen.abilities.moves else PlainTextOutput(screen.out)),
        )

    def remember(self, past: Sequence[str]) -> None:
        """Add earlier lines, oldest first, to what the up arrow brings back."""
        for line in past:
            self._past.append_string(line)

    async def ask(self) -> str | Key:
        """One turn as it was typed, cleaned; empty when Enter was pressed on nothing."""
        try:
            typed = await self._session.prompt_async(self._mark)
        except KeyboardInterrupt:
            return Key.STOP
        except EOFError:
            return Key.LEAVE
        return clean(typed)


def _bindings() -> KeyBindings:
    keys = KeyBindings()

    @keys.add("c-c")
    def stop(event: KeyPressEvent) -> None:  # pyright: ignore[reportUnusedFunction]
        """Ctrl-C empties a line that was begun; on an empty one it asks how to leave."""
        if event.current_buffer.text:
            event.current_buffer.reset()
        else:
            event.app.exit(exception=KeyboardInterrupt, style="class:aborting")

    @keys.add("escape", "enter")
    def new_line(event: KeyPressEvent) -> None:  # pyright: ignore[reportUnusedFunction]
        """Alt-Enter begins a new line within the turn."""
        event.current_buffer.insert_text("\n")

    return keys
