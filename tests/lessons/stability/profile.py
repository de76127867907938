"""The facts of the page of numerical stability."""

from collections.abc import Callable

import mpmath  # type: ignore[import-untyped]
import numpy as np
import scipy.special

import logitviz as lv
from logitviz.lessons.stability.state import DEMO, pair_logs
from tests.lessons.profile import Profile


def in_steps_of(dtype: str, number: float) -> float:
    return float(np.spacing(np.dtype(dtype).type(number)))


def zero_over_zero() -> bool:
    return bool(np.isnan(lv.naive_softmax([-800.0, -900.0])).all())


CLAIMS: dict[str, Callable[[], bool]] = {
    "its largest argument becomes 0": lambda: (
        lv.step_by_step([3.0, 700.0], shift="before").arguments.max() == 0
    ),
    "so 0 is right to the last digit": lambda: (
        np.float32(mpmath.exp(-104)) == 0  # tests/core/test_precision.py holds it for any logits
    ),
    "Add 100000 in float32 and they stand in steps of 0.0078": lambda: (
        round(in_steps_of("float32", 1e5), 4) == 0.0078
    ),
    "multiply far enough in float16 and they are ∞, because 65504 is its largest number": lambda: (
        np.finfo("float16").max == 65504
        and bool(np.isinf(lv.step_by_step([4.2e5], dtype="float16").logits[0]))
    ),
    "for the second class of z = [1000, 1] it says 999": lambda: (
        lv.cross_entropy([1000.0, 1.0], 1) == 999
    ),
    "the chart shows log p, the same with the other sign: −999": lambda: (
        lv.step_by_step([1000.0, 1.0], shift="before").fused[1] == -999
    ),
    "is 0 for the largest class, and 0/T stays 0": lambda: (
        lv.step_by_step([5.0, 1.0], temperature=1e-300, shift="before").arguments[0] == 0
    ),
    "rounds to 0": lambda: bool(
        lv.step_by_step([1.0], temperature=1e-9, dtype="float16").temperature == 0
    ),
    "the largest exponential is exactly 1": lambda: bool(
        lv.step_by_step([900.0, 3.0, 4.0], shift="before").exponentials.max() == 1
    ),
    "between 1 and the number of classes": lambda: bool(
        1 <= lv.step_by_step([5.0, 1.0, 5.0], shift="before").total <= 3
    ),
    "709.78 in float64, 88.72 in float32 and 11.09 in float16": lambda: (
        [round(float(lv.exp_limits(d).largest), 2) for d in ("float64", "float32", "float16")]
        == [709.78, 88.72, 11.09]
    ),
    "between −200 and 200 in double precision cannot break even the naive formula at T = 1": (
        lambda: bool(np.isfinite(lv.naive_softmax([[200.0] * 10, [-200.0] * 10])).all())
    ),
    "exp(200) is about 7.2e86, far from 1.8e308": lambda: (
        f"{np.exp(200.0):.1e}" == "7.2e+86" and f"{np.finfo(np.float64).max:.1e}" == "1.8e+308"
    ),
    "`log_softmax` and `logsumexp` subtract the maximum": lambda: (
        scipy.special.logsumexp([1000.0, 1.0]) == 1000
    ),
    "an exponential this near 0 has few digits": lambda: (
        in_steps_of("float16", np.exp(-16.6)) > 0.1 * np.exp(-16.6)
    ),
    "every exponential underflows, and 0/0 is NaN": zero_over_zero,
    "| = 0/0|": zero_over_zero,
    "the sum overflows, and anything over ∞ is 0": lambda: bool(
        (lv.naive_softmax([10.6, 10.6], dtype="float16") == 0).all()
    ),
    "it divides by T = 0": lambda: bool(np.isnan(lv.naive_softmax([1.0, 0.0], temperature=0)[1])),
    "underflow is 0 to the last digit there is": lambda: np.float32(mpmath.exp(-104)) == 0,
    "z = [{x:whole}, 1], log p of the second class": lambda: (
        pair_logs(1000.0, "float64").fused == -lv.cross_entropy([1000.0, 1.0], 1)
    ),
    "exp is 0 below": lambda: (
        np.exp(np.nextafter(lv.exp_limits("float32").smallest, np.float32(-np.inf))) == 0
    ),
    "exp(200) | does ±200 break it?": lambda: DEMO == 200,
}

PROFILE = Profile(
    chart="naive",
    above=frozenset({"naive"}),
    sliders=["T", "m", "h", "z0", "x", "tiny"],
    act="T m h dtype exp_arguments naive shifted naive_verdict shifted_verdict k z0",
    stops=["T", "m", "h", "dtype", "k", "z0", "x", "tiny"],
    claims=CLAIMS,
    files=["steps.csv"],
    deep={
        "T": "2",
        "z0": "3.7261",
        "m": "25",
        "h": "-60",
        "dtype": "float16",
        "x": "90",
        "tiny": "1e-5",
    },
    drags={"k=4&dtype=float16&h=8&m=2": ("h", "z4", "x")},
    links=[
        "T=0&h=0&dtype=float64",
        "T=inf&dtype=float16",
        "dtype=float16&m=100000&tiny=1e-300",
        "h=-200&dtype=float16&k=9",
        "m=5&h=0&x=0",
        "m=100000&h=100000&dtype=float16&T=0.05",
        "m=100000&h=-100000&dtype=float16&T=inf",
    ],
    tried=("T", "m", "h", "z0", "x", "tiny"),
)
