import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logitviz.charts.formats import (
    FORMATS,
    amount,
    fixed,
    hundredths,
    logit,
    percent,
    probability,
    signed,
    stage,
    whole,
    written,
)

shares = st.floats(0, 1)
inside = st.floats(0, 1, exclude_min=True, exclude_max=True)
reals = st.floats(-1e6, 1e6)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1, "1"),
        (0.1, "0.100"),
        (0.6590011, "0.659"),
        (0.0625, "0.063"),  # exactly between two: away from zero
        (0.4375, "0.438"),
        (5e-324, "<.0005"),
        (0.000499, "<.0005"),
        (0.0005, "0.001"),
        (0.9994, "0.999"),
        (0.9995, ">.9995"),
        (math.nextafter(1, 0), ">.9995"),
    ],
)
def test_a_probability_by_hand(value: float, text: str) -> None:
    assert probability(value) == text


@given(inside)
def test_what_is_neither_0_nor_1_is_never_shown_as_0_or_1(p: float) -> None:
    text = probability(p)
    assert text[0] in "<>" or 0 < float(text) < 1


@given(shares)
def test_a_shown_probability_is_at_most_half_a_thousandth_off(p: float) -> None:
    text = probability(p)
    if text.startswith("<"):
        assert 0 < p < 0.0005
    elif text.startswith(">"):
        assert 0.9995 <= p < 1
    else:
        assert abs(Fraction(text) - Fraction(p)) <= Fraction(1, 2000)


@given(reals, st.integers(0, 6))
def test_numbers_are_rounded_half_away_from_zero(value: float, digits: int) -> None:
    scaled = abs(Fraction(value)) * 10**digits
    rounded = Fraction(math.floor(scaled + Fraction(1, 2)), 10**digits)
    assert Fraction(fixed(value, digits)) == (rounded if value > 0 else -rounded)


LARGEST = 1.7976931348623157e308


@given(st.floats(-LARGEST, LARGEST), st.integers(0, 6))
def test_any_float_is_rounded_half_away_from_zero(value: float, digits: int) -> None:
    scaled = abs(Fraction(value)) * 10**digits
    rounded = Fraction(math.floor(scaled + Fraction(1, 2)), 10**digits)
    assert Fraction(fixed(value, digits)) == (rounded if value > 0 else -rounded)


@pytest.mark.parametrize("value", [1e26, 1e300, LARGEST])
def test_the_largest_numbers_are_written_out(value: float) -> None:
    assert logit(value) == str(int(value))
    assert logit(-value) == f"−{int(value)}"
    assert amount(value) == f"{int(value)}.000"
    assert signed(value) == f"+{int(value)}.000"


@given(shares, shares)
def test_a_larger_probability_is_never_shown_smaller(p: float, q: float) -> None:
    def shown(value: float) -> float:
        return float(probability(value).replace("<.0005", "0.0004").replace(">.9995", "0.9996"))

    low, high = sorted((p, q))
    assert shown(low) <= shown(high)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1e-9, "<.0005"),
        (2.302585, "2.303"),
        (10, "10.000"),
        (-2.5, "−2.500"),
        (6.0625, "6.063"),
    ],
)
def test_an_amount_by_hand(value: float, text: str) -> None:
    assert amount(value) == text


@given(st.floats(0, 1e6, exclude_min=True))
def test_an_amount_that_is_not_0_is_never_shown_as_0(value: float) -> None:
    text = amount(value)
    assert text == "<.0005" or float(text) > 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0.0 %"),
        (1, "100.0 %"),
        (0.5, "50.0 %"),
        (0.0001, "<0.1 %"),
        (0.0005, "0.1 %"),
        (0.964405, "96.4 %"),
        (0.9994, "99.9 %"),
        (0.9995, ">99.9 %"),
        (math.nextafter(1, 0), ">99.9 %"),
        (math.nan, "–"),
    ],
)
def test_a_share_in_per_cent_by_hand(value: float, text: str) -> None:
    assert percent(value) == text


@given(shares)
def test_a_share_that_is_not_0_is_never_shown_as_0(value: float) -> None:
    assert (percent(value) == "0.0 %") == (value == 0)


@given(shares)
def test_a_share_that_is_not_all_is_never_shown_as_all(value: float) -> None:
    assert (percent(value) == "100.0 %") == (value == 1)


@given(shares)
def test_a_shown_share_is_at_most_half_a_tenth_of_a_per_cent_off(value: float) -> None:
    text = percent(value).removesuffix(" %")
    if text.startswith("<"):
        assert 0 < value < 0.0005
    elif text.startswith(">"):
        assert 0.9995 <= value < 1
    else:
        assert abs(float(text) / 100 - value) <= 0.0005 + 1e-12


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (4.2, "4.2"),
        (-1.5, "−1.5"),
        (10, "10"),
        (100, "100"),
        (3.7261, "3.726"),
        (-0.0625, "−0.063"),
        (-0.0001, "0"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_a_logit_by_hand(value: float, text: str) -> None:
    assert logit(value) == text


@given(st.integers(-100, 100))
def test_a_logit_on_a_step_is_shown_exactly(tenths: int) -> None:
    assert float(logit(tenths / 10).replace("−", "-")) == tenths / 10


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (0.25, "+0.250"),
        (-0.25, "−0.250"),
        (0.0625, "+0.063"),
        (-1, "−1.000"),
        (0.0005, "+0.001"),
        (-0.0005, "−0.001"),
        (0.000499, "≈0"),
        (-0.000499, "≈0"),
        (5e-324, "≈0"),
        (-1e-17, "≈0"),
    ],
)
def test_a_difference_by_hand(value: float, text: str) -> None:
    assert signed(value) == text


@given(st.floats(-2, 2).filter(lambda v: abs(v) >= 0.0005))
def test_a_difference_carries_its_sign(value: float) -> None:
    assert signed(value)[0] == ("+" if value > 0 else "−")


@given(st.floats(-2, 2).filter(bool))
def test_a_difference_that_is_not_0_is_never_shown_as_a_bare_0(value: float) -> None:
    assert signed(value) != "0"
    assert (signed(value) == "≈0") == (abs(value) < 0.0005)


@given(st.floats(-2, 2))
def test_a_difference_turned_round_turns_its_sign(value: float) -> None:
    turned = signed(value).translate(str.maketrans("+−", "−+"))
    assert signed(-value) == turned


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (3.0, "3"), (899, "899")])
def test_a_count_is_whole(value: float, text: str) -> None:
    assert whole(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1, "1"),
        (0.5, "0.5"),
        (7.38905609893065, "7.3891"),
        (0.001, "0.001"),
        (0.0001, "1.00e−4"),
        (3.72e-44, "3.72e−44"),
        (1234567, "1.23e+6"),
        (99999.96875, "99999.9688"),
        (-200, "−200"),
        (-math.inf, "−∞"),
        (math.inf, "∞"),
        (312500.0, "3.13e+5"),  # a tie goes away from 0, as in JavaScript
        (-100500.0, "−1.01e+5"),
    ],
)
def test_a_stage_by_hand(value: float, text: str) -> None:
    assert stage(value) == text


@given(st.floats(-1e300, 1e300).filter(bool))
def test_a_stage_that_is_not_0_is_never_shown_as_0(value: float) -> None:
    text = stage(value).replace("−", "-")
    assert float(text) != 0
    assert math.isclose(float(text), value, rel_tol=0.06)


@pytest.mark.parametrize("name", ["amount", "logit", "hundredths", "signed", "stage"])
def test_no_format_uses_the_hyphen_for_minus(name: str) -> None:
    assert "-" not in "".join(FORMATS[name](v) for v in (-3, -2.5, -0.75, -7e-3))


def test_hundredths_of_nothing_have_no_sign() -> None:
    assert [hundredths(v) for v in (-0.004, 0.0, -0.0, -0.006)] == ["0.00", "0.00", "0.00", "−0.01"]


def test_an_index_chooses_its_word() -> None:
    assert [written(v, ("no", "yes")) for v in (0.0, 1.0)] == ["no", "yes"]


def test_a_form_by_name_is_that_format() -> None:
    assert written(0.659, "probability") == "0.659"


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_what_is_no_finite_number(name: str) -> None:
    write = FORMATS[name]
    assert [write(math.inf), write(-math.inf)] == ["∞", "−∞"]
    assert write(math.nan) == {"percent": "–", "optional": ""}.get(name, "NaN")
