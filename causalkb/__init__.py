"""causalkb: a literature and evidence knowledge base on causality for AI safety."""
