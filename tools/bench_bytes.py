"""How many bytes the server of a Streamlit page sends over the WebSocket.

The bytes of the messages as the page gets them: without the frames around them, and without the
compression that Streamlit leaves off by default.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from playwright.sync_api import Browser, Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from .bench_pages import PLAIN_SLIDER, Subject
from .bench_run import Bench
from .browser import VIEWPORT, chromium, wait_until_settled
from .hand import Hand
from .meters import middle, pull
from .report import head, ratio, row, spread

OPENINGS = 3


@dataclass(frozen=True)
class Traffic:
    """What the server answered.

    Parameters
    ----------
    whole
        The bytes of all its messages.
    plan
        The bytes of the messages that carry the plan of the live link.
    runs
        How many runs of the script finished.
    """

    whole: int
    plan: int
    runs: int


@dataclass(frozen=True)
class PageTraffic:
    """What a page gets at each opening, and at the release of each slider."""

    openings: Sequence[Traffic]
    releases: Mapping[str, Traffic]


def _read(payload: bytes | str) -> ForwardMsg:
    if isinstance(payload, str):
        raise TypeError(f"Streamlit speaks in bytes, not in text: {payload[:80]}")
    message = ForwardMsg()
    message.ParseFromString(payload)
    return message


def _ends_run(message: ForwardMsg) -> bool:
    """Tell whether a message ends a run of the script that no other run interrupted."""
    early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return message.WhichOneof("type") == "script_finished" and message.script_finished != early


def _plan(messages: Sequence[ForwardMsg]) -> int:
    """Count the bytes of the components; if any hold binary data, of these alone."""
    elements = [message.delta.new_element for message in messages]
    components = {
        i: element.bidi_component.WhichOneof("data")
        for i, element in enumerate(elements)
        if element.WhichOneof("type") == "bidi_component"
    }
    binary = [i for i, data in components.items() if data == "bytes"]
    return sum(messages[i].ByteSize() for i in binary or components)


class Wire:
    """The messages that reach a page; create it before the page is opened."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._payloads: list[bytes | str] = []
        self._socket: WebSocket | None = None
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        self._socket = socket
        socket.on("framereceived", self._hear)

    def _hear(self, payload: bytes | str) -> None:
        self._payloads.append(payload)

    def leave(self) -> None:
        """Hear of no further connection; the page is to be closed or emptied next."""
        self._page.remove_listener("websocket", self._listen)

    def take(self) -> Traffic:
        """Count the bytes that came since the last call."""
        messages = [_read(payload) for payload in self._payloads]
        whole = sum(map(len, self._payloads))
        self._payloads.clear()
        return Traffic(whole, _plan(messages), sum(map(_ends_run, messages)))

    def let_go(self, hand: Hand) -> None:
        """Release a slider and wait until the run that it causes has finished."""
        if self._socket is None:
            raise RuntimeError(f"{self._page.url} has no connection to its server yet")
        with self._socket.expect_event("framereceived", lambda payload: _ends_run(_read(payload))):
            hand.release()


def count_traffic(
    browser: Browser, url: str, sliders: Sequence[str], visits: int, *, live: bool = True
) -> PageTraffic:
    """Open a Streamlit page some times; at the last visit release its sliders, one by one.

    Every visit has a browser context of its own.
    """
    openings, releases = [], {}
    for visit in range(visits):
        page = browser.new_context(viewport=VIEWPORT).new_page()
        wire = Wire(page)
        page.goto(url)
        wait_until_settled(page, live=live)
        openings.append(wire.take())
        for slider in sliders if visit == visits - 1 else ():
            wire.let_go(pull(page, slider, middle(page, slider)))
            wait_until_settled(page, live=live)
            releases[slider] = wire.take()
        page.context.close()
    return PageTraffic(openings, releases)


def _kilobytes(count: float) -> str:
    return f"{count / 1000:.1f}"


def traffic(bench: Bench) -> None:
    """Bytes from the server over the WebSocket, against the plain app.

    A release always gets the same bytes. An opening does not, because its runs may be repeated or
    interrupted.
    """
    head(
        f"From the server over the WebSocket, kB; {OPENINGS} openings, one release",
        "page|opening|finished runs|slider|release: plain app|ours|of it the plan|ratio",
    )
    openings: dict[str, float] = {}
    releases: dict[str, float] = {}
    with chromium() as browser:
        plain = count_traffic(browser, bench.plain.url, [PLAIN_SLIDER], OPENINGS, live=False)
        for subject in bench.subjects:
            found = count_traffic(browser, bench.app.url + subject.path, subject.sliders, OPENINGS)
            openings[subject.name] = median(one.whole for one in found.openings)
            for slider, release in found.releases.items():
                releases[f"{subject.name}, {slider}"] = release.whole
                _traffic_row(subject, found, slider, plain.releases[PLAIN_SLIDER])
    usual = _kilobytes(median(one.whole for one in plain.openings))
    print(
        f"\nOpening: {_extremes(openings)}, plain app {usual}. Release: {_extremes(releases)}.",
        flush=True,
    )


def _traffic_row(subject: Subject, found: PageTraffic, slider: str, plain: Traffic) -> None:
    """Print the bytes of one slider."""
    release = found.releases[slider]
    row(
        subject.name,
        spread([one.whole / 1000 for one in found.openings]),
        spread([one.runs for one in found.openings], 0),
        slider,
        _kilobytes(plain.whole),
        _kilobytes(release.whole),
        _kilobytes(release.plan),
        ratio([release.whole], [plain.whole]),
    )


def _extremes(counts: Mapping[str, float]) -> str:
    """Write the median of some numbers of bytes, and the largest with its name."""
    worst = max(counts, key=lambda name: counts[name])
    usual, most = _kilobytes(median(counts.values())), _kilobytes(counts[worst])
    return f"median {usual}, worst {most} ({worst})"
