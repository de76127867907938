"""Sentences with ten candidates for the next word. Words and logits are made up.

The logits are the same in every language, so that a link shows the same numbers in each. The words
are pieces ``sentence_…`` of the content files: each lists the candidates where one of them stands.
"""

from dataclasses import dataclass
from functools import cache

from logitviz.charts.fields import PLACEHOLDER
from logitviz.charts.words import Words

OWN = "own"  # the sentence whose logits are those of the shared sliders
SENTENCES: dict[str, tuple[float, ...] | None] = {
    "weather": (4.1, 3.8, 3.4, 3.0, 2.7, 2.4, 1.6, 1.2, 0.6, -3.0),
    "france": (9.2, 4.1, 3.6, 3.2, 3.0, 2.4, 2.0, 1.4, 0.6, -2.0),
    "story": (3.2, 3.1, 3.0, 2.8, 2.7, 2.5, 2.4, 2.2, 2.0, 1.8),
    "coffee": (4.6, 4.0, 3.3, 2.2, 1.9, 1.2, 0.8, 0.3, -1.5, -4.0),
    OWN: None,
}


@dataclass(frozen=True)
class Sentence:
    """The beginning of a sentence, and ten words that may come next.

    Parameters
    ----------
    start
        What the model has read.
    words
        The candidates, the one with the largest logit first.
    labels
        The candidates as charts name them: their numbers and the words.
    """

    start: str
    words: tuple[str, ...]
    labels: tuple[str, ...]


@cache
def sentence_of(words: Words, name: str) -> Sentence:
    """Read a sentence of `SENTENCES` in a language."""
    piece = words[f"sentence_{name}"]
    listed = PLACEHOLDER.search(piece)
    if listed is None:
        raise ValueError(f"sentence_{name} must list its candidates, got {piece!r}")
    candidates = tuple(listed["format"].split("|"))
    numbered = tuple(f"{i} {word}" for i, word in enumerate(candidates))
    start = piece[: listed.start()].strip()
    return Sentence(start, candidates, candidates if name == OWN else numbered)
