"""Serve the app to a lecture hall (``make hall``): several workers behind nginx, on one port.

A worker is a Streamlit server. A visit stays with one worker; if that ends, nginx passes the visit
on to another one, and the worker is started again. Ctrl-C, SIGTERM or SIGHUP ends all of them.
"""

import argparse
import errno
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from .nginx import site, write_config
from .server import APP, STOP_SECONDS, Server, answers, free_port, wait_until

LOOK_SECONDS = 0.2
PAUSE_SECONDS = 2.0  # before a worker that has not come up is started once more
LAST_LINES = 20  # of what a worker wrote before it ended
LOOPBACK = "127.0.0.1"
ALL = "*"


class Hall:
    """Some workers and nginx before them; all of them run.

    Parameters
    ----------
    workers
        The servers.
    nginx
        Its process.
    address, port
        Where it listens; `ALL` means every address.
    """

    def __init__(
        self, workers: list[Server], nginx: "subprocess.Popen[bytes]", address: str, port: int
    ) -> None:
        self.workers, self.nginx, self.port = workers, nginx, port
        self.url = f"http://{LOOPBACK if address == ALL else address}:{port}"
        self.keeping = threading.Event()  # while it is cleared, no worker is started again
        self.keeping.set()
        self._closing = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def healthy(self) -> bool:
        """Tell whether a worker answers through nginx."""
        if self.nginx.poll() is not None:
            raise RuntimeError("nginx has stopped; what it says stands above.")
        return answers(self.url)

    def wait_until_whole(self) -> None:
        """Wait until every worker answers, also one that is being started again."""
        for worker in self.workers:
            wait_until(
                partial(answers, worker.url), f"the worker on port {worker.port} does not answer"
            )

    def _keep(self) -> None:
        """Start workers again that have ended, until the hall closes."""
        while not self._closing.wait(LOOK_SECONDS):
            if self.keeping.is_set():
                self._start_again([worker for worker in self.workers if not worker.running])

    def _start_again(self, ended: list[Server]) -> None:
        """Start workers side by side, and wait until they answer or the hall closes."""
        for worker in ended:
            said = "".join(worker.log.splitlines(keepends=True)[-LAST_LINES:])
            print(
                f"The worker on port {worker.port} has ended; it is started again. Its log ends:",
                said,
                sep="\n",
                file=sys.stderr,
            )
            try:
                worker.kill()
                worker.launch()
            except OSError as error:
                traceback.print_exception(error, limit=0)
        for worker in ended:
            self._wait_for(worker)

    def _wait_for(self, worker: Server) -> None:
        """Wait until a worker answers or the hall closes; stop a worker that does not answer."""
        try:
            wait_until(
                lambda: self._closing.is_set() or not worker.running or answers(worker.url),
                f"the worker on port {worker.port} does not answer",
            )
        except TimeoutError as error:
            traceback.print_exception(error, limit=0)
            worker.stop()
        if not worker.running:
            self._closing.wait(PAUSE_SECONDS)

    @contextmanager
    def kept(self) -> Iterator["Hall"]:
        """Keep all workers running."""
        self._keeper.start()
        try:
            yield self
        finally:
            self._closing.set()
            self._keeper.join()


@contextmanager
def _nginx(command: list[str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run nginx in a process group of its own: it is ended here and not by a Ctrl-C."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def hall(
    workers: int, port: int | None = None, address: str = LOOPBACK, app: Path = APP
) -> Iterator[Hall]:
    """Open a hall, and close it at the end.

    Parameters
    ----------
    workers
        How many Streamlit servers.
    port
        The port that visitors use; None takes a free one.
    address
        The address on which nginx listens; `ALL` means every one.
    app
        The script to serve.
    """
    port = port or free_port()
    # Streamlit signs its cookies, and every worker has to know the signature of the others.
    environment = {"STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(32)}
    with tempfile.TemporaryDirectory(prefix="logitviz-hall-") as folder, ExitStack() as opened:
        servers = [Server(app, environment) for _ in range(workers)]
        for server in servers:
            opened.callback(server.close)
            server.launch()
        for server in servers:
            server.wait_until_healthy()
        ports = [server.port for server in servers]
        here = site(ports, f"{address}:{port}", free_port(), f"{folder}/files")
        nginx = opened.enter_context(_nginx(write_config(Path(folder), here)))
        found = Hall(servers, nginx, address, port)
        wait_until(found.healthy, "nginx does not answer")
        yield opened.enter_context(found.kept())


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tools.hall", description=__doc__)
    cores = os.cpu_count() or 1
    parser.add_argument("--workers", type=int, default=cores, help="default: one per core")
    parser.add_argument("--port", type=int, default=8501, help="of the hall (8501)")
    parser.add_argument("--address", default=ALL, help="on which it listens (all)")
    asked = parser.parse_args()
    if asked.workers < 1:
        parser.error(f"--workers {asked.workers}: a hall needs at least one worker")
    if not 0 <= asked.port < 2**16:
        parser.error(f"--port {asked.port}: a port is below 65536")
    return asked


def require_free(address: str, port: int) -> None:
    """Leave with a sentence if another server has the port: it would seem to be the hall."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as nginx does
        try:
            probe.bind(("" if address == ALL else address, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sys.exit(f"Port {port} is in use; PORT=… names another.")
            raise


def _end(number: int, _: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # a terminal that closes sends SIGHUP more than once
    raise KeyboardInterrupt


def end_at_signals() -> None:
    """Let SIGTERM and SIGHUP end the hall as Ctrl-C does; ``nohup`` has SIGHUP ignored."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end)


def main() -> None:
    """Serve until nginx stops, or Ctrl-C or a signal ends it."""
    asked = arguments()
    end_at_signals()
    try:
        require_free(asked.address, asked.port)
        with hall(asked.workers, asked.port, asked.address) as opened:
            print(f"{asked.workers} workers behind {opened.url}", flush=True)
            sys.exit(opened.nginx.wait())
    except (OSError, RuntimeError) as error:  # TimeoutError is an OSError
        sys.exit("".join(traceback.format_exception_only(error)))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
