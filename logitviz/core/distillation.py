"""Knowledge distillation: how far a student's soft labels are from its teacher's."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib import checks as _checks
from logitviz.core._lib.checks import Float64Array, FloatArray, finite_logits, rounded, same_classes
from logitviz.core._lib.rows import class_first, map_rows
from logitviz.core._lib.stages import class_sum, log_softmax_stage, shifted

from .divergence import divergence
from .standardize import AUTHORS_EPS
from .standardize import standardize as z_scores

# Outside this range T² leaves float64.
COUNTS_AS_ZERO, COUNTS_AS_INFINITE = 1e-150, 1e150


def distillation_loss(
    teacher: ArrayLike,
    student: ArrayLike,
    *,
    temperature: ArrayLike = 2.0,
    student_temperature: ArrayLike | None = None,
    standardize: bool = False,
    ddof: int = 1,
) -> FloatArray:
    r"""Give T² times the divergence of a student's soft labels from its teacher's.

    .. math:: T^2 \, KL\left(\operatorname{softmax}(t/T) \,\|\, \operatorname{softmax}(s/T_s)\right)

    Parameters
    ----------
    teacher, student : array_like, shape [..., C]
        Finite logits t and s of the same C classes, none masked; their leading shapes broadcast.
    temperature : float or array_like, default 2.0
        The teacher's T, 0 or more: one number, or an array that broadcasts to the leading
        shape. Below 1e-150 it counts as 0, above 1e150 as inf. With one temperature for both the
        loss vanishes at the limit T = 0, and at T = inf it is half the variance of t − s over
        the classes.
    student_temperature : float or array_like, optional
        The student's T_s; without it T is shared. The scale stays the square of the *teacher's*
        T, so the gradient with respect to s is T²/T_s (q − p), not T (q − p). At T = 0 the loss
        is 0, but inf if T_s is 0 too and the student's logits differ; at T = inf it is inf,
        unless the student's soft labels are uniform.
    standardize : bool, default False
        Take the z-scores of both, `logitviz.standardize`, before the division by T. The loss is
        then 0 for every student a t + b with a > 0, up to the 1e-7 added to the standard
        deviation.
    ddof : int, default 1
        For the z-scores.

    Returns
    -------
    ndarray or scalar, shape [...]
        In nats, per sample, 0 or more; inf where the divergence alone is beyond float64. The
        wider dtype of the two is kept.

    Raises
    ------
    ValueError
        If a logit is not finite, a temperature is negative or NaN, or shapes do not fit.

    Notes
    -----
    Computed from log-probabilities, so that a class whose probability underflows in the student
    does not make the loss infinite.

    References
    ----------
    .. [1] G. Hinton, O. Vinyals, J. Dean, "Distilling the knowledge in a neural network", 2015.
       arXiv:1503.02531
    .. [2] S. Sun, W. Ren, J. Li, R. Wang, X. Cao, "Logit standardization in knowledge
       distillation", CVPR 2024. arXiv:2403.01427

    Examples
    --------
    The toy case of [2]_: with a shared temperature the student that predicts another class than
    the teacher has the smaller loss.

    >>> import logitviz as lv
    >>> teacher, students = [1, 4, 3, 2], [[1, 2.8, 3, 2], [0.1, 0.4, 0.3, 0.2]]
    >>> lv.distillation_loss(teacher, students, temperature=1).round(4)
    array([0.1749, 0.3457])
    >>> lv.distillation_loss(teacher, students, temperature=1, standardize=True).round(4)
    array([0.0995, 0.    ])
    """
    pair = same_classes(
        finite_logits(teacher, "teacher"), finite_logits(student, "student"), ("teacher", "student")
    )
    lead = pair[0].shape[:-1]
    t_teacher = t_student = _checks.temperatures(temperature, lead)
    if student_temperature is not None:
        t_student = _checks.temperatures(student_temperature, lead, "student_temperature")

    def compared(rows: FloatArray) -> Float64Array:
        z = rows.astype(np.float64)
        return np.asarray(z_scores(z, ddof=ddof), np.float64) if standardize else z

    def losses(
        t: FloatArray, s: FloatArray, t_teacher: Float64Array, t_student: Float64Array
    ) -> Float64Array:
        of_student = None if student_temperature is None else t_student
        return divergence_and_loss(compared(t), compared(s), t_teacher, of_student)[1]

    return map_rows(losses, (*pair, t_teacher, t_student), lead, (), np.result_type(*pair))


def distillation_gradient(
    teacher: ArrayLike,
    student: ArrayLike,
    *,
    temperature: ArrayLike = 2.0,
    standardize: bool = False,
    ddof: int = 1,
) -> FloatArray:
    r"""Give the gradient of `distillation_loss` with one temperature for the student's logits.

    .. math:: g = T (q - p), \qquad
              \frac{g - \bar g - \hat s \; \overline{g \hat s} \, b / \sigma}{b},
              \quad b = \sigma + \epsilon

    The second form is for z-scores ŝ = (s − mean)/b, its second mean over C − ddof.

    Parameters
    ----------
    teacher, student, temperature, standardize, ddof
        As for `distillation_loss`.

    Returns
    -------
    ndarray, shape [..., C]
        It sums to 0 over the classes: at T = 0 it is 0, at T = inf (s − t − mean)/C. Where the
        student's logits are all equal, the gradient of their z-scores is undefined and 0 is
        returned.

    Examples
    --------
    >>> distillation_gradient([1, 4, 3, 2], [1, 2.8, 3, 2], temperature=1).round(3)
    array([ 0.026, -0.291,  0.194,  0.071])
    """
    t, s = same_classes(
        finite_logits(teacher, "teacher"), finite_logits(student, "student"), ("teacher", "student")
    )
    dtype = np.result_type(t, s)
    t, s = (np.array(each, dtype=np.float64) for each in (t, s))
    shared = _within_limits(temperature, t.shape[:-1])
    if not standardize:
        return rounded(_gradient(t, s, shared), dtype)
    scores = np.asarray(z_scores(s, ddof=ddof), np.float64)
    g = _gradient(np.asarray(z_scores(t, ddof=ddof), np.float64), scores, shared)
    deviation = s.std(axis=-1, ddof=ddof, keepdims=True)
    below = deviation + AUTHORS_EPS
    along = (g * scores).sum(axis=-1, keepdims=True) / (s.shape[-1] - ddof)
    with np.errstate(all="ignore"):
        result = (g - g.mean(axis=-1, keepdims=True) - scores * along * below / deviation) / below
    return rounded(np.where(deviation > 0, result, 0.0), dtype)


def divergence_and_loss(
    t: Float64Array, s: Float64Array, temperature: ArrayLike, student_temperature: ArrayLike | None
) -> tuple[Float64Array, Float64Array]:
    """KL of the student's softmax from the teacher's, from logits [..., C], and T² KL; [...]."""
    t_teacher = t_student = _within_limits(temperature, t.shape[:-1])
    s_at_infinity = s  # the limit of T s/T_s for T → ∞
    if student_temperature is not None:
        t_student = _checks.temperatures(student_temperature, t.shape[:-1], "student_temperature")
        s_at_infinity = np.zeros_like(s)
    with np.errstate(all="ignore"):
        p, q, log_ratio = _soft_labels(_shifted(t, t_teacher), _shifted(s, t_student))
        kl = divergence(p, q, log_ratio)
        loss = t_teacher * (t_teacher * kl)
        at_infinity = np.where(kl == 0, _half_variance(t, s_at_infinity), np.inf)
    one_hot = (np.asarray(t_student) == 0) & (s != s[..., :1]).any(axis=-1)
    at_zero = np.where(one_hot & (student_temperature is not None), np.inf, 0.0)
    loss = np.where(t_teacher == np.inf, at_infinity, loss)
    return kl, np.where(t_teacher == 0, at_zero, loss)


def _half_variance(t: Float64Array, s: Float64Array) -> Float64Array:
    """Half the variance of t − s; inf only where it lies beyond float64 itself."""
    largest = np.maximum(np.abs(t), np.abs(s)).max(axis=-1)
    _, exponent = np.frexp(largest)
    gap = np.ldexp(t, -exponent[..., None]) - np.ldexp(s, -exponent[..., None])
    return np.asarray(np.ldexp(gap.var(axis=-1) / 2, 2 * exponent))


def _within_limits(temperature: ArrayLike, lead: tuple[int, ...]) -> Float64Array:
    """Return temperatures with 0 and inf for those beyond the limits."""
    t = _checks.temperatures(temperature, lead)
    return np.where(t < COUNTS_AS_ZERO, 0.0, np.where(t > COUNTS_AS_INFINITE, np.inf, t))


def _gradient(t: Float64Array, s: Float64Array, temperature: Float64Array) -> Float64Array:
    """T (q − p) and its limits."""
    with np.errstate(all="ignore"):
        p, q, log_ratio = _soft_labels(_shifted(t, temperature), _shifted(s, temperature))
        gap = np.where(np.abs(log_ratio) < 1, p * np.expm1(-log_ratio), q - p)
        gradient = np.moveaxis(temperature * gap, 0, -1)
        at_infinity = (s - t - (s - t).mean(axis=-1, keepdims=True)) / s.shape[-1]
    each = temperature[..., None]
    return np.where(each == 0, 0.0, np.where(each == np.inf, at_infinity, gradient))


def _shifted(z: Float64Array, temperature: Float64Array) -> Float64Array:
    """(z − max z)/T, class axis first, from logits [..., C]."""
    z = class_first(z)
    return shifted(z, z.max(axis=0), temperature)


class _SoftLabels(NamedTuple):
    """p of the teacher, q of a student, and log(p/q), class axis first."""

    teacher: Float64Array
    student: Float64Array
    log_ratio: Float64Array


def _soft_labels(t: Float64Array, s: Float64Array) -> _SoftLabels:
    """Give the soft labels of shifted logits, class axis first."""
    log_p, log_q, d = log_softmax_stage(t), log_softmax_stage(s), t - s
    p, q = np.exp(log_p), np.exp(log_q)
    # For a small d this form keeps the digits that log p − log q cancels.
    near = d - np.log1p(class_sum(q * np.expm1(d)))
    return _SoftLabels(p, q, np.where((np.abs(d) < 1).all(axis=0), near, log_p - log_q))
