from logitviz.scores.formats import find
from tests.cases import for_each
from tests.scores.files import NAMES, csv, example, parquet, sample_files

Z, Y = example()
WORDS = [NAMES[label] for label in Y]
FILES = sample_files() | {"words.csv": csv(Z, WORDS)}
LISTS = parquet(logits=Z.tolist(), label=Y)
if LISTS is not None:
    FILES["lists.parquet"] = LISTS


@for_each("data", FILES.values())
def test_a_file_gives_its_labels_only_where_they_are_wanted(data: bytes) -> None:
    scores, both = find(data, "scores"), find(data, "both")
    assert scores.scores is not None
    assert scores.labels is None
    assert both.labels is not None
