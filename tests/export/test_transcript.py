"""Transcripts in every format, and captions that our own readers take back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from slmsum.conversation import Conversation
from slmsum.errors import BadOption
from slmsum.export.cues import LINE, LINES, MOST_SECONDS, cues_of
from slmsum.export.transcript import TranscriptFormat, choose, render
from slmsum.readers import read_bytes
from slmsum.speech.spoken import Transcript, Utterance, Word
from slmsum.speech.turns import conversation_of

LONG = (
    "We looked at the plans for the garden again, and they cost more than we have in the budget "
    "for this year, so I propose that we only build the path now. The pond can wait until spring, "
    "when the grant from the city comes in."
)


def utterance(text: str, start: float, seconds: float, speaker: str | None) -> Utterance:
    words = text.split()
    step = seconds / len(words)
    return Utterance(
        tuple(
            Word(f" {word}", start + at * step, start + (at + 1) * step)
            for at, word in enumerate(words)
        ),
        speaker=speaker,
    )


def talk(*speakers: str | None) -> Transcript:
    first, second = speakers
    return Transcript(
        (
            utterance(LONG, 0, 18, first),
            utterance("Is <that> all & done?", 18.5, 1.5, second),
            utterance("Yes.", 20.2, 0.3, first),
            utterance("Note: the key is under the mat.", 3700, 2, second),
        ),
        "en",
        3702.0,
        "whisper-base",
    )


NAMED = talk("Ann", "Bob & Co")
UNNAMED = talk(None, None)


def written(format: TranscriptFormat, transcript: Transcript) -> bytes:
    return render(format, conversation_of(transcript, source="talk.m4a"), transcript)


def words(conversation: Conversation) -> str:
    return " ".join(" ".join(turn.text for turn in conversation.turns).split())


@pytest.mark.parametrize("transcript", [NAMED, UNNAMED])
def test_cues_can_be_read_in_time(transcript: Transcript) -> None:
    cues = cues_of(transcript)
    for cue in cues:
        assert 0 < cue.end - cue.start <= MOST_SECONDS
        assert 1 <= len(cue.lines) <= LINES
        assert all(0 < len(line) <= LINE for line in cue.lines)
    assert [cue.start for cue in cues] == sorted(cue.start for cue in cues)
    text = " ".join(line for cue in cues for line in cue.lines)
    assert text == " ".join(utterance.text for utterance in transcript.utterances)


def test_cues_end_where_sentences_do() -> None:
    ends = [cue.lines[-1] for cue in cues_of(NAMED)]
    assert any(line.endswith("path now.") for line in ends)


def test_a_word_longer_than_a_line_stays_whole() -> None:
    word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen"
    transcript = Transcript((utterance(word, 0, 2, None),), "de", 2.0, "whisper-base")
    (cue,) = cues_of(transcript)
    assert "".join(cue.lines) == word


@pytest.mark.parametrize("format", [TranscriptFormat.VTT, TranscriptFormat.SRT])
@pytest.mark.parametrize("transcript", [NAMED, UNNAMED])
def test_captions_come_back(format: TranscriptFormat, transcript: Transcript) -> None:
    found = read_bytes(f"talk.{format}", written(format, transcript))
    assert found.format == format.value
    assert words(found) == " ".join(utterance.text for utterance in transcript.utterances)
    names = list(dict.fromkeys(u.speaker for u in transcript.utterances if u.speaker))
    assert [speaker.name for speaker in found.speakers] == names
    assert found.turns[-1].start == pytest.approx(3700)
    if format is TranscriptFormat.VTT:
        assert found.language == "en"


def test_text_has_a_line_a_turn() -> None:
    lines = written(TranscriptFormat.TEXT, NAMED).decode().splitlines()
    assert lines[1:] == [
        "[0:18] Bob & Co: Is <that> all & done?",
        "[0:20] Ann: Yes.",
        "[1:01:40] Bob & Co: Note: the key is under the mat.",
    ]
    assert lines[0].startswith("[0:00] Ann: We looked at the plans")


def test_text_comes_back() -> None:
    found = read_bytes("talk.txt", written(TranscriptFormat.TEXT, NAMED))
    assert [speaker.name for speaker in found.speakers] == ["Ann", "Bob & Co"]
    assert len(found.turns) == 4


def test_json_comes_back_the_same() -> None:
    data = written(TranscriptFormat.JSON, NAMED)
    assert json.loads(data)["schema"] == "slmsum.conversation/1"
    assert read_bytes("talk.json", data) == conversation_of(NAMED, source="talk.m4a")


def test_a_word_document_holds_every_turn(tmp_path: Path) -> None:
    from docx import Document

    path = tmp_path / "talk.docx"
    path.write_bytes(written(TranscriptFormat.DOCX, NAMED))
    texts = [paragraph.text for paragraph in Document(str(path)).paragraphs]
    assert texts[0] == "Transcript"
    assert "[0:18] Bob & Co: Is <that> all & done?" in texts
    assert len(texts) == 2 + 4


@pytest.mark.parametrize(
    "asked, output, chosen",
    [
        (None, None, TranscriptFormat.TEXT),
        (None, Path("a.vtt"), TranscriptFormat.VTT),
        (None, Path("a.SRT"), TranscriptFormat.SRT),
        (None, Path("talk"), TranscriptFormat.TEXT),
        (TranscriptFormat.JSON, Path("a.txt"), TranscriptFormat.JSON),
    ],
)
def test_the_format_follows_the_file(
    asked: TranscriptFormat | None, output: Path | None, chosen: TranscriptFormat
) -> None:
    assert choose(asked, output) is chosen


@pytest.mark.parametrize(
    "choice",
    [lambda: choose(None, Path("a.pdf")), lambda: choose(TranscriptFormat.DOCX, None)],
)
def test_impossible_formats(choice: Callable[[], TranscriptFormat]) -> None:
    with pytest.raises(BadOption):
        choice()
