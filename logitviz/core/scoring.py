"""Proper scores of labelled logits: the negative log-likelihood and the Brier score."""

from numpy.typing import ArrayLike

from logitviz.core._lib.outcomes import outcomes


def negative_log_likelihood(
    logits: ArrayLike, labels: ArrayLike, *, temperature: ArrayLike = 1.0
) -> float:
    r"""Give the mean negative log-likelihood of the labels.

    .. math:: \frac{1}{N} \sum_n -\log p_{n, y_n}, \qquad p_n = \mathrm{softmax}(z_n/T)

    Parameters
    ----------
    logits : array_like, shape [N, C]
        Any real numbers, as for `softmax`; N is 1 or more.
    labels : array_like of int, shape [N]
        y, the true classes, 0 to C − 1.
    temperature : float or array_like, default 1.0
        T, 0 or more, with both limits as for `softmax`: one number, or one for each row.

    Returns
    -------
    float
        In nats, 0 or more; inf where a true class is impossible. At T = inf it is log C where
        every class is possible.

    Raises
    ------
    ValueError
        As for `softmax`; if a label is no class or masked, or the shapes do not fit.
    TypeError
        If the labels are not integers.

    Notes
    -----
    It is the mean of `cross_entropy`. The score is proper: no other distribution has a smaller
    mean than the true one. A single sample whose class has probability 0 makes it infinite.

    References
    ----------
    .. [1] I. J. Good, "Rational decisions", J. R. Stat. Soc. B 14, 1952.
       doi:10.1111/j.2517-6161.1952.tb00104.x

    Examples
    --------
    >>> import logitviz as lv
    >>> round(lv.negative_log_likelihood([[2.0, 1.0, 0.1], [0.5, 3.0, 1.5]], [0, 2]), 5)
    1.0917
    """
    return float(outcomes(logits, labels, temperature).log_loss.mean())


def brier_score(logits: ArrayLike, labels: ArrayLike, *, temperature: ArrayLike = 1.0) -> float:
    r"""Give the Brier score: the mean squared distance of the probabilities from the labels.

    .. math:: \frac{1}{N} \sum_n \sum_i (p_{ni} - [i = y_n])^2, \qquad p_n = \mathrm{softmax}(z_n/T)

    Parameters
    ----------
    logits : array_like, shape [N, C]
        Any real numbers, as for `softmax`; N is 1 or more.
    labels : array_like of int, shape [N]
        y, the true classes, 0 to C − 1.
    temperature : float or array_like, default 1.0
        T, 0 or more, with both limits as for `softmax`: one number, or one for each row.

    Returns
    -------
    float
        From 0 (all probability on the label, always) to 2 (all of it on one wrong class, always).
        At T = inf it is 1 − 1/C where every class is possible.

    Raises
    ------
    ValueError, TypeError
        As for `negative_log_likelihood`.

    Notes
    -----
    The sum runs over all classes, as in Brier's paper. For two classes it is twice the number
    that some libraries give, which count one class only. Like the negative log-likelihood, the
    score is proper, but it stays finite; a temperature that lowers one of the two may raise the
    other.

    References
    ----------
    .. [1] G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly
       Weather Review 78, 1950. doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2

    Examples
    --------
    >>> import logitviz as lv
    >>> round(lv.brier_score([[2.0, 1.0, 0.1], [0.5, 3.0, 1.5]], [0, 2]), 5)
    0.73152
    """
    return float(outcomes(logits, labels, temperature).brier.mean())
