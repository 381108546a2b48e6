"""Kill export, backup, restore and goodbye before every single thing they do to a file, and look what is left.

Guarantees: real processes, killed with SIGKILL before the n-th opening, renaming, making or removing of a file below
the folder under test, for every n until it gets through.
Does not: stand inside SQLite's own writes; `test_crash.py` and `test_full_disk.py` do.

Run as `python -m tests.leaving_kills NAME`, so that the process which forks has no threads.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import anyio
from tests import whole_home
from tests.whole_home import AT, CLOCK

from samantha.goodbye import backup, folder
from samantha.goodbye.export import export
from samantha.store import belongings, destroy
from samantha.store.by_key import open_by_key
from samantha.store.keys import unlock
from samantha.store.wraps import ByFile

EVENTS = frozenset(("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "shutil.rmtree"))
MOST = 400


class Place:
    """A fresh copy of one home, with room beside it."""

    def __init__(self, root: Path, template: Path) -> None:
        self.root = root
        shutil.copytree(template, root)
        self.home, self.keys, self.file = root / "home", root / "keys", root / "b"
        os.environ["SAMANTHA_KEY_DIR"] = str(self.keys)

    def key(self) -> bytes:
        return unlock(self.home)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.root.iterdir())


def die_before(n: int, root: Path) -> None:
    """From now on count what is done to files below `root`, and die before the n-th."""
    seen = 0
    inside = str(root)

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal seen
        if event in EVENTS and args and str(args[0]).startswith(inside):
            seen += 1
            if seen == n:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def killed(n: int, place: Place, act: Callable[[Place], None]) -> bool:
    """Do it in a child that dies before its n-th step; False when it got through."""
    child = os.fork()
    if not child:
        status = 1
        try:
            die_before(n, place.root)
            act(place)
            status = 0
        finally:
            os._exit(status)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return True
    assert os.WEXITSTATUS(status) == 0, f"step {n} raised"
    return False


def do_export(place: Place) -> None:
    async def run() -> None:
        async with open_by_key(place.home, place.key(), CLOCK) as store:
            await export(store, place.root / "out", AT, {"last.md": "Dear you"})

    anyio.run(run)


def after_export(place: Place) -> None:
    if not (place.root / "out").exists():
        do_export(place)
    assert folder.check(place.root / "out")[1] == []
    assert place.names() == ["home", "keys", "out", "paper"]


def do_backup(place: Place) -> None:
    key = place.key()
    copy = backup.write(place.home, key, place.file, backup.by_recovery(paper(place)), AT)
    belongings.note_beside(place.home, copy)


def after_backup(place: Place) -> None:
    if not place.file.exists():
        do_backup(place)
    contents = backup.check(place.file, backup.by_recovery(paper(place)))
    assert contents.rows == whole_home.all_rows(place.home, place.key())
    assert place.names() == ["b", "home", "keys", "paper"]


def do_restore(place: Place) -> None:
    backup.restore(place.file, backup.by_recovery(paper(place)), place.root / "new", ByFile(), CLOCK)


def after_restore(place: Place) -> None:
    new = place.root / "new"
    if not (new / "journal.db").exists():
        assert not new.exists()
        do_restore(place)
    assert whole_home.all_rows(new, unlock(new)) == whole_home.all_rows(place.home, place.key())
    assert place.names() == ["b", "home", "keys", "new", "paper"]


def do_goodbye(place: Place) -> None:
    going = destroy.toll(place.home, 10, ("export: /media/stick",))
    destroy.begin(place.home, place.key(), going, place.root / "receipt", CLOCK)
    destroy.finish(place.home, CLOCK)


def after_goodbye(place: Place) -> None:
    home = place.home
    if destroy.is_begun(home) and destroy.is_past_return(home):
        destroy.finish(home, CLOCK)
    elif (home / "journal.db").exists():
        if destroy.is_begun(home):
            destroy.take_back(home)
        rows = whole_home.all_rows(home, place.key())
        assert rows["episodes"][0] == 10
        do_goodbye(place)
    receipt = destroy.read_receipt(place.root / "receipt")
    assert (destroy.standing(receipt), destroy.still_there(receipt)) == ("done", [])
    assert not place.keys.exists() or not list(place.keys.iterdir())
    assert not home.exists() or {path.name for path in home.iterdir()} <= {"journal.lock", "journal.pid"}


def paper(place: Place) -> str:
    return (place.root / "paper").read_text()


LOOPS: dict[str, tuple[Callable[[Place], None], Callable[[Place], None]]] = {
    "export": (do_export, after_export),
    "backup": (do_backup, after_backup),
    "restore": (do_restore, after_restore),
    "goodbye": (do_goodbye, after_goodbye),
}


def main(name: str) -> None:
    """Run one loop; prints how many kills there were, as JSON."""
    act, after = LOOPS[name]
    with tempfile.TemporaryDirectory() as top:
        template = Path(top) / "template"
        os.environ["SAMANTHA_KEY_DIR"] = str(template / "keys")
        key, text = anyio.run(whole_home.make, template / "home")
        (template / "paper").write_text(text)
        if name == "restore":
            backup.write(template / "home", key, template / "b", backup.by_recovery(text), AT)
        for n in range(1, MOST):
            place = Place(Path(top) / str(n), template)
            died = killed(n, place, act)
            after(place)
            shutil.rmtree(place.root)
            if not died:
                print(json.dumps({"kills": n - 1}))
                return
    raise AssertionError("it never got through")


if __name__ == "__main__":
    main(sys.argv[1])
