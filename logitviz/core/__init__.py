"""The mathematics of logitviz. It needs NumPy alone and draws nothing.

Three rules hold for every function:

- A masked entry of a NumPy masked array counts as −inf where an argument holds logits that may be
  −inf, or similarities: its class is ruled out. Any other argument with a masked entry is refused.
- float16, float32 and float64 arrays give results of their own type. Float types that another
  library registers with NumPy, such as bfloat16 and float8, count as float32, everything else as
  float64. The work is done in float64 and rounded once, except in `step_by_step`,
  `naive_softmax` and `naive_cross_entropy`.
- Arguments are never written to.
"""

from .bootstrap import Bootstrap, bootstrap
from .calibration import (
    Reliability,
    classwise_calibration_error,
    expected_calibration_error,
    reliability,
)
from .contrastive import cosine_similarities, info_nce, negative_weights
from .coverage import AccuracyCoverage, accuracy_coverage
from .descent import gradient_descent
from .distillation import distillation_loss
from .divergence import kl_divergence
from .intervals import wilson_interval
from .jacobian import sigmoid_jacobian, softmax_jacobian
from .linear import contributions, linear_logits
from .loss import cross_entropy, cross_entropy_gradient, smooth_labels
from .loss_along import cross_entropy_along
from .max_entropy import MaxEntropy, max_entropy, same_mean
from .metropolis import Walk, metropolis
from .naive import naive_cross_entropy, naive_softmax
from .parse import parse_logits
from .precision import ExpLimits, Steps, exp_limits, step_by_step
from .readouts import confidence, entropy, margin, perplexity, predict
from .record import Analysis, analyse
from .sampling import Draws, gumbel_max, gumbel_noise, sample
from .scoring import brier_score, negative_log_likelihood
from .selective import Selective, selective_accuracy
from .sigmoid import log_sigmoid, logit, sigmoid
from .softmax import log_softmax, logsumexp, softmax
from .standardize import standardize
from .sweeps import logit_sweep, temperature_sweep
from .temperature_fit import TemperatureFit, fit_temperature
from .truncation import Truncation, truncate

__all__ = [
    "AccuracyCoverage",
    "Analysis",
    "Bootstrap",
    "Draws",
    "ExpLimits",
    "MaxEntropy",
    "Reliability",
    "Selective",
    "Steps",
    "TemperatureFit",
    "Truncation",
    "Walk",
    "accuracy_coverage",
    "analyse",
    "bootstrap",
    "brier_score",
    "classwise_calibration_error",
    "confidence",
    "contributions",
    "cosine_similarities",
    "cross_entropy",
    "cross_entropy_along",
    "cross_entropy_gradient",
    "distillation_loss",
    "entropy",
    "exp_limits",
    "expected_calibration_error",
    "fit_temperature",
    "gradient_descent",
    "gumbel_max",
    "gumbel_noise",
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
    "negative_log_likelihood",
    "negative_weights",
    "parse_logits",
    "perplexity",
    "predict",
    "reliability",
    "same_mean",
    "sample",
    "selective_accuracy",
    "sigmoid",
    "sigmoid_jacobian",
    "smooth_labels",
    "softmax",
    "softmax_jacobian",
    "standardize",
    "step_by_step",
    "temperature_sweep",
    "truncate",
    "wilson_interval",
]
