"""What the readers of all formats give: scores and labels that nobody has checked yet."""

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

# "scores": labels come from elsewhere, so those of this file must not matter.
Wanted = Literal["both", "scores", "labels"]

# Names decide first; an earlier name wins over a later one.
SCORE_NAMES = (
    *("logits", "logit", "z", "log_probs", "log_probabilities", "logprobs", "logprob", "log_prob"),
    *("scores", "score", "predictions", "probs", "prob", "probabilities", "probability", "proba"),
    *("y_prob", "y_proba", "y_score", "p", "outputs", "output", "preds", "pred", "y_pred"),
)
LABEL_NAMES = (
    *("labels", "label", "y", "y_true", "targets", "target", "ground_truth", "label_ids"),
    *("label_id", "labels_id", "true_labels", "true_label", "true_class", "true", "truth", "gt"),
    *("y_test", "y_val", "gold", "actual", "answer", "class", "class_id", "class_label"),
)
CLASS_NAMES = ("names", "class_names", "classes", "categories", "label_names")
NEVER_NAMES = frozenset(
    (
        *("id", "ids", "idx", "index", "indices", "unnamed_0", "row"),
        *("row_id", "sample", "sample_id", "doc_id", "uid", "uuid", "key"),
        *("example_id", "item_id", "question_id", "image_name"),
        *("name", "file", "filename", "file_name", "image", "image_id", "image_path"),
        *("img", "path", "filepath", "file_path", "url", "text", "sentence"),
        *("split", "fold", "epoch", "step", "batch", "group", "subset"),
        *("date", "time", "timestamp", "weight", "sample_weight", "prediction", "predictions"),
        *("pred", "preds", "predicted", "predicted_label", "predicted_class", "pred_label"),
        *("pred_class", "y_pred", "yhat", "y_hat", "argmax", "confidence", "conf", "max_prob"),
        *("max_probability", "correct", "acc", "loss", "nll", "entropy", "margin"),
    )
)


@dataclass(frozen=True, eq=False)
class RawLabels:
    """Labels as they stand in a file: numbers, or the places of `values` in a list of words."""

    values: NDArray[Any]
    words: tuple[str, ...] | None
    source: str


class Ids(NamedTuple):
    """A column that names the rows: its name, and a different text for every row."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Found:
    """Scores and labels of a file; `numbers` are those of the columns, as in ``logit_3``.

    `unordered` says that the classes have names, but not the order in which the model has them.
    """

    scores: NDArray[Any] | None = None
    labels: RawLabels | None = None
    names: tuple[str, ...] | None = None
    numbers: tuple[int, ...] | None = None
    source: str = ""
    remarks: tuple[str, ...] = ()
    ids: tuple[Ids, ...] = ()
    unordered: bool = False


class Words:
    """Collect the labels of many rows, each distinct text once."""

    def __init__(self) -> None:
        self.codes = array("q")
        self.places: dict[str, int] = {}

    def add(self, word: str) -> None:
        """Append the label of the next row."""
        self.codes.append(self.places.setdefault(word, len(self.places)))

    def labels(self, source: str) -> RawLabels:
        """Return all labels."""
        words = tuple(word.strip() for word in self.places)
        return RawLabels(np.frombuffer(self.codes, np.int64), words, source)


def labels_of_words(texts: Iterable[str], source: str) -> RawLabels:
    """Return labels of texts."""
    words = Words()
    for text in texts:
        words.add(text)
    return words.labels(source)


def plain_name(name: str) -> str:
    """Write a name in lower case, with single underscores between its parts."""
    spread = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())
    return re.sub(r"[^0-9a-z]+", "_", spread.lower()).strip("_")


def rank(name: str, known: tuple[str, ...]) -> int | None:
    """Return the place of a name among known names; one that ends with a known name comes later."""
    plain = plain_name(name)
    if plain in known:
        return known.index(plain)
    ends = [i for i, each in enumerate(known) if len(each) > 2 and plain.endswith(f"_{each}")]
    return len(known) + min(ends) if ends else None
