"""Small tables of English words that turning goes by: pronouns, agreement, what opens a clause, who may be owned.

Guarantees: pure data.
Does not: decide; `letters.turning` does.
"""

from __future__ import annotations

FORMS = {
    "she": {"she": "you", "her": "?", "hers": "yours", "herself": "yourself"},
    "he": {"he": "you", "him": "you", "his": "?", "himself": "yourself"},
    "they": {"they": "you", "them": "you", "their": "your", "theirs": "yours", "themselves": "yourselves",
             "themself": "yourself"},
}  # fmt: skip
AGREE = {
    "is": "are", "was": "were", "has": "have", "does": "do", "isn't": "aren't", "wasn't": "weren't",
    "hasn't": "haven't", "doesn't": "don't",
}  # fmt: skip
SHORT = {"'s": "?", "'d": "'d", "'ll": "'ll", "'re": "'re", "'ve": "'ve"}
OPENERS = frozenset(
    "and but or when because that if so how what where who while as since until after before then though although why"
    " think know hope believe wish say said feel remember knew thought felt whenever like than once unless".split()
)
NOT_OWNED = frozenset(
    "a an the to and or but so that this these those in on at of for with from by as if when while because than then"
    " again back home there here up down out off over away through i you he she it we they me him us them my your his"
    " its our their is was are were be not never always just still too very really how what who where why about into"
    " after before until since during around alone today tomorrow yesterday now once more every all both either"
    " goodbye thank thanks sorry go come do".split()
)
PERCEIVE = frozenset(
    "saw see heard hear watched watch felt found find kept keep left caught made make let had helped".split()
)
GIVE = frozenset(
    "give gave given giving bring brought bringing send sent sending show showed buy bought tell told"
    " telling teach taught"
    " lend lent offer offered owe owed make made write wrote read cook cooked sing sang sung promise promised".split()
)
PLACED = frozenset("in at from near to via outside towards around".split())
NOBODY = frozenset(
    "i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december christmas easter god english french german spanish italian"
    " polish dutch".split()
)
DEAR = frozenset("dear dearest little big old older younger best oldest own late".split())
