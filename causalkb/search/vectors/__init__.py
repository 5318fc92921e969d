"""The vector index, by FAISS."""
