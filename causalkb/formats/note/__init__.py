"""Notes: Markdown with YAML front matter, one file per work; reader and writer."""
