"""What the page draws, compared with scalars of the precision, class by class."""

from typing import Any

import numpy as np

from logitviz.charts.formats import probability
from tests.lessons.shown import assert_draws, read

NANS = {"NaN<br>∞/∞": np.inf, "NaN<br>0/0": 0.0}


def softmax_of_scalars(z: Any, t: float, dtype: str, *, shift: bool) -> dict[str, Any]:
    """Work softmax out, one class after the other."""
    kind = np.dtype(dtype).type
    with np.errstate(all="ignore"):
        logits, total = [kind(x) for x in z], kind(0)
        first = [x - max(logits) for x in logits] if shift else logits
        arguments = [x / kind(t) for x in first]
        if shift:  # the limits at T = 0 and T = inf
            arguments = [x if np.isnan(a) else a for x, a in zip(first, arguments, strict=True)]
        exponentials = [np.exp(a) for a in arguments]
        for e in exponentials:
            total = total + e
        p = [float(e / total) for e in exponentials]
        log_p = [float(np.log(e / total)) for e in exponentials]
        fused = [float(a - np.log(total)) for a in arguments]
    return {"arguments": np.array(arguments, float), "exponentials": exponentials, "p": p,
            "total": total, "log p": log_p, "fused": fused}  # fmt: skip


def outcome(side: dict[str, Any], c: int, t: float) -> str:
    """Name what stands in the place of a probability that is no honest number."""
    e, p = side["exponentials"][c], side["p"][c]
    if np.isnan(p):
        if e == 0 and side["total"] != 0:
            return "NaN"
        return next((word for word, value in NANS.items() if e == value), "NaN")
    if p == 0 and np.isinf(side["total"]):
        return "0<br>x/∞"
    return "under-<br>flow" if p == 0 and t != 0 else ""


def bars(side: dict[str, Any], t: float) -> dict[str, Any]:
    """Bars of the numbers, and columns or words where there is none."""
    words = [outcome(side, c, t) for c in range(10)]
    known = [np.nan if word else p for word, p in zip(words, side["p"], strict=True)]
    broken = [word not in ("", "under-<br>flow") for word in words]
    largest = np.nan if any(broken) else np.nanmax(known)
    return {
        "classes: y": known,
        "classes: text": map(probability, side["p"]),
        "predicted: x": [np.argmax(np.nan_to_num(side["p"], nan=-1))],
        "predicted: y": [largest],
        "broken: y": broken,
        "broken: text": words,
        "underflow: y": [word == "under-<br>flow" for word in words],
    }


def test_the_charts_draw_what_scalars_of_the_precision_give() -> None:
    for link in ("", "h=0", "T=0&m=1&h=0&dtype=float64", "T=inf", "m=3&h=0&T=0.05&x=0",
                 "T=2&dtype=float16&m=25&h=-60&x=90", "dtype=float16&m=100000&z0=5",
                 "h=-200&dtype=float16"):  # fmt: skip
        state = read(link)
        t, x = float(state.T), float(state.x)
        z = np.array(state.z) * float(state.m) + float(state.h)
        naive, shifted = (softmax_of_scalars(z, t, state.dtype, shift=s) for s in (False, True))
        pair = [softmax_of_scalars([x, 1], 1, state.dtype, shift=s) for s in (False, True)]
        places = [np.clip(np.arcsinh(side["arguments"]), -18.6, 18.6) for side in (naive, shifted)]
        logs = {"naive": pair[0]["log p"], "shifted": pair[1]["log p"], "fused": pair[1]["fused"]}
        assert_draws(
            "stability",
            state,
            {
                "naive": bars(naive, t),
                "exp_arguments": {"naive: x": places[0], "shifted: x": places[1]},
                "shifted": bars(shifted, t),
                "logs": {f"{way} at x: x": [x] for way in logs}
                | {f"{way} at x: y": [log_p[1]] for way, log_p in logs.items()},
            },
        )
