"""Every sentence of the library that a visitor can see, written with sample values."""

from collections.abc import Iterator

import logitviz as lv
from logitviz.charts.words import PACKAGE
from logitviz.scores import formats
from logitviz.scores.kinds import NEITHER
from logitviz.scores.last_column import NOT_USED
from logitviz.scores.notes import KIND_WORDS
from logitviz.scores.probabilities import Sums
from logitviz.scores.scores import LOOKS_LIKE_LABELS, WAY_OUT
from tests.sentences import Sentences

# Where the code puts an expression into a sentence, these are samples of it; where none is given, a
# number stands for it.

SOURCES = [
    *("array '7'", "array '7', all columns but the last", "one array", "the array", "'7'"),
    *("one array, all columns but the last", "lines of JSON", "a list of rows", "the list"),
    *("columns 7 to 7, without a header", "columns '7' to '7'", "column '7'", "key '7'"),
    *("key '7' of every object", "the numbers by name under '7' of every object", "the lines"),
    *("the labels and scores in lines of JSON", "the labels and scores in a list of rows"),
    *("samples of lm-evaluation-harness", "'target' of every sample", "the labels given"),
    "the last column, which holds whole numbers within the classes",
    "the last column, which holds words",
]
PROBLEMS = [
    "item 7 is empty: two separators follow each other",
    "item 7, '7', is not a number: a logit must not be missing or NaN",
    "item 7, '7', is too large for float64 (at most 1.8e308)",
    "item 7, '7', is not a number",
]
COUNT, EMPTY = "expected 7 numbers, got 7", "text must hold numbers, got an empty list"
ONLY_SCORES = "7 of the rows of scores only, such as '7'"
ONLY_LABELS = "7 of the rows of labels only, such as '7'"
MASKED = "labels must not hold masked entries, got one{}: fill them or leave them out."
SOME_NAMES = ["7, 7", "7, 7, … (7 in all)"]
WHY = [
    *("as you said", "the exponentials of every row sum to 1", "the rows do not sum to 1"),
    "there are negative numbers, and the rows are no distributions",
    "as you said; rows sum to 7, and each is divided by its sum",
    "as you said; rows sum to 7 to 7, and each is divided by its sum",
    *(
        Sums(low * whole, high * whole).explained(whole)
        for low, high in ((1, 1), (0.96, 0.96), (0.96, 1.04))
        for whole in (1, 100)
    ),
]
EVERYWHERE = {
    "WAY_OUT": [WAY_OUT],
    "LOOKS_LIKE_LABELS": [LOOKS_LIKE_LABELS],
    "NOT_USED": [NOT_USED],
    "self.what": ["array '7'", "the array"],
}
SAMPLES: dict[str, dict[str, list[str]]] = {
    "arrays": {
        "what": ["array '7'", "the array", "the list of labels"],
        "role": ["scores", "labels"],
        "', '.join(map(str, arrays[:5])) or 'nothing'": ["'7' [7]", "nothing"],
    },
    "columns": {"_between(names, places)": ["columns '7' to '7'", "no columns"]},
    "formats": {"message": [*formats.REFUSED.values()]},
    "ids": {
        "' and '.join(parts)": [ONLY_SCORES, ONLY_LABELS, f"{ONLY_SCORES} and {ONLY_LABELS}"],
    },
    "isolated": {"header['refusal']": ["The file is empty."]},
    "json_files": {"', '.join(map(repr, self.keys[:8])) or 'none'": ["'7'", "none"]},
    "json_rows": {"_shown(row[wrong])": ["'7'", "null", "a list", "an object"]},
    "limits": {
        "what": [
            *("array '7'", "the array", "the table of scores", "the table", "the list of rows"),
            "the archive",
        ],
    },
    "literals": {
        "'; '.join(problems)": [
            *(*PROBLEMS, COUNT, EMPTY, f"{COUNT}; {EMPTY}"),
            *(f"{problem}; {COUNT}" for problem in PROBLEMS),
        ],
    },
    "notes": {
        "KIND_WORDS[kind]": [*KIND_WORDS.values()],
        "why": WHY,
        "listed(names)": SOME_NAMES,
        "named": SOME_NAMES,
        "source": SOURCES,
        "labels.source": [
            source + end
            for source in SOURCES
            for end in ("", " of the second file", " of the second file, matched by '7'")
        ],
        "match": [
            "they are matched to the numbers in the names of the columns",
            "they count the classes from 1",
        ],
    },
    "numpy_files": {"what": ["array '7'", "the array"]},
    "pairs": {"shown": ["'7' with '7'", "'7' with '7', '7' with '7', '7' with '7'"]},
    "reading": {
        "error": ["The file is empty."],
        "f'{error}.'": [
            *(MASKED.format(""), MASKED.format(" at index 7")),
            "labels must be a rectangular array of numbers: 7.",
        ],
    },
    "safetensors": {"what": ["array '7'"]},
    "tables": {
        "_count(len(row), 'value')": ["1 value", "7 values"],
        "_count(len(names), 'name')": ["1 name", "7 names"],
        "_count(len(rows[1]), 'value')": ["1 value", "7 values"],
        "encoding.removesuffix('-sig').upper()": ["UTF-8", "UTF-16"],
        "error": [
            *("unexpected end of data", "field larger than field limit (7)"),
            "new-line character seen in unquoted field - do you need to open the file with "
            "newline=''?",
        ],
    },
}
ERRORS = {
    **dict.fromkeys(sorted((PACKAGE / "scores").glob("*.py")), ("UnreadableScores", "_unfit")),
    **dict.fromkeys(sorted((PACKAGE / "core/_lib/printed").glob("*.py")), ("ValueError",)),
    PACKAGE / "core/parse.py": ("ValueError",),
    PACKAGE / "shell/lecture.py": ("LectureError",),
    PACKAGE / "lessons/features/strokes.py": ("ValueError",),
    PACKAGE / "lessons/your_model/upload.py": ("UnreadableScores",),
}
UNSEEN = (
    *("ink must", "add must", "images must"),  # of arrays, which no visitor gives
    "The header has 1 name, and the first row has 1 value:",  # they would be equal
)


def said() -> Iterator[str]:
    """Give all sentences of the code."""
    yield NEITHER
    for path, errors in ERRORS.items():
        for sentence in Sentences(path, EVERYWHERE | SAMPLES.get(path.stem, {}), errors):
            if not sentence.startswith(UNSEEN):
                yield str(lv.UnreadableScores(sentence)) if "_unfit" in errors else sentence


SAID = list(dict.fromkeys(said()))
