"""Hits, works and balances → documents."""
