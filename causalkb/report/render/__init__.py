"""One result to one format: tables, SVG, HTML, graph formats, JSON, prose."""
