"""What systems print above and below the numbers of a vector.

An announced size is compared with the numbers, so that a text cut short is refused.
"""

import re

from .literals import refuse_rows

NAMED = r"[A-Za-z_][A-Za-z0-9_.]{0,99} ?="
JULIA = (
    r"([0-9]{1,6}(?:-element|×[0-9]{1,6})) "
    r"[A-Za-z.]{1,40}(?:\{[A-Za-z0-9_, .]{1,60}\})?(?: with eltype [A-Za-z0-9]{1,9})?:"
)
MATLAB = r"([0-9]{1,6}[x×][0-9]{1,6}) (?:single|double) (?:row vector|column vector|matrix)"
FIRST_LINE = re.compile(
    rf"{NAMED}|{JULIA}|(?:{NAMED} )?{MATLAB}|torch_tensor|Tensor|(?:Variable|Parameter) containing:"
)
MOST_FIRST_LINES = 2  # MATLAB prints a name, then a size
LIBTORCH = (
    r"\[ (?:Variable\[)?(?:CPU|CUDA|MPS)[A-Za-z0-9]{1,20}Type\]?\{([0-9,]{0,60})\} \]"
    r"(?:\[ (?:grad_fn|requires_grad) = [^\[\]]{1,60} \])?"
)
OLD_PYTORCH = r"\[torch\.(?:cuda\.)?[A-Za-z]{1,20} of size ([0-9x]{0,60})(?: \(GPU [0-9]{1,3}\))?\]"
RUST = r"Tensor\[\[([0-9, ]{0,60})\], [A-Za-z0-9]{1,9}(?:, [a-z]{1,9}:[0-9]{1,3})?\]"
MXNET = r"<NDArray ([0-9x]{0,60}) @[a-z_]{1,20}\([0-9]{1,3}\)>"
LAST_LINE = re.compile("|".join([LIBTORCH, OLD_PYTORCH, RUST, MXNET]))
JULIA_EXPONENT = re.compile(r"(?<=[0-9.])f(?=[+-]?[0-9])")


def without_frame(text: str) -> tuple[str, int | None]:
    """Give the text between such lines, and how many numbers they announce."""
    lines = [line for line in text.splitlines() if line.strip()]
    sizes = []
    if len(lines) > 1 and (last := LAST_LINE.fullmatch(_plain(lines[-1]))):
        lines, sizes = lines[:-1], [last[last.lastindex or 0]]
    for _ in range(MOST_FIRST_LINES):
        first = FIRST_LINE.fullmatch(_plain(lines[0])) if len(lines) > 1 else None
        if not first:
            break
        lines = lines[1:]
        if first.lastindex:
            sizes.append(first[first.lastindex])
            # Julia's Float32 has exponents such as 1.0f-5.
            lines = [JULIA_EXPONENT.sub("e", line) for line in lines]
    return "\n".join(lines), _count(sizes[0]) if sizes else None


def _count(size: str) -> int:
    """Give the length of a vector of shape ``1x10``, ``1,10``, ``10×1`` or ``10-element``."""
    long = [int(number) for number in re.findall("[0-9]{1,9}", size) if int(number) != 1]
    if len(long) > 1:
        refuse_rows(long[0])
    return long[0] if long else 1


def _plain(line: str) -> str:
    return " ".join(line.split())
