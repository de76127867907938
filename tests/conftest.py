"""What no test needs to do again."""

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner


@pytest.fixture(autouse=True, scope="session")
def searched_and_compiled_once() -> Iterator[None]:
    """Each AppTest looks through all installed packages for components; each run compiles a page.

    Neither packages nor pages change while tests run.
    """
    scan, scripts = cache(manifest_scanner.scan_component_manifests), ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", lambda: scripts)
        yield
