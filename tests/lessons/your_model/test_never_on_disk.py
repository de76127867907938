"""A file that is uploaded stays in memory, as the page promises."""

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import streamlit as st
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartParser
from starlette.requests import Request

import logitviz.lessons.your_model.upload_panel  # noqa: F401 # it raises the limit, as on the page

CONTENT = b"logits " * 300_000  # 2.1 MB
STARLETTES_LIMIT = 2**20  # bytes that Starlette keeps in memory unless it is told otherwise


def received(content: bytes) -> bytes:
    """Take an upload in as Streamlit's server does; give what has come."""
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.npz"\r\n\r\n'
    whole = head + content + b"\r\n--x--\r\n"
    chunks = [whole[start : start + 65_536] for start in range(0, len(whole), 65_536)]
    messages = [{"type": "http.request", "body": each, "more_body": True} for each in chunks]
    messages.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Any:
        return messages.pop(0)

    async def read() -> bytes:
        headers = [(b"content-type", b"multipart/form-data; boundary=x")]
        form = await Request({"type": "http", "headers": headers}, receive).form()
        file = form["file"]
        assert isinstance(file, UploadFile)
        found = await file.read()
        file.file.close()
        return found

    # In a thread: Playwright leaves a loop running in that of the tests in the browser.
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(read())).result()


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Collect the temporary files that are opened."""
    opened = list[Any]()
    make = tempfile.TemporaryFile

    def collected(*args: Any, **options: Any) -> Any:
        opened.append(make(*args, **options))
        return opened[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", collected)
    return opened


def test_a_large_upload_leaves_no_temporary_file(on_disk: list[Any]) -> None:
    assert received(CONTENT) == CONTENT
    assert on_disk == []


def test_without_the_page_a_large_upload_would_be_on_the_disk_for_a_while(
    on_disk: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the test above could not fail."""
    monkeypatch.setattr(MultiPartParser, "spool_max_size", STARLETTES_LIMIT)
    assert received(CONTENT) == CONTENT
    assert len(on_disk) == 1


def test_no_upload_that_is_allowed_is_too_large_for_memory() -> None:
    allowed = 2**20 * int(st.get_option("server.maxUploadSize"))
    assert MultiPartParser.spool_max_size > allowed
