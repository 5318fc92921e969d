"""One package or module per format, reader and writer together."""
