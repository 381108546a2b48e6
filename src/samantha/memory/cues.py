"""What around a word tells that it is a person: verbs, occasions, places of acquaintance, kin; tables and patterns.

Guarantees: pure; a pattern is bounded, so that a pasted page is read in time that grows with its length.
Does not: look at what was said before; `persons` and `meet` do.
"""

from __future__ import annotations

import re

from samantha.memory import tables


def _any(words: str) -> str:
    """The words as one alternative, the longest first."""
    return "|".join(sorted({re.escape(word) for word in words.split()}, key=len, reverse=True))


def _one_of(patterns: str) -> str:
    """Patterns, a semicolon between two, as one alternative; lines may break anywhere at a blank."""
    return "|".join(" ".join(row.split()) for row in patterns.split(";"))


_EXTRA = "ex-boyfriend ex-girlfriend ex-partner boy girl hubby stepmom stepdad grandma kids twins bandmates"
NEVER_ONE = frozenset("parents parent kids children twins siblings grandparents grandchildren relatives folks".split())
"""Relations that mean several."""
KIN_WORDS = _any(f"{tables.KIN} {tables.ROLES} {_EXTRA}")
"""A relation, in the singular."""
LOOSE = frozenset(
    """friend mate pal colleague coworker client student pupil customer guest patient teammate bandmate classmate
    agent editor builder nurse teacher doctor consultant captain tenant lodger buddy kid child boy girl secretary
    postman cleaner mechanic electrician plumber intern assistant lecturer professor trainer coach surgeon cousin
    bridesmaid groomsman ex crush partner""".split()
) - {"ex", "partner", "coach", "doctor", "crush", "teacher"}
"""Without a name these mean now this one, now that one."""
OWNED = _any(f"{tables.KIN} boy girl")
"""What somebody can be of somebody else: "Rachel's boy"."""
ALONE = _any("mum mom mummy mommy dad daddy granny grandma grandpa nana nan mama papa gran grandad granddad")
"""Kin that are called so: "Mum rang"."""
ALONE_IN_SMALL = frozenset("mum mom dad grandma grandpa granny grandad granddad".split())
"""Those of them that mean somebody in small letters too; "nan" may be bread."""
NAME = r"(?:[A-ZÀ-ÖØ-Þ]')?[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:[A-Z][a-zà-öø-ÿ]+)?(?:-[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)?"
"""One capitalised word."""
TITLE = r"(?:Dr|Mrs|Mr|Ms|Miss|Prof|Professor|Doctor|Uncle|Aunt|Auntie|Aunty|Grandma|Grandpa|Granny|Sister|Father)\b\.?"
FULL = rf"(?:{TITLE} )?{NAME}(?: (?!I\b){NAME}){{0,2}}"
"""A name of one to three words, with its title."""
ADJECTIVES = (
    r"(?:(?:little|big|younger|older|elder|eldest|youngest|oldest|baby|twin|new|old|best|dear|late|good|great|lovely|"
    r"poor|own|closest|close|oldest|former|previous|current|future|favourite|favorite|next-door|downstairs|upstairs|"
    r"school|childhood|work|college|uni|gym|yoga|piano|guitar|violin|running|swimming|tennis|team|line|"
    r"French|Spanish|German|Italian|English|maths|ex) ){0,3}"
)
_DID = _one_of(
    r"""called; rang; phoned; texted; messaged; emailed; met(?: up)?(?: with)?; saw; seen; visited; wrote to; ran into;
    bumped into; hugged; skyped; facetimed; caught up with; (?:spoke|spoken|talked|chatted) (?:to|with);
    (?:argued|fought|danced|played|sang|walked|stayed|sat|worked|ate|travelled|hung out)(?: [a-z]+){0,3} with;
    (?:had|went|got|took|been|was|were|spent|made up|cooked|watched|drove|fell out)(?: [\w']+){0,6} with"""
)
_JUST = "(?: (?:just|finally|also|then|even|both|all|already|briefly|quickly|today))?"
MET_BEFORE = re.compile(rf"(?:^|[,;:] |\band |\b(?:I|we)(?:'ve| have)?{_JUST} )(?:{_DID}) $", re.IGNORECASE)
"""Before a name: they were in touch."""
_HELD = _one_of(
    """dinner; lunch; breakfast; brunch; supper; coffee; drinks?; tea; cuppa; pint; beers?; bite; film; game; swim;
    hike; walk; call; chat; talk; date; argument; fight; row; meeting; evening; afternoon; weekend; day; picnic;
    session; catch-up"""
)
_SOME = "lovely|nice|good|great|long|quick|after|had|a|the|my|our|big|late|early"
OCCASION = re.compile(rf"(?:^|\b(?:{_SOME}) )(?:phone |video |long |family )?(?:{_HELD}) with $", re.IGNORECASE)
"""Before a name: an occasion that is over, unless the sentence says otherwise."""
_TO_ME = _one_of(
    """called; rang; phoned; texted; messaged; emailed; visited; told; asked; hugged; drove; met; invited; wrote; sent;
    thanked; apologised; apologized; shouted at; yelled at"""
)
_CAME = _one_of("came (?:over|by|round|to visit|to see|to dinner|for); dropped (?:by|in); popped in; stopped by")
_TOGETHER = "(?:went|had|talked|met|spoke|cooked|watched|ate|walked|spent|played|drove|danced)"
MET_AFTER = re.compile(
    rf"^(?: and (?:I|me) {_TOGETHER}\b|{_JUST} (?:{_TO_ME})(?: to)? (?:me|us)\b|{_JUST} (?:{_CAME})\b|"
    rf"{_JUST} (?:rang|called|phoned|visited)\b)"
)
"""After a name: they were in touch."""
_NOT_YET = _one_of(
    r"""will; won't; going to; gonna; should; wants?; wanted; needs?; must; might; could; would; wish; if; not; never;
    (?:did|have|has|do|does|ca|could)n't; tomorrow; next; planning; plan to; hope; hoping; maybe; tonight; have to;
    has to; supposed; before I; unless; later; soon; almost; nearly; used to"""
)
NOT_YET = re.compile(rf"\b(?:{_NOT_YET})\b|'ll\b|'d\b|\?", re.IGNORECASE)
"""It did not happen, or not yet."""
_DOES = _one_of(
    r"""says; said; told; thinks; thought; wants; wanted; called; rang; phoned; texted; messaged; emailed; asked; loves;
    loved; hates; likes; liked; laughed; laughs; cried; cries; smiled; snores; sings; cooks; cooked; came over; came by;
    came round; dropped by; visited; moved; moves; got; gets; married; works; worked; lives; lived; plays; teaches;
    studies; passed; died; broke; feels; felt; knows; knew; forgot; remembered; helped; hugged; kissed; invited;
    brought; gave; lent; owes; borrowed; needs; agreed; promised; complained; looked; looks; keeps; kept; offered; sent;
    draws; apologised; apologized; shouted; yelled; argued; woke; slept; graduated; retired; resigned; quit; joined;
    proposed; left me; left us; and (?:I|me)(?!'); wrote to; wrote me; bought; made me; made us;
    has (?:a|been|got|two|three|moved|agreed|broken|lost);
    is (?:pregnant|my|our|ill|sick|coming|allergic|turning|getting|engaged|married|upset|angry|worried|in love|[0-9]+);
    is (?:six|seven|eight|nine|ten); was (?:born|angry|upset|rude|kind|crying|worried); turn(?:s|ed) [0-9a-z]+;
    doesn't; can't"""
)
_OFTEN = "(?: just| also| still| always| never| really| finally| even| then| already)?"
SUBJECT = re.compile(rf"^(?: and (?:I|me|my|[A-ZÀ-Þ]\w+))?,?{_OFTEN} (?:{_DOES})\b")
"""After a name: what people do."""
_DONE = _one_of(
    r"""called; call; rang; ring; phoned; phone; texted; text; emailed; email; met; meet; married; marry; dated; hugged;
    kissed; miss; missed; told; tell; asked; ask; invited; invite; helped; dumped; thanked; thank; forgave; adore;
    babysat; babysit; spoke to; speak to; talk to; talked to; talking to; spoke with; talk with; talked with; wrote to;
    write to; apologise to; apologised to; engaged to; married to; mad at; angry with; angry at; argued with;
    fell out with; broke up with; liv(?:e|es|ed|ing) with; moved in with; in love with; out with; proud of; jealous of;
    present for; gift for; worried about; worrying about; birthday card for; short with;
    (?:news|letter|message|text|mail|email|call) from"""
)
OBJECT = re.compile(rf"\b(?:{_DONE}) (?:my |our |dear )?$", re.IGNORECASE)
"""Before a name: what is done with people."""
_HAS = _one_of(
    """birthday; wedding; funeral; party; house; place; flat; kids?; children; boy; girl; son; daughter; wife; husband;
    mum; mom; dad; mother; father; sister; brother; girlfriend; boyfriend; partner; parents; friend; mate; baby; voice;
    name; email; number; phone number; job; exam; surgery; operation; graduation; advice; opinion; cooking; laugh;
    room; dog; cat"""
)
POSSESSION = re.compile(rf"^'s? (?:{_HAS})\b")
"""After a name: what people have."""
_WHERE = _one_of(
    """work; office; next door; school; uni; university; college; class; choir; church; gym; yoga; football; pub;
    downstairs; upstairs; accounting; accounts; marketing; sales; legal; finance; reception; band; orchestra; club;
    team; library; nursery; playgroup; allotment; book club; running club; course; bus; lab; shop; bakery; market;
    cafe; café"""
)
ACQUAINTED = re.compile(rf"^ from (?P<where>(?:the )?(?:{_WHERE}))\b")
"""After a name: where they are known from, which tells them apart."""
_I_AM = _one_of("my name is; my name's; I'm called; call me; I am called; I'm; I am; this is; it's")
OWN_NAME = re.compile(rf"\b(?:{_I_AM}) (?P<name>(?-i:{NAME})(?: (?-i:{NAME}))?)", re.IGNORECASE)
"""The person's own name."""
