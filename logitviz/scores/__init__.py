"""Read the scores of a classifier from files. It needs NumPy alone; pyarrow is optional."""

from .reading import read_scores
from .scores import Scores, UnreadableScores

__all__ = ["Scores", "UnreadableScores", "read_scores"]
