"""What systems print is read as they print it, or refused.

The comment at each text says which version prints so, or where it was seen.
"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_array_equal
from numpy.typing import NDArray

import logitviz as lv

THREE = [1.0, 2.5, -3.0]

READ = {
    # R 4: print() of a vector, of a vector with names, of a matrix; dput().
    "R": "[1]  1.0  2.5 -3.0",
    "R over lines": " [1]  1.0  2.5\n [3] -3.0",
    "R with names": "  cat   dog  bird \n  1.0   2.5  -3.0 ",
    "R with names over lines": "  cat   dog \n  1.0   2.5 \n bird \n -3.0 ",
    "R, a row of a matrix": "     [,1] [,2] [,3]\n[1,]    1  2.5   -3",
    "R, a wrapped row": "     [,1] [,2]\n[1,]    1  2.5\n     [,3]\n[1,]   -3",
    "R, a row with names": "     cat dog bird\n[1,]   1 2.5   -3",
    "R, a column of a matrix": "     [,1]\n[1,]  1.0\n[2,]  2.5\n[3,] -3.0",
    "R, a call of c": "c(1.0, 2.5, -3)",
    "R, an assignment": "logits <- c(1, 2.5,\n-3)",
    "R, a call of c with names": "c(cat = 1, `dog` = 2.5, bird = -3)",
    # Julia 1.7 and later; Julia before 1.7 wrote Array{Float32,1}.
    "Julia": "3-element Vector{Float64}:\n  1.0\n  2.5\n -3.0",
    "Julia 1.6": "3-element Array{Float32,1}:\n  1.0\n  2.5\n -3.0",
    "Julia on a GPU": "3-element CuArray{Float32, 1, CUDA.Mem.DeviceBuffer}:\n 1.0\n 2.5\n -3.0",
    "Flux": "3×1 Matrix{Float32}:\n  1.0\n  2.5\n -3.0",
    "Julia, a row": "1×3 Matrix{Float32}:\n 1.0  2.5  -3.0",
    "Julia, a list": "[1.0, 2.5, -3.0]",
    "Julia, a typed list": "Float32[1.0, 2.5, -30.0f-1]",
    # transformers 4; the second as IPython shows it, the third with labels.
    "Hugging Face": (
        "SequenceClassifierOutput(loss=None, logits=tensor([[ 1.0000,  2.5000, -3.0000]],\n"
        "       grad_fn=<AddmmBackward0>), hidden_states=None, attentions=None)"
    ),
    "Hugging Face in IPython": (
        "SequenceClassifierOutput([('logits',\n"
        "    tensor([[ 1.0000,  2.5000, -3.0000]], grad_fn=<AddmmBackward0>))])"
    ),
    "Hugging Face with a loss": (
        "ImageClassifierOutputWithNoAttention(loss=tensor(0.6931, grad_fn=<NllLossBackward0>), "
        "logits=tensor([[ 1.0000,  2.5000, -3.0000]], device='cuda:0'), hidden_states=None)"
    ),
    "Hugging Face in TensorFlow": (
        "TFSequenceClassifierOutput([('logits',\n  <tf.Tensor: shape=(1, 3), dtype=float32, numpy="
        "\n  array([[ 1. ,  2.5, -3. ]], dtype=float32)>)])"
    ),
    "a dict of Python": "{'logits': tensor([[ 1.0000,  2.5000, -3.0000]]), 'loss': None}",
    # onnxruntime 1: session.run; DeepSparse; PyTorch 2.
    "a list of one array": "[array([[ 1. ,  2.5, -3. ]], dtype=float32)]",
    "a list of one tensor": "[tensor([ 1.0000,  2.5000, -3.0000])]",
    "a tuple of one tensor": "(tensor([[ 1.0000,  2.5000, -3.0000]]),)",
    # Node.js 20.
    "JavaScript": "Float32Array(3) [\n  1,\n  2.5,\n  -3\n]",
    "JavaScript, an object": "{ logits: Float32Array(3) [ 1, 2.5, -3 ] }",
    "JavaScript, a list of one": "[ Float32Array(3) [ 1, 2.5, -3 ] ]",
    # TensorFlow.js 4: tensor.print().
    "TensorFlow.js": "Tensor\n     [[1, 2.5, -3],]",
    # OpenAI's chat completions, and its completions before them.
    "top_logprobs": (
        '{"top_logprobs": [{"token": "[1", "logprob": 1, "bytes": [91, 49]},'
        ' {"token": "...", "logprob": 2.5, "bytes": null}, {"token": "b", "logprob": -3}]}'
    ),
    "the list in top_logprobs": (
        '[{"token": "a", "logprob": 1}, {"token": "b", "logprob": 2.5},'
        ' {"token": "b", "logprob": -3}]'
    ),
    "a response of one token": (
        '{"choices": [{"logprobs": {"content": [{"token": "a", "logprob": 1, "top_logprobs": ['
        '{"token": "a", "logprob": 1}, {"token": "b", "logprob": 2.5},'
        ' {"token": "c", "logprob": -3}]}]}}]}'
    ),
    "older top_logprobs": '{"top_logprobs": [{" a": 1, " b": 2.5, " c": -3}]}',
    # libtorch 1 and 2; the torch of R; PyTorch 0.1 to 0.3.
    "libtorch": " 1.0000  2.5000 -3.0000\n[ CPUFloatType{1,3} ]",
    "libtorch, a vector": " 1.0000\n 2.5000\n-3.0000\n[ CUDAFloatType{3} ]",
    "libtorch in columns": (
        "Columns 1 to 2 1.0000  2.5000\n\nColumns 3 to 3-3.0000\n[ CPUFloatType{1,3} ]"
    ),
    "R's torch": "torch_tensor\n 1.0000  2.5000 -3.0000\n[ CPUFloatType{1,3} ]",
    "R's torch with a factor": "torch_tensor\n0.01 *\n 100\n 250\n-300\n[ CPUFloatType{3} ]",
    "PyTorch 0.3": (
        "Variable containing:\n 1.0000  2.5000 -3.0000\n[torch.FloatTensor of size 1x3]\n"
    ),
    "PyTorch 0.3 with a factor": (
        "\n1.00000e-02 *\n  100.0000  250.0000 -300.0000\n"
        "[torch.cuda.FloatTensor of size 1x3 (GPU 0)]\n"
    ),
    "PyTorch 0.3 in columns": (
        "Variable containing:\n\nColumns 0 to 1 \n1.00000e+03 *\n  0.0010  0.0025\n\n"
        "Columns 2 to 2 \n1.00000e+03 *\n -0.0030\n[torch.FloatTensor of size 1x3]\n"
    ),
    # MATLAB R2021a, its live editor; Octave 6.
    "MATLAB": "logits =\n\n    1.0000    2.5000   -3.0000\n",
    "MATLAB with a factor": "ans =\n\n   1.0e+03 *\n\n    0.0010    0.0025   -0.0030\n",
    "MATLAB in columns": (
        "x =\n\n   1.0e+03 *\n\n  Columns 1 through 2\n\n    0.0010    0.0025\n\n  Column 3\n\n"
        "   -0.0030\n"
    ),
    "MATLAB's live editor": "ans = 1x3 single row vector    \n    1.0000    2.5000   -3.0000\n",
    "Octave in columns": (
        "y =\n\n Columns 1 and 2:\n\n   1.0000   2.5000\n\n Column 3:\n\n  -3.0000\n"
    ),
    "Octave with a factor": "y =\n\n   1.0e+03  *\n\n   1.0000e-03\n   2.5000e-03\n  -3.0000e-03\n",
    # Wolfram Language 14.
    "Mathematica": "{1., 2.5, -30000.*^-4}",
    "Mathematica, a batch": "{{1., 2.5, -3.}}",
    # MXNet 1.9; tch 0.24 and candle 0.9.
    "MXNet": "\n[[ 1.   2.5 -3. ]]\n<NDArray 1x3 @cpu(0)>",
    "Rust": "[ 1.0000,  2.5000, -3.0000]\nTensor[[3], Float]",
    # pandas 3.
    "pandas": "0    1.0\n1    2.5\n2   -3.0\nName: logit, dtype: float32",
    "pandas, a row": (
        "id       7.0\ncat      1.0\ndog      2.5\na bird  -3.0\nlabel    3.0\n"
        "Name: 0, dtype: float64"
    ),
    "pandas, a CSV": ",0,1,2\n0,1.0,2.5,-3.0\n",
}


def test_what_systems_print_is_read(subtests: pytest.Subtests) -> None:
    for name, text in READ.items():
        with subtests.test(name):
            assert_array_equal(lv.parse_logits(text), THREE)


TABLES = {
    "a row of Kaggle": "id,Class_1,Class_2,Class_3\n7,1,2.5,-3",
    "a label at the end": "cat,dog,bird,label\n1,2.5,-3,2",
    "a label in words": "Unnamed: 0,cat,dog,bird,Label\n9,1,2.5,-3,cat",
    "classes by number": "id\t0\t1\t2\ttarget\n9\t1\t2.5\t-3\t2",
    "quoted names": '"filename";"cat";"dog";"bird"\n"a.png";1;2.5;-3',
    "a column beside an index": "index,logit\n0,1\n1,2.5\n2,-3",
}


def test_a_named_identifier_or_label_is_never_a_logit(subtests: pytest.Subtests) -> None:
    for name, text in TABLES.items():
        with subtests.test(name):
            assert_array_equal(lv.parse_logits(text, count=3), THREE)


REFUSED = {
    "a label without a name": ("1,2.5,-3,2", "expected 3 numbers, got 4"),
    "a column of labels": ("label\n1\n2\n0", "no column holds logits: found only 'label'"),
    "names that do not count": ("id,7,9\n0,1,2.5", "got 2 rows"),
    "a line of R that is missing": (" [1] 1.0\n [3] -3.0", r"line \[3\] stands where \[2\]"),
    "a matrix of R": ("     [,1] [,2]\n[1,] 1 2\n[2,] 3 4", "one vector of logits, got 2 rows"),
    "NA of R": ("[1] 1.0  NA", "item 2, 'NA', is not a number"),
    "a factor of R": ("[1] Yes No\nLevels: No Yes", "text around the brackets is not known"),
    "an empty c": ("c()", "got an empty list"),
    "a nested c": ("c(1, c(2, 3))", "item 1, .* is not a number"),
    "Julia cut short": ("3-element Vector{Float64}:\n 1.0\n 2.5", "announces 3 numbers, got 2"),
    "Julia shortened": ("9-element Vector{Float64}:\n 1.0\n ⋮\n -3.0", "numbers are shortened"),
    "a matrix of Julia": ("2×2 Matrix{Float64}:\n 1.0 2.0\n 3.0 4.0", "got 2 rows"),
    "two samples of Hugging Face": (
        "SequenceClassifierOutput(loss=None, logits=tensor([[1., 2.], [3., 4.]]))",
        "one vector of logits, got 2 rows",
    ),
    "an output without logits": (
        "BaseModelOutput(last_hidden_state=tensor([[1., 2.]]))",
        "one field named logits, got 0",
    ),
    "code around an output": ("SomeOutput(logits=tensor([1.])) + 5", "brackets that do not match"),
    "code in an output": ("SomeOutput(logits=exec([1.]))", "text around the brackets is not known"),
    "two arrays": ("[array([1., 2.]), array([3., 4.])]", "got 2 rows"),
    "tokens that follow each other": (
        '[{"token": "a", "logprob": -1, "top_logprobs": []},'
        ' {"token": "b", "logprob": -2, "top_logprobs": []}]',
        "one vector of logits, got 2 rows",
    ),
    "tokens without logprob": ('[{"label": "a", "score": 1}]', "JSON must hold a list"),
    "a token that is missing": (
        '{"top_logprobs": [{"token": "a"}, null]}',
        "JSON must hold a list",
    ),
    "numbers that are no distribution": ('{"logprobs": [-0.1, -2.3]}', "JSON must hold a list"),
    "no tokens": ('{"top_logprobs": []}', "got an empty list"),
    "logits that are no list": ('{"logits": 3}', "JSON must hold a list"),
    "a tensor cut short": (" 1.0  2.5\n[ CPUFloatType{1,3} ]", "announces 3 numbers, got 2"),
    "rows of libtorch": (" 1  2\n 3  4\n[ CPUFloatType{2,2} ]", "got 2 rows"),
    "a factor that is no power of ten": ("1.5e+03 *\n 1 2", "must be a power of ten"),
    "a factor of zero": ("0 *\n 1 2", "must be a power of ten"),
    "a factor below the numbers": ("1\n1.0e+03 *", "factor at an unknown place"),
    "two factors": ("1.0e+03 *\n1\n1.0e+02 *\n2", "factor at an unknown place"),
    "a factor that makes a number too large": ("1.0e+300 *\n 1e10", "'1e310', is too large"),
    "rows below a factor": ("1.0e+03 *\n 1 2\n 3 4", "got 2 rows"),
    "a column that is missing": ("Columns 1 through 3\n 1 2", "announce 3 columns, got 2 numbers"),
    "rows in columns": ("Columns 1 through 2\n 1 2\n 3 4", "one vector of logits, got 2 rows"),
    "columns that are missing": (
        "Columns 1 through 2\n 1 2\n Columns 4 through 5\n 1 2",
        "'Columns 4 through 5' does not follow",
    ),
    "numbers before the columns": ("9\nColumns 1 through 2\n 1 2", "does not follow"),
    "rows of Mathematica": ("{{1., 2.}, {3., 4.}}", "one vector of logits, got 2 rows"),
    "a set": ("{'a', 'b'}", "text in braces is not known"),
    "a Series without an index": ("1.0\n2.5\ndtype: float64", "must hold an index and a number"),
}


def test_everything_else_is_refused_with_its_reason(subtests: pytest.Subtests) -> None:
    for name, (text, message) in REFUSED.items():
        with subtests.test(name), pytest.raises(ValueError, match=message):
            lv.parse_logits(text, count=3 if name == "a label without a name" else None)


def test_a_factor_is_applied_without_a_rounding_of_its_own() -> None:
    assert lv.parse_logits("1.0e+03 *\n 2.0210 0.0030 0.0522").tolist() == [2021.0, 3.0, 52.2]
    assert lv.parse_logits("0.001 *\n 1e-320 -inf 3E+2").tolist() == [1e-323, -np.inf, 0.3]
    assert lv.parse_logits(f"1e-5 *\n 1e{'0' * 5000}7 1e-{'9' * 3000}").tolist() == [100.0, 0.0]


wide = arrays(np.float64, st.integers(8, 40), elements=st.floats(-1e4, 1e4, allow_subnormal=False))


@given(wide)
def test_lines_that_numpy_has_wrapped_are_one_vector_without_its_brackets(
    z: NDArray[np.float64],
) -> None:
    with np.printoptions(floatmode="unique"):
        assert_array_equal(lv.parse_logits(str(z)[1:-1], count=z.size), z)
        assert_array_equal(lv.parse_logits(repr(z)[7:-2], count=z.size), z)


def test_lines_of_equal_length_are_one_vector_only_if_the_count_says_so() -> None:
    text = str(np.linspace(-10.123, 10.123, 10))[1:-1]
    assert [len(line.split()) for line in text.splitlines()] == [5, 5]
    assert lv.parse_logits(text, count=10).size == 10
    for count in (None, 5):
        with pytest.raises(ValueError, match="got 2 rows"):
            lv.parse_logits(text, count=count)


def test_short_lines_are_rows_even_if_the_count_fits() -> None:
    with pytest.raises(ValueError, match="got 2 rows"):
        lv.parse_logits("1 2 3 4 5\n6 7 8 9 10", count=10)
