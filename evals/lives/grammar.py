"""What people say when they tell nothing in particular: a small grammar of chatter, for lives to be hidden in.

Guarantees: pure data. `{P}` is somebody of the life, `{p} {pp} {ps}` their he, him, his; `{T}` a thing of the life; any
other name in braces is a row of its own.
Does not: say a name, number, date, place or trade that a question could ask for; other people's affairs are meant to be
mistaken for the person's own.
"""

from __future__ import annotations

ROWS: dict[str, tuple[str, ...]] = {}
"""Every row of the grammar by its name."""


def _row(name: str, text: str) -> None:
    ROWS[name] = tuple(line.strip() for line in text.strip().splitlines() if line.strip())


_row(
    "turn",
    """
    {weather}
    {sleep}
    {food}
    {food} {weather}
    {mood}
    {mood} {because}
    {chore}
    {chore} {mood}
    {people}
    {people}
    {people}
    {people} {mood}
    {people} {people2}
    {thing}
    {thing}
    {thing} {chore}
    {others}
    {others}
    {others} {mood}
    {screen}
    {body}
    {work}
    {work}
    {work}
    {work} {mood}
    {work} {work}
    {news}
    {hello} {weather}
    {hello} {mood}
    {to_her}
    {wish}
    {past}
    {errand}
    {errand} {people}
    {oneword}
    """,
)
_row(
    "hello",
    """
    Evening.
    Me again.
    Hi.
    Hello you.
    Morning.
    Right, I'm back.
    Hey.
    OK so.
    Still up?
    Just a quick one.
    """,
)
_row(
    "weather",
    """
    It's been {grey} {allday}.
    {grey!} again out there.
    The wind kept rattling the {rattle}.
    Proper {grey} out, I stayed in as long as I could.
    You should see the sky, it's gone {sky}.
    It got dark before I'd even noticed.
    For once it didn't rain.
    They said {grey} and it turned out lovely.
    I got soaked between the {stop} and the front door.
    Frost on the windscreen this time, the thick kind.
    It was so mild I had the window open.
    Fog so thick you couldn't see the end of the road.
    """,
)
_row("grey", "grey\ndrizzly\nfreezing\nmuggy\nblustery\nmiserable\ndamp\nclose and sticky\nbitter\nmurky")
_row("allday", "all day\nsince breakfast\nthe whole afternoon\non and off\nfor what feels like a year")
_row("rattle", "letterbox\nback gate\nwindows\nbins\nscaffolding\nblinds\nroof tiles")
_row("sky", "a kind of pink\ncompletely white\nviolet, nearly\nlike dishwater\na nasty yellowish colour")
_row("stop", "bus stop\ncar\nshop\nstation\ncorner")
_row(
    "sleep",
    """
    I slept {badly}.
    Woke up at some silly hour and lay there thinking about {topic}.
    I nodded off on the sofa with the lights on.
    Could've done with another hour in bed.
    Slept like a log, for a change.
    I had the strangest dream, something with {dream}.
    I keep waking up just before the alarm.
    Too hot to sleep, too tired to get up.
    """,
)
_row("badly", "badly\nterribly\nokay I suppose\nin bits\nnot a wink\nbetter than I expected\nabout four winks")
_row(
    "dream",
    """
    a lift that went sideways
    a horse in the kitchen
    an exam I hadn't studied for
    the sea coming up the stairs
    my old school and a very small door
    a supermarket with no tills
    somebody else's suitcase
    """,
)
_row(
    "food",
    """
    Had {dish} for tea, nothing fancy.
    I made {dish} and it was {howfood}.
    I burned the {burnt}. Again.
    Lunch was {dish} at the desk, standing up more or less.
    I can't decide what to cook, there's half a {veg} and some {scraps}.
    Ate too much {sweet}. No regrets.
    The bread came out flat but it tastes all right.
    I've been living on {dish} this week.
    Somebody brought {sweet} in and it was gone by ten.
    Tried that recipe with the {veg}. {howfood!}.
    I forgot to eat until late and then had cereal.
    """,
)
_row(
    "dish",
    """
    soup
    beans on toast
    a jacket potato
    scrambled something
    leftover stew
    noodles
    a sad little salad
    fish fingers
    a cheese toastie
    rice and whatever was in the drawer
    lasagne from the freezer
    an omelette
    dumplings
    chili
    porridge
    """,
)
_row(
    "howfood", "fine\nbland\nsurprisingly good\na disaster\na bit salty\nedible\nbetter than last time\nbeige but nice"
)
_row("burnt", "onions\ntoast\nrice\ngarlic\nmilk\nporridge\nbacon")
_row("veg", "cabbage\ncauliflower\nmarrow\nsquash\nleek\naubergine\nbag of spinach\nturnip")
_row("scraps", "eggs\nrice\nfeta\nwraps\nnoodles\nstock\nyesterday's chicken")
_row("sweet", "cake\nshortbread\nice cream\ncrisps\nflapjack\nbrownies\njelly babies\ntoffee\nbiscuits")
_row(
    "mood",
    """
    I'm {feel}.
    I feel {feel} today, no idea why.
    Bit {feel}, if I'm honest.
    I don't know, I'm just {feel}.
    Everything felt {hard} today.
    I laughed properly for the first time in days.
    I snapped at someone and felt bad after.
    I could've cried in the {where}, and then it passed.
    It's a good day, actually.
    Some days you just go through the motions.
    I felt weirdly {feel} walking home.
    I'm trying not to dwell on it.
    Can't complain. Well, I can.
    """,
)
_row(
    "feel",
    """
    tired
    flat
    restless
    content
    a bit lonely
    knackered
    hopeful
    wound up
    grumpy
    proud of myself, nearly
    nervous
    lighter
    all over the place
    bored
    homesick for nowhere in particular
    calmer than yesterday
    foggy
    """,
)
_row("hard", "uphill\nlike wading\nslow\ntoo loud\na bit pointless\nlike a Monday")
_row("where", "car park\nsupermarket\nstairwell\nshower\ntoilets\nqueue")
_row(
    "because",
    """
    Maybe it's the {grey} weather.
    It's probably just {topic}.
    I think I need a day with nothing in it.
    It'll look different tomorrow.
    No particular reason.
    Too much coffee I expect.
    """,
)
_row(
    "topic",
    """
    money
    work
    the future
    what I said
    an old song
    nothing much
    the whole {T} business
    that thing with {P}
    whether I'm too soft
    the state of the kitchen
    somebody I used to know
    """,
)
_row(
    "chore",
    """
    I did {choreload} and felt very grown up.
    The {broken} is playing up.
    I finally cleaned the {clean}.
    I spent ages looking for my {lost} and it was in my {pocket}.
    There's a pile of post I'm pretending not to see.
    I ironed while listening to the radio.
    The washing's been out since this morning and it's still wet.
    I sorted the {clean} and threw out half of it.
    The bins didn't get collected, naturally.
    I really ought to hoover.
    Put a shelf up. It's nearly straight.
    """,
)
_row("choreload", "two loads of washing\nthe recycling\nthe windows\nall the paperwork\nthe dishes\na big shop")
_row("broken", "tap\nprinter\ndoorbell\nhob\nremote\ntoaster\nlight in the hall\nkettle\nlock on the bathroom")
_row("clean", "oven\nbathroom\ncupboard under the stairs\nfridge\nwardrobe\ndesk\nshed, or a corner of it\nspice rack")
_row("lost", "phone\nkeys\nhat\npen\nbank card\nheadphones\nbookmark\numbrella")
_row("pocket", "hand\nother coat\npocket\nbag the whole time\nbed")
_row(
    "people",
    """
    {P} rang and we talked about {topic} for ages.
    {P} rang. {p!} sounded {sound}.
    Saw {P} at the {place}, only to wave at.
    {P} is being {manner} about {topic}.
    I wrote {P} a long message and then deleted it.
    {P} sent me a picture of {picture}.
    {P} made me laugh so much about {topic}.
    I owe {P} a call.
    Had a cuppa with {P}, which was {visit}.
    {P} says hello, by the way.
    {P} came by with {sweet}.
    I asked {P} about {topic} and {p} just shrugged.
    {P} was late as ever.
    I wonder what {P} really thinks of me.
    {P} told me a long story about {stranger} and {picture}.
    {P}'s got a cold again, nothing serious.
    Bumped into {P} by the {place}. {p!} was in a rush.
    {P} and {Q} were bickering about {topic}.
    {P} and {Q} came over and we did nothing at all. Bliss.
    I haven't heard from {P} in a few days.
    {P} liked the {sweet} I made.
    I was a bit short with {P}, I'll say sorry.
    {P} keeps forwarding me jokes.
    {P} wants to talk about {T}, I can tell.
    {P} asked after {Q}.
    {P} looked {sound} I thought.
    {P} fell asleep in front of the film.
    We looked at old photos with {P}. That haircut!
    {P} offered to help with {T} some time.
    """,
)
_row(
    "people2",
    "{p!} means well.\nIt did me good.\nI let it go.\nTypical.\nWe'll see.\nBless {pp}.\nI like that about {pp}.",
)
_row("sound", "tired\nchirpy\ndistracted\na bit low\nfull of beans\nhoarse\nfine\nodd, somehow\nwell")
_row("manner", "funny\nvery patient\ndifficult\nlovely\nvague\nstubborn\nquiet\nsweet\nmysterious")
_row("visit", "nice\nshort\njust what I needed\na bit awkward\nlong overdue\nloud")
_row("place", "shops\nstation\nlibrary\npost office\nbakery\npark\nlights\nmarket\ncar wash\ntip\nbus stop")
_row(
    "picture",
    """
    a very fat pigeon
    a sunset
    some shoes
    a cake that went wrong
    a queue
    a hedge cut like a peacock
    a misspelt sign
    somebody's terrible parking
    an enormous marrow
    """,
)
_row(
    "stranger",
    """
    a bloke at the till
    some woman on the bus
    the man from upstairs
    somebody's cousin
    a lad with a trolley
    an old teacher
    two nuns
    a delivery driver
    the girl at reception
    """,
)
_row(
    "thing",
    """
    I was looking at {T} and thought, one day.
    {T!} could do with some attention.
    I keep meaning to do something about {T}.
    Somebody asked me about {T} today.
    {T!} again. Don't ask.
    I spent half the evening on {T}.
    Not much to say about {T}.
    {P} had opinions about {T}.
    I had to explain {T} to {P} all over again.
    I moved on from {T}, for tonight anyway.
    Funny how {T} can take up a whole day.
    Read something online about {T}. Rubbish mostly.
    I dreamt about {T}, of all things.
    I'm fed up with {T}.
    I'm quite looking forward to {T}, or the idea of it.
    """,
)
_row(
    "others",
    """
    {stranger!} was telling everyone about {os} {oillness}.
    {stranger!} at the {place} has just come back from {abroad}.
    There was a documentary about {docu}.
    Overheard {stranger} say {op}'d left {os} {lost} in a taxi.
    On the radio a man talked about {docu} for an hour.
    {stranger!} has moved house for the third time, imagine.
    They've changed the opening times at the {place}, not that I go.
    Somebody in the queue was getting married. Fuss about the flowers.
    There's a family on our street with the noisiest {animal}.
    {stranger!} wanted to sell me a {sellable}.
    The paper says everyone's giving up {giveup} now.
    My horoscope says to expect a letter.
    Somebody's car alarm went for an hour.
    A child on the train told me all about {animal2}.
    I heard that the {place} might close.
    {stranger!} asked me the way and I sent {pp2} wrong.
    They were doing blood pressure checks outside the {place}.
    Apparently you can be allergic to {oallergy}. Who knew.
    """,
)
_row("os", "his\nher\ntheir")
_row("op", "he\nshe\nthey")
_row("pp2", "him\nher\nthem")
_row("oillness", "back\nbunions\nknee\nsinuses\nnerves\ntooth\nbad chest\nshingles")
_row("abroad", "a cruise\nthe Canaries\nsomewhere hot\nskiing\na retreat\na coach tour\nthe seaside")
_row(
    "docu",
    """
    eels
    the Romans
    lighthouses
    bees
    a man who rows oceans
    bridges
    sleep
    tax havens
    deep-sea fish
    forgers
    cathedrals
    wolves coming back
    """,
)
_row("animal", "parrot\nterrier\ncockerel\npuppies\ndonkey\npeacock\nbeagle")
_row("animal2", "dinosaurs\nsharks\nhis hamster\nher stick insects\nsnails\nfrogs")
_row("sellable", "phone contract\nset of knives\nconservatory\ncar wash card\nraffle ticket\nsolar panel\nhot tub")
_row("giveup", "sugar\nbread\ntheir phones\nplastic\nflying\nlawns\nalcohol")
_row("oallergy", "kiwis\nlatex\nthe cold\nsunlight\nlilies\nnickel\nwater")
_row(
    "screen",
    """
    Watched two episodes of {show}, both rubbish, loved it.
    I'm still on the same book, keep reading the same page.
    Fell down a hole of videos about {docu}.
    Put {show} on and didn't follow any of it.
    There was nothing on so I watched snooker.
    Listened to a whole album like it's the old days.
    That podcast about {docu} is oddly soothing.
    I lost an hour to a game on my phone.
    The crossword beat me.
    """,
)
_row(
    "show",
    "that detective thing\nthe baking one\na film with subtitles\nan old western\nthe house programme\na quiz\n"
    "the news",
)
_row(
    "body",
    """
    My {part} is stiff from sitting.
    I went for a walk round the block and felt better.
    A bit of a headache, gone now.
    I've drunk hardly any water today.
    I did the stretches. Some of the stretches.
    My feet are killing me.
    I keep sneezing, probably dust.
    I should go for a run, I said, and sat down.
    Eyes like sandpaper from the screen.
    """,
)
_row("part", "neck\nlower back\njaw\nwhole right side\nshoulder")
_row(
    "news",
    """
    The news was all doom so I switched it off.
    They're digging up the road again.
    There's a new place opening where the bank was.
    Prices, honestly.
    The train people are on strike or about to be.
    Everyone's talking about the {docu} thing.
    Some politician fell into a fountain. Made my day.
    Petition through the door about the trees.
    """,
)
_row(
    "to_her",
    """
    Do you ever get bored of me?
    You're a good listener, you know.
    Don't say anything, I just wanted to tell someone.
    What would you do with a free afternoon?
    Is it odd that I tell you this?
    Anyway, how's your day, if you have those?
    I'm only thinking out loud.
    Never mind, forget I started.
    Sorry, I'm rambling.
    Goodnight then.
    That's all from me.
    You there?
    Thanks for earlier.
    """,
)
_row(
    "wish",
    """
    I wish I could draw.
    One day I'd love to live by the sea.
    If I won the lottery I'd buy {P} a boat.
    I'd like to learn {learn}, one day.
    Imagine having a butler.
    I wish I'd never mentioned {T}.
    Sometimes I'd like to just get on a train and see.
    If only the week had one more day in it.
    I keep thinking I should take up {learn}.
    """,
)
_row("learn", "Japanese\nthe banjo\nto juggle\nupholstery\nbookbinding\nto whistle properly\nbeekeeping")
_row(
    "past",
    """
    When I was little we'd have gone to the fair about now.
    I was thinking about my old flat, the one with the damp.
    There was a teacher at school who always smelt of mints.
    I used to bite my nails, did I ever say?
    My first boss would've had a fit.
    Years ago I'd have stayed out all night.
    I found an old diary. Dull child.
    I once got locked in a museum, properly locked in.
    """,
)
_row(
    "errand",
    """
    Popped to the {place} for {buy} and came back with everything but.
    Queue at the {place} was out of the door.
    I had to go back to the {place}, forgot the {buy}.
    Returned a parcel. The label wouldn't stick.
    Filled the car up. Ouch.
    Dropped some stuff at the charity shop.
    Went all the way to the {place} and it was shut.
    Bought {buy} on offer, more than I can use.
    """,
)
_row("buy", "milk\nbatteries\nstamps\ncompost\nlight bulbs\nbin bags\nfirelighters\nwrapping paper\nkitchen roll")
_row(
    "oneword",
    "Right.\nAnyway.\nYeah.\nNo, really.\nHm.\nOh well.\nTrue.\nI suppose so.\nLong day.\nOK, bed.\nWhat a week.",
)
