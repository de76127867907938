"""The profiles of all pages."""

from importlib import import_module

from logitviz.lessons import MENU, PAGES
from tests.lessons.profile import Profile

PROFILES: dict[str, Profile] = {
    name: import_module(f"tests.lessons.{name}.profile").PROFILE for name in PAGES
}
# What no page does by itself is tried in the browser on one page of each group, and without a
# browser on all.
ONE_OF_EACH_GROUP = [list(pages)[-1] for pages in MENU.values()]
