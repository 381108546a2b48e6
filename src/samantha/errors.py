"""Every error Samantha raises on purpose: a stable code, what happened, and what to do next.

    SamanthaError
    ├── ConfigError          config.*     a setting that cannot be used
    ├── HomeError            home.*       the folder, its lock, its keys
    │   ├── HomeBusy         home.busy    another process writes there
    │   ├── WrongKey         home.key     the key does not open the journal
    │   └── HomeDamaged      home.damaged the file is not a journal any more
    ├── StoreError           store.*      writing or reading failed
    │   ├── DiskFull         store.full   nothing was written; nothing is lost
    │   ├── ReadOnly         store.read_only
    │   └── SchemaTooNew     store.newer  written by a later Samantha
    ├── LeavingError         leaving.*, export.*, backup.*, goodbye.*   taking it all along, or leaving, failed
    ├── FactError            fact.*       a fact that is not there, or an edit that cannot be made
    ├── GrowthError          growth.*     an entry of the diary that is not there, or cannot be decided so
    ├── PersonError          person.*     nobody of that name, or two that cannot be merged or parted
    ├── LetterError          letter.*     answers that cannot be read, a letter that is not there or has an open fault
    ├── ImportFailed         import.*     a file of talks or notes that cannot be read
    ├── WeightsError         weights.*    a model file is missing, wrong or unreachable
    ├── VoiceError           voice.*      sound that cannot be heard, made or played
    ├── PageError            page.*       the page cannot be served
    └── BrainError           brain.*, embed.*   a model did not answer

Guarantees: `code` never changes once released; `str(error)` is fit for the person to read.
Does not: carry the person's words, so that an error can be logged.
"""

from __future__ import annotations


class SamanthaError(Exception):
    """The root. `what` says what happened, `next` what to do about it; both are plain sentences."""

    code = "samantha.error"

    def __init__(self, what: str, next: str = "", *, code: str | None = None) -> None:
        super().__init__(what, next)
        self.what = what
        self.next = next
        if code is not None:
            self.code = code

    def __str__(self) -> str:
        return f"{self.what} {self.next}".strip()


class ConfigError(SamanthaError):
    """A setting that cannot be used: names the key and the file."""

    code = "config.invalid"


class HomeError(SamanthaError):
    """The home folder cannot be used."""

    code = "home.error"


class HomeBusy(HomeError):
    """Another process has this home open for writing."""

    code = "home.busy"


class WrongKey(HomeError):
    """The key, passphrase or recovery key does not open this home."""

    code = "home.key"


class HomeDamaged(HomeError):
    """The journal's file is not readable as a journal."""

    code = "home.damaged"


class StoreError(SamanthaError):
    """A write or a read failed; the transaction was rolled back."""

    code = "store.error"


class DiskFull(StoreError):
    """The disk is full: nothing was written, and everything written before is safe."""

    code = "store.full"


class ReadOnly(StoreError):
    """The journal's disk or file cannot be written."""

    code = "store.read_only"


class SchemaTooNew(StoreError):
    """The journal was written by a later version."""

    code = "store.newer"


class LeavingError(SamanthaError):
    """An export, a backup or the goodbye could not be done, or what was given is not one."""

    code = "leaving.error"


class FactError(SamanthaError):
    """A fact that is not there, or an edit that cannot be made."""

    code = "fact.unknown"


class GrowthError(SamanthaError):
    """An entry of the diary that is not there, or that cannot be decided so."""

    code = "growth.unknown"


class PersonError(SamanthaError):
    """Nobody of that name, or two people that cannot be merged or parted."""

    code = "person.unknown"


class LetterError(SamanthaError):
    """Answers that cannot be read, or a letter that is not there or cannot be sealed."""

    code = "letter.answers"


class ImportFailed(SamanthaError):
    """A file of talks or notes cannot be read, or not without knowing more. Nothing of it was kept."""

    code = "import.error"


class WeightsError(SamanthaError):
    """A model file is missing, wrong or out of reach."""

    code = "weights.error"


class VoiceError(SamanthaError):
    """No microphone, no loudspeaker, or a recogniser or a voice that failed. Typing still works."""

    code = "voice.error"


class PageError(SamanthaError):
    """The page cannot be served where it was asked for."""

    code = "page.error"


class BrainError(SamanthaError):
    """The language model did not answer, or stopped in the middle."""

    code = "brain.error"
