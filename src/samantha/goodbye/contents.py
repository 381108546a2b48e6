"""What an export holds of each table: taken along, in which file and in what words; or left out, and why.

Guarantees: pure; every table of the journal is one or the other, and a table of a later step that nobody described is
taken along under its own name.
Does not: read a row.
"""

from __future__ import annotations

TAKEN = {
    "episodes": "everything that was said, heard, read or done, word for word, with who, when and how it came in",
    "settings": "small settings, such as what you like to be called",
    "facts": "what was believed, since when and until when it held, when it was learned, and when it was given up",
    "fact_sources": "which characters of which episode each fact stands on",
    "fact_depends": "which fact rests on which other",
    "corrections": "what you corrected or retired",
    "episode_labels": "episodes that were told in confidence or sealed",
    "people": "everybody who came up, by number",
    "person_names": "what they are called: names, relations, addresses",
    "mentions": "where each of them came up, by episode and characters",
    "person_merges": "who was found to be one person, and what of that was taken back",
    "forgets": "when something was forgotten, and how many rows went; no word of what it was",
    "receipts": "the signed receipts of what was forgotten",
    "receipt_keys": "the public halves of the keys that signed them",
    "imports": "what was brought in from elsewhere, and when",
    "import_episodes": "which episodes came from which of these",
    "belongings": "where exports and backups were put",
    "jobs": "work that was done or waits to be done in quiet moments",
    "job_steps": "what such work had come to when it was interrupted",
    "job_stands": "which episodes such work was made from",
    "pages": "the pages of days that she wrote, and when",
    "page_sentences": "their sentences",
    "page_sources": "which characters of which episode each sentence stands on",
    "page_retired": "words that you want on no page",
    "rehearsals": "hard talks that you practised, with whom, about what, and when you meant to have them",
    "rehearsal_episodes": "which episodes belong to which of these",
    "letters": "letters that you wrote or began, of what kind, and which episode holds a sealed one",
    "letter_told": "which episodes you told for each, and what was asked",
    "letter_cuts": "what you took out again, by episode and character",
    "letter_sentences": "the sentences of sealed letters",
    "letter_grounds": "which characters of which episode each sentence stands on",
    "growth": "the diary of how she changed with you: what was proposed, why, and what you made of it",
    "growth_sources": "which episodes each entry of it stands on",
    "reserves": "how often she may say something unasked, as you set it",
    "spendings": "when she did, and what it took of that",
    "unasked": "what such words were about, and which of them you waved off",
    "unasked_stands": "which episodes such words stood on",
    "given_off": "what you took off the page of a week",
}
"""Table -> what it holds, in a line of the export's README."""
LEFT_OUT = {
    "episode_words": "an index of the words in episodes, made again from them",
    "episode_vectors": "numbers that stand for the meaning of episodes, made again from them",
    "episode_bits": "the same numbers, shorter",
    "episode_pieces": "numbers that stand for the meaning of single words in episodes, made again from them",
    "episode_terms": "a way to count in the index of words",
    "vectors_up_to": "up to which episode such numbers are complete",
    "vector_losses": "how often such numbers were deleted or replaced",
    "embedders": "the names of the models that made these numbers",
    "held": "what you have just had forgotten, kept for a few minutes in case you take that back",
}
"""Table -> why it is not taken along."""


def left_out(table: str) -> str | None:
    """Why `table` is not taken along; None where it is."""
    return LEFT_OUT.get(table)


def described(table: str) -> str:
    """What `table` holds."""
    return TAKEN.get(table, f"rows of {table}")
