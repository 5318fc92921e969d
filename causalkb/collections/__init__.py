"""What hangs on a knowledge base: ``kb.works``, ``kb.claims``, ``kb.questions`` and the others."""
