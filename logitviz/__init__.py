"""See what a classifier's logits do. The package itself needs NumPy alone."""

from .core.jacobian import sigmoid_jacobian, softmax_jacobian
from .core.linear import contributions, linear_logits
from .core.parse import parse_logits
from .core.readouts import confidence, entropy, margin, perplexity, predict
from .core.record import Analysis, analyse
from .core.selective import Selective, selective_accuracy
from .core.sigmoid import log_sigmoid, logit, sigmoid
from .core.softmax import log_softmax, logsumexp, softmax
from .core.sweeps import logit_sweep, temperature_sweep

__all__ = [
    "Analysis",
    "Selective",
    "analyse",
    "confidence",
    "contributions",
    "entropy",
    "linear_logits",
    "log_sigmoid",
    "log_softmax",
    "logit",
    "logit_sweep",
    "logsumexp",
    "margin",
    "parse_logits",
    "perplexity",
    "predict",
    "selective_accuracy",
    "sigmoid",
    "sigmoid_jacobian",
    "softmax",
    "softmax_jacobian",
    "temperature_sweep",
]
