"""The configuration of nginx: what the papers show is what `make hall` runs."""

import re
from pathlib import Path

from tools.nginx import FORM_MEGABYTES, server_site, site, upload_megabytes

PAPER = Path(__file__).parents[1] / "docs/hall.md"
SERVERS = r"^upstream logitviz_(\w+) \{(.*?)^\}"


def test_the_paper_shows_what_make_hall_runs() -> None:
    shown = re.findall(r"```nginx\n(.*?)```", PAPER.read_text(encoding="utf-8"), flags=re.S)
    assert shown == [server_site([8601, 8602])], "`python -m tools.nginx 8601 8602` writes it"


def test_no_word_of_the_template_is_left() -> None:
    text = re.sub("#.*", "", site([1, 2, 3], "80", 9, "/cache"))
    assert set(re.findall(r"\b[A-Z]{4,}\w*\b", text)) == set()


def test_every_worker_has_all_others_behind_it() -> None:
    found = dict(re.findall(SERVERS, site([11, 12, 13], "80", 9, "/cache"), flags=re.M | re.S))
    assert found.keys() == {"any", "11", "12", "13"}
    for name, servers in found.items():
        first = re.findall(r"server 127.0.0.1:(\d+) max_fails", servers)
        behind = re.findall(r"server 127.0.0.1:(\d+) backup", servers)
        assert first == (["11", "12", "13"] if name == "any" else [name])
        assert sorted([*first, *behind]) == ["11", "12", "13"]


def test_a_single_worker_has_none_behind_it() -> None:
    assert "backup" not in site([11], "80", 9, "/cache")


def test_a_link_may_be_as_long_everywhere() -> None:
    server = server_site([8601])
    (longest,) = set(re.findall("large_client_header_buffers (.*?);", server))
    assert server.count("large_client_header_buffers") == server.count("server {")
    assert f"large-client-header-buffers: {longest}\n" in PAPER.read_text(encoding="utf-8")


def test_the_paper_allows_as_many_connections_as_make_hall() -> None:
    main = (PAPER.parents[1] / "tools/nginx_main.conf").read_text(encoding="utf-8")
    limits = re.findall(r"(?:worker_connections|worker_rlimit_nofile) \d+;", main)
    assert len(limits) == 2
    for limit in limits:
        assert f"`{limit}`" in PAPER.read_text(encoding="utf-8")


def test_an_upload_may_be_as_large_everywhere() -> None:
    largest = f"{upload_megabytes() + FORM_MEGABYTES}m"
    assert f"client_max_body_size {largest};" in server_site([8601])
    assert f"proxy-body-size: {largest}\n" in PAPER.read_text(encoding="utf-8")
