"""Questions that nobody answers are found; those that are answered are not."""

import pytest
from talk import talk

from slmsum.summarize.questions import open_questions

OPEN = [
    "A: What does the crane at the harbour cost?\nB: No idea, I'll ask Erik.",
    "A: When does the yard open after Christmas?\nB: I don't know.",
    "A: So which colour do we paint the hull?\nB: Hm.\nC: Not decided yet.",
    "A: Who is going to pay the harbour fee?\nB: Good question.",
    "A: Fine.\nB: Where do we leave the trailer over winter?",
    "A: Is the mast light really broken?\nA: It was dark.\nB: I'll have to check that first.",
    "A: Can we store the sails indoors?\nB: We'll see.",
    "A: How much did the last repair cost?\nB: Let me look into it.",
]
CLOSED = [
    "A: Hi everyone, can you hear me?\nB: I don't know who that is.",
    "A: What does the crane at the harbour cost?\nB: Ninety euros.",
    "A: How are you doing this fine morning?\nB: I don't know.",
    "A: What?\nB: I don't know.",
    "A: Shall we meet at the gate at seven?\nB: Yes, I'll see you there.",
    "A: Can you hear me over the engine noise?\nB: Not sure.",
    "A: You know what Erik told me about the crane?\nB: No idea.",
    "A: The crane costs ninety euros.\nB: I don't know.",
]


@pytest.mark.parametrize("text", OPEN)
def test_an_open_question_is_found(text: str) -> None:
    (point,) = open_questions(talk(text))
    asked = next(turn for turn in talk(text) if "?" in turn.text)
    assert point.text == asked.text
    assert point.evidence[0] == asked.index
    assert len(point.evidence) == (1 if asked.index == len(talk(text)) - 1 else 2)


@pytest.mark.parametrize("text", CLOSED)
def test_what_is_no_open_question_is_left(text: str) -> None:
    assert open_questions(talk(text)) == []


def test_at_most_six_in_order() -> None:
    things = "mast sail crane hull trailer anchor engine ladder".split()
    text = "\n".join(f"A: Who will repair the broken {t}?\nB: No idea." for t in things)
    found = open_questions(talk(text))
    assert len(found) == 6
    assert [p.evidence[0] for p in found] == sorted(p.evidence[0] for p in found)
    assert open_questions([]) == []


def test_a_reply_to_a_newer_question_leaves_no_older_one_open() -> None:
    turns = talk(
        """
        Ida: Who pays the deposit for the hall?
        Tom: I will pay it tomorrow, and you get the receipt.
        Ida: Good. And who brings the folding chairs?
        Tom: I don't know yet. Let us ask Maria on Friday.
        """
    )
    assert [point.text for point in open_questions(turns)] == ["And who brings the folding chairs?"]
