"""What a model writes when it is only told the kind of letter: the voice that a sender's letter should not have.

Guarantees: pure; used to compare styles with, and never in a letter.
Does not: stand for every model; where a brain is there, its own draft can be given instead.
"""

from __future__ import annotations

_OPENING = {
    "thanks": "I wanted to take a moment to express my heartfelt gratitude for everything you have done.",
    "love": "As I sit down to write this, I find myself reflecting on how deeply grateful I am to have you in my life.",
    "apology": "I am writing to sincerely apologise for my actions and for any pain that they may have caused you.",
    "condolence": "I was deeply saddened to hear of your loss, and I wanted to extend my heartfelt condolences.",
    "congratulation": "I wanted to extend my warmest congratulations on this incredible and well-deserved achievement.",
    "reaching_out": "I hope this letter finds you well. It has been far too long since we last connected.",
    "hard_truth": "I am writing this letter because I value our relationship and believe that honesty is essential.",
    "goodbye": "As this chapter comes to a close, I wanted to take a moment to say a heartfelt goodbye.",
    "birthday": "On this special day, I wanted to take a moment to celebrate the wonderful person that you are.",
    "eulogy": "We are gathered here today to celebrate a truly remarkable life and to honour a cherished soul.",
    "speech": "Good evening, everyone. It is a true honour to stand before you on this momentous occasion.",
}
_BODY = (
    "Your unwavering support, kindness and generosity have touched my life in ways that words cannot fully express. "
    "Through every challenge and every triumph, you have been a constant source of strength, comfort and inspiration. "
    "I will always cherish the memories that we have created together, from the quiet moments to the grand adventures. "
    "Your presence has not only enriched my journey, but has also taught me the true meaning of"
    " compassion and resilience. "
    "Please know that you hold a special place in my heart, and that I am here for you, today and always. "
    "As we look toward the future, I am filled with hope, gratitude and excitement for all that lies ahead. "
    "Thank you for being the extraordinary person that you are. With all my love and deepest appreciation."
)


def plain_draft(kind: str) -> str:
    """About 130 words in that voice."""
    return f"{_OPENING.get(kind, _OPENING['thanks'])} {_BODY}"
