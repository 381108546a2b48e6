"""Who a letter goes to, as words show it: names, relation, and the pronoun that is theirs.

Guarantees: pure; a name or relation that is not known gives no pronoun, never a guessed one.
Does not: look anybody up; `people.who` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from samantha.people.relations import TITLES, normal

Pronoun: TypeAlias = Literal["she", "he", "they"]

SHE_WORDS = frozenset(
    "mother sister daughter wife girlfriend aunt niece grandmother granddaughter stepmother fiancée mother-in-law"
    " sister-in-law daughter-in-law godmother goddaughter stepsister stepdaughter ex-wife lady woman girl".split()
)
HE_WORDS = frozenset(
    "father brother son husband boyfriend uncle nephew grandfather grandson stepfather fiancé father-in-law"
    " brother-in-law son-in-law godfather godson stepbrother stepson ex-husband gentleman man boy".split()
)
EITHER_WORDS = frozenset(
    "friend boss doctor nurse teacher neighbour colleague cousin partner spouse ex twin landlord therapist student"
    " priest driver stranger child baby sibling roommate coach tutor client".split()
)
MANY_WORDS = frozenset(
    "parents friends team children kids colleagues neighbours family people brothers sisters".split()
)
RELATIONS = SHE_WORDS | HE_WORDS | EITHER_WORDS | MANY_WORDS

_SHE_NAMES = frozenset(
    """
    rachel anna anne amy iris mary maria emma olivia sophie sophia ella eva eve grace lucy lily julia julie laura sara
    sarah hannah helen helena ruth rosa rose clara claire kate katie katherine catherine elizabeth liz beth jane joan
    joanna margaret martha nina nora norah paula rita sandra sheila susan sue tess theresa tina vera wendy zoe alice
    amanda angela barbara carol caroline charlotte christine daisy deborah diana donna doris dorothy edith eileen
    eleanor emily esther fiona freya georgia gina gloria heather holly ingrid irene isabel isla ivy jean jennifer jenny
    jessica jo josephine joyce judith karen kim lena leila linda lisa lola louise maya megan melissa mia michelle molly
    monica nadia naomi natalie nicole nancy olga patricia penny phoebe priya rebecca ana carla elena ines lucia marta
    pilar sofia agnes bridget celia dora elsa frances greta hilda ida magda mina miriam nell pam peggy polly stella
    ellen abigail alexandra annie april ava bea beatrice bella betty beverley bonnie brenda camille carmen cecilia chloe
    cindy claudia colette connie cora cynthia danielle debbie denise diane ellie elise erica erin evelyn faith felicity
    gail gemma gillian gwen harriet hazel henrietta imogen jackie jade janet janice jasmine jill joy juliet june kathy
    kelly kerry kirsten kristin lara lauren leona leila linnea lorna lorraine lydia lynn mabel maggie mandy marianne
    marina matilda maureen mei mila milly miranda nadine natasha nell noor nuria petra poppy priscilla rachael ramona
    renata robin roberta rosemary ruby sabine samantha selma shirley simone sonia stephanie suzanne tamara tanya tracy
    trudy valerie vanessa verena veronica vicky viola virginia vivian winifred yasmin yvonne kasia agnieszka ewa
    sylvia tilda una ursula violet yara zara aisha amina fatima leah marie meg rosie sally marion
    """.split()
)
_HE_NAMES = frozenset(
    """
    tom thomas john james jim jack david dave daniel dan peter paul mark michael mike robert rob bob bill william will
    george henry harry charles charlie edward ed fred frank alan albert alex andrew andy anthony tony arthur ben
    benjamin brian chris christopher colin craig dennis derek dominic douglas eric ethan gary gavin geoff graham greg
    hugh ian isaac jacob jake jason jeff jeremy joe joseph jonathan josh kevin keith leo leon liam louis luke marcus
    martin matthew matt max nathan neil nick noah oliver oscar owen patrick phil philip ralph ray richard roger ron
    russell ryan sean simon stephen steve steven stuart ted theo tim toby trevor victor vincent walter adam aaron ali
    henrik abel adrian aidan alistair andre anders angus antonio arjun arnold arthur axel barry bernard bertie boris
    bradley brendan bruce bruno bryan calvin cameron cedric clive cyril damian darren declan derrick duncan dylan edgar
    edwin elias elliot ernest evan fergus finn fraser giles glenn gordon gregory gustav harold harvey herbert howard
    humphrey iain isaiah jared jasper jens jerry joel jonah jonathon julian kenneth kurt lance lawrence leonard lewis
    lloyd logan lorenzo lucas magnus malcolm manuel marco marek mario marvin maurice mick mohammed mohamed mustafa niall
    nicholas nigel norman olaf pascal percy piotr quentin ralf randy reg rene rex ricardo rohan roland ronald rory rudi
    rupert samuel seamus sebastian sergio sidney stanley stefan tadeusz terry tobias tomas travis tyler vernon warren
    wayne wilfred winston wolfgang zach
    omar ahmed hassan karim mateo carlos diego jorge jose juan luis miguel pablo pedro rafael hans karl klaus otto emil
    erik lars sven igor ivan pavel raj sanjay samir tariq yusuf abel felix gabriel hector jonas milo rowan silas
    """.split()
)
_TITLE_SHE, _TITLE_HE = frozenset("mrs ms miss lady aunt auntie".split()), frozenset("mr sir uncle lord".split())


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter is to, or whom a eulogy is about."""

    names: tuple[str, ...] = ()
    """As the sender writes them: `Rachel`, `Rachel Marsh`, `Mum`."""
    relation: str | None = None
    """To the sender, the plain word: `sister`; None where it was not said."""
    pronoun: Pronoun | None = None
    """None where it is not known."""

    @property
    def called(self) -> str:
        """What to write after `Dear`."""
        if self.names:
            return self.names[0]
        return self.relation.capitalize() if self.relation else "you"


_TO = re.compile(r"^(?:it(?:'s| is) )?(?:(?:to|for)\s+)?(?:(?:my|our|the)\s+)?", re.IGNORECASE)


def recipient_of(words: str, told: Iterable[str] = ()) -> Recipient:
    """The one that an answer to "whom is it to?" names: `Rachel`, `my sister Rachel`, `Rachel, my sister`, `Mum`.

    `told`: what the sender says, out of which a pronoun is read where neither the relation nor the name gives one.
    """
    plain = " ".join(words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).rstrip(" .!")
    plain = re.split(r"(?<=\w{3})[.;!]\s|\s[-–—(]\s?|,?\s(?:who|whom|because|we|she|he|they)\b", plain)[0]
    names, relation = _named(plain)
    if not names and relation is None and plain:
        names.append(_TO.sub("", plain, count=1).strip() or plain)
    if _is_several(plain):
        return Recipient((_TO.sub("", plain, count=1),), relation, "they")
    ordered = tuple(dict.fromkeys(sorted(names, key=len)))
    return Recipient(ordered, relation, pronoun_of(ordered, relation) or _read_pronoun(told))


def _is_several(plain: str) -> bool:
    """ "the nurses of ward 4", "Sam and Noor"."""
    if re.search(r"\w\.? (?:and|&) \w", plain):
        return True
    named = any(part[:1].isupper() for part in plain.split())
    return not named and re.search(r"\b\w{2,}[^\W_s]s\b(?: (?:of|at|in|on)\b|$)", plain) is not None


def _named(plain: str) -> tuple[list[str], str | None]:
    """The names and the relation in such an answer."""
    relation: str | None = None
    names: list[str] = []
    for part in re.split(r",\s*", plain):
        found = re.match(r"^(?:to |for )?(?:my|our|the)\s+", part, re.IGNORECASE)
        rest = part[found.end() :] if found else _TO.sub("", part, count=1)
        kept: list[str] = []
        for word in rest.split():
            low = word.casefold().rstrip(".")
            known = normal(low)
            if known in RELATIONS and not (word[:1].isupper() and not found) and low not in TITLES - RELATIONS:
                relation = relation or known
            elif word[:1].isupper():
                kept.append(word)
                if known in RELATIONS and relation is None and low not in TITLES:
                    relation = known
            elif kept:
                break
        if kept:
            names.append(" ".join(kept))
            if " " in names[-1] and names[-1].split()[0].casefold().rstrip(".") not in TITLES:
                names.append(names[-1].split()[0])
    return names, relation


def pronoun_of(names: Iterable[str], relation: str | None) -> Pronoun | None:
    """What a relation or a first name says; None where they say nothing."""
    for word in [relation or "", *names]:
        for low in (part.casefold().rstrip(".") for part in word.split()):
            known = normal(low)
            if known in SHE_WORDS or low in _SHE_NAMES or low in _TITLE_SHE:
                return "she"
            if known in HE_WORDS or low in _HE_NAMES or low in _TITLE_HE:
                return "he"
            if known in MANY_WORDS:
                return "they"
    return None


def gender_of_name(low: str) -> Pronoun | None:
    """Of a first name in small letters; None for one that is not in the tables."""
    return "she" if low in _SHE_NAMES else "he" if low in _HE_NAMES else None


def _read_pronoun(told: Iterable[str]) -> Pronoun | None:
    """The pronoun that the sender uses, where it is only one of the two."""
    text = " ".join(told).casefold()
    she = len(re.findall(r"\b(?:she|her|hers|herself)\b", text))
    he = len(re.findall(r"\b(?:he|him|his|himself)\b", text))
    if she and not he:
        return "she"
    if he and not she:
        return "he"
    return "they" if not she and not he and re.search(r"\b(?:they|them|their)\b", text) else None
