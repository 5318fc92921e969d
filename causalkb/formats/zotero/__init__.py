"""Zotero: the place of its data, its items as works, its notes and annotations."""
