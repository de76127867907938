"""The mathematics of logitviz: NumPy alone, no screen."""

from .jacobian import sigmoid_jacobian, softmax_jacobian
from .linear import contributions, linear_logits
from .parse import parse_logits
from .readouts import confidence, entropy, margin, perplexity, predict
from .record import Analysis, analyse
from .selective import Selective, selective_accuracy
from .sigmoid import log_sigmoid, logit, sigmoid
from .softmax import log_softmax, logsumexp, softmax
from .sweeps import logit_sweep, temperature_sweep

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
