"""Expressions of several words, sorted by what they say about a relation.

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
        ~enable|~force|~persuade|~spur _6 to
        ~help _1 to? @effectbase
        ~help with
        ~help _1 @people
        ~help _3 to
        ~culminate|~succeed in
        ~pave the way for|to
        ~set off
        ~crowd|~wipe|~price out
        ~ward|~stave|~fend off
        ~push|~drive|~pull|~bring|~send _6 up|down
        ~put|~place _4 at _1 risk
        ~take|~exact a|its|their _2 toll
        ~turn _4 into
        expose|exposes|exposing _4 to
        ~deprive|~rob _4 of
        ~explain|explanation why
        ~respond|responsive _2 to treatment|therapy
        ~exert
        effects|effected|effecting a|an _2 @change|cure|shift
        ~provide|~offer|~achieve|~attain|~obtain|~bring _5 @gain
        ~act through|via|by|on
        works|worked by|through
        ~give _4 @gain|loss
        ~act synergistically
        ~produce|~yield|~create|~generate _5 @change|loss|effect|effects|benefit|benefits
        ~find|shown|proved|proven|known|reported|observed _2 to @effectbase
    """,
    "does harm or good": """
        ~pose _3 risk|risks|threat|danger|dangers|hazard|hazards
        cut|cuts _5 by a|half|one|two|nearly|almost|about|up|more
        ~create _2 panic|fear|confusion|tension|chaos|demand|jobs|problems|havoc|incentives
        ~add fuel to
        ~claim _2 lives
        ~cost _3 lives|jobs|dearly
        ~bring|~grind _6 to a standstill|halt|end
        ~leave _8 dead|injured|wounded|homeless|stranded|damaged|derailed|paralysed|paralyzed
        ~owe _8 to
        killing|injuring|wounding @det
    """,
    "counterfactual": """
        if|had _12 had|were|not|been|, _14 would|could|might not? have
    """,
    "names the cause": """
        caused|driven|triggered|induced|precipitated|prevented|shaped|modulated by
        influenced|affected by
        mediated _2 by
        @be _2 due|owing|thanks to
        @be because of
        on account of
        in view of
        in the? light of
        with the result that
        that|this|which is|was why
        that's why
        reason|reasons _10 is|was|are|were that|because
        reason|reasons for _12 is|was|are|were
        @be what @effect
        behind the? _2 @change|fall|surge|drop|spread|trend
        reason|reasons why|behind
        @be _3 reason|reasons for
        attributable|attributed to
        responsible for
        @root cause|causes of
        @be _2 cause|causes of
        secondary to
        in response to
        in the? wake of
        as _1 result|consequence of
        @be _3 outcome of
        as a|one result|consequence
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
        @asserting|there|a|an _5 effect|effects|impact|influence _12 on|upon
        effect|effects|impact|influence _12 on|upon
        evidence of|for a|an|the|any _3 effect|effects|benefit|benefits
        @asserting|@be|a|the _3 @nature _1 effect|effects|impact|impacts|influence|role|consequences
        ~have|~show|~demonstrate|no|little|similar _4 effect|effects|impact|influence|efficacy
        effects|effect|benefit|benefits _6 @be
        detrimental|harmful|deleterious|advantageous for|to|in
        @be _1 harmful|detrimental|deleterious|toxic|counterproductive
        no|any|additional|survival|little advantage|advantages
        beneficial|protective
        protection against|from
        inhibition|suppression|activation|induction|stimulation|prevention of _4 by
        damage|harm to
        @be|remain|remains _2 good|bad|healthy|unhealthy|vital for
        @be _2 key|vital to|for
        ~be to blame
        holds|hold the key to
        ~make no|a|little|much|any difference
    """,
    "names a cause or factor": """
        predisposing|causal|causative|contributing|protective|independent @factor
        etiologic|aetiologic @factor
        @be _3 @changer _2 of|for|to|behind
        driver|drivers|culprit|culprits of|behind|for
        conducive|indispensable|instrumental|pivotal to|for|in
        @be _4 determinant|determinants
        mediator|mediators|moderator|moderators of
        contribution|contributions _2 to
        ~underlie
        evidence of|for _1 involvement|role
        babies|children|adults|women|men|people|patients|smokers|drinkers|teenagers|workers risk
        implicated in
        due|owing|thanks to
        because of
        in|to _1 pathogenesis|etiology|aetiology|pathophysiology of
        @be _1 involved in
    """,
    "names a benefit": """
        no|any|additional|clinical|survival|greater|better|more|similar|therapeutic benefit|benefits
        of benefit
        benefits|benefit of|to
        @asserting _3 benefit|benefits in|for
        activity against
    """,
    "calls it effective": """
        effective|efficacious|ineffective
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
        role of _8 in @effecting
        role of _4 in
        essential|critical|crucial|key|fundamental|central to|in
        @be essential for
    """,
    "names a mechanism": """
        mechanism|mechanisms by|through|whereby
        thereby|thus|hence @effecting|leading|contributing|enabling
    """,
}
"""What speaks of a cause or an effect by a noun or an adjective."""

ONLY_HEDGED: dict[str, str] = {
    "possible effect": """
        ~help
        @way _1 to|for|in @effectbase|@effecting
        ~provide|~offer|~achieve|~confer|~facilitate _4 @gain|advantage|advantages|outcomes
        ~favor|~favour _4 @gain|advantage|outcomes
        beneficial|favorable|favourable|unfavorable|unfavourable|detrimental|harmful|protective|helpful
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
        treat|obviate
        behind
        secret|key to
        ~add _3 to
        ~mean @comparative
        ~benefit|benefit|benefits
        therapeutic|treatment target|targets|agent|agents
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
        @be unrelated .|,|;|)
        linked|tied|connected _1 to|with
        linking
        link|links|connection|concordance|co-occurrence _2 between|with
        relation|relations|interaction|interactions between|with|of|to|among
        significant|no interaction|interactions|trend|trends
        relationship|relationships|interrelationship|interrelationships|interrelation
        inversely|positively|negatively|linearly proportional|related
        proportional to
        coexist|coexists|coexisted
        ~covary|~coincide|~correspond|~co-occur|~scale with
        ~occur|~move|~go|~rise|~fall together
        hand in hand
        parallel|parallels|paralleled|mirror|mirrors|mirrored @det
        tracks|tracked|track @det|from|into|with
        cluster|clusters|clustered with|together
        accompanied by
        concomitant with
        comorbid|comorbidity with|of|between
        power law
        ~explain _4 variance|variation|variability
        variance|variation|variability _6 explained
    """,
    "prediction": """
        predict|predicts|predicted|predictive|predictor|predictors|predicting
        prediction of
        @asserting|@be|independent|an|of _3 prognostic
        @asserting|as|a|significant|independent|important _5 risk factor|factors for
        risk factor|factors for _6 include|included
        @be _6 risk factor|factors
        as _3 risk factor|factors
        risk|prognostic|protective|independent marker|markers|indicator|indicators
        @be|as|@asserting|a|potential _8 marker|biomarker|markers|biomarkers|indicator of|for
        indicative|proxy|harbinger|precursor of|for
        ~forecast|~portend|~presage|~herald|~foreshadow|~foretell|~prognosticate
    """,
}
"""What asserts an association or a prediction, or denies it."""

COMPARED: dict[str, str] = {
    "risk or odds": """
        more|less|equally|times|as|fold likely
        most|least likely to
        likelihood|odds|hazard
        @be _2 at _2 risk|risks of|for
        @raised risk|risks|odds
        at heightened risk
        risk|risks @be
        risk|risks of|for _8 ~increase|~decrease|~rise
        prone to
        @have _3 risk of
    """,
    "comparison": """
        @comparative _14 than|compared|versus|vs
        @asserting|@be _6 @comparative _5 in|among
        increased|decreased|reduced|elevated|impaired|improved _5 in|among|with
        @comparative|poor|worst outcome|outcomes|prognosis|survival
        @comparative _3 observed|seen|found|noted
        the @comparative _12 , the @comparative
        ~perform|~score|~fare|~do|~live|~survive|~rank|~respond _2 @comparative
        more|less often|frequent|frequently|common|commonly|prevalent|severe|advanced|pronounced
        twice|fold|twofold|two-fold|threefold|three-fold as|more|higher|greater|lower|increase
        twice|half as
        twice the
        ~tend to
        significantly
        statistically|no significant
        @be|~remain _2 significant|nonsignificant|insignificant
        ~consume|~eat|~drink|~spend|~receive|~use _1 more|less|fewer|higher|lower|greater
        prevalence|rate|rates|risk|incidence|mortality|level|levels|survival _10 compared|versus|vs
        trend|trends toward|towards
        unlike
        in contrast|comparison to|with
        relative to
        @be _2 susceptible|vulnerable|resistant|immune to
        @be _2 overrepresented|underrepresented|over-represented|under-represented
        ~have|~report|~show|~experience|was|were|be|been _1 @comparative
        is|are _1 higher|lower|greater|larger|smaller|longer|shorter|older|younger|worse|poorer
        is|are _1 weaker|stronger|slower|faster|milder
        @grown _14 compared|than|versus|vs
        ~differ
        ~outperform|~outscore|~outlive|~outnumber
        @asserting|significant|wide variation|variations _4 in|across|between
        @comparative well
        more|less well
        @asserting|there|no|any|significant|@be _4 difference|differences
        disparities|inequalities _8 ~persist|~widen|~narrow
        difference|differences _8 @be|~persist|~remain|~disappear|~emerge
        different between|among|from|in
        similar|comparable|equivalent|identical _2 between|in|among|regardless
        highest|lowest|worst|best _3 in|among
        ~have|~show|was|were the highest|lowest|greatest|strongest|weakest|worst|best
        ~vary _1 with|by|across|according|between
        independent|independently|irrespective|regardless of
    """,
    "change that is observed": """
        significant|marked|observed|greater|small|modest @change
        @change _3 in|of
        @change _4 @be _2 observed|seen|found|noted|detected|evident
        ~remain|@be unchanged|unaffected|stable
        increasing|rising|declining|decreasing|growing trend|prevalence|incidence
    """,
}
"""What asserts a difference or a change, or denies it."""

HEDGES = """
    @hedgemodal
    ~seem|~appear
    perhaps|possibly|potentially|probably|presumably|conceivably|likely|unlikely
    possible|potential|putative|probable|plausible|conceivable|promising
    postulate|hypothesize|hypothesise|speculate
    thought|believed|presumed|suspected|hypothesized|hypothesised|assumed|expected|supposed to
    anticipated|projected|proposed|argued|claimed to
    theoretically|hypothetically|maybe|arguably|plausibly|apparently|seemingly|supposedly
    hint|hints|hinted
    we|i believe|suspect|think
    possibility that|of
    hypothesis|hypotheses that
    in theory|principle
    suggestive of
    tentative|tentatively
    ~show|~hold _1 promise
    suspect|suspects|suspected
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
    future|further|more _3 research|work|studies|trials _4 could|will|may|might|can|would
    it @be _1 important|essential|crucial|critical|vital|imperative|advisable|prudent to|that|for
    it @be time to|that|for
    it may|might|would|could be _1 important|useful|helpful|necessary|reasonable|prudent|wise to
    ~call for
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
    not _1 known|clear|understood
    efforts|attempts|strategies|policies|programs|programmes|measures|approaches|interventions to
    treatments|methods|steps|opportunities|ways|tools to
    ~allow|~permit us|to
    understanding of|the|how
    aware|unaware|awareness of
    evaluating|examining|assessing|investigating|exploring|identifying|detecting|diagnosing
    need|needs|necessity for|to
"""
"""What asks or aims: what follows is not asserted."""
