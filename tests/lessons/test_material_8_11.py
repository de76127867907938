"""Sections 8 to 11 of the material, row by row: page, link and what is seen."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import amount, logit, percent, probability, signed, stage
from logitviz.lessons.examples.example import exact
from logitviz.live.state import Floats
from tests.lessons.material import Material, Row, as_keys, column, drawn, prose_of, rows_below
from tests.shell.visits import Z, metrics, seen, table, words

MATERIAL = Material()
row = MATERIAL.row

TRUE = np.eye(10)[2]


def naive_loss(z: Floats) -> float:
    return float(np.log(np.exp(z).sum()) - z[2])


def slopes(t: float) -> Floats:
    """The loss's slope along every logit, by its differences."""
    steps = 1e-5 * np.eye(10)
    return np.array([(naive_loss((Z + h) / t) - naive_loss((Z - h) / t)) / 2e-5 for h in steps])


@row("section 8: L = -log p_y = logsumexp(z) - z_y", "loss", y="2")
def cross_entropy(at: AppTest) -> None:
    assert metrics(at)["Loss"] == f"{amount(naive_loss(Z))} nats"
    assert metrics(at)["p of the target"] == probability(np.exp(-naive_loss(Z)))
    assert r"$\log p_y = z_y - \log \sum_j e^{z_j}$" in prose_of(at)
    assert r"The loss, the cross-entropy, is then $-\log p_y$" in prose_of(at)


@row("section 8: the gradient is p - y", "loss", y="2")
def gradient(at: AppTest) -> None:
    bars = np.array(drawn(at, "error"))
    assert_allclose(bars, lv.softmax(Z) - TRUE, rtol=1e-12)
    assert_allclose(bars, slopes(1), atol=1e-8)
    assert "The gradient is prediction minus truth" in prose_of(at)


@row("section 8: (p - y)/T at temperature T", "loss", y="2", T="2")
def gradient_at_temperature(at: AppTest) -> None:
    shown = next(cells[1:] for cells in table(at, "live_numbers") if cells[0] == "**(p − y)/T**")
    assert shown == [signed(slope) for slope in slopes(2)]
    assert "The gradient is (p − y)/T" in prose_of(at)


@row("section 8: the size of the logits shapes training", "loss", y="2", **as_keys(2 * Z))
def size_of_logits(at: AppTest) -> None:
    assert_allclose(drawn(at, "error"), lv.softmax(Z, temperature=0.5) - TRUE, rtol=1e-12)
    assert "so the size of the logits shapes training as well" in prose_of(at)


@row("section 8: maximum likelihood is least cross-entropy", "loss", y="2")
def likelihood(at: AppTest) -> None:
    assert "the true class as likely as possible: it maximises" in prose_of(at)
    for trace, sign in ((0, -1), (1, 1)):  # the log-likelihood, and the loss
        x, y = (np.array(drawn(at, "log_likelihood", trace, axis)) for axis in "xy")
        known = np.array([sign * naive_loss(np.array([*Z[:2], v, *Z[3:]])) for v in x])
        inside = np.abs(y) < 8
        assert_allclose(y[inside], known[inside], rtol=1e-9)
    assert words(at, "live_likelihood_words").endswith(f"= {stage(-naive_loss(Z))} nats")


@row("section 9: maximum likelihood with exclusive classes", "why", j="1", n0="15")
def counted(at: AppTest) -> None:
    counts = np.array([15, 12, 8, 4, 1])
    shown = table(at, "live_counted")
    assert column(shown, "seen", 5) == [str(n) for n in counts]
    assert column(shown, "log n", 5) == [logit(v) for v in np.log(counts)]
    shares = [percent(n / counts.sum()) for n in counts]
    assert column(shown, "share", 5) == column(shown, "softmax of log n", 5) == shares
    x, y = drawn(at, "likelihood", 4, "x"), drawn(at, "likelihood", 4)  # class 1 lies on top
    assert abs(x[int(np.argmax(y))] - 12 / 40) <= 0.008
    x, y = drawn(at, "count_losses", 4, "x"), drawn(at, "count_losses", 4)
    assert abs(x[int(np.argmin(y))] - np.log(12)) <= 0.05
    prose = prose_of(at)
    assert "Counts alone give $p_i = n_i/N$, however one writes the probabilities." in prose
    assert "assume that the log-odds of any two classes are linear in it" in prose
    assert "is the cross-entropy of the shares and $p$" in prose


@row("section 9: log-odds linear in the features make it softmax", "why", n0="15")
def log_odds(at: AppTest) -> None:
    lines = {c: np.array(drawn(at, "feature_logits", c - 1)) for c in range(1, 5)}
    curves = {c: np.array(drawn(at, "feature_probabilities", c - 1)) for c in range(1, 5)}
    for one, other in ((1, 2), (4, 1), (2, 3)):
        odds = np.log(curves[one] / curves[other])[::5]
        assert_allclose(odds, lines[one] - lines[other], rtol=0, atol=1e-9)
        assert_allclose(np.diff(odds, 2), 0, rtol=0, atol=1e-9)


@row("section 9: theory first, experience confirms it", "why")
def theory_first(at: AppTest) -> None:
    assert "It was derived first, and experience confirmed it." in prose_of(at)
    for field in ("probability", "statistical physics", "information theory"):
        assert f"| **{field}** |" in prose_of(at)


@row("section 9: Boltzmann, states in thermal equilibrium", "why", reason="Heat", T="2")
def equilibrium(at: AppTest) -> None:
    energies = -Z
    p = np.exp(-energies / 2)
    p /= p.sum()
    assert_allclose(drawn(at, "particles", 1), p, rtol=1e-12)
    shares = np.array(drawn(at, "particles", 0))
    assert (np.abs(shares - p) < 4 * np.sqrt(p * (1 - p) / 1000)).all()
    assert metrics(at)["Largest difference from softmax"] == amount(np.abs(shares - p).max())
    assert (
        r"$p_i/p_j = e^{-(E_i - E_j)/T}$, and with $E_i = -z_i$ this is softmax at T"
        in prose_of(at)
    )


@row("section 9: maximum entropy with a given mean score", "why", reason="Entropy", mean="0.7")
def least_assumed(at: AppTest) -> None:
    mean = Z.min() + 0.7 * (Z.max() - Z.min())
    low, high = 0.05, 50.0
    for _ in range(200):
        middle = (low + high) / 2
        cold = lv.softmax(Z, temperature=middle) @ Z > mean
        low, high = (middle, high) if cold else (low, middle)
    p = lv.softmax(Z, temperature=low)
    assert_allclose(p @ Z, mean, rtol=1e-12)
    assert metrics(at)["T at which softmax has this mean"] == logit(low)
    most, other = metrics(at)["Entropy in nats, softmax · best of the others"].split(" · ")
    assert most == amount(-(p * np.log(p)).sum())
    q = np.array(drawn(at, "best_other", 0))
    assert_allclose(q @ Z, mean, rtol=1e-9)
    assert other == amount(-(q * np.log(q)).sum())
    assert float(other) < float(most)
    assert_allclose(drawn(at, "best_other", 1), p, rtol=1e-9)
    assert "Softmax assumes nothing but the mean score" in prose_of(at)


TEACHER = np.array([1.0, 4.0, 3.0, 2.0])
STUDENTS = np.array([[1.0, 2.8, 3.0, 2.0], [0.1, 0.4, 0.3, 0.2]])


def kl(teacher: Floats, student: Floats, t: float = 1.0) -> float:
    p, q = (np.exp(z / t) / np.exp(z / t).sum() for z in (teacher, student))
    return float((p * np.log(p / q)).sum())


def z_score(z: Floats, ddof: int = 1) -> Floats:
    return np.asarray((z - z.mean()) / (z.std(ddof=ddof) + 1e-7))


def toy(at: AppTest, heading: str) -> list[str]:
    return column(table(at, "live_toy"), heading, 3)


@row("section 10: soft labels at T, KL(teacher to student) times T^2", "distillation", T="2")
def soft_labels(at: AppTest) -> None:
    for i, z in enumerate((TEACHER, *STUDENTS)):
        assert_allclose(drawn(at, "labels_toy", i), np.exp(z / 2) / np.exp(z / 2).sum(), rtol=1e-12)
    known = [kl(TEACHER, z, 2) for z in STUDENTS]
    assert toy(at, "KL")[1:] == [amount(v) for v in known]
    assert toy(at, "T² · KL")[1:] == [amount(4 * v) for v in known]
    assert "T² keeps the gradient from shrinking as T grows" in prose_of(at)
    assert "plus 9 times the distillation loss" in prose_of(at)


@row("section 10: a shared T forces range and variance", "distillation", s="10")
def shared(at: AppTest) -> None:
    # Ten times S2 is the teacher itself: the same size, and no loss any more.
    assert float(toy(at, "T² · KL")[2].strip("<")) <= 0.0005
    assert toy(at, "range of logits")[2] == toy(at, "range of logits")[0] == logit(np.ptp(TEACHER))
    assert toy(at, "std of logits")[2] == toy(at, "std of logits")[0] == logit(TEACHER.std(ddof=1))
    small = seen("distillation")
    assert toy(small, "T² · KL")[2] == amount(kl(TEACHER, STUDENTS[1]))
    assert toy(small, "std of logits")[1:] == [logit(z.std(ddof=1)) for z in STUDENTS]
    assert "the range and the variance of its logits" in prose_of(small)
    assert (
        "Sun et al. (CVPR 2024), who propose to standardise, argue that a small student cannot"
        in (prose_of(small))
    )


@row("section 10: standardization ignores a positive affine map", "distillation",
     kd="standardised", s="0.5")  # fmt: skip
def standardised(at: AppTest) -> None:
    for scale, shown in ((0.5, at), (1, seen("distillation", kd="standardised"))):
        loss = kl(z_score(TEACHER), z_score(scale * STUDENTS[0]))
        assert toy(shown, "T² · KL")[1] == amount(loss)
        assert toy(shown, "T² · KL")[2] in ("0", "<.0005")
    assert "(z − mean) / std" in prose_of(at)
    assert "a · teacher + b with a positive a, so its loss is 0" in prose_of(at)


@row("section 10: ddof 1 and 1e-7 in the code, ddof 0 in the paper", "distillation",
     kd="standardised", ddof="0")  # fmt: skip
def switches(at: AppTest) -> None:
    for ddof, shown in ((0, at), (1, seen("distillation", kd="standardised"))):
        scores = z_score(TEACHER, ddof), z_score(STUDENTS[0], ddof)
        assert toy(shown, "T² · KL")[1] == amount(kl(*scores))
    assert "divides by C − 1 and adds a ten-millionth to std" in prose_of(at)
    assert "the algorithm in their paper divides by C" in prose_of(at)


@row("section 10: deviation 1/T, |z| <= sqrt(C - 1)/T, capped confidence", "distillation",
     kd="standardised", ddof="0", T="2")  # fmt: skip
def capped(at: AppTest) -> None:
    assert "standard deviation is 1, or 1/T after the division by T" in prose_of(at)
    assert "none of them exceeds √(C − 1) if std divides by C" in prose_of(at)
    assert toy(at, "std of logits") == ["1"] * 3
    extreme = np.array([3.0, -1, -1, -1]) / np.sqrt(3)  # mean 0, deviation 1, largest √(C − 1)
    assert_allclose((extreme.std(), extreme.max()), (1, np.sqrt(3)))
    cap = (np.exp(extreme / 2) / np.exp(extreme / 2).sum()).max()
    assert toy(at, "highest possible confidence") == [probability(cap)] * 3
    for z, cell in zip((TEACHER, *STUDENTS), toy(at, "confidence"), strict=True):
        p = np.exp(z_score(z, 0) / 2)
        assert cell == probability((p / p.sum()).max())


@row("section 10: T = 2, 0.1 of cross-entropy (raw), 9 of the KD term", "distillation")
def defaults(at: AppTest) -> None:
    said = "0.1 times the cross-entropy of the raw logits plus 9 times the distillation loss"
    assert f"the authors' mixture, {said}; the authors' default is T = 2." in prose_of(at)


@row("section 10: the toy case, the wrong student looks better", "distillation")
def toy_case(at: AppTest) -> None:
    known = [kl(TEACHER, z) for z in STUDENTS]
    assert [round(v, 4) for v in known] == [0.1749, 0.3457]
    assert toy(at, "KL")[1:] == [amount(v) for v in known]
    assert toy(at, "predicts") == ["dog", "bird", "dog"]
    assert toy(at, "agrees with teacher")[1:] == ["no", "yes"]
    assert "The loss prefers S1, which is wrong." in words(at, "live_verdict")


@row("section 10: the toy case standardised, the right one wins", "distillation", kd="standardised")
def toy_standardised(at: AppTest) -> None:
    loss = kl(z_score(TEACHER), z_score(STUDENTS[0]))
    assert round(loss, 4) == 0.0995
    assert toy(at, "KL")[1] == amount(loss)
    assert "The loss prefers S2, which is right." in words(at, "live_verdict")


@row("section 10: 0.1749, 0.3457, 0.0995, and 0.1347 with ddof 0", "examples",
     ex="Distillation", at="6")  # fmt: skip
def toy_by_hand(at: AppTest) -> None:
    shown = table(at, "live_walked")
    known = [kl(TEACHER, z) for z in STUDENTS] + [kl(z_score(TEACHER), z_score(STUDENTS[0]))]
    said = column(shown, "answer", 6)
    assert [said[2], said[3]] == [exact(v) for v in known[:2]]
    assert_allclose(float(said[5]), known[2], rtol=1e-5)
    assert column(shown, "printed", 6)[2:] == ["0.1749", "0.3457", "0", "0.0995"]
    algorithm = kl(z_score(TEACHER, 0), z_score(STUDENTS[0], 0))
    assert round(algorithm, 4) == 0.1347
    assert exact(algorithm) in words(at, "live_remark")
    assert "The printed figure follows the paper's code" in words(at, "live_remark")


@row("section 10: the authors' accuracies, quoted as theirs", "distillation")
def reported(at: AppTest) -> None:
    found = {(cells[1], cells[2]): cells[3:5] for cells in rows_below(at, "shared temperature")[1:]}
    assert found == {
        ("ResNet32x4", "ResNet8x4"): ["73.33", "76.62"],
        ("VGG13", "VGG8"): ["72.98", "74.36"],
        ("WRN40-2", "WRN40-1"): ["73.54", "74.37"],
        ("ResNet50", "MobileNetV2"): ["67.35", "69.02"],
        ("ResNet34", "ResNet18"): ["71.03", "71.42"],
        ("ResNet50", "MobileNetV1"): ["70.50", "72.18"],
    }
    assert "the authors' figures, not measured here" in prose_of(at)
    assert "CVPR 2024, [arXiv 2403.01427]" in prose_of(at)


@row("section 11: cosine similarities over tau are logits, often 0.07", "contrastive")
def similarities(at: AppTest) -> None:
    assert at.select_slider(key="tau").value == "0.07"
    s = np.array(drawn(at, "similarities", 0, "z"))
    assert (np.abs(s) <= 1).all()
    e = np.exp(s / 0.07)
    assert_allclose(
        drawn(at, "pair_probabilities", 0, "z"), e / e.sum(axis=1, keepdims=True), rtol=1e-9
    )
    assert "A similarity is the cosine of two embeddings" in prose_of(at)
    assert "τ is often 0.07" in prose_of(at)


@row("section 11: the positive is the target, the loss its cross-entropy", "contrastive")
def info_nce(at: AppTest) -> None:
    p = np.array(drawn(at, "pair_probabilities", 0, "z"))
    losses = -np.log(np.diag(p))
    assert_allclose(drawn(at, "anchor_losses", 0, "x"), losses, rtol=1e-9)
    assert metrics(at)["Loss of the batch"] == f"{amount(losses.mean())} nats"
    assert "the cross-entropy of row $i$ with target $i$" in prose_of(at)


@row("section 11: small tau looks only at the hardest negatives", "contrastive", tau="0.01")
def hardest(at: AppTest) -> None:
    anchor = int(str(at.select_slider(key="row").value))
    s = np.array(drawn(at, "similarities", 0, "z"))[anchor]
    negatives = {}
    for tau, shown in ((0.01, at), (0.07, seen("contrastive"))):
        e = np.exp((s - s.max()) / tau) * (np.arange(10) != anchor)
        weights = e / e.sum()
        assert_allclose(drawn(shown, "row_weights"), weights, rtol=1e-9, atol=1e-15)
        said = metrics(shown)["Hardest negative"]
        assert said == f"copy {weights.argmax()} · {percent(weights.max())} of the push"
        negatives[tau] = float(metrics(shown)["Effective negatives"].split()[0])
    assert negatives[0.01] < negatives[0.07]
    assert "With a small τ only the hardest negatives count" in prose_of(at)


@pytest.mark.parametrize("shown", MATERIAL, ids=lambda shown: shown.says)
def test_the_material_is_shown(shown: Row) -> None:
    shown.check()


def test_every_section_has_rows() -> None:
    assert MATERIAL.sections == {8, 9, 10, 11}
