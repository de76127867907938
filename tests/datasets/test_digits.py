import importlib.util
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from scipy.special import softmax as scipy_softmax

from logitviz.datasets.digits import DIGITS_PATH, Digits, load_digits, pixel_features, showcase

ROOT = Path(__file__).resolve().parents[2]
MODELS = ("teacher", "student")
LOGIT_ARRAYS = ("teacher_logits", "student_logits", "training_teacher_logits")
SPLIT_ARRAYS = ("images", "labels", "rows", "training_images", "training_labels", "training_rows")

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
}


def logits_of(model: str) -> NDArray[np.float64]:
    logits: NDArray[np.float64] = getattr(load_digits(), f"{model}_logits")
    return logits


def confidence_of(model: str) -> NDArray[np.float64]:
    confidence: NDArray[np.float64] = scipy_softmax(logits_of(model), axis=1).max(axis=1)
    return confidence


def right_count(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> int:
    return int((logits.argmax(axis=1) == labels).sum())


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


@pytest.mark.parametrize(("model", "right"), [("teacher", 867), ("student", 777)])
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


@pytest.mark.parametrize("model", MODELS)
def test_showcase_tells_right_from_wrong(model: str) -> None:
    logits, labels = logits_of(model), load_digits().labels
    chosen = showcase(logits, labels, 12)
    right = logits.argmax(axis=1) == labels
    for kind in fields(chosen):
        indices = getattr(chosen, kind.name)
        assert indices.size == np.unique(indices).size == 12
        assert (right[indices] == kind.name.endswith("right")).all()


@pytest.mark.parametrize("model", MODELS)
def test_showcase_is_sorted_with_the_extreme_first(model: str) -> None:
    chosen = showcase(logits_of(model), load_digits().labels, 12)
    confidence = confidence_of(model)
    for kind in fields(chosen):
        steps = np.diff(confidence[getattr(chosen, kind.name)])
        assert (steps <= 0 if kind.name.startswith("most") else steps >= 0).all()


@pytest.mark.parametrize("model", MODELS)
def test_showcase_leaves_no_more_extreme_image_out(model: str) -> None:
    logits, labels = logits_of(model), load_digits().labels
    chosen, confidence = showcase(logits, labels, 5), confidence_of(model)
    right = logits.argmax(axis=1) == labels
    for kind, same in (("right", right), ("wrong", ~right)):
        ordered = np.sort(confidence[same])
        most = getattr(chosen, f"most_confident_{kind}")
        least = getattr(chosen, f"least_confident_{kind}")
        assert_allclose(confidence[most], ordered[::-1][:5], rtol=1e-12, atol=0)
        assert_allclose(confidence[least], ordered[:5], rtol=1e-12, atol=0)


def test_showcase_gives_what_there_is() -> None:
    chosen = showcase([[3.0, 0.0], [1.0, 0.0], [0.0, 2.0]], [0, 0, 0], 5)
    assert_array_equal(chosen.most_confident_right, [0, 1])
    assert_array_equal(chosen.least_confident_right, [1, 0])
    assert_array_equal(chosen.most_confident_wrong, [2])
    assert_array_equal(chosen.least_confident_wrong, [2])


def test_showcase_without_a_wrong_answer_is_empty_there() -> None:
    assert showcase([[1.0, 0.0]], [0], 1).most_confident_wrong.size == 0


def test_showcase_keeps_the_order_of_equal_confidences() -> None:
    chosen = showcase(np.tile([[1.0, 0.0], [2.0, 0.0]], (250, 1)), [0] * 500, 500)
    low, high = np.arange(0, 500, 2), np.arange(1, 500, 2)
    assert_array_equal(chosen.most_confident_right, np.concatenate([high, low]))
    assert_array_equal(chosen.least_confident_right, np.concatenate([low, high]))


def test_showcase_writes_to_neither_input() -> None:
    logits, labels = np.array([[3.0, 0.0], [0.0, 2.0]]), np.array([0, 0])
    showcase(logits, labels, 1)
    assert_array_equal(logits, [[3.0, 0.0], [0.0, 2.0]])
    assert_array_equal(labels, [0, 0])


def test_showcase_refuses_what_it_cannot_use() -> None:
    with pytest.raises(ValueError, match="count must be at least 1, not 0"):
        showcase([[1.0, 0.0]], [0], 0)
    with pytest.raises(ValueError, match=r"logits must have shape .* not \[2\]"):
        showcase([1.0, 0.0], [0], 1)
    with pytest.raises(ValueError, match=r"labels .* 1 rows of logits, not shape \[2\]"):
        showcase([[1.0, 0.0]], [0, 1], 1)


@pytest.fixture(scope="module")
def tool() -> Any:
    spec = importlib.util.spec_from_file_location("make_digits", ROOT / "tools" / "make_digits.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def remade(tool: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, NDArray[Any]]:
    path = tmp_path_factory.mktemp("digits") / "digits.npz"
    tool.main(["--out", str(path)])
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


@pytest.mark.parametrize("name", SPLIT_ARRAYS)
def test_tool_repeats_images_and_split_exactly(name: str, remade: dict[str, NDArray[Any]]) -> None:
    assert_array_equal(remade[name], getattr(load_digits(), name))


# Another processor adds up in another order. Under four OpenBLAS kernels the teacher's logits moved
# by 2e-11 and those of the student, a converged convex fit, by 9e-6. Rounding could also shift the
# epoch at which the teacher's loss stalls: stopped after 280 to 340 epochs in place of 315, its
# logits move by less than 0.3 and the count of right answers by one.
@pytest.mark.parametrize(
    ("name", "atol"),
    [
        ("teacher_logits", 0.5),
        ("training_teacher_logits", 0.5),
        ("student_logits", 1e-3),
        ("student_weights", 1e-3),
        ("student_biases", 1e-3),
    ],
)
def test_tool_trains_the_same_models(
    name: str, atol: float, remade: dict[str, NDArray[Any]]
) -> None:
    assert_allclose(remade[name], getattr(load_digits(), name), rtol=0, atol=atol)


@pytest.mark.parametrize("model", MODELS)
def test_tool_reaches_the_same_accuracy(model: str, remade: dict[str, NDArray[Any]]) -> None:
    labels = load_digits().labels
    stored = right_count(logits_of(model), labels)
    assert abs(right_count(remade[f"{model}_logits"], labels) - stored) / labels.size <= 0.02


def test_tool_writes_the_same_bytes_for_the_same_arrays(tool: Any, tmp_path: Path) -> None:
    with np.load(DIGITS_PATH, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    for name in ("one.npz", "two.npz"):
        tool.write_npz(tmp_path / name, arrays)
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


def test_tool_raises_when_its_logits_miss_the_models_probabilities(tool: Any) -> None:
    with pytest.raises(RuntimeError, match="probabilities: relative difference"):
        tool.check_same("probabilities", np.array([0.5, 0.5]), np.array([0.4, 0.6]))
