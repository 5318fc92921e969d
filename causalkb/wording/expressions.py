"""Expressions of several words for causes and effects, and for what weakens or cancels them.

Those of association and comparison are in :mod:`causalkb.wording.associations`.

Sources and method are those of :mod:`causalkb.wording.lexicon`; the notation is that of
:mod:`causalkb.wording.patterns`.
"""

from __future__ import annotations

CAUSAL: dict[str, str] = {
    "leads to an outcome": """
        ~lead _5 to
        ~contribute _6 to
        ~result in|into
        ~give rise to
        ~translate into
        ~bring about
        ~predispose _6 to
        ~benefit from
        ~interfere with
        ~protect|~guard|~shield _6 against|from
        ~enable|~force|~persuade|~spur|~teach _6 to
        ~help _1 to? @effectbase
        ~help with
        @be _1 spread|transmitted by
        ~explain @what _5 @change|fall|rise|gap|difference|differences|decline|growth
        ~allow _4 to @effectbase
        ~allow @det _2 to
        ~help _1 @people|@persons
        ~help it|them|us|him|her|you
        ~find|~discover a|new _3 way|ways of|to
        can|could|may|might be achieved|attained|averted|obtained|avoided
        ~help _3 to
        ~culminate|~succeed in
        ~pave the way for|to
        ~set off
        ~crowd|~wipe|~price out
        ~ward|~stave|~fend off
        ~push|~drive|~pull|~bring|~send _6 up|down
        ups|upped|upping _4 risk|risks|odds|chance|chances|mortality|rates|death|deaths
        ~put|~place _4 at _1 risk
        ~rub off on
        ~add _2 years|months|weeks|days to
        as good|effective _6 in|at @effecting
        ~pay off|dividends
        ~backfire
        ~put _2 off
        ~have _3 consequences|repercussions for
        ~have _4 result|results|bearing|consequences|repercussions on
        ~work|~do wonders
        ~go _1 long way to|towards|toward
        ~come at the expense
        ~act|~serve|~function as _2 brake|barrier|shield|catalyst|switch|lever|deterrent|incentive
        ~take|~exact a|its|their _2 toll
        ~turn _4 into
        ~turn _4 cancerous|toxic|deadly|sour|acidic|green|grey|gray|red|white|black|@comparative
        ~force|~impose _4 on|upon
        ~get _3 to
        ~give _2 @comparative|extra
        ~give|~earn|~buy|~win you|us|them|him|her|@people a|an|more|extra|better
        ~leave _3 mark|scar|scars|imprint|legacy
        ~leave _3 marks on
        ~do _1 more|some|great harm|good|damage
        make|makes|made _3 happy|healthy|ill|sick|possible|impossible|difficult|easy
        make|makes|made @people|@det|it|them|us|you|him|her|babies|adults _2 @comparative
        ~hold _5 back
        is|are determined|governed|dictated|regulated|controlled|stimulated|inhibited by
        is|are activated|maintained|sustained by
        ~switch|~turn|~shut _3 off|on|down
        ~kick in|off
        ~tip the balance|scales
        ~keep _2 at bay
        ~spell _2 trouble|disaster|doom
        expose|exposes|exposing _4 to
        deprives|depriving|~rob _4 of
        ~explain|explanation why
        ~respond|responsive _2 to treatment|therapy
        ~exert
        effects|effected|effecting a|an _2 @change|cure|shift
        ~provide|~offer|~achieve|~attain|~obtain|~bring _5 @gain
        ~provide|~offer|~bring|~give _1 positive|better|good|excellent|superior outcomes|results
        ~act through|via|by|on
        ~act _4 to @effectbase
        works|worked by|through
        ~give _6 @gain|loss|immunity|strength|energy|resistance|confidence
        ~act synergistically
        ~produce|~yield|~create|~generate _5 @change|loss|effect|effects|benefit|benefits
        ~find|shown|proved|proven|known|reported|observed _2 to @effectbase
    """,
    "names the cause": """
        caused|driven|triggered|induced|precipitated|prevented|shaped|modulated by
        influenced|affected by
        mediated _2 by
        @be _2 due|owing|thanks _3 to
        @be because of
        on account of
        in view of
        in the? light of
        with the result that
        that|this|which is|was why
        @be why
        that's why
        reason|reasons _10 is|was|are|were that|because
        reason|reasons for _12 is|was|are|were
        @be what @effect
        behind the? _2 @change|fall|surge|drop|spread|trend
        reason|reasons why|behind
        @be the _1 reason|reasons @then
        @be _3 reason|reasons for
        attributable|attributed _3 to
        responsible for
        @hidden behind
        @root cause|causes of
        @be|become|becomes|became|remain|remains|remained _2 cause|causes of|for
        constitutes|represents _2 cause|causes of|for
        @be one of _2 causes of
        secondary to
        in response to
        ~have _2 roots|origin|origins in
        rooted in
        in the? wake of
        as _1 result|consequence of
        @be _3 outcome of
        @be the|a|partly|largely product|manifestation|fruit|upshot|legacy|by-product|byproduct of
        as a|one result|consequence
        @be _3 result|consequence of
        ~stem|~arise|~result _1 from
        derive|derives _1 from
        accounts|accounted|account for @what
        ~depend|dependent _2 on|upon
        dose-dependent|dose-dependently
    """,
}
"""What asserts a cause or an effect, or denies it, by a verb."""

NAMED: dict[str, str] = {
    "names an effect": """
        @asserting|there|a|an _5 effect|effects|impact|influence _12 on|upon
        effect|effects|impact|influence _12 on|upon
        evidence of|for a|an|the|any _3 effect|effects|benefit|benefits
        shows|showed|shown|reveals|revealed _3 impact|impacts|effect|effects|influence of
        @be at the _1 root|heart of
        @asserting|@be|a|the _3 @nature _1 effect|effects|impact|impacts|influence|role|consequences
        ~have|~show|~demonstrate|no|little|similar _4 effect|effects|impact|influence|efficacy
        effects|effect|benefit|benefits _6 @be
        detrimental|harmful|deleterious|advantageous for|to|in
        ~have _1 negative|adverse|detrimental|damaging|dire|grave implications for
        @be _1 harmful|detrimental|deleterious|toxic|counterproductive
        no|any|additional|survival|little advantage|advantages
        beneficial|protective
        protection against|from
        inhibition|suppression|activation|induction|stimulation|prevention of _4 by
        damage|harm to
        @be|remain|remains _2 good|bad|healthy|unhealthy|vital|dangerous|hazardous|safer for
        @be|remain|remains _2 dangerous|hazardous|fatal|lethal|deadly to
        @be _2 key|vital to|for
        @be _2 to blame
        @be _2 down to
        @be _3 contributor|contributors to
        holds|hold the key|answer to
        ~make no|a|little|much|any difference
    """,
    "names a cause or factor": """
        predisposing|causal|causative|contributing|protective|independent @factor
        etiologic|aetiologic @factor
        @be _3 @changer _2 of|for|to|behind
        @be the|a|an _2 culprit|culprits|trigger|engine|motor
        driver|drivers|culprit|culprits of|behind|for
        conducive|indispensable|instrumental|pivotal to|for|in
        @be _4 determinant|determinants
        mediator|mediators|moderator|moderators of
        contribution|contributions _2 to
        ~underlie
        evidence of|for _1 involvement|role
        babies|children|adults|women|men|people|patients|smokers|drinkers|teenagers|workers risk
        implicated in
        due|owing|thanks _3 to
        because of
        in|to _1 pathogenesis|etiology|aetiology|pathophysiology of
        @be _1 involved in
    """,
    "names a benefit": """
        no|any|additional|clinical|survival|greater|better|more|similar|therapeutic benefit|benefits
        of benefit
        benefits|benefit of|to
        @asserting _3 benefit|benefits in|for
        activity _6 against
        ~have|~show _1 significant|promising|clinical|potent|strong|marked activity in
    """,
    "calls it effective": """
        effective|efficacious|ineffective|cost-effective
        comparable|good|high|limited|clinical|greater|superior|better efficacy
        effectively|efficiently @effect
        @be _2 successful|unsuccessful
        success in|at
        superior|inferior|better _8 in|at @effecting
        demonstrate|demonstrates|demonstrated the efficacy|effectiveness
        confirm|confirms|confirmed|show|support the efficacy|effectiveness
        efficient|useful|successful|helpful _1 in|for|at @effecting
    """,
    "gives it a role": """
        ~play _4 role|roles|part
        important|key|central|critical|crucial|essential|pivotal|major|causal role|roles
        @be _3 recipe|formula for
        best|good medicine
        role of _8 in @effecting
        role of _4 in
        role for _8 in
        essential|critical|crucial|key|fundamental|central to|in
        @be essential for
        is|are|was|were _1 required|necessary|needed for
    """,
    "names a mechanism": """
        mechanism|mechanisms by|through|whereby
        thereby|thus|hence @effecting|leading|contributing|enabling
    """,
}
"""What speaks of a cause or an effect by a noun or an adjective."""

ONLY_HEDGED: dict[str, str] = {
    "possible effect": """
        potential for @effecting
        ~help
        @way _1 to|for|in @effectbase|@effecting
        ~provide|~offer|~achieve|~confer|~facilitate _4 @gain|advantage|advantages|outcomes
        ~favor|~favour _4 @gain|advantage|outcomes
        beneficial|favorable|favourable|unfavorable|unfavourable|detrimental|harmful|protective|helpful
        dangerous|hazardous|risky|fatal|deadly|lethal|unsafe|advantageous to|for|in|.
        ruinous|disastrous|catastrophic|costly|devastating to|for|in|.
        @be _2 answer|solution to
        useful|promising _1 in|as|intervention|treatment|therapy|target|targets|approach|strategy
        ~act|~serve as _2 @changer|mediator|mediators
        promising _1 option|agent|candidate|adjunct|alternative
        ~show|~hold _1 promise
        important|critical|crucial|essential|key|central for|to|in
        explanation|explanations|mechanism|mechanisms|cause|causes|reason|reasons
        contributor|determinant|involvement
        role|roles
        effect|effects|impact|consequence|consequences|influence|influences
        ~produce|~yield|~create|~generate
        ~explain
        treat|obviate|program|programme|tackle
        behind
        secret|key to
        ~add _3 to
        ~mean @comparative
        ~benefit|benefit|benefits
        target|targets|treatment|treatments|therapy|therapies|remedy|cure|antidote for
        therapeutic|treatment target|targets|agent|agents|strategy|strategies|approach
    """,
}
"""What counts as causal only when it is weakened ("may be beneficial")."""

HEDGES = """
    @hedgemodal
    ~seem|~appear
    perhaps|possibly|potentially|probably|presumably|conceivably|likely|unlikely
    possible|potential|putative|probable|plausible|conceivable|promising
    postulate|hypothesize|hypothesise|speculate
    thought|believed|presumed|suspected|assumed|argued|feared that
    thought|believed|presumed|suspected|hypothesized|hypothesised|assumed|expected|supposed to
    anticipated|projected|proposed|argued|claimed to
    theoretically|hypothetically|maybe|arguably|plausibly|apparently|seemingly|supposedly
    hint|hints|hinted
    ~look as though|if
    ~look like
    consistent with
    promise|promises|promised to
    we propose|suggest|argue|speculate that
    ~point to|towards a|the|an
    we|i|they|one|team|group|experts|critics|@people believe|suspect|think|suspected|thought
    team|group|one|author|expert|he|she believes|suspects|thinks
    possibility that|of
    hypothesis|hypotheses that
    in theory|principle
    suggestive of
    tentative|tentatively
    ~show|~hold _1 promise
    suspect|suspects
    suspected cause|causes|culprit|effect|effects|role|harm|benefit|benefits
    ~threaten to
    set|poised|bound to
    capable of
    risk|risks|risked @effecting|tipping|turning|driving|pushing|making
    a|the|real|serious risk|risks|danger|chance that
    power|capacity to
"""
"""What weakens a causal cue that follows in the same clause."""

DENIALS = """
    no|insufficient|inconclusive|little|limited|inconsistent|lack _3 evidence that|of|for|to
    no|insufficient|inconclusive|little|limited|inconsistent|lacking evidence
    no|little sign|signs|indication|proof that|of
    evidence _2 @be _1 insufficient|inconclusive|limited|lacking|inconsistent
    ~do not _3 imply|prove|establish|mean
    no conclusion|conclusions
    any|allow conclusion|conclusions
    not possible to conclude|determine|say
    cannot be _1 inferred|concluded|established|determined
    do|does|did not believe|think|accept|agree
    don't|doesn't|didn't believe|think|accept|agree
    doubt|doubts|doubted that
    no reason to believe|think|suppose|expect
    @thought that _14 @be _2 myth|false|wrong|untrue|nonsense|mistaken|fiction|unfounded|fallacy
"""
"""What says that evidence is missing: no effect is asserted or denied."""

NEEDS = """
    @more _8 @studies _8 @needed|should|must
    @studies|studies _3 @be _3 @needed
    @studies _2 need|needs|require|requires|required
    @studies _1 should|must
    @be _2 needed|warranted
    @be _2 required|necessary to|before|.
    be _2 required|necessary for
    remains|remain to be
    @be not _2 known|clear|understood
    ~need|needs to be
    ~need further|more
    ~deserve|~merit|~require|~warrant _2 @more|more|study|investigation|consideration|confirmation
    we recommend|advise|urge
    we propose to|a|an|the
    @be _2 recommended|advisable|advised
    should|must|ought
    @be|remains|remain _2 @open
    future|further|more _3 research|work|studies|trials _4 could|will|may|might|can|would
    it @be _1 important|essential|crucial|critical|vital|imperative|advisable|prudent to|that|for
    it @be time to|that|for
    it may|might|would|could be _1 important|useful|helpful|necessary|reasonable|prudent|wise to
    ~call for
    let us
    let's
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
    too early|soon to
    question|questions of|whether|how|is
    myth|myths|misconception|belief|beliefs|fear|fears|worry|worries|concern|concerns _4 that
    not _1 known|clear|understood
    efforts|attempts|strategies|policies|programs|programmes|measures|approaches|interventions to
    treatments|methods|steps|opportunities|ways|tools to
    ~allow|~permit us|to
    understanding of|the|how
    aware|unaware|awareness of|that
    evaluating|examining|assessing|investigating|exploring|identifying|detecting|diagnosing
    need|needs|necessity for|to
"""
"""What asks or aims: what follows is not asserted."""
