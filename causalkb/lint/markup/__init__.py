"""Markup of drafts (Markdown, LaTeX, plain text) to sentences with offsets and citations."""
