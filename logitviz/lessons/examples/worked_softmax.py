"""Worked examples of softmax itself: text, three logits, features, an image."""

import numpy as np

from logitviz.core import confidence, linear_logits, predict, softmax
from logitviz.datasets.digits import load_digits
from logitviz.datasets.sources import (
    BIASES,
    FEATURES,
    TEXT_CLASSES,
    TEXT_LOGITS,
    TEXT_TRUTH,
    THREE_LOGITS,
    WEIGHTS,
)
from logitviz.live.state import Floats

from .example import (
    DIGITS,
    LOGITS,
    SHARES,
    Example,
    Label,
    Panel,
    Piece,
    Series,
    Step,
    exact,
    facts,
    five_decimals,
    predicted,
    sum_of_exponentials,
    vector_text,
)

PIXELS, HIDDEN, OUTPUTS = (28, 28), 128, 10  # the TensorFlow note's network
IMAGE = 2  # a test image on which the two largest logits are close


def text() -> Example:
    """Text classification, with the erratum."""
    z, e, p = np.array(TEXT_LOGITS), np.exp(TEXT_LOGITS), softmax(TEXT_LOGITS)
    logits = Series(z, 0, "logit"), predicted(z, 1)
    top, names = int(predict(z)), tuple(Piece(f"class_{name}") for name in TEXT_CLASSES)
    return Example(
        steps=(
            Step("predicted", top, printed=(str(TEXT_CLASSES.index("news")),)),
            Step("exponential", e[0], 0.05, ("7.39",)),
            Step("sum", sum_of_exponentials(z), 0.1, ("11.22",)),
            Step("first", p[0], 0.006, ("0.66", "0.65")),
            Step("last", p[2], 0.006, ("0.10", "0.11")),
            Step("truth", float(TEXT_CLASSES[top] != TEXT_TRUTH)),
        ),
        panels=(
            Panel("walk_logits", LOGITS, names, (0, 2.6), logits),
            Panel("walk_exponentials", "exp(z)", names, (0, 9.5), (Series(e, [2, 3, 3]),)),
            _probabilities(names, Series(p, [4, 5, 5], "probability"), predicted(p, 4)),
        ),
        facts=facts(
            z=vector_text(z),
            first=z[0],
            last=z[2],
            exps=tuple(map(exact, e)),
            shares=five_decimals(p),
            lead=f"{p[0]:.5f}",
        ),
    )


def three() -> Example:
    """Three logits, one negative; shifted and doubled."""
    z, e, p = np.array(THREE_LOGITS), np.exp(THREE_LOGITS), softmax(THREE_LOGITS)
    shifted, doubled = softmax(z + 5), softmax(2 * z)
    names = tuple(Piece("class_n", c) for c in range(3))
    logits = Series(z, 0, "logit"), predicted(z, 1)
    kinds = ((p, "z", "class"), (shifted, "z + 5", "neutral"), (doubled, "2z", "ink"))
    groups = [
        Series(
            q, 4 + i, "probability", name=Piece("series_of", of), at=at, width=0.28, colour=colour
        )
        for i, (q, of, colour) in enumerate(kinds)
        for at in [np.arange(3) + 0.3 * (i - 1)]
    ]
    return Example(
        steps=(
            Step("predicted", int(predict(z))),
            Step("negative", float(np.searchsorted([0, 1], e[1]))),
            Step("sum", sum_of_exponentials(z), 0.1),
            Step("first", p[0], 0.02),
            Step("shifted", shifted[0], 0.02),
            Step("doubled", doubled[0], 0.02),
        ),
        panels=(
            Panel("walk_logits", LOGITS, names, (-1, 3), logits),
            Panel("walk_exponentials", "exp(z)", names, (0, 10.5), (Series(e, [3, 2, 3]),)),
            _probabilities(names, *groups),
        ),
        facts=facts(
            z=vector_text(z),
            low=z[1],
            exps=tuple(map(exact, e)),
            tiny=e[1],
            shares=five_decimals(p),
            sharp=five_decimals(doubled),
        ),
    )


def features() -> Example:
    """From features to logits to probabilities."""
    z = np.asarray(linear_logits(FEATURES, WEIGHTS, BIASES))
    e, p, names = np.exp(z), softmax(z), tuple(Piece("class_named", c) for c in "ABC")
    logits = Series(z, [1, 2, 3], "logit"), predicted(z, 4)
    return Example(
        steps=(
            Step("first", z[0], 0.01, ("0.5",)),
            Step("second", z[1], 0.01, ("0.34",)),
            Step("third", z[2], 0.01, ("2.41",)),
            Step("predicted", int(predict(z)), printed=("2",)),
            Step("exponential", e[2], 0.1, ("11.14",)),
            Step("share", p[2], 0.01, ("0.785",)),
        ),
        panels=(
            Panel("walk_logits", Piece("walk_of_layer"), names, (0, 3.1), logits),
            Panel("walk_exponentials", "exp(z)", names, (0, 14), (Series(e, 5),)),
            _probabilities(names, Series(p, 6, "probability"), predicted(p, 6)),
        ),
        facts=facts(
            f=vector_text(FEATURES),
            b=vector_text(BIASES),
            products=vector_text(z - np.array(BIASES)),
            **{f"row{c}": vector_text(w) for c, w in zip("abc", WEIGHTS, strict=True)},
            **{f"bias{c}": b for c, b in zip("abc", BIASES, strict=True)},
            sum=sum_of_exponentials(z),
            middle=e[1],
            shares=five_decimals(p),
        ),
    )


def image() -> Example:
    """Take an image through a small network."""
    z = load_digits().teacher_logits[IMAGE]
    p, top = softmax(z), int(predict(z))
    inputs = int(np.prod(PIXELS))
    layers = Series([inputs, HIDDEN, OUTPUTS], [1, 0, 2], "whole", colour="neutral")
    names = (Piece("layer_pixels"), Piece("layer_hidden"), "logits")
    return Example(
        steps=(
            Step("inputs", inputs, 0, ("784",)),
            Step("outputs", OUTPUTS, 0, ("10",)),
            Step("weights", HIDDEN * OUTPUTS + OUTPUTS, 0),
            Step("negative", float(not (z < 0).any())),
            Step("predicted", top, 0),
            Step("confidence", float(confidence(p)), 0.05),
        ),
        panels=(
            Panel("walk_layers", Piece("walk_layers"), names, (0, 950), (layers,)),
            Panel("walk_logits", Piece("walk_of_image"), DIGITS, (-10, 10), _logits_of_image(z)),
            _probabilities(DIGITS, Series(p, 6, "probability"), predicted(p, 6)),
        ),
        facts=facts(
            side=PIXELS[0],
            hidden=HIDDEN,
            classes=OUTPUTS,
            negative=(z < 0).sum(),
            top=top,
            second=np.argsort(z)[-2],
            largest=z[top],
            close=np.sort(z)[-2],
            other=np.sort(p)[-2],
        ),
        logits=tuple(map(float, z)),
        image=IMAGE,
    )


def _logits_of_image(z: Floats) -> tuple[Series, ...]:
    """Draw all logits, write the two largest, mark the largest."""
    leading = [int(i) for i in np.argsort(z)[:-3:-1]]
    numbers = Series(z[leading], 4, "logit", "numbers", at=leading)
    return Series(z, 4, form=""), numbers, predicted(z, 5)


def _probabilities(names: tuple[Label, ...], *series: Series) -> Panel:
    return Panel("walk_probabilities", Piece("walk_probabilities"), names, SHARES, series)
