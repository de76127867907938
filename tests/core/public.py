"""A sound call of every public function that takes an array."""

import dataclasses
import inspect
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.testing import assert_array_equal
from numpy.typing import ArrayLike, NDArray

import logitviz as lv

# Every number is one that bfloat16 and float8 hold exactly.
ROWS = [[2.0, 1.0, -0.5], [0.5, 3.0, 1.5]]
SHARES = [[0.5, 0.25, 0.25], [0.125, 0.375, 0.5]]
SQUARE = [[1.0, 0.5, -0.25], [0.25, 0.75, 0.5], [-0.5, 0.125, 1.0]]
PER_ROW = [0.5, 2.0]

CALLS: dict[str, dict[str, Any]] = {
    "accuracy_coverage": {"confidence": [0.5, 0.75], "correct": [True, False]},
    "analyse": {"logits": ROWS, "temperature": PER_ROW},
    "bootstrap": {"logits": ROWS, "labels": [0, 1], "temperature": PER_ROW, "samples": 7},
    "brier_score": {"logits": ROWS, "labels": [0, 1], "temperature": PER_ROW},
    "classwise_calibration_error": {"logits": ROWS, "labels": [0, 1], "temperature": PER_ROW},
    "confidence": {"p": SHARES},
    "contributions": {"features": ROWS, "weights": SQUARE},
    "cosine_similarities": {"a": ROWS, "b": SHARES},
    "cross_entropy": {"logits": ROWS, "target": SHARES, "temperature": PER_ROW},
    "cross_entropy_along": {
        "logits": ROWS,
        "target": SHARES,
        "index": 0,
        "values": [-1.0, 2.0],
        "temperature": PER_ROW,
    },
    "cross_entropy_gradient": {"logits": ROWS, "target": SHARES, "temperature": PER_ROW},
    "distillation_loss": {
        "teacher": ROWS,
        "student": SQUARE[:2],
        "temperature": PER_ROW,
        "student_temperature": [1.0, 2.0],
    },
    "entropy": {"p": SHARES},
    "expected_calibration_error": {"logits": ROWS, "labels": [0, 1], "temperature": PER_ROW},
    "fit_temperature": {"logits": ROWS, "labels": [0, 2]},
    "gradient_descent": {
        "logits": ROWS,
        "target": SHARES,
        "rate": [0.5, 0.25],
        "steps": 2,
        "temperature": PER_ROW,
    },
    "gumbel_max": {"logits": ROWS, "size": 3, "seed": 1},
    "info_nce": {"similarities": SQUARE, "temperature": [0.5, 1.0, 2.0]},
    "kl_divergence": {"p": SHARES, "q": SHARES[::-1]},
    "linear_logits": {"features": ROWS, "weights": SQUARE, "bias": [0.5, 1.0, -1.0]},
    "log_sigmoid": {"logits": ROWS, "temperature": PER_ROW},
    "log_softmax": {"logits": ROWS, "temperature": PER_ROW},
    "logit": {"p": SHARES},
    "logit_sweep": {
        "logits": ROWS[0],
        "index": 1,
        "values": [-1.0, 2.0],
        "temperature": PER_ROW,
    },
    "logsumexp": {"logits": ROWS},
    "margin": {"p": SHARES},
    "max_entropy": {"scores": ROWS, "mean_score": [1.0, 2.0]},
    "metropolis": {
        "energies": ROWS[0],
        "temperature": PER_ROW,
        "particles": 5,
        "sweeps": 3,
        "seed": 1,
    },
    "naive_cross_entropy": {"logits": ROWS, "target": SHARES},
    "naive_softmax": {"logits": ROWS, "temperature": PER_ROW},
    "negative_log_likelihood": {"logits": ROWS, "labels": [0, 1], "temperature": PER_ROW},
    "negative_weights": {"similarities": SQUARE, "temperature": [0.5, 1.0, 2.0]},
    "perplexity": {"p": SHARES},
    "predict": {"logits": ROWS},
    "reliability": {"confidence": [0.5, 0.75], "correct": [True, False]},
    "same_mean": {"scores": ROWS, "mean_score": [1.0, 2.0], "samples": 3, "seed": 1},
    "sample": {"logits": ROWS, "size": 3, "seed": 1},
    "selective_accuracy": {
        "confidences": [0.5, 0.75],
        "correct": [True, False],
        "thresholds": [0.25, 0.625],
    },
    "sigmoid": {"logits": ROWS, "temperature": PER_ROW},
    "sigmoid_jacobian": {"logits": ROWS, "temperature": PER_ROW},
    "smooth_labels": {"index": [0, 2], "classes": 3, "smoothing": [0.5, 0.25]},
    "softmax": {"logits": ROWS, "temperature": PER_ROW},
    "softmax_jacobian": {"logits": ROWS, "temperature": PER_ROW},
    "standardize": {"logits": ROWS},
    "step_by_step": {"logits": ROWS, "temperature": PER_ROW},
    "temperature_sweep": {"logits": ROWS[0], "temperatures": PER_ROW},
    "truncate": {
        "logits": ROWS,
        "temperature": PER_ROW,
        "top_k": [1, 2],
        "top_p": [0.5, 0.75],
        "min_p": [0.25, 0.125],
    },
    "wilson_interval": {"right": [1.0, 2.0], "count": [2.0, 4.0]},
}


def call(name: str, **arguments: Any) -> Any:
    """Call a public function with its sound arguments, some of them replaced."""
    return getattr(lv, name)(**(CALLS[name] | arguments))


def array_arguments() -> list[tuple[str, str]]:
    """Find, by their annotations, all arguments of public functions that may be arrays."""
    return [
        (name, argument.name)
        for name in lv.__all__
        if inspect.isfunction(getattr(lv, name))
        for argument in inspect.signature(getattr(lv, name)).parameters.values()
        if argument.annotation in (ArrayLike, ArrayLike | None)
    ]


def arrays_of(result: Any) -> Iterator[NDArray[Any]]:
    """Give every array of a result, which may be a record."""
    if dataclasses.is_dataclass(result):
        yield from (np.asarray(getattr(result, field.name)) for field in dataclasses.fields(result))
    else:
        yield np.asarray(result)


def assert_same(result: Any, expected: Any) -> None:
    """Compare two results bit for bit, their dtypes too."""
    for one, other in zip(arrays_of(result), arrays_of(expected), strict=True):
        assert one.dtype == other.dtype
        assert_array_equal(one, other)
