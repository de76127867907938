import contextlib
import itertools
import re
import time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

import logitviz as lv

INF = np.inf
THREE = [1.0, 2.5, -3.0]

READ = {
    "a list": "[1, 2.5, -3]",
    "a tuple": "(1, 2.5, -3)",
    "spaces": "1 2.5 -3",
    "commas": "1,2.5,-3",
    "commas and spaces": "1, 2.5, -3",
    "semicolons": "1; 2.5; -3",
    "tabs": "1\t2.5\t-3",
    "one per line": "1\n2.5\n-3\n",
    "one per line with commas": "1,\n2.5,\n-3,",
    "Windows lines": "1\r\n2.5\r\n-3\r\n",
    "a trailing comma": "[1, 2.5, -3,]",
    "a closing semicolon": "[1, 2.5, -3];",
    "the Unicode minus": "1, 2.5, −3",
    "a plus sign": "+1 +2.5 -3",
    "scientific notation": "1e0, 25E-1, -.3e+1",
    "trailing dots": "[ 1.   2.5 -3. ]",
    "a byte order mark": "\ufeff1 2.5 -3",
    "no-break spaces": "1\u00a02.5\u00a0-3",
    "NumPy": "array([ 1. ,  2.5, -3. ], dtype=float32)",
    "NumPy as typed": "np.array([1, 2.5, -3])",
    "NumPy over lines": "array([[ 1. ,  2.5,\n        -3. ]])",
    "NumPy printed over lines": "[[ 1.   2.5\n  -3. ]]",
    "NumPy scalars": "[np.float32(1.0), np.float64(2.5), np.int64(-3)]",
    "PyTorch": "tensor([ 1.0000,  2.5000, -3.0000])",
    "PyTorch on a GPU": "tensor([[1., 2.5, -3.]], device='cuda:0', grad_fn=<AddmmBackward0>)",
    "a PyTorch parameter": "Parameter containing:\ntensor([1., 2.5, -3.], requires_grad=True)",
    "PyTorch as typed": "logits = torch.tensor([1, 2.5, -3], dtype=torch.float32)",
    "JAX": "Array([ 1. ,  2.5, -3. ], dtype=float32)",
    "TensorFlow": (
        "tf.Tensor: shape=(1, 3), dtype=float32, numpy=array([[1., 2.5, -3.]], dtype=float32)"
    ),
    "TensorFlow in angle brackets": (
        "<tf.Tensor: shape=(3,), dtype=float32, numpy=\narray([1., 2.5, -3.], dtype=float32)>"
    ),
    "TensorFlow printed": "tf.Tensor([[ 1.   2.5 -3. ]], shape=(1, 3), dtype=float32)",
    "JSON": '{"logits": [1, 2.5, -3]}',
    "JSON with other keys": '{"model": "x", "logits": [[1.0, 2.5, -3e0]]}',
    "an assignment": "logits = [1, 2.5, -3]",
    "a header": "cat,dog,bird\n1,2.5,-3",
    "a quoted header": '"cat";"dog";"bird"\n1;2.5;-3',
    "a header above a column": "logit\n1\n2.5\n-3",
}


def test_what_people_paste_is_read() -> None:
    for name, text in READ.items():
        assert_array_equal(lv.parse_logits(text, count=3), THREE, err_msg=name)


REFUSED = {
    "nothing": ("", "text must hold numbers, got nothing"),
    "only space": (" \n\t", "text must hold numbers, got nothing"),
    "an empty list": ("[]", "text must hold numbers"),
    "a word": ("1 2 3 abc", "item 4, 'abc', is not a number"),
    "an empty item": ("1,,2", "item 2 is empty"),
    "a leading comma": (",1,2", "item 1 is empty"),
    "two separators": ("1, 2 3", "item 2, '2 3', is not a number"),
    "nan": ("[1, nan]", "item 2, 'nan', is not a number: .* NaN"),
    "nan above a column": ("nan\n1\n2", "item 1, 'nan', is not a number"),
    "a mistyped first line": ("1.2.3\n2", r"item 1, '1\.2\.3', is not a number"),
    "JSON null": ('{"logits": [1, null]}', "item 2, 'null', is not a number"),
    "JSON text": ('{"logits": ["1"]}', "item 1, .* is not a number"),
    "JSON NaN": ('{"logits": [NaN]}', "item 1, 'NaN', is not a number"),
    "JSON too large": ('{"logits": [1e999]}', "item 1, '1e999', is too large"),
    "JSON rows": ('{"logits": [[1, 2], [3, 4]]}', "one vector of logits, got 2 rows"),
    "JSON without logits": ('{"scores": [1]}', 'must hold a list named "logits"'),
    "broken JSON": ('{"logits": [1', "not valid JSON"),
    "deep JSON": ('{"a":' * 1900, "not valid JSON"),
    "too large": ("1 -1e999", "item 2, '-1e999', is too large for float64"),
    "hexadecimal": ("0x10", "item 1, '0x10', is not a number"),
    "an underscore": ("1_000", "item 1, '1_000', is not a number"),
    "other digits": ("١ ٢", "item 1, '١', is not a number"),
    "an empty scalar": ("np.float64()", "item 1, .* is not a number"),
    "a scalar run into a digit": ("np.float64(1)5", "item 1, .* is not a number"),
    "a digit run into a scalar": ("1.np.float64(5)", "item 1, .* is not a number"),
    "an open call above a number": ("array(101\n5", r"item 1, 'array\(101', is not a number"),
    "a fraction": ("1/2", "item 1, '1/2', is not a number"),
    "code": ("__import__('os')", "is not a number"),
    "code after a list": ("[1, 2] + [3]", "text around the brackets|rows"),
    "code before a list": ("exec([1, 2])", "text around the brackets is not known: 'exec"),
    "several rows": ("[[1, 2], [3, 4]]", "one vector of logits, got 2 rows"),
    "several lines": ("1 2\n3 4", "one vector of logits, got 2 rows"),
    "several lines under a header": ("a,b\n1,2.5\n3,4", "one vector of logits, got 2 rows"),
    "a column of rows": ("[[1], [2]]", "one vector of logits, got 2 rows"),
    "MATLAB rows": ("[1 2; 3 4]", "item 1, '1 2', is not a number"),
    "an open bracket": ("[1, 2", "brackets that do not match"),
    "a stray parenthesis": ("[1, 2])", "brackets that do not match"),
    "a short header": ("a,b\n1,2,3", "line of names has 2 items, the line below it 3"),
    "a shortened repr": ("[1. 2. ... 3.]", "numbers are shortened"),
    "decimal commas between semicolons": ("1,5; 2,5", "write decimals with a point"),
    "decimal commas between spaces": ("1,5 2,5", "write decimals with a point"),
    "decimal commas between tabs": ("1,5\t2,5", "write decimals with a point"),
    "decimal commas between commas": ("1,5, 2,5", "write decimals with a point"),
    "decimal commas on lines": ("1,5\n2,5", "write decimals with a point"),
    "thousands": ("1,000", "thousands without a mark"),
}


def test_everything_else_is_refused_with_its_reason(subtests: pytest.Subtests) -> None:
    for name, (text, message) in REFUSED.items():
        with subtests.test(name), pytest.raises(ValueError, match=message):
            lv.parse_logits(text)


def test_infinities_are_read() -> None:
    for text in ("inf -inf", "Infinity -Infinity", "[inf, -inf]", "+INF −inf"):
        assert_array_equal(lv.parse_logits(text), [INF, -INF], err_msg=text)


def test_json_infinities_are_read() -> None:
    assert_array_equal(lv.parse_logits('{"logits": [Infinity, -Infinity]}'), [INF, -INF])


def test_a_wrong_count_is_named() -> None:
    with pytest.raises(ValueError, match=r"^expected 10 numbers, got 9$"):
        lv.parse_logits("1 2 3 4 5 6 7 8 9", count=10)


def test_a_count_is_a_whole_number() -> None:
    with pytest.raises(TypeError, match=r"^count must be a whole number, got 2.5$"):
        lv.parse_logits("1 2", count=2.5)  # type: ignore[arg-type]


def test_a_wrong_item_and_the_count_are_named_together() -> None:
    message = "item 4, 'abc', is not a number; expected 10 numbers, got 9"
    with pytest.raises(ValueError, match=f"^{message}$"):
        lv.parse_logits("1 2 3 abc 5 6 7 8 9 10", count=10)


def test_the_longest_text_is_read() -> None:
    assert len(lv.parse_logits("1 " * 4999 + "12")) == 5000


def test_a_longer_text_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 10,000 characters, got 10,001"):
        lv.parse_logits("1" * 10_001)


def test_quoted_text_is_cut() -> None:
    with pytest.raises(ValueError, match="is not a number") as caught:
        lv.parse_logits("x" * 5000)
    assert len(str(caught.value)) < 80


def test_control_characters_are_escaped_in_messages() -> None:
    with pytest.raises(ValueError, match=re.escape(r"item 2, 'a\x1bb', is not a number")):
        lv.parse_logits("1 a\x1bb")


numbers = arrays(
    np.float64, st.integers(1, 20), elements=st.floats(allow_nan=False, allow_infinity=False)
)


@given(numbers)
def test_the_repr_of_an_array_gives_the_array_back(z: NDArray[np.float64]) -> None:
    with np.printoptions(floatmode="unique", threshold=100):
        assert_array_equal(lv.parse_logits(repr(z)), z)


@given(numbers)
def test_the_repr_of_a_list_gives_the_list_back(z: NDArray[np.float64]) -> None:
    assert_array_equal(lv.parse_logits(repr(z.tolist())), z)


MARKS = list("[](){}<>,;:=.+-−eE0159 \t\n\"'")
WORDS = ["inf", "nan", "1.5", "array(", "tensor(", "np.", "logits", "tf.Tensor:", "numpy="]
PHRASES = [
    "shape=(1, 2)",
    '{"logits":',
    "dtype=float32",
    "1e999",
    "...",
    "np.float64(1)",
    "float64(",
]
PRINTED = [
    "[1] 2 ",
    "[1] 2\n",
    "[,1] ",
    "c(",
    "c(a = 1, ",
    "{1, ",
    "}",
    "*^",
    "SomeOutput(logits=",
    "'logits', ",
    "[array(",
    '[{"token": "a", "logprob": 1}, ',
    '{"top_logprobs": [',
    "torch_tensor\n",
    "3-element Vector{Float64}:\n",
    "x =\n",
    "[ CPUFloatType{1,3} ]\n",
    "1.0e+03 *\n",
    "Columns 1 through 2\n1 2\n",
    "Columns 1 to 2 1 2\n",
    "a b\n1 2\n",
    "id,a,label\n",
    "1, 2,\n",
    "],",
    "0 1\n",
    "dtype: float64\n",
    "Name: ",
    "Float32Array(3) [",
    "1f-3 ",
]
pieces = st.sampled_from(MARKS + WORDS + PHRASES + PRINTED)
REPEATED = (
    PRINTED
    + MARKS
    + WORDS
    + PHRASES
    + ["1.", "1e", ", ", ", a=", ", a='", "a", "_", '{"a":', "[1],"]
)


@given(st.one_of(st.text(), st.lists(pieces, max_size=40).map("".join)))
@example("[" * 5000 + "]" * 5000)
@example("float64()")
@example("[]" * 5000)
def test_any_text_gives_a_vector_or_a_value_error(text: str) -> None:
    try:
        z = lv.parse_logits(text)
    except ValueError:
        return
    assert z.dtype == np.float64
    assert z.ndim == 1
    assert z.size > 0
    assert not np.isnan(z).any()


def cost(piece: str, end: str, length: int) -> float:
    """Give the processor time that texts of one piece take, with an end, whole or in part."""
    text = (piece * length)[: length - len(end)] + end
    start = time.process_time()
    for hostile in (text, f"[1]{text}"[: length + 10], f"{text[:-4]}[1]"):
        with contextlib.suppress(ValueError):
            lv.parse_logits(hostile)
    return time.process_time() - start


def test_the_time_for_hostile_text_grows_no_faster_than_its_length() -> None:
    for piece, end in itertools.product(REPEATED, ("", "x", "[", "]", "[1]", "[1]x", ")")):
        tries = ((cost(piece, end, 9_990), cost(piece, end, 999)) for _ in range(3))
        # With the square of the length it would be 100 times as long.
        assert any(whole < 40 * tenth + 0.05 for whole, tenth in tries), (piece, end)
