"""Numbers said in one way are found again when written in another."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.summarize.numbers import number_mentions, number_values

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))


def spell(number: int, link: str = " and ") -> str:
    """A number in English words; `link` stands between hundreds and what follows."""
    if number < 20:
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    scale, name = next(pair for pair in SCALES if number >= pair[0])
    head, rest = divmod(number, scale)
    if not rest:
        return f"{spell(head, link)} {name}"
    return f"{spell(head, link)} {name}{link if rest < 100 else ' '}{spell(rest, link)}"


def claims(text: str) -> list[tuple[str, frozenset[str]]]:
    return list(number_mentions(text))


def is_held(sentence: str, evidence: str) -> bool:
    """Whether all numbers of the sentence are in the evidence; it must state one."""
    stated = claims(sentence)
    assert stated, sentence
    return all(not values.isdisjoint(number_values(evidence)) for _, values in stated)


numbers = st.one_of(
    st.integers(2, 130), st.integers(2, 9999), st.integers(2, 10**12 - 1), st.just(10**9)
)


@given(numbers, st.sampled_from([" and ", " "]))
@settings(max_examples=60)
def test_digits_and_words_say_the_same(number: int, link: str) -> None:
    words = f"It was {spell(number, link)} in all."
    for written in (f"It was {number} in all.", f"It was {number:,} in all."):
        assert is_held(written, words)
        assert is_held(words, written)
    assert len(claims(words)) == 1


@given(numbers, numbers)
@settings(max_examples=60)
def test_another_number_is_not_held(number: int, other: int) -> None:
    words = f"We sold {spell(number)} of them."
    if number != other:
        assert not is_held(f"We sold {other:,} of them.", words)
        assert not is_held(f"We sold {spell(other)} of them.", f"We sold {number:,} of them.")


@given(st.integers(1, 999), st.sampled_from(SCALES))
@settings(max_examples=40)
def test_a_scale_may_be_a_word_after_digits(number: int, scale: tuple[int, str]) -> None:
    value, name = scale
    assert is_held(f"about {number} {name}", f"about {number * value}")
    assert is_held(f"about {number * value:,}", f"about {number} {name}")
    assert not is_held(f"about {number} {name}", f"about {number} people")


@given(st.integers(1, 12), st.integers(1, 59))
@settings(max_examples=60)
def test_a_time_is_the_same_in_all_spellings(hour: int, minute: int) -> None:
    spellings = [
        f"at {hour}:{minute:02d}",
        f"at {hour % 12 + 12}:{minute:02d}" if hour < 12 else f"at 12:{minute:02d}",
        f"at {hour}.{minute:02d} pm",
        f"at {ONES[hour]} {spell(minute) if minute >= 10 else 'oh ' + ONES[minute]}",
        f"at {hour}{minute:02d}",
    ]
    following = hour % 12 + 1
    if minute % 5 == 0 and minute < 30:
        spellings.append(f"at {spell(minute)} past {ONES[hour]}")
        spellings.append(f"at {minute} past {hour}")
    if minute % 5 == 0 and minute > 30:
        spellings.append(f"at {spell(60 - minute).replace('-', ' ')} to {ONES[following]}.")
        spellings.append(f"at {60 - minute} to {following} tomorrow")
    spellings.append(f"at {minute} minutes past {ONES[hour]}")
    named = {15: ["a quarter past"], 30: ["half past", "half"], 45: ["a quarter to"]}
    for words in named.get(minute, ()):
        spellings.append(f"at {words} {ONES[following if minute == 45 else hour]}")
    for sentence, evidence in itertools.permutations(spellings, 2):
        assert is_held(sentence, evidence), (sentence, evidence)


@given(st.integers(1, 12), st.integers(10, 59), st.integers(1, 12), st.integers(10, 59))
@settings(max_examples=60)
def test_another_time_is_not_held(hour: int, minute: int, other: int, others: int) -> None:
    if (hour, minute) != (other, others):
        assert not is_held(f"They meet at {hour}:{minute}.", f"See you at {other}:{others}.")
        assert not is_held(f"They meet at {hour}:{minute}.", f"{ONES[other]} {spell(others)} then")


@given(st.text(max_size=200))
@settings(max_examples=60)
def test_any_text_is_read(text: str) -> None:
    stated = claims(text)
    assert number_values(text) >= frozenset().union(*(values for _, values in stated))


NUMBER_WORDS = [*ONES, *TENS[2:], "hundred", "thousand", "million", "and", "point", "oh", "half"]
PIECES = [*NUMBER_WORDS, "a", "past", "to", "dozen", "first", "second", "k", "5", "1,000", "7.30"]


@given(st.lists(st.sampled_from([*PIECES, "12:30", "£", "%", ".", ",", "-", "grand"]), max_size=14))
@settings(max_examples=60)
def test_any_mix_of_number_words_is_read_and_holds_itself(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert all(not values.isdisjoint(number_values(text)) for _, values in claims(text))


@pytest.mark.parametrize(
    "text",
    ["9" * 400, "9" * 5000, "hundred " * 400, "1," * 3000, "٣٤ people", "²³", "1" * 40 + "k"],
)
def test_absurd_numbers_are_read(text: str) -> None:
    assert all(not values.isdisjoint(number_values(text)) for _, values in claims(text))


SAME = [
    ("fifteen hundred", "1,500"),
    ("two and a half million", "2.5 million"),
    ("two point five million", "2,500,000"),
    ("half a million", "500,000"),
    ("500k", "five hundred thousand"),
    ("$5m", "five million"),
    ("2 bn", "2 bn"),
    ("2bn", "two billion"),
    ("two dozen", "24"),
    ("five grand", "5,000"),
    ("1.25 million", "1250000"),
    ("2.5kg", "2.5 kg"),
    ("three point one four", "3.14"),
    ("nineteen ninety-nine", "1999"),
    ("twenty twenty-four", "2024"),
    ("two oh five", "205"),
    ("the twenty-first", "the 21st"),
    ("the thirtieth", "the 30th"),
    ("a couple hundred", "200"),
    ("a hundred and five", "105"),
    ("one and a half cups", "1.5 cups"),
    ("5 pm", "17:00"),
    ("007", "7"),
    ("12.50", "12.5"),
    ("five thirty", "half past five"),
]
OTHER = [
    ("5 million", "5 people"),
    ("five thousand twenty", "520"),
    ("five thirty", "35"),
    ("2.5 million", "2.5"),
    ("twenty-five to six", "5:55"),
    ("1,500 euros", "at 3 pm and at 15:00"),
    ("330 euros", "at half past three"),
    ("fifty euros", "two hundred fifty euros"),
    ("two dozen", "14"),
    ("5:30", "5.3"),
]


@pytest.mark.parametrize("sentence, evidence", SAME)
def test_they_mean_the_same(sentence: str, evidence: str) -> None:
    assert is_held(sentence, evidence)
    assert is_held(evidence, sentence)


@pytest.mark.parametrize("sentence, evidence", OTHER)
def test_they_do_not_mean_the_same(sentence: str, evidence: str) -> None:
    assert not is_held(sentence, evidence)


@pytest.mark.parametrize(
    "text, wordings",
    [
        ("Give me one second, first I call.", []),
        ("Five to ten people came.", ["five", "ten"]),
        ("from ten to six", ["ten", "six"]),
        ("at ten to six tomorrow", ["ten to six"]),
        ("two hundred three hundred", ["two hundred three hundred"]),
        ("one third of it", ["third"]),
        ("three, four and 15", ["three", "four", "15"]),
        ("a grand day, a good point", []),
    ],
)
def test_what_counts_as_a_number(text: str, wordings: list[str]) -> None:
    assert [wording for wording, _ in claims(text)] == wordings
