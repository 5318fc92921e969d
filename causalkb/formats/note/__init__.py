"""Notes: Markdown with YAML front matter, one file per work; reader and writer."""

SUFFIXES = (".md", ".markdown")
OWN_NOTE = "note"
"""The type of a note that is about no work: it is a work of its own."""
