"""What WhatsApp itself writes into an export: tables of its phrases, in the languages we know them in.

Guarantees: pure; a phrase is only taken for the program's where a person would hardly write it.
Does not: know every language; what it does not know stays as words of the one it stands under.
"""

from __future__ import annotations

import re

MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Marks of direction, which WhatsApp sprinkles over lines."""
_DROPPED = dict.fromkeys(map(ord, "\u200e\u2068\u2069\ufeff"))
_EDITED = tuple(
    f"<{words}>" for words in ("This message was edited", "Diese Nachricht wurde bearbeitet", "Se editó este mensaje")
)

_MEDIA = "|".join(
    (
        "Media omitted",
        "Medien ausgeschlossen",
        "Multimedia omitido",
        "Médias omis",
        "Mídia oculta",
        "Ficheiro não revelado",
        "Media omessi",
        "Media weggelaten",
        "Utelatt medieinnhold",
        "Media utelämnade",
    )
)
_NOT_THERE = "pictures, voice and videos that the export left out"
_OMITTED = "|".join(("omitted", "weggelassen", "omitid[oa]", "absent[es]?", "omess[oa]", "ocultad[oa]", "weggelaten"))
LEFT_OUT: tuple[tuple[str, re.Pattern[str]], ...] = (
    (_NOT_THERE, re.compile(rf"<(?:{_MEDIA})>")),
    (
        "deleted messages",
        re.compile(
            r"(?:This message was deleted|You deleted this message|Diese Nachricht wurde gelöscht"
            r"|Du hast diese Nachricht gelöscht|Se eliminó este mensaje|Eliminaste este mensaje"
            r"|Ce message a été supprimé"
            r"|Questo messaggio è stato eliminato|Mensagem apagada|Dit bericht is verwijderd)(?: by admin \S+)?\.?"
        ),
    ),
)
"""What such a message is, in words for the person, and the whole of its text."""

LEFT_OUT_MARKED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        _NOT_THERE,
        re.compile(
            rf"(?:.{{1,200}} )?(?:image|video|audio|sticker|GIF|document|contact card|bild|imagen|vídeo|immagine|imagem"
            rf"|afbeelding|dokument|documento) (?:{_OMITTED})",
            re.IGNORECASE,
        ),
    ),
    ("calls", re.compile(r"(?:Missed )?(?:voice|video|group (?:voice|video)) call(?:[.,•·].*)?", re.IGNORECASE)),
)
"""The same, where a mark says that the program wrote it; a person may write such words."""

SYSTEM = re.compile(
    r"(?:changed (?:the|this) (?:subject|group)|changed (?:their|your) (?:phone )?number|created (?:this )?group|"
    r"added you|added \S|removed \S|joined using|end-to-end encrypted|security code (?:with|changed)|"
    r"pinned a message|disappearing messages|changed the settings|you're now an admin|is a contact|"
    r"this business|\w left$|blocked this contact|hat die Gruppe|Ende-zu-Ende|hat den Betreff|cifrados de extremo|"
    r"chiffrés de bout|crittografati end-to-end)",
    re.IGNORECASE,
)
"""Found in a name or in a marked line: it is no message."""

_FILE = r"[^\n<>:]{1,200}?\.\w{2,5}"
ATTACHED = re.compile(
    rf"^(?:<(?:attached|Anhang|adjunto|pièce jointe|allegato|anexado): ({_FILE})>"
    rf"|({_FILE}) \((?:file attached|Datei angehängt|archivo adjunto|fichier joint|file allegato|arquivo anexado"
    r"|bestand bijgevoegd)\)"
    r"|([A-Z]{3}-\d{8}-WA\d{4}\.\w{2,5}) \([^()\n]{1,40}\))",
    re.MULTILINE,
)
"""An attachment, with its file's name in one of three groups."""


def plain_text(text: str) -> str:
    """A message without WhatsApp's marks and its word about editing."""
    text = text.translate(_DROPPED)
    for mark in _EDITED:
        if text.endswith(mark):
            return text.removesuffix(mark).rstrip()
    return text
