"""Text to vectors: sentence-transformers, exported once to ONNX for everyday use."""
