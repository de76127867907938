"""A linear layer small enough to work out by hand: three features, three classes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st

from logitviz.charts.old_chart import Numbers
from logitviz.core import Analysis, analyse, contributions, linear_logits
from logitviz.live.old_controls import number, slider
from logitviz.live.old_link import Link, Parts
from logitviz.live.old_table import TABLE

NAMES = ("A", "B", "C")
FEATURE_KEYS = ("f1", "f2", "f3")
PLACES = range(len(NAMES))
WEIGHT_KEYS = [(f"w{c}1", f"w{c}2", f"w{c}3", f"b{c}") for c in (1, 2, 3)]
SCOPES = {key: ("worked", "worked_words") for row in WEIGHT_KEYS for key in row}
HEADER = ("class", "w₁ · f₁", "w₂ · f₂", "w₃ · f₃", "sum", "+ bias", "logit z", "exp z", "p")


@dataclass(frozen=True, eq=False)
class Layer:
    """The numbers of the worked example; features, products and record may be batches."""

    features: Numbers
    weights: Numbers
    bias: Numbers
    products: Numbers
    record: Analysis

    @property
    def sums(self) -> Numbers:
        """Sum the products of every class."""
        return np.asarray(self.products.sum(axis=-1))

    @property
    def exponentials(self) -> Numbers:
        """Give the exponentials of the logits, not shifted, as one works by hand."""
        return np.asarray(np.exp(self.record.logits))


def _layer(features: Numbers, weights: Numbers, bias: Numbers) -> Layer:
    z = linear_logits(features, weights, bias)
    return Layer(features, weights, bias, contributions(features, weights), analyse(z))


def layers() -> tuple[Layer, dict[str, Layer]]:
    """Draw the sliders and boxes; work the layer out now and at every position of a slider."""
    f = np.array(_row(slider, FEATURE_KEYS))
    with st.container(key="matrix"):
        rows = np.array([_row(number, keys) for keys in WEIGHT_KEYS])
    w, b = rows[:, :3], rows[:, 3]
    moved = {key: _layer(_moving(f, d, key), w, b) for d, key in enumerate(FEATURE_KEYS)}
    return _layer(f, w, b), moved


def _row(draw: Callable[[str], float], keys: Sequence[str]) -> list[float]:
    """Draw controls in the columns of the matrix, so that a weight stands under its feature."""
    values = []
    for key, place in zip(keys, st.columns(len(NAMES) + 1), strict=False):
        with place:
            values.append(draw(key))
    return values


def _moving(features: Numbers, index: int, key: str) -> Numbers:
    entry = TABLE[key]
    low, high, step = (float(v or 0) for v in (entry.low, entry.high, entry.step))
    values = np.round(np.arange(low, high + step / 2, step), 10)
    rows = np.repeat(features[None], values.size, axis=0)
    rows[:, index] = values
    return rows


def _product(c: int, d: int) -> tuple[str, Parts]:
    def parts(layer: Layer) -> list[tuple[Any, ...]]:
        w = (np.array([layer.weights[c, d]]), "logit", 0)
        return [w, (layer.features, "logit", d), (layer.products[..., c, :], "logit", d)]

    return "{} · {} = {}", parts


def _of(name: str, c: int, form: str) -> tuple[str, Parts]:
    def numbers(layer: Layer) -> Numbers:
        inner = getattr(layer, name, None)
        return np.asarray(getattr(layer.record, name) if inner is None else inner)

    return "{}", lambda layer: [(numbers(layer), form, c)]


def _total(name: str, form: str) -> tuple[str, Parts]:
    _, parts = _of(name, 0, form)
    return "{}", lambda layer: [(parts(layer)[0][0].sum(axis=-1), form)]


def worked(link: Link, layer: Layer, sweeps: Mapping[str, Layer]) -> None:
    """Show every product, their sums, the logits, the exponentials and the probabilities."""
    rows: list[tuple[str, list[tuple[str, Parts] | None]]] = [
        (
            f"**{name}**",
            [
                *(_product(c, d) for d in PLACES),
                _of("sums", c, "logit"),
                _of("bias", c, "logit"),
                _of("logits", c, "logit"),
                _of("exponentials", c, "stage"),
                _of("probabilities", c, "probability"),
            ],
        )
        for c, name in enumerate(NAMES)
    ]
    totals = [*[None] * 6, _total("exponentials", "stage"), _total("probabilities", "stage")]
    link.table("worked", HEADER, [*rows, ("sum", totals)], layer, sweeps)
    link.sentence(
        "worked_words",
        "Prediction: class {}, with probability {}.",
        lambda s: [(s.record.prediction, NAMES), (s.record.confidence, "probability")],
        layer,
        sweeps,
    )
