"""Write pictures of every page, in every size and theme, to shots/ (``make shots``)."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from .browser import PATHS, ROOT, chromium, serve, wait_until_settled

OUT = ROOT / "shots"
PHONE_WIDTH = 390
SIZES = ((1280, 720), (1920, 1080), (PHONE_WIDTH, 844))
_LENGTH = "() => Math.ceil(document.querySelector('[data-testid=stMain]').scrollHeight)"
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


@dataclass(frozen=True)
class Shot:
    """A page in one size and theme."""

    name: str
    width: int
    height: int
    theme: Theme

    def path(self, folder: Path, kind: str) -> Path:
        """Name the file of one of its pictures."""
        return folder / f"{self.name}-{self.width}x{self.height}-{self.theme}-{kind}.png"


def plan(names: list[str]) -> Iterator[Shot]:
    """List the pictures to take: every page in every size and theme."""
    for name in names:
        for width, height in SIZES:
            for theme in THEMES:
                yield Shot(name, width, height, theme)


def open_page(browser: Browser, url: str, shot: Shot) -> Page:
    """Open a page in the size and theme of a shot, in a context of its own."""
    phone = shot.width == PHONE_WIDTH
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme=shot.theme, is_mobile=phone, has_touch=phone,
        device_scale_factor=2 if phone else 1,
    )  # fmt: skip
    page = context.new_page()
    page.goto(url)
    wait_until_settled(page)
    return page


def photograph(page: Page, shot: Shot, folder: Path) -> None:
    """Take a picture of the viewport, then of the whole page."""
    page.screenshot(path=shot.path(folder, "view"))
    page.set_viewport_size({"width": shot.width, "height": page.evaluate(_LENGTH)})
    wait_until_settled(page)
    page.screenshot(path=shot.path(folder, "full"))


def main() -> None:
    """Write the pictures of the pages named on the command line, or of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="page", help=", ".join(PATHS))
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    if unknown := set(arguments.pages) - set(PATHS):
        parser.error(f"no page named {', '.join(sorted(unknown))}; there are {', '.join(PATHS)}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    with serve() as server, chromium() as browser:
        for shot in plan(arguments.pages or list(PATHS)):
            page = open_page(browser, server.url + PATHS[shot.name], shot)
            photograph(page, shot, arguments.out)
            page.context.close()
            print(shot.path(arguments.out, "view"))


if __name__ == "__main__":
    main()
