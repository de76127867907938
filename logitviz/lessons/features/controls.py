"""What the link of the lesson on features and logits carries."""

from logitviz.datasets.sources import BIASES, FEATURES, WEIGHTS
from logitviz.live.controls import Choice, Number, Slider, Text, Toggle
from logitviz.live.shared import CLASS, DIGIT, EVERYWHERE, STEP

PEN_SIZE = Choice("nib", "Pen width in pixels", 1, (1, 2, 3))
PEN_INK = Choice("pen", "Ink, up to 16", "16", ("16", "12", "8", "4", "Eraser"))
BLANK = Toggle("blank", "Blank sheet", False)
# Links made before people drew on the image carry a brush that adds ink, and older ones a brush
# that sets it, from paper on. Neither is drawn, but the image of such a link stays what it was.
ADDING_INK = Slider("badd", "Brush of an old link: adds ink", 0.0, -16.0, 16.0, 1.0)
ADDING_BRUSH = (
    ADDING_INK,
    Slider("bcol", "Brush of an old link: column", 2.0, -2.0, 7.0, 1.0),
    Slider("brow", "Brush of an old link: row", 1.0, -2.0, 7.0, 1.0),
    Choice("bsize", "Brush of an old link: size", 2, (1, 2, 3)),
)
OLD_ROW = Slider("r", "Stroke of an old link: row", 3.0, -2.0, 7.0, 1.0)
OLD_COLUMN = Slider("q", "Stroke of an old link: column", -1.0, -2.0, 7.0, 1.0)
OLD_INK = Slider("ink", "Stroke of an old link: ink", 0.0, 0.0, 16.0, 1.0)
OLD_SIZE = Choice("size", "Stroke of an old link: size", 2, (1, 2, 3))
OLD_BRUSH = (OLD_ROW, OLD_COLUMN, OLD_INK, OLD_SIZE)
STROKES = Text("drawn", "Strokes", "", "pixels like `34g`: row, column, ink")

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
    PEN_SIZE,
    PEN_INK,
    BLANK,
    *ADDING_BRUSH,
    *OLD_BRUSH,
    STROKES,
    *_FEATURES,
    *(weight for row in _WEIGHTS for weight in row),
    *_BIASES,
)
