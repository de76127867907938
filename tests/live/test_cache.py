"""The cache of plans is bounded by bytes."""

from logitviz.live.cache import ByteCache


def test_what_is_known_is_not_made_again() -> None:
    cache = ByteCache(10)
    assert cache.get("a", lambda: b"one") == b"one"
    assert cache.get("a", lambda: b"two") == b"one"


def test_the_oldest_that_nobody_asked_for_goes() -> None:
    cache = ByteCache(10)
    for key in "abc":
        cache.get(key, lambda: b"1234")
        cache.get("a", lambda: b"1234")
    assert cache.used == 8
    assert cache.get("a", lambda: b"new") == b"1234"
    assert cache.get("b", lambda: b"new") == b"new"


def test_what_is_larger_than_the_room_is_given_but_not_kept() -> None:
    cache = ByteCache(3)
    assert cache.get("a", lambda: b"1234") == b"1234"
    assert cache.used == 0
    assert cache.get("a", lambda: b"5") == b"5"
