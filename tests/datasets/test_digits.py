from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax
from scipy.special import softmax as scipy_softmax

from logitviz.datasets.digits import (
    CLASSIFIERS,
    DIGITS_PATH,
    Digits,
    classifier_logits,
    load_digits,
    pixel_features,
)

DECAYED = ("teacher", "student")
MODELS = (*DECAYED, "overconfident")
LOGIT_ARRAYS = ("teacher_logits", "student_logits", "training_teacher_logits")

README = (DIGITS_PATH.parent / "README.md").read_text(encoding="utf-8")

SHAPES = {
    "images": (np.uint8, (899, 8, 8)),
    "labels": (np.int64, (899,)),
    "rows": (np.int64, (899,)),
    "teacher_logits": (np.float64, (899, 10)),
    "student_logits": (np.float64, (899, 10)),
    "student_weights": (np.float64, (10, 64)),
    "student_biases": (np.float64, (10,)),
    "training_images": (np.uint8, (60, 8, 8)),
    "training_labels": (np.int64, (60,)),
    "training_rows": (np.int64, (60,)),
    "training_teacher_logits": (np.float64, (60, 10)),
    "overconfident_logits": (np.float64, (899, 10)),
    "overconfident_rows": (np.int64, (60,)),
}


def logits_of(model: str) -> NDArray[np.float64]:
    logits: NDArray[np.float64] = getattr(load_digits(), f"{model}_logits")
    return logits


def confidence_of(model: str) -> NDArray[np.float64]:
    confidence: NDArray[np.float64] = scipy_softmax(logits_of(model), axis=1).max(axis=1)
    return confidence


def right_count(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> int:
    return int((logits.argmax(axis=1) == labels).sum())


def loss(model: str, temperature: float) -> float:
    """Mean cross-entropy in nats on the test half."""
    every = log_softmax(logits_of(model) / temperature, axis=1)
    return float(-every[np.arange(899), load_digits().labels].mean())


def best_temperature(model: str) -> tuple[float, float]:
    """The smallest loss and its temperature, by scipy; the loss is convex in 1/T."""
    found = minimize_scalar(
        lambda inverse: loss(model, 1 / inverse), bounds=(0.01, 100.0), options={"xatol": 1e-9}
    )
    return float(found.fun), float(1 / found.x)


def row_of_readme(title: str, model: str) -> str:
    """One model's cell in the table of the models."""
    (line,) = [line for line in README.splitlines() if line.startswith(f"| {title} |")]
    return line.split(" | ")[1 + MODELS.index(model)].removesuffix(" |")


def test_the_table_of_shapes_names_every_array() -> None:
    assert list(SHAPES) == [field.name for field in fields(Digits)]


@pytest.mark.parametrize("name", SHAPES)
def test_array_has_the_documented_type_and_shape(name: str) -> None:
    array = getattr(load_digits(), name)
    assert (array.dtype, array.shape) == SHAPES[name]


@pytest.mark.parametrize("name", SHAPES)
def test_array_is_read_only(name: str) -> None:
    with pytest.raises(ValueError, match="read-only"):
        getattr(load_digits(), name)[0] = 0


def test_record_is_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        load_digits().labels = np.zeros(899, dtype=np.int64)  # type: ignore[misc]


def test_every_call_returns_the_same_record() -> None:
    assert load_digits() is load_digits()


def test_loads_from_another_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    load_digits.cache_clear()
    assert load_digits().labels.size == 899


def test_file_is_under_300_kilobytes() -> None:
    assert DIGITS_PATH.stat().st_size < 300_000


def test_file_holds_no_pickle_and_nothing_but_the_record() -> None:
    with np.load(DIGITS_PATH, allow_pickle=False) as stored:
        assert set(stored.files) == set(SHAPES)
        assert all(stored[name].dtype.hasobject is False for name in stored.files)


@pytest.mark.parametrize("name", ["images", "training_images"])
def test_ink_runs_from_0_to_16(name: str) -> None:
    images = getattr(load_digits(), name)
    assert (images.min(), images.max()) == (0, 16)


def test_all_ten_digits_are_present_in_equal_shares() -> None:
    assert_allclose(np.bincount(load_digits().labels), np.full(10, 90), rtol=0, atol=3)


def test_student_was_trained_on_six_images_of_each_digit() -> None:
    assert_array_equal(np.bincount(load_digits().training_labels), np.full(10, 6))


def test_no_training_image_is_a_test_image() -> None:
    digits = load_digits()
    assert np.intersect1d(digits.rows, digits.training_rows).size == 0
    assert np.intersect1d(digits.rows, digits.overconfident_rows).size == 0


def test_overconfident_model_learned_the_images_of_the_student() -> None:
    assert_array_equal(load_digits().overconfident_rows, load_digits().training_rows)


@pytest.mark.parametrize("name", LOGIT_ARRAYS)
def test_logits_are_finite_and_fit_the_sliders(name: str) -> None:
    logits = getattr(load_digits(), name)
    assert np.isfinite(logits).all()
    assert np.abs(logits).max() <= 10


def test_student_logits_are_a_linear_map_of_the_pixels() -> None:
    digits = load_digits()
    mapped = digits.images.reshape(-1, 64) @ digits.student_weights.T + digits.student_biases
    # Relative to the largest logit: one near zero is the difference of large terms.
    largest = np.abs(digits.student_logits).max()
    assert_allclose(digits.student_logits, mapped, rtol=0, atol=1e-12 * largest)


def test_student_logits_are_a_linear_map_of_the_features() -> None:
    digits = load_digits()
    mapped = pixel_features(digits.images) @ (16 * digits.student_weights.T) + digits.student_biases
    largest = np.abs(digits.student_logits).max()
    assert_allclose(digits.student_logits, mapped, rtol=0, atol=1e-12 * largest)


@pytest.mark.parametrize(
    ("model", "right"), [("teacher", 867), ("student", 777), ("overconfident", 760)]
)
def test_right_answers_are_those_the_readme_states(model: str, right: int) -> None:
    labels = load_digits().labels
    assert right_count(logits_of(model), labels) == right
    assert f"{right} of 899 ({right / 899:.3f})" in README


@pytest.mark.parametrize("model", MODELS)
def test_ranges_are_those_the_readme_states(model: str) -> None:
    logits, confidence = logits_of(model), confidence_of(model)
    assert f"{logits.min():.2f} to {logits.max():.2f}".replace("-", "−") in README
    assert f"{confidence.min():.3f} to {confidence.max():.3f}" in README
    assert f"{confidence.mean():.3f}" in README


@pytest.mark.parametrize("model", MODELS)
def test_gap_of_confidence_and_accuracy_is_the_one_the_readme_states(model: str) -> None:
    right = right_count(logits_of(model), load_digits().labels)
    gap = confidence_of(model).mean() - right / 899
    assert f"{gap:+.3f}".replace("-", "−") in row_of_readme("Mean confidence − accuracy", model)


@pytest.mark.parametrize("model", MODELS)
def test_losses_are_those_the_readme_states(model: str) -> None:
    before, (after, temperature) = loss(model, 1.0), best_temperature(model)
    assert row_of_readme("Negative log-likelihood, nats", model) == f"{before:.3f}"
    expected = f"{after:.3f} at T = {temperature:.3f}"
    assert row_of_readme("The same at its best temperature", model) == expected


def test_overconfident_model_is_overconfident_and_a_temperature_of_the_slider_mends_it() -> None:
    model = "overconfident"
    assert confidence_of(model).mean() > right_count(logits_of(model), load_digits().labels) / 899
    after, temperature = best_temperature(model)
    assert after < loss(model, 1.0)
    assert 1 < temperature < 20


def test_overconfident_logits_are_finite_and_fit_no_slider() -> None:
    logits = load_digits().overconfident_logits
    assert np.isfinite(logits).all()
    assert np.abs(logits).max() > 10


@pytest.mark.parametrize(("name", "model"), list(zip(CLASSIFIERS, MODELS, strict=True)))
def test_a_classifier_is_found_by_its_name(name: str, model: str) -> None:
    assert classifier_logits(name) is logits_of(model)


def test_an_unknown_classifier_is_refused() -> None:
    message = "name must be one of strong, weak, overconfident, not 'teacher'"
    with pytest.raises(ValueError, match=message):
        classifier_logits("teacher")


@pytest.mark.parametrize("model", DECAYED)
def test_confidence_spans_from_guessing_to_near_certainty(model: str) -> None:
    confidence = confidence_of(model)
    assert 0.1 < confidence.min() < 0.35
    assert 0.99 < confidence.max() < 1


def test_readme_names_source_and_licence() -> None:
    for words in ("Alpaydin", "Kaynak", "10.24432/C50P49", "CC BY 4.0"):
        assert words in README


def test_features_are_the_pixels_divided_by_16_row_by_row() -> None:
    image = np.arange(64, dtype=np.uint8).reshape(8, 8) % 17
    assert_array_equal(pixel_features(image), image.ravel() / 16)
    assert pixel_features(load_digits().images).shape == (899, 64)


def test_features_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match=r"images must have shape .* not \[64\]"):
        pixel_features(np.zeros(64))
