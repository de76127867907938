"""The plan of the live link, read back from its bytes."""

import struct
import zlib
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logitviz.charts.formats import written
from logitviz.live.packing import QUICK_LEVELS
from logitviz.live.plan import UNIT, Plan
from logitviz.live.readings import Sweep
from tests.lessons.captured import every_chart, everything
from tests.lessons.test_every_chart import figure, range_of, state
from tests.live.decoded import Decoded
from tests.live.packing_examples import TextPart, add_curve, add_text

PROJECTED = 1.5  # so much larger is a chart on a projector
WIDEST = 900  # pixels: what the widest chart has for its x axis there
COLOURS_TOLD_APART = 128
T = {"T": 101}


def decoded(plan: Plan) -> Decoded:
    return Decoded(plan.encode({}))


def test_the_header_is_as_long_as_the_first_four_bytes_say() -> None:
    data = zlib.decompress(Plan().encode({"page": "why"}))
    (size,) = struct.unpack("<I", data[:4])
    assert data[4:5] == b"{"
    assert data[3 + size : 4 + size] == b"}"
    assert len(data) == 4 + size


def test_the_header_carries_what_else_is_told() -> None:
    header = Decoded(Plan().encode({"controls": {"T": 57.0}, "linked": "desk"})).header
    assert (header["controls"], header["linked"]) == ({"T": 57.0}, "desk")


def test_a_header_that_held_nan_is_refused() -> None:
    with pytest.raises(ValueError, match="Out of range float values"):
        Plan().encode({"controls": {"T": np.nan}})


def test_infinite_numbers_stay_out_of_the_header() -> None:
    plan = Plan()
    add_text(plan, "word", "p", TextPart(np.array([-np.inf]), {}))
    assert_array_equal(decoded(plan).now(0), [-np.inf])


@pytest.mark.parametrize("shape", [(4, 1), (5,), (5, 2)])
def test_an_array_must_have_a_row_for_every_position(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"curve: under slider T the shape must be \(5, 1\)"):
        Plan({"T": 5}).add_series("curve", np.zeros(1), {"T": np.ones(shape)})


def test_a_slider_that_the_page_has_not_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="under slider m the shape must be"):
        Plan({"T": 5}).add_series("curve", np.zeros(1), {"m": np.ones((5, 1))})


@pytest.mark.parametrize("order", ["down", "across", "both"])
def test_every_order_of_a_column_comes_back(order: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = iter([0 if order == one else 1 for one in ("down", "across", "both")])
    monkeypatch.setattr("logitviz.live.packing._changes", lambda differences: next(changes))
    rows = np.random.default_rng(0).integers(-30, 30, (30, 40)) / 10
    rows[3, 5] = np.nan
    plan = Plan({"T": 30})
    add_curve(plan, "surface", np.zeros(40), {"T": rows})
    found = decoded(plan)
    assert found.series[0]["sweeps"]["T"] == order
    assert_allclose(found.rows(0, "T"), rows, rtol=0, atol=0.0005001)


@pytest.mark.parametrize("coarse", [1, 2])
def test_a_plan_that_is_too_large_has_few_rows_and_straight_lines_between_them(
    coarse: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("logitviz.live.plan.COARSE", [(np.inf, coarse)])
    monkeypatch.setattr("logitviz.live.plan.QUICK_LEVELS", QUICK_LEVELS[:1])
    monkeypatch.setattr("logitviz.live.plan.SLOW_LEVEL", QUICK_LEVELS[0])
    places = np.linspace(0, 1, 101)[:, None]
    steep = np.maximum(0, places - 0.37) * np.linspace(-4, 4, 30)  # a line, a corner, a line
    bent = np.cos(2 * places + np.linspace(0, 2, 30))
    torn = np.random.default_rng(0).normal(size=(101, 30))
    torn[40, 3] = np.nan
    wild = np.random.default_rng(1).normal(size=(101, 30))
    kinds = {"steep": steep, "bent": bent, "torn": torn, "wild": wild}
    plan = Plan(dict(T))
    for name, rows in kinds.items():
        add_curve(plan, name, np.zeros(30), {"T": rows})
    monkeypatch.setattr("logitviz.live.plan.ROOM", len(plan.encode({})) - 1)
    found = decoded(plan)
    assert found.header["coarse"] == coarse
    knots = [series["knots"].get("T") for series in found.series]
    assert knots[0] == [0, 37, 100]
    assert 10 < len(knots[1]) < 50
    assert knots[2:] == [None, None]
    for ref, (rows, off) in enumerate(zip(kinds.values(), (1, 1, 0.5, 0.5), strict=True)):
        assert_allclose(found.rows(ref, "T"), rows, rtol=0, atol=1.0001 * off * coarse * UNIT)


def test_a_plan_of_many_numbers_has_few_rows_at_once_and_coarser_ones_if_it_is_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bent = np.cos(2 * np.linspace(0, 1, 101)[:, None] + np.linspace(0, 2, 30))

    def curve() -> Decoded:
        plan = Plan(dict(T))
        add_curve(plan, "bent", np.zeros(30), {"T": bent})
        return decoded(plan)

    monkeypatch.setattr("logitviz.live.plan.MANY", bent.size + 30)
    assert not any(curve().series[0]["knots"].values())
    monkeypatch.setattr("logitviz.live.plan.MANY", bent.size + 29)
    few = curve()
    assert few.series[0]["knots"]["T"]
    monkeypatch.setattr("logitviz.live.plan.ROOM", few.size - 1)
    monkeypatch.setattr("logitviz.live.plan.QUICK_LEVELS", QUICK_LEVELS[:1])
    monkeypatch.setattr("logitviz.live.plan.SLOW_LEVEL", QUICK_LEVELS[0])
    monkeypatch.setattr("logitviz.live.plan.COARSE", [(np.inf, 2)])
    fewer = curve()
    assert (few.header["coarse"], fewer.header["coarse"]) == (1, 2)
    assert_allclose(fewer.rows(0, "T"), bent, rtol=0, atol=2.0002 * UNIT)


CURVES = ("first", "second", "third", "fourth")


def incompressible() -> Plan:
    """Numbers that do not compress: charts, a chart of the same numbers, a table and a word."""
    plan, random = Plan({"T": 101, "z3": 101}), np.random.default_rng(0)
    noise = {name: random.normal(size=(2, 101, 12)) for name in CURVES}
    for name, batches in noise.items():
        add_curve(plan, name, np.zeros(12), dict(zip(("T", "z3"), batches, strict=True)))
    again = dict(zip(("T", "z3"), noise["first"], strict=True))
    add_curve(plan, "again", np.zeros(12), again)
    cells = random.normal(size=(101, 12))
    for column in range(12):
        part = TextPart(cells[0], {"T": cells}, column)
        add_text(plan, "table", f".moving:nth-child({column})", part)
    add_text(plan, "table", ".still", TextPart(np.ones(12), {"T": np.ones((101, 12))}))
    add_text(plan, "word", ".word", TextPart(np.zeros(1), {"T": random.normal(size=(101, 1))}))
    return plan


def elements(found: Decoded) -> dict[str, tuple[list[int], list[str]]]:
    """What every chart and text shows, and the sliders whose rows it is said to have."""
    shown = {
        key: (chart, [ref for ref, *_ in found.attributes(key).values()])
        for key, chart in found.charts.items()
    }
    shown |= {text["selector"]: (text, [ref for ref, *_ in text["parts"]]) for text in found.texts}
    groups = found.header["groups"]
    return {name: (refs, groups[entry["group"]]["rows"]) for name, (entry, refs) in shown.items()}


@pytest.mark.parametrize("share", [0.9, 0.6, 0.3])
def test_what_waits_is_what_was_drawn_last_and_all_else_is_there(
    share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = decoded(incompressible())
    room = int(share * whole.size)
    monkeypatch.setattr("logitviz.live.plan.ROOM", room)
    less = decoded(incompressible())
    assert less.size <= room
    found = elements(less)
    for name, (refs, rows) in elements(whole).items():
        for control in rows:
            moving = [ref for ref in refs if whole.follows(ref, control)]
            sent = [less.follows(ref, control) for ref in moving]
            assert (control in found[name][1]) == all(sent)
            for ref in moving if all(sent) else ():
                assert_array_equal(less.rows(ref, control), whole.rows(ref, control))
    assert found[".moving:nth-child(0)"][1] == [], "drawn last"
    assert found[".still"][1] == ["T"], "it needs no rows"
    assert found[".word"][1] == ["T"], "it saves too little"
    assert found["first"][1] == found["again"][1] == ["T", "z3"], "one has the rows of the other"
    counts = [len(found[name][1]) for name in CURVES]
    assert counts == sorted(counts, reverse=True)


def test_where_little_is_missing_little_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = decoded(incompressible())
    monkeypatch.setattr("logitviz.live.plan.ROOM", whole.size - 1)
    found, before = elements(decoded(incompressible())), elements(whole)
    assert [name for name in before if found[name][1] != before[name][1]] == [".word"]


def test_numbers_that_no_decimal_stands_for_wait_with_their_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plan, rows = Plan(dict(T)), 1e12 * np.random.default_rng(0).normal(size=(2, 101, 8))
    for name, batch in zip(("first", "last"), rows, strict=True):
        for column in range(8):
            add_text(plan, name, f".{name}{column}", TextPart(batch[0], {"T": batch}, column))
    monkeypatch.setattr("logitviz.live.plan.ROOM", 7 * len(plan.encode({})) // 10)
    found = decoded(plan)
    assert len(found.header["exact"]) == 8 * (101 + 2)
    for batch, ref in zip(rows, (0, 1), strict=True):
        assert_array_equal(found.now(ref), batch[0])
    assert_array_equal(found.rows(0, "T"), rows[0])
    assert not found.follows(1, "T")


def test_rows_that_all_equal_the_present_are_not_packed_for_that_slider() -> None:
    plan, now = Plan({"T": 5, "c": 5}), np.array([0.25, -0.0, np.inf])
    rows = np.repeat(now[None], 5, axis=0)
    other = rows.copy()
    other[3, 1] = 1e-300
    plan.add_series("p", now, {"T": rows, "c": other}, "logit")
    found = decoded(plan)
    assert list(found.series[0]["sweeps"]) == ["c"]
    for place in range(5):
        assert_array_equal(found.at(0, "T", place), [0.25, 0, np.inf])
        assert_array_equal(found.at(0, "c", place), [0.25, 0, np.inf])


def test_equal_numbers_for_the_same_purpose_are_sent_once() -> None:
    plan, rows = Plan({"T": 5}), np.arange(10.0).reshape(5, 2)
    given = (rows[0], {"T": rows})
    places = [
        plan.add_series("a", *given),
        plan.add_series("b", *given),
        plan.add_series("c", *given, "logit"),
    ]
    assert places == [0, 0, 1]


def test_one_present_with_two_sweeps_is_two_series() -> None:
    plan, now = Plan({"T": 5}), np.zeros(2)
    batches = [np.full((5, 2), value) for value in (1.0, 2.0)]
    places = [plan.add_series("chart", now, {"T": rows}) for rows in batches]
    found = decoded(plan)
    for place, rows in zip(places, batches, strict=True):
        assert_allclose(found.rows(place, "T"), rows, rtol=0, atol=0.0005)


def test_the_same_numbers_pack_to_the_same_bytes() -> None:
    assert incompressible().encode({}) == incompressible().encode({})


# Every chart of every lesson. Packing does not look at what it packs: one state tells enough.


def visible(page: str, key: str, trace: str, attribute: str) -> float:
    """How much of a number one pixel shows, at most, on a projector."""
    drawing = figure(page, key)
    traces = everything(page).element(key, state(page, "between the steps")).chart.traces
    low, top = range_of(drawing, traces[trace], attribute)
    if attribute == "z":
        return (top - low) / COLOURS_TOLD_APART
    margin = drawing.layout.margin
    high = PROJECTED * (drawing.layout.height - margin.t - margin.b)
    name = (getattr(traces[trace], f"{attribute}axis") or attribute)[1:]
    low, top = sorted(drawing.layout[f"{attribute}axis{name}"].range)  # decades of a log axis
    return float(top - low) / (high if attribute == "y" else WIDEST)


@every_chart
def test_nothing_drawn_is_half_a_pixel_off_and_every_text_is_the_same(page: str, key: str) -> None:
    here, now = everything(page), state(page, "between the steps")
    element = here.element(key, now)
    sweeps = {
        slider: Sweep.of(now, slider, here.controls[slider].positions, slider)  # type: ignore[attr-defined]
        for slider in here.sliders
    }
    plan = Plan({slider: sweep.count for slider, sweep in sweeps.items()})
    places = [reading.add_to(plan, key, sweeps) for reading in element.readings]
    found = decoded(plan)
    for place, reading, (trace, attribute) in zip(
        places, element.readings, element.names, strict=True
    ):
        for slider, one in {"": now, **{s: sweep.state for s, sweep in sweeps.items()}}.items():
            if slider and slider not in reading.controls:
                continue
            exact = reading.read(one).reshape(-1, reading.now.size)
            shown = found.rows(place, slider if found.follows(place, slider) else "")
            if attribute == "text":
                form: Any = reading.what
                for ours, theirs in zip(np.broadcast_to(shown, exact.shape), exact, strict=True):
                    assert [written(v, form) for v in ours] == [written(v, form) for v in theirs]
            else:
                finite = np.where(np.isfinite(exact), exact, np.nan)
                atol = visible(page, key, trace, attribute) / 2
                assert_allclose(np.broadcast_to(shown, finite.shape), finite, rtol=0, atol=atol)
