"""Findings on a knowledge base: wording beyond the evidence, and fragile verdicts."""
