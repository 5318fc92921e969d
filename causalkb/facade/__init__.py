"""The verbs of a knowledge base, one module each group; ``KnowledgeBase`` joins them."""
