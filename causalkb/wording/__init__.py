"""How causal the wording of a text is."""

from causalkb.wording.grader import Cue, Grade, grade, grade_sentences

__all__ = ["Cue", "Grade", "grade", "grade_sentences"]
