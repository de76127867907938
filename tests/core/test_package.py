import ast
import doctest
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import logitviz as lv

ROOT = Path(__file__).parents[2]
CORE = ROOT / "logitviz" / "core"
MODULES = sorted(
    {getattr(lv, name).__module__ for name in lv.__all__}
    | {f"logitviz.core.{path.stem}" for path in CORE.glob("*.py") if ">>> " in path.read_text()}
)
HEAVY = ["streamlit", "plotly", "scipy", "pandas", "pyarrow"]


def test_importing_loads_no_screen_and_no_other_library() -> None:
    code = f"import sys, logitviz; print([name for name in {HEAVY} if name in sys.modules])"
    fresh = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert fresh.stdout.strip() == "[]"


def test_every_example_in_the_docstrings_is_true() -> None:
    for name in MODULES:
        results = doctest.testmod(importlib.import_module(name))
        assert results.attempted > 0, name
        assert results.failed == 0, name


def test_every_public_name_is_documented() -> None:
    assert [name for name in lv.__all__ if not inspect.getdoc(getattr(lv, name))] == []


def test_no_function_depends_on_the_error_mode_of_numpy() -> None:
    code = (
        "import numpy as np, logitviz as lv; np.seterr(all='raise');"
        "[lv.analyse([1e308, -1e308, 0, -np.inf], temperature=t) for t in (0, 1e-320, 1, np.inf)];"
        "lv.logit([0, 1, 5e-324]); lv.entropy([1, 5e-324, 0]); lv.perplexity([1, 1e-320]);"
        "lv.softmax([1000.0, 1], temperature=3); lv.logsumexp([1000, 1]);"
        "lv.softmax_jacobian([800.0, 1]); lv.sigmoid_jacobian([800.0, 1]);"
        "hard = [[1e308, -1e308, 0], [800.0, 0, 1], [5e-324, 0, 0]];"
        "pairs = [(z, t) for z in hard for t in (0, 1e-320, 1, 1e200, np.inf)];"
        "[f(z, 1, temperature=t) for z, t in pairs for f in (lv.cross_entropy,"
        " lv.cross_entropy_gradient)];"
        "[lv.gradient_descent(z, 1, rate=1, steps=3, temperature=t) for z, t in pairs];"
        "[lv.distillation_loss(z, [0, 1e308, 1], temperature=t, standardize=s)"
        " for z, t in pairs for s in (False, True)];"
        "[f([z, z, z], temperature=t) for z, t in pairs for f in (lv.info_nce,"
        " lv.negative_weights)];"
        "[lv.metropolis(z, temperature=t, particles=3, sweeps=3, seed=0) for z, t in pairs];"
        "[lv.step_by_step(z, temperature=t, dtype='f2') for z, t in pairs];"
        "[lv.standardize(z) for z in hard]; lv.smooth_labels(0, 3, smoothing=5e-324);"
        "lv.kl_divergence([1, 5e-324], [1e-310, 1]); lv.naive_cross_entropy([1e3, 1], 1);"
        "lv.max_entropy([1e-310, 0, 1], 1e-311); lv.same_mean([1, 0, -800], -1e-300, samples=9,"
        " seed=1); lv.cosine_similarities([[1e308, 5e-324]], [[5e-324, 1e-300]]);"
        "lv.linear_logits([1e-200], [[1e-200]], [0]);"
        "[f([z, z], [0, 1], temperature=t) for z, t in pairs for f in (lv.brier_score,"
        " lv.negative_log_likelihood, lv.expected_calibration_error, lv.bootstrap,"
        " lv.classwise_calibration_error)];"
        "[lv.fit_temperature([z, z[::-1]], [0, 1]) for z in hard];"
        "[f(z, size=3, seed=0, temperature=t) for z, t in pairs"
        " for f in (lv.sample, lv.gumbel_max)];"
        "[lv.truncate(z, temperature=t, top_p=0.9, min_p=0.1) for z, t in pairs];"
        "lv.reliability([5e-324, 5e-324, 1], [True] * 3)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def imports(path: Path) -> set[str]:
    """Name the packages that a file imports from."""
    return {
        (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and not (isinstance(node, ast.ImportFrom) and node.level)
        for alias in node.names
    }


def test_no_core_file_imports_anything_but_numpy() -> None:
    allowed = {"logitviz", "numpy", *sys.stdlib_module_names}
    for path in CORE.rglob("*.py"):
        assert imports(path) <= allowed, path
