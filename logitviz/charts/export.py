"""A record as formula, as code and as a file."""

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from logitviz.charts.formats import logit as logit_text
from logitviz.charts.formats import probability, stage
from logitviz.core import Analysis, Selective

COLUMNS = {
    "logit": "logits",
    "scaled": "scaled",
    "shifted": "shifted",
    "exponential": "exponentials",
    "probability": "probabilities",
    "log_probability": "log_probabilities",
    "sigmoid": "sigmoids",
}
READOUTS = ("temperature", "prediction", "confidence", "margin", "entropy", "perplexity")


def _tex(text: str) -> str:
    text = text.replace("−", "-").replace("∞", r"\infty ").replace("<", r"{<}").replace(">", r"{>}")
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else text


def formula(record: Analysis, index: int) -> str:
    """Write the softmax of one class as LaTeX with the numbers put in.

    Parameters
    ----------
    record : Analysis
        Of one vector.
    index : int
        The class.

    Returns
    -------
    str
        LaTeX, one aligned block.
    """
    t = float(record.temperature)
    top = _tex(stage(record.exponentials[index]))
    terms = " + ".join(_tex(stage(e)) for e in record.exponentials)
    total = _tex(stage(record.exponentials.sum()))
    p = _tex(probability(record.probabilities[index]))
    z, largest = (_tex(logit_text(v)) for v in (record.logits[index], record.logits.max()))
    if largest.startswith("-"):
        largest = f"({largest})"
    limit = {0.0: r"\lim_{T \to 0}", math.inf: r"\lim_{T \to \infty}"}.get(t, "")
    power = rf"\frac{{{z} - {largest}}}{{{'T' if limit else _tex(logit_text(t))}}}"
    lines = (
        rf"p_{{{index}}} &= {limit}\frac{{e^{{(z_{{{index}}} - \max z)/T}}}}"
        rf"{{\sum_j e^{{(z_j - \max z)/T}}}}",
        rf"&= {limit}\frac{{\exp\left({power}\right)}}{{\sum_j \dots}}",
        rf"&\approx \frac{{{top}}}{{{terms}}}",
        rf"&\approx \frac{{{top}}}{{{total}}} \approx {p}",
    )
    return r"\begin{aligned}" + r" \\[0.6em] ".join(lines) + r"\end{aligned}"


def _numpy(logits: str, t: float) -> str:
    body = {
        0.0: "largest = z == z.max()\np = largest / largest.sum()  # the limit T = 0",
        math.inf: "p = np.full(len(z), 1 / len(z))  # the limit T = inf",
    }.get(t, f"T = {t!r}\np = np.exp((z - z.max()) / T)\np /= p.sum()")
    return f"import numpy as np\n\nz = np.array({logits})\n{body}\nprint(p)"


def _pytorch(logits: str, t: float) -> str:
    body = {
        0.0: "largest = (z == z.max()).double()\np = largest / largest.sum()  # the limit T = 0",
        math.inf: "p = torch.full_like(z, 1 / len(z))  # the limit T = inf",
    }.get(t, f"T = {t!r}\np = torch.softmax(z / T, dim=-1)")
    return f"import torch\n\nz = torch.tensor({logits}, dtype=torch.float64)\n{body}\nprint(p)"


def _tensorflow(logits: str, t: float) -> str:
    body = {
        0.0: (
            "largest = tf.cast(z == tf.reduce_max(z), tf.float64)\n"
            "p = largest / tf.reduce_sum(largest)  # the limit T = 0"
        ),
        math.inf: "p = tf.ones_like(z) / len(z)  # the limit T = inf",
    }.get(t, f"T = {t!r}\np = tf.nn.softmax(z / T)")
    return (
        f"import tensorflow as tf\n\nz = tf.constant({logits}, dtype=tf.float64)\n{body}\nprint(p)"
    )


FRAMEWORKS: dict[str, Callable[[str, float], str]] = {
    "NumPy": _numpy,
    "PyTorch": _pytorch,
    "TensorFlow": _tensorflow,
}
NETWORKS = {
    name: Path(__file__).with_name(f"network_{name.lower()}.txt").read_text("utf-8")
    for name in FRAMEWORKS
}


def snippet(framework: str, record: Analysis) -> str:
    """Write a program that computes the record's probabilities, ready to paste and run.

    Parameters
    ----------
    framework : str
        One of `FRAMEWORKS`.
    record : Analysis
        Of one vector of finite logits.

    Returns
    -------
    str
        Python source; the numbers are exact.
    """
    logits = repr([float(z) for z in record.logits])
    return FRAMEWORKS[framework](logits, float(record.temperature)) + "\n"


def network(framework: str) -> str:
    """Write a program of a small classifier: its logits, their softmax, its loss from the logits.

    It is the network of TensorFlow's introductory tutorial, 784 → 128 (ReLU) → 10, with random
    weights and images, ready to paste and run.

    Parameters
    ----------
    framework : str
        One of `FRAMEWORKS`.

    Returns
    -------
    str
        Python source.
    """
    return NETWORKS[framework]


def table_csv(record: Analysis) -> str:
    """Write every stage of every class as CSV, exact to the last digit.

    Parameters
    ----------
    record : Analysis
        Of one vector.

    Returns
    -------
    str
        A header, then one line per class.
    """
    columns = [getattr(record, name) for name in COLUMNS.values()]
    rows = np.column_stack([np.arange(record.logits.size), *columns])
    return csv_text(["class", *COLUMNS], rows)


def sweep_csv(record: Analysis) -> str:
    """Write the probabilities and readouts of a sweep over the temperature as CSV.

    Parameters
    ----------
    record : Analysis
        Of the same logits at S temperatures, [S, C].

    Returns
    -------
    str
        A header, then one line per temperature.
    """
    classes = range(record.logits.shape[-1])
    readouts = ("confidence", "margin", "entropy", "perplexity")
    columns = [getattr(record, name) for name in ("temperature", *readouts)]
    rows = np.column_stack([*columns, record.probabilities])
    return csv_text(["temperature", *readouts, *(f"p{c}" for c in classes)], rows)


def selective_csv(curve: Selective) -> str:
    """Write how many images each threshold decides, and how many of those wrongly, as CSV.

    Parameters
    ----------
    curve : Selective
        At S thresholds.

    Returns
    -------
    str
        A header, then one line per threshold.
    """
    rows = np.column_stack([curve.thresholds, curve.decided, curve.wrong])
    return csv_text(["threshold", "decided", "wrong"], rows)


def csv_text(header: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Write rows as CSV, numbers exact to the last digit.

    Parameters
    ----------
    header : sequence of str
        The names of K columns.
    rows : iterable of R rows, each of K values
        Texts as they are; numbers are written as float64, whole ones without a point.

    Returns
    -------
    str
        The header, then one line per row.
    """
    return "".join(map(_line, [header, *(map(_cell, row) for row in rows)]))


def _line(cells: Iterable[str]) -> str:
    file = io.StringIO()
    # Before Python 3.13 only what is in the terminator is quoted: a name may hold either character.
    csv.writer(file, lineterminator="\r\n").writerow(cells)
    return file.getvalue().removesuffix("\r\n") + "\n"


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else repr(float(value)).removesuffix(".0")


def table_json(record: Analysis) -> str:
    """Write the whole record as JSON; infinities, which JSON lacks, as text.

    Parameters
    ----------
    record : Analysis
        Of one vector.

    Returns
    -------
    str
        An object with a list for each stage and a number for each readout.
    """
    stages = {name: [_plain(v) for v in getattr(record, name)] for name in COLUMNS.values()}
    readouts = {name: _plain(getattr(record, name)) for name in READOUTS}
    return json.dumps(readouts | stages, indent=2, allow_nan=False)


def _plain(value: np.floating | np.integer) -> float | int | str:
    number = value.item()
    return number if math.isfinite(number) else str(number)
