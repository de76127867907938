"""The frames of the live link, read back from their bytes."""

import itertools
import struct
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.bars import logit_bars, probability_bars
from logitviz.charts.chart import Values
from logitviz.charts.frames import Plan
from logitviz.charts.text import written
from tests.charts.decoded import Decoded
from tests.charts.scenery import EXAMPLE, TEMPERATURES, at_each
from tests.charts.scenes import CHARTS, scene

# Packing does not look at what it packs: a few states tell as much as all.
PACKED = ("the example", "T = 0", "between the steps")


def packed(name: str, hostile: str = "the example") -> Decoded:
    whole = scene(name, hostile)
    plan = Plan({"T": 1.0})
    plan.chart(whole.chart, whole.now, whole.batches)
    return Decoded(plan.encode())


def tolerance(decoded: Decoded, ref: int) -> float:
    entry = decoded.series[ref]
    return float(entry["high"] - entry["low"]) / 65535 if entry["type"] == "u2" else 0.0


@pytest.mark.parametrize("hostile", PACKED)
@pytest.mark.parametrize("name", CHARTS)
def test_the_state_as_it_is_comes_back(name: str, hostile: str) -> None:
    whole, decoded = scene(name, hostile), packed(name, hostile)
    attributes = decoded.attributes(whole.chart.key)
    for trace, values in enumerate(whole.chart.values(whole.now)):
        for attribute, value in values.items():
            ref = attributes[trace, attribute][0]
            atol = tolerance(decoded, ref)
            assert_allclose(decoded.now(ref), value.array, rtol=0, atol=atol)


@pytest.mark.parametrize("hostile", PACKED)
@pytest.mark.parametrize("name", CHARTS)
def test_every_position_comes_back(name: str, hostile: str) -> None:
    whole, decoded = scene(name, hostile), packed(name, hostile)
    for (trace, attribute), (ref, _, _) in decoded.attributes(whole.chart.key).items():
        for control, batch in whole.batches.items():
            if decoded.follows(ref, control):
                array = whole.chart.values(batch)[trace][attribute].array
                rows = decoded.rows(ref, control, len(whole.singles[control]))
                assert_allclose(rows, array, rtol=0, atol=tolerance(decoded, ref))


@pytest.mark.parametrize("name", CHARTS)
def test_the_frame_of_a_position_is_the_figure_of_its_state(name: str) -> None:
    whole, decoded = scene(name), packed(name)
    attributes = decoded.attributes(whole.chart.key)
    for control, states in whole.singles.items():
        for position, state in enumerate(states):
            for trace, values in enumerate(whole.chart.values(state)):
                for attribute, value in values.items():
                    ref, form, rows = attributes[trace, attribute]
                    words = tuple(form) if isinstance(form, list) else form
                    assert (words, rows) == (value.format, value.rows)
                    atol = tolerance(decoded, ref) or 1e-15
                    shown = decoded.at(ref, control, position)
                    assert_allclose(shown, value.array, rtol=1e-12, atol=atol)


@pytest.mark.parametrize("name", CHARTS)
def test_the_words_of_a_position_are_those_of_its_figure(name: str) -> None:
    whole, decoded = scene(name), packed(name)
    attributes = decoded.attributes(whole.chart.key)
    for control, states in whole.singles.items():
        for position, state in enumerate(states):
            for trace, values in enumerate(whole.chart.values(state)):
                for attribute, value in values.items():
                    if value.format:
                        shown = decoded.at(attributes[trace, attribute][0], control, position)
                        assert [written(v, value.format) for v in shown] == value.plain()


def test_probabilities_are_packed_to_the_last_bit() -> None:
    decoded = packed("probabilities")
    ref = decoded.attributes("probabilities")[0, "y"][0]
    expected = lv.temperature_sweep(EXAMPLE, TEMPERATURES)
    assert_array_equal(decoded.rows(ref, "T", TEMPERATURES.size), expected)


def test_16_bits_reach_both_ends_of_the_span_exactly() -> None:
    plan = Plan({})
    plan.text("p", "{}", [(Values(np.array([0.0, 1.0]), span=(0.0, 1.0)), "probability", 0)], {})
    assert_array_equal(Decoded(plan.encode()).now(0), [0, 1])


@pytest.mark.parametrize("name", CHARTS)
def test_every_array_starts_at_a_multiple_of_eight(name: str) -> None:
    decoded = packed(name)
    for entry in decoded.series:
        assert all(start % 8 == 0 for start in (entry["now"], *entry["sweeps"].values()))


@pytest.mark.parametrize("name", CHARTS)
def test_no_two_arrays_overlap_and_none_is_cut_off(name: str) -> None:
    whole, decoded = scene(name), packed(name)
    taken = []
    for entry in decoded.series:
        size = (8 if entry["type"] == "f8" else 2) * entry["width"]
        taken.append((entry["now"], entry["now"] + size))
        for control, start in entry["sweeps"].items():
            taken.append((start, start + size * len(whole.singles[control])))
    taken.sort()
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(taken))
    assert taken[-1][1] <= len(decoded.body)


def test_the_header_is_as_long_as_the_first_four_bytes_say() -> None:
    plan = Plan({"T": 3.0}, "desk", {"ga": ("za",)})
    data = plan.encode()
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
    for place in range(5):
        assert_array_equal(decoded.at(0, "T", place), now)
        assert_array_equal(decoded.at(0, "c", place), other[place])


def test_an_attribute_drawn_and_written_is_packed_once() -> None:
    decoded = packed("probabilities")
    attributes = decoded.attributes("probabilities")
    assert attributes[0, "y"][0] == attributes[0, "text"][0]


def test_charts_of_the_same_record_share_their_numbers() -> None:
    record = lv.analyse(EXAMPLE)
    sweeps = {"T": at_each(EXAMPLE, TEMPERATURES)}
    plan = Plan({})
    plan.chart(probability_bars(), record, sweeps)
    before = len(plan.encode())
    plan.chart(probability_bars(key="again"), record, sweeps)
    again = Decoded(plan.encode())
    refs = [again.attributes(key)[0, "y"][0] for key in ("probabilities", "again")]
    assert refs[0] == refs[1]
    assert len(plan.encode()) - before < 8 * TEMPERATURES.size * 10


def test_records_that_follow_different_sliders_do_not_share() -> None:
    record = lv.analyse(EXAMPLE)
    batch = at_each(EXAMPLE, TEMPERATURES)
    plan = Plan({})
    plan.chart(probability_bars(), record, {"T": batch})
    plan.chart(probability_bars(key="other"), record, {"z0": batch})
    decoded = Decoded(plan.encode())
    ref = decoded.attributes("other")[0, "y"][0]
    assert decoded.follows(ref, "z0")
    assert not decoded.follows(ref, "T")


def test_a_chart_follows_only_the_sliders_it_is_given() -> None:
    plan = Plan({})
    plan.chart(logit_bars(), lv.analyse(EXAMPLE), {"z3": scene("logits").batches["z3"]})
    assert {key for entry in plan.series for key in entry["sweeps"]} == {"z3"}


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
