"""From logits to the distribution that a language model draws from."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import BoolArray, FloatArray
from logitviz.core._lib.records import freeze
from logitviz.core._lib.truncated import STEPS as STEPS
from logitviz.core._lib.truncated import Truncated


@dataclass(frozen=True, eq=False, slots=True)
class Truncation:
    """The stages from logits [..., C] to what is drawn from; its arrays are read-only.

    Stage 0 is the softmax of the logits; one stage follows for each step. The last is drawn from.

    Attributes
    ----------
    order : tuple of str
        The steps, as they were taken.
    shifted : ndarray, shape [..., 5, C]
        (z − max z)/T at every stage, with T = 1 until the temperature is applied: 0 for the
        largest logit, −inf for a class that is cut.
    probabilities : ndarray, shape [..., 5, C]
        The softmax of the classes that are kept, exactly 0 for the others.
    kept : ndarray of bool, shape [..., 5, C]
        Which classes are kept.
    """

    order: tuple[str, ...]
    shifted: FloatArray
    probabilities: FloatArray
    kept: BoolArray

    def __post_init__(self) -> None:
        """Close the arrays against writing."""
        freeze(self)


def truncate(
    logits: ArrayLike,
    *,
    temperature: ArrayLike = 1.0,
    top_k: ArrayLike | None = None,
    top_p: ArrayLike | None = None,
    min_p: ArrayLike | None = None,
    order: Sequence[str] = STEPS,
) -> Truncation:
    r"""Apply temperature, top-k, top-p and min-p, and keep every stage.

    .. math:: p_i = \frac{[i \in K]\, e^{(z_i - \max z)/T}}{\sum_{j \in K} e^{(z_j - \max z)/T}}

    Every step starts from the softmax of what the steps before it have left. The class with the
    largest logit, the lowest one on a tie, is never cut.

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`. A class of −inf is never kept.
    temperature : float or array_like, default 1.0
        T, 0 or more, as for `softmax`, but T = 0 is greedy: it keeps the class that `predict`
        gives, also on a tie.
    top_k : int or array_like, optional
        Keep the k largest, 1 or more; on a tie the lower class. From C on it cuts nothing.
    top_p : float or array_like, optional
        Keep the smallest set of the most probable classes whose sum reaches p, 0 to 1, with the
        class by which it does; on a tie the lower class. 0 keeps one class, 1 cuts nothing.
    min_p : float or array_like, optional
        Keep the classes whose probability is at least this share of the largest, 0 to 1.
        0 cuts nothing, 1 keeps all classes that share the largest.
    order : sequence of str, default ("temperature", "top_k", "top_p", "min_p")
        The names of the four steps in the order in which they are taken. A step whose argument
        is None changes nothing.

    Returns
    -------
    Truncation
        The record. Arrays as arguments broadcast to the leading shape.

    Raises
    ------
    ValueError
        As for `softmax`; if a bound is NaN, outside its range or does not broadcast, top_k is
        not whole, or `order` does not name each step once.

    Notes
    -----
    What misses its bound by 1e-12 or less counts as reaching it, so that three classes of 0.1
    reach 0.3. Hugging Face's top-k keeps all classes that tie with the k-th; so does vLLM's without
    its Triton kernel.

    References
    ----------
    .. [1] A. Holtzman et al., "The curious case of neural text degeneration", ICLR 2020.
       arXiv:1904.09751 (top-p, also called nucleus sampling)
    .. [2] N. N. Minh et al., "Turning up the heat: min-p sampling for creative and coherent LLM
       outputs", ICLR 2025. arXiv:2407.01082

    Examples
    --------
    >>> import logitviz as lv
    >>> record = lv.truncate([2.0, 1.0, 0.1, -1.0], top_p=0.8)
    >>> record.probabilities[0].round(3), record.kept[-1]
    (array([0.638, 0.235, 0.095, 0.032]), array([ True,  True, False, False]))
    >>> record.probabilities[-1].round(3)
    array([0.731, 0.269, 0.   , 0.   ])
    """
    given = Truncated.of(
        logits, temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p, order=order
    )
    *lead, classes = given.rows.logits.shape
    shape = (math.prod(lead), 1 + len(STEPS), classes)
    s, p = np.empty(shape, given.rows.dtype), np.empty(shape, given.rows.dtype)
    kept = np.empty(shape, np.bool_)
    for place, stages in given.blocks():
        for i, stage in enumerate(stages):
            s[place, i], p[place, i], kept[place, i] = (each.T for each in stage)
    whole = (*lead, *shape[1:])
    return Truncation(given.order, s.reshape(whole), p.reshape(whole), kept.reshape(whole))
