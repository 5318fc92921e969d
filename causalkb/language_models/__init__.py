"""Language models that are asked: references, models in this process, models behind HTTP."""
