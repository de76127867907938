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
from logitviz.charts.formats import written
from logitviz.live.plan import UNIT, Plan
from tests.charts.scenery import EXAMPLE, TEMPERATURES, at_each
from tests.charts.scenes import CHARTS, scene
from tests.live.decoded import Decoded

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
    monkeypatch.setattr("logitviz.live.packing._cost", lambda residuals: next(costs))
    rows = np.random.default_rng(0).integers(-30, 30, (30, 40)) / 10
    rows[3, 5] = np.nan
    plan = Plan({})
    plan.chart(curve("surface"), np.zeros(40), {"T": rows})
    decoded = Decoded(plan.encode())
    assert decoded.series[0]["sweeps"]["T"] == order
    assert_allclose(decoded.rows(0, "T"), rows, rtol=0, atol=0.0005001)


def thinned(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> Decoded:
    """A plan that is a little too large."""
    monkeypatch.setattr("logitviz.live.plan.ROOM", len(plan.encode()) - 1)
    return Decoded(plan.encode())


@pytest.mark.parametrize("coarse", [1, 2])
def test_a_plan_that_is_too_large_has_few_rows_and_straight_lines_between_them(
    coarse: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("logitviz.live.plan.COARSE", [(np.inf, coarse)])
    places = np.linspace(0, 1, 101)[:, None]
    steep = np.maximum(0, places - 0.37) * np.linspace(-4, 4, 30)  # a line, a corner, a line
    bent = np.cos(2 * places + np.linspace(0, 2, 30))
    torn = np.random.default_rng(0).normal(size=(101, 30))
    torn[40, 3] = np.nan
    wild = np.random.default_rng(1).normal(size=(101, 30))
    kinds = {"steep": steep, "bent": bent, "torn": torn, "wild": wild}
    plan = Plan({})
    for name, rows in kinds.items():
        plan.chart(curve(name), np.zeros(30), {"T": rows})
    decoded = thinned(plan, monkeypatch)
    assert decoded.header["coarse"] == coarse
    knots = [series["knots"].get("T") for series in decoded.series]
    assert knots[0] == [0, 37, 100]
    assert 10 < len(knots[1]) < 50
    assert knots[2:] == [None, None]
    for ref, (rows, off) in enumerate(zip(kinds.values(), (1, 1, 0.5, 0.5), strict=True)):
        atol = 1.0001 * off * coarse * UNIT
        assert_allclose(decoded.rows(ref, "T"), rows, rtol=0, atol=atol)


BARS = ("first", "second", "third", "fourth")


def crowded() -> Plan:
    """Numbers that do not compress: charts, a chart of the same numbers, a table and a word."""
    plan, random = Plan({}), np.random.default_rng(0)
    noise = {name: random.normal(size=(2, 101, 12)) for name in BARS}
    for name, batches in noise.items():
        plan.chart(curve(name), np.zeros(12), dict(zip(("T", "z3"), batches, strict=True)))
    plan.chart(curve("again"), np.zeros(12), dict(zip(("T", "z3"), noise["first"], strict=True)))
    cells = random.normal(size=(101, 12))
    for column in range(12):
        parts = [(Values(batch), "logit", column) for batch in (cells[0], cells)]
        plan.text(f".moving:nth-child({column})", "{}", parts[:1], {"T": parts[1:]}, "table")
    still = (Values(np.ones(12)), "logit", 0)
    plan.text(".still", "{}", [still], {"T": [still]}, "table")
    word = [(Values(batch), "logit", 0) for batch in (np.zeros(1), random.normal(size=(101, 1)))]
    plan.text(".word", "{}", word[:1], {"T": word[1:]}, "word")
    return plan


def elements(decoded: Decoded) -> dict[str, tuple[list[int], list[str]]]:
    """What every chart and text shows, and the sliders whose rows it is said to have."""
    shown = {key: (chart, [ref for ref, *_ in decoded.attributes(key).values()])
             for key, chart in decoded.charts.items()}  # fmt: skip
    shown |= {
        text["selector"]: (text, [ref for ref, *_ in text["parts"]]) for text in decoded.texts
    }
    groups = decoded.header["groups"]
    return {name: (refs, groups[entry["group"]]["rows"]) for name, (entry, refs) in shown.items()}


@pytest.mark.parametrize("share", [0.9, 0.6, 0.3])
def test_what_waits_is_what_was_drawn_last_and_all_else_is_there(
    share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Decoded(crowded().encode())
    room = int(share * whole.size)
    monkeypatch.setattr("logitviz.live.plan.ROOM", room)
    decoded = Decoded(crowded().encode())
    assert decoded.size <= room
    found = elements(decoded)
    for name, (refs, rows) in elements(whole).items():
        for control in rows:
            moving = [ref for ref in refs if whole.follows(ref, control)]
            sent = [decoded.follows(ref, control) for ref in moving]
            assert (control in found[name][1]) == all(sent)
            for ref in moving if all(sent) else ():
                assert_array_equal(decoded.rows(ref, control), whole.rows(ref, control))
    assert found[".moving:nth-child(0)"][1] == [], "drawn last"
    assert found[".still"][1] == ["T"], "it needs no rows"
    assert found[".word"][1] == ["T"], "it saves too little"
    assert found["first"][1] == found["again"][1] == ["T", "z3"], "one has the rows of the other"
    counts = [len(found[name][1]) for name in BARS]
    assert counts == sorted(counts, reverse=True)


def test_where_little_is_missing_little_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Decoded(crowded().encode())
    monkeypatch.setattr("logitviz.live.plan.ROOM", whole.size - 1)
    found, before = elements(Decoded(crowded().encode())), elements(whole)
    assert [name for name in before if found[name][1] != before[name][1]] == [".word"]


def test_numbers_that_no_decimal_stands_for_wait_with_their_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan, rows = Plan({}), 1e12 * np.random.default_rng(0).normal(size=(2, 101, 8))
    for name, batch in zip(("first", "last"), rows, strict=True):
        for column in range(8):
            parts = [(Values(numbers), "logit", column) for numbers in (batch[0], batch)]
            plan.text(f".{name}{column}", "{}", parts[:1], {"T": parts[1:]}, name)
    monkeypatch.setattr("logitviz.live.plan.ROOM", 7 * len(plan.encode()) // 10)
    decoded = Decoded(plan.encode())
    assert len(decoded.header["exact"]) == 8 * (101 + 2)
    for batch, ref in zip(rows, (0, 1), strict=True):
        assert_array_equal(decoded.now(ref), batch[0])
    assert_array_equal(decoded.rows(0, "T"), rows[0])
    assert not decoded.follows(1, "T")


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
    assert text["template"] == "class {0}: {1}"
    assert [rest for _, *rest in text["parts"]] == [["whole", 0], [["no", "yes"], 2]]


def test_numbered_places_of_a_template_stay_as_they_are() -> None:
    plan = Plan({})
    parts: list[Any] = [(Values(np.array([n])), "whole", 0) for n in (1.0, 2.0)]
    plan.text("p", "{1} of {0}, again {1}", parts, {})
    (text,) = Decoded(plan.encode()).texts
    assert text["template"] == "{1} of {0}, again {1}"


def test_the_same_state_packs_to_the_same_bytes() -> None:
    whole = scene("nudge")
    plans = [Plan({"T": 1.0}), Plan({"T": 1.0})]
    for plan in plans:
        plan.chart(whole.chart, whole.now, whole.batches)
    assert plans[0].encode() == plans[1].encode()
