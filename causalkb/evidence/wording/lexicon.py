"""The cues: verbs and patterns, by what they say about a relation.

Written from the coding scheme of Sumner et al. (2014) and the label definitions of Yu, Li and Wang
(2019), and corrected by reading errors on one half of the latter's sentences; nothing is trained.
The notation is that of :mod:`causalkb.evidence.wording.patterns`.
"""

from __future__ import annotations

from causalkb.evidence.wording.tokens import listed, words

ACT = listed("""
    cause induce trigger prevent affect influence impair promote inhibit suppress facilitate elicit
    provoke stimulate enhance exacerbate alleviate ameliorate attenuate mitigate boost hamper hinder
    disrupt abolish eliminate restore destroy damage harm hurt cure kill shape modulate mediate
    regulate confer foster spur curb fuel spark offset counteract reverse delay accelerate prolong
    precipitate impede relieve ease aggravate dampen weaken strengthen distort inflate depress erode
    undermine bolster encourage discourage deter avert block jeopardize jeopardise compromise
    potentiate upregulate downregulate normalize normalise stabilize
    stabilise maintain preserve ruin worsen intensify amplify speed slow halve reinforce optimize
    optimise minimize minimise maximize maximise impact benefit protect drive make keep
    lengthen shorten widen narrow improve deepen displace bring save disturb raise lower reduce
    remove abate ablate abrogate activate antagonize augment complicate constrain curtail deplete
    engender evoke expedite favor favour hasten heighten inactivate lessen obstruct perpetuate
    preclude
    propel repress retard stunt trim inflict initiate sustain heal overcome empower
    compel motivate dissipate counter stop necessitate render
    """)
"""Verbs by which a cause acts on its object."""

CHANGE = listed("""
    increase decrease change alter diminish extend elevate expand decline double lessen modify cut
    drop deteriorate
    """)
"""Verbs of change: with an object a cause acts, without one something happens."""

INTRANSITIVE = words("""
    increase decrease improve change decline worsen deteriorate double expand accelerate weaken
    strengthen widen narrow slow drop shrink diminish stabilize stabilise normalize normalise
    reverse intensify dissipate speed stop deepen lengthen shorten
    """)
"""Verbs with a sense that needs no object."""

NOUNS = words("""
    increase increases decrease decreases change changes decline declines cause causes influence
    influences impact impacts benefit benefits damage harm delay delays boost cut cuts drop drops
    trigger triggers block blocks drive drives fuel fuels speed cure cures shape shapes
    makes lower double narrow slow spark counter stop stops reverse compromise hurt ease
    """)
"""Forms that are nouns or adjectives as often as verbs."""

STRICT = words("""
    maintain preserve make keep allow bring save shape optimise optimize maximise maximize minimise
    minimize extend expand stabilize stabilise block speed slow ease modify remove stop initiate
    sustain overcome complicate trim favor favour
    activate
    encourage counter compromise render necessitate cut
    """)
"""Verbs that say something else as often: no cue in the passive, or after "to"."""

SELDOM_ADJECTIVES = words(
    "caused affected influenced prevented led triggered promoted enhanced eliminated facilitated"
)
"""Participles that are seldom adjectives: "was safe and caused weight loss"."""

# Each group: why it counts, then patterns. Order does not matter.
CAUSAL: dict[str, str] = {
    "leads to an outcome": """
        ~lead _2 to
        ~contribute _6 to
        ~contribute _5 amount
        ~result in
        ~give rise to
        ~translate into
        ~bring about
        ~predispose _6 to
        ~benefit from
        ~interfere with
        ~protect|~guard|~shield _6 against|from
        ~make _6 @comparative
        ~enable|~force _6 to
        ~help _1 to? @effectbase
        ~exert
        ~provide|~offer|~achieve|~attain|~obtain|~bring _5 @gain
        ~act through|via|by|on
        works|worked by|through
        ~produce|~yield _5 @change|loss|effect|effects|benefit|benefits
        ~find|shown|proved|proven|known|reported|observed _6 to @effectbase
    """,
    "counterfactual": """
        if|had _12 had|were|not|been|, _14 would|could|might not? have
    """,
    "names the cause": """
        caused|driven|triggered|induced|precipitated|prevented|shaped|modulated by
        influenced|affected by
        mediated _2 by
        due|owing|thanks to
        because of
        attributable|attributed to
        responsible for
        @root cause|causes of
        @be _2 cause|causes of
        secondary to
        in response to
        as _1 result|consequence of
        @be _3 result|consequence of
        ~stem|~arise|~result|~derive _1 from
        accounts|accounted|account for @what
        ~depend|dependent on|upon
        dose-dependent|dose-dependently
    """,
}
"""What asserts a cause or an effect, or denies it, by a verb."""

NAMED: dict[str, str] = {
    "names an effect": """
        effect|effects|impact|impacts|influence|influences _1 on|upon
        effect|effects|impact|influence of _12 on|upon
        @nature _1 effect|effects|impact|impacts|influence|role
        ~have|~show|~demonstrate|no|little|similar _4 effect|effects|impact|influence
        effects|effect|benefit|benefits _6 @be
        beneficial|detrimental|harmful for|to|in
        @be _1 protective|beneficial|harmful|detrimental|toxic|counterproductive
        no|any|additional|survival|little advantage|advantages
    """,
    "names a cause or factor": """
        predisposing|causal|causative|contributing|protective|independent @factor
        etiologic|aetiologic @factor
        protective agent|agents|against
        determinant|determinants
        mediator|mediators|moderator|moderators of
        contribution|contributions _2 to
        implicated in
        in|to _1 pathogenesis|etiology|aetiology|pathophysiology of
        involved in
    """,
    "names a benefit": """
        no|any|additional|clinical|survival|greater|better|more|similar|therapeutic benefit|benefits
        of benefit
        benefits|benefit of|to
    """,
    "calls it effective": """
        effective|efficacious|ineffective|efficacy
        effectively|efficiently @effect
        effectiveness
        efficient|useful|successful|helpful _1 in|for|at @effecting
    """,
    "gives it a role": """
        ~play _4 role|roles|part
        important|key|central|critical|crucial|essential|pivotal|major|causal role|roles
        role of _8 in @effecting
        essential|critical|crucial|key|fundamental|central to|in
    """,
    "names a mechanism": """
        mechanism|mechanisms by|through|whereby
        thereby|thus|hence @effecting|leading|contributing|enabling
        by @effecting
    """,
}
"""What speaks of a cause or an effect by a noun or an adjective."""

ONLY_HEDGED: dict[str, str] = {
    "possible effect": """
        ~help
        @way _1 to|for|in @effectbase|@effecting
        ~provide|~offer|~achieve|~confer|~facilitate _4 @gain|advantage|outcomes
        ~favor|~favour _4 @gain|advantage|outcomes
        beneficial|favorable|favourable|unfavorable|unfavourable|detrimental|harmful|protective|helpful
        useful|promising _1 in|intervention|treatment|therapy|target|targets|approach
        important|critical|crucial|essential|key|central for|elements|element|to|in
        explanation|explanations|mechanism|mechanisms|cause|causes|reason|reasons
        contributor|determinant|involvement
        role|roles
        effect|effects|impact|consequence|consequences|influence|influences
        ~produce|~yield|~create|~generate
        ~explain|~reflect|~involve
        ~benefit|benefit|benefits
        therapeutic|treatment target|targets
    """,
}
"""What counts as causal only when it is weakened ("may be beneficial")."""

ASSOCIATED: dict[str, str] = {
    "association word": """
        associated _2 with
        associated .|,|;|)
        correlated|correlate|correlates|correlating
        ~associate _2 with
        association|associations|correlation|correlations|correlational
        related|unrelated _1 to|with
        linked|tied|connected _1 to|with
        linking
        link|links|connection|concordance|co-occurrence _2 between|with
        relation|relations|interaction|interactions between|with|of|to|among
        significant|no interaction|interactions|trend|trends
        relationship|relationships|interrelationship|interrelationships|interrelation
        inversely|positively|negatively|linearly proportional|related
        ~occur|~move together
    """,
    "prediction": """
        predict|predicts|predicted|predictive|predictor|predictors|predicting
        prediction of
        prognostic
        risk factor|factors for
        @be _6 risk factor|factors
        as _3 risk factor|factors
        risk|prognostic|protective|independent marker|markers|indicator|indicators
        marker|biomarker|markers|biomarkers|indicator of|for
    """,
}
"""What asserts an association or a prediction, or denies it."""

COMPARED: dict[str, str] = {
    "risk or odds": """
        more|less|most|least|equally|times likely
        likelihood|odds|hazard
        @be _2 at _2 risk|risks of|for
        @raised risk|risks|odds
        risk|risks @be
        risk|risks of|for _8 @be|~increase|~decrease|~rise
        prone to
        @have _3 risk of
    """,
    "comparison": """
        @comparative _14 than|compared|versus|vs
        @comparative _5 in|among|for
        ~have|~report|~show|~experience|@be _1 @comparative
        @grown _14 compared|than|versus|vs
        ~differ
        difference|differences _6 between|in|among|of|@be
        no _4 difference|differences
        different between|among|from|in
        similar|comparable|equivalent|identical _2 between|in|among|regardless
        highest|lowest|worst|best _3 in|among
        ~vary _1 with|by|across|according|between
        prevalence _8 high|higher|highest|low|lower
        independent|independently|irrespective|regardless of
    """,
    "change that is observed": """
        significant|marked|observed|greater|small|modest @change
        @change _3 in|of
        ~remain|@be unchanged|unaffected|stable
    """,
}
"""What asserts a difference or a change, or denies it."""

HEDGES = """
    @hedgemodal
    ~seem|~appear
    perhaps|possibly|potentially|probably|presumably|conceivably|likely|unlikely
    possible|potential|putative|probable|plausible|promising
    postulate|hypothesize|hypothesise|speculate
    thought|believed|presumed|suspected|hypothesized|hypothesised|assumed to
    theoretically|hypothetically|maybe|arguably|plausibly
"""
"""What weakens a causal cue that follows in the same clause."""

DENIALS = """
    no|insufficient|inconclusive|little|limited|inconsistent|lack _3 evidence that|of|for|to
    no|insufficient|inconclusive|little|limited|inconsistent|lacking evidence
    evidence _2 @be _1 insufficient|inconclusive|limited|lacking|inconsistent
    ~do not _3 imply|prove|establish|mean
    no conclusion|conclusions
    any|allow conclusion|conclusions
    not possible to conclude|determine|say
    cannot be _1 inferred|concluded|established|determined
"""
"""What says that evidence is missing: no effect is asserted or denied."""

NEEDS = """
    @more _8 @studies _8 @needed|should|must
    @studies|studies _3 @be _3 @needed
    @studies _2 need|needs|require|requires|required
    @studies _1 should|must
    @be _2 needed|warranted
    @be _2 required|necessary to|before|for|.
    remains|remain to be
    ~need|needs to be
    ~need further|more
    ~deserve|~merit|~require|~warrant _2 @more|more|study|investigation|consideration|confirmation
    we recommend|propose|advise|urge
    @be _2 recommended|advisable|advised
    should|must|ought
    @be|remains|remain _2 @open
    future|further research|work|studies could|will|may|might|can
"""
"""What calls for research or action, or leaves a question open."""

AIMS = """
    @author @lately? @inquired
    @author @lately? ~aim|~seek|~intend|~want to
    to _1 @inquire
    aim|aims|objective|objectives|purpose|goal @be|of
    seek|seeks|sought|strive to
    whether|if|how|why @then _1 @effect
    whether
    question|questions of|whether|how|is
    hypothesis|hypotheses _2 that
    not _1 known|clear|understood
    efforts|attempts|strategies|policies|programs|programmes|measures|approaches to
    understanding of|the|how
    evaluating|examining|assessing|investigating|exploring
    need|needs|necessity for|to
"""
"""What asks or aims: what follows is not asserted."""

DIAGNOSTIC = words("""
    diagnosis diagnostic diagnostics screening assessment assessing monitoring identify identifying
    identification detect detecting detection tool tools test tests marker markers biomarker
    biomarkers classification information estimates measurement evaluation
    """)
"""Words near a weak cue that make it one of measuring: "may be useful for screening"."""

PEOPLE = words("""
    we i patients adults participants subjects children women men individuals adolescents people
    students parents physicians clinicians nurses researchers authors animals rats mice volunteers
    """)
"""Subjects that do a thing rather than cause one: "patients maintained their weight"."""

EPISTEMIC = words("""
    understanding literature knowledge research evidence establishment identification comparison
    comparisons interpretation generalizability generalisability findings discussion debate
    awareness
    hypotheses hypothesis estimates inference diagnosis detection evaluation assessment guidelines
    recommendations theory theories need importance
    """)
"""Objects that make a verb one of science, not of the world: "contribute to the literature"."""

OWN_WORK = words("results findings observations study paper knowledge article review data")
"""Subjects that act on readers only: "these findings may help clinicians"."""
