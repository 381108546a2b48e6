"""Is a question surely about the person's own life, or may it be one that anybody could answer?

Guarantees: pure; sure only with a word of the person's own (I, my, our), somebody of theirs, or a thing of a household;
a name alone is not: London is one too. `names_in` gives the names, for whoever knows which of them were told.
Does not: know the world. What is not sure is still looked for in memory; only where nothing answers does it matter.
"""

from __future__ import annotations

import re

_WH = r"(?:what|who|whom|whose|when|where|which|how|why)"
_LEAD = re.compile(
    rf"""^\W*(?:(?:and|so|but|ok(?:ay)?|hey|hi|well|um|oh|samantha|please|by\ the\ way|actually|anyway|now)[\s,]+)*
    (?:(?:can|could|would|will)\ you\ (?:please\ )?(?:tell|explain\ to)\ me\W+|(?:please\ )?tell\ me\W+
    |do\ you\ (?:happen\ to\ )?know\W+|have\ you\ any\ idea\W+|any\ idea\W+
    |(?:i\ (?:need|want|would\ like|was\ trying|have)\ to\ (?:know|find\ out|ask(?:\ you)?)|i'd\ like\ to\ know
    |i(?:'m|\ am|\ was)?\ (?:just\ )?(?:wonder|wondering|curious|asking\ myself)|can\ i\ ask(?:\ you)?|let\ me\ ask\ you
    |my\ [\w-]+\ (?:asks?|asked|is\ asking|wants\ to\ know|wanted\ to\ know|wonders)(?:\ me)?
    |(?:it'?s\ )?for\ my\ (?:homework|quiz|crossword|exam|essay|test|school))[\s,:]+
    |(?:i'm|i\ am|i\ feel|i've|i\ have|i\ just|i\ got|i\ was|we're|we\ are|my\ [\w-]+\ (?:is|was|has|just|died|left))\b
    [^?]*?[,;:\u2013\u2014-]\s*(?:and\ |so\ |but\ |anyway,?\ |tell\ me,?\ )?(?={_WH}\b))""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands before a question and is not part of it: "can you tell me", "I'm so sad, but"."""
_I = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|me|my|mine|myself)\b", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|we're|we've|we'd|we'll|our|ours|us)\b", re.IGNORECASE)
_ALL_OF_US = re.compile(
    r"\bour (?:solar system|planet|galaxy|sun|moon|earth|world|atmosphere|universe|star|species|ancestors|bod(?:y|ies)|"
    r"brains?|blood|lungs?|bones?|skin|eyes|ears|teeth|skeletons?|genes|calendar|alphabet)\b|"
    r"\bdo we (?:\w+ )?(?:need to|breathe|see|hear|smell|taste|dream|sleep|yawn|sneeze|call|use|measure|get|digest|"
    r"blink|think with|have (?:leap|seasons|tides|two|five|in (?:a|the|our) (?:body|mouth|hand))|celebrate|say when|"
    r"write|know (?:as|about)|experience|age|inhale|exhale|walk with|live on)\b",
    re.IGNORECASE,
)
"""Everybody's we: "which gas do we breathe?"."""
_RECALLS = re.compile(
    r"\b(?:remind me|(?:do|can|could) you (?:still )?(?:remember|recall)|what do you (?:know|remember) about|"
    r"i (?:forget|forgot)|i'?ve forgotten|(?:did|have) i (?:ever )?(?:tell|told|mention|mentioned|say|said)|"
    r"can'?t (?:remember|recall)|don'?t (?:remember|recall))\b",
    re.IGNORECASE,
)
_WORLD = re.compile(
    r"\b(?:capital|countr(?:y|ies)|continent|river|ocean|sea|mountain|island|desert|border|population|currency|flag|"
    r"planets?|stars?|sun|moon|earth|solar|galaxy|universe|chemical|element|formula|symbol|atom\w*|molecule\w*|gas|"
    r"metal|acid|species|animals?|mammals?|birds?|insects?|bees?|fish|reptiles?|organ|blood|bones?|lungs?|brain|heart|"
    r"chambers?|body|theory|theorem|law of|invent\w*|discover\w*|wrote|painted|composed|compos\w+|directed|author of|"
    r"novel|playwright|poet|philosopher|scientist|century|ancient|roman|empire|revolution|war|battle|treaty|"
    r"president|prime minister|king|queen|emperor|pharaoh|"
    r"(?:in )?(?:which|what) year did (?:the|a)|olympic\w*|world cup|nobel|"
    r"\w+est (?!of (?:us|my|our)\b)\w+ (?:in|on|of) (?:the|earth)|square|triangle|hexagon|degrees|prime number|"
    r"percent|"
    r"plus|minus|times|divided|half of|dozen|months? (?:of|in|comes?|has|have)|days? (?:of|in|comes?|does|do|"
    r"are there)|"
    r"season|language (?:is|do|does)|languages|alphabet|letters?|vowels?|made (?:of|from|out of)|ingredient|"
    r"gravity|force|temperature|boil\w*|freez\w*|speed of|light|electric\w*|photosynth\w*|vitamin\w*|"
    r"(?:in|on|of) the world|in a normal|in (?:a|an|one) (?:year|week|day|hour|minute|century|decade|metre|kilo\w*))\b",
    re.IGNORECASE,
)
"""What is asked of books, not of a friend. It outweighs a household word, never a word of the person's own."""
_OWNER = re.compile(
    r"\b(?!(?:what|who|where|when|how|why|that|it|there|here|let|he|she|one|earth|world|sun|moon|year|today|body|human|"
    r"nature|god|mother nature)['\u2019]s)[^\W\d_][\w-]*(?:['\u2019]s|s['\u2019])(?=\s+(?P<thing>[\w-]+))",
    re.IGNORECASE,
)
_WORLDLY = re.compile(
    r"(?:capital|population|currency|flag|president|king|queen|official|national|language|largest|biggest|tallest|longest|"
    r"highest|deepest|fastest|first|second|third|law|laws|theorem|theory|principle|constant|moons?|rings?|atmosphere|"
    r"surface|core|orbit|gravity|parliament|anthem|climate|economy|area|neighbou?rs|novel|plays?|paintings?|symphony|"
    r"army|empire|wars?|number|prime|most|scale|law|triangle|cube|cat)\b",
    re.IGNORECASE,
)
"""What belongs to countries and to famous people: "Italy's capital", "Newton's second law"."""
_SOMEBODY = re.compile(
    r"\b(?:mum|mom|mummy|mommy|dad|daddy|gran(?:ny|dma|dad|dpa|ddad)?|nana?|"
    r"grand(?:mother|father)(?! of\b))\b|\b(?:he|she|him|his|hers|her)\b|"
    r"^\W*(?:\w+\s+){0,3}?(?:are|were|do|did|will|have|would|can) they\b|^\W*(?:what|which) (?:of )?their\b|"
    r"\bthe (?:(?:new|old|big|little|other) )?(?:landlord|landlady|neighbou?rs?|nanny|babysitter|boss|vet|dentist|"
    r"plumber|electrician|midwife|therapist|tutor|builders?|bride|groom|twins|kids|boys|girls|children(?!'s)|baby)\b",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"\b(?:does|did|is|was|has|will|when'?s|where'?s) (?!the\b|a\b|an\b|it\b|there\b|this\b|that\b|one\b)"
    r"(?:[\w.]+ ){1,3}?(?:live(?! in water)|lives|work(?:ing)?|study(?:ing)?|for a living|allergic|getting married|"
    r"marrying|married|moving|coming (?:over|back|home|to)|arriv\w+|arrive|visit\w*|going out|seeing|dating|engaged|"
    r"training to|prefer|want|eat now|frightened of|scared of|afraid of|drive|driving)\b|"
    r"\bhow old (?:is|was|will) (?!the\b|a\b|an\b|it\b)(?-i:[A-Z]|[a-z]+\W*$)|"
    r"\bwho(?:'s| is) (?!the\b|a\b|an\b)[\w.]+(?: (?-i:[A-Z])\w+)?\W*$",
    re.IGNORECASE,
)
"""What is asked about somebody: where they live, whom they marry. Of "how does it work" nothing."""
_THINGS = (
    "keys?|wi-?fi|passwords?|passcode|password|codes?|pin|alarm|flat|apartment|cottage|cabin|shed|garage|attic|cellar|"
    "kitchen|bathroom|bedroom|garden|roof|boiler|heating|washing machine|dishwasher|fridge|oven|lathe|drill|telescope|"
    "tablet|laptop|phone|glasses|wallet|passports?|documents?|deeds?|papers|will|insurance|car|truck|van|bike|"
    "bicycle|scooter|boat|caravan|trailer|transmission|tyres?|tires?|wedding|funeral|rehearsal|ceremony|christening|"
    "speech|appointment|meeting|interview|exam|party|barbecue|dinner|lunch|brunch|picnic|trip|holiday|vacation|flight|"
    "train|bus|ferry|hotel|guests?|tickets?|reservation|booking|concert|gig|match|training|practice|choir|quiz|class|"
    "classes|course|lesson|lessons|workshop|reading group|book club|group|band|team|gym|pool|pilates|yoga|rowing|"
    "school|"
    "nursery|daycare|surgery|operation|scan|biopsy|results?|clinic|prescription|pills?|tablets|medicine|insulin|cast|"
    "dog|cat|puppy|kitten|hamster|tortoise|rabbit|parrot|rent|mortgage|deposit|bill|loan|invoice|repair|delivery|"
    "parcel|package|recipe|cake|present|gift|sofa|couch|bookshelf|storage|locker|safe|move|moving|deadline|project"
)
_OF_A_HOUSEHOLD = re.compile(
    rf"\bthe (?:(?!of\b)[\w'-]+ ){{0,2}}?(?:{_THINGS})\b(?! (?:of|in) the\b)|"
    r"^\W*(?:when|where|what time|what day|whereabouts)(?:'s| is| are| does| do| should| must) the (?-i:[a-z])|"
    r"\b(?:today|tomorrow|tonight|yesterday|(?:this|next|last) (?:week|weekend|month)|"
    r"(?:on|this|next|last|by) (?:mon|tues|wednes|thurs|fri|satur|sun)day|at (?:easter|christmas))\b|"
    rf"^\W*(?:what|when|which)\b.*\b(?:pilates|yoga|rowing|practice|rehearsal|nursing school|{_THINGS})"
    r" (?:start|begin|end|on|use to be|now)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[^\W_] )[A-Z\u00c0-\u00de][^\W\d_]+(?:[ -][A-Z\u00c0-\u00de][^\W\d_]+)*")
_NO_NAME = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December Christmas Easter English French German Spanish Italian Samantha".split()
)


def question_itself(piece: str) -> str:
    """`piece` without what leads up to the question: "can you tell me", "I'm so sad, but"."""
    text = piece.replace("\u2019", "'")
    for _ in range(3):
        found = _LEAD.match(text)
        if found is None or not text[found.end() :].strip(" ?.!"):
            break
        text = text[found.end() :]
    return text


def of_their_own(question: str) -> bool:
    """The person speaks of themselves in it; "we" that means everybody is not they."""
    if _I.search(question):
        return True
    return _WE.search(_ALL_OF_US.sub(" ", question)) is not None


def surely_personal(piece: str) -> bool:
    """Nobody but the person could know, or they ask what was told: without an answer she says that she has none."""
    question = question_itself(piece)
    if _RECALLS.search(piece):
        return _WORLD.search(question) is None or of_their_own(_RECALLS.sub(" ", question))
    if of_their_own(question) or _SOMEBODY.search(question):
        return True
    if any(not _WORLDLY.match(found["thing"]) for found in _OWNER.finditer(question)):
        return True
    if _WORLD.search(question):
        return False
    return _DOES.search(question) is not None or _OF_A_HOUSEHOLD.search(question) is not None


def names_in(piece: str) -> tuple[str, ...]:
    """The names in the question, as they are written: if one of them was told to her, it is about their life.

    None where it asks what stands in books: "Who wrote Emma?", whatever a sister is called.
    """
    question = question_itself(piece)
    if _WORLD.search(question):
        return ()
    found = (name for name in _NAME.findall(question) if name not in _NO_NAME)
    return tuple(dict.fromkeys(name.removesuffix("'s") for name in found))
