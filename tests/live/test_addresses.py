"""A link read by the app is what Streamlit reads when a page is opened by it."""

from collections.abc import Mapping

import pytest

from logitviz.lessons import PAGES, controls_of, every_control
from logitviz.live.addresses import query_of, values_of
from tests.lessons.profiles import PROFILES
from tests.shell.test_links import BEYOND, INSIDE, WRONG
from tests.shell.visits import as_link, extremes, keys_of, visit

CONTROLS = every_control()
pages = pytest.mark.parametrize("page", PAGES)


def held(page: str, link: Mapping[str, str]) -> dict[str, object]:
    """What the controls of a page hold after it was opened by a link; an empty choice is none."""
    at = visit(page, **link)
    here = {key: at.session_state[key] for key in keys_of(page) if key in at.session_state}
    return {k: CONTROLS[k].default if v is None else v for k, v in here.items()}


def read(page: str, link: Mapping[str, str]) -> dict[str, object]:
    """What the app reads of a link, without the controls that the page leaves out."""
    return values_of(query_of(link, controls_of(page)), controls_of(page))


@pages
def test_a_link_is_read_as_the_page_reads_it(page: str) -> None:
    for link in (
        {},
        PROFILES[page].deep,
        *({key: as_link(extremes(key)[which]) for key in keys_of(page)} for which in (0, 1)),
    ):
        found = held(page, link)
        assert found == {key: value for key, value in read(page, link).items() if key in found}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_value_is_read_as_the_page_reads_it(name: str) -> None:
    link = dict.fromkeys(keys_of("features"), WRONG[name])
    found = held("features", link)
    assert found == {key: value for key, value in read("features", link).items() if key in found}


@pytest.mark.parametrize("text", [*BEYOND, *INSIDE])
def test_a_number_at_the_edge_is_read_as_the_page_reads_it(text: str) -> None:
    assert read("playground", {"z3": text})["z3"] == held("playground", {"z3": text})["z3"]


@pages
def test_what_is_written_is_read_again(page: str) -> None:
    controls = controls_of(page)
    values = values_of(query_of(PROFILES[page].deep, controls), controls)
    assert values_of(query_of(values, controls), controls) == values


def test_a_link_leaves_out_defaults_and_what_has_no_control() -> None:
    controls = controls_of("playground")
    values = {key: control.default for key, control in controls.items()}
    assert query_of(values | {"T": "2", "z3": 4.0, "other": 1}, controls) == "T=2&z3=4"
