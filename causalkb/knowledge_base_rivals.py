"""The part of ``KnowledgeBase`` in which explanations and structures compete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from causalkb.errors import InputError
from causalkb.open_knowledge_base import OpenKnowledgeBase
from causalkb.vocabulary import SearchKind, SearchMode

if TYPE_CHECKING:
    from causalkb.explanations.records import Explanation
    from causalkb.records import Competition


class RivalsKnowledgeBase(OpenKnowledgeBase):
    """An open knowledge base that lays out rivals, of claims and of data."""

    def explain(
        self,
        text: str,
        other: str | None = None,
        *,
        limit: int = 5,
        at_least: float | None = None,
    ) -> Explanation:
        """Lay out what may explain an association, and the claims that bear on each explanation.

        Args:
            text: A sentence such as "X is associated with Y"; with ``other``, only X.
            other: Y.
            limit: The largest number of claims listed that are near without a recorded effect.
            at_least: The similarity (cosine, 0 to 1) from which a label of the graph of claims
                means X or Y without sharing its words; default: ``variables.AT_LEAST``.

        Raises:
            InputError: The text cannot be read as two different things, or a number is impossible.

        >>> import tempfile
        >>> from causalkb import KnowledgeBase
        >>> with KnowledgeBase.open(tempfile.mkdtemp(), create=True) as kb:
        ...     found = kb.explain("Sleep is associated with memory.")
        >>> [rival.structure.picture for rival in found.rivals][:2], found.matched
        (['X → Y', 'Y → X'], False)
        """
        from causalkb.explanations.explain_association import Tools, explain_association
        from causalkb.explanations.records import Near
        from causalkb.explanations.variables import AT_LEAST

        session = self._session

        def nearest(query: str, most: int) -> list[Near]:
            (found,) = session.searcher().search(
                [query], filters=None, kind=SearchKind.CLAIMS, mode=SearchMode.HYBRID, limit=most
            )
            return [Near(c, hit.scores.get("semantic")) for hit in found.hits for c in hit.claims]

        tools = Tools(
            session.encoder.fingerprint,
            session.encoder.dimension,
            encode=lambda labels: session.encoder.encode(labels),
            encode_queries=session.encoder.encode_queries,
            nearest=nearest,
        )
        lowest = AT_LEAST if at_least is None else at_least
        return explain_association(session.store, tools, text, other, limit=limit, at_least=lowest)

    def compete(
        self,
        data: str | Path | Mapping[str, Sequence[object]],
        *,
        variables: Sequence[str] | None = None,
        about: Explanation | None = None,
        intervened: str | None = None,
        do: Sequence[str] = (),
        forbid: Sequence[str] = (),
        discretise: int | None = None,
        prior: Mapping[str, float] | str | None = None,
        plan: bool = True,
        seed: int = 0,
    ) -> Competition:
        """Weigh the causal structures of two to twelve variables by how well they predict data.

        As ``compete_structures``, which says more, but with the claims at hand;
        ``kb.competitions.store`` keeps the result.

        Args:
            data: A CSV, TSV or Parquet file with a header, or values by the name of the column.
            variables: Which columns; default: all but ``intervened``.
            about: An explanation; the default is then the columns that are called as its X and Y.
            intervened: The column that names what was set in a row, and is empty where nothing was.
            do: Variables that were set in all rows; instead of ``intervened``.
            forbid: Edges that are left out, such as "A -> B".
            discretise: Put numbers of more values into this many groups.
            prior: Odds by edge; "claims" takes 2 : 1 for edges that claims assert and 1 : 2 for
                those that they only deny. The weights without it are in the result as well.
            plan: Whether to simulate which experiment would tell most.
            seed: Of the simulated experiments.

        Raises:
            InputError: The data cannot be used; the message says why and what to do.
            UnknownError: A column or variable does not exist.

        >>> import tempfile
        >>> from causalkb import KnowledgeBase
        >>> with KnowledgeBase.open(tempfile.mkdtemp(), create=True) as kb:
        ...     found = kb.compete({"A": [0, 1] * 40, "B": [0, 1] * 39 + [1, 0]}, prior="claims")
        >>> round(found.classes[0].weight, 2), found.warnings[-1]
        (1.0, 'no claim asserts or denies an effect between these variables: no prior is taken')
        """
        from causalkb.compete.columns import columns_named, read_columns
        from causalkb.compete.competing import compete_structures
        from causalkb.explanations.claimed_edges import claimed_edges
        from causalkb.paths import expanded

        columns = read_columns(expanded(Path(data))) if isinstance(data, str | Path) else data
        if about is not None and variables is None:
            variables = columns_named(tuple(columns), about.x.text, about.y.text, intervened)
        if about is not None and variables is not None and len(variables) != 2:
            raise InputError(f"an explanation is of two columns, X and Y, not {len(variables)}")
        odds = prior
        if isinstance(odds, str):
            if odds != "claims":
                raise InputError(f"the prior is 'claims' or odds by edge, not {odds!r}")
            from causalkb.evidence.graph import claim_graph

            named = variables or [name for name in columns if name != intervened]
            odds = claimed_edges(claim_graph(self._session.store), named)
        found = compete_structures(
            columns,
            variables=variables,
            intervened=intervened,
            do=do,
            forbid=forbid,
            discretise=discretise,
            prior=odds,
            plan=plan,
            seed=seed,
        )
        if prior == "claims" and not odds:
            note = "no claim asserts or denies an effect between these variables: no prior is taken"
            found = replace(found, warnings=(*found.warnings, note))
        return found
