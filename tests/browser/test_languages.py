"""Every page in Chinese, as the browser shows it: no word left over, nothing cut off."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from logitviz.charts.words import words_of
from tests.browser.acts import PHONE, in_size, open_anew, press_button, visit_once
from tests.browser.screen import look
from tests.browser.test_every_page import (
    COVERED_LABELS,
    DESK,
    PROJECTOR,
    TOO_WIDE,
    wait_until_in_sight,
)
from tests.lessons.profiles import PROFILES
from tools.browser import PATHS, Server, wait_until_settled
from tools.hand import Hand

# Names and symbols that stay as they are; everything else with two Latin letters is a word.
NAMES = re.compile(
    r"""logit(s|viz)?|softmax|sigmoid|log|exp|max|min|nats?|std|inf|T|argmax|one-hot|NaN|ECE|NLL|Brier
    |KL|MSE|CE|InfoNCE|top-[kp]|min-p|ReLU|Gumbel(-max)?|Metropolis|Adam|Jacobian
    |float(16|32|64)|Transformers|vLLM|llama\.cpp|OpenAI|NumPy|PyTorch|TensorFlow|Python|Streamlit
    |Hinton|Vinyals|Dean|Guo|Sun|Alpaydin|Kaynak|Boltzmann|UCI|CC|BY|CVPR|ICML|CIFAR-100|ImageNet
    |WRN\d*(-\d+)?|ResNet\w*|VGG\d*|MobileNetV\d|arXiv|SimCLR|CLIP|S[12]|English
    |npy|npz|CSV|TSV|JSON|Lines|safetensors|parquet|HTML|SVG|MB|kB|GitHub|Escape|Enter|Page|Down|Up|Tab
    |CrossEntropyLoss|ddof|diag|log-sum-exp|SciPy|JAX|Triton|Hugging|Face|openai-python|README
    |Pleiss|Weinberger|Machine|Learning|Repository|Delete|Top-1|[fw][0-9]|e-?[0-9]+|(?=[a-f]*[0-9])[0-9a-f]+
    |Julia|MATLAB|R|id|pandas|Keras|JAX|label|score|tensor|device|cuda|array|tolist|repr|print
    |\w+\.(csv|json|html)""".replace("\n", ""),
    re.VERBOSE | re.IGNORECASE,
)
_SAID = """() => {
  const said = [];
  // Titles of papers are in italics.
  const aside = "script, style, code, pre, em, .katex, [data-testid=stIconMaterial], noscript";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (parentElement.closest(aside) || !parentElement.checkVisibility()) continue;
    said.push(textContent);
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "data-title"])
    for (const element of document.body.querySelectorAll(`[${name}]`))
      if (element.checkVisibility()) said.push(element.getAttribute(name));
  return said;
}"""
# Words of charts that reach beyond their drawing, and words of the page that are cut off.
_CUT_OFF = """() => {
  const air = 6; // above and below the letters, which belongs to the box of a word
  const drawn = [...document.querySelectorAll(".js-plotly-plot text")].filter((text) => {
    if (!text.textContent.trim() || !text.checkVisibility()) return false;
    const words = text.getBoundingClientRect();
    const chart = text.closest(".js-plotly-plot").getBoundingClientRect();
    return words.left < chart.left - 1 || words.right > chart.right + 1 ||
      words.top < chart.top - air || words.bottom > chart.bottom + air;
  });
  const boxes = "button p, label p, [data-testid=stMetricLabel] *, [data-testid=stMetricValue] *";
  const cut = [...document.querySelectorAll(boxes)].filter((box) => {
    const { overflowX, clipPath } = getComputedStyle(box);
    const clips = overflowX !== "visible" && clipPath === "none" &&
      box.scrollWidth > box.clientWidth + 1;
    return clips && box.checkVisibility();
  });
  return [...drawn, ...cut].map((element) => element.textContent);
}"""
# Buttons whose words take more than a line.
_WRAPPED = """() => [
  ...document.querySelectorAll("[role=radio] p, [data-testid=stPopoverButton] p")
].filter((words) => words.checkVisibility() && words.getClientRects().length &&
    words.getBoundingClientRect().height > 2 * parseFloat(getComputedStyle(words).fontSize) + 4)
  .map((words) => words.textContent)"""
# Titles of charts that run into a legend or another word.
_OVERLAPPING = """() => [...document.querySelectorAll(".js-plotly-plot")].flatMap((chart) => {
  const title = chart.querySelector(".gtitle")?.getBoundingClientRect();
  const legend = chart.querySelector(".legend")?.getBoundingClientRect();
  const air = 9; // around the letters of a title and of a legend
  const meets = title && legend && title.right > legend.left && title.left < legend.right &&
    title.bottom > legend.top + air && title.top + air < legend.bottom;
  return meets ? [chart.querySelector(".gtitle").textContent] : [];
})"""


@pytest.fixture
def chinese(name: str, tab: Page, server: Server) -> Iterator[Page]:
    """Give a page by its name, in Chinese, on a laptop."""
    with visit_once(tab, f"{server.url}{PATHS[name]}?lang=zh", DESK, "light"):
        yield tab


def left_over(page: Page) -> list[str]:
    """What the page says in Latin letters that is no name."""
    said = "\n".join(page.evaluate(_SAID))
    words = set(re.findall(r"[A-Za-z][A-Za-z0-9.-]*[A-Za-z0-9]", said))
    return sorted(word for word in words if not NAMES.fullmatch(word))


EVERY_PAGE = pytest.mark.parametrize("name", PATHS, scope="module")


@EVERY_PAGE
def test_a_page_says_everything_in_its_language(name: str, chinese: Page) -> None:
    wait_until_settled(chinese)
    assert chinese.locator("html").get_attribute("lang") == "zh"
    assert left_over(chinese) == []
    menu = "" if name == "playground" else ":not(.st-key-menu *)"
    for button in chinese.locator(f"[data-testid=stPopoverButton]{menu}").all():
        if button.is_visible():
            button.press("Enter")
            expect(chinese.get_by_test_id("stPopoverBody")).to_be_visible()
            wait_until_settled(chinese)
            if "st-key-glossary" not in keys_around(button):  # it gives both languages
                assert left_over(chinese) == [], button.text_content()
            chinese.keyboard.press("Escape")
            expect(chinese.get_by_test_id("stPopoverBody")).to_have_count(0)


def keys_around(button: Locator) -> str:
    return str(button.evaluate("(e) => e.closest('[class*=st-key-]')?.className"))


@EVERY_PAGE
def test_nothing_is_cut_off_in_any_size(name: str, chinese: Page) -> None:
    for size in (DESK, PROJECTOR, PHONE):
        in_size(chinese, size)
        wait_until_settled(chinese)
        if size != PHONE:
            wait_until_in_sight(chinese, PROFILES[name].act.split())
        found = [chinese.evaluate(each) for each in (_CUT_OFF, _WRAPPED, _OVERLAPPING)]
        assert found == [[], [], []], size
    assert chinese.evaluate(COVERED_LABELS) == []
    assert not chinese.evaluate(TOO_WIDE)


def test_a_browser_that_asks_for_chinese_gets_it(browser: Browser, server: Server) -> None:
    context = browser.new_context(locale="zh-CN", viewport=DESK)
    page = context.new_page()
    open_anew(page, f"{server.url}{PATHS['loss']}")
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    page.wait_for_url("**/*lang=zh")  # whoever gets this link finds the same
    expect(page.get_by_role("heading", level=1)).to_have_text(heading("loss", "zh"))
    page.locator(".st-key-language button").first.click()
    chosen = page.get_by_test_id("stPopoverBody").get_by_role("radio", checked=True)
    expect(chosen).to_have_text("中文")
    context.close()


def heading(name: str, language: str) -> str:
    return words_of(name, language)["lead"].partition("\n")[0].removeprefix("# ")


def test_switching_in_mid_lesson_keeps_the_state_and_drags_go_on(
    page: Page, server: Server
) -> None:
    open_anew(page, f"{server.url}{PATHS['temperature']}?T=2&z3=4")
    switch(page, "中文")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading("temperature", "zh"))
    wait_until_settled(page)
    assert look(page).link == "?T=2&z3=4&lang=zh"
    before = numbers(page)
    hand = Hand.press(page, "T")
    hand.move(40)
    page.wait_for_function("() => document.documentElement.dataset.logitviz === 'moving'")
    assert numbers(page) != before
    hand.release()
    wait_until_settled(page)
    moved = numbers(page)
    switch(page, "English")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading("temperature", "en"))
    wait_until_settled(page)
    assert numbers(page) == moved
    assert "lang" not in page.url
    said = "\n".join(page.evaluate(_SAID))
    assert re.findall("[\u4e00-\u9fff]+", said) == [], "Streamlit's own words are English again"


def test_the_back_button_brings_the_language_back(page: Page, server: Server) -> None:
    open_anew(page, f"{server.url}/?lang=zh")
    press_button(page, "预设", "几乎并列")  # begins an entry of the history
    switch(page, "English")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading("playground", "en"))
    wait_until_settled(page)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading("playground", "zh"))
    wait_until_settled(page)
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    assert "lang=zh" in page.url
    hand = Hand.press(page, "T")  # the browser sends all that it knows
    hand.move(40)
    hand.release()
    wait_until_settled(page)
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    assert "lang=zh" in page.url


def numbers(page: Page) -> list[str]:
    """What the bars say."""
    texts = page.locator(".st-key-probabilities .bartext")
    return [text for text in texts.all_text_contents() if text]


def switch(page: Page, language: str) -> None:
    """Choose a language by its own name in the menu."""
    page.locator(".st-key-language button").first.click()
    page.get_by_test_id("stPopoverBody").get_by_role("radio", name=language).click()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
