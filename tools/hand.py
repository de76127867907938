"""A hand on a slider: press, move and release with a real mouse or finger."""

from dataclasses import dataclass

from playwright.sync_api import CDPSession, Locator, Page

TRACK = """(box) => {
  const input = box.querySelector("input[type=range]");
  const value = box.querySelector("[data-testid=stSliderThumbValue]");
  let thumb = value?.parentElement.getBoundingClientRect();
  let track = value?.parentElement.parentElement.getBoundingClientRect();
  if (!value) { // the browser's own range control, whose thumb stays within its ends
    const whole = input.getBoundingClientRect(), inset = whole.height / 2;
    track = new DOMRect(whole.x + inset, whole.y, whole.width - whole.height, whole.height);
    const share = (input.value - input.min) / (input.max - input.min);
    thumb = new DOMRect(track.x + share * track.width, track.y, 0, track.height);
  }
  const steps = Math.round((input.max - input.min) / input.step);
  return { x: thumb.x + thumb.width / 2, y: thumb.y + thumb.height / 2,
    left: track.x, width: track.width, steps };
}"""
_POSITION = "(input) => Math.round((input.value - input.min) / input.step)"


@dataclass(frozen=True)
class Track:
    """Where a slider lies on the screen, in CSS pixels.

    Parameters
    ----------
    x, y
        The middle of its thumb.
    left, width
        The line that this middle can move along, from the lowest position to the highest.
    steps
        The highest position; the lowest is 0.
    """

    x: float
    y: float
    left: float
    width: float
    steps: int

    @property
    def position(self) -> int:
        """Give the position of the thumb."""
        return round((self.x - self.left) / self.width * self.steps)

    def at(self, position: float) -> float:
        """Give the x of a position."""
        return self.left + self.width * position / self.steps


def box(page: Page, key: str) -> Locator:
    """Find a Streamlit element by its key."""
    return page.locator(f".st-key-{key}")


def slider(page: Page, key: str) -> Locator:
    """Find the focusable part of a slider, an ``input[type=range]``."""
    return box(page, key).locator("input[type=range]")


def position(page: Page, key: str) -> int:
    """Read the position of a slider, counted from 0."""
    return int(slider(page, key).evaluate(_POSITION))


def track(page: Page, key: str) -> Track:
    """Find where a slider lies on the screen; scroll to it if necessary."""
    box(page, key).scroll_into_view_if_needed()
    return Track(**box(page, key).evaluate(TRACK))


@dataclass(frozen=True)
class Hand:
    """A mouse that holds a slider's thumb until `release`.

    Examples
    --------
    >>> hand = Hand.press(page, "T")  # doctest: +SKIP
    >>> hand.move(80)  # doctest: +SKIP
    >>> hand.release()  # doctest: +SKIP
    """

    page: Page
    track: Track

    @classmethod
    def press(cls, page: Page, key: str) -> "Hand":
        """Press the mouse button on the middle of a slider's thumb."""
        found = track(page, key)
        page.mouse.move(found.x, found.y)
        page.mouse.down()
        return cls(page, found)

    def move(self, to: float) -> None:
        """Move to a position, in one event."""
        self.page.mouse.move(self.track.at(to), self.track.y)

    def release(self) -> None:
        """Release the mouse button."""
        self.page.mouse.up()


class Touch:
    """Fingers on the screen; needs a context with ``has_touch``."""

    def __init__(self, page: Page) -> None:
        """Prepare a page for touches."""
        self._session: CDPSession = page.context.new_cdp_session(page)

    def _send(self, kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def start(self, *places: tuple[float, float]) -> None:
        """Put down the last of these fingers; the others already touch the screen."""
        self._send("touchStart", *places)

    def move(self, *places: tuple[float, float]) -> None:
        """Move all fingers, in one event."""
        self._send("touchMove", *places)

    def end(self) -> None:
        """Lift all fingers."""
        self._send("touchEnd")


class Finger:
    """A finger on a slider; needs a context with ``has_touch``."""

    def __init__(self, page: Page, key: str, start: float | None = None) -> None:
        """Touch the middle of the thumb, or the track at a position."""
        self.track = track(page, key)
        self._touch = Touch(page)
        x = self.track.x if start is None else self.track.at(start)
        self._touch.start((x, self.track.y))

    def move(self, to: float) -> None:
        """Move to a position, in one event."""
        self._touch.move((self.track.at(to), self.track.y))

    def release(self) -> None:
        """Lift the finger."""
        self._touch.end()


@dataclass(frozen=True)
class Pad:
    """The image that one draws on, in CSS pixels."""

    x: float
    y: float
    pixel: float

    @classmethod
    def of(cls, page: Page) -> "Pad":
        """Find it; scroll to it if necessary."""
        pad = page.locator("#logitviz-pad")
        pad.scroll_into_view_if_needed()
        found = pad.bounding_box()
        if found is None:
            raise LookupError("nothing to draw on is in sight")
        return cls(found["x"], found["y"], found["width"] / 8)

    def at(self, row: float, column: float) -> tuple[float, float]:
        """Give the middle of a pixel."""
        return self.x + (column + 0.5) * self.pixel, self.y + (row + 0.5) * self.pixel
