"""A network of some round trip time, on the loopback.

A TCP proxy that hands on every byte half a round trip after it came, in both directions and in
order, whatever the bytes mean. Throughput is not limited.
"""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

CHUNK = 1 << 16
LOOPBACK = "127.0.0.1"


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, delay: float) -> None:
    """Hand on what `source` says, each piece `delay` seconds after it came, then its end."""
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
        while piece := await source.read(CHUNK):
            on_the_way.put_nowait((loop.time() + delay, piece))
        on_the_way.put_nowait((loop.time() + delay, b""))


class _Proxy:
    """One listening address in front of one port."""

    def __init__(self, port: int, delay: float) -> None:
        self.port = port
        self.delay = delay
        self.address: Future[int] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = asyncio.Event()
        self._connections: set[asyncio.Task[None]] = set()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.get_running_loop().create_task(self._meet(reader, writer))
        self._connections.add(connection)
        connection.add_done_callback(self._connections.discard)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self.port)
        except OSError:
            writer.close()
            return
        try:
            async with asyncio.TaskGroup() as ways:
                ways.create_task(_carry(reader, far_writer, self.delay))
                ways.create_task(_carry(far_reader, writer, self.delay))
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

    def stop(self) -> None:
        """Stop serving; callable from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopped.set)


@contextmanager
def delayed(port: int, round_trip: float) -> Iterator[str]:
    """Give the address of a loopback proxy in front of `port`.

    Parameters
    ----------
    port
        Where the server listens on the loopback.
    round_trip
        Seconds that a question and its answer spend on the way, half of it in each direction.
    """
    proxy = _Proxy(port, round_trip / 2)
    thread = threading.Thread(target=lambda: asyncio.run(proxy.listen()), daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{proxy.address.result(10)}"
    finally:
        proxy.stop()
        thread.join()
