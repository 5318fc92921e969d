"""Findings: wording beyond its evidence, in the knowledge base (audit) and in drafts (lint)."""
