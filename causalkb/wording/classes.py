"""Closed classes of English words that the rules look at around a cue."""

from __future__ import annotations

from causalkb.wording.tokens import listed, words

BE = words("be am is are was were been being isn't aren't wasn't weren't")
HAVE = words("have has had having haven't hasn't hadn't")
DO = words("do does did don't doesn't didn't")
DETERMINERS = words("""
    a an the this that these those its their his her our my your any some no each every another
    such both all most many several few further additional
    """)
PREPOSITIONS = words("""
    of in on at by with without from to for into onto over under during after before between among
    amongst within across through throughout against towards toward upon about above below despite
    per via until since than as following including
    """)
CONJUNCTIONS = words("and or but nor while whereas when if because although though")
PRONOUNS = words("it they we he she you i which who that this these those there")
ADVERBS = words("""
    not never also only significantly substantially markedly strongly directly greatly further
    considerably independently effectively adversely positively negatively slightly modestly
    dramatically rapidly often usually always still even thus therefore both consistently
    progressively similarly selectively partially partly largely mainly primarily clearly
    specifically actually generally statistically gradually additionally subsequently favorably
    favourably potentially possibly probably likely just simply really necessarily moderately
    sharply steadily much already now further more less either successfully safely synergistically
    worldwide soon well
    """)
MODALS = words("can cannot can't will would may might could should must shall won't")
AUXILIARY = MODALS | DO | HAVE | BE
"""Words of a verb group before its verb; a clause with none of them may be a title."""
HEDGE_MODALS = words("can may might could would couldn't wouldn't")
DUTY = words("should must ought shall need needs")
COMPARATIVES = words("""
    higher lower greater more less fewer better worse larger smaller longer shorter older younger
    faster slower stronger weaker poorer richer thicker thinner earlier later lesser milder heavier
    lighter bigger steeper bolder denser safer riskier deeper farther
    healthier wealthier lonelier busier fitter leaner fatter slimmer thinner sicker smarter brighter
    calmer angrier sadder cleaner hungrier cheaper
    stiffer softer looser tighter fainter darker deeper shallower duller quieter louder tougher
    fresher rougher smoother sharper heftier tidier dirtier crueller kinder nastier braver prouder
    sturdier frailer hardier leafier greener hotter colder drier wetter quicker plainer simpler
    sooner happier taller warmer cooler wider narrower closer easier harder quicker rarer commoner
    """)
RELATIVES = words("which who whose where")
ASSERTING_TO = words("""
    able unable shown found known reported observed proven proved demonstrated help helps helped
    helping seem seems seemed appear appears appeared tend tends tended likely unlikely fail fails
    failed suffice suffices sufficient enough continue continues continued expected believed
    thought began begin begins work works worked serve serves served said hypothesized
    promise promises promised prone threaten threatens threatened threatening
    set poised bound
    suspected predicted shown confirmed established nothing potential
    """)

NOUN_BEFORE = (DETERMINERS - {"that", "this"}) | PREPOSITIONS | BE | {"'s"}
"""After these a form that may be a noun is one."""
ADJECTIVE_BEFORE = (
    (DETERMINERS - {"that"})
    | PREPOSITIONS
    | words("""
        show shows showed exhibit exhibits exhibited demonstrate demonstrates demonstrated
        experience experiences experienced reported observed display displays displayed found see
        sees saw suggest suggests indicate indicates had having reveal reveals revealed detected
        face faces faced predict predicts predicted signal signals signalled
        """)
)
"""After these a past participle is an adjective: "showed reduced growth"."""

REPORTING = words("""
    indicate indicates indicated suggest suggests suggested show shows showed shown found find finds
    demonstrate demonstrates demonstrated confirm confirms confirmed reveal reveals revealed report
    reported conclude concluded evidence observed suggesting indicating showing
    """)

CLASSES = {
    "be": BE,
    "have": HAVE,
    "do": DO,
    "det": DETERMINERS,
    "modal": MODALS,
    "comparative": COMPARATIVES,
    "studies": listed("""research researches study studies trial trials investigation
        investigations work
        works experiments experiment evaluation analyses analysis data evidence rcts rct
        investigators researchers attention efforts validation exploration"""),
    "more": listed("""further future more additional larger prospective longitudinal randomized
        randomised
        controlled clinical new ongoing wider long-term well-designed high-quality larger-scale
        large-scale other multicenter adequate continued subsequent next extensive confirmatory
        interventional large better rigorous experimental follow-up"""),
    "needed": listed("""needed required warranted necessary recommended desirable merited essential
        indicated awaited need needs require requires"""),
    "inquire": listed("""examine investigate explore assess evaluate test study ask determine
        analyze analyse
        compare clarify elucidate quantify review understand discuss address measure probe estimate
        describe characterize characterise verify identify establish find"""),
    "inquired": listed("""examine examines examined investigate investigates investigated
        explore explores
        explored assess assesses assessed evaluate evaluates evaluated test tests tested study
        studies
        studied ask asks asked analyze analyzed analyse analysed analyzes analyses compare compares
        compared quantify quantifies review reviews reviewed discuss discusses discussed address
        addresses addressed measure measured measures wondered probe probes describe describes
        described"""),
    "author": listed(
        "we study paper trial article review experiment thesis authors researchers chapter"
    ),
    "nature": listed(
        """
        beneficial adverse positive negative protective harmful detrimental favorable favourable
        therapeutic synergistic lasting profound deleterious additive inhibitory stimulatory
        toxic
        """
    ),
    "change": listed(
        """
        increase decrease improvement improvements reduction reductions decline rise change changes
        fall drop gain
        increases decreases
        """
    ),
    "changes": listed(
        """
        increase increases increased rise rises rose decline declines declined decrease decreases
        decreased fall falls fell drop drops dropped grow grows grew climb climbs climbed vary
        varies varied worsen worsens worsened diminish diminishes diminished improve improves
        """
    ),
    "extreme": listed(
        """
        highest lowest poorest worst best greatest strongest weakest commonest rarest smallest
        largest
        """
    ),
    "gain": listed(
        """
        relief protection reduction reductions improvement improvements benefit benefits control
        remission recovery resolution healing
        """
    ),
    "asserting": listed("""
        have has had having show shows showed shown found find finds observe observed observing
        detect detected report reported reporting reveal reveals revealed see saw seen identify
        identifies identified
        exert exerts exerted exerting demonstrate demonstrates demonstrated suggest suggests
        suggested suggesting support supports supported indicate indicates indicated confirm
        confirms confirmed no
        """),
    "changer": listed("""
        inhibitor inhibitors activator inducer inducers promoter enhancer regulator regulators
        modulator suppressor driver drivers trigger triggers culprit catalyst
        remedy cure antidote stimulus
        """),
    "grown": listed(
        """
        increased decreased reduced elevated impaired improved poor poorly
        """
    ),
    "raised": listed(
        """
        higher increased elevated reduced lower greater excess highest lowest relative decreased
        """
    ),
    "thought": listed(
        "claim claims idea ideas notion assertion view theory argument belief fear suggestion"
    ),
    "persons": listed(
        """
        babies newborns youngsters teens seniors elderly mothers fathers siblings twins couples
        smokers drinkers drivers cyclists walkers runners athletes players pupils teachers workers
        buyers shoppers voters sufferers survivors victims carers readers listeners dieters
        newcomers migrants prisoners veterans birds fish mosquitoes plants trees crops cells
        bacteria viruses insects ants spiders
        """
    ),
    "factor": listed("factor factors agent agents"),
    "root": listed("leading main major common underlying root likely primary important principal"),
    "way": listed(
        """
        strategy approach way means tool opportunity option intervention step used useful important
        """
    ),
    "lately": listed("also here therefore then further will first next thus now systematically"),
    "open": listed("""unclear unknown uncertain debated controversial contested disputed open
        untested
        unexplored unresolved elusive"""),
    "then": [*DETERMINERS, *PRONOUNS, "mechanisms", "changes"],
    "hidden": listed("""gene genes protein proteins enzyme mechanism mechanisms hormone virus
        molecule bacteria pathway bug mutation process"""),
    "what": listed("""much most some part all the a an half roughly about nearly almost this these
        up"""),
}
