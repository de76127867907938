"""Sentences with ten candidates for the next word. Words and logits are made up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sentence:
    """The beginning of a sentence, and ten words that may come next.

    Parameters
    ----------
    start
        What the model has read.
    words
        The candidates, the one with the largest logit first.
    logits
        Their logits; none for those of the shared sliders.
    """

    start: str
    words: tuple[str, ...]
    logits: tuple[float, ...] | None

    @property
    def labels(self) -> tuple[str, ...]:
        """Give the number of every word and the word."""
        if self.logits is None:
            return self.words
        return tuple(f"{i} {word}" for i, word in enumerate(self.words))


def _sentence(start: str, words: str, *logits: float) -> Sentence:
    return Sentence(start, tuple(words.split()), logits)


OWN = "ten logits"
SENTENCES = {
    "weather": _sentence(
        "The weather today is",
        "sunny nice cold warm rainy hot bad fine grey purple",
        *(4.1, 3.8, 3.4, 3.0, 2.7, 2.4, 1.6, 1.2, 0.6, -3.0),
    ),
    "France": _sentence(
        "The capital of France is",
        "Paris Lyon located a the Nice not called home Berlin",
        *(9.2, 4.1, 3.6, 3.2, 3.0, 2.4, 2.0, 1.4, 0.6, -2.0),
    ),
    "story": _sentence(
        "Once upon a time there was a",
        "little king girl man young boy beautiful princess poor dragon",
        *(3.2, 3.1, 3.0, 2.8, 2.7, 2.5, 2.4, 2.2, 2.0, 1.8),
    ),
    "coffee": _sentence(
        "I drink my coffee with",
        "milk sugar cream my a oat friends you salt gravel",
        *(4.6, 4.0, 3.3, 2.2, 1.9, 1.2, 0.8, 0.3, -1.5, -4.0),
    ),
    OWN: Sentence("The draw is", tuple(f"z{i}" for i in range(10)), None),
}
