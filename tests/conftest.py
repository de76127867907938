"""What no test needs to do again."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner

HERE = Path(__file__).parent
# The folders of tests, by how long their files take; all others come in the place of the dots.
ORDER = ["browser", "shell", "lessons", "...", "charts", "core"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long: processes that share the tests then end at the same time."""

    def place(item: pytest.Item) -> int:
        folder = item.path.relative_to(HERE).parts[0]
        return ORDER.index(folder if folder in ORDER else "...")

    items.sort(key=place)


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
