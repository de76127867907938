"""Train the two digit classifiers and write logitviz/datasets/data/digits.npz.

Run from anywhere: ``python tools/make_digits.py [--seed N] [--out FILE]``. scikit-learn, which
brings the images and trains the models, is needed here and nowhere in the app.
"""

from __future__ import annotations

import argparse
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

Arrays = dict[str, NDArray[Any]]
Floats = NDArray[np.float64]
Rows = NDArray[np.int64]

SEED = 0
OUT = Path(__file__).resolve().parents[1] / "logitviz" / "datasets" / "data" / "digits.npz"
FULL_INK = 16

HIDDEN_UNITS = 64
# Both strengths were chosen so that every logit fits the app's −10…10 sliders: weaker decay
# gives a slightly better teacher (alpha 0.1: 876 right, logits −15.5 to 13.5) and a student whose
# logits pass 11 (C 100).
TEACHER_DECAY = 1.0
STUDENT_INVERSE_DECAY = 10.0
STUDENT_IMAGES = 60


class Split(NamedTuple):
    """The rows of the training half, of the student's share of it, and of the test half."""

    training: Rows
    student: Rows
    test: Rows


def split(labels: Rows, seed: int) -> Split:
    """Divide the rows; each part holds the ten digits in equal shares, in the source's order."""
    training, test = train_test_split(
        np.arange(labels.size), test_size=0.5, stratify=labels, random_state=seed
    )
    training, test = np.sort(training), np.sort(test)
    student, _ = train_test_split(
        training, train_size=STUDENT_IMAGES, stratify=labels[training], random_state=seed
    )
    return Split(training, np.sort(student), test)


def forward(teacher: MLPClassifier, features: Floats) -> Floats:
    """Return the teacher's pre-softmax activations, ``relu(f V + c) W + b``, shape [N, 10]."""
    (hidden_weights, weights), (hidden_biases, biases) = teacher.coefs_, teacher.intercepts_
    hidden = np.maximum(features @ hidden_weights + hidden_biases, 0.0)
    logits: Floats = hidden @ weights + biases
    return logits


def check_same(name: str, actual: Floats, expected: Floats) -> None:
    """Raise unless two computations of one quantity agree to 1e-12 of its largest value."""
    gap = np.abs(actual - expected).max() / np.abs(expected).max()
    if not gap <= 1e-12:
        raise RuntimeError(f"{name}: relative difference {gap:.3g}, at most 1e-12 is allowed")


def train_teacher(features: Floats, labels: Rows, seed: int) -> MLPClassifier:
    """Fit the strong model: one hidden layer of ReLU units under a softmax."""
    teacher = MLPClassifier(
        (HIDDEN_UNITS,), alpha=TEACHER_DECAY, max_iter=2000, random_state=seed
    ).fit(features, labels)
    check_same(
        "softmax of the teacher's logits against predict_proba",
        softmax(forward(teacher, features), axis=1),
        teacher.predict_proba(features),
    )
    return teacher


def train_student(features: Floats, labels: Rows) -> tuple[Floats, Floats]:
    """Fit the weak model, multinomial logistic regression; return weights and biases for f."""
    # The default tol stops up to 0.1 of a logit short of the optimum, where the solver's version
    # would still show in the stored numbers.
    student = LogisticRegression(C=STUDENT_INVERSE_DECAY, tol=1e-8, max_iter=10_000).fit(
        features, labels
    )
    check_same(
        "softmax of the student's logits against predict_proba",
        softmax(features @ student.coef_.T + student.intercept_, axis=1),
        student.predict_proba(features),
    )
    return student.coef_, student.intercept_


def train(seed: int = SEED) -> Arrays:
    """Train teacher and student and return every array the file stores, by name."""
    source = load_digits()
    images, labels = source.images.astype(np.uint8), source.target.astype(np.int64)
    features: Floats = source.data / FULL_INK
    training, share, test = split(labels, seed)
    teacher = train_teacher(features[training], labels[training], seed)
    weights, biases = train_student(features[share], labels[share])
    return {
        "images": images[test],
        "labels": labels[test],
        "rows": test,
        "teacher_logits": forward(teacher, features[test]),
        "student_logits": features[test] @ weights.T + biases,
        "student_weights": weights / FULL_INK,
        "student_biases": biases,
        "training_images": images[share],
        "training_labels": labels[share],
        "training_rows": share,
        "training_teacher_logits": forward(teacher, features[share]),
    }


def write_npz(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write what ``numpy.load`` reads, with nothing in it that depends on the day or the system."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, array in arrays.items():
            member = zipfile.ZipInfo(f"{name}.npy")  # its date is 1980-01-01 by default
            member.create_system = 3
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(member, content.getvalue(), zipfile.ZIP_DEFLATED, compresslevel=9)


def describe(name: str, logits: Floats, labels: Rows) -> str:
    """Return one line: right answers, logit range and confidence range of one model."""
    confidence = softmax(logits, axis=1).max(axis=1)
    right = int((logits.argmax(axis=1) == labels).sum())
    return (
        f"{name}: {right} of {labels.size} right ({right / labels.size:.4f}), "
        f"logits {logits.min():.2f} to {logits.max():.2f}, "
        f"confidence {confidence.min():.4f} to {confidence.max():.4f}, "
        f"mean {confidence.mean():.4f}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, write the file and print what is in it."""
    parser = argparse.ArgumentParser(description="Train the digit classifiers; write their logits.")
    parser.add_argument("--seed", type=int, default=SEED, help="default: %(default)s")
    parser.add_argument("--out", type=Path, default=OUT, help="default: %(default)s")
    options = parser.parse_args(arguments)

    arrays = train(options.seed)
    write_npz(options.out, arrays)
    for model in ("teacher", "student"):
        print(describe(model, arrays[f"{model}_logits"], arrays["labels"]))
    print(
        describe(
            "teacher on the student's training images",
            arrays["training_teacher_logits"],
            arrays["training_labels"],
        )
    )
    print(f"{options.out}: {options.out.stat().st_size:,} bytes, seed {options.seed}")


if __name__ == "__main__":
    main()
