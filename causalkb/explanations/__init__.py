"""Competing explanations of an association: what each predicts, and which claims bear on it."""
