"""The light visitors of the benchmark."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from math import inf
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from tools.server import free_port
from tools.visitors import STREAMLIT, Audience, Recording, Waits

RECORDING = Recording("/", [], [b""], b"", "T", ["1"])
HEAD = "HTTP/1.1 200 OK\r\n"
CHUNKED = f"{HEAD}Transfer-Encoding: chunked\r\n\r\n"


def run(task: Coroutine[Any, Any, Waits]) -> Waits:
    with ThreadPoolExecutor() as apart:  # in this thread a browser test may have left a loop
        return apart.submit(asyncio.run, task).result()


async def visit_once(port: int) -> Waits:
    return await Audience(f"http://127.0.0.1:{port}", RECORDING, 1, 0.0, 1.0, 1.0).attend()


def test_what_fails_takes_for_ever() -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    waits = run(Audience(nobody, RECORDING, 2, 0.1, 0.04, 0.1).attend())
    assert waits.pages == [inf, inf]
    assert waits.releases == [inf] * (2 + 1)  # the second visitor comes later
    assert [trouble[:9] for trouble in waits.troubles] == ["visitor 0", "visitor 1"]


@pytest.mark.parametrize("answer", [CHUNKED, f"{CHUNKED}2\r\nab\r\n", f"{HEAD}\r\n"])
def test_an_answer_that_is_cut_off_counts_as_failed(answer: str) -> None:
    async def reply(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer.encode())
        writer.close()

    async def visit() -> Waits:
        async with await asyncio.start_server(reply, "127.0.0.1", 0) as server:
            return await visit_once(server.sockets[0].getsockname()[1])

    waits = run(visit())
    assert waits.pages == [inf]
    assert waits.troubles == ["visitor 0: EOFError('an answer is broken')"]


def test_a_message_that_is_broken_counts_as_failed() -> None:
    async def reply(line: ServerConnection) -> None:
        await line.recv()
        await line.send(b"\xff")

    def give_page(line: ServerConnection, request: Request) -> Response | None:
        return line.respond(200, "") if request.path == "/" else None

    async def visit() -> Waits:
        async with serve(
            reply, "127.0.0.1", 0, subprotocols=[STREAMLIT], process_request=give_page
        ) as server:
            return await visit_once(next(iter(server.sockets)).getsockname()[1])

    waits = run(visit())
    assert waits.pages == [inf]
    assert waits.troubles == ["visitor 0: EOFError('a message is broken')"]


def test_a_release_keeps_the_rest_of_the_link() -> None:
    release = BackMsg()
    release.rerun_script.query_string = "z4=3.3&label=&T=2"
    recording = Recording("/", [], [], release.SerializeToString(), "T", ["1"])
    found = BackMsg.FromString(recording.moved("0.5")).rerun_script.query_string
    assert parse_qsl(found, keep_blank_values=True) == [("z4", "3.3"), ("label", ""), ("T", "0.5")]
