"""Verbs, nouns and adjectives, sorted by what they say about a relation.

Written from the coding scheme of Sumner et al. (2014) and the label definitions of Yu, Li and Wang
(2019), and corrected by reading errors on one half of the latter's sentences; nothing is trained.
Expressions of several words are in :mod:`causalkb.wording.expressions` and
:mod:`causalkb.wording.associations`.
"""

from __future__ import annotations

from causalkb.wording.tokens import listed, words

ACT = listed("""
    cause induce trigger provoke elicit evoke engender spark ignite kindle instigate incite prompt
    initiate activate reactivate precipitate spawn necessitate render make motivate inspire
    incentivise incentivize compel impel propel drive drag push pull
    affect influence impact shape alter modulate mediate regulate dysregulate determine govern
    dictate sway bias skew tilt limit restrict shift reshape transform disturb perturb remodel
    promote foster facilitate enable encourage empower favor favour stimulate boost enhance augment
    potentiate amplify magnify intensify heighten elevate raise lift bolster strengthen reinforce
    fortify multiply triple quadruple enlarge enrich escalate inflate upregulate
    up-regulate maximize maximise optimize optimise deepen lengthen widen prolong broaden
    accelerate speed hasten quicken expedite fuel spur revitalise revitalize rejuvenate
    improve ameliorate benefit restore repair heal cure rescue revive normalize normalise correct
    stabilize stabilise destabilize destabilise maintain preserve sustain keep save protect
    immunize immunise nourish strengthen invigorate relax soothe calm rectify remedy
    reduce lower lessen minimize minimise halve trim slash dampen dilute moderate blunt dull
    attenuate mitigate alleviate relieve ease buffer cushion offset counterbalance counteract
    counter compensate neutralise neutralize nullify negate reverse abate downregulate
    down-regulate depress repress suppress inhibit disinhibit antagonize antagonise inactivate
    deactivate silence weaken undermine erode deplete drain exhaust sap starve shorten narrow
    constrict dilate curb curtail constrain restrain stunt retard slow delay decelerate postpone
    defer impede hinder hamper thwart obstruct block stall halt arrest prevent avert deter
    preclude forestall pre-empt preempt stop discourage disincentivise dissuade inhibit quench
    eliminate eradicate abolish abrogate ablate annul extinguish destroy demolish devastate remove
    dissipate disrupt derail destabilise displace oust supplant
    damage harm hurt injure wound kill poison ruin spoil mar worsen exacerbate aggravate impair
    compromise jeopardize jeopardise endanger imperil threaten cripple degrade corrode pollute
    contaminate distort complicate sicken upset distress demoralise demoralize traumatise
    traumatize frighten distract inflict perpetuate overcome bring overwhelm overload
    control ensure resolve secure avoid sensitise sensitize desensitise desensitize polarise
    polarize radicalise radicalize
    depolarise depolarize hyperpolarise hyperpolarize acidify oxidise oxidize mobilise mobilize
    harden soften compress warm cool heat stiffen loosen tighten thicken thin sedate intoxicate
    confer produce yield breed empty disable inflame interrupt subdue quell flatten sharpen
    corrupt undo safeguard tame demotivate energise energize demobilise demobilize
    abet accentuate alienate allay anger annihilate appease arouse assuage attract awaken bankrupt
    beget blight blind blur brighten catalyse catalyze cement cheapen choke clog confuse consolidate
    convince create darken deaden deafen debilitate decimate deflate deform defuse dehydrate
    denature deprive deregulate desynchronise detoxify devalue disarm discredit disempower disorient
    dispel dissolve doom embarrass embitter embolden enrage entrain entrench erase excite fatten
    fertilise flood foil frustrate galvanise generate immobilise immobilize imprint incapacitate
    infuriate instil instill irritate jolt lighten lubricate marginalise nudge numb nurture
    obliterate orchestrate overturn pacify paralyse paralyze persuade pollinate predetermine
    propagate puncture quash reassure regenerate reprogram restructure revamp rewire rob
    rupture sabotage salvage scare scupper shatter smooth sterilise stifle streamline stun
    subvert supercharge swamp synchronise synchronize tarnish taint terminate throttle topple
    torment undercut underpin unleash unlock unsettle upend uproot warp wreak wreck transactivate
    phosphorylate dephosphorylate methylate ubiquitinate cleave
    combat tackle stem fool trick lure entice revolutionise revolutionize turbocharge kick-start
    jump-start hijack sculpt hamstring rattle unnerve uplift punish recalibrate sour crush
    dent hobble scar cleanse purify decontaminate diversify stratify impoverish
    effectuate smother obviate shield insulate ravage exterminate disfigure maim infest scald
    protract resuscitate repel sadden startle terrify horrify haunt plague burden humiliate bewilder
    baffle dazzle acetylate solidify liberate ensnare imprison thaw scorch parch mislead deceive
    disenfranchise penalise penalize misdirect satiate intimidate deflect dislodge
    unbalance bleach nauseate unite rot redden whiten hone discolour
    manipulate squeeze mend wake fight melt
    overheat overstimulate habituate reprogramme rebalance coax coerce tempt seduce
    foment stoke rekindle reawaken resurrect reinvigorate replenish rehydrate unclog unblock
    reconfigure recolonise ossify politicise stigmatise legitimise
    addict annoy batter buoy chill cloud crimp crystallise deforest dehumanise delight denude
    depopulate dim disadvantage drown engulf enfranchise freeze handicap hike humanise
    hydrate infect inundate lull misalign pinch precondition prime raze
    reforest regrow reignite reinfect reopen ripen rouse rust shrivel slaughter spike
    spook stagger stain strangle suffocate sully tire unhinge weary wilt wither worry zap
    steady quieten blacken fray bloat unhinge bruise
    feed clear demonise sensationalise trivialise desensitise habituate wean bolster
    """)
"""Verbs by which a cause acts on its object: to bring about, shape, raise, mend, lower, stop, end,
harm, and what is done to minds and bodies."""

CHANGE = listed("""
    increase decrease change diminish extend expand decline double treble lessen modify cut
    drop deteriorate shrink swell enlarge
    """)
"""Verbs of change: with an object a cause acts, without one something happens."""

HAPPEN = listed("""
    rise fall grow climb surge soar plunge plummet tumble slump dwindle wane subside recede
    fluctuate plateau
    """)
"""Verbs of change that take no cause: something happens, whatever follows."""

INTRANSITIVE = words("""
    increase decrease improve change decline worsen deteriorate double expand accelerate weaken
    strengthen widen narrow slow drop shrink diminish stabilize stabilise normalize normalise
    reverse intensify dissipate speed stop deepen lengthen shorten escalate multiply triple
    quadruple treble halve broaden enlarge swell lessen abate stall soften harden stiffen loosen
    tighten thicken thin degrade decelerate quicken shift heal polarise polarize destabilise
    destabilize
    """)
"""Verbs with a sense that needs no object."""

NOUNS = words("""
    increase increases decrease decreases change changes decline declines cause causes influence
    influences impact impacts benefit benefits damage harm harms delay delays boost cut cuts drop
    drops trigger triggers block blocks drive drives fuel fuels speed cure cures shape shapes
    makes lower double narrow slow spark counter stop stops reverse compromise hurt ease
    prompt prompts push pull lift lifts shift shifts sway bias biases triple rescue repair
    repairs remedy remedies calm correct moderate blunt dull buffer buffers cushion silence
    drain drains halt arrest arrests wound wounds poison upset distress thin rise rises fall falls
    climb surge surges control controls limit limits warm cool heat plunge slump plateau tilt drag
    swell yield yields breed breeds empty blind blur cement dent excite flood foil
    rupture ruptures scare smooth surprise swamp taint blight combat stem fool trick tricks
    lure lures crush scar scars feed feeds clear mend wake fight fights squeeze
    chill chills cloud clouds dim freeze hike hikes pinch prime primes rust
    spike spikes stain stains tire tires worry worries
    plague burden burdens shield shields bleach rot hone
    """)
"""Forms that are nouns or adjectives as often as verbs."""

STRICT = words("""
    maintain preserve make keep allow bring save shape optimise optimize maximise maximize minimise
    minimize extend expand stabilize stabilise block speed slow ease modify remove stop initiate
    sustain overcome complicate trim favor favour activate encourage counter compromise render
    necessitate cut determine correct repair prompt push pull drag shift postpone defer
    moderate mobilise mobilize sedate silence arrest bias skew oxidise oxidize thin tilt
    transform enlarge displace magnify threaten motivate rectify incentivise incentivize
    manipulate mend wake fight
    reopen freeze prime worry drown isolate
    feed clear create generate persuade convince terminate consolidate restructure attract
    buffer compensate produce control secure avoid resolve ensure warm cool heat
    """)
"""Verbs that say something else as often: no cue in the passive, or after "to"."""

TOUCH = words("affect influence impact cause induce trigger modulate provoke")
"""Verbs that imply a cause in the passive even if none is named: "sleep was not affected"."""

MEASURED = words("""
    increase decrease reduce lower raise elevate improve worsen diminish enhance attenuate prolong
    shorten delay change alter double triple halve suppress upregulate downregulate augment heighten
    expand widen narrow broaden weaken strengthen deepen lengthen intensify decline shrink
    """)
"""Verbs whose passive reports a change of something measured, if no agent is named."""

PRESENT = frozenset({"determine", "dictate", "govern", "limit", "restrict"})
"""Verbs of causes in the present tense only: "we determined" is what the study did."""

SELDOM_ADJECTIVES = words(
    "caused affected influenced prevented led triggered promoted enhanced eliminated facilitated"
)
"""Participles that are seldom adjectives: "was safe and caused weight loss"."""

DIAGNOSTIC = words("""
    diagnosis diagnostic diagnostics screening assessment assessing monitoring identify identifying
    identification detect detecting detection tool tools test tests marker markers biomarker
    biomarkers differentiation differentiate differentiating discriminate discriminating
    distinguishing classification information estimates measurement evaluation
    """)
"""Words near a weak cue that make it one of measuring: "may be useful for screening"."""

LIGHT = words("""
    progress use sense decision decisions choice choices prediction predictions inference inferences
    assumption assumptions recommendation recommendations comparison comparisons judgment
    judgments judgement judgements mistake mistakes effort efforts contribution contributions sure
    """)
"""Objects with which "make" is only the verb of the noun: "make progress" is to proceed."""

INQUIRY = words("""
    estimate estimates estimated estimating identify identifies identified identifying infer infers
    inferring compute computes computing learn learns learning recover recovers recovering measure
    measures measuring quantify quantifies quantifying detect detects detecting evaluate evaluates
    evaluating assess assesses assessing study studying examine examines examining investigate
    investigates investigating compare compares comparing test tests testing explore explores
    exploring predict predicts predicting isolates isolating analyse analyze analysing
    analyzing bound bounds bounding define defines defining discuss discusses discussing
    """)
"""Verbs whose objects are topics: "estimates causal effects on new data" asserts no effect."""

KNOWING = words("""
    diagnose predict determine identify detect distinguish differentiate discriminate pinpoint
    spot explain elucidate clarify classify
    """)
"""Verbs of knowing and judging: "helps doctors decide" is no effect on the world."""

PEOPLE = words("""
    we i who patients adults participants subjects children women men individuals adolescents
    people students parents physicians clinicians nurses researchers authors animals rats mice
    volunteers surgeons doctors policymakers governments firms
    companies employers households banks consumers users families teenagers girls
    boys males females scientists respondents learners infants toddlers humans monkeys chimpanzees
    apes crows ravens pigeons rooks jays magpies corvids parrots keas birds chicks dogs wolves cats
    elephants dolphins bees bumblebees octopuses horses goats pigs macaques capuchins baboons
    bonobos orangutans gorillas primates gerbils hamsters they
    patient adult participant subject child woman man adolescent person student parent physician
    clinician nurse researcher author animal rat mouse volunteer surgeon doctor policymaker teenager
    girl boy scientist respondent learner infant toddler human monkey chimpanzee ape crow raven
    pigeon rook dog elephant parrot
    police protesters protestors demonstrators residents activists rebels militants insurgents
    gunmen attackers terrorists guards soldiers troops officers ministers workers villagers
    supporters leaders members mob army crew crews committee committees jury panel
    """)
"""Subjects that do a thing rather than cause one: "patients maintained their weight"."""

EPISTEMIC = words("""
    understanding literature knowledge research evidence establishment identification comparison
    comparisons interpretation generalizability generalisability findings discussion debate
    awareness hope hopes possibility question questions issue issues concern concerns doubt doubts
    hypotheses hypothesis estimates inference diagnosis detection evaluation assessment guidelines
    recommendations theory theories need importance significance discovery discoveries conclusion
    conclusions insight insights finding publication publications proposal proposals suggestion
    suggestions controversy speculation calls consensus belief view idea notion
    """)
"""Objects that make a verb one of science, not of the world: "contribute to the literature"."""

MINDS = words("knowledge awareness")
"""Those of them that are the world's as often: "the course improved knowledge"."""

OWN_WORK = words("results findings observations study paper knowledge article review data")
"""Subjects that act on readers only: "these findings may help clinicians"."""
