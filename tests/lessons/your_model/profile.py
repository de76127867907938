"""The facts of the page on your model."""

from collections.abc import Callable

import numpy as np

import logitviz as lv
from logitviz.core.bootstrap import BAND
from logitviz.datasets.digits import DIGITS_PATH, classifier_logits, load_digits
from logitviz.lessons.your_model.assessment import TEMPERATURES
from logitviz.lessons.your_model.chance import resample_count
from logitviz.lessons.your_model.controls import CLASSIFIERS
from logitviz.lessons.your_model.folds import folds
from logitviz.lessons.your_model.state import built_in
from tests.lessons.profile import Profile

RISING = (  # the NLL falls and the Brier score rises
    [[2, 1, 0.1], [0.3, 2.2, -1], [1.5, 1.4, 0], [-0.5, 0.2, 3], [4, -1, 0.5], [0, 0.9, 1.1]],
    [0, 1, 1, 2, 2, 2],
)


def nine_in_ten() -> bool:
    """At its fitted T every classifier is right nine times in ten where it says about 0.9."""
    labels = load_digits().labels

    def right(model: str) -> int:
        z = classifier_logits(model)
        c = lv.confidence(lv.softmax(z, temperature=lv.fit_temperature(z, labels).temperature))
        near = (c > 0.85) & (c < 0.95)
        return round(10 * float((z.argmax(axis=1) == labels)[near].mean()))

    return [right(model) for model in CLASSIFIERS] == [9] * 3


def around_nine_tenths() -> bool:
    """Of all rows with a confidence in (0.85, 0.95], at T = 1."""
    found, labels = built_in("weak", "same", 1), load_digits().labels
    index = int(np.flatnonzero(TEMPERATURES == 1)[0])
    z = classifier_logits("weak")
    c = lv.confidence(lv.softmax(z))
    near = (c > 0.85) & (c <= 0.95)
    right = (z.argmax(axis=1) == labels)[near]
    count, correct = (each[index] for each in found.summary.near_nine_tenths)
    return (int(count), int(correct)) == (int(near.sum()), int(right.sum()))


def zero_is_infinite() -> bool:
    fit = lv.fit_temperature(np.log([[0.7, 0.3], [0.6, 0.4], [1.0, 1e-300]]), [0, 1, 1])
    with np.errstate(divide="ignore"):
        z = np.log([[0.7, 0.3], [0.6, 0.4], [1.0, 0.0]])
    zero = lv.fit_temperature(z, [0, 1, 1])
    losses = [lv.negative_log_likelihood(z, [0, 1, 1], temperature=t) for t in (0.1, 1, 20)]
    return (fit.impossible, zero.impossible) == (0, 1) and bool(np.isinf(losses).all())


def only_the_nll_falls() -> bool:
    z, y = RISING
    fit = lv.fit_temperature(z, y)
    t = fit.temperature
    falls = fit.negative_log_likelihood_after < fit.negative_log_likelihood_before
    brier = lv.brier_score(z, y, temperature=t) > lv.brier_score(z, y)
    error = lv.expected_calibration_error
    ece = error(z, y, temperature=t, bins=3) > error(z, y, bins=3)
    return falls and brier and ece


def about_nine_hundredths() -> bool:
    """The median ECE of calibrated models with 100 rows."""
    rng = np.random.default_rng(1)
    found = []
    for _ in range(1000):
        confidence = rng.uniform(0.5, 1, 100)
        found.append(lv.reliability(confidence, rng.random(100) < confidence).ece)
    return round(float(np.median(found)), 2) == 0.09


def brier_from_0_to_2() -> bool:
    sure = [[1e9, 0.0], [1e9, 0.0]]
    return [lv.brier_score(sure[:1], [k]) for k in (0, 1)] == [0, 2]


def the_table_has_both_halves() -> bool:
    """At T = 1, and at the T that one half is fitted to."""
    ((fitted, judged),) = folds(899, "halves", 1)
    z, y = classifier_logits("weak"), load_digits().labels
    best = lv.fit_temperature(z[fitted], y[fitted]).temperature
    found = built_in("weak", "halves", 1)
    wanted = [
        [lv.negative_log_likelihood(z[rows], y[rows], temperature=t) for t in (1, best)]
        for rows in (fitted, judged)
    ]
    return bool(
        np.allclose([found.on_fit_rows.log_loss, found.on_judged_rows.log_loss], wanted, rtol=1e-13)
    )


CLAIMS: dict[str, Callable[[], bool]] = {
    "lead: When a classifier says 0.9, is it right nine times in ten": nine_in_ten,
    "trust: a confidence near 0.9 (0.85 to 0.95)": around_nine_tenths,
    "impossible: a probability of exactly 0. They make the NLL infinite at every T": zero_is_infinite,
    "fit: ECE and Brier score may even rise": only_the_nll_falls,
    "brier: summed over the classes: from 0 to 2": brier_from_0_to_2,
    "bias: Even a perfectly calibrated model shows an ECE above 0": about_nine_hundredths,
    "bias: an ECE of about 0.09 with 100 rows, 15 bins and confidences spread evenly from 0.5 to 1": (
        about_nine_hundredths
    ),
    "chance: in 95 of 100 such samples": lambda: np.diff(BAND) == 0.95,
    "not_by_chance: larger than chance gives in 97.5 of 100 cases": lambda: BAND[1] == 0.975,
    "chance: in 95 of 100 cases": lambda: np.diff(BAND) == 0.95,
    "chance: RESAMPLES times": lambda: resample_count(450) == 1000,
    "measures: T = 1, rows of the fit | fitted T, rows of the fit | T = 1, judged rows | fitted T": (
        the_table_has_both_halves
    ),
    "no_temperature: No T between 0 and ∞ was fitted": lambda: (
        lv.fit_temperature([[2.0, 0.0]], [0]).status == "zero"
        and lv.fit_temperature([[2.0, 0.0]], [1]).status == "infinite"
    ),
    "best_words: so the loss falls all the way to T = 0": lambda: (
        lv.fit_temperature([[2.0, 0.0]], [0]).temperature == 0
    ),
    "source: three classifiers trained for this app": lambda: len(CLASSIFIERS) == 3,
    "source: ICML 2017, [arXiv:1706.04599](https://arxiv.org/abs/1706.04599)": lambda: (
        'networks", ICML 2017. arXiv:1706.04599' in str(lv.fit_temperature.__doc__)
    ),
    "source: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)": lambda: (
        "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)"
        in (DIGITS_PATH.parent / "README.md").read_text()
    ),
}

PROFILE = Profile(
    chart="reliability",
    above=frozenset({"reliability"}),
    sliders=["T", "d"],
    act="T play_T reliability histogram accuracy mean ece nll brier best",
    stops=["T", "play_T", "d", "model", "judge", "seed", "bins", "binby", "go_to_best"],
    claims=CLAIMS,
    files=["reliability.csv", "temperatures.csv", "answers.csv", "figures.json", "report.html"],
    deep={"T": "2", "z3": "4", "d": "0.7", "model": "weak", "judge": "each half in turn"},
    drags={"model=weak&binby=count": ("T", "d")},
    links=[
        "T=0&d=1&model=overconfident",
        "T=inf&d=0&judge=same rows&bins=5",
        "T=0.5&d=0.25&model=weak&binby=count&bins=20&seed=7",
        "d=0.705&model=overconfident&judge=each half in turn",
    ],
    tried=("T", "d"),
)
