"""What makes the numbers true that stand in the words of the page on your model."""

from collections.abc import Callable
from statistics import NormalDist
from types import SimpleNamespace

import numpy as np

import logitviz as lv
from logitviz.core.bootstrap import BAND
from logitviz.datasets.digits import DIGITS_PATH, classifier_logits, load_digits
from logitviz.lessons.your_model.answers import answers
from logitviz.lessons.your_model.assessment import TEMPERATURES
from logitviz.lessons.your_model.chance import resample_count
from logitviz.lessons.your_model.controls import CLASSIFIERS, YOURS
from logitviz.lessons.your_model.folds import folds
from logitviz.lessons.your_model.report_state import AT_ONE, exactly
from logitviz.lessons.your_model.state import BEST_CASES, YourModelState, built_in
from tests.lessons.your_model import made
from tests.scores.files import npz

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


def band_of_95_percent() -> bool:
    return bool(np.diff(BAND) == 0.95)


def wilson_of_95_percent() -> bool:
    """Of none in n, the upper end is z² / (n + z²), with the z of 97.5 %."""
    z = NormalDist().inv_cdf(0.975)
    _, high = lv.wilson_interval(0, 10)
    return bool(np.isclose(high, z**2 / (10 + z**2), rtol=1e-9, atol=0))


def no_temperature_at_the_ends() -> bool:
    fits = [lv.fit_temperature([[2.0, 0.0]], [k]) for k in (0, 1)]
    return [(fit.status, fit.temperature) for fit in fits] == [("zero", 0), ("infinite", np.inf)]


def the_best_lies_on_its_side_of_1() -> bool:
    def case(temperature: float) -> str:
        found = SimpleNamespace(best=SimpleNamespace(status="interior", temperature=temperature))
        state = YourModelState(
            {
                "model": YOURS,
                "judge": "same",
                "seed": 1,
                "upload": SimpleNamespace(assessment=found),
            }
        )
        return BEST_CASES[int(state.best_case)]

    cases = [case(t) for t in (0.5, 0.97, 0.99, 1.0, 1.01, 1.03, 2.0)]
    return cases == [*["best_below"] * 2, *["best_near"] * 3, *["best_above"] * 2]


def the_paper() -> bool:
    return 'networks", ICML 2017. arXiv:1706.04599' in str(lv.fit_temperature.__doc__)


def labels_are_mended() -> bool:
    z = [[2.0, 1.0, 0.0]] * 4
    kept = lv.read_scores(npz(logits=z, labels=[0, -100, 2, 1]), leave_out_ignored=True)
    moved = lv.read_scores(npz(logits=z, labels=[1, 2, 3, 1]), labels_from=1)
    assert kept.labels is not None
    assert moved.labels is not None
    return bool([kept.labels.tolist(), moved.labels.tolist()] == [[0, 2, 1], [0, 1, 2, 0]])


def above_95_hundredths() -> bool:
    found = built_in("strong", "same", 1)
    index = int(np.flatnonzero(TEMPERATURES == 1)[0])
    confidence = lv.confidence(lv.softmax(classifier_logits("strong")))
    return bool(found.summary.histogram[index][19] == np.mean(confidence > 0.95))


def rows_count_from_0() -> bool:
    return bool((built_in("weak", "same", 1).rows == np.arange(899)).all())


def the_report_has_t_1() -> bool:
    state = made.built_in(judge="same")
    loss = lv.negative_log_likelihood(classifier_logits("strong"), load_digits().labels)
    return bool(np.isclose(float(exactly(state, AT_ONE).log_loss), loss, rtol=1e-12, atol=0))


def a_gap_above_0_is_too_sure() -> bool:
    """Class by class: the gap is above 0 where the mean confidence exceeds the share of hits."""
    found = answers(built_in("overconfident", "same", 1), int(np.flatnonzero(TEMPERATURES == 1)[0]))
    z, y = classifier_logits("overconfident"), load_digits().labels
    sure, predicted = lv.confidence(lv.softmax(z)), z.argmax(axis=1)
    excess = [sure[predicted == c].sum() - (y[predicted == c] == c).sum() for c in found.classes]
    return bool(((found.gap > 0) == (np.array(excess) > 0)).all())


def convex_in_the_inverse() -> bool:
    z, y = classifier_logits("weak"), load_digits().labels
    inverse = np.linspace(0.05, 5, 60)
    losses = [lv.negative_log_likelihood(z, y, temperature=1 / each) for each in inverse]
    return bool((np.diff(losses, 2) > 0).all())


def one_lies_in_the_last_bin() -> bool:
    found = lv.reliability([1.0, 0.5, 0.500001], [True, True, True], bins=2)
    return bool(found.count.tolist() == [1, 2])


CLAIMS: dict[str, Callable[[], bool]] = {
    "lead: When a classifier says 0.9, is it right nine times in ten": nine_in_ten,
    "trust: a confidence near 0.9 (0.85 to 0.95)": around_nine_tenths,
    "impossible: a probability of exactly 0": zero_is_infinite,
    "fit: ECE and Brier score may even rise": only_the_nll_falls,
    "brier: summed over the classes: from 0 to 2": brier_from_0_to_2,
    "bias: Even a perfectly calibrated model shows an ECE above 0": about_nine_hundredths,
    "bias: an ECE of about 0.09 with 100 rows, 15 bins and confidences from 0.5 to 1": (
        about_nine_hundredths
    ),
    "chance: in 95 of 100 samples and cases": band_of_95_percent,
    "chance: the number of resamples": lambda: resample_count(450) == 1000,
    "not_by_chance: larger than chance gives in 97.5 of 100 cases": lambda: BAND[1] == 0.975,
    "measures: T = 1, on the rows of the fit and on the judged rows": the_table_has_both_halves,
    "no_temperature: No T between 0 and ∞ was fitted": no_temperature_at_the_ends,
    "best_below: The best T is below 1": the_best_lies_on_its_side_of_1,
    "best_near: The best T is close to 1": the_best_lies_on_its_side_of_1,
    "best_above: The best T is above 1": the_best_lies_on_its_side_of_1,
    "best_zero: so the loss falls all the way to T = 0": lambda: (
        lv.fit_temperature([[2.0, 0.0]], [0]).temperature == 0
    ),
    "source: three classifiers trained for this app": lambda: len(CLASSIFIERS) == 3,
    "source: ICML 2017, [arXiv:1706.04599](https://arxiv.org/abs/1706.04599)": the_paper,
    "source: [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)": lambda: (
        "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/)"
        in (DIGITS_PATH.parent / "README.md").read_text()
    ),
    "remedy_ignored: rows labelled −100": labels_are_mended,
    "remedy_from_one: classes from 1": labels_are_mended,
    "curve_band: 95 %": wilson_of_95_percent,
    "head_low: 95 %": wilson_of_95_percent,
    "head_high: 95 %": wilson_of_95_percent,
    "histogram_alt: a confidence above 0.95": above_95_hundredths,
    "head_row: from 0": rows_count_from_0,
    "report_at_one: T = 1": the_report_has_t_1,
    "report_caption_one: T = 1": the_report_has_t_1,
    "report_classes_one: T = 1": the_report_has_t_1,
    "report_bars: the 95 % interval of the accuracy": wilson_of_95_percent,
    "report_chance: an ECE above 0": about_nine_hundredths,
    "report_chance: 95 of 100": band_of_95_percent,
    "chance_range: 95 %": band_of_95_percent,
    "chance_calibrated_range: 95 %": band_of_95_percent,
    "report_by_chance_one: T = 1": the_report_has_t_1,
    "report_not_by_chance_one: T = 1": the_report_has_t_1,
    "report_not_by_chance_one: 97.5 of 100 cases": lambda: BAND[1] == 0.975,
    "report_not_by_chance_best: 97.5 of 100 cases": lambda: BAND[1] == 0.975,
    "report_gap: above 0 the model is too sure": a_gap_above_0_is_too_sure,
    "report_wrong: Rows are counted from 0": rows_count_from_0,
    "method_nll: ∞ if a true class has the probability 0": zero_is_infinite,
    "method_best: rows whose true class has the probability 0 are left out": zero_is_infinite,
    "method_best: the loss is convex in 1/T": convex_in_the_inverse,
    "method_ece: a confidence of exactly 1 lies in the last bin": one_lies_in_the_last_bin,
    "method_brier: from 0 to 2": brier_from_0_to_2,
    "method_interval_name: 95 %": wilson_of_95_percent,
    "method_interval: after Wilson (1927)": lambda: "1927" in str(lv.wilson_interval.__doc__),
    "method_source: ICML 2017, arXiv:1706.04599": the_paper,
}
