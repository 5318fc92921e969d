"""A whole knowledge base as a folder of text files, written and read back."""
