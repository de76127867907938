"""Sections 3 and 4 of the material, row by row: page, link and what is seen."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from streamlit.testing.v1 import AppTest

import logitviz as lv
from logitviz.charts.formats import probability, stage
from logitviz.lessons.examples.example import exact
from tests.lessons.material import Material, Row, as_keys, column, drawn, prose_of
from tests.shell.visits import Z, alts, charts, metrics, seen, table, words

MATERIAL = Material()
row = MATERIAL.row

# ---- section 3: softmax ----

TEXT = np.array([2.0, 1.0, 0.1])


@row("section 3: p_i = exp(z_i) / sum exp(z_j)", "playground", show="Formula", k="4")
def formula(at: AppTest) -> None:
    (latex,) = [block.value for block in at.latex]
    assert r"\sum_j e^{(z_j - \max z)/T}" in latex
    e = np.exp(Z - Z.max())
    assert " + ".join(stage(v) for v in e) in latex
    assert rf"\approx {probability(np.exp(Z[4]) / np.exp(Z).sum())}" in latex


@row("section 3: each probability depends on every logit", "sigmoid", k="3")
def coupled(at: AppTest) -> None:
    raised = lv.softmax(Z + np.eye(10)[3]) - lv.softmax(Z)
    assert (raised != 0).all()
    assert_allclose(drawn(at, "gains", 0, "x"), raised, rtol=1e-9)
    assert "You will often read that softmax turns each logit into its probability." in prose_of(at)
    assert "That is imprecise: each probability depends on every logit." in prose_of(at)
    formula_words = prose_of(seen("playground", show="Formula", k="4"))
    assert "needs all ten logits" in formula_words


def walked(at: AppTest, heading: str) -> list[str]:
    return column(table(at, "live_walked"), heading, 6)


@row("section 3: text classification with z = 2.0, 1.0, 0.1", "examples", ex="Text", at="6")
def text_example(at: AppTest) -> None:
    e = np.exp(TEXT)
    p = e / e.sum()
    assert drawn(at, "walk_logits") == TEXT.tolist()
    assert_allclose(drawn(at, "walk_exponentials"), e, rtol=1e-14)
    assert_allclose(drawn(at, "walk_probabilities"), p, rtol=1e-14)
    assert walked(at, "answer")[1:5] == [exact(v) for v in (e[0], e.sum(), p[0], p[2])]
    assert [f"{v:.2f}" for v in e] == ["7.39", "2.72", "1.11"]
    assert [f"{v:.2f}" for v in p] == ["0.66", "0.24", "0.10"]
    assert "News 2, Entertainment 1, Technology 0.1" in alts(at)["walk_logits"]


@row("section 3: the erratum 0.65 and 0.11 (0.65900, 0.09857)", "examples", ex="Text", at="5")
def erratum(at: AppTest) -> None:
    p = np.exp(TEXT) / np.exp(TEXT).sum()
    assert walked(at, "printed")[2:5] == ["11.22 (slip)", "0.66, 0.65 (slip)", "0.10, 0.11 (slip)"]
    assert "[" + ", ".join(f"{v:.5f}" for v in p) + "]" in words(at, "live_remark")
    assert "which is a slip" in words(seen("examples", ex="Text", at="4"), "live_remark")


@row(
    "section 3: the sentence is called News, which is not the truth", "examples", ex="Text", at="6"
)
def not_the_truth(at: AppTest) -> None:
    asked = words(seen("examples", ex="Text", at="5"), "live_question")
    assert "The new smartphone has amazing features." in asked
    assert (walked(at, "answer")[0], walked(at, "answer")[5]) == ("News", "No")
    assert "A prediction is not the truth" in words(at, "live_remark")


@row("section 3: another example, z = 2.1, -0.3, 0.7", "examples", ex="Three", at="6")
def three(at: AppTest) -> None:
    z = np.array([2.1, -0.3, 0.7])
    p = np.exp(z) / np.exp(z).sum()
    assert drawn(at, "walk_logits") == z.tolist()
    assert_allclose(drawn(at, "walk_probabilities", 0), p, rtol=1e-13)
    sharper = np.exp(2 * z) / np.exp(2 * z).sum()
    answers = [np.exp(z).sum(), p[0], p[0], sharper[0]]
    assert walked(at, "answer")[2:] == [exact(v) for v in answers]


@row("section 3: argmax of p is argmax of z, no softmax needed", "examples", ex="Text", at="1")
def argmax(at: AppTest) -> None:
    assert "so the prediction needs no softmax at all" in words(at, "live_remark")
    for t in ("0.5", "2"):
        shown = seen("playground", T=t)
        assert np.argsort(drawn(shown, "probabilities")).tolist() == np.argsort(Z).tolist()
        assert metrics(shown)["Predicted class"] == str(int(Z.argmax()))


@row("section 3: adding a constant to all logits changes nothing", "sigmoid", c="-3")
def constant(at: AppTest) -> None:
    assert_allclose(drawn(at, "probabilities"), lv.softmax(Z), rtol=1e-13)
    assert "add a constant to all logits: softmax does not change" in prose_of(at)


@row("section 3: multiplying all logits by 2 does change p", "playground", **as_keys(2 * Z))
def factor(at: AppTest) -> None:
    assert not np.allclose(drawn(at, "probabilities"), lv.softmax(Z), atol=0.01)
    cold = charts(seen("playground", T="0.5"))["probabilities"]["data"][0]["y"]
    assert_allclose(drawn(at, "probabilities"), cold, rtol=1e-13)
    assert any("Multiplying by 2 does what halving T does" in c.value for c in at.caption)


# ---- section 4: numerical stability ----

HIGHEST = {kind: np.log(float(np.finfo(kind).max)) for kind in ("float16", "float32", "float64")}


def cells(at: AppTest, key: str, heading: str, count: int = 10) -> list[str]:
    return column(table(at, key), heading, count)


@row("section 4: exp overflows above 709.78, 88.72 and 11.09", "stability")
def limits(at: AppTest) -> None:
    shown = cells(at, "live_limits", "exp is ∞ above", 3)
    assert [round(float(v), 2) for v in shown] == [round(v, 2) for v in HIGHEST.values()]
    assert [round(v, 2) for v in HIGHEST.values()] == [11.09, 88.72, 709.78]
    assert "above 709.78 in float64, 88.72 in float32 and 11.09 in float16" in prose_of(at)


@row("section 4: naive softmax then gives inf/inf = NaN", "stability", h="100")
def naive_overflow(at: AppTest) -> None:
    links = [{"h": "1000", "dtype": "float64"}, {"h": "10", "dtype": "float16"}]
    for shown in (at, *(seen("stability", **link) for link in links)):
        rows = table(shown, "live_stages")
        assert rows[1][3:5] == ["∞", "NaN = ∞/∞"]
        assert drawn(shown, "naive")[0] is None
        assert drawn(shown, "naive", 2, "text")[0] == "NaN<br>∞/∞"
        assert words(shown, "live_naive_verdict").endswith("∞/∞ is NaN.")
        assert words(shown, "live_naive_outcome").endswith("The textbook formula breaks")
        assert words(shown, "live_shifted_outcome").endswith("The shifted formula works")
        p = np.array(drawn(shown, "shifted"), dtype=np.float64)
        assert_allclose(p, lv.softmax(Z), rtol=0.02)


@row("section 4: all exponentials underflow, 0/0 = NaN", "stability", h="-200")
def naive_underflow(at: AppTest) -> None:
    assert set(cells(at, "live_stages", "exp")) == {"0 underflow"}
    assert set(cells(at, "live_stages", "p")) == {"NaN = 0/0"}
    assert words(at, "live_naive_verdict").endswith("0/0 is NaN.")


@row(
    "section 4: subtract the maximum, mathematically the same", "stability", dtype="float64", h="0"
)
def shifted(at: AppTest) -> None:
    assert "divides all exponentials by the same number, so the probabilities do" in prose_of(at)
    assert_allclose(drawn(at, "shifted"), drawn(at, "naive"), rtol=1e-13)
    shown = cells(at, "live_stages", "shifted: z − max z")
    assert shown == [stage(z) for z in Z - Z.max()]
    assert "the largest exponential is now exactly 1" in prose_of(at)


@row("section 4: with a temperature shift first, divide after", "stability", tiny="1e-40")
def order(at: AppTest) -> None:
    divided, shifted_first, with_branch = table(at, "live_orders")[1:]
    assert divided == ["divide, then shift", "∞", "NaN", "NaN", "NaN"]
    assert shifted_first == ["shift, then divide", "0", "0", "1", "1"]
    assert with_branch == ["the same, with a branch for T = 0", "0", "0", "1", "1"]
    mild = table(seen("stability", tiny="1", dtype="float64", h="0"), "live_orders")[1:]
    expected = probability(lv.softmax(Z, temperature=1).max())
    assert [probability(float(each[-1])) for each in mild] == [expected] * 3


@row("section 4: log(softmax([1000, 1])) is -inf, the fused form -999", "stability", x="1000")
def fused(at: AppTest) -> None:
    kept = stage(-lv.cross_entropy([1000.0, 1.0], 1))
    assert kept == "−999"
    said = f"log p of the second class of [1000, 1]: textbook −∞, shifted −∞, fused {kept}."
    for shown in (at, seen("stability", h="1000", dtype="float64")):
        assert words(shown, "live_log_words") == said
    assert cells(at, "live_losses", "loss −log p", 1) == ["NaN"]
    exact_loss = stage(lv.cross_entropy(Z, 0))
    assert cells(at, "live_losses", "loss −log p", 4)[2:] == [exact_loss] * 2
    assert "log-sum-exp minus the target's logit" in prose_of(at)


@row("section 4: [1000, 1] step by step", "examples", ex="Overflow", at="6")
def overflow_by_hand(at: AppTest) -> None:
    shown = cells(at, "live_walked", "answer", 6)
    kept = exact(-float(lv.cross_entropy([1000.0, 1.0], 1)))
    assert shown[:4] == ["infinity", "NaN, not a number", "minus infinity", kept]
    assert round(float(shown[4]), 2) == round(HIGHEST["float64"], 2)
    assert cells(at, "live_walked", "printed", 6)[3:5] == ["–", "–"]  # facts of arithmetic


@row("section 4: TensorFlow and PyTorch take logits and fuse", "stability")
def libraries(at: AppTest) -> None:
    assert "`tf.nn.softmax_cross_entropy_with_logits` takes logits" in prose_of(at)
    assert "`torch.nn.functional.cross_entropy` takes logits and fuses" in prose_of(at)


@row("section 4: within 200 in double precision nothing breaks", "stability", dtype="float64",
     h="0", m="20", z0="10", z7="-10")  # fmt: skip
def honest(at: AppTest) -> None:
    z = np.array([10, *Z[1:7], -10, *Z[8:]]) * 20
    assert (z.min(), z.max()) == (-200, 200)
    assert_allclose(np.array(drawn(at, "naive"), float), lv.softmax(z), rtol=1e-12, atol=1e-300)
    assert "textbook 0 above" in alts(at)["exp_arguments"]
    limits_table = table(at, "live_limits")
    assert column(limits_table, "do logits of ±200 break the textbook formula?", 3) == [
        "yes",
        "yes",
        "no",
    ]
    assert column(limits_table, "exp(200)", 3) == ["∞", "∞", stage(np.exp(200.0))]
    assert "exp(200) is about 7.2e86" in prose_of(at)
    assert f"{np.exp(200.0):.1e}" == "7.2e+86"
    assert "Some demonstrations claim otherwise" in prose_of(at)


@pytest.mark.parametrize("shown", MATERIAL, ids=lambda shown: shown.says)
def test_the_material_is_shown(shown: Row) -> None:
    shown.check()


def test_every_section_has_rows() -> None:
    assert MATERIAL.sections == {3, 4}
