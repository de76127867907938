"""The facts of the page of numerical stability."""

from collections.abc import Callable

import mpmath  # type: ignore[import-untyped]
import numpy as np
import scipy.special

import logitviz as lv
from logitviz.datasets.sources import TEN_CLASSES
from logitviz.lessons.stability.controls import PRECISIONS, TINY
from logitviz.lessons.stability.state import DEMO, SECOND_LOGIT, pair_logs
from tests.lessons.profile import Profile

Z = np.array(TEN_CLASSES)


def in_steps_of(dtype: str, number: float) -> float:
    return float(np.spacing(np.dtype(dtype).type(number)))


def breaks_at_100() -> bool:
    """The next lower position of the slider, 80, still works in both ways."""
    at_80, at_100 = (lv.naive_softmax(Z + h, dtype="float32") for h in (80, 100))
    shifted = [lv.step_by_step(Z + h, dtype="float32", shift="before") for h in (80, 100)]
    return bool(
        np.allclose(at_80, lv.softmax(Z), rtol=1e-4)
        and np.isnan(at_100).all()
        and all(np.allclose(s.probabilities, lv.softmax(Z), rtol=1e-4) for s in shifted)
    )


def zero_over_zero() -> bool:
    return bool(np.isnan(lv.naive_softmax([-800.0, -900.0])).all())


def zero_over_infinity() -> bool:
    return bool((lv.naive_softmax([10.6, 10.6], dtype="float16") == 0).all())


def zero_below_the_limit() -> bool:
    below = np.nextafter(lv.exp_limits("float32").smallest, np.float32(-np.inf))
    return bool(np.exp(below) == 0)


def beside_1() -> bool:
    return SECOND_LOGIT == 1


def in_both_small() -> bool:
    """The slider's smallest T rounds to 0 there, and not in double precision."""
    smallest = min(float(t) for t in TINY)
    return [float(np.dtype(name).type(smallest)) == 0 for name in PRECISIONS] == [
        True, True, False,
    ]  # fmt: skip


CLAIMS: dict[str, Callable[[], bool]] = {
    "lead: At T = 1, adding 100 breaks the textbook formula in float32, but not the shifted one": (
        breaks_at_100
    ),
    "shifted_verdict: The largest argument of exp is 0, so nothing overflows": lambda: (
        lv.step_by_step([3.0, 700.0], shift="before").arguments.max() == 0
    ),
    "naive_verdict: and their classes get 0": lambda: (
        lv.naive_softmax([0.0, -120.0], dtype="float32").tolist() == [1, 0]
    ),
    "cells: Subtracting the maximum divides all exponentials by the same number": lambda: bool(
        np.allclose(np.exp(Z) / np.exp(Z - Z.max()), np.exp(Z.max()), rtol=1e-14, atol=0)
    ),
    "cells: so 0 is right to the last digit": lambda: (
        np.float32(mpmath.exp(-104)) == 0  # tests/core/test_precision.py holds it for any logits
    ),
    "cells: Add 100000, and float32 has only steps of 0.0078": lambda: (
        round(in_steps_of("float32", 1e5), 4) == 0.0078
    ),
    "cells: logits become ∞ in float16, whose largest number is 65504": lambda: (
        np.finfo("float16").max == 65504
        and bool(np.isinf(lv.step_by_step([4.2e5], dtype="float16").logits[0]))
    ),
    "loss: Where p underflows to 0, log p is −∞ and the loss −log p is ∞": lambda: all(
        lv.step_by_step([1000.0, 1.0], dtype=dtype, shift="before").log_probabilities[1] == -np.inf
        for dtype in ("float16", "float32", "float64")
    ),
    "loss: For the second class of z = [1000, 1] it gives the loss 999": lambda: (
        lv.cross_entropy([1000.0, 1.0], 1) == 999
    ),
    "loss: of [x, 1], which is minus its loss: −999 at x = 1000": lambda: (
        lv.step_by_step([1000.0, 1.0], shift="before").fused[1] == -999
    ),
    "order: such as 1e-40 in float32, z/T overflows to ∞": lambda: bool(
        np.isinf(lv.step_by_step(Z, temperature=1e-40, dtype="float32").arguments).any()
    ),
    "exp_limits: In float32 and float16 such logits do break it": lambda: all(
        lv.exp_limits(dtype).largest < DEMO for dtype in ("float16", "float32")
    ),
    "order: is 0 for the largest class, and 0/T stays 0": lambda: (
        lv.step_by_step([5.0, 1.0], temperature=1e-300, shift="before").arguments[0] == 0
    ),
    "order: In float16 or float32, move T down": in_both_small,
    "order: T rounds to 0: plain arithmetic divides 0 by 0, which is NaN": lambda: bool(
        np.isnan(
            lv.step_by_step(Z, temperature=1e-9, dtype="float16", shift="plain").probabilities
        ).all()
    ),
    "order: a branch for T = 0: the largest class gets everything": lambda: (
        lv.step_by_step(Z, temperature=1e-9, dtype="float16", shift="before").probabilities.tolist()
        == lv.softmax(Z, temperature=0).tolist()
        == [1, *[0] * 9]
    ),
    "orders: with a branch for T = 0 |": lambda: lv.softmax(Z, temperature=0)[0] == 1,
    "cells: the largest exponential is now exactly 1": lambda: bool(
        lv.step_by_step([900.0, 3.0, 4.0], shift="before").exponentials.max() == 1
    ),
    "cells: between 1 and the number of classes": lambda: bool(
        1 <= lv.step_by_step([5.0, 1.0, 5.0], shift="before").total <= 3
    ),
    "exp_limits: 709.78 in float64, 88.72 in float32 and 11.09 in float16": lambda: (
        [round(float(lv.exp_limits(d).largest), 2) for d in ("float64", "float32", "float16")]
        == [709.78, 88.72, 11.09]
    ),
    "exp_limits: between −200 and 200 double precision does not break at T = 1": (
        lambda: bool(np.isfinite(lv.naive_softmax([[200.0] * 10, [-200.0] * 10])).all())
    ),
    "exp_limits: exp(200) is about 7.2e86, far below 1.8e308": lambda: (
        f"{np.exp(200.0):.1e}" == "7.2e+86" and f"{np.finfo(np.float64).max:.1e}" == "1.8e+308"
    ),
    "libraries: `log_softmax` and `logsumexp` subtract the maximum": lambda: (
        scipy.special.logsumexp([1000.0, 1.0]) == 1000
    ),
    "naive_verdict: so close to 0 that they have few digits": lambda: (
        in_steps_of("float16", np.exp(-16.6)) > 0.1 * np.exp(-16.6)
    ),
    "naive_verdict: Every exponential underflows to 0, and 0/0 is NaN": zero_over_zero,
    "stages: | = 0/0|": zero_over_zero,
    "naive_verdict: The sum overflows to ∞, and anything divided by ∞ is 0": zero_over_infinity,
    "outcome_zero_over_zero: 0 over 0, which is no number": zero_over_zero,
    "outcome_over_inf: 0 from a division by ∞": zero_over_infinity,
    "naive_verdict: It divides by T = 0": lambda: bool(
        np.isnan(lv.naive_softmax([1.0, 0.0], temperature=0)[1])
    ),
    "shifted_verdict: too small for this precision: 0 is right to the last digit": lambda: (
        np.float32(mpmath.exp(-104)) == 0
    ),
    "log_words: log p of the second class of [{x:whole}, 1]": lambda: (
        pair_logs(1000.0, "float64").fused == -lv.cross_entropy([1000.0, 1.0], 1)
    ),
    "limits: exp is 0 below": zero_below_the_limit,
    "limit_low: exp is 0 below": zero_below_the_limit,
    "control_x: of [x, 1]": beside_1,
    "logs_title: of [x, 1]": beside_1,
    "logs_alt: of [x, 1]": beside_1,
    "limits: exp(200) | do logits of ±200 break the textbook formula?": lambda: DEMO == 200,
}

PROFILE = Profile(
    chart="naive",
    above=frozenset({"naive"}),
    sliders=["T", "m", "h", "z0", "x", "tiny"],
    act=(
        "h m T play_T dtype naive_outcome shifted_outcome naive_verdict shifted_verdict naive "
        "shifted exp_arguments"
    ),
    stops=["h", "m", "T", "play_T", "dtype", "k", "z0", "x", "tiny"],
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
