"""Live text as lines."""

from slmsum.speech.captions import Caption, Captions
from slmsum.speech.live import LiveSkip, LiveText


def settled(start: float, end: float, text: str, speaker: str = "Me") -> LiveText:
    return LiveText(start, end, speaker, text, True)


def dim(start: float, end: float, text: str, speaker: str = "Me") -> LiveText:
    return LiveText(start, end, speaker, text, False)


def lines(captions: list[Caption]) -> list[str]:
    return [str(caption) for caption in captions]


def growing(captions: Captions) -> list[tuple[str, str]]:
    return [(str(caption), caption.open) for caption in captions.growing()]


def test_a_line_grows_until_a_sentence_ends() -> None:
    captions = Captions(20)
    assert captions.take(dim(1, 2, " So we")) == []
    assert growing(captions) == [("0:01 Me: ", " So we")]
    assert captions.take(settled(1, 2, " So we met")) == []
    assert captions.take(dim(2, 3, " on")) == []
    assert growing(captions) == [("0:01 Me: So we met", " on")]
    assert lines(captions.take(settled(2, 3, " on Monday."))) == ["0:01 Me: So we met on Monday."]
    assert growing(captions) == []


def test_a_pause_and_a_long_line_begin_new_ones() -> None:
    captions = Captions(12)
    captions.take(settled(1, 2, " Hello"))
    assert lines(captions.take(settled(5, 6, " There"))) == ["0:01 Me: Hello"]
    assert lines(captions.take(settled(6, 7, " you are"))) == ["0:05 Me: There you are"]


def test_each_speaker_has_a_line() -> None:
    captions = Captions(40)
    captions.take(settled(61, 62, " Hello", "Me"))
    captions.take(settled(61, 62, " Good day", "Others"))
    assert growing(captions) == [("1:01 Me: Hello", ""), ("1:01 Others: Good day", "")]
    assert lines(captions.finish()) == ["1:01 Me: Hello", "1:01 Others: Good day"]
    assert captions.finish() == []


def test_words_that_were_taken_back_leave_no_line() -> None:
    captions = Captions(40)
    captions.take(dim(1, 2, " Hm"))
    captions.take(dim(2, 2, ""))
    assert growing(captions) == []
    assert captions.finish() == []


def test_without_width_all_that_stays_is_a_line_at_once() -> None:
    captions = Captions(0)
    assert captions.take(dim(1, 2, " Hm")) == []
    assert lines(captions.take(settled(1, 2, " Hello"))) == ["0:01 Me: Hello"]


def test_what_is_skipped_is_told_behind_what_was_said() -> None:
    captions = Captions(40)
    captions.take(settled(1, 2, " Hello"))
    skip = LiveSkip(2, 8, "Me")
    assert lines(captions.take(skip)) == ["0:01 Me: Hello", "0:02 Me: [6 s not heard]"]
