"""Query → hits: encoder, semantic and keyword index, query language, fusion."""
