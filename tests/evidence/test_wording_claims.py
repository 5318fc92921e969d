"""Kinds of claims that press releases and opinion make, each with its contrasts."""

from __future__ import annotations

import pytest

from causalkb.vocabulary import Wording
from causalkb.wording import grade

CAUSAL = """
A year of schooling increases earnings by about eight per cent.
Each session of training lowers the rate of accidents.
# what is given to someone
Walking gives you a clear head.
The grant gave tenants an extra room.
The jab gave most of the lambs lasting immunity.
# what something is the fruit of, or rooted in
The riot was the legacy of years of neglect.
The famine is the product of war.
The quarrel has its roots in an old debt.
Distrust is rooted in poverty.
Rain on hard ground was the undoing of the harvest.
# a subject that begins with "what", or that is said to be the reason
What drives the swarms, the team found, is a shortage of salt.
What shaped the valley is ice.
It was the noise that woke the baby.
Greed is why the bank failed.
Rent control is why nobody builds.
The reason the trains run late is that nobody mends the signals.
Frost is the reason our pipes burst.
# without it
Without the dam, the valley would have flooded.
Without bees there would be no apples.
# a thing that is said to act though people stand beside it
Stress hormones in the womb shape the temper of a foal.
Copies of the gene boost the yield of barley.
# a price, a place from which one is driven
The levy cost the town its last shops.
Rents are forcing nurses out of the capital.
Exercise got frail patients moving.
The fall of the guilds let weeds flourish.
Shame keeps drivers sober and the roads safe; fines keep them awake.
A shortage of salt explains the empty shelves.
More snow means fewer mice.
# do it, and the result will follow
Raise the fare and ridership will fall.
Cut taxes and wages will follow.
# what a relative clause adds does not outrank what is asserted
The gene is essential for growth of the eye, where it may have a role in repair.
We support an important role for the enzyme in fever, which may be a target for drugs.
# effective for treating is an effect
The drug is effective for treating gout.
"""
CONDITIONAL = """
Should the subsidy end, many clinics would close.
Were prices to fall, sales would rise.
# a weak effect on a thing that is linked to another
The gene could play a part in pathways linked to fever.
The patch may have a role in illness associated with age.
# a participle and what it is from, or on
Fats, derived from fish, may help to lower the risk of death.
A small duty imposed on wine might cut visits.
Costs forced on growers may push farms under.
# what a condition supposes is not asserted
If parliament cut the duty, exports might recover.
If taxes hurt firms, wages may fall.
If we stopped watering the moor, we would lose the frogs.
# doubt reaches the reason
Perhaps the bees get lost because the spray numbs their sense of smell.
Maybe sales fell because the adverts scared people.
# threats, powers and risks
The ban threatens to ruin growers.
The cut risks alienating voters.
The dye has the power to kill cells.
The pump is capable of reducing leaks.
The drought is set to raise prices.
It looks as though frost has killed the vines.
The change could prove fatal for small shops.
The data are consistent with an effect of salt on sleep.
A new valve could be the answer to leaks.
Basic income would free people to retrain.
The subsidy arguably did more for landlords than for tenants.
It is possible that the closure set pupils back by a year.
The lamp may leave the guards off guard.
"""
CORRELATIONAL = """
# a noun before its participle
Tighter licensing curbs linked to fewer visits.
Strict export limits tied to lower prices.
# an adverb is no object
The risk peaks in May and declines gradually thereafter.
The number of visits decreased afterwards.
# groups that respond or vary in their own way
Patients exhibited abnormal responses to sounds.
Twins display a distinct pattern of speech and resemble each other.
There was a vast degree of variation across regions.
We found considerable variation among the wards.
The men had a heightened response to stress.
# where it is worst
Rents are highest where wages are lowest.
Fraud is worst among the idle.
Asthma was three times as common in damp homes as in dry ones.
Where there are more mills there are fewer trout.
The oldest towns are also the most pious.
Headaches are common in people with gout.
Arrests are concentrated in the poorest wards.
House prices outstripped wages.
# giving, voting and reading more
Religious people give more to charity.
Rich towns vote more often than poor ones.
Residents near mills had stiffer arteries than others.
# the two rose last year
Rents and wages both rose last year.
Twins share much: most of the variance was accounted for by genes.
"""
NONE = """
Viewers of moving shapes spoke of causes.
Should the clinics close?
# to let something be known is not to affect it
The gap enables the groups to be seen in other terms.
The lens allowed the fibres to be counted.
Fog makes it impossible to say who won.
# means of measuring
A camera could provide a cheap and effective way to monitor bees.
The dye is effective for detecting leaks.
# what is unlikely is denied, with the noun in it
These rules alone are unlikely to have substantial impact on fraud.
Leaflets are unlikely to have a large effect on smoking.
# what people say that they would do
Three in four would take a test if such a test existed.
Most would use the bus if it were offered.
# a reason for a judgement
The plan is unlikely to pass, because the chairs quarrel so much.
# what people do not know
The public is unaware that ash is more harmful than tar.
Few were aware that the paint was worse than the dust.
# denied opinions
The claim that migrants lower wages is a myth.
The idea that tariffs protect workers is nonsense.
I do not believe that loud games make children rude.
They doubt that the tax lowers demand.
The piece confuses correlation with causation.
# a call
Let us stop pretending that all is well.
Let's stop blaming the rain.
# a dispute
The debate turns on the price of coal.
The mystery was why people left.
Control groups and wards will be compared.
"""
SENTENCES = [
    (line, wording)
    for block, wording in (
        (CAUSAL, Wording.CAUSAL),
        (CONDITIONAL, Wording.CONDITIONAL),
        (CORRELATIONAL, Wording.CORRELATIONAL),
        (NONE, Wording.NONE),
    )
    for line in block.splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("sentence", "wording"), SENTENCES)
def test_a_claim_is_read_by_its_grammar(sentence: str, wording: Wording) -> None:
    assert grade(sentence).wording is wording
