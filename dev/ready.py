"""Makes the checkout's virtual environment hold exactly what the lock says, and nothing when it already does.

Guarantees: every part is checked against the hash in the lock; all words go to standard error; standard input is left
alone, so that `printf ... | make talk` works; a second run starts at once; an interrupted run is finished by the next.
Does not: use anything beyond the standard library, nor syntax newer than Python 3.7, so that an old Python is told so.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
STAMP = ".samantha-ready"
PIP = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
TAIL = 15
"""Lines of pip's output shown when it fails."""


class Trouble(Exception):
    """Something the person has to mend; the text says what and how."""


def main(arguments: list[str]) -> int:
    """`ready.py VENV [--dev]`: 0 when the environment is ready, 1 after a plain word when it cannot be."""
    venv, want = Path(arguments[0]), "dev" if "--dev" in arguments else "runtime"
    if is_ready(venv, want):
        return 0
    if sys.version_info < OLDEST:
        return try_newer_python(arguments)
    try:
        make_venv(venv)
        install(venv, ROOT / LOCKS[want])
    except Trouble as trouble:
        say(str(trouble))
        return 1
    except KeyboardInterrupt:
        say("\nStopped. The same command goes on from here.")
        return 130
    (venv / STAMP).write_text("\n".join(fingerprints(want)) + "\n")
    say("Ready.")
    return 0


def fingerprints(want: str) -> list[str]:
    """One line for each lock that `want` covers: the development lock holds all of the runtime lock."""
    names = ("runtime", "dev") if want == "dev" else ("runtime",)
    here = str(ROOT).encode() + (ROOT / "pyproject.toml").read_bytes()
    return [f"{n} {hashlib.sha256((ROOT / LOCKS[n]).read_bytes() + here).hexdigest()}" for n in names]


def is_ready(venv: Path, want: str) -> bool:
    """True when the stamp in `venv` names the present locks, and the checkout has not moved since."""
    try:
        stamped = (venv / STAMP).read_text().splitlines()
    except OSError:
        return False
    return set(fingerprints(want)) <= set(stamped) and works(venv)


def python_of(venv: Path) -> str:
    """The environment's Python."""
    return str(venv / "Scripts" / "python.exe" if os.name == "nt" else venv / "bin" / "python")


def works(venv: Path) -> bool:
    """True when the environment's Python is there: its link breaks when the system's Python goes away."""
    return os.access(python_of(venv), os.X_OK)


def try_newer_python(arguments: list[str]) -> int:
    """Start again with a Python that is new enough, where one is installed beside the old one."""
    for minor in (14, 13, 12, 11):
        found = shutil.which(f"python3.{minor}")
        if found:
            return subprocess.call([found, __file__, *arguments])
    say(f"Samantha needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    say("Install one (Debian and Ubuntu: apt-get install python3; macOS: brew install python),")
    say("or name one that is there: make talk PYTHON=/path/to/python3.12")
    return 1


def make_venv(venv: Path) -> None:
    """Make the environment unless a working one is there. Raises Trouble."""
    if works(venv) and quiet([python_of(venv), "-m", "pip", "--version"]).returncode == 0:
        return
    made = quiet([sys.executable, "-m", "venv", "--clear", str(venv)])
    if made.returncode == 0:
        return
    missing = "ensurepip" in made.stdout or "No module named venv" in made.stdout
    hint = "On Debian and Ubuntu: apt-get install python3-venv" if missing else made.stdout.strip()
    raise Trouble(f"Python could not make a virtual environment in {venv}.\n{hint}")


def install(venv: Path, lock: Path) -> None:
    """Install the lock's parts, hashes checked, then this checkout itself without dependencies. Raises Trouble."""
    parts = sum(1 for line in lock.read_text().splitlines() if line[:1].isalnum())
    say(f"Setting up in {venv}, once: about {parts} parts from the package registry.")
    pip = [python_of(venv), *PIP]
    follow([*pip, "--only-binary", ":all:", "--require-hashes", "-r", str(lock)], parts)
    follow([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], parts)


def follow(command: list[str], parts: int) -> None:
    """Run pip and show one moving line on a terminal. Raises Trouble with the end of what it said."""
    said: list[str] = []
    seen = 0
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as pip:
        for line in pip.stdout or ():
            said.append("  " + line.rstrip())
            seen += line.startswith("Collecting ")
            show(line.split(), f"{seen} of {parts}")
    show([], "")
    if pip.returncode:
        tail = "\n".join(said[-TAIL:])
        raise Trouble(
            f"pip stopped:\n{tail}\nIs the package registry within reach? The same command goes on from here."
        )


def show(words: list[str], count: str) -> None:
    """Overwrite the moving line; no words clear it. Silent where nobody watches."""
    if not sys.stderr.isatty() or (words and words[0] not in ("Collecting", "Downloading", "Installing", "Building")):
        return
    text = f"  {count}  {' '.join(words[:2])[:60]}" if words else ""
    sys.stderr.write("\r\033[K" + text)
    sys.stderr.flush()


def quiet(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run to the end and keep what it printed."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def say(text: str) -> None:
    """To standard error: standard output belongs to the conversation."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
