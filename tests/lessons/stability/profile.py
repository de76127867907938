"""The facts of the page of numerical stability."""

from collections.abc import Callable
from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import scipy.special

import logitviz as lv
from logitviz.charts.formats import probability, stage, whole
from logitviz.core.precision import Shift
from logitviz.lessons.stability.state import DEMO, pair_logs
from tests.lessons.profile import Profile, Trace, Truth
from tests.lessons.state import PLACES, State
from tests.lessons.working import Floats

NANS = ("NaN = ∞ / ∞", "NaN = 0 / 0", "NaN")
VERDICTS = {
    "∞ logits": "Naive breaks: a logit is ∞ already, too large for this precision.",
    "T = 0": "Naive breaks: it divides by T = 0.",
    "overflow": "Naive breaks: exp overflows to ∞, and ∞/∞ is NaN.",
    "sum": "Naive breaks: the sum overflows, and anything over ∞ is 0.",
    "0 / 0": "Naive breaks: every exponential underflows, and 0/0 is NaN.",
    "wrong": "Naive gives wrong numbers: an exponential this near 0 has few digits.",
    "underflow": "Naive works here, but what underflows is lost.",
    "": "Naive works here: both sides agree.",
}


def sequence(z: Any, t: Any, dtype: str, shift: Shift = "never") -> dict[str, Floats]:
    """Work softmax out, one class after the other, with scalars of the precision."""
    kind = np.dtype(dtype).type
    with np.errstate(all="ignore"):
        logits = [kind(x) for x in z]
        temperature, total = kind(t), kind(0)
        if shift == "before":
            largest = max(logits)
            first = [x - largest for x in logits]
            arguments = [
                x if np.isnan(x / temperature) else x / temperature for x in first
            ]  # the limits at T = 0 and T = inf
        else:
            first = [x / temperature for x in logits]
            arguments = first if shift == "never" else [x - max(first) for x in first]
        exponentials = [np.exp(x) for x in arguments]
        for e in exponentials:
            total = total + e
        p = [e / total for e in exponentials]
        logs = [np.log(x) for x in p]
        fused = [x - np.log(total) for x in arguments]
    found = {"logits": logits, "first": first, "arguments": arguments, "exp": exponentials, "p": p,
             "log p": logs, "fused": fused, "total": [total], "T": [temperature]}  # fmt: skip
    return {name: np.array(values, dtype=np.float64) for name, values in found.items()}


def fate(side: dict[str, Floats], index: int) -> str:
    """Name what stands in the place of a probability that is no honest number."""
    e, p, total = side["exp"][index], side["p"][index], side["total"][0]
    if np.isnan(p):
        return NANS[0 if np.isinf(e) else 1 if e == 0 and total == 0 else 2]
    if p == 0 and np.isinf(total):
        return "0 = x / ∞"
    return "underflow" if p == 0 and side["T"][0] != 0 else ""


def bars(side: dict[str, Floats]) -> dict[int, Trace]:
    """Bars of the numbers, and grey columns or words where there is none."""
    fates = [fate(side, c) for c in PLACES]
    known = [0.0 if word else float(p) for word, p in zip(fates, side["p"], strict=True)]
    broken = [word not in ("", "underflow") for word in fates]
    top = 0.0 if any(broken) else max(known)
    return {
        0: Trace(
            bars=known,
            labels=[
                "" if word else probability(p) for word, p in zip(fates, side["p"], strict=True)
            ],
        ),
        1: Trace(bars=[top]),
        2: Trace(
            bars=[float(b) for b in broken],
            labels=[word if b else "" for word, b in zip(fates, broken, strict=True)],
        ),
        3: Trace(
            bars=[float(word == "underflow") for word in fates],
            labels=[word if word == "underflow" else "" for word in fates],
        ),
    }


def apart(p: Floats, q: Floats) -> bool:
    return bool((np.abs(p - q) >= 0.01).any())


def judged(state: State, naive: dict[str, Floats], shifted: dict[str, Floats]) -> dict[str, str]:
    """Both verdicts."""
    fates = [fate(naive, c) for c in PLACES]
    faults = {
        "∞ logits": not np.isfinite(naive["logits"]).all(),
        "T = 0": naive["T"][0] == 0,
        "overflow": np.isinf(naive["exp"]).any(),
        "sum": np.isinf(naive["total"][0]),
        "0 / 0": naive["total"][0] == 0,
        "wrong": apart(naive["p"], shifted["p"]),
        "underflow": "underflow" in fates,
        "": True,
    }
    z = np.asarray(state.z) * float(state.m) + float(state.h)
    if np.isnan(shifted["p"]).any():
        other = "Shifted breaks too: ∞ − ∞ is NaN. No formula helps a logit of ∞."
    elif apart(shifted["p"], lv.softmax(z, temperature=float(state.T))):
        other = "Shifted: no NaN, but logits this large lose digits before any formula."
    elif "underflow" in [fate(shifted, c) for c in PLACES]:
        other = "Shifted: nothing breaks; underflow is 0 to the last digit there is."
    else:
        other = "Shifted: nothing breaks."
    first = next(name for name, holds in faults.items() if holds)
    return {"naive_verdict": VERDICTS[first], "shifted_verdict": other}


def places(arguments: Floats) -> list[tuple[float, float]]:
    at = np.clip(np.arcsinh(arguments), -18.6, 18.6)
    return [(float(x), -float(c)) for c, x in enumerate(at) if not np.isnan(x)]


def stages(naive: dict[str, Floats], shifted: dict[str, Floats]) -> list[list[str]]:
    """The table of all stages."""
    rows = []
    for c in PLACES:
        row = [stage(naive["logits"][c])]
        for side, steps in ((naive, ["arguments"]), (shifted, ["first", "arguments"])):
            row += [stage(side[name][c]) for name in steps]
            lost = side["exp"][c] == 0 and side["T"][0] != 0
            row.append(stage(side["exp"][c]) + (" underflow" if lost else ""))
            word, p = fate(side, c).replace(" / ", "/"), probability(side["p"][c])
            row.append(word if "=" in word else f"{p} underflow" if word == "underflow" else p)
        rows.append(row)
    sums = [[stage(side["total"][0]), stage(side["p"].sum())] for side in (naive, shifted)]
    return [*rows, ["", "", *sums[0], "", "", *sums[1]]]


def losses(state: State, naive: dict[str, Floats], shifted: dict[str, Floats]) -> list[list[str]]:
    """The loss of the target class in each way."""
    k, z = state.k, np.asarray(state.z) * float(state.m) + float(state.h)
    exact = lv.cross_entropy(z, k, temperature=float(state.T))
    return [
        [probability(naive["p"][k]), stage(-naive["log p"][k])],
        [probability(shifted["p"][k]), stage(-shifted["log p"][k])],
        ["", stage(-shifted["fused"][k])],
        ["", stage(exact)],
    ]


def orders(state: State) -> list[list[str]]:
    """Divided before and after the shift, for the largest logit."""
    z = np.asarray(state.z) * float(state.m) + float(state.h)
    rows = []
    for shift in ("after", "before"):
        side = sequence(z, float(state.tiny), state.dtype, shift)
        most = [side[name].max() for name in ("first", "arguments")]
        rows.append([*map(stage, most), stage(side["total"][0])])
        rows[-1].append(probability(side["p"].max()))
    return rows


def limits() -> list[list[str]]:
    rows = []
    for dtype in ("float16", "float32", "float64"):
        largest, smallest = lv.exp_limits(dtype)
        at_200 = sequence([200], 1, dtype)["exp"][0]
        numbers = [np.finfo(dtype).max, largest, smallest, at_200]
        ends = [sequence([sign * 200] * 10, 1, dtype)["p"] for sign in (1, -1)]
        broken = np.isnan(ends).any()
        rows.append([*(stage(float(n)) for n in numbers), "yes" if broken else "no"])
    return rows


def truth(state: State) -> Truth:
    """What goes into exp, both sides, the verdicts, every stage, the loss, the orders."""
    z = np.asarray(state.z) * float(state.m) + float(state.h)
    naive = sequence(z, float(state.T), state.dtype)
    shifted = sequence(z, float(state.T), state.dtype, "before")
    x = float(state.x)
    pair = sequence([x, 1], 1, state.dtype), sequence([x, 1], 1, state.dtype, "before")
    logs = [pair[0]["log p"][1], pair[1]["log p"][1], pair[1]["fused"][1]]
    marks = [[(x, float(y))] if np.isfinite(y) else [] for y in logs]
    told = [stage(y) for y in logs]
    return Truth(
        {
            "naive": bars(naive),
            "shifted": bars(shifted),
            "reach": {
                0: Trace(marks=places(naive["arguments"])),
                1: Trace(marks=places(shifted["arguments"])),
            },
            "logs": {3: Trace(marks=marks[2]), 4: Trace(marks=marks[1]), 5: Trace(marks=marks[0])},
        },
        {
            **judged(state, naive, shifted),
            "log_words": (
                f"z = [{whole(x)}, 1], log p of the second class: naive {told[0]}, "
                f"shifted {told[1]}, fused {told[2]}."
            ),
        },
        {
            "stages": stages(naive, shifted),
            "losses": losses(state, naive, shifted),
            "orders": orders(state),
            "limits": limits(),
        },
    )


def said(state: State) -> list[str]:
    """Words for those who do not see the naive bars."""
    z = np.asarray(state.z) * float(state.m) + float(state.h)
    side = sequence(z, float(state.T), state.dtype)
    words = {"NaN = ∞ / ∞": "∞ over ∞", "NaN = 0 / 0": "0 over 0", "0 = x / ∞": "division by ∞",
             "NaN": "no number", "underflow": "underflow"}  # fmt: skip
    fates = [fate(side, c) for c in PLACES]
    numbers = [p for p, word in zip(side["p"], fates, strict=True) if not word]
    return [
        f"in {state.dtype}",
        *{words[word] for word in fates if word},
        *([probability(max(numbers))] if numbers else []),
    ]


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
    act=["T", "m", "h", "dtype", "reach", "naive", "shifted", "naive_verdict", "shifted_verdict",
         "k", "z0"],
    stops=["T", "m", "h", "dtype", "k", "z0", "x", "tiny"],
    truth=truth,
    said=said,
    claims=CLAIMS,
    files=["steps.csv"],
    deep={"T": "2", "z0": "3.7261", "m": "25", "h": "-60", "dtype": "float16", "x": "90",
          "tiny": "1e-5"},
    drags={"k=4&dtype=float16&h=8&m=2": ("m", "h", "z4", "x", "tiny", "T")},
    tried=("T", "m", "h", "z0", "x", "tiny"),
)  # fmt: skip
