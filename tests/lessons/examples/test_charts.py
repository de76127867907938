"""Worked examples in general: figures, guesses, charts that grow."""

from collections.abc import Iterator
from functools import partial

import numpy as np
import plotly.graph_objects as go
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts import colours
from logitviz.charts.class_bars import PATTERN
from logitviz.charts.words import languages, words_of
from logitviz.datasets.sources import EXAMPLES, STEPS
from logitviz.lessons import examples as lesson
from logitviz.lessons.examples import worked
from logitviz.lessons.examples.charts import describe, panel_as_chart, panel_chart
from logitviz.lessons.examples.controls import BY_LINK
from logitviz.lessons.examples.example import Panel, Series, Step, exact, label_text, rounds_to
from logitviz.lessons.examples.state import ExamplesState
from logitviz.live.elements import ChartElement
from tests.cases import for_each
from tests.lessons.captured import drawn, state_of
from tests.lessons.examples.exceptions import gaps

WORDS = words_of("examples")
IN_LINK = {name: value for value, name in BY_LINK.items()}
names = for_each("name", EXAMPLES)
AT = np.arange(STEPS + 1.0)


def panel(name: str, key: str) -> Panel:
    (found,) = [each for each in worked.example(name).panels if each.key == key]
    return found


def state(name: str, at: float) -> ExamplesState:
    found: ExamplesState = state_of(lesson, ex=IN_LINK[name], at=at)
    return found


def elements(name: str, at: float) -> Iterator[tuple[Panel, ChartElement]]:
    """Every chart of an example after some steps."""
    for index, each in enumerate(worked.example(name).panels):
        now = state(name, at)
        yield each, ChartElement.of(panel_chart(WORDS, now, index), now)


@names
def test_the_panels_of_an_example_have_keys_of_their_own(name: str) -> None:
    keys = [each.key for each in worked.example(name).panels]
    assert 1 <= len(set(keys)) == len(keys) <= 3


@for_each(
    ("value", "printed", "right"),
    [
        (0.65900, "0.66", True),
        (0.65900, "0.65", False),
        (-999.0, "−999", True),
        (-999.6, "−999", False),
        (0.125, "0.13", True),
        (0.125, "0.12", True),
        (2.41, "2.410", True),
        (2.4109, "2.410", False),
    ],
)
def test_a_printed_figure_is_a_rounding_or_a_slip(value: float, printed: str, right: bool) -> None:
    assert rounds_to(value, printed) == right


@for_each(
    ("value", "text"),
    [
        (0.6590011388859679, "0.659001"),
        (-999.0, "−999"),
        (784, "784"),
        (0.0, "0"),
        (np.inf, "∞"),
        (-np.inf, "−∞"),
        (7.225973768125749e86, "7.22597e+86"),
        (1.15762e-13, "1.16e−13"),
    ],
)
def test_an_exact_number_is_written_with_six_digits(value: float, text: str) -> None:
    assert exact(value) == text


def test_a_guess_within_the_tolerance_is_right() -> None:
    step = Step("p", 0.659, 0.01)
    assert step.right(0.65)
    assert step.right(0.669)
    assert not step.right(0.6)
    assert not step.right(np.inf)


def test_a_choice_is_right_or_wrong() -> None:
    assert Step("c", 2.0).right(2)
    assert not Step("c", 2.0).right(1)


def test_an_infinite_answer_must_be_met() -> None:
    step = Step("c", np.inf, 1)
    assert step.right(np.inf)
    assert not step.right(1e300)
    assert not step.right(-np.inf)


def test_a_step_between_two_whole_ones_is_the_nearest() -> None:
    assert [int(state("text", at).revealed) for at in (2.4, 2.5, 2.6)] == [2, 3, 3]


@names
def test_what_is_not_revealed_is_nowhere_on_a_chart(name: str) -> None:
    for at in AT:
        for each, element in elements(name, at):
            allowed = gaps(each)
            for trace, attribute, array in drawn(element):
                assert attribute == "y"
                assert_array_equal(np.isnan(array), allowed[trace](state(name, at)))


@names
def test_the_alternative_text_tells_what_is_revealed_and_no_more(name: str) -> None:
    for at in AT:
        for each, element in elements(name, at):
            title = label_text(WORDS, each.title)
            assert element.alt.startswith(f"{title}: ")
            assert element.alt.endswith(".")
            assert "nan" not in element.alt.lower()
            assert len(element.alt) < 300
            shown = any((np.asarray(s.from_step) <= at).any() for s in each.series)
            assert (element.alt == WORDS.said("walk_alt_hidden", title=title)) != shown


@names
def test_a_position_of_the_slider_shows_the_state_of_that_position(name: str) -> None:
    moved = state(name, 0).replaced({"at": AT})
    for index in range(len(worked.example(name).panels)):
        element = ChartElement.of(panel_chart(WORDS, moved, index), state(name, 0))
        for reading in element.readings:
            rows = reading.read(moved)
            for at in AT:
                assert_array_equal(rows[int(at)], reading.read(state(name, at)))


@names
def test_the_last_step_shows_everything(name: str) -> None:
    for each in worked.example(name).panels:
        for series in each.series:
            assert_array_equal(series.shown(np.array(float(STEPS))), series.values)


@names
def test_every_step_but_words_alone_changes_a_chart_or_was_to_be_read_from_one(name: str) -> None:
    """A chart that never moves would teach nothing: most steps show something new."""
    steps = {
        int(step)
        for each in worked.example(name).panels
        for series in each.series
        for step in np.atleast_1d(series.from_step)
        if step > 0
    }
    assert len(steps) >= 2
    assert max(steps) <= STEPS


@names
def test_a_bar_is_never_taller_than_its_axis(name: str) -> None:
    for each in worked.example(name).panels:
        for series in each.series:
            known = series.values[np.isfinite(series.values)]
            assert each.y_range[0] <= known.min()
            assert known.max() <= each.y_range[1]


def test_the_heights_are_the_core_s() -> None:
    z = [2.0, 1.0, 0.1]
    shares = panel("text", "walk_probabilities").series[0]
    assert_array_equal(shares.values, lv.softmax(z))
    exponentials = panel("text", "walk_exponentials").series[0]
    assert_allclose(exponentials.values / exponentials.values.sum(), lv.softmax(z), rtol=1e-14)


def test_a_line_shows_the_ten_classes_at_its_temperature() -> None:
    """Material 5: the 10-class example at T = 0.5, 1, 2 and 5."""
    z = [4.2, 1.8, 0.5, -0.3, 2.7, 3.1, 0.2, -1.5, 1.1, 2.2]
    lines = {s.name: s for s in panel("ten", "walk_lines").series}
    assert list(lines) == ["T = 1", "T = 0.5", "T = 2", "T = 5", "T = ∞"]
    for t in (0.5, 1, 2, 5, np.inf):
        name = f"T = {t:g}".replace("inf", "∞")
        assert_array_equal(lines[name].values, lv.softmax(z, temperature=t))


def test_what_is_lost_is_a_word_and_no_bar() -> None:
    """Material 4: the naive log-probability is −∞, and nothing may draw it as a height."""
    now = state("overflow", 6.0)
    chart = panel_as_chart(WORDS, panel("overflow", "walk_log"))
    bars, numbers = (list(array) for _, _, array in drawn(ChartElement.of(chart, now)))
    assert_array_equal(bars, [np.nan, -999.0])
    assert numbers == [0, 0]
    assert chart.traces["numbers 0"].text == ("−∞", "−999")


def test_the_predicted_class_has_the_colour_and_the_pattern_of_all_pages() -> None:
    for key in ("walk_logits", "walk_probabilities"):
        marker = panel_as_chart(WORDS, panel("text", key)).traces["series 1"].marker
        assert marker.color == colours.PREDICTED
        assert marker.pattern.shape == PATTERN["shape"]


def test_lines_differ_by_more_than_colour() -> None:
    traces = [
        trace
        for key, trace in panel_as_chart(WORDS, panel("ten", "walk_lines")).traces.items()
        if key.startswith("series")
    ]
    assert len({trace.line.dash for trace in traces}) == len(traces) == 5


def test_a_line_carries_its_name_and_needs_no_legend() -> None:
    chart = panel_as_chart(WORDS, panel("ten", "walk_lines"))
    assert not chart.layout.showlegend
    shown = {
        trace: array
        for trace, attribute, array in drawn(ChartElement.of(chart, state("ten", 6.0)))
        if attribute == "y"
    }
    for i, series in enumerate(panel("ten", "walk_lines").series):
        name = chart.traces[f"name {i}"]
        assert list(name.text) == [series.name]
        end = 9 if series.name == "T = ∞" else 0  # all of it lies on the lines there
        assert 0 < abs(name.x[0] - end) < 0.5, "beside its marker"
        assert list(shown[f"name {i}"]) == [series.values[end]]


@names
def test_a_colour_means_the_same_on_all_panels(name: str) -> None:
    """No trace leaves its colour to its place in the chart."""
    for each in worked.example(name).panels:
        for key, trace in panel_as_chart(WORDS, each).traces.items():
            if key.startswith("series"):
                assert trace.marker.color, (each.key, key)


def test_teacher_students_and_entropy_have_their_colours() -> None:
    def colour(name: str, key: str, index: int = 0) -> object:
        return panel_as_chart(WORDS, panel(name, key)).traces[f"series {index}"].marker.color

    students = (colours.STUDENT_1, colours.STUDENT_2)
    found = [colour("distillation", "walk_logits", i) for i in range(3)]
    assert found == [colours.TEACHER, *students]
    for key in ("walk_shared", "walk_standard"):
        assert colour("distillation", key) == students
    assert colour("confidence", "walk_effective") == colours.ENTROPY
    assert colour("text", "walk_logits") == colours.CLASS


@names
def test_no_line_runs_through_the_numbers_above_bars(name: str) -> None:
    for each in worked.example(name).panels:
        if any(series.kind == "bars" for series in each.series):
            assert panel_as_chart(WORDS, each).layout.yaxis.showgrid is False


@names
def test_no_text_of_a_panel_is_smaller_than_eleven_pixels(name: str) -> None:
    for each in worked.example(name).panels:
        for trace in panel_as_chart(WORDS, each).traces.values():
            if isinstance(trace, go.Scatter) and "text" in trace.mode:
                assert trace.textfont.size >= 11


def test_words_tell_what_is_revealed() -> None:
    say = partial(describe, WORDS, panel("text", "walk_probabilities"))
    assert say(np.array(0.0)) == "Probabilities p: not yet revealed."
    assert say(np.array(4.0)) == "Probabilities p: News 0.659; predicted News."
    assert say(np.array(5.0)) == (
        "Probabilities p: News 0.659, Entertainment 0.242, Technology 0.099; predicted News."
    )
    lines = panel("ten", "walk_lines")
    assert "T = 0.5: largest 0 0.840" in describe(WORDS, lines, np.array(2.0))


def test_a_series_may_come_at_once_or_piece_by_piece() -> None:
    one, each = Series([1, 2], 3), Series([1, 2], [1, 2])
    assert_array_equal(one.shown(np.array(2.0)), [np.nan, np.nan])
    assert_array_equal(each.shown(AT[:3]), [[np.nan, np.nan], [1, np.nan], [1, 2]])


@names
def test_every_label_of_a_panel_is_said_in_every_language(name: str) -> None:
    for each in worked.example(name).panels:
        for label in (each.title, *each.names, *(series.name for series in each.series)):
            for language in languages():
                said = label_text(words_of("examples", language), label)
                assert said or not label
                assert "{" not in said
