"""The query language: words, phrases, exclusions, filters, spelling."""
