import ast
import contextlib
import csv
import io
import json
import math
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

import logitviz as lv
from logitviz.charts.export import (
    COLUMNS,
    FRAMEWORKS,
    READOUTS,
    network,
    selective_csv,
    snippet,
    sweep_csv,
    table_csv,
)
from logitviz.charts.export import table_json as as_json
from logitviz.datasets.digits import load_digits
from tests.cases import for_each
from tests.charts.scenery import HOSTILE, TEMPERATURES, analyse, at_each
from tests.live.decoded import refuse_constant

RECORDS = {name: analyse(*state) for name, state in HOSTILE.items()}
records = for_each("record", RECORDS.values())
frameworks = for_each("framework", FRAMEWORKS)
logits = st.lists(st.floats(-10, 10), min_size=10, max_size=10)
temperatures = st.one_of(st.floats(0.05, 20), st.sampled_from([0.0, math.inf]))


def run(code: str) -> dict[str, Any]:
    """Execute a snippet as a reader would, and give its variables."""
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, "snippet", "exec"), names)
    assert printed.getvalue().strip()
    return names


@records
def test_the_numpy_program_computes_the_records_probabilities(record: lv.Analysis) -> None:
    p = run(snippet("NumPy", record))["p"]
    assert_allclose(p, record.probabilities, rtol=1e-13, atol=0)


@given(logits, temperatures)
def test_the_numpy_program_is_right_for_any_state(z: list[float], t: float) -> None:
    record = analyse(z, t)
    p = run(snippet("NumPy", record))["p"]
    assert_allclose(p, record.probabilities, rtol=1e-12, atol=1e-300)


@for_each("name", [name for name in HOSTILE if "T = " in name])
def test_the_numpy_program_is_exact_at_both_limits(name: str) -> None:
    p = run(snippet("NumPy", RECORDS[name]))["p"]
    assert_array_equal(p, RECORDS[name].probabilities)


def lists_of(code: str) -> list[list[float]]:
    found = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.List)]
    return [[float(ast.literal_eval(item)) for item in node.elts] for node in found]


@frameworks
@records
def test_a_program_holds_the_exact_logits(framework: str, record: lv.Analysis) -> None:
    assert lists_of(snippet(framework, record)) == [record.logits.tolist()]


@frameworks
@given(logits, st.floats(0.05, 20))
def test_a_program_holds_the_exact_temperature(framework: str, z: list[float], t: float) -> None:
    tree = ast.parse(snippet(framework, analyse(z, t)))
    (value,) = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id == "T"
    ]
    assert value == t


@frameworks
@for_each("name", [name for name in HOSTILE if "T = " in name])
def test_a_program_at_a_limit_says_so_and_does_not_divide(framework: str, name: str) -> None:
    code = snippet(framework, RECORDS[name])
    assert "# the limit T = " in code
    assert "/ T" not in code


@frameworks
@records
def test_a_program_prints_its_result_last(framework: str, record: lv.Analysis) -> None:
    code = snippet(framework, record)
    assert code.splitlines()[-1] == "print(p)"
    assert code.endswith("\n")


@for_each(
    ("framework", "module"),
    [("NumPy", "numpy"), ("PyTorch", "torch"), ("TensorFlow", "tensorflow")],
)
def test_a_program_imports_its_own_library_alone(framework: str, module: str) -> None:
    tree = ast.parse(snippet(framework, RECORDS["the example"]))
    imported = [
        alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names
    ]
    assert imported == [module]


@for_each(("framework", "precision"), [("PyTorch", "torch.float64"), ("TensorFlow", "tf.float64")])
def test_a_library_of_single_precision_is_told_to_use_double(
    framework: str, precision: str
) -> None:
    assert f"dtype={precision}" in snippet(framework, RECORDS["the example"])


def test_the_network_in_numpy_gives_logits_softmax_and_the_loss_of_the_logits() -> None:
    found = run(network("NumPy"))
    logits, y = found["logits"], found["y"]
    assert logits.shape == (32, 10)
    assert (logits < 0).any()
    assert_allclose(found["p"], lv.softmax(logits), rtol=1e-12, atol=0)
    assert_allclose(found["loss"], lv.cross_entropy(logits, y), rtol=1e-12, atol=0)


@for_each(
    ("framework", "loss"),
    [("PyTorch", "cross_entropy"), ("TensorFlow", "softmax_cross_entropy_with_logits")],
)
def test_the_network_of_a_library_gives_its_loss_the_logits(framework: str, loss: str) -> None:
    calls = [node for node in ast.walk(ast.parse(network(framework))) if isinstance(node, ast.Call)]
    (call,) = [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == loss]
    given = [*call.args[:1], *(k.value for k in call.keywords if k.arg == "logits")]
    assert [node.id for node in given if isinstance(node, ast.Name)] == ["logits"]


@records
def test_csv_gives_every_stage_back_to_the_last_bit(record: lv.Analysis) -> None:
    rows = list(csv.DictReader(io.StringIO(table_csv(record))))
    for column, name in COLUMNS.items():
        assert_array_equal([float(row[column]) for row in rows], getattr(record, name))


@records
def test_csv_has_one_line_per_class(record: lv.Analysis) -> None:
    rows = list(csv.DictReader(io.StringIO(table_csv(record))))
    assert [row["class"] for row in rows] == [str(c) for c in range(10)]


@records
def test_csv_writes_no_point_without_need(record: lv.Analysis) -> None:
    cells = [cell for row in csv.reader(io.StringIO(table_csv(record))) for cell in row]
    assert not [cell for cell in cells if cell.endswith(".0")]


@records
def test_the_csv_of_a_sweep_gives_every_number_back_to_the_last_bit(record: lv.Analysis) -> None:
    sweep = at_each(record.logits, TEMPERATURES)
    text = sweep_csv(sweep)
    rows = list(csv.DictReader(io.StringIO(text)))
    names = ("temperature", "confidence", "margin", "entropy", "perplexity")
    assert list(rows[0]) == [*names, *(f"p{c}" for c in range(10))]
    assert_array_equal([float(row["temperature"]) for row in rows], TEMPERATURES)
    for name in names:
        assert_array_equal([float(row[name]) for row in rows], getattr(sweep, name))
    for c in range(10):
        assert_array_equal([float(row[f"p{c}"]) for row in rows], sweep.probabilities[:, c])
    assert ".0\n" not in text
    assert ".0," not in text


def test_the_csv_of_a_sweep_has_a_column_for_each_class_there_is() -> None:
    (header, *_) = sweep_csv(at_each([2.0, 1.0, 0.1], [0.5, 1])).splitlines()
    assert header == "temperature,confidence,margin,entropy,perplexity,p0,p1,p2"


@for_each("net", ["teacher_logits", "student_logits"])
@for_each("temperature", [0.0, 1.0, math.inf])
def test_the_csv_of_the_thresholds_gives_every_count_back(net: str, temperature: float) -> None:
    digits = load_digits()
    z = getattr(digits, net)
    sure = lv.softmax(z, temperature=temperature).max(axis=1)
    thresholds = np.round(np.linspace(0, 1, 101), 2)
    text = selective_csv(lv.selective_accuracy(sure, z.argmax(axis=1) == digits.labels, thresholds))
    (header, *rows) = csv.reader(io.StringIO(text))
    assert header == ["threshold", "decided", "wrong"]
    assert [float(row[0]) for row in rows] == thresholds.tolist()
    missed = z.argmax(axis=1) != digits.labels
    for threshold, decided, wrong in rows:
        reached = sure >= float(threshold)
        assert (decided, wrong) == (str(reached.sum()), str((reached & missed).sum()))


@given(logits, temperatures)
def test_csv_is_exact_for_any_state(z: list[float], t: float) -> None:
    record = analyse(z, t)
    rows = list(csv.DictReader(io.StringIO(table_csv(record))))
    assert [float(row["probability"]) for row in rows] == record.probabilities.tolist()
    assert [float(row["log_probability"]) for row in rows] == record.log_probabilities.tolist()


@records
def test_json_gives_every_stage_back_to_the_last_bit(record: lv.Analysis) -> None:
    data = json.loads(as_json(record), parse_constant=refuse_constant)
    for name in COLUMNS.values():
        assert_array_equal([float(v) for v in data[name]], getattr(record, name))


@records
def test_json_gives_every_readout_back(record: lv.Analysis) -> None:
    data = json.loads(as_json(record), parse_constant=refuse_constant)
    assert [float(data[name]) for name in READOUTS] == [getattr(record, n) for n in READOUTS]


def test_json_writes_an_infinity_as_text() -> None:
    data = json.loads(as_json(RECORDS["T = infinity"]), parse_constant=refuse_constant)
    assert data["temperature"] == "inf"
    assert json.loads(as_json(RECORDS["T = 0"]))["shifted"][1] == "-inf"
