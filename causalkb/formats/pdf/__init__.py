"""PDF: the text of each page, and title and identifiers from the first; in a process of its own."""
