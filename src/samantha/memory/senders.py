"""Who wrote a mail or a message: the name and the address, and whether that is a person.

Guarantees: pure; any text gives some answer.
Does not: know who is known.
"""

from __future__ import annotations

import re


def sender(text: str) -> tuple[str | None, str | None]:
    """`Amy <amy@example.org>` as name and address in small letters; either may be missing."""
    match = re.fullmatch(r"\s*\"?(?P<name>[^<\"]*?)\"?\s*(?:<(?P<address>[^<>\s]+@[^<>\s]+)>)?\s*", text)
    if match is None:
        return None, None
    name, address = match["name"] or None, match["address"]
    if name and address is None and "@" in name and " " not in name:
        return None, name.lower()
    return name, address.lower() if address else None


_SYSTEM = re.compile(
    r"^(?:no-?reply|do-?not-?reply|info|news|newsletter|service|support|hello|team|desk|office|billing|orders?|sales|"
    r"accounts?|admin|notifications?|updates?|marketing|rooms|bookings?|contact|customer|help|mail|post)\b",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:ltd|inc|gmbh|llc|team|service|services|support|surgery|clinic|garage|housing|bank|shop|store|school|hotel|"
    r"airlines?|group|club|council|office|university|library|newsletter|company|express|railway|insurance|deals?|offers?|travel|tours|rewards|alerts?|pharmacy|dental|energy|delivery|"
    r"store|café|restaurant|studio|academy|church|press|media|online|app|the|and)\b",
    re.IGNORECASE,
)


def is_personal(name: str, address: str | None) -> bool:
    """Whether it looks like a person's name, not a firm's: one to three capitalised words, no `info@`."""
    if (address and _SYSTEM.match(address)) or _FIRM.search(name) or "'s " in name.replace("’", "'"):
        return False
    parts = [part for part in re.split(r"[\s.]+", name) if part]
    return 1 <= len(parts) <= 4 and all(part[0].isupper() and not any(c.isdigit() for c in part) for part in parts)
