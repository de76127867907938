"""The scale of colours of maps with numbers below and above 0."""

from numpy.testing import assert_allclose
from plotly.colors import validate_colorscale

from logitviz.charts.layout import BARELY, CLEAR, DIVERGING, signed_scale
from tests.cases import for_each


@for_each("power", [1, 2])
def test_only_what_is_hardly_more_than_0_has_the_colour_of_the_background(power: int) -> None:
    scale = signed_scale(power)
    validate_colorscale(scale)
    places, colours = zip(*scale, strict=True)
    assert [*colours[:5], *colours[7:]] == [colour for _, colour in DIVERGING]
    assert colours[5:7] == (CLEAR, CLEAR)
    assert [*places] == sorted({*places})
    assert (places[4], places[7]) == (0.5 - BARELY / 2, 0.5 + BARELY / 2)
    assert places[7] - places[6] < 2e-6  # no colour is mixed with it
    assert_allclose(places, [1 - place for place in reversed(places)], rtol=1e-15)


@for_each("power", [1, 2])
def test_a_colour_stands_at_its_power_of_the_strongest_number(power: int) -> None:
    places = [place for place, _ in signed_scale(power)[8:]]
    assert places == [0.5 + (i / 4) ** power / 2 for i in range(1, 5)]
