"""`samantha import --undo`: one import taken back, shown first, with a receipt.

Guarantees: nothing goes before the person said so; in a pipe that is `--yes`.
Does not: touch the file it came from.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace

OK, FAILED = 0, 1


async def undo(number: int, yes: bool, as_json: bool) -> int:
    """Forget what came with import `number`; returns the exit status."""
    from samantha.app import open_memory
    from samantha.cli.brought import import_line
    from samantha.cli.counting import CountLine
    from samantha.cli.forgotten import plan_lines, receipt_lines
    from samantha.cli.lines import shown
    from samantha.cli.talk import ask_passphrase
    from samantha.clock import SystemClock
    from samantha.config import load_config
    from samantha.study.taking_back import plan_taking_back, take_back

    clock = SystemClock()
    with CountLine(clock.monotonic) as line:
        async with open_memory(config=load_config(), clock=clock, passphrase=ask_passphrase) as s:
            one, plan = await plan_taking_back(s, number)
            if not as_json:
                print(shown(import_line(one)))
                print(plan_lines(replace(plan, parts=()), clock.now())[-1])
                print("It goes for good. The file it came from stays, and can be brought in again.")
            if not yes and not _agreed(as_json):
                print("Nothing was changed.", file=sys.stderr)
                return OK
            receipt = await take_back(s, plan, show=lambda done, of: line("looking, kB:", done // 1000, of // 1000))
    if as_json:
        print(json.dumps(receipt, ensure_ascii=False))
    else:
        for text in receipt_lines(receipt):
            print(shown(text))
    return OK if receipt["statement"]["proof"]["clean"] else FAILED


def _agreed(as_json: bool) -> bool:
    from samantha.cli import is_terminal

    if as_json or not (is_terminal(sys.stdin) and is_terminal(sys.stdout)):
        print("To take it back from a script, add --yes.", file=sys.stderr)
        return False
    try:
        return input("Take it back? (y, or Enter to leave it) › ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False
