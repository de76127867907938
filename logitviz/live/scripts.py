"""The scripts of the live link: modules, joined into one.

Streamlit takes the script of a component as one string, in which a module cannot import another. So
each script is sent together with the modules that it imports, without the lines that import and
export. Names are not changed: no two modules may use the same name for something of their own.
The script of the page is also compressed, which saves a sixth of what a visit brings.
"""

import re
import zlib
from base64 import b85encode
from pathlib import Path
from typing import Any

from logitviz.charts.words import Words

FOLDER = Path(__file__).parent / "js"
# The pieces of words that the script of the page says by itself.
SPOKEN = ("menu", "late", "copied", "not_copied", "play", "stop", "it_plays", "stopped_at")
_COMMENT = re.compile(r"/\*\*.*?\*/ ?|^ *//.*?\n", re.DOTALL | re.MULTILINE)
_NAMES = r"\{\s*\w+(?:,\s*\w+)*,?\s*\}"
_IMPORT = re.compile(rf'^import {_NAMES} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:const|function|async function) \w)", re.MULTILINE)
_ENTRY = re.compile(r"^export default function \w", re.MULTILINE)
_BLANK = re.compile(r"^\s+", re.MULTILINE)


def joined(name: str, folder: Path = FOLDER) -> str:
    """Join a module with all that it imports, each module after those that it needs.

    Parameters
    ----------
    name
        The module to run; it may export one function as default.
    folder
        Where the modules are.

    Raises
    ------
    ValueError
        If modules import each other in a circle, or something is imported or exported in another
        way than ``import { a, b } from "./name.js";``, ``export const`` and ``export function``.
    """
    code: dict[str, str] = {}
    _add(name, folder, (), code)
    for module, text in code.items():
        rest = _ENTRY.sub("", text) if module == name else text
        if found := re.search(r".*\b(?:import|export)\b.*", rest):
            raise ValueError(f"{module}.js: no way to join {found[0].strip()!r}")
    return "".join(code.values())


def compressed(name: str) -> str:
    """Give a small module that unpacks a joined one and runs it."""
    data = zlib.compress(joined(name).encode(), 9)
    loader = _code("loader", FOLDER).replace("LENGTH", str(len(data)))
    return loader.replace("PACKED", b85encode(data, pad=True).decode())


def words_of_script(words: Words) -> dict[str, Any]:
    """Give what the script of the page says, also in the place of what Streamlit says itself."""
    return {
        "language": words.language,
        "words": {name: words[name] for name in SPOKEN},
        "native": words.instead_of("native_"),
    }


def _add(name: str, folder: Path, above: tuple[str, ...], code: dict[str, str]) -> None:
    """Add the code of a module, and before it that of the modules it needs."""
    if name in above:
        raise ValueError(f"modules import each other: {', '.join((*above, name))}")
    if name in code:
        return
    text = _code(name, folder)
    for needed in _IMPORT.findall(text):
        _add(needed, folder, (*above, name), code)
    code[name] = _EXPORT.sub("", _IMPORT.sub("", text))


def _code(name: str, folder: Path) -> str:
    """Read a module without what is for people: comments, empty lines, indentation."""
    text = (folder / f"{name}.js").read_text(encoding="utf-8")
    return _BLANK.sub("", _COMMENT.sub("", text))
