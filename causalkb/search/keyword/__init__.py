"""The keyword index: BM25 with stemming, by Tantivy."""
