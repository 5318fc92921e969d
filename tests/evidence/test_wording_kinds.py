"""Kinds of sentences that are read by their grammar: extents, purposes, names, topics, insertions.

Each pair differs in what decides: beside a reading that changes the level stands its contrast.
"""

from __future__ import annotations

import pytest

from causalkb.vocabulary import Wording
from causalkb.wording import grade, grade_sentences

NONE = """
# purposes and what a noun is for
Pumps used to lower the water level were sold in May.
Drills prescribed to help patients bend are dull.
# societies
The American Fig Association met in Rome.
The talk was given at the congress of the European Kite Association.
# knowledge is not the world
The new form helps doctors identify weak points.
These lists help editors distinguish the two hands.
Old letters led to the discovery of a second map.
The map allows surveyors to estimate the height of the hill.
The nurses allow the pump to run at night.
# a share, a prevalence
Larch accounts for about 30 percent of the timber.
Gout affects one in forty adults.
The fungus affects 12 percent of elms.
# who is asked, how old
They moved in response to a question about the lease.
# a study's limits
The study failed to count every nest because of fog.
The findings are tentative owing to the size of the sample.
The results are notable because no one had expected snow.
# topics and questions
Inspectors are investigating the cause of the leak.
How salt affects the glaze is not known.
It is a myth that onions cure baldness.
There were concerns among tenants that the paint would harm children.
# what an effect is denied by
Salt did not appear to affect the glaze.
The wax had little effect on the wood.
# "lead" is a metal, "cut" a noun
Exposure to lead failed to dull the glaze.
The tax cut list is in the annex.
Wage and price increase data are listed.
# what people follow or forecast
The researchers tracked the height of the river.
The charity predicts that the hall will be full.
# others
The plot showed moderate gains.
Visitors get directed to the side door.
The ceiling is down to two metres.
Trials at high risk of bias were left out.
One induced current was noted.
"""
CORRELATIONAL = """
# an extent is no object
Visits increased up to 37% in May.
Memory declined faster in winter.
Prices doubled ten times in a year.
# comparing how likely
Night drivers are twice as likely to cause a crash as day drivers.
Older kilns are more likely to harm the glaze than new ones.
# participles that name a cause
Fires caused by sparks were associated with dry roofs.
The firm adjusted for factors known to raise rents, and size was associated with price.
# adjectives of amount
High tides predict lower prices.
Those who were older or had prolonged exposure had more falls.
Painters had a 30 percent reduced risk of falls.
# parentheses
The mill (its race feeds and cools the pond) was linked to fewer fires.
# the main clause after an aim
A survey investigating the links between tea and sleep has found that tea drinkers rise later.
The first team to establish a link between rain and rent works in Ghent.
# the main clause before a piece of advice
Few clerks are more often late, even when a rest is recommended.
# words of association, risk and comparison
The height of the tide is a function of the moon.
The traits are heritable.
Damp and mould are linked.
The researchers link damp to mould.
There may be a direct link to the harvest.
The price of tin went up in May.
The fall rate was four times that of the other mill.
Painters face higher premiums.
Painters were at high risk of falls.
Silence may signal trouble for the crew.
Frost is most common at night.
Fields by the road lose more soil.
Ewes in the hills die sooner.
The job carries a high risk of burns.
Women disproportionately rent.
Higher rates of rot were found in barns.
"""
CONDITIONAL = """
# hedges within a cue
The parasite is a possible cause of the blight.
Rust is the most likely reason why the pump fails.
Scientists think the parasite ruins the crop.
# a hedge before the verb of a modal
Steam could one day cure the mould.
Early frost may have cut the yield.
We propose that salt hardens the glaze.
Efforts to reuse slag could cut the cost of roads.
Rot could be avoided by liming.
The wax promises to protect the wood.
Frost could be dangerous to young vines.
The resin has great potential for reducing waste.
Damp may account for a third of the repairs.
"""
CAUSAL = """
# insertions after the subject
The press, built in a shed in Ghent for a baker, reduced the waste of dough.
The enzyme, thought to be idle, controls the growth of the mould.
# who or what acts
Vaccinating children protects their teachers.
A checklist used in busy rural adult patients reduced falls.
Maps on the wall influence what people buy.
A clinic for young anxious patients reduced the number of visits.
Copies of the file cause confusion.
Bacteria cause rot.
Salt and frost increase wear.
The new law has cut waste.
The drug cut deaths.
The ban has reduced waste.
# the agent of a passive
The flock was killed by a fungus.
Repairs were delayed by a strike.
Mills on the coast were most affected.
# after "but", and a denial that goes no further
The wax had no effect on rot but improved the shine.
The flood left farmers without seed.
# idioms and nouns of effect
Harvests are sustained by the flood.
Much of the gap is down to schooling.
Poor glue is to blame for the leak.
A strange diet rubs off on the young.
The fall was due in large part to the new tax.
Storms have become a major cause of loss.
Rust is one of the causes of the leak.
A draught ups the risk of fire.
The salt adds ten years to the life of the rope.
The ferry schedule depends heavily on the tide.
Frost is at the root of the damage.
Iron is required for the growth of the mould.
Warm winters allow the beetle to spread.
Better locks explain most of the fall in thefts.
The ban had unforeseen consequences for small mills.
Horn strips prevent chronic issues with damp.
Lamps kept in the hall are cost-effective.
"""
CASES = [
    (level, line)
    for level, lines in (
        (Wording.NONE, NONE),
        (Wording.CORRELATIONAL, CORRELATIONAL),
        (Wording.CONDITIONAL, CONDITIONAL),
        (Wording.CAUSAL, CAUSAL),
    )
    for line in lines.strip().splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("level", "sentence"), CASES)
def test_the_kind_of_a_sentence_decides(level: Wording, sentence: str) -> None:
    assert len(grade_sentences(sentence)) == 1
    assert grade(sentence).wording is level
