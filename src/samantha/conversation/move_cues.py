"""The phrases that tell the moves apart: tables to be read and grown, a phrase a line.

Guarantees: pure; each table compiles once; English alone, in other languages the moment has to do.
Does not: decide; `moves` knows in which order they count.
"""

from __future__ import annotations

import re

from samantha.care.patterns import any_of

HOW_ARE_YOU = re.compile(r"\bhow(?:'s it going| are (?:you|things))\b", re.IGNORECASE)
ABOUT_HER = any_of(r"""
    (?:and|what about|how about) (?:you|yourself)\?
    do you (?:\w+ )?(?:like|love|enjoy|prefer|own|watch|listen to|read|believe|want|wish|ever)\b(?! to (?:know|hear))
    do you (?:have a|remember your)
    (?:what|who|where|when|which)(?:'s| is| was| are| were) your
    (?:what|which) \w+(?: \w+)? do you (?:like|love|prefer|listen|read|watch|want)
    what do you (?:do|think of me|think about me|like|want|wish)
    what (?:did|have) you (?:do|done|been)
    what are you (?:doing|up to|thinking)
    have you ever|did you (?:ever|have|grow|go)|were you ever
    how (?:was|is) your (?:day|night|week|weekend|evening|morning)
    are you (?:tired|busy|ok|okay|all right|bored|hungry|cold)
    i (?:love|like|miss|hate) you(?=\W*$)
""")
SIT = any_of(r"""
    (?:just )?(?:want|wanna|need|like) to (?:just )?(?:sit|be quiet|be still|breathe|rest)(?! (?:down|with my|next))
    (?:don'?t|do not) (?:really )?(?:want|feel like|need) (?:to )?(?:talk|talking|say|saying)(?! to (?:him|her|them|my))
    (?:can|could|shall) we (?:just )?(?:sit|be quiet|be silent)
    (?:there(?:'s| is)|i have|i've got|i got) nothing (?:to say|more to say)
    no words(?: left)?
    don'?t say anything
    let me (?:just )?(?:sit|cry|breathe)
""")
SHORT = re.compile(
    r"^\W*(?:(?:yes|yeah|yep|no|nope|nah|ok|okay|hm+|mm+|mhm|right|true|maybe|perhaps|sure|fine|well|i guess|i suppose|"
    r"i don'?t know|dunno|exactly|indeed|thanks|thank you|i know|it is|it does|it was|so so|not really|kind of)\W*)+$",
    re.IGNORECASE,
)
"""A turn that only nods."""
PLANS = any_of(r"""
    i(?:'m| am) (?:going to|gonna) (?:start|begin|try|learn|write|call|ask|clear|sort|change|move|look|stop|apply|visit)
    i(?:'d like| would like| want| need| really need| have| plan|'ve got|'ve decided) to (?:start|begin|learn|write)
    i(?:'d like| would like| want| need| really need| have| plan|'ve got|'ve decided) to (?:finish|call|ring|see a)
    i(?:'d like| would like| want| need| really need| have| plan|'ve got|'ve decided) to (?:find|clear|sort|pack)
    i(?:'d like| would like| want| need| really need| have| plan|'ve got|'ve decided) to (?:prepare|paint|build|save)
    i(?:'d like| would like| want| need| really need| have| plan|'ve got|'ve decided) to (?:stop|change|apply|visit)
    i(?:'d like| would like| want| need| really need| have| plan|'ve got|'ve decided) to (?:clean|practi[sc]e|train)
    i(?:'d like| would like| want| need| really need| have| plan|'ve got|'ve decided) to get (?:back|fit|help)
    i(?:'ll| will) (?:start|begin|try|learn|write|call|ask|clear|talk to|look for|apply|visit)
    i(?:'ve| have) been meaning to
    (?:we|i)(?:'re| are|'m| am) planning
    (?:how|where) (?:do|should) i (?:begin|start)
    (?:keep|been) putting (?:it|this|that) off
""")
HARD_TALK = any_of(r"""
    (?:have|need|want|dread|nervous|going|about|plan) (?:\w+ ){0,3}to (?:tell|talk to|speak to|ask|confront|face) my \w+
    (?:afraid|scared) (?:\w+ ){0,2}(?:of telling|to tell|of talking to|to talk to|of asking|to ask) (?:my )?\w+
    (?:don'?t|do not) know how to (?:tell|say (?:it|this|that) to|talk to|ask|break it to|bring it up)
    (?:a|the|that|this) (?:hard|difficult|awkward) (?:talk|conversation|call)
""")
ALONE = any_of(r"""
    (?:no one|nobody) (?:to|i can|else) (?:talk|tell|call|turn|listen)
    (?:so|very|really|completely|all|feel|feeling|i'm|am) (?:\w+ )?(?:alone|lonely|isolated)
    only (?:you|one i can talk to)|you'?re (?:the only|all i have|my only)
    haven'?t (?:seen|spoken to|talked to) (?:anyone|anybody|a soul)
    (?:have|got) no (?:friends|one)
""")
GRIEF = any_of(r"""
    died|dead|dying|death|funeral|grave|passed away|buried|killed|widow(?:er)?
    miscarr\w+|stillborn|cancer|hospice|mourning|grie(?:f|ve|ving)
""")
HEAVY = any_of(r"""
    divorce|broke up|breaking up|left me|leaving me|cheat(?:ed|ing)|marriage is
    fired|laid off|redundant|lost (?:my|the|our|her|his)
    scared|afraid|terrified|panic|anxious|worried|dread|ashamed|guilty|humiliated|betrayed|hopeless|heartbroken
    sad|cry|crying|cried|lonely|alone|invisible|exhausted|hurts?|awful|terrible|miserable
    can'?t (?:sleep|any ?more|go on|cope|take)
    hospital|surgery|operation|diagnos\w+|scan|biopsy|dementia|stroke|getting worse|very ill
    yelled|shouted|screamed|lied|hate|bullied|failed|evict\w+|debt
    (?:so|very|too|really) (?:tired|hard|much)
""")
EFFORT = any_of(r"""
    i (?:finally |actually |at last )?(?:told|said no|said sorry|apologi[sz]ed|asked for|stood up|spoke up|admitted)
    i (?:finally |actually |at last )?(?:went (?:anyway|back|there)|called|quit|walked out|stopped|managed|got up)
    i (?:finally |actually |at last )?(?:kept|cared|looked after|sat with|did it|tried)
    for the first time|even though|days? (?:sober|clean|without)|haven'?t (?:had a drink|smoked)
""")
