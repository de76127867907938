"""What the server of a Streamlit page sends it over the WebSocket, in bytes.

Message by message as the page gets them: without the frames around them, and without the
compression that Streamlit leaves off by default.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from .browser import VIEWPORT, wait_until_settled
from .hand import Hand
from .meters import middle, pull


@dataclass(frozen=True)
class Weight:
    """What the server answered.

    Parameters
    ----------
    whole
        The bytes of all its messages.
    plan
        The bytes of those that carry the plan of the live link.
    runs
        How many runs of the script came to their end.
    """

    whole: int
    plan: int
    runs: int


@dataclass(frozen=True)
class Weights:
    """What a page gets whenever it is opened, and when each slider is let go."""

    openings: Sequence[Weight]
    releases: Mapping[str, Weight]


def _read(payload: bytes | str) -> ForwardMsg:
    if isinstance(payload, str):
        raise TypeError(f"Streamlit speaks in bytes, not in text: {payload[:80]}")
    message = ForwardMsg()
    message.ParseFromString(payload)
    return message


def _ends_run(message: ForwardMsg) -> bool:
    """Tell whether a message ends a run of the script that no other run cut short."""
    early = ForwardMsg.FINISHED_EARLY_FOR_RERUN
    return message.WhichOneof("type") == "script_finished" and message.script_finished != early


def _plan(messages: Sequence[ForwardMsg]) -> int:
    """Count the bytes of the components; of several, of those that are given bytes."""
    elements = [message.delta.new_element for message in messages]
    components = {
        i: element.bidi_component.WhichOneof("data")
        for i, element in enumerate(elements)
        if element.WhichOneof("type") == "bidi_component"
    }
    given_bytes = [i for i, data in components.items() if data == "bytes"]
    return sum(messages[i].ByteSize() for i in given_bytes or components)


class Wire:
    """The messages that reach a page, listened to from before its start."""

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

    def take(self) -> Weight:
        """Weigh what came since the last time."""
        messages = [_read(payload) for payload in self._payloads]
        whole = sum(map(len, self._payloads))
        self._payloads.clear()
        return Weight(whole, _plan(messages), sum(map(_ends_run, messages)))

    def let_go(self, hand: Hand) -> None:
        """Let go of a slider and wait until the run that answers is over."""
        if self._socket is None:
            raise RuntimeError(f"{self._page.url} has not asked its server yet")
        with self._socket.expect_event("framereceived", lambda payload: _ends_run(_read(payload))):
            hand.release()


def weigh(
    browser: Browser, url: str, sliders: Sequence[str], visits: int, *, live: bool = True
) -> Weights:
    """Open a Streamlit page some times, and the last time let go of its sliders, one by one.

    Every visit has a context of its own.
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
    return Weights(openings, releases)
