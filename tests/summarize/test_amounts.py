"""An amount of money is doubted where its number is said of something else."""

import pytest

from slmsum.summarize.amounts import foreign_amounts

TURNS = [
    "The band begins at 19:00.",
    "The band wants 350 euros for two sets.",
    "That is within the budget.",
    "Agreed, and now to the food.",
    "Last year the grill ran out of gas at 7.",
    "I can bring two full bottles.",
    "Shall we meet on the 12th?",
    "What does a tent cost?",
    "Twelve, if we fetch it.",
]


def found(sentence: str) -> list[str]:
    return list(foreign_amounts(sentence, TURNS))


@pytest.mark.parametrize(
    "sentence, amounts",
    [
        ("The grill ran out of gas at 7 euros.", ["7 euros"]),
        ("The grill ran out of gas at seven euros.", ["seven euros"]),
        ("Gas costs €7.", ["€7"]),
        ("They book the band for 350 euros.", []),
        ("A tent costs twelve euros.", []),
        ("A tent costs 12 dollars.", []),
        ("The grill ran out of gas at 7.", []),
        ("Somebody pays 99 euros.", []),
        ("It costs many euros.", []),
    ],
)
def test_amounts_that_are_said_of_something_else(sentence: str, amounts: list[str]) -> None:
    assert found(sentence) == amounts


def test_without_turns_nothing_is_doubted() -> None:
    assert list(foreign_amounts("It costs 7 euros.", [])) == []
