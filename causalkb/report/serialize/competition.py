"""A competition of structures → JSON."""

from __future__ import annotations

from typing import Any

from causalkb.records.competition import Competition


def to_dict(found: Competition) -> dict[str, Any]:
    """Return a competition as JSON-ready data; logarithms are natural, gains in bits."""
    best = found.next_experiment
    return {
        "variables": list(found.variables),
        "score": found.score,
        "rows": found.rows,
        "rows_set": found.rows_set,
        "classes": [
            {
                "structures": list(one.structures),
                "weight": one.weight,
                "log_predictive": {
                    "observed": one.log_predictive.observed,
                    "intervened": one.log_predictive.intervened,
                },
                "follows": {name: list(changed) for name, changed in one.follows.items()},
                **({} if one.weight_without is None else {"weight_without": one.weight_without}),
            }
            for one in found.classes
        ],
        "edges": dict(found.edges),
        "no_edge": dict(found.no_edge),
        "hidden": dict(found.hidden),
        "decided": found.decided,
        "log_bayes_factor": found.log_bayes_factor,
        "next_experiment": best
        and {"set": best.set, "information_gain": best.information_gain, "rows": best.rows},
        "experiments": dict(found.experiments),
        "fit": dict(found.fit),
        "drawn": found.drawn,
        "prior": dict(found.prior),
        "edges_without": dict(found.edges_without),
        "warnings": list(found.warnings),
    }
