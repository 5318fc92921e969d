"""The facade: one object that joins store, ingest, retrieval, evidence and report."""

from __future__ import annotations

from causalkb.facade.auditing import Auditing
from causalkb.facade.claiming import Claiming
from causalkb.facade.collecting import Collecting
from causalkb.facade.finding import Finding
from causalkb.facade.keeping import Keeping
from causalkb.facade.reporting import Reporting
from causalkb.facade.weighing import Weighing


class KnowledgeBase(Collecting, Finding, Claiming, Weighing, Auditing, Reporting, Keeping):
    """A knowledge base: works with their passages and claims, searchable and weighed.

    >>> import tempfile
    >>> with KnowledgeBase.open(tempfile.mkdtemp(), create=True) as kb:
    ...     entry = b"@book{pearl2009causality, title={Causality}, author={Pearl, Judea}}"
    ...     result = kb.add_content(entry, "paper.bib")
    ...     result.added, kb.get("pearl2009causality").title
    (('pearl2009causality',), 'Causality')
    """
