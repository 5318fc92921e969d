"""Closed classes of English words that the rules look at around a cue."""

from __future__ import annotations

BE = frozenset("be am is are was were been being isn't aren't wasn't weren't".split())
HAVE = frozenset("have has had having haven't hasn't hadn't".split())
DO = frozenset("do does did don't doesn't didn't".split())
DETERMINERS = frozenset(
    """
    a an the this that these those its their his her our my your any some no each every another
    such both all most many several few further additional
    """.split()
)
PREPOSITIONS = frozenset(
    """
    of in on at by with without from to for into onto over under during after before between among
    amongst within across through throughout against towards toward upon about above below despite
    per via until since than as following including
    """.split()
)
CONJUNCTIONS = frozenset("and or but nor while whereas when if because although though".split())
PRONOUNS = frozenset("it they we he she you i which who that this these those there".split())
ADVERBS = frozenset(
    """
    not never also only significantly substantially markedly strongly directly greatly further
    considerably independently effectively adversely positively negatively slightly modestly
    dramatically rapidly often usually always still even thus therefore both consistently
    progressively similarly selectively partially partly largely mainly primarily clearly
    specifically actually generally statistically gradually additionally subsequently favorably
    favourably potentially possibly probably likely just simply really necessarily moderately
    sharply steadily much already now further more less either successfully safely synergistically
    """.split()
)
MODALS = frozenset("can cannot can't will would may might could should must shall won't".split())
HEDGE_MODALS = frozenset("may might could would couldn't wouldn't".split())
DUTY = frozenset("should must ought shall need needs".split())
COMPARATIVES = frozenset(
    """
    higher lower greater more less fewer better worse larger smaller longer shorter older younger
    faster slower stronger weaker poorer richer thicker thinner earlier later lesser milder heavier
    lighter bigger superior inferior steeper bolder denser safer riskier deeper further farther
    happier taller warmer cooler wider narrower closer easier harder quicker rarer commoner
    """.split()
)
RELATIVES = frozenset("which who whose where".split())
ASSERTING_TO = frozenset(
    """
    able unable shown found known reported observed proven proved demonstrated help helps helped
    helping seem seems seemed appear appears appeared tend tends tended likely unlikely fail fails
    failed suffice suffices sufficient enough continue continues continued expected believed
    thought began begin begins used? work works worked serve serves served said hypothesized
    suspected predicted shown confirmed established
    """.split()
)

CLASSES = {
    "be": BE,
    "have": HAVE,
    "do": DO,
    "det": DETERMINERS,
    "modal": MODALS,
    "comparative": COMPARATIVES,
    "studies": """research researches study studies trial trials investigation investigations work
        works experiments experiment evaluation analyses analysis data evidence rcts rct
        investigators researchers attention efforts validation exploration""".split(),
    "more": """further future more additional larger prospective longitudinal randomized randomised
        controlled clinical new ongoing wider long-term well-designed high-quality larger-scale
        large-scale other multicenter adequate continued subsequent next extensive confirmatory
        interventional large better rigorous experimental follow-up""".split(),
    "needed": """needed required warranted necessary recommended desirable merited essential
        indicated awaited need needs require requires""".split(),
    "inquire": """examine examines examined examining investigate investigates investigated
        investigating explore explores explored exploring assess assesses assessed assessing evaluate
        evaluates evaluated evaluating test tests tested testing study studies studied ask asks asked
        determine determines determined determining analyze analyzed analyse analysed compare
        compares compared clarify clarifies elucidate quantify quantifies review reviews reviewed
        reviewing understand discuss discusses discussed consider considered address addresses
        addressed measure measured measures wondered probe estimate describe describes described
        characterize verify identify establish evaluates model models""".split(),
}
