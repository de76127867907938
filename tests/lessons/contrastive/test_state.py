"""A batch, its softmax and its losses against the core, and what the charts make of them."""

import re
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.formats import SMALLEST, amount
from logitviz.charts.layout import CLEAR
from logitviz.charts.pictures import address_of, enlarged
from logitviz.lessons.contrastive.batch import draw
from logitviz.lessons.contrastive.controls import CURVE_TAUS, TAU
from logitviz.lessons.contrastive.files import batch_csv, taus_csv
from logitviz.lessons.contrastive.loss_charts import CUTS, MAX_LOSS, TAU_AXIS
from logitviz.lessons.contrastive.map_charts import ABOVE
from tests.lessons.captured import captured

PLACES = np.arange(10)
AT_RANDOM: dict[str, Any] = {"mix": "at random", "row": 3}
LOST: dict[str, Any] = {"far": "1", "emb": "pixels"}  # several copies are not found
STATES: dict[str, dict[str, Any]] = {
    "as linked": {},
    "at random": AT_RANDOM,
    "lost": LOST | {"tau": 0.02},
    "τ = 0": LOST | {"tau": 0, "row": 0},
    "τ = infinity": AT_RANDOM | {"tau": np.inf},
    "pulled": {"pull": 0.3, "row": 9, "seed": 7},
    "pushed": {"pull": -2, "emb": "learned"},
}
states = pytest.mark.parametrize("values", STATES.values(), ids=STATES.keys())


def at(**values: Any) -> Any:
    return captured("contrastive").state(**values)


def chart(key: str, state: Any) -> Any:
    return captured("contrastive").element(key, state).chart


def shown(key: str, state: Any, trace: str, attribute: str = "y") -> Any:
    """What a trace of a chart shows in a state."""
    element = captured("contrastive").element(key, state)
    return element.readings[element.names.index((trace, attribute))].plain()


def alt(key: str, state: Any) -> str:
    return captured("contrastive").element(key, state).alt


@states
def test_softmax_losses_and_weights_are_those_of_the_core(values: dict[str, Any]) -> None:
    state = at(**values)
    s, tau, row = state.similarities, float(state.tau), int(state.row)
    p, weights = lv.softmax(s, temperature=tau), lv.negative_weights(s, temperature=tau)
    losses, negatives = lv.info_nce(s, temperature=tau), lv.perplexity(weights)
    assert_array_equal(state.probabilities, p)
    assert_array_equal(state.losses, losses)
    assert_array_equal(state.weights, weights)
    assert_array_equal(state.negatives, negatives)
    assert (state.mean_loss, state.anchor_loss) == (losses.mean(), losses[row])
    assert (state.mean_negatives, state.anchor_negatives) == (negatives.mean(), negatives[row])
    assert_array_equal(state.anchor_similarities, s[row])
    assert_array_equal(state.anchor_probabilities, p[row])
    assert_array_equal(state.anchor_weights, weights[row])
    assert state.copies_found == (s.argmax(axis=1) == PLACES).sum()


def test_pulling_moves_one_similarity_and_no_cosine_beyond_1() -> None:
    before, after = at(row=3), at(row=3, pull=0.1)
    moved = before.similarities.copy()
    moved[3, 3] += 0.1
    assert_array_equal(after.similarities, moved)
    assert at(row=3, pull=2).similarities[3, 3] == 1
    assert at(row=3, pull=-2.5).similarities[3, 3] == -1


def test_what_the_negatives_get_does_not_depend_on_the_own_copy() -> None:
    state = at()
    moved = state.replaced({"pull": np.array([-1.0, 0.5])})
    for name in ("weights", "negatives", "negatives_over_tau", "hardest_negative"):
        assert getattr(moved, name) is getattr(state, name)
    assert_array_equal(state.weights, lv.negative_weights(moved.similarities[0]))


@states
def test_a_frame_lies_around_the_chosen_row(values: dict[str, Any]) -> None:
    state = at(**values)
    for key in ("matches", "similarities"):
        y = shown(key, state, "anchor")
        assert (min(y), max(y)) == (state.row - 0.5, state.row + 0.5)
        assert (min(chart(key, state).traces["anchor"].x), y[0]) == (-0.5, y[-1])


def test_every_false_negative_is_marked_and_nothing_else() -> None:
    labels = draw(1, "at random", "0.5").labels
    pairs = {(i, j) for i in PLACES for j in PLACES if i != j and labels[i] == labels[j]}
    ring = chart("similarities", at(mix="at random")).traces["false negatives"]
    assert set(zip(ring.y, ring.x, strict=True)) == pairs != set()
    assert not chart("similarities", at()).traces["false negatives"].x


def test_the_diagonal_is_framed_as_the_target() -> None:
    (frame,) = chart("similarities", at()).layout.shapes
    corners = [float(word) for word in re.findall(r"M([-\d.]+),", frame.path)]
    assert_allclose(corners, PLACES - 0.46, rtol=0, atol=1e-12)


def test_the_anchors_stand_beside_their_rows_and_the_copies_above_their_columns() -> None:
    state = at()
    pictures = chart("matches", state).layout.images
    left, top = pictures[:10], pictures[10:]
    assert [(p.y, p.source) for p in left] == [
        (i, address_of(enlarged(ink, 16))) for i, ink in enumerate(state.batch.anchors)
    ]
    assert [(p.x, p.source) for p in top] == [
        (i, address_of(enlarged(ink, 16))) for i, ink in enumerate(state.batch.copies)
    ]
    assert len({p.x for p in left}) == len({p.y for p in top}) == 1
    # No picture is squashed or reaches into another row.
    assert {picture.sizing for picture in pictures} == {"contain"}
    assert all(picture.sizex == picture.sizey < 1 for picture in pictures)


def test_a_share_that_is_written_as_nothing_has_no_colour() -> None:
    scale = chart("matches", at()).layout.coloraxis.colorscale
    clear = [place for place, colour in scale if colour == CLEAR]
    assert (min(clear), max(clear)) == (0, SMALLEST)
    assert (scale[2][0], scale[-1][0]) == (SMALLEST, 1)


@pytest.mark.parametrize("key", ["matches", "similarities"])
def test_another_batch_has_other_pictures(key: str) -> None:
    assert chart(key, at()).digest != chart(key, at(seed=2)).digest
    assert chart(key, at()) is chart(key, at(tau=0.5, row=1, emb="pixels"))


def test_the_loss_bars_lie_beside_the_rows_of_the_maps_with_their_mean_above() -> None:
    state = at(**LOST)
    assert shown("losses", state, "anchors", "x") == np.minimum(state.losses, MAX_LOSS).tolist()
    assert shown("losses", state, "chosen anchor", "x") == [min(state.anchor_loss, MAX_LOSS)]
    assert shown("losses", state, "chosen anchor", "y") == [8]
    assert shown("losses", state, "mean", "x") == [min(state.mean_loss, MAX_LOSS)]
    bars, cells = chart("losses", state), chart("matches", state)
    assert list(bars.traces["anchors"].y) == PLACES.tolist()
    assert bars.layout.yaxis.range == cells.layout.yaxis.range


def test_a_loss_beyond_the_axis_says_how_much_it_is() -> None:
    state = at(**LOST, tau=0)
    found = state.similarities.argmax(axis=1) == PLACES
    assert 0 < found.sum() < 10
    assert shown("losses", state, "anchors", "x") == np.where(found, 0, MAX_LOSS).tolist()
    assert shown("losses", state, "anchors", "text") == np.where(found, "0", "∞").tolist()
    assert shown("losses", state, "mean", "text") == ["∞"]


@pytest.mark.parametrize("tau", [0.0, 0.02, 0.07, np.inf])
def test_a_bar_longer_than_the_axis_is_cut_and_no_other(tau: float) -> None:
    state = at(**LOST, tau=tau)
    longer = {*np.flatnonzero(state.losses > MAX_LOSS)}
    longer |= {ABOVE} if state.mean_loss > MAX_LOSS else set()
    x, y = chart("losses", state).traces["cuts"].x, shown("losses", state, "cuts")
    cut = [place for place in zip(x, y, strict=True) if place[1] is not None]
    assert set(cut) == {(cut_at, row) for cut_at in CUTS for row in longer}
    assert bool(longer) == (tau <= 0.02)


def test_one_row_is_ten_logits_and_its_positive_is_marked() -> None:
    state = at(row=3)
    row = state.similarities[3]
    p = lv.analyse(row, temperature=0.07).probabilities
    for key, bars in {"row_similarities": row, "row_probabilities": p}.items():
        assert shown(key, state, "copies") == bars.tolist()
        assert shown(key, state, "marked") == np.where(PLACES == 3, bars, 0).tolist()


def test_the_weights_leave_the_positive_out_and_mark_false_negatives() -> None:
    labels = draw(1, "at random", "0.5").labels
    row = next(i for i in PLACES if (labels == labels[i]).sum() > 1)
    state = at(mix="at random", row=row)
    weights, false = state.weights[row], (labels == labels[row]) & (row != PLACES)
    assert weights[row] == 0
    assert shown("row_weights", state, "copies") == weights.tolist()
    assert shown("row_weights", state, "marked") == np.where(false, weights, 0).tolist()
    assert state.false_negative_count == false.sum() > 0
    assert_allclose(state.false_negative_weight, weights[false].sum(), rtol=1e-15)
    others = np.where(row == PLACES, -np.inf, state.similarities[row])
    assert (state.hardest_negative, state.hardest_weight) == (others.argmax(), weights.max())


@states
def test_loss_and_negatives_are_known_at_every_tau(values: dict[str, Any]) -> None:
    state = at(**values)
    s, row = state.similarities, int(state.row)
    losses = np.array([lv.info_nce(s, temperature=t) for t in CURVE_TAUS])
    weights = [lv.negative_weights(s, temperature=t) for t in CURVE_TAUS]
    negatives = np.array([lv.perplexity(w) for w in weights])
    for key, many, top in (("loss_over_tau", losses, 4), ("negatives_over_tau", negatives, 9.5)):
        # A curve leaves the frame; it does not lie along it.
        in_reach = np.minimum(many, 2 * top)
        mean = np.minimum(many.mean(axis=1), 2 * top)
        assert_allclose(shown(key, state, "mean"), mean, rtol=1e-14)
        assert_allclose(shown(key, state, "anchor"), in_reach[:, row], rtol=1e-14)
        assert shown(key, state, "τ", "x") == [TAU_AXIS.place(state.tau)] * 2
    assert_allclose(losses[-1], np.log(10), rtol=1e-14)
    assert chart("loss_over_tau", state).layout.shapes[0].y0 == np.log(10)


def test_the_effective_number_of_negatives_rises_from_1_to_9() -> None:
    # Material 11: small τ looks only at the hardest negatives.
    for name in ("mean", "anchor"):
        line = shown("negatives_over_tau", at(), name)
        assert_allclose([line[0], line[-1]], [1, 9], rtol=1e-12)
        assert (np.diff(line) > 0).all()


def test_the_limits_of_tau_stand_at_the_ends_of_the_axis() -> None:
    assert_array_equal(TAU_AXIS.place([0, 0.07, np.inf]), [TAU_AXIS.zero, 0.07, TAU_AXIS.infinity])
    assert TAU_AXIS.zero < TAU.positions[1]
    assert TAU_AXIS.infinity > TAU.positions[-2]


def test_a_row_has_the_same_softmax_in_the_playground() -> None:
    # Material 3: multiplying all logits by k is the same as temperature 1/k.
    state = at(row=2, tau=0.0105)
    p = lv.softmax(state.playground_logits, temperature=state.playground_temperature)
    assert_allclose(p, state.anchor_probabilities, rtol=1e-12)


def test_the_batch_is_written_pair_by_pair() -> None:
    state = at(row=3)
    lines = batch_csv(state).splitlines()
    assert lines[0] == "anchor,copy,similarity,probability,weight"
    assert len(lines) == 101
    numbers = [float(cell) for cell in lines[1 + 10 * 3 + 7].split(",")]
    s, p, w = state.similarities, state.probabilities, state.weights
    assert numbers == [3, 7, s[3, 7], p[3, 7], w[3, 7]]


def test_the_losses_are_written_tau_by_tau() -> None:
    lines = taus_csv(at()).splitlines()
    assert lines[0] == "tau,mean_loss," + ",".join(f"loss{i}" for i in range(10))
    assert len(lines) == 1 + CURVE_TAUS.size
    assert lines[-1].startswith("inf,2.302585")


@states
def test_the_words_name_what_is_seen(values: dict[str, Any]) -> None:
    state = at(**values)
    row, weights = state.row, state.anchor_weights
    assert f"τ = {state.tau:g}" in alt("matches", state)
    assert f"{state.copies_found} of 10" in alt("similarities", state)
    assert f"copy {weights.argmax()} has" in alt("row_weights", state)
    own = amount(state.similarities[int(row), int(row)])
    assert f"Anchor {row:g}: similarity {own} to its own copy" in alt("row_similarities", state)
    assert f"mean {amount(state.mean_loss)}" in alt("losses", state)
    assert f"anchor {row:g} {amount(state.anchor_loss)} nats" in alt("loss_over_tau", state)
    assert "from 1 at τ = 0 to 9 at τ = infinity" in alt("negatives_over_tau", state)
