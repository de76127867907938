"""Write pictures of every page, in every size and theme, to shots/ (``make shots``)."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from logitviz.charts.words import DEFAULT_LANGUAGE, languages

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
    language: str = DEFAULT_LANGUAGE

    @property
    def link(self) -> str:
        """Give the address of the page from its path on; a browser asks for English."""
        return PATHS[self.name] + f"?lang={self.language}" * (self.language != DEFAULT_LANGUAGE)

    def path(self, folder: Path, kind: str) -> Path:
        """Name the file of one of its pictures."""
        size = f"{self.width}x{self.height}"
        return folder / f"{self.name}-{self.language}-{size}-{self.theme}-{kind}.png"


def plan(names: list[str], spoken: Sequence[str]) -> Iterator[Shot]:
    """List the pictures to take: every page in every size, theme and language."""
    for name, (width, height), theme, language in product(names, SIZES, THEMES, spoken):
        yield Shot(name, width, height, theme, language)


def open_page(browser: Browser, url: str, shot: Shot) -> Page:
    """Open a page in the size and theme of a shot, in a context of its own."""
    phone = shot.width == PHONE_WIDTH
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme=shot.theme,
        is_mobile=phone,
        has_touch=phone,
        device_scale_factor=2 if phone else 1,
    )
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
    parser.add_argument("--language", choices=languages(), help="all without it")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    if unknown := set(arguments.pages) - set(PATHS):
        parser.error(f"no page named {', '.join(sorted(unknown))}; there are {', '.join(PATHS)}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    with serve() as server, chromium() as browser:
        spoken = [arguments.language] if arguments.language else languages()
        for shot in plan(arguments.pages or list(PATHS), spoken):
            page = open_page(browser, server.url + shot.link, shot)
            photograph(page, shot, arguments.out)
            page.context.close()
            print(shot.path(arguments.out, "view"))


if __name__ == "__main__":
    main()
