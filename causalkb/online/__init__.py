"""Crossref, arXiv and OpenAlex: records by identifier, and what became of works.

Nothing here is called unless a user gives an identifier or asks for a check online.
"""
