"""Rules for the frame of a life: names, homes, work, partners, births, ages and deaths.

Guarantees: pure; each pattern is matched right after the one it tells of, so "my boss moved" moves nobody else.
Does not: know tense or negation; `extract` does.
"""

from __future__ import annotations

import re

from samantha.memory.rules import DATE, Rule, compiled, is_firm, is_named, is_place, is_short, is_trade_name

_LEFT = (
    r" (?:left|quit|resigned from|got fired from|was fired from|been fired from|got laid off from|leaving|"
    r"gave up working (?:at|for)|retired from|stopped working (?:at|for)) (?P<x>VALUE)"
)
LIFE = (
    # Homes
    Rule(
        "home.live",
        "home",
        compiled(
            r" (?:live|lives|living|based|(?P<was>lived)) (?:over |up |down |out )?(?:in|at|on|"
            r"near) (?P<v>VALUE)"
        ),
        "nbh",
        ok=is_place,
    ),
    Rule(
        "home.move",
        "home",
        compiled(
            r" (?:(?:have )?moved|relocated|emigrated)(?: back| away| house| out| home| up| down| over|"
            r" across| abroad)*(?: from (?:(?!to\b)[\w'-]+ ){1,4}?)?(?: from (?P<x>[^.,;]{1,40}?))? (?:to|"
            r"into) (?P<v>VALUE)"
        ),
        change="changed",
        ok=is_place,
    ),
    Rule(
        "home.now",
        "home",
        compiled(r" (?:all )?(?:in|at) (?P<v>NAME),? (?:now|at last|these days)"),
        "b",
        change="changed",
        ok=is_place,
        context=re.compile(r"\b(?:moved|moving|move|new (?:flat|house|place|home|apartment))\b", re.IGNORECASE),
    ),
    Rule(
        "home.settled",
        "home",
        compiled(r" (?:settled|settled down|staying now|living now|renting|based) in (?P<v>VALUE)"),
        "nbh",
        change="changed",
        ok=is_place,
    ),
    Rule(
        "home.bought",
        "home",
        compiled(
            r" (?:bought|rented|renting|found|got) (?P<v>(?:a|our own|my own) (?:\w+ ){0,2}(?:flat|apartment|"
            r"house|studio|cottage) (?:in|on|near) VALUE)"
        ),
        "nhb",
        change="changed",
        ok=is_place,
    ),
    Rule(
        "home.out",
        "home",
        compiled(
            r" (?:moved out of|sold) (?P<x>(?:the |my |our )?(?:flat|house|apartment|studio|"
            r"place)(?: (?:in|on) VALUE)?)"
        ),
        change="ended",
        value="",
        known=True,
    ),
    Rule(
        "hometown.from",
        "hometown",
        compiled(
            r" (?:come|comes|originally|grew up|was born|were born|born|raised)(?: originally)? (?:in|"
            r"from) (?P<v>VALUE)"
        ),
        "nhb",
        ok=is_named,
    ),
    # Work
    Rule(
        "job.trade",
        "job",
        compiled(
            r" (?:now )?(?P<v>(?:a|an|the) [^.;:!?,\n]{1,40}?)(?= at\b| in\b| for\b| with\b| on\b|"
            r"[.,;!]|$| and\b| now\b| again\b| but\b| by\b)"
        ),
        "b",
        ok=is_trade_name,
    ),
    Rule(
        "job.as",
        "job",
        compiled(
            r" (?:work|works|working|(?P<was>worked)) as (?P<v>(?:a |an |"
            r"the )?[^.;:!?,\n]{1,40}?)(?= at\b| in\b| for\b| with\b|[.,;!]|$| and\b| now\b| again\b|"
            r" but\b)"
        ),
        "nbh",
        ok=is_short,
    ),
    Rule(
        "job.teach",
        "job",
        compiled(r" (?P<v>(?:teach|teaches) [\w ]{2,30}?)(?= (?:at|in|to)\b|[.,;!]|$)"),
        "n",
        ok=is_short,
    ),
    Rule(
        "job.at",
        "workplace",
        compiled(
            r" (?:(?:work|works|working|(?P<was>worked)) (?:part-time |full-time |nights |days )?|"
            r"work as [^.,;]{1,30}? |works as [^.,;]{1,30}? |am [^.,;]{1,30}? )(?:at|for|"
            r"in) (?P<v>VALUE)"
        ),
        "nbh",
        ok=is_firm,
    ),
    Rule(
        "job.new",
        "job",
        compiled(
            r" (?:started|got|found|landed|took|accepted|got offered and took|have|"
            r"has)(?: working)?(?: a| an| my| the| his| her)?(?: \w+)?(?: job| position| role|"
            r" post)? as (?P<v>(?:a |an |the )?VALUE)"
        ),
        change="changed",
        ok=is_trade_name,
    ),
    Rule(
        "job.new_at",
        "workplace",
        compiled(
            r" (?:started|got|found|landed|took|accepted|have|has)(?: (?:a|an|my|the|his|her))?(?: new|"
            r" \w+)? (?:job|position|role|post|working)(?: as [^.,;]{1,30}?)? (?:at|with|for|"
            r"in) (?P<v>VALUE)"
        ),
        change="changed",
        ok=is_firm,
    ),
    Rule(
        "job.start_at",
        "workplace",
        compiled(r" (?:started|start|starting|begin|began)(?: work| working)? at (?P<v>VALUE)"),
        change="changed",
        ok=is_firm,
    ),
    Rule(
        "job.own",
        "job",
        compiled(
            r" (?P<v>(?:run|runs|running|own|owns|opened|opening|manage|manages|managing) (?:a|an|"
            r"my own|his own|her own|"
            r"the|my|our) (?:[\w-]+ ){0,3}?(?:shop|business|company|café|cafe|restaurant|bakery|studio|farm|salon|"
            r"practice|agency|hotel|bar|pub|garage|store|firm|guesthouse|gallery|start-?up|kiosk|stall|workshop))\b"
        ),
        "nhb",
    ),
    Rule(
        "shift",
        "my:shift",
        compiled(
            r" (?:work|works|working|on) (?P<v>nights|days|mornings|evenings|lates|earlies|weekends|"
            r"part-time|full-time|from home)\b"
        ),
        "nb",
    ),
    Rule(
        "job.do_at",
        "workplace",
        compiled(r" (?:do|does) [\w-]+(?: [\w-]+)? at (?P<v>an? VALUE)"),
        "n",
        ok=is_firm,
    ),
    Rule(
        "job.training",
        "learning",
        compiled(r" (?:re)?train(?:ing|s) (?:as|to be|to become) (?P<v>an? VALUE)"),
        "nb",
        ok=is_trade_name,
    ),
    Rule(
        "job.joined",
        "workplace",
        compiled(r" (?:joined|was hired by|been hired by|got hired by|switched to|moved on to) (?P<v>VALUE)"),
        "nhb",
        change="changed",
        ok=lambda v: is_named(v) and is_firm(v),
    ),
    Rule(
        "job.became",
        "job",
        compiled(
            r" (?:became|become|qualified as|retrained as|trained as|promoted to|been promoted to|"
            r"got promoted to|made) (?P<v>(?:a |an |the )?VALUE)"
        ),
        "nhb",
        change="changed",
        ok=is_trade_name,
    ),
    Rule(
        "job.quit",
        "job",
        compiled(
            r" (?:quit(?: my job| his job| her job| the job| work)?(?=\W*$|[.,;!]| (?:on|last|this|"
            r"today|yesterday|and|at|my))|(?:left|lost|quit|gave up|resigned from) (?:my|his|"
            r"her) (?:job|position|post)|resigned(?! from)|retired(?! from)|(?:been |got |was |"
            r"were )?(?:fired|sacked|laid off|made redundant|let go)(?! from)|"
            r"(?:got |been given )(?:the sack|the boot|the push)|handed in (?:my|his|"
            r"her) notice)(?: (?:as|at) (?P<x>VALUE))?"
        ),
        "nhb",
        change="ended",
        value="",
    ),
    Rule("job.left", "job", compiled(_LEFT), "nhb", change="ended", value="", known=True),
    Rule("job.left_place", "workplace", compiled(_LEFT), "nhb", change="ended", value="", known=True),
    Rule(
        "job.left_plain",
        "workplace",
        compiled(
            r" (?:(?:quit|resigned|retired)(?=\W*$|[.,;!]| (?:on|last|this|today|yesterday|and|my)\b)|"
            r"(?:lost|left|quit) (?:my|his|her) job|(?:been |got )?(?:fired|laid off|made redundant|"
            r"sacked))(?P<x>)"
        ),
        "nhb",
        change="ended",
        value="",
        known=True,
    ),
    Rule(
        "school",
        "my:school",
        compiled(
            r" (?:go|goes|going|started|starts) (?:to|"
            r"at) (?P<v>(?:St\. )?[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)*)"
        ),
        "nb",
        context=re.compile(
            r"\b(?:schools?|primary|academy|college|university|kindergarten|nursery|gymnasium)\b", re.IGNORECASE
        ),
    ),
    Rule(
        "studies",
        "studies",
        compiled(
            r" (?:study|studies|studying|(?P<was>studied)) (?!hard|real|for|with|at|all|late|a lot|"
            r"in)(?P<v>VALUE)"
        ),
        "nb",
        ok=is_short,
    ),
    # Partners
    Rule(
        "partner.over",
        "partner",
        compiled(
            r" (?:broke up|broken up|split up|split|separated|parted ways|got divorced|divorced|"
            r"getting divorced|filed for divorce|ended things|called off the engagement|called it off|"
            r"done with each other)(?: with (?P<x>VALUE))?"
        ),
        "nhb",
        change="ended",
        value="",
    ),
    Rule(
        "partner.done",
        "partner",
        compiled(
            r" (?:over|finished|through|history|no longer together|not together any ?more)(?=\W*$|"
            r"[.,;!]| now\b)(?P<x>)"
        ),
        "b",
        change="ended",
        value="",
    ),
    Rule(
        "flatmate.out",
        "my:flatmate",
        compiled(r" (?:moved|is moving|has moved) out(?=\W*$|[.,;!]| and\b| last\b| on\b| in\b| yesterday\b)"),
        "nh",
        change="ended",
        value="",
        known=True,
        about=True,
    ),
    Rule(
        "flatmate.in",
        "my:flatmate",
        compiled(r" moved in(?=\W*$|[.,;!]| and\b| last\b| on\b| instead\b| yesterday\b| with (?:me|us)\b)"),
        "nh",
        change="changed",
        value="",
        known=True,
        about=True,
    ),
    Rule(
        "partner.left_me",
        "partner",
        compiled(r" (?:left|dumped|broke up with|split up with|divorced|is leaving) (?:me|us)\b"),
        "nhb",
        change="ended",
        value="",
        about=True,
    ),
    Rule(
        "partner.new",
        "partner",
        compiled(
            r" (?:(?:got |just )?married to|(?:got |get )?engaged to|started (?:dating|seeing|"
            r"going out with)|dating|going out with|in a relationship with|together with|married|"
            r"back (?:together )?with|fell in love with|seeing(?= an? \w+ (?:called|named))) "
            r"(?:an? (?:\w+ )?(?:girl|boy|man|woman|guy|someone|lady) (?:called|named) )?(?P<v>NAME)(?! (?:at|to)\b)"
        ),
        "nhb",
        change=None,
        ok=is_named,
    ),
    Rule(
        "married.got",
        "married",
        compiled(r" (?:got |gotten )(?P<v>married|engaged|divorced)\b"),
        "nh",
        change="changed",
    ),
    Rule(
        "married.is",
        "married",
        compiled(r" (?P<v>married|engaged|divorced|separated|single(?: again)?|widowed)\b"),
        "b",
    ),
    # Births, ages, deaths
    Rule(
        "birthday.born",
        "birthday",
        compiled(
            r" (?:was |were )?born on (?:the )?(?P<v>\d{1,2}(?:st|nd|rd|"
            r"th)?(?: of)? [A-Z][a-z]+(?:,? \d{4})?|[A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?(?:,? \d{4})?)"
        ),
        "nb",
    ),
    Rule("birthday.of", "birthday", compiled(rf" birthday(?: is|'s)?(?: on)? (?P<v>{DATE})\b"), "nb", change="state"),
    Rule(
        "age.is",
        "age",
        compiled(
            r" (?P<v>(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?|two|"
            r"three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
            r"seventeen|eighteen|nineteen))(?= years? old|[.,!;)]|$| now\b| today\b| and\b)"
        ),
        "b",
    ),
    Rule(
        "age.turned",
        "age",
        compiled(
            r" (?:turned|turns) (?P<v>\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|"
            r"ninety)(?:-\w+)?|eighteen|sixteen|thirteen|one|two|three|four|five|six|seven|eight|nine|"
            r"ten|eleven|twelve)\b(?! (?:o'clock|per|percent|times))"
        ),
        change="changed",
    ),
    Rule(
        "alive",
        "alive",
        compiled(
            r" (?P<v>died|passed away|was put down|was put to sleep|put to sleep|is dead|"
            r"been put to sleep|has died)\b"
        ),
        "nhb",
        change="changed",
    ),
    Rule(
        "expecting",
        "expecting",
        compiled(
            r" (?P<v>pregnant|expecting(?: a (?:baby|boy|girl|son|daughter)| twins)?|having (?:a baby|"
            r"twins))"
        ),
        "b",
    ),
)
