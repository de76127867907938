"""What a visit through AppTest does not show."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def quiet() -> Iterator[None]:
    """Streamlit's own words for the log are no part of what a page shows."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
