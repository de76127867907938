"""The frames of the live link, read back from their bytes."""

import struct
import zlib
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.bars import logit_bars, probability_bars
from logitviz.charts.chart import Chart, Numbers, Values
from logitviz.charts.frames import ROOM, UNIT, Plan
from logitviz.charts.text import written
from tests.charts.decoded import Decoded
from tests.charts.scenery import EXAMPLE, TEMPERATURES, at_each
from tests.charts.scenes import CHARTS, scene

# Packing does not look at what it packs: a few states tell as much as all.
PACKED = ("the example", "T = 0", "between the steps")
PROJECTED = 1.5  # so much larger is a chart on a projector
WIDEST = 900  # pixels: what the widest chart has for its x axis there
COLOURS_TOLD_APART = 128


def packed(name: str, hostile: str = "the example") -> Decoded:
    whole = scene(name, hostile)
    plan = Plan({"T": 1.0})
    plan.chart(whole.chart, whole.now, whole.batches)
    return Decoded(plan.encode())


def visible(figure: Any, trace: int, attribute: str) -> float:
    """How much of a number one pixel shows, at most, on a projector."""
    drawn = figure.data[trace]
    if attribute == "z":
        colours = figure.layout.coloraxis if drawn.coloraxis else drawn
        low, top = (colours.cmin, colours.cmax) if drawn.coloraxis else (drawn.zmin, drawn.zmax)
        return float(top - low) / COLOURS_TOLD_APART
    number = (drawn[f"{attribute}axis"] or attribute)[1:]
    axis = figure.layout[f"{attribute}axis{number}"]
    margin = figure.layout.margin
    high = PROJECTED * (figure.layout.height - margin.t - margin.b)
    low, top = sorted(axis.range)
    return float(top - low) / (high if attribute == "y" else WIDEST)


@pytest.mark.parametrize("hostile", PACKED)
@pytest.mark.parametrize("name", CHARTS)
def test_nothing_drawn_is_half_a_pixel_off_and_every_text_is_the_same(
    name: str, hostile: str
) -> None:
    whole, decoded = scene(name, hostile), packed(name, hostile)
    batches = {"": whole.now, **whole.batches}
    for (trace, attribute), (ref, form, _, scale, _) in decoded.attributes(whole.chart.key).items():
        for control, batch in batches.items():
            value = whole.chart.values(batch)[trace][attribute]
            if control and not decoded.follows(ref, control):
                continue
            shown = decoded.rows(ref, control)
            if form:
                exact = np.atleast_2d(value.array)
                assert value.format
                texts = [
                    [[written(v, value.format) for v in row] for row in a] for a in (shown, exact)
                ]
                assert texts[0] == texts[1]
            else:
                atol = visible(whole.figure, trace, attribute) / 2
                exact = np.where(np.isfinite(value.array), value.array, np.nan)
                assert_allclose(
                    scale * shown, value.scale * np.atleast_2d(exact), rtol=0, atol=atol
                )


@pytest.mark.parametrize("name", CHARTS)
def test_the_frame_of_a_position_is_the_figure_of_its_state(name: str) -> None:
    whole, decoded = scene(name), packed(name)
    attributes = decoded.attributes(whole.chart.key)
    for control, states in whole.singles.items():
        for position, state in enumerate(states):
            for trace, values in enumerate(whole.chart.values(state)):
                for attribute, value in values.items():
                    ref, form, rows, scale, _ = attributes[trace, attribute]
                    words = tuple(form) if isinstance(form, list) else form
                    assert (words, rows, scale) == (value.format, value.rows, value.scale)
                    shown = decoded.at(ref, control, position)
                    if value.format:
                        assert [written(v, value.format) for v in shown] == value.plain()
                    else:
                        atol = visible(whole.figure, trace, attribute) / 2
                        exact = np.where(np.isfinite(value.array), value.array, np.nan)
                        assert_allclose(shown, exact, rtol=0, atol=atol)


@pytest.mark.parametrize("control", ["T", "z3"])
def test_a_slider_with_two_numbers_of_positions_is_refused(control: str) -> None:
    plan, now = Plan({}), Values(np.array([0.0]))
    plan.text("p", "{}", [(now, "logit", 0)], {control: [(Values(np.ones((5, 1))), "logit", 0)]})
    with pytest.raises(ValueError, match=f"{control} has 5 positions elsewhere, here 4"):
        plan.text(
            "q", "{}", [(now, "logit", 0)], {control: [(Values(np.ones((4, 1))), "logit", 0)]}
        )


def test_the_header_is_as_long_as_the_first_four_bytes_say() -> None:
    plan = Plan({"T": 3.0}, "desk", {"ga": ("za",)})
    data = zlib.decompress(plan.encode())
    (size,) = struct.unpack("<I", data[:4])
    assert data[4:5] == b"{"
    assert data[3 + size : 4 + size] == b"}"
    assert len(data) == 4 + size


def test_the_header_carries_the_sliders_and_what_hides() -> None:
    header = Decoded(Plan({"T": 57.0}, "desk", {"ga": ("za",)}).encode()).header
    assert header["controls"] == {"T": 57.0}
    assert header["coupled"] == {"ga": ["za"]}
    assert header["linked"] == "desk"


def test_a_header_that_held_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range float values"):
        Plan({"T": np.nan}).encode()


def test_infinite_numbers_stay_out_of_the_header() -> None:
    plan = Plan({})
    plan.text("p", "{}", [(Values(np.array([-np.inf])), "logit", 0)], {})
    assert_array_equal(Decoded(plan.encode()).now(0), [-np.inf])


def curve(key: str) -> Chart[Numbers]:
    """A chart of one curve."""
    return Chart(key, go.Figure, lambda state: ({"y": Values(state)},), lambda state: "")


@pytest.mark.parametrize("order", ["down", "across", "both"])
def test_every_order_of_a_column_comes_back(order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    costs = iter([0 if order == one else 1 for one in ("down", "across", "both")])
    monkeypatch.setattr("logitviz.charts.packing._cost", lambda residuals: next(costs))
    rows = np.random.default_rng(0).integers(-30, 30, (30, 40)) / 10
    rows[3, 5] = np.nan
    plan = Plan({})
    plan.chart(curve("surface"), np.zeros(40), {"T": rows})
    decoded = Decoded(plan.encode())
    assert decoded.series[0]["sweeps"]["T"] == order
    assert_allclose(decoded.rows(0, "T"), rows, rtol=0, atol=0.0005001)


def test_what_is_too_large_waits_from_the_lowest_of_the_page_upwards() -> None:
    random = np.random.default_rng(0)
    noise = {name: random.normal(size=(2, 101, 60)) for name in ("a", "b", "c", "d")}
    plan = Plan({})
    for name, (warm, wide) in noise.items():
        plan.chart(curve(name), np.zeros(60), {"T": warm, "z3": wide})
    data = plan.encode()
    decoded = Decoded(data)
    assert len(data) <= ROOM
    groups = [decoded.header["groups"][decoded.charts[name]["group"]] for name in noise]
    assert [group["controls"] for group in groups] == 4 * [["T", "z3"]]
    counts = [len(group["rows"]) for group in groups]
    assert counts[0] == 2
    assert counts[-1] == 0
    assert counts == sorted(counts, reverse=True)
    atol = 0.501 * UNIT * decoded.header["coarse"]
    for (name, batches), group in zip(noise.items(), groups, strict=True):
        ref, *_ = decoded.attributes(name)[0, "y"]
        for control, batch in zip(("T", "z3"), batches, strict=True):
            assert decoded.follows(ref, control) == (control in group["rows"])
            if control in group["rows"]:
                assert_allclose(decoded.rows(ref, control), batch, rtol=0, atol=atol)


STANDING: dict[str, dict[str, set[tuple[int, str]]]] = {
    "curves": {"T": {(c, "y") for c in range(10)}},
    "uncertainty": {"T": {(0, "y"), (1, "y")}, "z3": {(2, "x"), (3, "x"), (4, "x")}},
    "case": {"T": {(2, "y")}, "z3": {(2, "y")}, "t": {(0, "y"), (0, "text"), (1, "y")}},
    "sigmoids": {"T": {(2, "y")}, "z3": {(2, "y")}, "t": {(0, "y"), (0, "text")}},
    "deciding": {"d": {(0, "y"), (1, "y"), (0, "x")}, "T": {(0, "x"), (2, "x"), (3, "x")}},
}


@pytest.mark.parametrize(
    ("name", "control"), [(name, control) for name in STANDING for control in STANDING[name]]
)
def test_what_stands_still_is_not_packed(name: str, control: str) -> None:
    decoded = packed(name)
    attributes = decoded.attributes(CHARTS[name][0].key)
    for where in STANDING[name][control]:
        assert not decoded.follows(attributes[where][0], control)


def test_rows_that_all_equal_the_present_are_not_packed_for_that_slider() -> None:
    plan, now = Plan({}), np.array([0.25, -0.0, np.inf])
    rows = np.repeat(now[None], 5, axis=0)
    other = rows.copy()
    other[3, 1] = 1e-300
    plan.text(
        "p", "{}", [(Values(now), "logit", 0)],
        {"T": [(Values(rows), "logit", 0)], "c": [(Values(other), "logit", 0)]},
    )  # fmt: skip
    decoded = Decoded(plan.encode())
    assert list(decoded.series[0]["sweeps"]) == ["c"]
    shown = [0.25, 0, np.inf]
    for place in range(5):
        assert_array_equal(decoded.at(0, "T", place), shown)
        assert_array_equal(decoded.at(0, "c", place), shown)


def test_charts_of_the_same_record_share_their_numbers() -> None:
    record = lv.analyse(EXAMPLE)
    sweeps = {"T": at_each(EXAMPLE, TEMPERATURES)}
    plan = Plan({})
    plan.chart(probability_bars(), record, sweeps)
    once = Decoded(plan.encode())
    plan.chart(probability_bars(key="again"), record, sweeps)
    again = Decoded(plan.encode())
    refs = [again.attributes(key)[0, "y"][0] for key in ("probabilities", "again")]
    assert refs[0] == refs[1]
    assert len(again.series) == len(once.series)


def test_one_present_with_two_sweeps_is_two_series() -> None:
    record = lv.analyse(EXAMPLE)
    colder, warmer = (at_each(EXAMPLE, factor * TEMPERATURES[1:-1]) for factor in (0.5, 2))
    plan = Plan({})
    plan.chart(probability_bars(), record, {"T": colder})
    plan.chart(probability_bars(key="other"), record, {"T": warmer})
    decoded = Decoded(plan.encode())
    for key, batch in (("probabilities", colder), ("other", warmer)):
        rows = decoded.rows(decoded.attributes(key)[0, "y"][0], "T")
        assert_allclose(rows, batch.probabilities, rtol=0, atol=0.0005)


def test_a_chart_follows_only_the_sliders_it_is_given() -> None:
    plan = Plan({})
    plan.chart(logit_bars(), lv.analyse(EXAMPLE), {"z3": scene("logits").batches["z3"]})
    decoded = Decoded(plan.encode())
    assert {key for entry in decoded.series for key in entry["sweeps"]} == {"z3"}
    group = decoded.header["groups"][decoded.charts["logits"]["group"]]
    assert group == {"controls": ["z3"], "rows": ["z3"]}


@pytest.mark.parametrize("name", CHARTS)
def test_the_plan_carries_the_alternative_text_of_the_state(name: str) -> None:
    whole, decoded = scene(name), packed(name)
    assert decoded.charts[whole.chart.key]["alt"] == whole.chart.alt(whole.now)


def test_a_text_keeps_its_place_its_template_and_its_forms() -> None:
    plan = Plan({})
    parts: list[Any] = [
        (Values(np.array([2.0])), "whole", 0),
        (Values(np.array([0.5, 0.0, 1.0])), ("no", "yes"), 2),
    ]
    plan.text(".st-key-x p", "class {}: {}", parts, {})
    (text,) = Decoded(plan.encode()).texts
    assert text["selector"] == ".st-key-x p"
    assert text["template"] == "class {}: {}"
    assert [rest for _, *rest in text["parts"]] == [["whole", 0], [["no", "yes"], 2]]


def test_the_same_state_packs_to_the_same_bytes() -> None:
    whole = scene("nudge")
    plans = [Plan({"T": 1.0}), Plan({"T": 1.0})]
    for plan in plans:
        plan.chart(whole.chart, whole.now, whole.batches)
    assert plans[0].encode() == plans[1].encode()
