"""The scripts of the live link: joined into one module each, and tested by Node.js."""

import json
import re
import shutil
import subprocess
import zlib
from base64 import b85decode
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from logitviz.live.plan import Plan
from logitviz.live.scripts import FOLDER, compressed, joined
from tests.live.decoded import Decoded
from tests.live.packing_examples import TextPart, add_curve, add_text

TESTS = Path(__file__).parent / "js"
ENTRIES = {
    "main": joined("main"),
    "deliver": joined("deliver"),
    "loader": compressed("main"),
    "offline": joined("offline"),
}
_DECLARED = re.compile(
    r"^(?:export (?:default )?)?(const|let|var|class|(?:async )?function) (\w+)", re.MULTILINE
)


def node(*arguments: str | Path) -> str:
    """Run Node.js and give what it prints."""
    found = shutil.which("node")
    assert found, (
        "these tests need Node.js, version 18 or newer: nodejs.org, or `make test` as root"
    )
    ran = subprocess.run([found, *arguments], capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def written(folder: Path, **modules: str) -> Path:
    """Write modules to a folder."""
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_what_needs_no_browser_passes_its_own_tests() -> None:
    node("--test", *sorted(TESTS.glob("*.test.js")))


@pytest.mark.parametrize("entry", ENTRIES)
def test_a_joined_script_is_one_valid_module(entry: str, tmp_path: Path) -> None:
    file = tmp_path / "joined.mjs"
    file.write_text(ENTRIES[entry], encoding="utf-8")
    node("--check", file)
    assert ENTRIES[entry].count("export default") == 1


def test_the_compressed_script_is_the_joined_one() -> None:
    ((packed, length),) = re.findall(r'unpack\("(.*?)", Number\("(\d+)"\)\)', ENTRIES["loader"])
    assert zlib.decompress(b85decode(packed)[: int(length)]).decode() == ENTRIES["main"]
    assert len(ENTRIES["loader"]) < len(ENTRIES["main"]) / 2


def test_every_module_is_sent_and_none_has_a_variable_of_its_own() -> None:
    sent = "".join(ENTRIES.values())
    for file in FOLDER.glob("*.js"):
        for kind, name in _DECLARED.findall(file.read_text(encoding="utf-8")):
            assert kind in ("const", "function", "async function"), f"{file.name}: {kind} {name}"
            assert re.search(rf"^(export default )?{kind} {name}\b", sent, re.MULTILINE), name


def test_no_two_modules_use_one_name() -> None:
    names = Counter(
        name
        for file in FOLDER.glob("*.js")
        for _, name in _DECLARED.findall(file.read_text(encoding="utf-8"))
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_a_module_comes_once_and_after_those_that_it_needs(tmp_path: Path) -> None:
    shared = 'import {\n  a,\n} from "./a.js";\n'
    written(
        tmp_path,
        a="// why\nexport const a = 1;\n",
        b=shared + "/** @type {import('./a.js').A} */\nexport async function b() {\n\n  a();\n}\n",
        c=shared + 'import { b } from "./b.js";\nexport default function c() {}\n',
    )
    code = "const a = 1;\nasync function b() {\na();\n}\nexport default function c() {}\n"
    assert joined("c", tmp_path) == code


@pytest.mark.parametrize(
    "line",
    [
        'import a from "./a.js";',
        'import * as a from "./a.js";',
        'import { a as b } from "./a.js";',
        'import "./a.js";',
        'import { a } from "a";',
        'const a = await import("./a.js");',
        "export { a };",
        "export let a = 1;",
        "export class A {}",
        "export default 1;",
        'export * from "./a.js";',
    ],
)
def test_another_form_of_import_or_export_is_refused(line: str, tmp_path: Path) -> None:
    written(tmp_path, a="export const a = 1;\n", b=f"{line}\n")
    with pytest.raises(ValueError, match=rf"^b.js: no way to join '{re.escape(line)}'"):
        joined("b", tmp_path)


def test_only_the_module_to_run_may_export_a_default(tmp_path: Path) -> None:
    written(
        tmp_path,
        b="export default function b() {}\nexport const d = 1;\n",
        c='import { d } from "./b.js";\n',
    )
    with pytest.raises(ValueError, match=r"^b.js: no way to join 'export default function b"):
        joined("c", tmp_path)


def test_modules_that_import_each_other_are_refused(tmp_path: Path) -> None:
    written(tmp_path, a='import { b } from "./b.js";\n', b='import { a } from "./a.js";\n')
    with pytest.raises(ValueError, match="import each other: a, b, a"):
        joined("a", tmp_path)


def rows_of_every_kind() -> Plan:
    """A plan with rows in every order, gaps, texts, and numbers that are no decimals."""
    random, places = np.random.default_rng(0), np.linspace(0, 1, 101)[:, None]
    surfaces = {
        "bent": np.cos(2 * places + np.linspace(0, 2, 30)),
        "steep": np.maximum(0, places - 0.37) * np.linspace(-4, 4, 30),
        "wild": random.normal(size=(101, 30)),
        "walks": 0.01 * random.normal(size=(101, 30)).cumsum(axis=1),
        "sums": np.add.outer(random.normal(size=101), random.normal(size=30)).round(2),
        "torn": np.where(random.uniform(size=(101, 30)) < 0.1, np.nan, 0.5),
        "few": random.normal(size=(101, 3)),
    }
    plan = Plan({"T": 101})
    for name, rows in surfaces.items():
        add_curve(plan, name, rows[7], {"T": rows})
    written_rows = np.tile([0.25, -1e-9, 123456.5, np.inf, -np.inf, np.nan, 1 / 3], (101, 1))
    written_rows[1:, 6] *= 1e12
    for column in range(7):
        part = TextPart(written_rows[0], {"T": written_rows}, column)
        add_text(plan, "text", f".text{column}", part)
    return plan


@pytest.mark.parametrize("thin", [False, True])
def test_the_page_reads_the_rows_that_python_packed(
    thin: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = rows_of_every_kind().encode({})
    if thin:
        monkeypatch.setattr("logitviz.live.plan.ROOM", 9 * len(packed) // 10)
        packed = rows_of_every_kind().encode({})
    file = tmp_path / "plan"
    file.write_bytes(packed)
    decoded = Decoded(packed)
    found: list[dict[str, Any]] = json.loads(node(TESTS / "print_plan.js", file))
    assert len(found) == len(decoded.series)
    for ref, (series, sweeps) in enumerate(zip(decoded.series, found, strict=True)):
        assert sweeps.keys() == {"", *series["sweeps"]}
        for control, rows in sweeps.items():
            numbers = np.array(rows, dtype=np.float64)
            if series.get("written"):
                assert_array_equal(numbers, decoded.rows(ref, control))
            else:
                assert_allclose(numbers, decoded.rows(ref, control), rtol=0, atol=1e-12)
    orders = {order for series in decoded.series for order in series["sweeps"].values()}
    assert orders == {"down", "across", "both"}
    assert any(series["knots"] for series in decoded.series) == thin
