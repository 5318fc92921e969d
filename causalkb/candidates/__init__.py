"""Sentences of a work that may be its claims, and what can be read off them."""
