"""Structures compete by prediction: every causal graph of a few variables, weighed by data."""
