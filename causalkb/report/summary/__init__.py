"""The document of the command ``report``: its content, its comparison and its files."""
