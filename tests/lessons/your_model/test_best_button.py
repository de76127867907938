"""The best temperature is marked where the slider would stand; a button goes next to it."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from logitviz.lessons.your_model.best_button import nearest_option, place_on_slider
from logitviz.live.shared import TEMPERATURE
from tests.cases import for_each

OPTIONS, POSITIONS = TEMPERATURE.options, TEMPERATURE.positions
LAST = len(OPTIONS) - 1
facts = settings(derandomize=True, deadline=None, database=None)
some = st.floats(np.log(0.01), np.log(100)).map(np.exp)


@for_each(["place", "option"], list(enumerate(OPTIONS)))
def test_a_position_of_the_slider_is_its_own_nearest_and_stands_there(
    place: int, option: str
) -> None:
    assert nearest_option(POSITIONS[place]) == option
    assert place_on_slider(POSITIONS[place]) == pytest.approx(place / LAST, rel=1e-14)


def test_the_limits_stand_at_the_ends() -> None:
    assert [nearest_option(t) for t in (0.0, np.inf)] == ["0", "inf"]
    assert [place_on_slider(t) for t in (0.0, np.inf)] == [0.0, 1.0]


@facts
@given(some)
@example(0.01)
@example(100.0)
def test_no_other_position_is_nearer_in_proportion(temperature: float) -> None:
    found = float(nearest_option(temperature))
    ratios = [max(t / temperature, temperature / t) for t in POSITIONS[1:-1]]
    assert max(found / temperature, temperature / found) == pytest.approx(min(ratios), rel=1e-14)


@for_each(["temperature", "option"], [(0.01, "0.05"), (1e-300, "0.05"), (100.0, "20"), (1e9, "20")])
def test_beyond_the_last_number_the_button_stays_above_zero_and_finite(
    temperature: float, option: str
) -> None:
    assert nearest_option(temperature) == option
    assert place_on_slider(temperature) == pytest.approx(OPTIONS.index(option) / LAST, rel=1e-14)


@facts
@given(some)
def test_the_mark_stands_between_the_neighbours_on_the_slider(temperature: float) -> None:
    right = int(np.searchsorted(POSITIONS, temperature))
    place = place_on_slider(temperature) * LAST
    if 2 <= right < LAST:
        assert right - 1 - 1e-9 <= place <= right + 1e-9
        share = np.log(temperature / POSITIONS[right - 1]) / np.log(
            POSITIONS[right] / POSITIONS[right - 1]
        )
        assert place == pytest.approx(right - 1 + share, abs=1e-9)
    else:
        assert place in (1, LAST - 1)


@facts
@given(some)
def test_the_button_goes_to_a_neighbour_of_the_mark(temperature: float) -> None:
    place = place_on_slider(temperature) * LAST
    assert abs(OPTIONS.index(nearest_option(temperature)) - place) <= 0.5 + 1e-9


@facts
@given(some, some)
def test_a_higher_temperature_never_stands_further_left(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert place_on_slider(low) <= place_on_slider(high)
