"""A battery of causal questions for language models, with exact truth and scores to trust."""
