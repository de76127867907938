"""How far a share of few samples may be from the share of all."""

import numpy as np
from numpy.typing import ArrayLike

from logitviz.core._lib.checks import Float64Array, at_index, real_array, refuse_nan

Z_95 = 1.959963984540054  # the 97.5 % point of the normal distribution


def wilson_interval(right: ArrayLike, count: ArrayLike) -> tuple[Float64Array, Float64Array]:
    r"""Give the 95 % interval of a share that was counted.

    .. math:: \frac{\hat p + z^2/2n \pm z \sqrt{\hat p (1 - \hat p)/n + z^2/4n^2}}{1 + z^2/n},
              \qquad \hat p = k/n

    Parameters
    ----------
    right : array_like, shape [...]
        k, how many of the samples are right, from 0 to n.
    count : array_like, shape [...]
        n, how many samples there are, above 0.

    Returns
    -------
    low, high : ndarray or scalar, shape [...]
        From 0 to 1. Unlike a bootstrap, the interval has a width where all samples are right or
        all are wrong.

    Raises
    ------
    ValueError
        If a count is not above 0, or a number of right samples is not from 0 to its count.

    References
    ----------
    .. [1] E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
       J. Am. Stat. Assoc. 22, 1927. doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> import logitviz as lv
    >>> low, high = lv.wilson_interval(10, 10)
    >>> round(float(low), 4), float(high)
    (0.7225, 1.0)
    """
    k, n = (
        real_array(value, name).astype(np.float64)
        for value, name in ((right, "right"), (count, "count"))
    )
    refuse_nan(k, "right")
    _require(n > 0, "count must be above 0", n)
    _require((k >= 0) & (k <= n), "right must be from 0 to count", k)
    share, spread = k / n, Z_95**2 / n
    middle, half = share + spread / 2, np.sqrt(spread * (share * (1 - share) + spread / 4))
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    # Both ends are exact where nothing or everything is right.
    return np.where(k == 0, 0.0, low)[()], np.where(k == n, 1.0, high)[()]


def _require(allowed: np.ndarray, rule: str, given: Float64Array) -> None:
    if not allowed.all():
        wrong = ~np.broadcast_to(allowed, np.broadcast_shapes(allowed.shape, given.shape))
        value = np.broadcast_to(given, wrong.shape)[wrong].flat[0]
        raise ValueError(f"{rule}, got {value}{at_index(wrong)}")
