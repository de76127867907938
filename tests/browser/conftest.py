"""Browser tests: a real server, a real Chromium, and no tolerance for errors in the page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    WebError,
    WebSocket,
    expect,
)

from tests.browser.acts import PHONE, empty, tidy
from tools.bench_bytes import Wire
from tools.browser import VIEWPORT, Server, chromium, serve

PATIENCE = 60_000  # ms: a test waits for a condition, and no machine is too slow for it
expect.set_options(timeout=PATIENCE)
EXCEPTION_BOX = "[data-testid=stException]"
# Whatever shows an exception box, for however short a time, says so on the console.
_WATCH_BOXES = f"""new MutationObserver(() => {{
  const box = document.querySelector("{EXCEPTION_BOX}");
  if (box && !box.reported) {{
    box.reported = true;
    console.error("exception box: " + box.textContent);
  }}
}}).observe(document, {{ subtree: true, childList: true }})"""
# The browser knows no other host, and a page that asks one says so on the console. To listen to
# every request instead would take a tenth of the time of these tests.
NO_STRANGERS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
STRANGER = "ERR_NAME_NOT_RESOLVED"
# Opened by a link to a page, Streamlit looks for its server below that page before the root.
STREAMLIT_LOOKS_FOR_ITSELF = r"status of 404 .*/[A-Z]\w+/_stcore/(health|host-config)\)$"


class Troubles:
    """What went wrong in the pages of a test; whatever is not allowed fails it at its end."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._allowed = [STREAMLIT_LOOKS_FOR_ITSELF]

    def allow(self, pattern: str) -> None:
        """Expect console errors that match, as when a test kills the server."""
        self._allowed.append(pattern)

    def watch(self, context: BrowserContext) -> None:
        """Collect the errors of every page of a context."""
        context.on("console", self._console)
        context.on("weberror", self._error)

    def forget(self, context: BrowserContext) -> None:
        """Leave the pages of a context to the next test."""
        context.remove_listener("console", self._console)
        context.remove_listener("weberror", self._error)

    def _error(self, error: WebError) -> None:
        self.found.append(f"page error: {error.error}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" or message.text.startswith("logitviz:"):
            self.found.append(f"console: {message.text} ({message.location['url']})")

    @property
    def unexpected(self) -> list[str]:
        """List what was not allowed; to ask a stranger never is."""
        return [
            trouble
            for trouble in self.found
            if STRANGER in trouble or not any(re.search(p, trouble) for p in self._allowed)
        ]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium(NO_STRANGERS) as started:
        yield started


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """Serve the app for all tests that leave the server alone."""
    with serve() as started:
        yield started


@pytest.fixture
def cold_server(tab: Page) -> Iterator[Server]:
    """Serve the app for one test alone: nobody has visited it, and it may be killed."""
    with serve() as started:
        yield started
        empty(tab)


@contextmanager
def new_context(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """Open a context in which every exception box is seen."""
    opened = browser.new_context(**{"viewport": VIEWPORT, **options})
    opened.set_default_timeout(PATIENCE)
    opened.add_init_script(_WATCH_BOXES)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def household(browser: Browser) -> Iterator[BrowserContext]:
    """Share one browser cache among the tests: Streamlit's own scripts load only once."""
    with new_context(browser) as opened:
        yield opened


@pytest.fixture
def troubles(household: BrowserContext) -> Iterator[Troubles]:
    collected = Troubles()
    collected.watch(household)
    yield collected
    collected.forget(household)
    assert not collected.unexpected, "\n".join(collected.unexpected)


@pytest.fixture(scope="session")
def sent() -> list[str | bytes]:
    """Give the messages of the shared tab to its servers, as they go."""
    return []


@pytest.fixture(scope="session")
def tab(household: BrowserContext, sent: list[str | bytes]) -> Page:
    """Share one tab: in a new one Chromium compiles all scripts again, half of a visit's time."""
    opened = household.new_page()

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda words: sent.append(words))

    opened.on("websocket", listen)
    return opened


@pytest.fixture(scope="module")
def wire(tab: Page) -> Iterator[Wire]:
    """Weigh what the shared tab gets from its server."""
    found = Wire(tab)
    yield found
    found.leave()
    empty(tab)


@pytest.fixture
def page(household: BrowserContext, tab: Page, troubles: Troubles) -> Iterator[Page]:
    """Give the shared tab; what was opened beside it is closed."""
    before = list(household.pages)
    tidy(tab)
    yield tab
    for opened in household.pages:
        if opened not in before:
            opened.close()
    tab.bring_to_front()  # behind another tab it could not open a dialog for a file
    tidy(tab)


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Iterator[Page]:
    """Share one tab of a phone: in a new one Chromium compiles all scripts again."""
    with new_context(browser, has_touch=True, is_mobile=True, viewport=PHONE) as opened:
        yield opened.new_page()


@pytest.fixture
def phone_page(phone: Page, troubles: Troubles) -> Iterator[Page]:
    """Give the tab of a phone to one test."""
    troubles.watch(phone.context)
    tidy(phone, PHONE)
    yield phone
    tidy(phone, PHONE)
    troubles.forget(phone.context)
