"""The programs that a reader takes away do what the page shows."""

import ast
import doctest
import math
from typing import Any

import numpy as np
import pytest

import logitviz as lv
from logitviz.lessons.your_model import snippets
from logitviz.lessons.your_model.snippets import FRAMEWORKS, snippet
from tests.cases import for_each

TEMPERATURES = (1e-300, 0.05, 1 / 3, 0.5, 1.0, 3.442, 1e300, np.float64(2.5))
LOGITS = np.array([[2.0, 1, 0.1], [700, -700, 0], [-1e300, -1e300, -2e300], [5, 5, 5]])


@for_each("temperature", TEMPERATURES)
def test_the_program_for_numpy_gives_softmax_at_the_temperature(temperature: float) -> None:
    names: dict[str, Any] = {"logits": LOGITS}
    with np.errstate(over="ignore"):  # differences beyond the largest number: p is 0
        exec(snippet("NumPy", temperature), names)
    wanted = lv.softmax(LOGITS, temperature=temperature)
    np.testing.assert_allclose(names["p"], wanted, rtol=1e-13, atol=1e-300)


def test_the_program_for_numpy_leaves_the_logits_as_they_were() -> None:
    given = LOGITS.copy()
    exec(snippet("NumPy", 0.5), {"logits": given})
    np.testing.assert_array_equal(given, LOGITS)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_program_is_python_with_the_exact_temperature(framework: str) -> None:
    for temperature in TEMPERATURES:
        tree = ast.parse(snippet(framework, temperature))
        (value,) = [
            node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "T"
        ]
        found = ast.literal_eval(value)
        assert type(found) is float
        assert math.isfinite(found)
        assert found == temperature


@for_each(
    ["framework", "module", "divided"],
    [
        ("NumPy", "numpy", "z / T"),
        ("PyTorch", "torch", "logits / T"),
        ("TensorFlow", "tensorflow", "logits / T"),
    ],
)
def test_every_program_divides_by_the_temperature(
    framework: str, module: str, divided: str
) -> None:
    tree = ast.parse(snippet(framework, 0.5))
    assert [n.names[0].name for n in tree.body if isinstance(n, ast.Import)] == [module]
    quotients = [n for n in ast.walk(tree) if isinstance(n, ast.BinOp) and type(n.op) is ast.Div]
    assert [ast.unparse(n) for n in quotients] == [divided]


def test_the_example_is_true() -> None:
    results = doctest.testmod(snippets)
    assert (results.attempted > 0, results.failed) == (True, 0)
