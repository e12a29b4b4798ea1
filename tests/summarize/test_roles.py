"""Who did what: of two sentences that differ in their roles only, the true one is preferred."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from talk import Vectors, embed, talk

from slmsum.engine.encoder import SentenceEncoder
from slmsum.summarize.ground import Grounder
from slmsum.summarize.roles import Deed, deeds

Record = Callable[[str, object], None]

# Turns, what they say, and the same with the roles swapped.
PAIRS = [
    (
        "Anna: I'll call you tonight.\nPeter: Great.",
        "Anna will call Peter.",
        "Peter will call Anna.",
    ),
    (
        "Anna: Can you pick up the cake?\nPeter: Sure.",
        "Peter will pick up the cake.",
        "Anna will pick up the cake.",
    ),
    (
        "Anna: I lent you my drill in May.\nPeter: Right, I'll bring the drill back.",
        "Anna lent Peter her drill.",
        "Peter lent Anna his drill.",
    ),
    (
        "Ben: Could you send me the figures?\nCarla: I'll send the figures by noon.",
        "Carla will send Ben the figures.",
        "Ben will send Carla the figures.",
    ),
    (
        "Ben: I bought the tickets yesterday.\nCarla: Thanks.",
        "Ben bought the tickets.",
        "Carla bought the tickets.",
    ),
    (
        "Ben: My sister is moving to Lisbon.\nCarla: Oh, lovely.",
        "Ben says his sister is moving to Lisbon.",
        "Carla says her sister is moving to Lisbon.",
    ),
    (
        "Dora: I broke your window, sorry.\nEmil: Never mind.",
        "Dora broke Emil's window.",
        "Emil broke Dora's window.",
    ),
    (
        "Dora: You still owe me twenty euros.\nEmil: I know.",
        "Emil owes Dora twenty euros.",
        "Dora owes Emil twenty euros.",
    ),
    (
        "Dora: We should hire a band.\nEmil: Too expensive, I think.",
        "Dora suggests hiring a band.",
        "Emil suggests hiring a band.",
    ),
    (
        "Finn: Did you feed the cat?\nGreta: Yes, I fed the cat at eight.",
        "Greta fed the cat.",
        "Finn fed the cat.",
    ),
    (
        "Finn: I can't come, I have a fever.\nGreta: Get well soon.",
        "Finn has a fever.",
        "Greta has a fever.",
    ),
    (
        "Finn: Will you drive on Saturday?\nGreta: OK, I'll drive.",
        "Greta will drive on Saturday.",
        "Finn will drive on Saturday.",
    ),
    (
        "Hana: I told Igor about the leak.\nIgor: She did.\nJan: Fine.",
        "Hana told Igor about the leak.",
        "Igor told Hana about the leak.",
    ),
    (
        "Hana: Igor, can you book the hall?\nIgor: Will do.\nJan: Thanks both.",
        "Igor will book the hall.",
        "Hana will book the hall.",
    ),
    (
        "Hana: Igor, can you book the hall?\nIgor: Will do.\nJan: Thanks both.",
        "Igor will book the hall.",
        "Jan will book the hall.",
    ),
    (
        "Kim: I passed my driving test!\nLeo: Congratulations!",
        "Kim passed the driving test.",
        "Leo passed the driving test.",
    ),
    (
        "Kim: Leo, you promised to paint the fence.\nLeo: On Sunday.",
        "Leo promised to paint the fence.",
        "Kim promised to paint the fence.",
    ),
    (
        "Kim: I need your signature.\nLeo: Then I'll sign the form tomorrow.",
        "Leo will sign the form.",
        "Kim will sign the form.",
    ),
    (
        "Mia: I'd rather stay home.\nNoah: But the concert is today.",
        "Mia would rather stay home.",
        "Noah would rather stay home.",
    ),
    (
        "Mia: Shall I invite your parents?\nNoah: Please do.",
        "Mia will invite Noah's parents.",
        "Noah will invite Mia's parents.",
    ),
    (
        "Mia: I'm sorry I forgot your birthday.\nNoah: It's fine.",
        "Mia forgot Noah's birthday.",
        "Noah forgot Mia's birthday.",
    ),
    (
        "Olga: I teach the beginners on Monday.\nPavel: And I teach the juniors.",
        "Olga teaches the beginners.",
        "Pavel teaches the beginners.",
    ),
    (
        "Olga: I gave the keys to Pavel.\nPavel: Yes, I have the keys.\nRuth: Good.",
        "Olga gave the keys to Pavel.",
        "Pavel gave the keys to Olga.",
    ),
    (
        "Olga: Who ordered the chairs?\nPavel: I ordered the chairs last week.",
        "Pavel ordered the chairs.",
        "Olga ordered the chairs.",
    ),
]


def told_apart(ground: Grounder, true: str, swapped: str) -> tuple[bool, bool]:
    """Whether the true sentence has more support, and whether it is doubted."""
    good, bad = ground.check([true, swapped])
    return good.support > bad.support, not good.supported


def outcomes(make: Callable[[Sequence[str]], Vectors]) -> list[tuple[bool, bool]]:
    found = []
    for text, true, swapped in PAIRS:
        turns = talk(text)
        vectors = make([turn.text for turn in turns])
        found.append(told_apart(Grounder(turns, vectors, make), true, swapped))
    return found


def test_the_true_sentence_has_more_support(record_property: Record) -> None:
    found = outcomes(embed)
    record_property("pairs told apart", f"{sum(p for p, _ in found)} of {len(found)}")
    assert sum(preferred for preferred, _ in found) >= 23
    assert not any(doubted for _, doubted in found)


@pytest.mark.models
def test_and_so_it_has_with_the_real_encoder(encoder_folder: Path, record_property: Record) -> None:
    found = outcomes(SentenceEncoder(encoder_folder, threads=1).embed)
    record_property("pairs told apart", f"{sum(p for p, _ in found)} of {len(found)}")
    assert sum(preferred for preferred, _ in found) >= 23
    assert not any(doubted for _, doubted in found)


SPEAKERS = ["Anna Berg", "Peter", "Petra", "The Chair"]


@pytest.mark.parametrize(
    "sentence, expected",
    [
        (
            "Anna will call Peter.",
            [Deed("Anna Berg", "will call Peter.", frozenset({"call"}), "call")],
        ),
        (
            "Petra says it rains.",
            [Deed("Petra", "says it rains.", frozenset({"rain"}), "say", True)],
        ),
        (
            "Peter was asked to pay.",
            [Deed("Peter", "was asked to pay.", frozenset({"pay"}), "pay", passive=True)],
        ),
        ("The Chair sings.", [Deed("The Chair", "sings.", frozenset({"sing"}), "sing")]),
        ("The choir sings.", []),
        ("Peter's dog barks.", []),
        ("Anna and Peter sing.", []),
        ("Anna's dog barks.", []),
        ("They sing.", []),
        (
            "Peter pays, and Petra drives home.",
            [
                Deed("Peter", "pays", frozenset({"pay"}), "pay"),
                Deed("Petra", "drives home.", frozenset({"drive", "home"}), "drive"),
            ],
        ),
    ],
)
def test_deeds_of_a_sentence(sentence: str, expected: list[Deed]) -> None:
    assert deeds(sentence, SPEAKERS) == expected
