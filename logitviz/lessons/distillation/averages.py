"""Means over all test images of what a distillation loss sees of both classifiers."""

from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from logitviz.core import entropy, softmax
from logitviz.datasets.digits import load_digits
from logitviz.live.state import Floats

from .comparison import DistillationOptions, compared_logits

Row = tuple[tuple[float, ...], ...]


class Averages(NamedTuple):
    """Means over all images of the fields of `Comparison` with these names; 2 models, 1 student.

    Parameters
    ----------
    logit_mean, logit_deviation, logit_range, confidence
        Of teacher and student, [..., 2].
    agrees_with_teacher, divergence, loss
        Of the student, [..., 1].
    """

    logit_mean: Floats
    logit_deviation: Floats
    logit_range: Floats
    confidence: Floats
    agrees_with_teacher: Floats
    divergence: Floats
    loss: Floats


class _Classifier(NamedTuple):
    """One classifier: its compared logits minus the largest, [C, N]; predictions, [N]; means."""

    shifted: Floats
    prediction: NDArray[np.intp]
    sizes: tuple[float, float, float]


class _TeacherLabels(NamedTuple):
    """The teacher's soft labels, [C, N], their mean entropy in nats and mean confidence."""

    probabilities: Floats
    entropy: float
    confidence: float


def averages(options: DistillationOptions, temperature: ArrayLike, scale: ArrayLike) -> Averages:
    """Average over all images; the student's logits are multiplied by a scale.

    Parameters
    ----------
    options
        How the loss compares.
    temperature, scale
        They broadcast with the student's temperature, if it has its own, to the shape [...].
    """
    theirs = options.student_temperature
    given = (temperature, scale) if theirs is None else (temperature, scale, theirs)
    single = np.broadcast_arrays(*given)
    rows = [
        _averages(replace(options, student_temperature=own[0] if own else None), t, s)
        for t, s, *own in zip(*(numbers.ravel().tolist() for numbers in single), strict=True)
    ]
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return Averages(*(column.reshape(*single[0].shape, -1) for column in columns))


@lru_cache(maxsize=4096)
def _averages(options: DistillationOptions, temperature: float, scale: float) -> Row:
    """Average at single numbers."""
    own = options.student_temperature
    scores = replace(options, student_temperature=None)
    teacher, student = _classifier("teacher", scores, 1.0), _classifier("student", scores, scale)
    labels = _teacher_labels(scores, temperature)
    divided = _divided(student.shifted, temperature if own is None else own)
    log_sum = np.log(np.exp(divided).sum(axis=0))
    agrees = teacher.prediction == student.prediction
    if own is None and temperature == 0:
        divergence, loss = 0.0 if agrees.all() else np.inf, 0.0
    elif own is None and temperature == np.inf:
        half_variance = (teacher.shifted - student.shifted).var(axis=0) / 2
        divergence, loss = 0.0, float(half_variance.mean())
    else:
        cross_entropy = log_sum.mean() - np.vdot(labels.probabilities, divided) / len(agrees)
        divergence = max(float(cross_entropy) - labels.entropy, 0.0)
        loss = temperature**2 * divergence if temperature > 0 else 0.0
    confidence = labels.confidence, float(np.exp(-log_sum).mean())
    sizes = zip(teacher.sizes, student.sizes, strict=True)
    return *sizes, confidence, (float(agrees.mean()),), (divergence,), (loss,)


def _divided(shifted: Floats, temperature: float) -> Floats:
    """Divide numbers of 0 or less by T; at T = 0 they become 0 or −∞."""
    with np.errstate(divide="ignore"):
        return np.divide(shifted, temperature, out=np.zeros_like(shifted), where=shifted < 0)


@lru_cache(maxsize=64)
def _classifier(name: str, options: DistillationOptions, scale: float) -> _Classifier:
    logits = load_digits().teacher_logits if name == "teacher" else load_digits().student_logits
    z = compared_logits(scale * logits, options).T.copy()
    sizes = z.mean(axis=0), z.std(axis=0, ddof=options.ddof), np.ptp(z, axis=0)
    mean, deviation, largest_minus_smallest = (float(size.mean()) for size in sizes)
    means = (mean, deviation, largest_minus_smallest)
    return _Classifier(z - z.max(axis=0), z.argmax(axis=0), means)


@lru_cache(maxsize=128)  # 9 MB: all temperatures for one kind of loss
def _teacher_labels(options: DistillationOptions, temperature: float) -> _TeacherLabels:
    z = _classifier("teacher", options, 1.0).shifted
    p = np.ascontiguousarray(softmax(z, temperature=temperature, axis=0))
    return _TeacherLabels(p, float(entropy(p, axis=0).mean()), float(p.max(axis=0).mean()))
