from logitviz.live.tables import rows

LABELS = ["cat", "dog"]


def test_a_table_without_labels_is_read_as_it_stands() -> None:
    text = "| | A |\n|---|---|\n| **z** | {a:logit} |\n| | |"
    assert rows(text) == [["", "A"], ["**z**", "{a:logit}"], ["", ""]]


def test_words_to_choose_from_stay_within_their_cell() -> None:
    assert rows("| x |\n|---|\n| {agrees:no|yes} |") == [["x"], ["{agrees:no|yes}"]]


def test_a_row_of_a_class_is_repeated_for_every_class() -> None:
    text = "| class | z |\n|---|---|\n| {c} | {z[c]:logit} |\n| sum | {total:logit} |"
    assert rows(text, LABELS)[1:] == [
        ["cat", "{z[0]:logit}"],
        ["dog", "{z[1]:logit}"],
        ["sum", "{total:logit}"],
    ]


def test_a_column_of_a_class_is_repeated_for_every_class() -> None:
    text = "| | {c} | sum |\n|---|---|---|\n| z | {z[c]:logit} | {total:logit} |"
    assert rows(text, LABELS) == [
        ["", "cat", "dog", "sum"],
        ["z", "{z[0]:logit}", "{z[1]:logit}", "{total:logit}"],
    ]


def test_a_class_may_be_picked_after_another_index() -> None:
    text = "| {c} |\n|---|\n| {z[1, c]:logit}, {p[c]:percent} |"
    assert rows(text, LABELS)[1] == [
        "{z[1, 0]:logit}, {p[0]:percent}",
        "{z[1, 1]:logit}, {p[1]:percent}",
    ]
