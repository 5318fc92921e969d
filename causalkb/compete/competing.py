"""Weighing every structure of a few variables by how well it foretold the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from causalkb.compete import structures
from causalkb.compete.claimed import Prior
from causalkb.compete.columns import read_columns
from causalkb.compete.rivals import HIDDEN, Rivals
from causalkb.compete.summing import summed
from causalkb.compete.table import Columns, coded
from causalkb.compete.weighing import Weighing
from causalkb.errors import InputError
from causalkb.paths import expanded
from causalkb.records.competition import Competition

EVERY = 5
"""Variables up to which every structure is weighed by itself."""


def compete_structures(
    data: str | Path | Columns,
    *,
    variables: Sequence[str] | None = None,
    intervened: str | None = None,
    do: Sequence[str] = (),
    forbid: Sequence[str] = (),
    discretise: int | None = None,
    prior: Mapping[str, float] | None = None,
    plan: bool = True,
    seed: int = 0,
) -> Competition:
    """Weigh the acyclic causal structures of two to twelve variables by how well they predict.

    No knowledge base is needed. Each structure foretells the rows one after the other, those in
    which a variable was set after the observed ones (BDeu score of equivalent sample size 1,
    Heckerman, Geiger and Chickering 1995; if all variables are continuous, BGe, Geiger and
    Heckerman 2002; interventions after Cooper and Yoo 1999). Structures
    that data with these interventions cannot tell apart form a class (Hauser and Bühlmann 2012).
    Of up to five variables every structure is weighed, of two also a hidden common cause and
    selection; all classes have the same prior, and the structures of a class share its weight
    evenly. Of six to twelve the probabilities of the edges are exact sums over all structures of at
    most four causes a variable, each of the same prior, and the classes are those of 500 drawn.

    Args:
        data: A CSV, TSV or Parquet file with a header, or values by the name of the column.
        variables: Which columns; default: all but ``intervened``.
        intervened: The column that names what was set in a row (several between ";"), and is empty
            where nothing was.
        do: Variables that were set in all rows; instead of ``intervened``.
        forbid: Edges that are left out, such as "A -> B"; of a pair also "common cause" and
            "selection".
        discretise: Put numbers of more values into this many groups.
        prior: Odds by which an edge such as "A -> B" is more likely beforehand than without.
        plan: Whether to simulate which experiment would tell most, which takes most of the time.
        seed: Of the simulated experiments.

    Raises:
        InputError: The data cannot be used; the message says why and what to do.
        UnknownError: A column or variable does not exist.

    >>> found = compete_structures({"A": [0, 1] * 40, "B": [0, 1] * 39 + [1, 0]})
    >>> [(len(one.structures), round(one.weight, 2)) for one in found.classes]
    [(4, 1.0), (1, 0.0)]
    >>> found.classes[0].structures[:3]
    ('A -> B', 'B -> A', 'A <- (common cause) -> B')
    >>> found.next_experiment.set in ("A", "B")
    True
    """
    columns = read_columns(expanded(Path(data))) if isinstance(data, str | Path) else data
    table = coded(columns, variables, intervened, discretise, do)
    hidden = [text.strip() for text in forbid if text.strip() in HIDDEN]
    if hidden and len(table.variables) > 2:
        raise InputError(f"{hidden[0]!r} is only among the structures of two variables")
    named = [text for text in forbid if text.strip() not in HIDDEN]
    edges = [structures.edge_named(text, table.variables) for text in named]
    before = Prior.of(prior or {}, table.variables)
    if len(table.variables) > EVERY:
        return summed(table, edges, before, seed, plan=plan)
    graphs = structures.without(structures.all_graphs(len(table.variables)), edges)
    weighing = Weighing(Rivals(table, graphs, hidden), before)
    return weighing.competition(seed if plan else None)
