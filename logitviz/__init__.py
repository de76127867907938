"""See what a classifier's logits do. The package itself needs NumPy alone."""

from .core.contrastive import cosine_similarities, info_nce, negative_weights
from .core.descent import gradient_descent
from .core.distillation import distillation_loss
from .core.divergence import kl_divergence
from .core.jacobian import sigmoid_jacobian, softmax_jacobian
from .core.linear import contributions, linear_logits
from .core.loss import cross_entropy, cross_entropy_gradient, smooth_labels
from .core.max_entropy import MaxEntropy, max_entropy, same_mean
from .core.metropolis import Walk, metropolis
from .core.parse import parse_logits
from .core.precision import (
    ExpLimits,
    Steps,
    exp_limits,
    naive_cross_entropy,
    naive_softmax,
    step_by_step,
)
from .core.readouts import confidence, entropy, margin, perplexity, predict
from .core.record import Analysis, analyse
from .core.selective import Selective, selective_accuracy
from .core.sigmoid import log_sigmoid, logit, sigmoid
from .core.softmax import log_softmax, logsumexp, softmax
from .core.standardize import standardize
from .core.sweeps import logit_sweep, temperature_sweep

__all__ = [
    "Analysis",
    "ExpLimits",
    "MaxEntropy",
    "Selective",
    "Steps",
    "Walk",
    "analyse",
    "confidence",
    "contributions",
    "cosine_similarities",
    "cross_entropy",
    "cross_entropy_gradient",
    "distillation_loss",
    "entropy",
    "exp_limits",
    "gradient_descent",
    "info_nce",
    "kl_divergence",
    "linear_logits",
    "log_sigmoid",
    "log_softmax",
    "logit",
    "logit_sweep",
    "logsumexp",
    "margin",
    "max_entropy",
    "metropolis",
    "naive_cross_entropy",
    "naive_softmax",
    "negative_weights",
    "parse_logits",
    "perplexity",
    "predict",
    "same_mean",
    "selective_accuracy",
    "sigmoid",
    "sigmoid_jacobian",
    "smooth_labels",
    "softmax",
    "softmax_jacobian",
    "standardize",
    "step_by_step",
    "temperature_sweep",
]
