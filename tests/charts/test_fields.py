"""Paths of fields, and texts with fields in them."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from logitviz.charts.chart import Drawn
from logitviz.charts.fields import drawn, field, template

MATRIX = np.arange(6.0).reshape(2, 3)
STATE = SimpleNamespace(record=SimpleNamespace(p=MATRIX, h=0.5), n=3)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("n", 3),
        ("record.h", 0.5),
        ("record.p", MATRIX),
        ("record.p[2]", MATRIX[:, 2]),
        ("record.p[1, 2]", 5.0),
        ("record.p[1,2]", 5.0),
    ],
)
def test_a_path_leads_to_a_field(path: str, expected: Any) -> None:
    assert_array_equal(field(STATE, path), expected)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("record.q", "there is no field 'record.q'"),
        ("m", "there is no field 'm'"),
        ("record.p[3]", r"'record.p\[3\]' leaves the shape \(2, 3\)"),
        ("record.p[0, 0, 0]", r"leaves the shape \(2, 3\)"),
        ("record p", "a field must be names"),
        ("record.p[-1]", "a field must be names"),
    ],
)
def test_a_wrong_path_is_named(path: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        field(STATE, path)


def test_several_fields_are_one_point_each() -> None:
    what = Drawn(("n", "record.h"), through=lambda x: 2 * x)
    assert_array_equal(drawn(STATE, what), [6, 1])


def filled(text: str) -> str:
    found = template(text)
    return found.fill([part.row(STATE) for part in found.parts])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{record.h:probability} of {n:whole}", "0.500 of 3"),
        ("{n:whole}, {record.h:signed}, {n:whole}", "3, +0.500, 3"),
        ("p = {record.p[0, 1]:probability}", "p = 1"),
        ("{n:none|one|two|three}", "three"),
        ("{record.h:zero|one}", "zero"),
        ("no field", "no field"),
    ],
)
def test_a_text_names_its_numbers_in_any_order(text: str, expected: str) -> None:
    assert filled(text) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{n}", r"'{n}' is no {field:format}"),
        ("{n:hole}", "a format is one of .*, or words with |; got 'hole'"),
        ("a } b", "is no {field:format}"),
        ("{0}", "is no {field:format}"),
    ],
)
def test_a_wrong_placeholder_is_named(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        template(text)
