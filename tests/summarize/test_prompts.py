"""What the model writes is read back as it was meant."""

from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.summarize.prompts import (
    Draft,
    DraftAction,
    conversation_text,
    joined_pairs,
    minutes_text,
    parse_minutes,
    prefix,
    suffix,
    user_message,
)

words = st.text("abcXYZ äß'.,:!?0123456789-", min_size=1, max_size=30).map(
    lambda text: " ".join(text.split()) or "x"
)
actions = st.builds(DraftAction, words, words, st.one_of(st.just(""), words))
drafts = st.builds(
    Draft,
    words,
    st.lists(words, max_size=5).map(tuple),
    st.lists(actions, max_size=4).map(tuple),
    st.lists(words, max_size=3).map(tuple),
)


@given(drafts)
@settings(max_examples=60)
def test_minutes_come_back(draft: Draft) -> None:
    assert parse_minutes(minutes_text(draft)) == draft
    assert parse_minutes(f"\n {minutes_text(draft)}  \n\n") == draft


@given(st.one_of(st.text(max_size=300), st.text("A|\n ctionsDe", max_size=80)))
@settings(max_examples=60)
def test_any_answer_is_read(text: str) -> None:
    draft = parse_minutes(text)
    assert all(action.owner and action.task for action in draft.actions)
    assert all(draft.sentences) and all(draft.decisions)


def test_what_does_not_fit_the_form_is_left_out() -> None:
    answer = """
    A new mast light

    Tobias orders it.
    Actions
    Tobias|order it|tonight | by phone
    Maren | call the yard
    nobody in particular
     | nothing
    Decisions
    They leave at 7:30.

    Actions
    Erik | pay |
    """
    assert parse_minutes(answer) == Draft(
        "A new mast light",
        ("Tobias orders it.",),
        (
            DraftAction("Tobias", "order it", "tonight"),
            DraftAction("Maren", "call the yard"),
            DraftAction("Erik", "pay"),
        ),
        ("They leave at 7:30.",),
    )
    assert parse_minutes("Actions\nA | b") == Draft("", (), (DraftAction("A", "b"),))


def test_turns_of_one_speaker_are_joined() -> None:
    turns = [
        ("A", "one\n two"),
        ("A", "three"),
        ("B", " "),
        ("A", "four"),
        (None, "x"),
        (None, "y"),
    ]
    joined = joined_pairs(turns)
    assert joined == [("A", "one two three four"), (None, "x y")]
    assert conversation_text(joined) == "A: one two three four\nx y"
    assert conversation_text(joined, "C: before") == (
        "[earlier]\nC: before\n[now]\nA: one two three four\nx y"
    )


def test_the_prompt_is_the_chat_form_of_the_message() -> None:
    assert prefix("A: hi") + suffix("Do.") == (
        f"<|im_start|>user\n{user_message('A: hi', 'Do.')}<|im_end|>\n<|im_start|>assistant\n"
    )
