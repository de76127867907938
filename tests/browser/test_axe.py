"""axe-core finds nothing serious on any page that is ours."""

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import in_size, open_anew, visit
from tests.browser.contrast import PALE
from tools.browser import PATHS, ROOT, VIEWPORT, Server, wait_until_settled

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# What is serious in a part of the page, once nothing fades in or out.
_FINDINGS = """async ([part, rules]) => {
  const fading = document.getAnimations().filter((a) => a instanceof CSSTransition);
  await Promise.allSettled(fading.map((a) => a.finished));
  const { violations } = await axe.run(part, { resultTypes: ["violations"], elementRef: true,
    ...(rules && { runOnly: rules }) });
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ element, failureSummary }) => (
      { rule: id, element: element.outerHTML.slice(0, 300), failureSummary })));
}"""
# Panels of the page itself; those of the menu are the same on all pages.
_PANELS = "[data-testid=stPopoverButton]"
_OF_THE_MENU = f".st-key-menu {_PANELS}"


def findings(page: Page, part: str = "body", rules: Sequence[str] | None = None) -> Any:
    """Run axe-core, or some of its rules, on a part of a page."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(f"() => {{ {AXE} }}")
    return page.evaluate(_FINDINGS, [part, rules])


# What a link can bring into sight besides.
VIEWS = (
    ("playground", "?show=Formula"),
    ("playground", "?show=Code"),
    ("playground", "?show=Numbers"),
    ("playground", "?embed=true"),
    ("playground", "?stage=true"),
    ("why", "?reason=Heat"),
    ("why", "?reason=Entropy"),
    ("examples", "?ex=Image&at=3"),
)


@pytest.mark.parametrize("name", PATHS)
def test_axe_finds_nothing_serious_by_day_or_by_night(
    name: str, page: Page, server: Server
) -> None:
    open_anew(page, server.url + PATHS[name])
    assert findings(page) == []
    in_size(page, VIEWPORT, "dark")
    page.wait_for_function(f"({PALE})().back < 0.2")
    wait_until_settled(page)
    assert findings(page, rules=["color-contrast"]) == []  # the rest is as by day
    buttons = page.locator(_PANELS if name == "playground" else f"{_PANELS}:not({_OF_THE_MENU})")
    for button in buttons.all():
        if button.is_visible():
            _look_into(page, button.element_handle())


def _look_into(page: Page, button: Any) -> None:
    """Run axe-core on a panel that the keys have opened and gone into, and close it."""
    button.press("Enter")
    panel = page.get_by_test_id("stPopoverBody")
    expect(panel).to_be_visible()
    button.press("ArrowDown")
    wait_until_settled(page)
    assert findings(page, "[data-testid=stPopoverBody]") == []
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


@pytest.mark.parametrize(("name", "link"), VIEWS)
def test_axe_finds_nothing_serious_in_another_view(
    name: str, link: str, page: Page, server: Server
) -> None:
    visit(page, server.url + PATHS[name] + link)
    assert findings(page) == []
