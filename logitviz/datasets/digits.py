"""Real logits: three classifiers' answers to 899 handwritten digits they were not trained on.

Nothing is trained here. ``tools/make_digits.py`` trained the models once and stored what they
answered; ``README.md`` beside the data names the source of the images, their licence and the
models.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core.softmax import softmax

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

DIGITS_PATH = Path(__file__).resolve().parent / "data" / "digits.npz"
FULL_INK = 16
INK_MARKS = "0123456789abcdefg"  # in texts, one character for each amount of ink
CLASSIFIERS = {
    "strong": "teacher_logits",
    "weak": "student_logits",
    "overconfident": "overconfident_logits",
}


@dataclass(frozen=True, eq=False)
class Digits:
    """The test half of the digits with the logits of three models, all arrays read-only.

    The student is a linear map of the raw pixels,
    ``student_logits = images.reshape(N, 64) @ student_weights.T + student_biases``.
    It was trained on the features ``f = pixels / 16``; the stored weights have that division
    already in them, so the weights for `pixel_features` are ``16 * student_weights``.

    The overconfident model is a network that was trained on the student's images without weight
    decay until its training loss was practically zero.

    Attributes
    ----------
    images : uint8 [N, 8, 8]
        Ink per pixel, 0 (paper) to 16 (full ink). N = 899.
    labels : int64 [N]
        The digit each image shows, 0 to 9; also the index of its logit.
    rows : int64 [N]
        Row of each image in ``sklearn.datasets.load_digits()``, ascending.
    teacher_logits, student_logits : float64 [N, 10]
        The values each model hands to its softmax, neither shifted nor rescaled.
    student_weights : float64 [10, 64]
        Per digit and pixel, pixels row by row; logit per unit of ink.
    student_biases : float64 [10]
        The student's logits for an empty image.
    training_images : uint8 [M, 8, 8]
        The M = 60 images the student was trained on, six per digit; none is in `images`.
    training_labels : int64 [M]
        The digits they show.
    training_rows : int64 [M]
        Their rows in ``sklearn.datasets.load_digits()``, ascending.
    training_teacher_logits : float64 [M, 10]
        The teacher's logits for them. It was trained on these images too, so they say nothing
        about its accuracy; they are what a student can be taught from.
    overconfident_logits : float64 [N, 10]
        What the overconfident model hands to its softmax. They reach beyond −10 to 10, the range of
        the app's sliders.
    overconfident_rows : int64 [M]
        Rows in ``sklearn.datasets.load_digits()`` of the images it was trained on, ascending: those
        of `training_rows`.
    """

    images: NDArray[np.uint8]
    labels: Indices
    rows: Indices
    teacher_logits: Floats
    student_logits: Floats
    student_weights: Floats
    student_biases: Floats
    training_images: NDArray[np.uint8]
    training_labels: Indices
    training_rows: Indices
    training_teacher_logits: Floats
    overconfident_logits: Floats
    overconfident_rows: Indices


@dataclass(frozen=True, eq=False)
class Showcase:
    """Indices of example images, the most extreme confidence of each kind first.

    Attributes
    ----------
    most_confident_right, least_confident_right : int64 [count]
        Right answers, confidence falling and rising.
    most_confident_wrong, least_confident_wrong : int64 [count]
        Wrong answers, confidence falling and rising.
    """

    most_confident_right: Indices
    least_confident_right: Indices
    most_confident_wrong: Indices
    least_confident_wrong: Indices


@cache
def load_digits() -> Digits:
    """Read the stored digits; every call returns the same record.

    Returns
    -------
    Digits
        Read-only, since all sessions of the app share it.

    Examples
    --------
    >>> digits = load_digits()
    >>> int((digits.teacher_logits.argmax(axis=1) == digits.labels).sum())
    867
    """
    with np.load(DIGITS_PATH, allow_pickle=False) as stored:
        return Digits(**{field.name: _read_only(stored[field.name]) for field in fields(Digits)})


def classifier_logits(name: str) -> Floats:
    """Return one classifier's logits for all test images.

    Parameters
    ----------
    name : str
        ``"strong"`` (the teacher, mean confidence below its accuracy), ``"weak"`` (the student,
        likewise) or ``"overconfident"`` (mean confidence above its accuracy).

    Returns
    -------
    float64 [899, 10]
        Read-only, in the order of ``load_digits().labels``.

    Raises
    ------
    ValueError
        If no classifier has that name.

    Examples
    --------
    >>> logits = classifier_logits("overconfident")
    >>> float((logits.argmax(axis=1) == load_digits().labels).mean().round(3))
    0.845
    >>> float(softmax(logits).max(axis=1).mean().round(3))
    0.963
    """
    if name not in CLASSIFIERS:
        raise ValueError(f"name must be one of {', '.join(CLASSIFIERS)}, not {name!r}")
    logits: Floats = getattr(load_digits(), CLASSIFIERS[name])
    return logits


def pixel_features(images: ArrayLike) -> Floats:
    """Return the features all models were trained on, ``f = pixels / 16``.

    Parameters
    ----------
    images : array_like [..., 8, 8]
        Ink per pixel, 0 to 16.

    Returns
    -------
    float64 [..., 64]
        0 to 1, pixels row by row. The division is exact, 16 being a power of two.
    """
    ink = np.asarray(images, dtype=np.float64)
    if ink.shape[-2:] != (8, 8):
        raise ValueError(f"images must have shape [..., 8, 8], not {list(ink.shape)}")
    return ink.reshape(*ink.shape[:-2], 64) / FULL_INK


def showcase(logits: ArrayLike, labels: ArrayLike, count: int) -> Showcase:
    r"""Pick the answers given with the most and the least confidence, right and wrong apart.

    Confidence is the largest probability of the softmax at T = 1,
    :math:`\max_i e^{z_i} / \sum_j e^{z_j}`; the answer is the index of the largest logit, the
    first of them in a tie. Images of equal confidence keep their order.

    Parameters
    ----------
    logits : array_like [N, num_classes]
        One model's logits.
    labels : array_like [N]
        The right class of each row.
    count : int
        How many indices to give of each kind, at least 1. A kind with fewer images gives all it
        has; one with fewer than ``2 * count`` has images among both its most and least confident.

    Returns
    -------
    Showcase
        Four arrays of row indices.

    Examples
    --------
    >>> showcase([[3.0, 0.0], [1.0, 0.0], [0.0, 2.0]], [0, 0, 0], 1).most_confident_right
    array([0])
    """
    scores, truth = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    _check_showcase(scores, truth, count)
    confidence = softmax(scores).max(axis=-1)
    right = scores.argmax(axis=-1) == truth
    falling = np.argsort(-confidence, kind="stable")
    rising = np.argsort(confidence, kind="stable")
    return Showcase(
        most_confident_right=falling[right[falling]][:count],
        least_confident_right=rising[right[rising]][:count],
        most_confident_wrong=falling[~right[falling]][:count],
        least_confident_wrong=rising[~right[rising]][:count],
    )


def _check_showcase(logits: Floats, labels: NDArray[Any], count: int) -> None:
    if logits.ndim != 2:
        raise ValueError(f"logits must have shape [N, num_classes], not {list(logits.shape)}")
    if labels.shape != logits.shape[:1]:
        raise ValueError(
            f"labels must have one entry for each of the {logits.shape[0]} rows of logits, "
            f"not shape {list(labels.shape)}"
        )
    if count < 1:
        raise ValueError(f"count must be at least 1, not {count}")


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    array.setflags(write=False)
    return array
