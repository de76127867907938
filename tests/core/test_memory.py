"""What a large batch takes beside its result: at most twice its own size, measured at the peak."""

import tracemalloc
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import logitviz as lv
from tests.core.public import CALLS, arrays_of

Batch = NDArray[np.floating[Any]]


@cache
def logits(rows: int = 1000, classes: int = 1000) -> Batch:
    return np.random.default_rng(0).normal(size=(rows, classes)).astype(np.float32)


@cache
def shares() -> Batch:
    return lv.softmax(logits())


@cache
def labels() -> NDArray[np.int64]:
    return np.random.default_rng(1).integers(0, 1000, 1000)


def function_of_logits(name: str) -> Callable[[Batch], Any]:
    return lambda z: getattr(lv, name)(z)


def function_of_shares(name: str) -> Callable[[Batch], Any]:
    return lambda _: getattr(lv, name)(shares())


def function_of_labels(name: str) -> Callable[[Batch], Any]:
    return lambda z: getattr(lv, name)(z, labels())


OF_LOGITS = ["analyse", "log_sigmoid", "log_softmax", "logsumexp", "naive_softmax"]
OF_LOGITS += ["predict", "sigmoid", "softmax", "standardize"]
OF_SHARES = ["confidence", "entropy", "logit", "margin", "perplexity"]
OF_LABELS = [
    "bootstrap",
    "brier_score",
    "classwise_calibration_error",
    "expected_calibration_error",
]
OF_LABELS += ["fit_temperature", "negative_log_likelihood"]
LARGE: dict[str, Callable[[Batch], Any]] = {
    **{name: function_of_logits(name) for name in OF_LOGITS},
    **{name: function_of_shares(name) for name in OF_SHARES},
    **{name: function_of_labels(name) for name in OF_LABELS},
    "cross_entropy": lambda z: lv.cross_entropy(z, labels()),
    "cross_entropy of distributions": lambda z: lv.cross_entropy(z, shares()),
    "cross_entropy_along": lambda z: lv.cross_entropy_along(z, labels(), 0, np.arange(50)),
    "cross_entropy_gradient": lambda z: lv.cross_entropy_gradient(z, labels()),
    "cross_entropy_gradient of distributions": lambda z: lv.cross_entropy_gradient(z, shares()),
    "distillation_loss": lambda z: lv.distillation_loss(z, z[::-1], standardize=True),
    "gradient_descent": lambda z: lv.gradient_descent(z, labels(), rate=1.0, steps=3),
    "kl_divergence": lambda _: lv.kl_divergence(shares(), shares()[::-1]),
    "naive_cross_entropy": lambda z: lv.naive_cross_entropy(z, labels()),
    "sigmoid of a vector": lambda z: lv.sigmoid(z.ravel()),
    "gumbel_max": lambda z: lv.gumbel_max(z, size=100, seed=1),
    "sample": lambda z: lv.sample(z, size=100, seed=1),
    "softmax over the first axis": lambda z: lv.softmax(z.T, axis=0),
    "truncate": lambda z: lv.truncate(z, top_k=50, top_p=0.9, min_p=0.1),
    "step_by_step": lambda z: lv.step_by_step(z, dtype=np.float32),
}
OTHERS = {
    **dict.fromkeys(
        ("contributions", "cosine_similarities", "linear_logits"), "matrix products in float64"
    ),
    **dict.fromkeys(("logit_sweep", "temperature_sweep"), "the input is one vector"),
    **dict.fromkeys(("max_entropy", "same_mean"), "all rows of scores are solved together"),
    **dict.fromkeys(
        (
            "accuracy_coverage",
            "metropolis",
            "reliability",
            "selective_accuracy",
            "wilson_interval",
        ),
        "counts, without rows of classes",
    ),
    "smooth_labels": "the input is one class for each row",
}


OTHER_SHAPES = [
    ("info_nce", (1000, 1000)),
    ("negative_weights", (1000, 1000)),
    ("sigmoid_jacobian", (20_000, 10)),
    ("softmax_jacobian", (20_000, 10)),
]


def beside_the_result(function: Callable[[], Any]) -> int:
    tracemalloc.start()
    try:
        result = function()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return peak - sum(array.nbytes for array in arrays_of(result))


def test_every_public_function_is_measured_or_has_a_reason_not_to_be() -> None:
    measured = {name.partition(" ")[0] for name in LARGE} | {name for name, _ in OTHER_SHAPES}
    assert measured | set(OTHERS) == set(CALLS)
    assert not measured & set(OTHERS)


@pytest.mark.parametrize("name", LARGE)
def test_a_large_batch_takes_at_most_twice_its_size(name: str) -> None:
    z = logits()
    shares()
    assert beside_the_result(lambda: LARGE[name](z)) <= 2 * z.nbytes


@pytest.mark.parametrize(("name", "shape"), OTHER_SHAPES)
def test_a_large_batch_of_another_shape_takes_no_more(name: str, shape: tuple[int, int]) -> None:
    z = logits(*shape)
    assert beside_the_result(lambda: getattr(lv, name)(z)) <= 2 * z.nbytes


@pytest.mark.parametrize("name", ["brier_score", "expected_calibration_error", "fit_temperature"])
def test_fifty_thousand_rows_of_a_thousand_classes_take_almost_nothing(name: str) -> None:
    numbers = np.random.default_rng(0).normal(size=50_999).astype(np.float32)
    z = np.lib.stride_tricks.sliding_window_view(numbers, 1000)  # all 200 MB of it are one row
    truth = np.random.default_rng(1).integers(0, 1000, 50_000)
    assert beside_the_result(lambda: getattr(lv, name)(z, truth)) <= z.nbytes / 20


@pytest.mark.parametrize("dtype", [np.float16, np.float64])
def test_other_types_take_no_more(dtype: type) -> None:
    z: Batch = logits().astype(dtype)
    assert beside_the_result(lambda: lv.cross_entropy(z, labels())) <= 2 * z.nbytes
    assert beside_the_result(lambda: lv.analyse(z)) <= 2 * z.nbytes
