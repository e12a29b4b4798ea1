"""Words find their speakers: none is lost, and changes fall where people pause."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from slmsum.speech.assign import assign, by_channel
from slmsum.speech.spoken import SpeakerSpan, Transcript, Utterance, Word


def words(text: str, start: float = 0.0, each: float = 0.4) -> tuple[Word, ...]:
    """One word every `each` seconds without pauses; "_" is a pause of that length."""
    found = []
    for number, word in enumerate(text.split()):
        if word != "_":
            found.append(Word(" " + word, start + number * each, start + (number + 1) * each))
    return tuple(found)


def transcript(*utterances: Utterance) -> Transcript:
    return Transcript(utterances, "en", 60.0, "test")


def said(result: Transcript) -> list[tuple[str | None, str]]:
    return [(utterance.speaker, utterance.text) for utterance in result.utterances]


def test_an_utterance_is_cut_where_the_speaker_changes() -> None:
    heard = transcript(Utterance(words("who is there _ it is me")))
    spans = [SpeakerSpan(0, 1.3, 0), SpeakerSpan(1.5, 3, 1)]
    assert said(assign(heard, spans)) == [("Speaker 1", "who is there"), ("Speaker 2", "it is me")]


def test_a_change_moves_to_the_end_of_a_sentence() -> None:
    heard = transcript(Utterance(words("that is all. thank you so much")))
    spans = [SpeakerSpan(0, 1.6, 0), SpeakerSpan(1.6, 3, 1)]
    assert said(assign(heard, spans))[0] == ("Speaker 1", "that is all.")


def test_a_change_moves_to_a_pause() -> None:
    heard = transcript(Utterance(words("we meet at ten _ _ fine with me")))
    spans = [SpeakerSpan(0, 1.2, 0), SpeakerSpan(1.2, 4, 1)]
    assert said(assign(heard, spans))[0] == ("Speaker 1", "we meet at ten")


def test_a_stray_word_stays_with_its_sentence() -> None:
    heard = transcript(Utterance(words("we meet at ten on Monday")))
    spans = [SpeakerSpan(0, 0.8, 0), SpeakerSpan(0.8, 1.2, 1), SpeakerSpan(1.2, 3, 0)]
    assert len(assign(heard, spans).utterances) == 1


def test_speakers_are_numbered_by_their_first_words_and_known_ones_named() -> None:
    heard = transcript(*(Utterance(words("a b", start)) for start in (0.0, 2.0, 4.0)))
    spans = [SpeakerSpan(0, 1, 7), SpeakerSpan(2, 3, 3), SpeakerSpan(4, 5, 5)]
    assert [who for who, _ in said(assign(heard, spans, {3: "Anna"}))] == [
        "Speaker 1",
        "Anna",
        "Speaker 2",
    ]


def test_a_number_that_is_a_known_voices_name_is_not_given_twice() -> None:
    heard = transcript(Utterance(words("a b")), Utterance(words("c d", 2.0)))
    spans = [SpeakerSpan(0, 1, 0), SpeakerSpan(2, 3, 1)]
    named = assign(heard, spans, {1: "Speaker 1"})
    assert [who for who, _ in said(named)] == ["Speaker 2", "Speaker 1"]


def test_only_the_channel_asked_for_gets_speakers() -> None:
    mine = Utterance(words("hello"), channel=0, speaker="Me")
    theirs = Utterance(words("hi", 1.0), channel=1)
    named = assign(transcript(mine, theirs), [SpeakerSpan(0, 9, 0)], called="Others", channel=1)
    assert [who for who, _ in said(named)] == ["Me", "Others 1"]


def test_channels_name_speakers() -> None:
    sides = Utterance(words("hello"), channel=0), Utterance(words("hi"), channel=1)
    named = by_channel(transcript(*sides, Utterance(words("x"))))
    assert [who for who, _ in said(named)] == ["Me", "Others", None]


def test_without_spans_nothing_changes() -> None:
    heard = transcript(Utterance(words("a b")))
    assert assign(heard, []) is heard


seconds = st.floats(0, 60)
utterances = st.lists(
    st.lists(st.tuples(seconds, st.floats(0, 2), st.sampled_from([" a", " b.", "c", " d?"]))),
    max_size=5,
)
lengths = st.floats(0, 10)
spans = st.lists(
    st.builds(lambda at, n, who: SpeakerSpan(at, at + n, who), seconds, lengths, st.integers(0, 3)),
    max_size=8,
)


def heard_of(drawn: Sequence[Sequence[tuple[float, float, str]]]) -> Transcript:
    return transcript(
        *(
            Utterance(tuple(Word(text, at, at + length) for at, length, text in sorted(row)))
            for row in drawn
        )
    )


@given(drawn=utterances, spans=spans)
def test_no_word_is_lost_and_each_has_one_speaker(
    drawn: list[list[tuple[float, float, str]]], spans: list[SpeakerSpan]
) -> None:
    heard = heard_of(drawn)
    named = assign(heard, spans)
    assert [w for u in named.utterances for w in u.words] == [
        w for u in heard.utterances for w in u.words
    ]
    for utterance in named.utterances:
        assert (utterance.speaker is not None) == bool(spans and utterance.words)
    names = dict.fromkeys(u.speaker for u in named.utterances if u.speaker)
    assert list(names) == [f"Speaker {n}" for n in range(1, len(names) + 1)]
