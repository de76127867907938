"""Names of columns, in files and in pasted text: which of them hold the scores of classes."""

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

Words = Sequence[AbstractSet[str]]

LONGEST_NAME = 200  # characters of a name that are looked at
NUMBERED = re.compile(r"(?P<stem>.*?)[\s_.\-:\[(]*(?P<number>[0-9]{1,9})[\])]?")
WHOLE = re.compile(r"[+-]?[0-9]{1,18}(?:[.,]0*)?")
UNNAMED = re.compile(r"unnamed(?:_[0-9]+)*")  # pandas names an index without a name "Unnamed: 0"

# An earlier name wins over a later one.
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
# Columns that stand beside the classes; a class has such a name only if the labels say so.
BESIDE = frozenset(
    (
        *("id", "ids", "idx", "index", "indices", "row", "row_id", "sample", "sample_id", "doc_id"),
        *("uid", "uuid", "example_id", "item_id", "question_id", "image_id"),
        *("filename", "file_name", "filepath", "file_path", "image", "image_name", "image_path"),
        *("path", "split", "fold", "epoch", "timestamp", "sample_weight", "prediction"),
        *("predictions", "pred", "preds", "predicted", "predicted_label", "predicted_class"),
        *("pred_label", "pred_class", "y_pred", "yhat", "y_hat", "argmax", "confidence", "conf"),
        *("max_prob", "max_probability", "loss", "nll", "entropy"),
    )
)
# Names of such columns that may be names of classes as well.
UNCLEAR_LABELS = frozenset({"y", "true", "truth", "gt", "gold", "actual", "answer"})
UNCLEAR = UNCLEAR_LABELS | {
    *("key", "name", "file", "img", "url", "text", "sentence", "step", "batch", "group", "subset"),
    *("date", "time", "weight", "correct", "acc", "margin"),
}
NO_CLASSES = BESIDE | UNCLEAR | frozenset(LABEL_NAMES)
NO_LABELS = NO_CLASSES.difference(LABEL_NAMES)


class ClassColumns(NamedTuple):
    """Places of the columns that may hold the scores of classes, and of the label.

    `unclear` are those of the classes whose names are unclear, and of which no label says that
    they are classes.
    """

    classes: list[int]
    label: int | None
    unclear: list[int]


def plain_name(name: str) -> str:
    """Write a name in lower case, with single underscores between its parts."""
    spread = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip()[:LONGEST_NAME])
    return re.sub(r"[\W_]+", "_", spread.lower()).strip("_")


def is_other(name: str) -> bool:
    """Whether a column of this name is no class, or may be none."""
    plain = plain_name(name)
    return not name.strip() or plain in NO_CLASSES or UNNAMED.fullmatch(plain) is not None


def is_unclear(name: str) -> bool:
    """Whether a column of this name may be a class or not."""
    return plain_name(name) in UNCLEAR


def label_column(names: Sequence[str], words: Words | None = None) -> int | None:
    """Return the place of the label; of several, the one with the best name.

    If `words`, the first fields of every column, are given, a column of fractions with a name such
    as ``true`` is not the label.
    """
    plain = [plain_name(name) for name in names]
    for known in sorted(LABEL_NAMES, key=UNCLEAR_LABELS.__contains__):
        place = plain.index(known) if known in plain else None
        if place is not None and not (
            known in UNCLEAR_LABELS and words and any(map(_is_fraction, words[place]))
        ):
            return place
    return None


def class_columns(names: Sequence[str], numeric: Sequence[bool], words: Words) -> ClassColumns:
    """Choose columns by their names, whether they hold numbers, and their first fields.

    Columns such as ``id`` are left out, unless the labels say that they are classes. Those with an
    unclear name such as ``time`` are left out as well if the classes are recognised without them:
    they have a stem and a number, as ``logit_3``, a stem such as ``prob_cat``, or the names that
    stand in the label.
    """
    label, told = _label_and_classes(names, numeric, words)
    places = [place for place in range(len(names)) if numeric[place] and place != label]
    certain = [p for p in places if names[p].strip() in told or not is_other(names[p])]
    unclear = [p for p in places if p not in set(certain) and is_unclear(names[p])]
    if _recognised([names[place] for place in certain], told):
        unclear = []
    return ClassColumns(sorted([*certain, *unclear]), label, unclear)


def _label_and_classes(
    names: Sequence[str], numeric: Sequence[bool], words: Words
) -> tuple[int | None, AbstractSet[str]]:
    """Return the place of the label by its name, and the names of classes that labels hold."""
    label = label_column(names, words)
    known = {name.strip() for name, number in zip(names, numeric, strict=True) if number}
    naming = [p for p, w in enumerate(words) if not numeric[p] and w and w <= known]
    if len(naming) == 1 and label is not None and names[label].strip() in words[naming[0]]:
        label = naming[0]
    if label is None:
        return None, words[naming[0]] if len(naming) == 1 else set()
    return label, words[label]


def _recognised(names: Sequence[str], told: AbstractSet[str]) -> bool:
    """Whether names are those of classes: numbered, behind a stem, or named by the labels."""
    matches = [NUMBERED.fullmatch(name.strip()[:LONGEST_NAME]) for name in names]
    numbered = Counter(match["stem"].strip().casefold() for match in matches if match)
    stems = Counter(stem for name in names if (stem := score_stem(name)))
    repeated = max([*numbered.values(), *stems.values()], default=0) > 1
    return repeated or any(name.strip() in told for name in names)


def score_stem(name: str) -> str:
    """Return ``prob`` of ``prob_cat``; "" if a name does not begin with a name of scores."""
    stem = re.split(r"[_\s.\-:]", name.strip()[:LONGEST_NAME], maxsplit=1)[0]
    return stem if stem.casefold() in SCORE_NAMES and len(stem) < len(name.strip()) else ""


def are_whole(fields: AbstractSet[str]) -> bool:
    """Whether there are fields, and all are whole numbers."""
    return bool(fields) and all(WHOLE.fullmatch(field.strip()) for field in fields)


def _is_fraction(field: str) -> bool:
    try:
        float(field.replace(",", "."))
    except ValueError:
        return False
    return not WHOLE.fullmatch(field.strip())
