"""Softmax and its logarithm, with a temperature and both of its limits."""

from numpy.typing import ArrayLike

from logitviz.core._lib.checks import FloatArray
from logitviz.core._lib.rows import Rows
from logitviz.core._lib.stages import log_softmax_stage, log_sum, softmax_stage


def softmax(logits: ArrayLike, *, temperature: ArrayLike = 1.0, axis: int = -1) -> FloatArray:
    r"""Turn vectors of logits into probability distributions.

    .. math:: p_i = \frac{\exp((z_i - \max z)/T)}{\sum_j \exp((z_j - \max z)/T)}

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers. A class of −inf has probability exactly 0; classes of +inf share
        all of it equally. A masked entry of a NumPy masked array counts as −inf.
    temperature : float or array_like, default 1.0
        T, 0 or more: one number, or an array that broadcasts to the leading shape.
        T = 0 is the limit argmax (ties share equally), T = inf the limit uniform over the
        classes above −inf.
    axis : int, default -1
        The class axis.

    Returns
    -------
    ndarray, shape [..., C]
        Probabilities. float16, float32 and float64 keep their dtype, bfloat16 and float8
        give float32, everything else gives float64; the work is done in float64 and rounded
        once.

    Raises
    ------
    ValueError
        If T is negative or NaN, a logit is NaN, there is no class, or every class is −inf.

    Notes
    -----
    Adding a constant to all logits changes nothing; multiplying them by k is temperature 1/k.
    The relative error is a few units in the last place times 1 + |z_i − max z|/T, as much as
    the rounding of the logits themselves may cause.

    References
    ----------
    .. [1] J. S. Bridle, "Probabilistic interpretation of feedforward classification network
       outputs", in Neurocomputing, Springer, 1990. doi:10.1007/978-3-642-76153-9_28
    .. [2] P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and
       softmax functions", IMA J. Numer. Anal. 41, 2021. doi:10.1093/imanum/draa038

    Examples
    --------
    >>> import logitviz as lv
    >>> lv.softmax([2.0, 1.0, 0.1]).round(5)
    array([0.659  , 0.24243, 0.09857])
    >>> lv.softmax([2.0, 1.0, 0.1], temperature=0)
    array([1., 0., 0.])
    """
    return Rows.of(logits, temperature, axis).each(softmax_stage)


def log_softmax(logits: ArrayLike, *, temperature: ArrayLike = 1.0, axis: int = -1) -> FloatArray:
    r"""Give the natural logarithm of softmax without computing softmax.

    .. math:: \log p_i = (z_i - \max z)/T - \operatorname{log1p}(R)

    where R is the sum of the exponentials of all but one of the largest classes.

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`.
    temperature : float or array_like, default 1.0
        T, 0 or more, as for `softmax`. At T = 0 k tied classes have −log k and the others
        −inf; at T = inf each of the C possible classes has −log C.
    axis : int, default -1
        The class axis.

    Returns
    -------
    ndarray, shape [..., C]
        Log-probabilities in nats, 0 or less.

    Raises
    ------
    ValueError
        As for `softmax`.

    References
    ----------
    .. [1] P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and
       softmax functions", IMA J. Numer. Anal. 41, 2021. doi:10.1093/imanum/draa038

    Examples
    --------
    An almost certain class keeps its tiny logarithm, which log(softmax) rounds to 0:

    >>> import logitviz as lv
    >>> float(lv.log_softmax([100, 0])[0])
    -3.720075976020836e-44
    """
    return Rows.of(logits, temperature, axis).each(log_softmax_stage)


def logsumexp(logits: ArrayLike, *, axis: int = -1) -> FloatArray:
    r"""Give the logarithm of the sum of the exponentials of the logits.

    .. math:: \log \sum_j \exp z_j = \max z + \operatorname{log1p}(R)

    Parameters
    ----------
    logits : array_like, shape [..., C]
        Any real numbers, as for `softmax`.
    axis : int, default -1
        The class axis, absent from the result.

    Returns
    -------
    ndarray or scalar, shape [...]
        In nats. It lies between max z and max z + log C, and is inf where a logit is.

    Raises
    ------
    ValueError
        If a logit is NaN, there is no class, or every class is −inf.

    References
    ----------
    .. [1] P. Blanchard, D. J. Higham, N. J. Higham, "Accurately computing the log-sum-exp and
       softmax functions", IMA J. Numer. Anal. 41, 2021. doi:10.1093/imanum/draa038

    Examples
    --------
    >>> import logitviz as lv
    >>> float(lv.logsumexp([1000, 1000]))
    1000.6931471805599
    """
    rows = Rows.of(logits, 1.0, axis)
    return rows.map(lambda block: block.largest + log_sum(block.shifted))
