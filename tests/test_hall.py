"""A hall without nginx: how it keeps its workers, and what it says before it opens."""

import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

import tools.hall
from tools.hall import Hall, end_at_signals
from tools.server import ROOT, Server

NO_NGINX: Any = None
PATIENCE = 60.0  # seconds; only a failure waits so long


class Worker(Server):
    """A worker without a process, which starts at the second attempt."""

    def __init__(self) -> None:
        super().__init__()
        self.launches, self.started, self.stopped = 0, threading.Event(), False

    @property
    def running(self) -> bool:
        return self.started.is_set()

    def launch(self) -> None:
        self.launches += 1
        if self.launches == 1:
            raise BlockingIOError("no more processes")
        self.started.set()

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def worker() -> Iterator[Worker]:
    with closing(Worker()) as made:
        yield made


def test_a_worker_that_cannot_be_started_is_started_later(
    worker: Worker, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tools.hall, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(tools.hall, "answers", lambda _: True)
    with Hall([worker], NO_NGINX, "", 1).kept():
        assert worker.started.wait(PATIENCE)
    assert worker.launches == 2
    assert "BlockingIOError: no more processes" in capsys.readouterr().err


def test_a_hall_that_closes_does_not_wait_for_a_worker(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Event()
    monkeypatch.setattr(tools.hall, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(tools.hall, "answers", lambda _: asked.set())  # None: it does not answer
    with Hall([worker], NO_NGINX, "", 1).kept():
        assert asked.wait(PATIENCE)
    assert not worker.stopped  # as after the longest wait


@pytest.mark.parametrize("address", ["127.0.0.1", "*"])
def test_a_port_that_is_in_use_is_said(address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "tools.hall", "--port", str(port), "--address", address]
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert answer.returncode == 1
    assert (answer.stdout, answer.stderr) == ("", f"Port {port} is in use; PORT=… names another.\n")


def test_nohup_keeps_the_hall_open() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        end_at_signals()
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
