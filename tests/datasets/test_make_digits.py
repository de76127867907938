import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray
from sklearn.metrics import log_loss

from logitviz.datasets.digits import DIGITS_PATH, load_digits

ROOT = Path(__file__).resolve().parents[2]
FEATURES = load_digits().training_images.reshape(-1, 64) / 16
SPLIT_ARRAYS = (
    "images",
    "labels",
    "rows",
    "training_images",
    "training_labels",
    "training_rows",
    "overconfident_rows",
)


def right_count(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> int:
    return int((logits.argmax(axis=1) == labels).sum())


@pytest.fixture(scope="module")
def tool() -> Any:
    spec = importlib.util.spec_from_file_location("make_digits", ROOT / "tools" / "make_digits.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def memorized(tool: Any) -> Any:
    """The overconfident network, trained once for all tests of this file."""
    return tool.train_to_zero_loss(FEATURES, load_digits().training_labels, tool.SEED)


@pytest.fixture(scope="module")
def remade(
    tool: Any, memorized: Any, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, NDArray[Any]]:
    path = tmp_path_factory.mktemp("digits") / "digits.npz"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tool, "train_to_zero_loss", lambda *_: memorized)
        tool.main(["--out", str(path)])
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


@pytest.mark.parametrize("name", SPLIT_ARRAYS)
def test_tool_repeats_images_and_split_exactly(name: str, remade: dict[str, NDArray[Any]]) -> None:
    assert_array_equal(remade[name], getattr(load_digits(), name))


# Another processor adds up in another order. Under four OpenBLAS kernels the teacher's logits moved
# by 2e-11 and those of the student, a converged convex fit, by 9e-6. Rounding could also shift the
# epoch at which the teacher's loss stalls: stopped after 280 to 340 epochs in place of 315, its
# logits move by less than 0.3 and the count of right answers by one. Those of the overconfident
# network moved by 2e-13; a hundred epochs more move them by less than 0.2.
@pytest.mark.parametrize(
    ("name", "atol"),
    [
        ("teacher_logits", 0.5),
        ("training_teacher_logits", 0.5),
        ("student_logits", 1e-3),
        ("student_weights", 1e-3),
        ("student_biases", 1e-3),
        ("overconfident_logits", 0.5),
    ],
)
def test_tool_trains_the_same_models(
    name: str, atol: float, remade: dict[str, NDArray[Any]]
) -> None:
    assert_allclose(remade[name], getattr(load_digits(), name), rtol=0, atol=atol)


@pytest.mark.parametrize("model", ["teacher", "student", "overconfident"])
def test_tool_reaches_the_same_accuracy(model: str, remade: dict[str, NDArray[Any]]) -> None:
    labels = load_digits().labels
    stored = right_count(getattr(load_digits(), f"{model}_logits"), labels)
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


def test_overconfident_network_has_no_training_loss_left(tool: Any, memorized: Any) -> None:
    labels = load_digits().training_labels
    expected = log_loss(labels, memorized.predict_proba(FEATURES))
    assert 0 < expected <= 1e-6 == tool.ZERO_LOSS
    found = tool.training_loss(memorized, FEATURES, labels)
    assert_allclose(found, expected, rtol=1e-6, atol=0)
    assert memorized.alpha == 0


def test_tool_raises_when_training_loss_is_left(tool: Any) -> None:
    labels = load_digits().training_labels
    with pytest.raises(RuntimeError, match=r"[12]\.\d+ nats after 2 epochs, at most 1e-06 is"):
        tool.train_to_zero_loss(FEATURES, labels, tool.SEED, most_epochs=2)


def test_tool_can_add_the_overconfident_logits_alone(
    tool: Any, memorized: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "digits.npz"
    stored = tool.read_npz(DIGITS_PATH)
    added = {name: stored.pop(name) for name in ("overconfident_logits", "overconfident_rows")}
    tool.write_npz(path, stored)
    monkeypatch.setattr(tool, "train_to_zero_loss", lambda *_: memorized)
    tool.main(["--out", str(path), "--overconfident-only"])
    written = tool.read_npz(path)
    assert list(written) == [*stored, *added]
    for name, array in stored.items():
        assert written[name].dtype == array.dtype
        assert written[name].tobytes() == array.tobytes()


def test_tool_adds_nothing_to_a_file_that_was_split_with_another_seed(
    tool: Any, memorized: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "digits.npz"
    path.write_bytes(DIGITS_PATH.read_bytes())
    monkeypatch.setattr(tool, "train_to_zero_loss", lambda *_: memorized)
    with pytest.raises(RuntimeError, match=r"seed 1: .* was split with another seed"):
        tool.main(["--out", str(path), "--overconfident-only", "--seed", "1"])
    assert path.read_bytes() == DIGITS_PATH.read_bytes()
