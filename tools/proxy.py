"""A slow network on the loopback: a TCP proxy with a round trip time and a throughput.

The proxy forwards every byte half a round trip after it came, in both directions and in order. The
throughput towards the browser may be limited. Connections may be broken, which loses the
bytes under way.
"""

import asyncio
import math
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

CHUNK = 1 << 16
SEGMENT = 1460  # the bytes in an Ethernet packet: a limited throughput is paced in such pieces
LOOPBACK = "127.0.0.1"


class Throughput:
    """What passes `rate()` bytes per second, of one connection or of several that take turns."""

    def __init__(self, rate: Callable[[], float] = lambda: math.inf, *, shared: bool = False):
        self.rate = rate
        self._shared = shared
        self._turn = asyncio.Lock()
        self._free = 0.0  # when all that came so far has passed

    async def passed(self, size: int) -> float:
        """Give the time at which the last of some bytes that come now will have passed."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            self._free = max(self._free, loop.time()) + size / self.rate()
            if self._shared:
                await asyncio.sleep(self._free - loop.time())
            return self._free


async def _carry(
    source: asyncio.StreamReader,
    target: asyncio.StreamWriter,
    delay: Callable[[], float],
    throughput: Throughput,
) -> None:
    """Forward what `source` sends, then its end.

    Pieces pass one after the other, each delayed by `delay()` seconds. The queue is unbounded, so
    the sender waits only for other connections that share its throughput.
    """
    loop = asyncio.get_running_loop()
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
        while piece := await source.read(SEGMENT if throughput.rate() < math.inf else CHUNK):
            on_the_way.put_nowait((await throughput.passed(len(piece)) + delay(), piece))
        on_the_way.put_nowait((await throughput.passed(0) + delay(), b""))


class Line:
    """A line to a server: a proxy with an address of its own.

    Parameters
    ----------
    port
        The server's port on the loopback.
    delay
        Seconds in each direction; may be changed at any time.
    rate
        Bytes per second towards the browser, in each connection; may be changed at any time.
    shared
        Whether all connections together have no more than this rate.
    """

    def __init__(self, port: int, delay: float, rate: float, *, shared: bool = False) -> None:
        self.port = port
        self.delay = delay
        self.rate = rate
        self.address: Future[int] = Future()
        self._shared = Throughput(lambda: self.rate, shared=True) if shared else None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = asyncio.Event()
        self._connections: dict[asyncio.Task[None], asyncio.StreamWriter] = {}

    @property
    def url(self) -> str:
        """Give the address to use instead of the server's."""
        return f"http://{LOOPBACK}:{self.address.result(10)}"

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.get_running_loop().create_task(self._connect(reader, writer))
        self._connections[connection] = writer
        connection.add_done_callback(self._connections.pop)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self.port)
        except OSError:
            writer.close()
            return
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(_carry(reader, far_writer, lambda: self.delay, Throughput()))
                back = self._shared or Throughput(lambda: self.rate)
                ways.create_task(_carry(far_reader, writer, lambda: self.delay, back))
        except* OSError:
            pass  # one side broke the connection, so the proxy closes both
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

    async def _break(self) -> None:
        connections = dict(self._connections)
        for connection, writer in connections.items():
            writer.transport.abort()
            connection.cancel()
        await asyncio.gather(*connections, return_exceptions=True)

    def cut(self) -> None:
        """Break all open connections and lose the bytes under way; new ones are accepted.

        May be called from any other thread.
        """
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._break(), self._loop).result()

    def stop(self) -> None:
        """Stop serving; may be called from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopped.set)


@contextmanager
def delayed(
    port: int, round_trip: float, rate: float | None = None, *, shared: bool = False
) -> Iterator[Line]:
    """Give a line through a loopback proxy in front of `port`.

    Parameters
    ----------
    port
        The server's port on the loopback.
    round_trip
        Seconds that a request and its answer are delayed, half of it in each direction.
    rate
        Bytes per second towards the browser, in each connection; None sets no limit.
    shared
        Whether all connections together have no more than this rate.
    """
    line = Line(port, round_trip / 2, math.inf if rate is None else rate, shared=shared)
    thread = threading.Thread(target=lambda: asyncio.run(line.listen()), daemon=True)
    thread.start()
    try:
        line.address.result(10)
        yield line
    finally:
        line.stop()
        thread.join()
