"""Words that say the same in a letter: feelings first, then plain everyday verbs and things. A table to be grown.

Guarantees: pure; two words are alike only within one row; a word may stand in several.
Does not: cover English; what is in no row must be said as it was said.
"""

from __future__ import annotations

from samantha.memory.words import stem

_FEELINGS = """
love adore; proud pride; sorry regret apologise apologize apology apologies remorse ashamed; grateful thankful thank
thanks
appreciate gratitude; miss longing; afraid scared frightened fear terrified; happy glad joy joyful delighted pleased;
sad sorrow unhappy miserable; angry mad furious anger; hurt pain wound wounded; forgive forgiven forgiveness;
lonely alone loneliness; ashamed shame guilty guilt; worried worry anxious nervous; safe secure protected; hate despise
loathe; admire admiration respect; trust; grief grieve mourn; relieved relief; jealous envy envious; care; hope;
wish; calm peaceful peace; tired exhausted weary; surprised astonished amazed; confused lost; brave courage courageous
bravery; kind kindness; gentle gentleness; patient patience; funny; generous generosity; strong strength;
honest honesty; cherish treasure; disappointed disappointment; embarrassed; excited; comforted comfort
"""
_THINGS = """
mother mum mom mama mummy; father dad papa daddy; grandmother gran granny grandma nana; grandfather grandad granddad
grandpa; child kid; baby newborn; house home; flat apartment; car; sick ill unwell; doctor gp; hospital clinic ward;
begin start; end finish; buy get; call phone ring rang; talk speak chat; say tell said told; answer reply
replied; ask; help helped; look watch see saw; hear listen; sit sat; stay stayed remain; leave left go went gone;
come came arrive; drive drove driven; walk; run ran; carry; hold held; give gave; bring brought; take took; make made;
cook; eat ate; drink drank; sleep asleep; wake woke; cry wept weep tears; laugh laughed laughter; smile; sing sang song;
dance; read; write wrote letter; teach taught; learn; know knew; understand understood; think thought; remember; forget
forgot; believe; try; work job; money; break broke broken; fix repair mend; build; move; travel trip journey; visit;
meet met; wait; save; lose lost; find found; win won; fall fell; die died dead death; marry married wedding marriage;
birth born; day; night evening; morning; year; month; week; summer; winter; spring; autumn fall; shout yell scream
shouted yelled; whisper; lie lied; promise; keep kept; big large huge; small little tiny; old; young; quick fast; slow;
entire whole all; often always; sometimes occasionally; scared; road; street; kitchen; garden yard; door; window;
table; chair;
photo photograph picture; film movie; story; joke; dinner supper meal; lunch; breakfast; children; friend friendship;
everybody everyone; nobody; rescue; exam test; pass passed; train; plane flight fly flew; phone; message text; snow;
rain; quiet silent silence; near beside next; angry; enough; hug hugged embrace; kiss; hand; funeral burial; support
supported; teacher; boss manager; difference different; life live lived; holiday vacation; drunk; argue argument quarrel
fight fought row; party; happen happened; change changed; late; birthday; hurry rush rushed; borrow; lend lent
"""


def _table() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in f"{_FEELINGS};{_THINGS}".split(";"):
        keys = {stem(low) for low in row.split()}
        for key in keys:
            found.setdefault(key, set()).update(keys)
    return {key: frozenset(keys) for key, keys in found.items()}


_ALIKE = _table()
FEELINGS = frozenset(stem(low) for row in _FEELINGS.split(";") for low in row.split()) - {"car", "hop", "wish"}
"""The stems of the words of feeling."""


def alike(key: str) -> frozenset[str]:
    """Every stem that says the same as `key`, with itself."""
    return _ALIKE.get(key, frozenset((key,)))
