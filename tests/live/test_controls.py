import pytest

from logitviz.live.controls import whole


@pytest.mark.parametrize(
    ("number", "shown"),
    [(-0.5, -1), (0.5, 1), (1.5, 2), (2.5, 3), (-1.5, -2), (0.49999999999999994, 0), (-0.2, 0)],
)
def test_a_number_between_two_whole_ones_counts_as_the_browser_shows_it(
    number: float, shown: int
) -> None:
    assert whole(number) == shown
