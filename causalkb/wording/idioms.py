"""Idioms of effect, of harm and good, and counterfactuals, in the notation of
:mod:`causalkb.wording.patterns`; plain expressions are in :mod:`causalkb.wording.expressions`.
"""

from __future__ import annotations

IDIOMS: dict[str, str] = {
    "an idiom of effect": """
        ~bring back|down|on|forward
        ~bring with it|them
        ~wear out|down|away
        ~eat|~chip away|into
        ~tear|~drive|~force|~rip apart|out
        ~break _3 up|down
        ~shake|~stir|~whip|~build|~beef|~prop|~shore|~buoy|~fire|~step|~speed|~free up
        ~cool|~calm|~slow|~tone|~water|~wind down
        ~scale|~cut|~set|~roll|~push back
        ~choke|~head|~scare|~put|~throw|~spark|~kick|~trigger off
        ~cut _4 short
        ~lock|~usher in
        ~lay _2 foundation|foundations|groundwork|basis for
        ~set|~clear|~prepare the stage|way|ground|scene for
        ~open _2 door|doors to
        ~sow|~plant the seed|seeds of
        ~put an|a|paid end|stop|to
        ~get rid of
        ~do away with
        ~make up for
        ~play|~wreak havoc with|on
        ~cast _2 shadow over|on
        ~make _2 dent in
        ~plunge|~throw|~tip|~lull|~trick|~fool|~coax|~nudge|~push|~turn _4 into
        ~rid|~strip|~starve|~cure|~relieve|~spare _4 of|from
        ~saddle|~imbue|~endow|infects _3 with
        ~pass _4 on to
        ~throw _3 out of|off
        ~leave _4 unable|vulnerable|exposed|prone|susceptible|without|open|@comparative
        ~come at _2 cost|price
        ~achieve|~attain _4 @change
        ~give _3 edge|boost|advantage|chance|lift
        gave|gives|give @det|@people|two|three|them _3 back
        ~do nothing|little|much|something|more|less for|to
        ~force|~drive|~push|~price|~squeeze|~crowd|~lock|~shut _4 out|off|away of|from
        ~hollow|~bleed out
        ~carry|~spill over into
        ~set _3 up for
        ~keep _3 away|off|out|healthy|alive|young|sharp|awake|fit|safe|warm|cool|going
        ~tap|~put|~slam _1 brakes on
        ~take _1 edge off
        ~get|~stand in the way of
        ~bring _3 to its|their knees
        ~fan the flames
        ~open the floodgates
        ~spell the end of
        ~put _3 out of business|work|action|reach
        ~send _4 tumbling|soaring|crashing|plunging|surging|climbing|spiralling
        ~deal|~strike _4 blow to|at
        ~breathe _1 life into
        ~make the|all difference
        ~make _1 difference to
        ~put|~place _3 burden|strain|stress|pressure|premium on
        ~put _3 under pressure|strain|stress|threat
        ~boil|~come down to
        @be _2 traced to|back
        @be _1 blamed for|on
        @be _1 credited with|for
        @be the _1 undoing|ruin|making|death|downfall|salvation of
        ~have _1 hand in
        ~bear|~bore fruit
        ~do the trick
        ~turn the tide
        ~get _1 @people|@persons _1 moving|going|working|walking|talking|reading
        ~let _3 flourish|happen|grow|thrive|spread|escape|rise|fall|run|live|recover|sleep|survive
        ~pay for itself|themselves
        frees|freed|freeing _3 to
        @modal free @people|@persons|@det _2 to
        ~bring|~invite|~mean more|less|fewer|@comparative
        risk|risks|risked @effecting
        shortage|lack|absence|scarcity|rise|fall|decline of _4 explain|explains|explained
        ~prove _1 ruinous|disastrous|fatal|costly|decisive|devastating|catastrophic
        by dint of
        courtesy of
        ~lock|~drag|~tip _3 in|into
        capable of @effecting
        power|capacity to @effectbase
        ~set|~knock _4 back by|to|years|decades|@det
        ~take _4 away from
        ~leave _4 off guard
        ~leave _4 at risk
    """,
    "does harm or good": """
        ~pose _5 risk|risks|threat|danger|dangers|hazard|hazards
        cut|cuts _5 by a|half|one|two|nearly|almost|about|up|more
        ~create _2 panic|fear|confusion|tension|chaos|demand|jobs|problems|havoc|incentives
        ~add fuel to
        ~claim _2 lives
        ~cost _3 lives|jobs|dearly|millions|billions
        ~cost the|its|his|her|their|our _2 the|its|his|her|their|our
        ~bring|~grind _6 to a standstill|halt|end
        ~leave _8 dead|injured|wounded|homeless|stranded|damaged|derailed|paralysed|paralyzed
        ~owe _8 to
        killing|injuring|wounding @det
    """,
    "counterfactual": """
        without _8 would|could|might not? have
        without _8 there would|could be
        if|had _12 had|were|not|been|, _14 would|could|might not? have
    """,
}
"""What asserts a cause or an effect, or denies it, by a turn of speech."""
