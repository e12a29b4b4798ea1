import pytest

from slmsum.readers.labels import speaker_labels, split_label


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann: hello", "Ann"),
        ("Z. Victor Zhou (xin): hi", "Z. Victor Zhou (xin)"),
        ("Doe, John [C]: hi", "Doe, John [C]"),
        ("Speaker 1:\nhi", "Speaker 1"),
        ("王小明：你好", "王小明"),
        ("10:30 is fine", None),
        ("https://example.org", None),
        ("Note: bring milk", None),
        ("Is it? Yes: it is", None),
        ("no colon", None),
    ],
)
def test_split_label(text: str, name: str | None) -> None:
    assert split_label(text)[0] == name


def test_all_prefixes_count_where_each_text_has_one() -> None:
    assert speaker_labels(["ann: a", "ben: b", "", "Cy: c"]) == {"ann", "ben", "Cy"}


def test_recurring_names_count_among_plain_texts() -> None:
    plain = ["and so on"] * 20 + ["the thing is: no"] * 2
    named = ["Ann: a", "Ann: b", "Ben: c", "Ben: d", "Cy: e", "my point: f"]
    assert speaker_labels(plain + named) == {"Ann", "Ben", "Cy"}
    assert speaker_labels([*plain, "Result: f"]) == frozenset()
