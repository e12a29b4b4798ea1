"""`slmsum transcribe`, and recordings given to the other commands."""

import json
import subprocess
import zipfile
from pathlib import Path

import pytest
from cli_process import COMMAND, Run, environment
from spoken_files import encode, joined, resampled, say, silence, silent_video

TALK = (
    "Good morning. We have to order forty chairs for the garden party. "
    "Mary will call the shop before Friday. The party begins at six in the evening."
)


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("talk")
    sound = resampled(say(TALK)[0], 16_000, 44_100)
    return encode(folder / "talk.m4a", sound, "aac", rate=44_100)


def test_help_names_the_formats(slmsum: Run) -> None:
    done = slmsum("transcribe", "--help")
    assert done.returncode == 0
    assert ".docx" in done.stdout
    assert "--glossary" in done.stdout


@pytest.mark.parametrize(
    "name, words",
    [
        ("film.mp4", "slmsum: film.mp4: a video without sound\n"),
        ("cut.m4a", "slmsum: cut.m4a: sound that cannot be decoded: it is cut off or damaged\n"),
        ("empty.wav", "slmsum: empty.wav: the file is empty\n"),
        ("text.mp3", "slmsum: text.mp3: sound that cannot be decoded: it is cut off or damaged\n"),
        ("none.mp3", "slmsum: none.mp3: cannot be read: no such file\n"),
    ],
)
@pytest.mark.parametrize("command", ["transcribe", "read", "summarize"])
def test_bad_input_is_one_line(
    slmsum: Run, tmp_path: Path, command: str, name: str, words: str
) -> None:
    silent_video(tmp_path / "film.mp4")
    whole = encode(tmp_path / "cut.m4a", say("Hello."), "aac").read_bytes()
    (tmp_path / "cut.m4a").write_bytes(whole[:-300])
    (tmp_path / "empty.wav").touch()
    (tmp_path / "text.mp3").write_text("Ann: this is no sound\nBob: no\n" * 20)
    if name == "text.mp3" and command != "transcribe":
        assert slmsum("read", name).returncode == 0
        return
    done = slmsum(command, name)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith(words)
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize("arguments", [("-o", "a.pdf"), ("--format", "docx"), ("--speakers", "0")])
def test_impossible_options(slmsum: Run, talk: Path, arguments: tuple[str, ...]) -> None:
    done = slmsum("transcribe", talk, *arguments)
    assert done.returncode == 2
    assert done.stdout == ""


def test_a_missing_model_says_how_to_get_it(slmsum: Run, talk: Path, tmp_path: Path) -> None:
    done = slmsum("transcribe", talk, SLMSUM_HOME=str(tmp_path / "home"))
    assert done.returncode == 3
    assert done.stderr == (
        "slmsum: model whisper-base: not on this machine\n  Run: slmsum models fetch\n"
    )


@pytest.mark.models
def test_captions_in_a_file(slmsum: Run, talk: Path, tmp_path: Path) -> None:
    done = slmsum("transcribe", talk, "-o", "talk.vtt", "--model", "whisper-tiny.en")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "talk.vtt").read_text().startswith("WEBVTT\nLanguage: en\n")
    again = slmsum("read", "talk.vtt")
    assert "garden" in again.stdout


@pytest.mark.models
def test_reading_a_recording(slmsum: Run, talk: Path) -> None:
    done = slmsum("read", talk, "--json", "--language", "en")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["format"], found["language"]) == ("recording", "en")
    assert all(turn["start"] < turn["end"] for turn in found["turns"])
    assert "Friday" in done.stdout


@pytest.mark.models
def test_minutes_of_a_cut_recording(slmsum: Run, tmp_path: Path) -> None:
    path = encode(tmp_path / "cut.wav", joined(say(TALK), silence(4)), "pcm_s16le")
    path.write_bytes(path.read_bytes()[: -3 * 16_000 * 2])
    done = slmsum(path, "--power", "saver", "--language", "en", "--format", "json")
    assert done.returncode == 0, done.stderr
    (note,) = done.stderr.splitlines()
    assert note.startswith("slmsum: note: cut.wav: the recording is cut: ")
    minutes = json.loads(done.stdout)
    assert minutes["schema"] == "slmsum.minutes/1"
    assert minutes["summary"]


@pytest.mark.models
def test_standard_input(slmsum: Run, talk: Path, tmp_path: Path) -> None:
    with talk.open("rb") as stream:
        done = subprocess.run(
            [*COMMAND, "transcribe", "-", "--model", "whisper-tiny.en"],
            stdin=stream,
            capture_output=True,
            text=True,
            env=environment(),
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "garden" in done.stdout


@pytest.mark.models
def test_voice_notes_of_a_chat(slmsum: Run, tmp_path: Path) -> None:
    sound = resampled(say("I will bring the cake on Saturday.")[0], 16_000, 48_000)
    note = encode(tmp_path / "note.opus", sound, "libopus", rate=48_000)
    with zipfile.ZipFile(tmp_path / "WhatsApp Chat with Bob.zip", "w") as archive:
        archive.writestr(
            "WhatsApp Chat with Bob.txt",
            "01/02/2026, 10:00 - Ann: Who brings the cake?\n"
            "01/02/2026, 10:01 - Bob: PTT-20260201-WA0001.opus (file attached)\n",
        )
        archive.write(note, "PTT-20260201-WA0001.opus")
    done = slmsum("read", "WhatsApp Chat with Bob.zip")
    assert done.returncode == 0, done.stderr
    (turn,) = (line for line in done.stdout.splitlines() if line.startswith("#2 "))
    assert "Bob: " in turn
    assert "will bring" in turn
