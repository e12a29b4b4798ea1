"""Files as conversations: turns, speakers, voice notes in a chat export."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from spoken_files import encode, joined, resampled, say, side_by_side, silence, silent_video

from slmsum.conversation import Conversation, Kind
from slmsum.errors import EmptyInput
from slmsum.models.store import ModelStore
from slmsum.power import PowerMode, PowerPlan
from slmsum.progress import Progress
from slmsum.readers import read_source
from slmsum.readers.source import Source
from slmsum.speech.listen import listen
from slmsum.speech.settings import SpeechSettings
from slmsum.speech.spoken import Transcript, Utterance, Word
from slmsum.speech.turns import conversation_of
from slmsum.speech.voice_notes import with_voice_notes

PLAN = PowerPlan(PowerMode.SAVER, "", threads=2, candidates=1, nice=0)
TINY = SpeechSettings(PLAN, model="whisper-tiny.en", language="en")

Listen = Callable[..., Conversation]


@pytest.fixture
def heard(model_store: ModelStore, model_folder: Callable[[str], Path], tmp_path: Path) -> Listen:
    def run(path: Path, settings: SpeechSettings = TINY) -> Conversation:
        model_folder("whisper-tiny.en")
        work = tmp_path / "work"
        return listen(path, path.name, settings, model_store, work=work)[0]

    return run


def utterance(
    text: str, start: float, end: float, speaker: str | None = None, channel: int | None = None
) -> Utterance:
    words = text.split()
    step = (end - start) / len(words)
    return Utterance(
        tuple(
            Word(f" {word}", start + at * step, start + (at + 1) * step)
            for at, word in enumerate(words)
        ),
        channel,
        speaker,
    )


def test_turns_join_what_one_speaker_says() -> None:
    transcript = Transcript(
        (
            utterance("We begin.", 0, 1, "Ann"),
            utterance("Is everybody here?", 1.5, 3, "Ann"),
            utterance("Yes.", 3.2, 3.5, "Bob"),
            utterance("Good.", 9, 9.5, "Bob"),
        ),
        "en",
        10.0,
        "whisper-base",
    )
    found = conversation_of(transcript, source="talk.m4a", day=date(2026, 3, 1))
    assert [(t.speaker, t.text, t.start, t.end) for t in found.turns] == [
        ("Ann", "We begin. Is everybody here?", 0, 3),
        ("Bob", "Yes.", 3.2, 3.5),
        ("Bob", "Good.", 9, 9.5),
    ]
    assert (found.format, found.language, found.date) == ("recording", "en", date(2026, 3, 1))
    assert [speaker.name for speaker in found.speakers] == ["Ann", "Bob"]


def test_a_long_talk_is_parted_at_sentences() -> None:
    parts = [utterance("It goes on and on.", at * 5, at * 5 + 4.8) for at in range(12)]
    found = conversation_of(Transcript(tuple(parts), "en", 60, "whisper-base"))
    assert len(found.turns) >= 3
    assert all(turn.text.endswith(".") for turn in found.turns)
    assert all((turn.end or 0) - (turn.start or 0) <= 30 for turn in found.turns)


def test_unnamed_channels_are_left_and_right() -> None:
    transcript = Transcript(
        (utterance("Hello.", 0, 1, channel=1), utterance("Hi.", 2, 3, channel=0)), "en", 3, "x"
    )
    assert [turn.speaker for turn in conversation_of(transcript).turns] == ["Right", "Left"]


@pytest.mark.models
def test_a_call_with_two_sides(heard: Listen, tmp_path: Path) -> None:
    me = joined(say("Did you order the chairs for the garden?"), silence(5))
    others = joined(silence(4), say("Yes, they arrive on Friday morning.", "en-us+f3"))
    path = encode(tmp_path / "call.flac", side_by_side(me, others), "flac")
    found = heard(path)
    assert [turn.speaker for turn in found.turns] == ["Left", "Right"]
    assert "garden" in found.turns[0].text
    assert "Friday" in found.turns[1].text


@pytest.mark.models
def test_voices_on_one_channel_are_told_apart(
    heard: Listen, tmp_path: Path, model_folder: Callable[[str], Path]
) -> None:
    model_folder("ge2e-voices")
    low, high = "en-gb+m3", "en-us+f4"
    talk = joined(
        *(
            joined(say(text, voice, speed=140), silence(0.8))
            for text, voice in [
                ("Good morning, did you already order all the chairs for the garden?", low),
                ("Yes, I ordered forty of them, and they will arrive on Friday morning.", high),
                ("Very good. Then we only need to find somebody who brings the tables.", low),
                ("My brother has a big car, so he can bring the tables with him.", high),
            ]
        )
    )
    from dataclasses import replace

    path = encode(tmp_path / "room.wav", talk, "pcm_s16le")
    found = heard(path, replace(TINY, speakers=2))
    assert {speaker.name for speaker in found.speakers} == {"Speaker 1", "Speaker 2"}
    plain = heard(path, replace(TINY, name_speakers=False))
    assert plain.speakers == ()


@pytest.mark.models
def test_what_is_heard_is_kept_until_speakers_are_named(
    heard: Listen, tmp_path: Path, model_store: ModelStore, model_folder: Callable[[str], Path]
) -> None:
    model_folder("ge2e-voices")
    path = encode(tmp_path / "talk.wav", say("My sister brings the cake."), "pcm_s16le")

    def broken(progress: Progress) -> None:
        if progress.stage != "transcribing":
            raise KeyboardInterrupt

    work = tmp_path / "work"
    with pytest.raises(KeyboardInterrupt):
        listen(path, path.name, TINY, model_store, broken, work=work)
    assert len(list(work.glob("*.jsonl"))) == 1
    seen: list[Progress] = []
    listen(path, path.name, TINY, model_store, seen.append, work=work)
    assert seen[0].done == seen[0].total
    assert list(work.iterdir()) == []


CHAT = """\
01/02/2026, 10:00 - Ann: Are you coming?
01/02/2026, 10:01 - Bob: PTT-20260201-WA0001.opus (file attached)
01/02/2026, 10:02 - Ann: \u200ePTT-20260201-WA0002.opus (file attached)
01/02/2026, 10:03 - Bob: PTT-20260201-WA0003.opus (file attached)
01/02/2026, 10:04 - Ann: IMG-20260201-WA0004.jpg (file attached)
01/02/2026, 10:05 - Bob: PTT-20260201-WA0009.opus (file attached)
"""


@pytest.fixture
def export(tmp_path: Path) -> Source:
    note = resampled(say("I will bring the cake on Saturday.")[0], 16_000, 48_000)
    spoken = encode(tmp_path / "a.opus", note, "libopus", rate=48_000)
    silent = encode(tmp_path / "b.opus", silence(2, rate=48_000), "libopus", rate=48_000)
    path = tmp_path / "WhatsApp Chat with Bob.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("WhatsApp Chat with Bob.txt", CHAT)
        archive.write(spoken, "PTT-20260201-WA0001.opus")
        archive.write(silent, "PTT-20260201-WA0002.opus")
        archive.writestr("PTT-20260201-WA0003.opus", b"OggS" + bytes(2000))
        archive.writestr("IMG-20260201-WA0004.jpg", b"\xff\xd8\xff")
    return Source.of_path(path)


@pytest.mark.models
def test_voice_notes_speak_in_place(
    export: Source,
    tmp_path: Path,
    model_store: ModelStore,
    model_folder: Callable[[str], Path],
) -> None:
    model_folder("whisper-tiny.en")
    chat = read_source(export)
    found = with_voice_notes(chat, export, TINY, model_store, work=tmp_path / "work")
    note = found.turns[1]
    assert (note.kind, note.speaker, note.time) == (Kind.SAID, "Bob", chat.turns[1].time)
    assert "will bring" in note.text
    assert found.turns[0] == chat.turns[0]
    assert found.turns[2:] == chat.turns[2:]
    assert len(found.warnings) == len(chat.warnings) + 2
    assert any("WA0003.opus: sound that cannot be decoded" in text for text in found.warnings)
    assert any("1 voice note(s) hold no speech" in text for text in found.warnings)


def test_without_a_model_voice_notes_stay(export: Source, tmp_path: Path) -> None:
    chat = read_source(export)
    found = with_voice_notes(chat, export, TINY, ModelStore(tmp_path), work=tmp_path / "work")
    assert found.turns == chat.turns
    (warning,) = set(found.warnings) - set(chat.warnings)
    assert warning.startswith("3 voice note(s) were not transcribed: model whisper-tiny.en")
    assert "slmsum models fetch" in warning


def test_a_video_without_sound(tmp_path: Path) -> None:
    path = silent_video(tmp_path / "film.mp4")
    with pytest.raises(EmptyInput, match=r"film\.mp4: a video without sound"):
        listen(path, "film.mp4", TINY, ModelStore(tmp_path), work=tmp_path / "work")
