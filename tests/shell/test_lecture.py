"""The list of a lecture: in a link and in a file, right and hostile."""

import pytest

from logitviz.lessons import PAGES, path
from logitviz.shell.lecture import (
    LONGEST_CODE,
    LONGEST_TITLE,
    MOST_BYTES,
    MOST_LINKS,
    LectureError,
    Stop,
    from_file,
    pack,
    tidy_title,
    to_file,
    unpack,
)
from tests.shell.lectures import code

STOPS = [
    Stop("Sharper", "/Temperature?T=0.5&z3=6"),
    Stop("Größe · 大きさ", "/"),
    Stop("", "/?T=inf"),
]


def test_a_list_comes_back_from_its_link() -> None:
    assert unpack(pack(STOPS)) == STOPS
    assert pack([]) == ""
    assert unpack("") == []


def test_a_list_comes_back_from_its_file() -> None:
    assert from_file(to_file(STOPS).encode()) == STOPS
    assert from_file(b"\xef\xbb\xbf" + to_file(STOPS).encode()) == STOPS
    assert "Größe" in to_file(STOPS)  # people read it


def test_a_list_in_a_link_is_short_and_safe_in_an_address() -> None:
    every = [Stop(name, path(name) + "?T=2&z3=4") for name in PAGES]
    assert len(pack(every)) < 500
    assert pack(every).replace("-", "").replace("_", "").isalnum()


def test_a_link_of_another_server_is_one_of_this() -> None:
    links = ["https://lv.example/a/Temperature?T=2", "https://lv.example/", "Temperature", "?T=2"]
    found = unpack(code([["t", link] for link in links]))
    assert [stop.link for stop in found] == ["/Temperature?T=2", "/", "/Temperature", "/?T=2"]
    assert found[0].page == "temperature"
    assert found[0].query == "T=2"


def test_a_title_is_one_short_line() -> None:
    assert tidy_title(" a\n b\0c\u202e ") == "a b c"
    assert len(tidy_title("x" * 1000)) == LONGEST_TITLE


CODES = {
    "a word": "abc",
    "another form": "2abc",
    "a script": "<script>",
    "only the form": "1",
    "cut off": pack(STOPS)[:-9],
    "changed": pack(STOPS)[:9] + "AAAA" + pack(STOPS)[13:],
    "no compressed text": "1AAAA",
    "one character": "1A",
    "too long": "1" + "A" * LONGEST_CODE,
    "a bomb": code(b"[" + b" " * 10_000_000 + b"]")[:LONGEST_CODE],
    "more than any list": code(b"[" + b" " * (MOST_BYTES + 1) + b"]"),
    "no JSON": code(b"\xff{"),
    "a bracket bomb": code(b"[" * 50_000),
    "a number of many digits": code(b"9" * 50_000),
    "no list": code({"a": 1}),
    "no pairs": code([1, "a", None, ["a"], ["a", 1]]),
    "too many links": code([["a", "/"]] * (MOST_LINKS + 1)),
    "another page": code([["a", "/Nowhere?T=1"]]),
    "a script as link": code([["a", "javascript:alert(1)"]]),
    "an address that is none": code([["a", "http://[/"]]),
    "a long link": code([["a", "/?" + "x" * 5000]]),
    "half a character": code([["a", "/Temperature?drawn=\ud800"]]),
    "half a character in a path": code([["a", "/\udfff/"]]),
}


@pytest.mark.parametrize("text", CODES.values(), ids=CODES.keys())
def test_a_hostile_list_in_a_link_is_answered_by_a_sentence(text: str) -> None:
    with pytest.raises(LectureError) as caught:
        unpack(text)
    assert_sentence(caught.value)


FILES = {
    "nothing": b"",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0",
    "no object": b"[]",
    "another object": b'{"lecture": 2}',
    "no links": b'{"lecture": 1}',
    "links that are none": b'{"lecture": 1, "links": [1]}',
    "a link without a title": b'{"lecture": 1, "links": [{"link": "/"}]}',
    "another page": b'{"lecture": 1, "links": [{"title": "a", "link": "/Nowhere"}]}',
    "half a character": (
        b'{"lecture": 1, "links": [{"title": "a", "link": "/Temperature?drawn=\\ud800"}]}'
    ),
    "too large": b" " * (MOST_BYTES + 1),
    "a bracket bomb": b"[" * 50_000,
}


@pytest.mark.parametrize("data", FILES.values(), ids=FILES.keys())
def test_a_hostile_file_is_answered_by_a_sentence(data: bytes) -> None:
    with pytest.raises(LectureError) as caught:
        from_file(data)
    assert_sentence(caught.value)


def test_a_list_that_does_not_fit_is_refused() -> None:
    noise = [Stop(str(i), f"/?drawn={(i * 7919**80):x}") for i in range(1, MOST_LINKS)]
    with pytest.raises(LectureError, match="characters of a link"):
        pack(noise)
    with pytest.raises(LectureError, match="has 41 links; a lecture has at most 40"):
        pack([Stop("a", "/")] * (MOST_LINKS + 1))


def test_a_list_that_could_not_be_read_again_is_refused() -> None:
    with pytest.raises(LectureError, match="Link 2 has 4119 characters, more than 4000"):
        pack([Stop("a", "/"), Stop("b", "/?".ljust(4119, "x"))])
    with pytest.raises(LectureError, match="bytes; a lecture has at most 60000"):
        pack([Stop("a", "/?".ljust(2000, "x"))] * MOST_LINKS)
    with pytest.raises(LectureError, match="no text that can be sent"):
        pack([Stop("a", "/?drawn=\ud800")])


@pytest.mark.parametrize("length", range(1400, 1600, 10))
def test_what_is_taken_into_a_link_is_read_from_it_and_from_its_file(length: int) -> None:
    """At the edge of what a list may have."""
    stops = [Stop("a", "/?".ljust(length, "x"))] * MOST_LINKS
    try:
        packed = pack(stops)
    except LectureError:
        assert len(to_file(stops).encode()) > MOST_BYTES
    else:
        assert unpack(packed) == from_file(to_file(stops).encode()) == stops


def test_half_a_character_in_a_title_is_left_out() -> None:
    assert unpack(code([["a\ud800b", "/"]])) == unpack(pack([Stop("a\ud800b", "/")]))
    assert unpack(code([["a\ud800b", "/"]])) == [Stop("a b", "/")]


def assert_sentence(error: LectureError) -> None:
    """A message is a sentence of a reasonable length."""
    assert str(error)[0].isupper()
    assert str(error).endswith((".", "written."))
    assert len(str(error)) < 200
