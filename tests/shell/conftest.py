"""What a visit through AppTest does not show, and need not do again."""

import logging
from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(autouse=True, scope="session")
def quiet() -> Iterator[None]:
    """Streamlit's own words for the log are no part of what a page shows."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(autouse=True, scope="session")
def installed_once() -> Iterator[None]:
    """Each AppTest looks through all installed packages for components, which do not change."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield
