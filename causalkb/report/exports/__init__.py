"""Works → exchange formats, one module each."""
