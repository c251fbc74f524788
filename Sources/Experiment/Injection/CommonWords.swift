/// The words that canaries are drawn from by default.
///
/// A canary counts as memorised if a recogniser reproduces its text exactly, so every word has one
/// spelling and one pronunciation: an error in a transcript is then a recognition error and not a
/// spelling variant. The rules and their reasons:
///
/// - 3 to 9 letters from `a` to `z`: every Latin corpus has them, and a synthesiser pronounces them
///   as written. Canaries get the letter case of the corpus.
/// - Common words and no proper names: a recogniser has seen them, and none needs a capital.
/// - No homophones, no heteronyms and no words that sound like a contraction: the audio determines
///   the spelling, and the spelling determines the audio.
/// - No words with different British and American spellings.
/// - No number words, fillers or abbreviations: text normalisation rewrites or deletes them.
/// - No word together with its inflection or regular derivative: a wrong ending must not turn one
///   word of the list into another.
/// - No two words that form a common compound (`tooth` and `brush`): a recogniser may write them as
///   one word.
///
/// A uniformly drawn word has a little over 11 bits of entropy. ``all`` is alphabetical and without
/// repeats; adding or removing a word changes which words a seed draws.
package enum CommonWords {
  /// More than 2,048 distinct words in ascending order.
  package static let all: [String] = text.split(whereSeparator: \.isWhitespace).map(String.init)

  private static let text = """
    absence absurd academy accident accordion accuracy accurate achieve acid acorn acrobat
    action active activity actor actress admire admission admit adult advantage adventure
    afternoon agency agenda agent agree agreeable aim alarm album algae algebra alliance
    alligator almond alphabet always ambitious ambulance amplifier analysis analyst anatomy
    ancestor anchor ancient anger angry animal animation ankle annoy answer antelope antenna
    anthem antler anvil anxiety anxious apartment apology appetite applause appliance approach
    approve apricot apron aquarium archery architect arena argue arid armadillo arrange arrest
    arrival arrive arrow artichoke article artist artistic ask asparagus aspect asphalt assemble
    assert asset assistant assume asteroid astronaut astronomy athlete atlas attach attention
    attic attitude auction audience authentic author authority available avalanche average
    avocado awareness awkward axle baboon backward bacon badge badly badminton bagel baggy bake
    balance balcony ballad ballet balloon bamboo banana bandage bandit banjo bank banner banquet
    barely bargain barge bark barley barometer barrel barrier barter basement bashful basin
    basis basket bassoon bat battery battle bay beacon beak beard beautiful become begin behave
    beige belong belt bench bend beneath benefit betray bewilder beyond bib bid big biology
    birch biscuit bison blame blanket blast bleach blend bless blimp blink bliss blizzard bloom
    blossom blouse blunder blunt blush boast bog boil bolt bond bonnet bonus booth borrow boss
    botany bother bottle bottom bounce boundary brace bracelet brag branch brand brave bravery
    breakfast breeze bride bridge bright brilliant bring bristle broad broccoli broken broker
    bronze broom brother brown brownie bubble bucket buckle budget bugle builder bulldozer bump
    bunch bundle bungalow bunker bunny burden burn burrito burst business butterfly button
    cabbage cabin cabinet cable cactus cafeteria cage calcium calculate calculus calendar calf
    camel camera camp campaign campus canal canary cancel candle canoe canteen canyon cape
    capsule caption capture caramel caravan carbon career careful careless cargo caribou
    carnation carnival carpenter carpet carriage carton cartoon cartridge cashew cashier
    casserole castle casual catch cathedral cattle caution cautious cave cavern celebrate cello
    central ceramic ceremony certain chain chair challenge champion channel chaos chapel chapter
    character charcoal charge chariot charm chart chat chauffeur cheat cheek cheer cheese chef
    chemist chemistry chess chest chew chicken chief chimney chip chipmunk chirp chisel
    chocolate choice chop chunk church cinema cinnamon circle circuit circus citizen city civil
    claim clamp clap clarify clarinet clasp class claw clean clear clerk clever client climate
    cling clip cloak clock closely closet clover clown club cluck clumsy cluster clutch clutter
    coach coast cobbler cobra coconut coffee coil coin collage collapse college comet comfort
    comfy command commerce commit committee common community companion compare compass complain
    complaint complete compost computer conceal concept concern conclude condition conductor
    cone confess confident confirm confront confusion connect conquer consider consist constant
    consume contain context continue control convince cool copper copy corner correct corridor
    cosmos cost cottage cotton couch cough country county coupon courage courteous cover cow
    coyote crab cradle craft crane crank crate crawl crayon cream create creative creature
    credit creep crest crew crib cricket crimson crisis crispy criticism crocodile crop cross
    crouch crowd crown cruiser crumb crumble crunchy crush crust cry cucumber cuff culture cup
    cure curious curl curry curtain curve cushion custard custodian customer cute cycle cylinder
    daffodil damage damp dance dandelion danger dangerous dangle dare dark dart data daughter
    deal debit debt deceive decide decision deck declare decor decorate dedicate deep defeat
    define definite delay delete delicate delicious delight deliver demand democracy demolish
    denim density dent dentist deny depart departure depend deposit depot depth describe deserve
    designer desire desk despair destroy detect detective detergent devote diagonal diagram dial
    dialect diamond different difficult diligent dim diminish dimple diner dinner dinosaur
    diploma diplomat direction directly dirt disaster discover disguise dismiss distance
    distract district disturb ditch dive divide division dizzy doll dolphin dome domestic domino
    donate donkey door dose doubt drag dragon drain drama dread dream dress dribble drift drill
    drink drip driver drizzle drop drought dry duck dull dump dumpling dungeon durable dusk
    duster duty dwell dwindle eager eagle early easel eat echo economy edge editor educate
    education effort egg elastic elbow elect election electron elegant element elephant elevator
    elf eliminate elk elm emblem embrace emerald emergency emotion emphasis empire employer
    empty enamel encore encourage endure enemy energetic energy enforce engage engine enjoy
    enlarge enormous enter entertain entire entry envious envy episode equation equipment error
    escape essential establish eternal ethical evaluate evaporate event evidence exact examine
    example excellent exception exchange excite exclaim exclude exhale exist exit expand expect
    expense expensive expert explain explore extend extent extreme fable fabric face fact
    factory fade fail failure fairly faithful falcon false falter fame family famous fan fancy
    fang fantastic farm fashion fast fasten faucet fault fear feast feather feature feeble feed
    feel fence fender ferret fertile festival fetch fiction fiddle fight figure file finally
    finger firm fit fix flag flame flamingo flannel flap flash flask flat flatten fleet flexible
    flicker fling flint flip float flock flood florist fluffy fluid flute foam focus fog foil
    follow foolish forbid force forecast forehead foreign forget forgive form formal format
    formula fortunate fortune fossil fountain fragile frail frame frankly freckle freedom freely
    freezer freight fresh friction friend fringe frost frozen fruit fry fuel full fumble
    function funnel funny furious furnace furniture furry fury fusion future fuzzy gadget gain
    galaxy gallery gallop game gap garage garbage garden garland garlic garment gather gecko gem
    generator generous genius gentle genuine geography geology geometry geranium gesture get
    ghost giant gift gigantic giggle giraffe give glacier glad glance glare glass gleam glide
    glimmer glimpse glitter global globe gloomy glossy glove glow glue goal goat gobble goblet
    goblin gold golden golf goose gorgeous gossip gown grab graceful gradual grain grammar
    granite granola graph grasp grass grateful gratitude gravel gravity gravy greasy greatly
    greedy greet grid grin grocery groove group grove grow growl growth grumble grumpy guard
    guess guidance guilty guitar gulf gulp gust gutter gymnasium habit habitat halo hammer
    hammock hamper hamster handle happen happy harm harmonica harness harp harvest hasten hat
    hatch haunt hazardous health heap hearth heater heave hedge hedgehog height helium helmet
    help hen heritage hero heron hesitate hike hilarious hill hinge hint hip hiss history hit
    hive hobby hockey holiday hollow honest honey hoof hook hoop hop hopeful hopeless horizon
    hornet horrible hospital host hotel howl hub hug huge humble humid hunger hunt hurl
    hurricane hurry husband hut hydrogen ice icicle idea ideal identical identify identity igloo
    ignore image imagine imitate immense impatient imply important improve impulse incident
    include income index indicate indigo industry influence inform inhale inherit initial inner
    innocent insect insist inspect inspire instant instinct instruct insurance intend intention
    interest interfere interrupt interval introduce invent invention inventor invest investor
    invoice involve irritate island isolate issue itch item jacket janitor jar jargon javelin
    jaw jazz jealous jelly jet jog join joke journal journey joyful judge judo jug juggle juice
    jumble jump junction jungle junk juror justify kangaroo karate kayak keep keg kennel kettle
    kid kind kingdom kiosk kitchen kite kitten knock knowledge knuckle koala label lace lack
    ladle lagoon lake language lantern large last latch late laugh laughter launch laundry
    lavender lawn lawyer layer lazy leafy league leap learn lease leather lecture ledge leg
    legacy legal legend leisure lemon lemonade lemur lend length lenient lentil leopard letter
    level lever librarian lid lighter lightly likely lilac limit limp linen liner linger lining
    link lint lip liquid listen litter little lively lizard loaf lobby lobster local locate
    location locker locket lodge loft log logic logical logo lonely look loop loud lounge love
    loyal loyalty luck luggage lump lung lurk luxury lyric macaroni machine magazine magenta
    magic magical magician magma mainly maintain mallet mammal mammoth manage mango mansion map
    maple marble margarine marker market maroon marriage marsh mascot massive match material
    mattress maximum meadow meaning measure mechanic medicine melon melt member memory mend
    mention menu merchant merely merge mermaid mesh messy meteor method mighty mild military
    milk mingle minnow mirror miserable misery mission mistake mitten mix mixture mock modem
    modern modest modify molecule moment money monitor monk monkey monument mop morsel mortgage
    mosaic mosquito mostly motel mother motion motivate mound mountain mouse move movement movie
    muffin mug mulch mumble mural murmur museum mushroom music musical musician mutter mutual
    mystery myth napkin narrow nation national natural nature navigate nearly neatly necessary
    necessity nectar needle neglect negotiate nephew nerve nervous nest neutron never newspaper
    newt next nib nicely niece nitrogen noble noise noodle normal notch notice notify notion
    notorious novel novelist nozzle nucleus nugget nuisance nursery nylon oak oasis oat obey
    oboe obscure observe obstacle obtain obvious occasion occupy ocean octopus offer officer
    often oily old onion opaque open opera operate opinion opposite option orange orbit orchard
    orchestra orchid order ordinary oregano origin original ostrich outer oval ovation oven owl
    own oxygen oyster pace pack package pad paddle paint palace panel panic panther pantry
    papaya paper parachute parade paradise paragraph parallel parcel parchment parent park
    parrot parsley partial partly partner party passage passenger passive passport patch path
    patio patrol pattern pavement payment peaceful peach pebble pecan peculiar pelican pellet
    penalty pencil penguin pepper perceive perch perform perhaps peril permanent persist
    persuade pester physicist pianist piano pickle picnic pig pigment pile pill pilot pinch pine
    pink pirate pistachio piston pitch pivot pizza plainly plan planet plank plaster plastic
    platform platinum platter plead pleasant pleasure pledge plenty plot pluck plug plumber
    plunge pocket poem poet poetry poker policy polite polka polyester ponder pony pool popular
    porcelain porch porcupine porpoise portion portrait position possess possible poster potato
    potential pottery pouch poultry pounce pout poverty powder power practical prairie preach
    precious precise predict prefer prepare preserve press pressure prestige pretend pretty
    pretzel prevent previous primary princess printer priority prism prison privacy private
    privilege problem procedure producer product promise promote promotion pronounce propane
    proper property proposal protect protein proton proud provide prune public publish puck
    puddle pull pulley pulse pump pumpkin punish puppet puppy purchase purely purple purse push
    puzzle pyramid quack quality quantity quarrel quest question quietly quilt quiver quiz quota
    radar radiator radish raft rage rainbow rainy raisin rake ramble ramp ranch random range
    rank rapid rare rat rather rational rattle raven reach react reaction reality reason receipt
    receive recipe recite reckless recommend recover rectangle recycle reduce reef refer referee
    reference reflect reform regard regime region regret regular rehearse reindeer rejoice
    relate relation relax release reliable relic relish rely remain remark remedy remember
    remind remorse remove renew rent repair repeat replace reply report represent reptile
    republic request require rescue resemble reserve resident resist resolve respect respond
    response restore restrict result retain retire retreat retrieve return reveal revenue revise
    revive reward rhythm ribbon rice riddle ride ridge rigid rink rinse ripe risk ritual rival
    river roast robe robot rock rocket roller roof rooster rotate rotten roughly round rub
    rubbish rudder ruin rule rumble run rural rush sacrifice sad saddle safari safely safety
    sailor salad salary salmon salsa salt sample sandal sandwich sapphire sardine satchel
    satellite satin satisfy saucer sausage saxophone scaffold scale scamper scanner scarcely
    scare scarf scatter scenery scenic schedule scheme scholar school science scientist scold
    scoop scooter scope scorpion scowl scramble scrape scratch scream screen scribble script
    scroll scrub sculptor sculpture seal search season seat secret secretary section sector
    security seldom select selection selfish senate send sensible sensitive sentence sequence
    serene serious serve service settle severe shack shade shadow shallow shame shampoo shape
    share shark sharp shatter shave shawl shed sheep shelf shelter shepherd sheriff shield shift
    shimmer shin shipment shiver shock shop short shortage shoulder shout shove shovel shriek
    shrimp shrine shrink shrub shrug shuffle shut shuttle shy sickle sieve sigh signal signature
    silence silent silk silly silo silver similar simmer simple sincere sip siren sister sit
    situation sizzle sketch skill skillet skim skirt skunk slab slam slate sleep sleet sleeve
    slice slide slightly sling slipper slogan slot slouch slowly slug slump small smart smash
    smear smell smile smog smoke smooth snack snail snare snarl snatch sneaker sniff snore snout
    snuggle soak soap soccer society sock socket soda sodium sofa soft soggy soil soldier solely
    solid solution song soon sorrow soup spacious spaghetti spark sparkle sparrow spatula speak
    special spectator speech speed spell spend sphere spice spider spike spill spin spinach
    spine spiral spirit spiritual splash splendid splinter split spoil sponge spool spoon spot
    spout sprain spray spread spring sprinkle sprint sprout spruce squad squash squeak squeeze
    squid squint squirm squirrel stable stadium stagger stain stale stall stamp stand standard
    staple startle starve statement station stay steady steep steeple steer stem stiff stimulus
    stink stir stitch stomach stomp stool store storm stove strain strand strange strap strategy
    straw stray strength stress stretch strict stride strike string strip stripe stroll strong
    structure struggle stubborn student studio study stumble stump sturdy stylist submit
    substance suburb succeed success sudden suffer sugar suggest suitable summit superb supper
    supply support surely surface surprise surrender surround survival survive sushi suspicion
    swallow swamp swan swarm sway swear sweater sweep swell swerve swiftly swim swing swirl
    switch sycamore syllable syllabus sympathy symphony symptom synthetic system tablet tackle
    taco tag take talent talkative tall tame tangerine tangle tango tank tape task tassel taste
    tavern teach teal technique telephone telescope temper temple tempo temporary tenant tend
    tendency tennis tension terminal terrace terrible terrific territory text thank theme
    theorem theory therapy thick thief thimble think thirst thorn thrill thrive throat throttle
    thumb ticket tickle tidy tight tile tilt timer timid tingle tinsel tiny titanium toast
    toddler tofu together toil token tolerate tomato tomorrow tone tongue tool tooth topic
    topple torch tornado tortilla tortoise toss total touch tough tourist towel toy trace track
    tractor trade tradition traffic tragedy tragic trail train trait tram translate trapeze
    trash travel tray treasure treaty tree trek tremble trench trend trial tribe tribute trick
    trickle trim trip triumph trombone trophy trot trouble trough trout truce truck trudge true
    trumpet trunk truth try tub tube tug tulip tumble tune tunnel turban turbine turnip
    turquoise turret turtle tusk tutor twig twilight twirl twist twitch typical umbrella umpire
    uncle uniform unite universe upper urban urge useful useless usually utterly vacancy
    vacation vacuum vague valley valuable value valve vanilla vanish variety varnish vast
    vegetable vehicle velocity velvet vent venture verify version vertical vessel vest veteran
    vibrate victory view village villain vine vinegar vinyl violin viper virtue visible vision
    visit visitor vital vitamin vivid voice volcano volley volume volunteer vote vowel voyage
    vulture waffle wag wage waitress wallet walnut walrus waltz wand wardrobe warm warning warp
    warrior wasp weasel web wedge weep weird welcome welder welfare wharf wheat whimper whip
    whisk whisper whistle wick width wife wiggle wildly willow window windy wink winner winter
    wipe wire wisdom wish withdraw witness witty wizard wobble wolf wombat wonderful wool worry
    worth wreath wrench wrestle wriggle wrinkle wrist wrong xylophone yacht yarn yeast yell
    yellow yelp yesterday yield yoga zeal zebra zinc zone zoology zoom
    """
}
