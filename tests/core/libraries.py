"""The steps of three libraries, written anew from their sources, one vector at a time.

Hugging Face transformers 5.24.0 (`generation/utils.py`, `generation/logits_process.py`),
vLLM 0.22.1 (`v1/sample/sampler.py`, `v1/sample/ops/topk_topp_sampler.py` without Triton),
llama.cpp (default of `--samplers`, server README of commit 00dc805).
"""

import math

from scipy.special import softmax

OUT = -math.inf


def _top_k(x: list[float], k: int) -> list[float]:
    bar = sorted(x, reverse=True)[min(k, len(x)) - 1]
    return [each if each >= bar else OUT for each in x]


def _top_p_from_below(x: list[float], p: float) -> list[float]:
    """Drop the least probable ones as long as together they have at most 1 − p."""
    left, below, q = list(x), 0.0, softmax(x)
    for i in sorted(range(len(x)), key=lambda i: x[i])[:-1]:
        below += q[i]
        left[i] = OUT if below <= 1 - p else x[i]
    return left


def _min_p(x: list[float], m: float) -> list[float]:
    q = softmax(x)
    return [each if q[i] >= m * max(q) else OUT for i, each in enumerate(x)]


def as_transformers_does(z: list[float], t: float, k: int, p: float, m: float) -> list[float]:
    """Temperature, top-k, top-p, min-p."""
    x = _top_p_from_below(_top_k([each / t for each in z], k), p)
    return [float(each) for each in softmax(_min_p(x, m))]


def as_vllm_does(z: list[float], t: float, k: int, p: float, m: float) -> list[float]:
    """Temperature, min-p, top-k, top-p."""
    x = _top_k(_min_p([each / t for each in z], m), k)
    return [float(each) for each in softmax(_top_p_from_below(x, p))]


def as_llama_does(z: list[float], t: float, k: int, p: float, m: float) -> list[float]:
    """Top-k, top-p from above, min-p by logits, temperature."""
    left = sorted(range(len(z)), key=lambda i: -z[i])[:k]
    total, count = 0.0, 0
    for each in softmax([z[i] for i in left]):
        total, count = total + each, count + 1
        if total >= p:
            break
    left = [i for i in left[:count] if m == 0 or z[i] >= z[left[0]] + math.log(m)]
    found = [0.0] * len(z)
    for i, share in zip(left, softmax([z[i] / t for i in left]), strict=True):
        found[i] = float(share)
    return found


LIBRARIES = {
    "Transformers": as_transformers_does,
    "vLLM": as_vllm_does,
    "llama.cpp": as_llama_does,
}
