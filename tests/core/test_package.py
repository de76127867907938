import ast
import doctest
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import logitviz as lv

ROOT = Path(__file__).parents[2]
CORE = ROOT / "logitviz" / "core"
MODULES = sorted(
    {getattr(lv, name).__module__ for name in lv.__all__}
    | {f"logitviz.core.{path.stem}" for path in CORE.glob("*.py") if ">>> " in path.read_text()}
)
HEAVY = ["streamlit", "plotly", "scipy", "pandas"]


def test_importing_loads_no_screen_and_no_other_library() -> None:
    code = f"import sys, logitviz; print([name for name in {HEAVY} if name in sys.modules])"
    fresh = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert fresh.stdout.strip() == "[]"


@pytest.mark.parametrize("name", MODULES)
def test_every_example_in_the_docstrings_is_true(name: str) -> None:
    module = importlib.import_module(name)
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize("name", lv.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert inspect.getdoc(getattr(lv, name))


def test_no_function_depends_on_the_error_mode_of_numpy() -> None:
    code = (
        "import numpy as np, logitviz as lv; np.seterr(all='raise');"
        "[lv.analyse([1e308, -1e308, 0, -np.inf], temperature=t) for t in (0, 1e-320, 1, np.inf)];"
        "lv.logit([0, 1, 5e-324]); lv.entropy([1, 5e-324, 0]); lv.perplexity([1, 1e-320]);"
        "lv.softmax([1000.0, 1], temperature=3); lv.logsumexp([1000, 1]);"
        "lv.softmax_jacobian([800.0, 1]); lv.sigmoid_jacobian([800.0, 1])"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


@pytest.mark.parametrize("path", sorted(CORE.glob("*.py")), ids=lambda path: path.name)
def test_no_core_file_imports_anything_but_numpy(path: Path) -> None:
    imported = {
        (node.module or "").split(".")[0] if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and not (isinstance(node, ast.ImportFrom) and node.level)
        for alias in node.names
    }
    assert imported <= {"logitviz", "numpy", *sys.stdlib_module_names}
