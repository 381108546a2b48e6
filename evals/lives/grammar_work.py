"""The chatter of different walks of life, one row each, for `grammar`.

Guarantees: pure data, in the same form.
Does not: name a day, sum, place or person that a question could ask for.
"""

from __future__ import annotations

WORK: dict[str, tuple[str, ...]] = {}
"""Rows by the name of the walk of life."""


def _row(name: str, text: str) -> None:
    WORK[name] = tuple(line.strip() for line in text.strip().splitlines() if line.strip())


_row(
    "office",
    """
    The meeting could've been an email.
    My inbox is a swamp.
    Somebody reheated fish in the office kitchen.
    The spreadsheet has three versions and they're all wrong.
    {P} did the talking so I could keep my head down.
    We did one of those team things with sticky notes.
    The client changed their mind, then changed it back.
    I nodded through a presentation about values.
    The lift's out, so that's my exercise.
    Quarterly figures. Enough said.
    My boss wants everything yesterday.
    I muted myself and ate an apple loudly.
    The new coffee machine needs a degree.
    Finished the report nobody will read.
    """,
)
_row(
    "retired",
    """
    Pottered about all morning, that's about the size of it.
    I had a look at the beans. Slugs.
    Did the crossword and a bit of weeding.
    The lads at the club were putting the world to rights.
    I don't know how I ever had time for a job.
    Sat on the bench with the paper till it got too cold.
    Took the bus in for a change of scene.
    I oiled the shears and swept the path.
    The bowls got rained off.
    Somebody's had my bucket off the plot.
    Fed the birds. The magpies get the lot.
    I had an hour with the radio and a pot of tea.
    Got chatting to a young fella about leeks.
    The knees don't like that hill any more.
    """,
)
_row(
    "ward",
    """
    We were short again on the unit, everyone running.
    My patient in the corner bed sang all shift.
    Charting took longer than the actual care.
    I was on my feet for eleven hours.
    One of the residents asked me where the blankets are. Every time.
    The pumps kept alarming for no reason.
    A family brought us donuts, which saved the day.
    Report ran long, I clocked out late.
    We had a code and it went okay.
    Somebody keeps stealing my good pens from the station.
    The float nurse was great, I hope she comes back.
    My scrubs smell like sanitizer no matter what.
    Night shift people are a different species.
    I held a stranger's hand today for a long time.
    """,
)
_row(
    "kitchen",
    """
    We did ninety covers and the dishwasher broke.
    The fish guy was late so we changed the menu at noon.
    I burned my forearm on the oven door, the usual stripe.
    Front of house forgot a table of six.
    Somebody sent back a soup because it was hot.
    The walk-in smells of dill, everything smells of dill.
    The new dish sells better than I thought.
    I shouted once and apologised twice.
    My knives need sharpening.
    The critic thing was a false alarm.
    Prep took forever, the beets bled on everything.
    Staff meal was the best thing we made all day.
    """,
)
_row(
    "school",
    """
    The year sevens were feral after lunch.
    I marked a stack of books and then another stack.
    Fire drill in the rain, of course.
    A kid called me mum by accident and the whole class died.
    Staff meeting ran over. Biscuits didn't.
    The photocopier has it in for me.
    Cover lesson in a room with no chairs.
    One of the quiet ones asked a brilliant question.
    I've got reports to write, dozens of them.
    Parents' evening is looming.
    The hall smelt of old plimsolls and mince.
    Playground duty in that wind should be illegal.
    """,
)
_row(
    "code",
    """
    Spent the day on a bug that was a missing comma.
    The build broke again and everyone looked at me.
    Standup went on so long we were sitting.
    I reviewed a change with more comments than code.
    The staging server fell over at lunch.
    We named a thing and then renamed it.
    I deleted a lot of code and felt clean.
    My tests pass and I don't trust them.
    On call was quiet, touch wood.
    Two people fixed the same thing differently.
    The demo worked, which nobody expected.
    I pair-programmed till my ears hurt.
    """,
)
_row(
    "workshop",
    """
    The band saw needs a new blade.
    Sanded all morning, I look like a ghost.
    The glue went off too fast in this heat.
    A customer wanted it in a different wood, after it was finished.
    I cut one piece short, so I made a smaller thing.
    The dust extractor is on its last legs.
    Swept the floor and found the drill bit from last month.
    Varnish fumes. I saw colours.
    I got the joint dead square first time.
    The timber delivery blocked the lane.
    I drew the same chair eleven times.
    Somebody walked in and asked if we do keys.
    """,
)
_row(
    "study",
    """
    I wrote two paragraphs and deleted one.
    The library was full of people sleeping.
    My supervisor says it's nearly there, again.
    The seminar turned into an argument about a footnote.
    I read the same article twice without noticing.
    The lab fridge was making that noise.
    Everyone in my group is panicking in a different way.
    I made flashcards instead of learning them.
    The printer ate my draft.
    Got some nice feedback, I read it four times.
    I gave my talk to an empty room to practise.
    The deadline feels both far and tomorrow.
    """,
)
_row(
    "farm",
    """
    One of the ewes got through the fence again.
    Mud up to the knees, the whole yard's a bog.
    The tractor wouldn't start, then it did.
    Fixed the gate with string. It'll hold.
    The vet's van was in the lane, not for us.
    Lambs are loud, louder than you'd think.
    I carried hay till I couldn't feel my arms.
    The hens are on strike.
    Feed prices are a joke.
    The dog rolled in something, I won't say what.
    We lost the light before we were done.
    A walker left the top gate open.
    """,
)
