"""BibTeX and biblatex: reader and writer."""
