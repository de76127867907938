"""Train the three digit classifiers and write logitviz/datasets/data/digits.npz.

Run from anywhere: ``python tools/make_digits.py [--seed N] [--out FILE] [--overconfident-only]``.
scikit-learn, which brings the images and trains the models, is needed here and nowhere in the app.
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
from scipy.special import log_softmax, softmax
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
# The overconfident network learns the student's images by heart: no weight decay, and no end before
# the loss is practically zero. Its logits fit no slider. A second hidden layer and a rate ten times
# the default get there in 2,500 epochs in place of 12,000.
OVERCONFIDENT_UNITS = (64, 64)
OVERCONFIDENT_RATE = 0.01
ZERO_LOSS = 1e-6  # nats per training image
MOST_EPOCHS = 20_000


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


def forward(network: MLPClassifier, features: Floats) -> Floats:
    """Return a network's pre-softmax activations, ``relu(f V + c) W + b``, shape [N, 10]."""
    *hidden_layers, (weights, biases) = zip(network.coefs_, network.intercepts_, strict=True)
    values = features
    for hidden_weights, hidden_biases in hidden_layers:
        values = np.maximum(values @ hidden_weights + hidden_biases, 0.0)
    logits: Floats = values @ weights + biases
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


def train_to_zero_loss(
    features: Floats, labels: Rows, seed: int, *, most_epochs: int = MOST_EPOCHS
) -> MLPClassifier:
    """Fit a ReLU network without weight decay until its training loss is at most `ZERO_LOSS`."""
    network = MLPClassifier(
        OVERCONFIDENT_UNITS, alpha=0.0, learning_rate_init=OVERCONFIDENT_RATE, random_state=seed
    )
    # One call is one epoch. ``fit`` would stop much earlier, when the loss falls only slowly.
    for _ in range(most_epochs):
        network.partial_fit(features, labels, classes=np.arange(10))
        loss = training_loss(network, features, labels)
        if loss <= ZERO_LOSS:
            break
    else:
        raise RuntimeError(
            f"training loss: {loss:.3g} nats after {most_epochs} epochs, "
            f"at most {ZERO_LOSS:g} is allowed"
        )
    check_same(
        "softmax of the overconfident logits against predict_proba",
        softmax(forward(network, features), axis=1),
        network.predict_proba(features),
    )
    return network


def training_loss(network: MLPClassifier, features: Floats, labels: Rows) -> float:
    """Return the mean cross-entropy in nats, from the logits and so without a floor."""
    every = log_softmax(forward(network, features), axis=1)
    return float(-every[np.arange(labels.size), labels].mean())


def read_source() -> tuple[NDArray[np.uint8], Floats, Rows]:
    """Return scikit-learn's images, their features and their labels."""
    source = load_digits()
    features: Floats = source.data / FULL_INK
    return source.images.astype(np.uint8), features, source.target.astype(np.int64)


def train_overconfident(seed: int = SEED) -> Arrays:
    """Train the overconfident network and return its arrays, by name."""
    _, features, labels = read_source()
    _, share, test = split(labels, seed)
    network = train_to_zero_loss(features[share], labels[share], seed)
    return {"overconfident_logits": forward(network, features[test]), "overconfident_rows": share}


def train(seed: int = SEED) -> Arrays:
    """Train teacher and student and return every array the file stores of them, by name."""
    images, features, labels = read_source()
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


def read_npz(path: Path) -> Arrays:
    """Read every array of a file, by name."""
    with np.load(path, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


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
    parser.add_argument(
        "--overconfident-only",
        action="store_true",
        help="train that classifier alone and keep the other arrays that the file holds",
    )
    options = parser.parse_args(arguments)

    others = read_npz(options.out) if options.overconfident_only else train(options.seed)
    arrays = others | train_overconfident(options.seed)
    if not np.array_equal(arrays["overconfident_rows"], arrays["training_rows"]):
        raise RuntimeError(f"seed {options.seed}: {options.out} was split with another seed")
    write_npz(options.out, arrays)
    for model in ("teacher", "student", "overconfident"):
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
