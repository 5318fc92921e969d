"""Records as plain data for JSON: one function for each record, one module for each command.

Works and claims are in :mod:`causalkb.formats.jsonl`, because ``export`` writes them too.
"""
