"""A batch, its softmax and its losses against the core, and what the charts make of them."""

import itertools
import re
from typing import Any

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts import colours
from logitviz.charts.layout import DIVERGING
from logitviz.charts.pictures import address_of, grey_picture
from logitviz.charts.words import words_of
from logitviz.lessons.contrastive.batch import make_batch
from logitviz.lessons.contrastive.controls import CURVE_TAUS, TAU
from logitviz.lessons.contrastive.files import batch_csv, taus_csv
from logitviz.lessons.contrastive.loss_charts import TAU_AXIS
from tests.cases import for_each
from tests.lessons.captured import captured

PLACES = np.arange(10)
WORDS = words_of("contrastive")
LOST: dict[str, Any] = {"far": "1", "emb": "pixels"}  # several copies are not found


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
    for name in (
        "weights",
        "effective_negatives",
        "effective_negatives_over_tau",
        "hardest_negative",
    ):
        assert getattr(moved, name) is getattr(state, name)
    assert_array_equal(state.weights, lv.negative_weights(moved.similarities[0]))


def test_every_false_negative_is_marked_and_nothing_else() -> None:
    labels = make_batch(1, "at_random", "0.5").labels
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
    pictures = chart("pair_probabilities", state).layout.images
    left, top = pictures[:10], pictures[10:]
    assert [(p.y, p.source) for p in left] == [
        (i, address_of(grey_picture(ink, 16))) for i, ink in enumerate(state.batch.anchors)
    ]
    assert [(p.x, p.source) for p in top] == [
        (i, address_of(grey_picture(ink, 16))) for i, ink in enumerate(state.batch.copies)
    ]
    assert len({p.x for p in left}) == len({p.y for p in top}) == 1
    # No picture is squashed or reaches into another row.
    assert {picture.sizing for picture in pictures} == {"contain"}
    assert all(picture.sizex == picture.sizey < 1 for picture in pictures)


def test_every_cell_has_a_colour_of_the_bar_beside_the_map() -> None:
    # A share that is written as <.0005 has the colour in which the bar begins.
    scale = chart("pair_probabilities", at()).layout.coloraxis.colorscale
    assert [colour for _, colour in scale] == [colour for _, colour in DIVERGING[5:]]
    assert_array_equal([place for place, _ in scale], [0, 0.25, 0.5, 0.75, 1])


def test_the_pictures_of_the_copies_stand_above_their_bars() -> None:
    state = at()
    axes = chart("row_probabilities", state).layout
    assert [(p.x, p.source) for p in axes.images] == [
        (i, address_of(grey_picture(ink, 16))) for i, ink in enumerate(state.batch.copies)
    ]
    assert {p.y - p.sizey / 2 > 1.1 for p in axes.images} == {True}  # above the numbers
    assert {p.y + p.sizey / 2 <= axes.yaxis.range[1] for p in axes.images} == {True}


def test_the_charts_of_a_row_say_what_stands_out() -> None:
    for key in ("row_similarities", "row_probabilities"):
        traces = chart(key, at()).traces
        names = [trace.name for trace in traces.values() if trace.showlegend is None]
        assert names == [WORDS["bars_predicted"], WORDS["bars_own"]]
        assert traces["classes"].marker.color == colours.CLASS
        assert traces["predicted"].marker.color == colours.PREDICTED


@for_each("quantity", ["loss", "effective_negatives"])
def test_the_names_of_both_curves_stand_beside_their_dots(quantity: str) -> None:
    key = {"loss": "loss_over_tau", "effective_negatives": "negatives_over_tau"}[quantity]
    seen = set()
    for row, tau in itertools.product(range(10), (0, 0.07, 0.3)):
        state = at(row=row, tau=tau)
        dots = {WORDS["curve_mean"]: shown(key, state, "mean at τ"),
                WORDS["curve_digit"]: shown(key, state, "anchor at τ")}  # fmt: skip
        words = [shown(key, state, f"{which} name", "text")[0] for which in ("upper", "lower")]
        places = [shown(key, state, f"{which} name") for which in ("upper", "lower")]
        assert places == sorted(dots.values(), reverse=True)
        assert [dots[name.strip()] for name in words] == places
        seen.add(words[0].strip())
    assert seen == dots.keys()


@for_each("key", ["pair_probabilities", "similarities", "row_probabilities"])
def test_another_batch_has_other_pictures(key: str) -> None:
    assert chart(key, at()).digest != chart(key, at(seed=2)).digest
    assert chart(key, at()) is chart(key, at(tau=0.5, row=1, emb="pixels"))


def test_the_loss_bars_lie_beside_the_rows_of_the_maps_with_their_mean_above() -> None:
    state = at(**LOST)
    bars, cells = chart("anchor_losses", state), chart("pair_probabilities", state)
    assert list(bars.traces["anchors"].y) == PLACES.tolist()
    assert bars.layout.yaxis.range == cells.layout.yaxis.range


def test_the_effective_number_of_negatives_rises_from_1_to_9() -> None:
    # Material 11: small τ looks only at the hardest negatives.
    for name in ("mean", "anchor"):
        line = shown("negatives_over_tau", at(), name)
        assert_allclose([line[0], line[-1]], [1, 9], rtol=1e-12)
        assert (np.diff(line) > 0).all()


def test_the_limits_of_tau_stand_at_the_ends_of_the_axis() -> None:
    assert_array_equal(
        TAU_AXIS.coordinate([0, 0.07, np.inf]), [TAU_AXIS.zero, 0.07, TAU_AXIS.infinity]
    )
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
