"""Records as plain rows, lines of text and Markdown, one module for each kind of record."""
