"""What can be wrong with a knowledge base, and how to fix it."""
