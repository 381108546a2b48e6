"""Rules for the body and for habits: allergies, diet, illness, medicine, weight, what one does, learns, likes.

Guarantees: pure; each pattern is matched right after the one it tells of.
Does not: know tense or negation; `extract` does.
"""

from __future__ import annotations

from samantha.memory.rules import Rule, compiled, is_short

_DIET = (
    r"(?:strict |strictly |mostly )?(?:vegetarian|vegan|veggie|pescatarian|coeliac|celiac|"
    r"halal|kosher|teetotal|gluten-free|lactose.free)"
)
_DRUG_TAIL = (
    r"(?=,? (?:every|once|twice|three times|daily|for (?:my|his|her|the)|in the (?:morning|"
    r"evening)|a day|at night|before|after))"
)
_NO_LIKE = frozenset(
    "it that this those these them him her you me us what how when to being the a an his their your my our its not "
    "every some having is also and or all both when where seeing watching going getting listening".split()
)


def is_liked(value: str) -> bool:
    """A thing one can like by itself: one to three words, none that points at what was just spoken of."""
    lows = value.lower().strip('"“”').split()
    if not 0 < len(lows) <= 3 or lows[0] in _NO_LIKE or (len(lows) > 1 and lows[0].endswith("ing")):
        return False
    return lows[-1] not in {"of", "to", "about", "in", "on", "day", "well", "much", "lot", "time"}


def is_language_or_skill(value: str) -> bool:
    """What one learns: at most four words, not a subordinate clause."""
    lows = value.lower().split()
    return 0 < len(lows) <= 3 and lows[0] not in _NO_SKILL


_NO_SKILL = frozenset(
    "that about how from more a an off out on in the this these some real really hard all so lots much it to my your "
    "together there here by".split()
)


def is_practice(value: str) -> bool:
    """Something one does again and again: one to three words."""
    return 0 < len(value.split()) <= 3 and value.split()[0].lower() not in _NO_LIKE | {
        "with",
        "around",
        "off",
        "out",
        "by",
        "it",
    }


BODY = (
    Rule(
        "allergy.is",
        "allergy",
        compiled(r" (?:very |badly |severely |deadly |terribly )?(?:allergic|intolerant) to (?P<v>VALUE)"),
        "b",
        long=True,
    ),
    Rule(
        "allergy.has",
        "allergy",
        compiled(
            r" (?:have|has|got|developed) (?:a|an) (?:\w+ )?(?P<v>[\w -]{2,30}?) (?:allergy|"
            r"intolerance)"
        ),
        "nh",
    ),
    Rule(
        "allergy.outgrown",
        "allergy",
        compiled(
            r" (?:outgrew|outgrown|grown out of|grew out of) (?:my|his|her|"
            r"the) (?P<v>[\w -]{2,30}?) ?(?:allergy|intolerance)"
        ),
        change="ended",
    ),
    Rule("diet.is", "diet", compiled(rf" (?:a )?(?P<v>{_DIET})\b"), "b", ok=is_short),
    Rule(
        "diet.went",
        "diet",
        compiled(rf" (?:went|gone|turned|became|become) (?P<v>{_DIET})\b"),
        change="changed",
        ok=is_short,
    ),
    Rule(
        "diet.over",
        "diet",
        compiled(rf" (?:stopped being|gave up being|gave up on being|quit being) (?P<v>{_DIET})\b"),
        change="ended",
    ),
    Rule(
        "diet.meat",
        "diet",
        compiled(r" (?:eat|eats|eating|started eating) (?:meat|fish|dairy|cheese|eggs) again(?P<x>)"),
        "nb",
        change="ended",
        value="",
    ),
    Rule(
        "condition",
        "condition",
        compiled(
            r" (?:have|has|diagnosed with|was diagnosed with|got diagnosed with|suffer from|"
            r"suffers from) (?P<v>(?:type \w+ )?(?:diabetes|asthma|epilepsy|migraines?|arthritis|adhd|"
            r"autism|depression|anxiety|insomnia|eczema|psoriasis|high blood pressure|hypertension|"
            r"anaemia|endometriosis|crohn's(?: disease)?|ibs|cancer|ms|multiple sclerosis|parkinson's|"
            r"dementia|alzheimer's|sleep apn\w+|tinnitus|vertigo|long covid|covid|glandular fever|"
            r"pneumonia))\b"
        ),
        "nhb",
    ),
    Rule(
        "medicine.take",
        "medicine",
        compiled(rf" (?:take|takes|taking|on) (?P<v>[\w-]{{4,20}}(?: \w+)?){_DRUG_TAIL}"),
        "nb",
        ok=lambda v: v.split()[0].lower() not in _NO_DRUG,
    ),
    Rule(
        "medicine.off",
        "medicine",
        compiled(
            r" (?:stopped taking|came off|come off|stopped|quit taking|no longer take|went off) (?:my |"
            r"the )?(?P<v>(?:[a-z]{4,}(?:in|ol|il|one|ine|ide|am|an|ate|pril|tan|pam|um|ax|ac)|"
            r"[A-Z][a-z]{3,})(?: \d+)?)\b"
        ),
        change="ended",
    ),
    Rule(
        "weight.is",
        "weight",
        compiled(
            r" (?:weigh|weighs|(?P<was>weighed)) (?:about |around |almost )?(?P<v>[\w.-]+ (?:kilos?|kg|"
            r"pounds?|lbs?|stone)(?: \d+)?)"
        ),
        "n",
    ),
    Rule(
        "weight.now",
        "weight",
        compiled(
            r" (?:down|up|back) to (?:about |around |almost )?(?P<v>[\w.-]+ (?:kilos?|kg|pounds?|lbs?|"
            r"stone)(?: \d+)?)"
        ),
        "nhb",
        change="changed",
    ),
    Rule(
        "dose.on",
        "dose:{t}",
        compiled(
            r" (?:take|takes|taking|on) (?:about )?(?P<v>[\w-]+(?: and [\w-]+| [\w-]+)? ?(?:mg|"
            r"milligrams?|micrograms?|"
            r"ml|units|drops)) of (?P<t>\w{4,20})\b"
        ),
        "nb",
        ok=is_short,
    ),
    Rule(
        "learning",
        "learning",
        compiled(
            r" (?:learning|studying|taking lessons in|taking up|(?:started|begun|began|"
            r"decided) (?:to learn|learning)|took up|taken up) (?P<v>VALUE)"
        ),
        "nhb",
        ok=is_language_or_skill,
    ),
    Rule(
        "learning.over",
        "learning",
        compiled(r" (?:gave up|given up|stopped learning|quit|dropped|stopped) (?:on )?(?P<v>VALUE)"),
        change="ended",
        ok=is_language_or_skill,
        known=True,
    ),
    Rule(
        "does.over",
        "does",
        compiled(
            r" (?:gave up|given up|stopped|quit|kicked|packed in|"
            r"packed up) (?:the )?(?P<v>\w+ing\b(?: (?!with\b|on\b|last\b|"
            r"at\b)\w+)?|cigarettes|alcohol|sugar|coffee|caffeine|meat|gluten|dairy)"
        ),
        change="ended",
        ok=is_practice,
    ),
    Rule(
        "does.over_known",
        "does",
        compiled(r" (?:gave up|given up|stopped|quit|dropped) (?:the |my )?(?P<v>VALUE)"),
        change="ended",
        ok=is_practice,
        known=True,
    ),
    Rule(
        "does",
        "does",
        compiled(
            r" (?P<v>(?:smoke|smokes|drink|drinks|play|plays|sing|sings|run|runs|swim|swims|volunteer|"
            r"volunteers|box|row|rows|dance|dances|knit|knits|paint|paints)\b(?: (?:the )?(?!a\b|an\b|"
            r"the\b|in\b|at\b|to\b|out\b|on\b|like\b|with\b|and\b)[\w-]+)?)"
        ),
        "n",
        ok=is_short,
    ),
    Rule(
        "like",
        "like",
        compiled(
            r" (?:love|loves|like|likes|adore|adores|enjoy|enjoys|fond of|keen on|"
            r"a big fan of) (?P<v>VALUE)"
        ),
        "nb",
        ok=is_liked,
    ),
    Rule(
        "dislike",
        "dislike",
        compiled(
            r" (?:hate|hates|loathe|loathes|dislike|dislikes|can't stand|can't bear|detest|detests|"
            r"afraid of|scared of|terrified of) (?P<v>VALUE)"
        ),
        "nb",
        ok=is_liked,
    ),
    Rule(
        "like.over",
        "like",
        compiled(r" (?:gone off|went off|tired of|sick of|bored with) (?P<v>VALUE)"),
        "nhb",
        change="ended",
        ok=is_liked,
    ),
)

_NO_DRUG = frozenset(
    "your my our their this that them time care part turns lessons classes notes place pictures photos holiday "
    "holidays breaks call duty board leave track edge days nights shift shifts showers walks baths naps pills tablets "
    "medicine medication".split()
)
