"""Wording that its evidence cannot carry, and verdicts that hang by a thread: findings."""
