"""Many light visitors of a Streamlit app: they load its files and speak its protocol.

What they ask for and say is what a real browser has asked for and said: `Recording` holds it. Only
the values of one slider differ.
"""

import asyncio
import math
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urlsplit

from google.protobuf.message import DecodeError  # type: ignore[import-untyped] # it has none
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

STREAMLIT = Subprotocol("streamlit")
CONNECTIONS = 6  # to one server, as browsers have them
SHORT = 300  # bytes: the message that ends a run is shorter
PATIENCE = 60.0
ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@dataclass(frozen=True)
class Recording:
    """What a browser did: it opened a page and released a slider.

    Parameters
    ----------
    page
        The path of the page, with its query.
    files
        The paths of what it loaded.
    opening
        Its messages until the page had settled, each the answer to a run that had ended.
    release
        Its message of the release.
    slider
        The key of the slider, whose values are texts.
    values
        What the slider can show.
    """

    page: str
    files: Sequence[str]
    opening: Sequence[bytes]
    release: bytes
    slider: str
    values: Sequence[str]

    def moved(self, value: str) -> bytes:
        """Give the message of a release on another value."""
        message = BackMsg.FromString(self.release)
        state = message.rerun_script
        for widget in state.widget_states.widgets:
            if widget.id.endswith(f"-{self.slider}"):
                widget.string_array_value.data[:] = [value]
        if state.query_string:
            kept = dict(parse_qsl(state.query_string, keep_blank_values=True))
            state.query_string = urlencode({**kept, self.slider: value})
        return bytes(message.SerializeToString())


@dataclass
class Waits:
    """How long the visitors waited, in ms, for ever if it failed; and what went wrong."""

    pages: list[float] = field(default_factory=list)
    releases: list[float] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Audience:
    """Visitors who come one after the other and release a slider again and again.

    Parameters
    ----------
    url
        The address of the server.
    recording
        What each of them does.
    size
        How many they are.
    arrive
        Within how many seconds they come.
    every
        After how many seconds each releases the slider again.
    stay
        After how many seconds all go.
    """

    url: str
    recording: Recording
    size: int
    arrive: float
    every: float
    stay: float

    async def attend(self) -> Waits:
        """Let all visitors come and go."""
        waits, begin = Waits(), time.monotonic()
        visits = (self._visit(number, begin, waits) for number in range(self.size))
        await asyncio.gather(*visits)
        return waits

    async def _visit(self, number: int, begin: float, waits: Waits) -> None:
        after = number * self.arrive / self.size
        releases = max(math.ceil((self.stay - after) / self.every) - 1, 0)
        due = [begin + after + self.every * count for count in range(1, releases + 1)]
        own = Waits()
        await asyncio.sleep(begin + after - time.monotonic())
        try:
            async with asyncio.timeout(self.stay + PATIENCE):
                await self._stay(random.Random(number), due, own)
        except (OSError, EOFError, RuntimeError, WebSocketException) as error:
            waits.troubles.append(f"visitor {number}: {error!r}")
        waits.pages += own.pages or [math.inf]
        waits.releases += [*own.releases, *[math.inf] * (releases - len(own.releases))]

    async def _stay(self, choice: random.Random, due: Sequence[float], own: Waits) -> None:
        came = time.monotonic()
        await self._load()
        address = f"ws{self.url.removeprefix('http')}/_stcore/stream"
        async with connect(
            address, subprotocols=[STREAMLIT], compression=None, max_size=None, ping_interval=None
        ) as line:
            for message in self.recording.opening:
                await _run(line, message)
            own.pages.append(1000 * (time.monotonic() - came))
            for moment in due:
                await asyncio.sleep(moment - time.monotonic())
                message = self.recording.moved(choice.choice(self.recording.values))
                start = time.monotonic()
                await _run(line, message)
                own.releases.append(1000 * (time.monotonic() - start))

    async def _load(self) -> None:
        """Load the page and its files, as into an empty cache."""
        files = list(reversed(self.recording.files))

        async def load_some() -> None:
            async with asyncio.timeout(PATIENCE):
                await _fetch(self.url, files)

        await _fetch(self.url, [self.recording.page])
        await asyncio.gather(*(load_some() for _ in range(CONNECTIONS)))


async def _run(line: ClientConnection, message: bytes) -> None:
    """Ask for a run and wait until it has finished."""
    await line.send(message)
    async with asyncio.timeout(PATIENCE):
        while True:
            words = await line.recv(decode=False)
            if len(words) < SHORT and _ends_run(words):
                return


def _ends_run(words: bytes) -> bool:
    """Tell whether a message says that a run has finished."""
    try:
        found = ForwardMsg.FromString(words)
    except DecodeError as error:
        raise EOFError("a message is broken") from error
    return bool(found.WhichOneof("type") == "script_finished" and found.script_finished in ENDS)


async def _fetch(url: str, paths: list[str]) -> None:
    """Load files over one connection, the last first, until no paths are left."""
    address = urlsplit(url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    try:
        while paths:
            head = f"GET {paths.pop()} HTTP/1.1\r\nHost: {address.netloc}\r\n"
            writer.write(f"{head}Accept-Encoding: gzip\r\n\r\n".encode())
            try:
                await _read_answer(reader)
            except (ValueError, IndexError) as error:  # a length is missing or cut off
                raise EOFError("an answer is broken") from error
    finally:
        writer.close()


async def _read_answer(reader: asyncio.StreamReader) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    if not head.startswith("http/1.1 200"):
        raise RuntimeError(f"the server answers {head.splitlines()[0]}")
    if "transfer-encoding: chunked" not in head:
        length = head.partition("content-length:")[2].splitlines()[0]
        await reader.readexactly(int(length))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readexactly(2)
