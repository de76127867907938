"""The profiles of all pages."""

from importlib import import_module

from logitviz.ui.menu import PAGES
from tests.profiles.profile import Profile

PROFILES: dict[str, Profile] = {
    name: import_module(f"tests.profiles.{name}").PROFILE for name in PAGES
}
