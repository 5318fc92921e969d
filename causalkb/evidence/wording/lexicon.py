"""The cues: words and patterns, by what they say about a relation.

Written from the coding scheme of Sumner et al. (2014) and the label definitions of Yu, Li and Wang
(2019); extended by the errors on one half of the latter's sentences, never by weights.
"""

from __future__ import annotations

ACT = """
    cause induce trigger prevent affect influence impair promote inhibit suppress facilitate elicit
    provoke stimulate enhance exacerbate alleviate ameliorate attenuate mitigate boost hamper hinder
    disrupt abolish eliminate restore destroy damage harm hurt cure kill shape modulate mediate
    regulate confer foster spur curb fuel spark offset counteract reverse delay accelerate prolong
    precipitate deteriorate impede relieve ease aggravate aid underlie dampen weaken strengthen
    distort inflate depress erode undermine bolster encourage discourage deter avert block
    interfere jeopardize compromise potentiate upregulate downregulate downregulates up-regulate
    down-regulate normalize stabilize slash crowd push polarise polarize sensitise sensitize
    buffer maintain preserve ruin worsen intensify amplify speed slow halve quell reinforce
    optimize minimise minimize maximise maximize impact benefit protect enable allow drive make
    keep lengthen shorten widen narrow improve deepen displace contribute shrink fatten arrest bring
    save steer turn disturb
    """.split()
"""Verbs by which a cause acts on its object."""

CHANGE = """
    increase decrease reduce lower raise change alter diminish extend elevate expand decline double
    lessen modify cut drop
    """.split()
"""Verbs that a cause does to its object, or that happen by themselves: "prices increased"."""

INTRANSITIVE = frozenset(
    """
    increase decrease improve change decline worsen deteriorate double expand accelerate weaken
    strengthen widen narrow slow drop shrink diminish
    """.split()
)
"""Verbs that have a sense without object; the others are passive then: "was reduced"."""

NOUNS = frozenset(
    """
    increase increases decrease decreases change changes decline declines cause causes influence
    influences impact impacts benefit benefits damage harm delay delays boost cut cuts drop drops
    trigger triggers block blocks study aid drive ease fuel push speed cure shape makes lower
    buffer buffers double narrow slow allows turn turns spark arrest
    """.split()
)
"""Forms that are nouns or adjectives as often as verbs."""

WEAK_VERBS = frozenset(
    """
    maintain preserve make keep allow bring save turn shape encourage push crowd optimize maximise
    maximize minimise minimize drive raise extend expand change stabilize block speed slow ease
    modify steer arrest enable
    """.split()
)
"""Verbs that say something else as often; they count with an object straight after only."""

CAUSAL = """
    ~lead|~contribute directly? to
    ~lead _2 to
    ~result in
    ~resulted in
    ~give rise to
    ~bring about
    cause|causes|caused|causing
    caused|driven|mediated|triggered|induced|precipitated|prevented|shaped|modulated|influenced|affected by
    due|owing|thanks to
    because of
    because|since|as they|it
    attributable|attributed to
    responsible for
    as _1 result|consequence of
    result|results|consequence|consequences of
    ~stem|~arise|~result|~derive from
    ~protect|~guard|~shield _5 against|from
    protective against
    ~predispose
    predisposing|causal|causative|contributing|etiologic|aetiologic factor|factors|agent|agents
    protective agent|agents
    effective|efficacious|ineffective
    efficient|effective|useful|successful|helpful|beneficial _3 in|for|at|to ~improve|~reduce|~prevent|~increase|~decrease|~treat|~control|~relieve|~lower|~enhance|~manage
    ~have|~exert|~show|~demonstrate|~produce|~exhibit|~find|no|little|null _6 effect|effects|impact|impacts|influence on|upon
    effect|effects|impact|influence|influences on|upon
    effect|effects|impact of _12 on|upon
    effect|effects of _5 @be
    beneficial|adverse|positive|negative|protective|harmful|detrimental|favorable|favourable|therapeutic|synergistic|lasting|profound|deleterious|causal|additive|inhibitory|stimulatory|antinflammatory|anti-inflammatory|dose-response|toxic|significant|strong|marked|similar|greatest effect|effects|impact|influence|benefits|benefit
    beneficial for|to|in|effect|effects
    detrimental|harmful|favorable|favourable to|for
    ~benefit from
    no|any|additional|clinical|survival|greater|better|more benefit|benefits
    of benefit
    benefit|benefits of|to|from
    ~play _4 role|roles|part
    important|key|central|critical|crucial|essential|pivotal|major role|roles _3 in|for|of
    role of _8 in
    ~depend on|upon
    dose-dependent|dose-dependently
    determinant|determinants
    consequence of
    involved in
    essential|critical|crucial|key|fundamental to|for|in
    ~help _1 @effectverb
    mechanism|mechanisms by|through|whereby
    ~drive people|most|the|them|us
    enough to
    thereby|thus|hence|consequently ~reduce|~improve|~increase|~decrease|~lower|~prevent|~promote|~enhance|~enabling|~contributing|~leading|~affecting
    ~interfere with
    behind the|a|this
    ~enable|~help|~allow|~force|~cause|~encourage _6 to
    ~ward|~stave off
    ~account for _8 of
    outperform|outperforms|outperformed _12 because
    ~make _6 @comparative
"""
"""What asserts a cause or an effect, or denies it."""

CORRELATIONAL = """
    associated|correlated|correlate|correlates|correlating|associate|associates
    ~associate with
    association|associations|correlation|correlations
    associative|correlational relation|relations|relationship|pattern
    related|unrelated to|with
    related|unrelated
    linked|tied|connected to|with
    link|links|connection|relation|relations|relationship|relationships|interaction|concordance|co-occurrence between|with|of|to
    relationship|relationships
    inversely|positively|negatively|linearly proportional|related
    predict|predicts|predicted|predictive|predictor|predictors|predicting
    prognostic|prognosis
    risk|prognostic|protective|independent factor|factors|marker|markers|indicator|indicators
    marker|biomarker|markers|biomarkers|indicator of|for
    correlate|correlates of
    more|less|most|least|equally|times likely
    likelihood|odds|hazard
    at @comparative|increased|high|elevated|lower|reduced risk
    increased|higher|elevated|reduced|lower|decreased|greater|excess|lowest|highest|high|low|relative|similar risk|risks|rate|rates|prevalence|incidence|mortality|odds|frequency|levels|level|concentrations|likelihood
    risk|odds of|for
    @comparative _14 than|compared|versus|vs
    @comparative in|among|for|with|at|on
    @comparative @be? _4 in|among|at
    ~have|~report|~show|@be significantly? @comparative
    compared with|to _8
    ~differ|~differ
    difference|differences _6 between|in|among|of
    no _4 difference|differences
    similar|comparable|equivalent|identical|different to|between|in|among|regardless|for
    common|frequent|prevalent|rare in|among
    ~vary with|by|across|according|between
    ~track the
    increasing _8 with
    ~increase|~decrease|~rise|~fall|~decline|~improve with
    hand in hand
    ~move|~occur together
    the @comparative _12 the @comparative
    ~tend to
    trend|trends toward|towards|in|of
    not reflected in
    ~follow a power|linear|log-linear
    ~explained by
    ~increased|decreased|reduced|elevated|impaired|altered|lowered|raised|improved
    increase|decrease|improvement|improvements|reduction|reductions|decline|rise|change|changes|increases|decreases in|of
"""
"""What asserts an association, a prediction, a difference or a change, or denies it."""
