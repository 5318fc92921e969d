"""Expressions of association, prediction, comparison and observed change.

Sources and method are those of :mod:`causalkb.wording.lexicon`; the notation is that of
:mod:`causalkb.wording.patterns`.
"""

from __future__ import annotations

ASSOCIATED: dict[str, str] = {
    "association word": """
        associated _2 with
        associated .|,|;|)
        correlated|correlate|correlates|correlating
        ~associate _2 with
        association|associations|correlation|correlations|correlational
        related|unrelated _1 to|with
        @be unrelated .|,|;|)
        linking
        ~link|~tie|~connect _8 to|with
        link|links|connection _1 to
        connection @be
        @be _2 linked|connected|related|interlinked|intertwined|interrelated .|,|;|)
        link|links|connection|concordance|co-occurrence _2 between|with
        relation|relations|interaction|interactions between|with|of|to|among
        significant|no interaction|interactions|trend|trends
        relationship|relationships|interrelationship|interrelationships|interrelation
        inversely|positively|negatively|linearly proportional|related
        proportional to
        coexist|coexists|coexisted
        ~covary|~coincide|~correspond|~co-occur|~scale with
        ~occur|~move|~go|~rise|~fall|~fluctuate|~vary|~change together
        overlap|overlaps between|with|among
        coexisting|co-existing|co-occurring
        hand in hand
        bound|tied up with
        in step|tandem|lockstep with
        ~go along with
        ~relate to
        a function of
        ~precede
        @be _1 hereditary|heritable|inherited
        ~run|~cluster|~aggregate in families
        ~map onto
        no|a|any connection|link|relationship
        parallel|parallels|paralleled|mirror|mirrors|mirrored @det
        parallels|paralleled|mirrors|mirrored
        tracks|tracked|track @det|from|into|with
        cluster|clusters|clustered with|together
        accompanied by
        concomitant with
        comorbid|comorbidity with|of|between
        power law
        ~explain _4 variance|variation|variability
        variance|variation|variability|differences _6 explained|accounted
        ~resemble each|one
        concentrated among|in _2 most|least|poorest|richest|poorer|richer
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
        @be _4 sign|signs of
        ~bode well|ill
        red flag|flags for
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
        @raised risk|risks|odds|chance|chances|probability
        higher|lower|highest|lowest|elevated rate|rates|incidence|prevalence of
        @comparative in @people
        at heightened|high|low|particular|special|considerable|elevated risk of
        at heightened risk
        ~face _3 risk|risks
        carries|carry|carried a|an _4 risk
        ~signal _4 risk|trouble|danger|death
        ~face _2 @comparative
        twice|times at _2 risk
        at @comparative risk
        chance|chances|probability _8 ~increase|~decrease|~rise|~fall|~drop
        risk|risks @be
        risk|risks of|for _8 ~increase|~decrease|~rise
        number|numbers|rate|rates|level|levels|prevalence|incidence _6 ~rise|~fall|~climb|~drop
        prone to
        @have _3 risk of
    """,
    "comparison": """
        @comparative _14 than|compared|versus|vs
        @asserting|@be _6 @comparative _5 in|among
        ~show|~display|~exhibit|~experience|~develop increased|decreased|reduced|impaired
        superior|inferior survival|outcome|outcomes|results
        disparity|disparities|inequality|inequalities _2 in|among|between|seen|observed|found
        disproportionate|disproportionately
        no different from|than
        increased|decreased|reduced|elevated|impaired|improved _6 in|among|with
        @comparative|poor|worst outcome|outcomes|prognosis|survival
        @comparative _3 observed|seen|found|noted
        the @comparative _12 , the @comparative
        ~perform|~score|~fare|~do|~live|~survive|~rank|~respond|~recover|~heal|~die _2 @comparative
        more|less often|frequent|frequently|common|commonly|prevalent|severe|advanced|pronounced
        most|least often|frequent|frequently|common|commonly|prevalent|severe in|among|at|during
        twice|fold|twofold|two-fold|threefold|three-fold as|more|higher|greater|lower|increase
        twice|half as
        twice the
        times that|those of
        times as _2 as
        times|twice|half as common|likely|high|frequent|prevalent|often|much|many
        ~tend to
        significantly
        statistically|no significant
        @be|~remain _2 significant|nonsignificant|insignificant
        ~trade|~travel|~walk|~read|~watch|~vote|~donate|~pay|~save|~buy more|less|fewer
        ~give more|less|fewer to|than|.
        ~consume|~eat|~drink|~spend|~receive|~use _1 more|less|fewer|higher|lower|greater
        ~lose|~sleep|~earn|~smoke|~weigh|~contain|~carry _1 more|less|fewer
        prevalence|rate|rates|risk|incidence|mortality|level|levels|survival _10 compared|versus|vs
        trend|trends toward|towards
        unlike
        in contrast|comparison to|with
        relative to
        @be _2 susceptible|vulnerable|resistant|immune to
        @be _2 overrepresented|underrepresented|over-represented|under-represented
        ~have|~report|~show|~experience|~get|~gain|~score|was|were|be|been _1 @comparative
        is|are _1 higher|lower|greater|larger|smaller|longer|shorter|older|younger|worse|poorer
        is|are _1 weaker|stronger|slower|faster|milder
        @grown _14 compared|than|versus|vs
        ~differ
        ~outperform|~outscore|~outlive|~outnumber
        @asserting|significant|wide variation|variations _4 in|across|between
        vast|considerable|large|marked|substantial _1 variation _4 across|between|among
        degree|amount of variation _4 across|between|among
        @comparative well
        than others|average
        more|less well
        @asserting|there|no|any|significant|@be _4 difference|differences
        disparities|inequalities _8 ~persist|~widen|~narrow
        difference|differences _8 @be|~persist|~remain|~disappear|~emerge
        different between|among|from|in
        similar|comparable|equivalent|identical _2 between|in|among|regardless
        @comparative at|on|by|during|for|among
        @comparative .
        ~take|~need @comparative
        ~have|~show|~exhibit|~display _1 heightened|blunted|exaggerated|diminished
        @be _1 common|rare|uncommon|widespread in|among @people|@persons|those
        ~have|~show|~exhibit|~display|~use _1 different|distinct|unusual|abnormal|atypical
        ~process|~respond|~develop|~react|~behave _4 in a|an _1 way
        opposite|unique|distinct|distinctive|different pattern|patterns|reaction|profile|profiles
        widely|vastly|markedly|strikingly different
        differently from|to|than|in|by|depending
        differential|differentially by|across|between
        age|sex|gender|region|regional|seasonal|social differences
        gap|gaps|gulf|divide|disparity|inequality _4 ~persist|~widen|~narrow|~grow|~close
        gender|pay|income|ethnic|racial|attainment|achievement gap|gaps|inequalities|disparities
        ~lag|~trail behind
        ~outpace|~outstrip
        fewer
        ~live|~do|~fare|~score|~perform|~sleep|~wait longest|best|worst|highest|lowest
        on a par with
        ~set _3 apart from
        second only to
        ~fall short of
        ~be|~remain|~stay _1 ahead of
        disadvantaged in|by
        overrepresented|underrepresented|over-represented|under-represented in|among
        ~share _3 common|similar|same|genetic|roots|origin|origins|causes|features
        compared with|to
        in|with _3 compared|versus
        as good|effective as
        @extreme _3 in|among|for|at|where
        @be _2 @extreme where|when|among
        where _4 more|less|fewer|@comparative _8 more|less|fewer|@comparative
        @be also _1 most|least|@extreme
        ~have|~show|was|were the highest|lowest|greatest|strongest|weakest|worst|best
        ~vary _1 with|by|across|according|between
        independent|independently|irrespective|regardless of
    """,
    "change that is observed": """
        went|goes|going|gone up|down
        significant|marked|observed|greater|small|modest @change
        @change _3 in|of
        @change _4 @be _2 observed|seen|found|noted|detected|evident
        ~remain|@be unchanged|unaffected|stable
        @changes _2 with
        ~peak at|in|among|between
        ~change|~differ|~vary _3 over|with|by|across time|age|sex|gender|season|seasons|regions
        increasing|rising|declining|decreasing|growing trend|prevalence|incidence
    """,
}
"""What asserts a difference or a change, or denies it."""
