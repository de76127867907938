"""What the link of the lesson on features and logits carries."""

from logitviz.datasets.sources import BIASES, FEATURES, WEIGHTS
from logitviz.live.controls import Choice, Number, Slider, Text
from logitviz.live.shared import CLASS, DIGIT, EVERYWHERE, STEP

# A brush of 2 × 2 that starts one column outside lies on paper in nearly every image.
ROW = Slider("r", "Brush: row", 3.0, -2.0, 7.0, 1.0)
COLUMN = Slider("q", "Brush: column", -1.0, -2.0, 7.0, 1.0)
INK = Slider("ink", "Brush: ink", 0.0, 0.0, 16.0, 1.0)  # 0: the brush is an eraser
SIZE = Choice("size", "Brush: size", 2, (1, 2, 3))
DRAWN = Text("drawn", "Kept strokes", "", "pixels like `34g`: row, column, ink")

LAYER_CLASSES = ("A", "B", "C")


def _number(key: str, label: str, default: float) -> Number:
    return Number(key, label, default, -5.0, 5.0, STEP)


_FEATURES = tuple(
    Slider(f"f{d}", f"Feature f{d}", f, -5.0, 5.0, STEP) for d, f in enumerate(FEATURES, 1)
)
_WEIGHTS = tuple(
    tuple(_number(f"w{c}{d}", f"{name}: w{d}", w) for d, w in enumerate(row, 1))
    for c, (name, row) in enumerate(zip(LAYER_CLASSES, WEIGHTS, strict=True), 1)
)
_BIASES = tuple(
    _number(f"b{c}", f"{name}: bias", b)
    for c, (name, b) in enumerate(zip(LAYER_CLASSES, BIASES, strict=True), 1)
)
FEATURE_KEYS = tuple(feature.key for feature in _FEATURES)
WEIGHT_KEYS = tuple(tuple(weight.key for weight in row) for row in _WEIGHTS)  # a row per class
BIAS_KEYS = tuple(bias.key for bias in _BIASES)

CONTROLS = (
    *EVERYWHERE,
    CLASS,
    DIGIT,
    ROW,
    COLUMN,
    INK,
    SIZE,
    DRAWN,
    *_FEATURES,
    *(weight for row in _WEIGHTS for weight in row),
    *_BIASES,
)
