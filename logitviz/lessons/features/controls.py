"""What the link of the lesson on features and logits carries."""

from logitviz.datasets.sources import BIASES, FEATURES, WEIGHTS
from logitviz.live.controls import Choice, NamedChoice, Number, Slider, Text, Toggle
from logitviz.live.shared import CLASS, DIGIT, EVERYWHERE, STEP

PEN_SIZES = (1, 2, 3)
PEN_SIZE = Choice("nib", 1, PEN_SIZES)
PEN_INK = NamedChoice("pen", "16", {"16": "16", "12": "12", "8": "8", "4": "4", "Eraser": "eraser"})
PEN_INKS = (16, 12, 8, 4, 0)  # of the options, in their order
BLANK = Toggle("blank", False)
# Links made before people drew on the image carry a brush that adds ink, and older ones a brush
# that sets it, from paper on. Neither is drawn, but the image of such a link stays what it was.
ADDING_INK = Slider("badd", 0.0, -16.0, 16.0, 1.0)
ADDING_BRUSH = (
    ADDING_INK,
    Slider("bcol", 2.0, -2.0, 7.0, 1.0),
    Slider("brow", 1.0, -2.0, 7.0, 1.0),
    Choice("bsize", 2, (1, 2, 3)),
)
OLD_ROW = Slider("r", 3.0, -2.0, 7.0, 1.0)
OLD_COLUMN = Slider("q", -1.0, -2.0, 7.0, 1.0)
OLD_INK = Slider("ink", 0.0, 0.0, 16.0, 1.0)
OLD_SIZE = Choice("size", 2, (1, 2, 3))
OLD_BRUSH = (OLD_ROW, OLD_COLUMN, OLD_INK, OLD_SIZE)
STROKES = Text("drawn", "", "pixels like `34g`: row, column, ink")

LAYER_CLASSES = ("A", "B", "C")


def _number(key: str, default: float) -> Number:
    return Number(key, default, -5.0, 5.0, STEP)


_FEATURES = tuple(Slider(f"f{d}", f, -5.0, 5.0, STEP) for d, f in enumerate(FEATURES, 1))
_WEIGHTS = tuple(
    tuple(_number(f"w{c}{d}", w) for d, w in enumerate(row, 1)) for c, row in enumerate(WEIGHTS, 1)
)
_BIASES = tuple(_number(f"b{c}", b) for c, b in enumerate(BIASES, 1))
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
