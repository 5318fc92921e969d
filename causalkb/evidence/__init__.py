"""Claims → balance."""
