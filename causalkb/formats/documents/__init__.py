"""Documents other than PDF → a work with its full text: web pages, Word, EPUB, Markdown, text."""
