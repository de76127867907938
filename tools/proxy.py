"""A network of some round trip time, on the loopback.

A TCP proxy that hands on every byte half a round trip after it came, in both directions and in
order, whatever the bytes mean. Throughput towards the browser may be limited, and what is on the
way may be lost.
"""

import asyncio
import math
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

CHUNK = 1 << 16
SEGMENT = 1460  # what a packet of Ethernet holds: so finely is a limited throughput paced
LOOPBACK = "127.0.0.1"


async def _carry(
    source: asyncio.StreamReader,
    target: asyncio.StreamWriter,
    delay: Callable[[], float],
    rate: Callable[[], float] = lambda: math.inf,
) -> None:
    """Hand on what `source` says, then its end.

    Each piece follows those before it at `rate()` bytes per second, and comes `delay()` seconds
    later. The queue has no end: whoever speaks is never held up.
    """
    loop = asyncio.get_running_loop()
    said = 0.0  # when the line is through with all that came so far
    on_the_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        while True:
            due, piece = await on_the_way.get()
            await asyncio.sleep(due - loop.time())
            if not piece:
                target.write_eof()
                return
            target.write(piece)
            await target.drain()

    async with asyncio.TaskGroup() as both:
        both.create_task(deliver())
        while piece := await source.read(SEGMENT if rate() < math.inf else CHUNK):
            said = max(said, loop.time()) + len(piece) / rate()
            on_the_way.put_nowait((said + delay(), piece))
        on_the_way.put_nowait((max(said, loop.time()) + delay(), b""))


class Line:
    """A line to a server: a proxy with a listening address of its own.

    Parameters
    ----------
    port
        Where the server listens on the loopback.
    delay
        Seconds on the way, in each direction; may be changed at any time.
    rate
        Bytes per second towards the browser, in each connection; may be changed at any time.
    """

    def __init__(self, port: int, delay: float, rate: float) -> None:
        self.port = port
        self.delay = delay
        self.rate = rate
        self.address: Future[int] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = asyncio.Event()
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @property
    def url(self) -> str:
        """Give its address, in place of the server's."""
        return f"http://{LOOPBACK}:{self.address.result(10)}"

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.get_running_loop().create_task(self._meet(reader, writer))
        self._connections[connection] = writer
        connection.add_done_callback(self._connections.pop)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self.port)
        except OSError:
            writer.close()
            return
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(_carry(reader, far_writer, lambda: self.delay))
                ways.create_task(_carry(far_reader, writer, lambda: self.delay, lambda: self.rate))
        except* OSError:
            pass  # one side broke the connection off: so does the proxy, to both
        finally:
            writer.close()
            far_writer.close()

    async def listen(self) -> None:
        """Serve until `stop` is called."""
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._accept, LOOPBACK, 0)
        self.address.set_result(server.sockets[0].getsockname()[1])
        await self._stopped.wait()
        server.close()

    async def _break_off(self) -> None:
        connections = dict(self._connections)
        for connection, writer in connections.items():
            writer.transport.abort()
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    def cut(self) -> None:
        """Break off all open connections, and lose what is on the way; who comes anew is let in.

        Callable from any other thread.
        """
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._break_off(), self._loop).result()

    def stop(self) -> None:
        """Stop serving; callable from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopped.set)


@contextmanager
def delayed(port: int, round_trip: float, rate: float | None = None) -> Iterator[Line]:
    """Give a line through a loopback proxy in front of `port`.

    Parameters
    ----------
    port
        Where the server listens on the loopback.
    round_trip
        Seconds that a question and its answer spend on the way, half of it in each direction.
    rate
        Bytes per second towards the browser, in each connection; None sets no limit.
    """
    line = Line(port, round_trip / 2, math.inf if rate is None else rate)
    thread = threading.Thread(target=lambda: asyncio.run(line.listen()), daemon=True)
    thread.start()
    try:
        line.address.result(10)
        yield line
    finally:
        line.stop()
        thread.join()
