import re

import pytest

from logitviz.live.messages import literal


@pytest.mark.parametrize("text", ["plain", "[a](b)<", "*a* `b` $c$", "__import__", "🙂…−"])
def test_quoted_words_show_as_they_were_typed(text: str) -> None:
    quoted = literal(text)
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", quoted) == text
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"\\[!-/:-@\[-`{-~]", "", quoted))
