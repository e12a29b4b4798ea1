from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.readers.words import Word, utterances

WORDS = st.lists(
    st.builds(
        Word,
        text=st.sampled_from(["so", "we", "go.", "why", "?", ","]),
        speaker=st.sampled_from(["a", "b", None]),
        start=st.none() | st.floats(0, 100),
        end=st.none() | st.floats(0, 100),
        glued=st.booleans(),
    ),
    max_size=30,
)


def said(*words: Word) -> list[str]:
    return [turn.text for turn in utterances(words)]


def test_sentence_ends_pauses_and_speakers_end_an_utterance() -> None:
    assert said(
        Word("Well", "a", 0.0, 0.2),
        Word(",", "a", None, None, glued=True),
        Word("yes", "a", 0.3, 0.5),
        Word(".", "a", None, None, glued=True),
        Word("And", "a", 0.6, 0.8),
        Word(",", "a", None, None, glued=True),
        Word("then", "a", 1.9, 2.0),
        Word("no", "b", 2.0, 2.1),
    ) == ["Well, yes.", "And,", "then", "no"]


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_no_word_is_lost(words: list[Word]) -> None:
    turns = list(utterances(words))
    together = "".join(turn.text for turn in turns).replace(" ", "")
    assert together == "".join(word.text for word in words)
