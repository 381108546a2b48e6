"""Everyday words that mean nearly the same, belong together, or exclude each other: tables written by hand.

Guarantees: rows are separated by semicolons, words by blanks; every word is a plain form that `words.stem` maps.
Does not: cover the language, nor hold a word that only one person would use.
"""

from __future__ import annotations

SAME = """
lose leave;
live home house flat apartment address reside move settle based; work job employ employer occupation profession career
hire office company firm workplace trade; colleague work; kilometre km kilometer mile; reach contact phone number call
email; choose pick decide; start begin join joined open; invite come join; lead conduct conductor director captain
head chair run leader; park leave left put; pickup pick collect fetch ready; mind babysit water feed care; marry
engaged; quit resign fired redundant leave; retire retirement pension; quit stop; birthday born bday birthdate birth;
marry married marriage wedding wed anniversary hitched; wedding ceremony; divorce divorced separated split; partner
husband wife spouse girlfriend boyfriend fiance fiancee fiancé fiancée; husband hubby; boss manager supervisor chief;
doctor gp physician consultant specialist; dentist dental tooth hygienist; therapist counsellor counselor therapy
psychologist psychiatrist; vet veterinary veterinarian; appointment booked checkup check-up check slot consultation
visit; mum mother mama ma; dad father papa pa; grandmother gran granny grandma nan nana nanna; grandfather grandad
granddad grandpa gramps; kid child children; cousin cousins; puppy pup dog hound; kitten kitty cat; trip travel
holiday vacation journey getaway; flight fly plane; train rail railway; car vehicle; bike bicycle cycle cycling; park
garage; allergic allergy intolerant intolerance coeliac celiac reaction anaphylactic; avoid allergic intolerant
allergy; avoid afraid scare fear; vegetarian vegan veggie meat; eat food diet meal; dinner supper; like love enjoy
favourite prefer adore fond fan keen best; hate dislike loathe detest stand; scare scared afraid fear phobia
frightened terrified terrify; buy purchase get order pick; gift present; cost price pay spend worth; owe debt borrow
lend; study course degree university college major uni; school class teacher pupil; learn lesson learning; phone
mobile telephone cell; call ring phone rang; keep hide store stash put left leave; ill sick unwell illness disease
condition diagnose diagnosed suffer; medicine medication pill tablet dose prescription drug antibiotic; operation
surgery operate; hospital clinic ward; hobby pastime interest; novel book read author; film movie cinema watch; film
watch see; see appointment booked visit checkup check-up; song music track; band group concert gig; painting picture
paint; colour painted; arrive arrival land; leave depart departure set off; lose missing misplace; break fracture snap
hurt injure injury sprain twist tear tore; birthday turn; wheat gluten
flour bread coeliac; name call christen; blood type group; secret trick; raise rise
increase; lower reduce drop cut; finish end complete over done; begin kick-off; happen occur take; mad angry cross
furious upset; row argue argument quarrel fight fell; worry worried nervous anxious anxiety; tired exhausted; happy
glad pleased delighted; hobby free-time enjoy like; stay hotel accommodation hostel airbnb; hotel inn guesthouse; book
reserve reservation; table reservation; ticket seat; bill invoice; fine ticket penalty; salary wage earn pay income;
savings save account; mortgage loan; shop grocery groceries supermarket; jacket coat; trousers pants; trainers
sneakers; handbag bag purse; wallet purse; suitcase luggage bag; sofa couch settee; fridge refrigerator; cooker oven
stove; washing-machine washer; bedroom room; loft attic; cellar basement; garden yard allotment; drawer cupboard
cabinet; film series show programme; show concert gig performance; singer sing; paint painter painting draw; write
writer writing; photograph photographer photo; teach teacher instructor tutor lesson; coach train; pupil student; exam
test pass fail; graduate graduation degree; thesis dissertation; essay paper; presentation talk speech; conference
congress; promotion promote; colleague coworker; interview apply application; contract agreement sign; shift rota
hours; volunteer charity help; church mass; vote election; accident crash; theft steal stolen rob burgle; lock key;
battery charger; heating boiler radiator; paint decorate wallpaper; builder renovation renovate; move removal;
neighbour next-door; flatmate roommate housemate share; pregnant pregnancy expect; birth born deliver; christen
baptise christening baptism; engaged engagement propose proposal; divorce ex; visit stay see; guest visitor; invite
invitation; dress wear outfit suit costume; hair haircut hairdresser barber; skin dermatologist rash; eye glasses
optician vision sight; ear hearing; heart cardiologist; knee joint; back spine; tooth dentist filling root; headache
migraine; cold flu fever; vaccine vaccination jab injection; blood test; scan x-ray mri; physio physiotherapy; gym
fitness; yoga pilates; run jog jogging running; hike walk trek; cycle bike ride; climb climbing; ski skiing snowboard;
football match game; team club; win beat; lose defeat; score goal; chess board; puzzle crossword; knit knitting sew
sewing; sing choir; dance dancing; guitar instrument; lesson class course workshop; learn study; language tongue;
country nation land abroad; city town; river lake sea; beach coast seaside; mountain hill; map route way; bus coach;
taxi cab uber; ferry boat ship; airport terminal; platform track; station stop; petrol fuel gas diesel; tyre wheel;
licence license; insurance policy; bank branch; laptop computer; email mail; website site page; login username; code
number; flower bouquet rose tulip; ring jewellery necklace bracelet; watch clock; perfume scent; toy doll; bottle
wine; coffee espresso; beer pub; chocolate sweet candy; cake dessert pudding; diet slim weight; drink alcohol; smoke
smoking cigarette; sleep bed insomnia; wake alarm; dream nightmare; shower bath; clean tidy; laundry washing; cook
chef; garden plant flower; horse riding ride; walk dog; collar lead leash; scared phobia spider; storm thunder;
apologise sorry apology; lend borrow loan; rent hire; donate donation give; inherit left; own have possess; collect
collection; lost missing; hide hidden; fill form; postpone move; delay late; wait queue; agree decide decision; ask
request; suggest recommend recommendation; complain complaint; plan intend going; prepare preparation ready; funeral
buried die; recover recovery better; diagnose diagnosis; weigh kilo pounds stone; tall height metre cm; shoe size;
grade mark score; prize award medal trophy; degree subject major; inhaler asthma; epipen allergic; die dead pass death
lost late; funeral buried bury; garden grow plant; promise swear vow; win won prize award medal; race marathon run
running; password passcode pin code combination; wifi wi fi internet router broadband; meeting meet appointment see;
arrive come land deliver; wifi network; recital concert perform performance; position job role promote head title;
rehearsal practice; meet met know introduce; deadline due submit hand; visit come stay guest; party celebrate
celebration; nickname call; surname lastname family; height tall high; weigh weight heavy; instrument play; sport
play; language speak; newborn baby; pregnant expecting due baby; bank account; sell buy; teach learn; pottery
ceramics; shop store; photo picture photograph; tv television; glasses spectacles; rubbish bin trash; plumber
plumbing; parcel package delivery; rent landlord; money cash; coach trainer; gym workout exercise train; fix repair
mend; cancel cancelled; postpone delay moved; cafe café coffee; restaurant eat dinner; swim swimming pool; hike hiking
walk walking; bake baking cake; cook cooking dish recipe; neighbour door; team support; religion church faith; study
exam revise; passport expire renew; insurance insured; god-daughter goddaughter
"""
"""Each row: words of which one may answer for another."""

KINDS = """
dairy: milk cheese butter cream yoghurt lactose; milk: dairy lactose; cheese: dairy;
holiday: fly drive; trip: fly drive; travel: fly drive train bus ferry flight plane; destination: fly; breed: spaniel
labrador retriever terrier collie poodle dachshund whippet greyhound beagle pug corgi siamese persian tabby; fine:
ticket; spring: march april may; summer: june july august; autumn: september october november; winter: december
january february; sibling: brother sister twin; parent: mum mother dad father parents; grandparent: grandmother
grandfather gran granny grandma nan grandad grandpa; kid: son daughter baby toddler boy girl twin kids; grandchild:
grandson granddaughter; family: brother sister mum mother dad father son daughter wife husband aunt uncle cousin niece
nephew; partner: husband wife girlfriend boyfriend fiance fiancee fiancé fiancée; friend: mate pal flatmate roommate
buddy; pet: dog cat puppy kitten rabbit hamster parrot budgie goldfish fish tortoise turtle horse pony snake gerbil
guinea lizard ferret; animal: dog cat puppy kitten rabbit hamster parrot budgie goldfish tortoise horse pony snake cow
sheep goat hen chicken; dog: spaniel labrador retriever terrier collie poodle dachshund whippet greyhound beagle pug
corgi; instrument: guitar piano violin cello drum flute clarinet trumpet saxophone harp ukulele banjo; sport: football
tennis rugby cricket hockey basketball golf squash badminton volleyball climbing judo karate rowing; drink: coffee tea
beer wine juice water whisky gin cider; fruit: apple banana pear orange plum cherry grape strawberry mango; nut:
peanut almond walnut cashew hazelnut pistachio; vehicle: car van truck motorbike scooter; car: volvo toyota ford fiat
skoda honda bmw audi renault peugeot mini tesla volkswagen golf; food: lamb chicken beef pork duck turkey goose pasta
pizza soup rice curry salad goulash lasagne stew pie peanut nut milk egg cheese gluten wheat shellfish shrimp prawn
fish meat strawberry sesame soy mushroom tomato; eat: lamb chicken beef pork duck turkey goose pasta pizza soup rice
curry salad goulash lasagne stew pie; meal: lamb chicken beef pork duck turkey goose pasta pizza soup rice curry salad
breakfast lunch dinner supper brunch; illness: diabetic diabetes asthmatic asthma epileptic epilepsy migraine
arthritis flu cold cancer pneumonia covid; ingredient: peanut nut milk egg cheese gluten wheat shellfish shrimp prawn
fish meat strawberry sesame soy; language: english french german spanish italian portuguese dutch polish russian
chinese mandarin japanese arabic turkish greek welsh; colour: red blue green yellow orange purple pink black white
grey brown turquoise teal beige cream gold silver navy violet; doctor: cardiologist dermatologist paediatrician
surgeon oncologist neurologist dr; restaurant: pizzeria bistro cafe café pub; jewellery: ring necklace bracelet
earring brooch watch; clothes: shirt dress coat jacket jumper sweater scarf hat shoe boot jean trousers skirt;
furniture: table chair sofa couch desk bed wardrobe; transport: train bus tram ferry plane flight coach; appointment:
dentist doctor gp physio haircut vet checkup scan; event: party wedding concert funeral dinner meeting conference;
job: nurse teacher doctor engineer plumber chef baker carpenter lawyer accountant architect designer driver
electrician programmer developer librarian cook waiter waitress journalist writer gardener mechanic pilot vet barista
cashier cleaner postman firefighter policeman builder translator pharmacist receptionist; work: nurse teacher engineer
plumber chef baker carpenter lawyer accountant architect designer driver electrician programmer developer librarian
cook waiter waitress journalist gardener mechanic pilot barista cashier cleaner firefighter builder translator
pharmacist receptionist factory firm startup; hurt: ankle knee wrist back shoulder arm leg; study: biology physics
chemistry maths history law medicine engineering philosophy literature nursing economics psychology
"""
"""Each row: a kind, and its members; the kind is asked for, a member is told."""

TOPICS = """
eat food diet meal dinner lunch breakfast supper cake bake cook recipe dish ingredient allergic intolerant vegan
vegetarian peanut nut almond gluten milk egg cheese restaurant menu snack biscuit bread meat fish kitchen serve
dessert pudding dairy lactose shellfish; ill sick health doctor hospital medicine allergic operation surgery clinic
pain hurt injury appointment nurse blood pressure tablet diagnosis heart asthma diabetes; live home house flat move
rent neighbour street landlord town city; work job boss office company colleague shift salary interview career
promotion contract project client; trip holiday travel flight train hotel airport passport luggage ticket abroad beach
ferry; marry wedding bride groom ring ceremony engaged honeymoon anniversary; money pay cost price salary rent bank
debt owe; study exam university school course degree teacher thesis lecture; pet dog cat vet puppy kitten; party
birthday celebrate cake gift present; car park drive garage mechanic licence parking; book read novel author library;
music song concert band guitar piano choir sing play; sport football tennis run match team gym swim
"""
"""Each row: words of one broad topic, which is a hint and never enough."""

EXCLUSIVE = """
peanut almond walnut cashew hazelnut pistachio;
brother sister; son daughter; mum dad; mother father; mum father; dad mother; husband wife; girlfriend boyfriend;
uncle aunt; niece nephew; grandmother grandfather gran grandad; grandson granddaughter; mum sister daughter wife aunt
grandmother niece; dad brother son husband uncle grandfather nephew; dog cat rabbit hamster parrot horse goldfish
tortoise; puppy kitten; monday tuesday wednesday thursday friday saturday sunday; january february march april may
june july august september october november december; spring summer autumn winter; breakfast lunch dinner; tea coffee;
car bike bus train plane ferry motorbike tram; flight train; dentist doctor vet physio optician; football tennis rugby
cricket hockey basketball golf; guitar piano violin cello drum flute; wedding birthday funeral christening; wedding
funeral; arrive leave; arrive depart; buy sell; upper lower; brother-in-law sister-in-law; mother-in-law
father-in-law; arm leg; knee elbow ankle wrist shoulder hip; glove scarf hat umbrella; maiden middle; upstairs
downstairs; red blue green yellow orange purple pink black white grey brown; almond peanut walnut cashew hazelnut;
middle first last; morning evening; boss colleague; landlord neighbour; passport licence; phone laptop; shoe coat
"""
"""Each row: words of which one is never meant by another."""

RELATIONS = """
nephew son/boy sister/brother; niece daughter/girl sister/brother; brother-in-law husband sister; sister-in-law wife
brother; mother-in-law mother/mum wife/husband/partner; father-in-law father/dad wife/husband/partner; grandson
son/boy son/daughter; granddaughter daughter/girl son/daughter; aunt sister mum/dad/mother/father; uncle brother
mum/dad/mother/father; cousin son/daughter/boy/girl aunt/uncle; grandmother mother/mum mum/dad/mother/father;
grandfather father/dad mum/dad/mother/father
"""
"""Each row: a relation, and what it is of whom: a nephew is the son of a sister."""

KIN = """
    mum mother dad father brother sister son daughter wife husband aunt auntie uncle cousin niece nephew
    grandmother grandfather gran granny grandma nan nana grandad granddad grandpa grandson granddaughter stepmum
    stepdad stepmother stepfather stepson stepdaughter stepbrother stepsister twin partner girlfriend boyfriend
    fiance fiancee fiancé fiancée spouse ex sibling parent kid child grandparent grandchild godmother godfather
    goddaughter godson mother-in-law father-in-law brother-in-law sister-in-law son-in-law daughter-in-law
"""
"""Kin: a relation that names a person."""

ROLES = """
    friend mate pal neighbour neighbor boss manager colleague coworker flatmate roommate housemate landlord
    landlady doctor gp dentist therapist physio nurse vet teacher tutor coach trainer hairdresser barber plumber
    electrician gardener lawyer accountant solicitor client editor assistant babysitter nanny cleaner mechanic
    builder agent supervisor professor lecturer surgeon consultant classmate lodger tenant ex-husband ex-wife
    crush bandmate teammate intern secretary postman priest vicar rabbi imam midwife carer optician chiropractor
    psychologist counsellor psychiatrist dermatologist cardiologist student pupil customer guest captain
    bridesmaid groomsman
"""
"""What a person can be to someone."""
