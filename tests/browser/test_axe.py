"""axe-core finds nothing serious on any page that is ours."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import in_size, open_anew, visit
from tests.browser.contrast import PALE
from tools.browser import PATHS, ROOT, VIEWPORT, Server, wait_until_settled

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# What is serious in a part of the page, once nothing fades in or out. An element belongs to the
# first selector of its rule.
_FINDINGS = """async ([part, rules, excused]) => {
  const fading = document.getAnimations().filter((a) => a instanceof CSSTransition);
  await Promise.allSettled(fading.map((a) => a.finished));
  const { violations } = await axe.run(part, { resultTypes: ["violations"], elementRef: true,
    ...(rules && { runOnly: rules }) });
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ element, failureSummary }) => {
      const excuse = excused.findIndex(([rule, selector]) =>
        rule === id && element.matches(selector));
      return { rule: id, excuse, element: element.outerHTML.slice(0, 300), failureSummary };
    }));
}"""
# Panels of the page itself; those of the menu are the same on all pages.
_PANELS = "[data-testid=stPopoverButton]"
_OF_THE_MENU = f".st-key-menu {_PANELS}"


class Excuse(NamedTuple):
    """What axe-core finds wrong on a page, and why it stays."""

    page: str
    rule: str
    selector: str
    reason: str


EXCUSES: tuple[Excuse, ...] = ()


def findings(
    page: Page, name: str, part: str = "body", rules: Sequence[str] | None = None
) -> set[Excuse]:
    """Run axe-core, or some of its rules, on a part of a page; give the excuses needed."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(f"() => {{ {AXE} }}")
    known = [excuse for excuse in EXCUSES if excuse.page == name]
    found: list[dict[str, Any]] = page.evaluate(
        _FINDINGS, [part, rules, [(excuse.rule, excuse.selector) for excuse in known]]
    )
    assert [finding for finding in found if finding["excuse"] < 0] == []
    return {known[finding["excuse"]] for finding in found}


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
    needed = {excuse for excuse in EXCUSES if excuse.page == name}
    assert findings(page, name) == needed, "an excuse is not needed any more"
    in_size(page, VIEWPORT, "dark")
    page.wait_for_function(f"({PALE})().back < 0.2")
    wait_until_settled(page)
    assert findings(page, name, rules=["color-contrast"]) == set()  # the rest is as by day
    buttons = page.locator(_PANELS if name == "playground" else f"{_PANELS}:not({_OF_THE_MENU})")
    for button in buttons.all():
        if button.is_visible():
            _look_into(page, button.element_handle(), name)


def _look_into(page: Page, button: Any, name: str) -> None:
    """Run axe-core on a panel that the keys have opened and gone into, and close it."""
    button.press("Enter")
    panel = page.get_by_test_id("stPopoverBody")
    expect(panel).to_be_visible()
    button.press("ArrowDown")
    wait_until_settled(page)
    assert findings(page, name, "[data-testid=stPopoverBody]") == set()
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)


@pytest.mark.parametrize(("name", "link"), VIEWS)
def test_axe_finds_nothing_serious_in_another_view(
    name: str, link: str, page: Page, server: Server
) -> None:
    visit(page, server.url + PATHS[name] + link)
    assert findings(page, name) == {excuse for excuse in EXCUSES if excuse.page == name}
