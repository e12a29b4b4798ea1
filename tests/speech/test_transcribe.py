"""Recordings as transcripts, with real models and real or synthetic voices."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from spoken_files import Samples, joined, say, side_by_side, silence

from slmsum.audio.decode import decode
from slmsum.audio.sound import RATE, Sound
from slmsum.errors import BadOption, EmptyInput, ModelMissing
from slmsum.models.store import ModelStore
from slmsum.power import PowerMode, PowerPlan
from slmsum.progress import Progress
from slmsum.speech.choose import Recognisers
from slmsum.speech.settings import SpeechSettings
from slmsum.speech.spoken import Transcript
from slmsum.speech.transcribe import transcribe

SHARED = Path(__file__).parents[3] / "shared" / "audio"
PLAN = PowerPlan(PowerMode.SAVER, "", threads=2, candidates=1, nice=0)
TINY = SpeechSettings(PLAN, model="whisper-tiny.en", language="en")
BASE = SpeechSettings(PLAN, model="whisper-base")

SENTENCES = (
    "The meeting begins at ten o'clock in the morning.",
    "We have to order forty chairs for the garden.",
    "My sister will bring the cake on Saturday.",
    "The train to London leaves at seven.",
    "Please send the report before Friday evening.",
    "The blue house needs a new roof this year.",
)

pytestmark = pytest.mark.models

Hear = Callable[..., Transcript]


@pytest.fixture
def hear(model_store: ModelStore, model_folder: Callable[[str], Path]) -> Hear:
    def run(
        samples: Samples,
        settings: SpeechSettings = TINY,
        work: Path | None = None,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> Transcript:
        model_folder(settings.model or "whisper-base")
        return transcribe(Sound(samples), settings, model_store, progress, name="talk", work=work)

    return run


def words_of(transcript: Transcript, channel: int | None = None) -> str:
    """The words in lower case without punctuation."""
    texts = [u.text for u in transcript.utterances if channel is None or u.channel == channel]
    return "".join(c for c in " ".join(texts).lower() if c.isalnum() or c in " '")


def errors(found: str, wanted: str) -> float:
    import jiwer

    plain = "".join(c for c in wanted.lower() if c.isalnum() or c in " '")
    return float(jiwer.wer(plain, found))


def shared(path: str, folder: Path) -> Samples:
    return decode(SHARED / path, path, folder).sound.samples


@pytest.mark.samples
@pytest.mark.parametrize("settings", [TINY, BASE])
def test_a_famous_sentence(hear: Hear, tmp_path: Path, settings: SpeechSettings) -> None:
    found = hear(shared("jfk.flac", tmp_path), settings)
    wanted = "And so my fellow Americans, ask not what your country can do for you, ask what you"
    assert errors(words_of(found), wanted + " can do for your country") <= 0.05
    assert found.language == "en"
    assert found.seconds == pytest.approx(11, abs=0.1)
    times = [word.start for u in found.utterances for word in u.words]
    assert times == sorted(times)
    assert found.utterances[-1].end <= 11.01


@pytest.mark.samples
def test_two_sides_at_once(hear: Hear, tmp_path: Path) -> None:
    found = hear(shared("stereo_diarization.wav", tmp_path))
    left = "He began a confused complaint against the wizard who had vanished behind the curtain"
    assert errors(words_of(found, 0), left + " on the left") <= 0.1
    assert errors(words_of(found, 1), "The horizon seems extremely distant") <= 0.2


@pytest.mark.samples
def test_a_glossary_teaches_names(hear: Hear, tmp_path: Path) -> None:
    sound = shared("hotwords.mp3", tmp_path)
    assert "comfyui" not in words_of(hear(sound))
    assert "comfyui" in words_of(hear(sound, replace(TINY, terms=("ComfyUI",))))


@pytest.mark.samples
def test_a_recording_in_two_languages(hear: Hear, tmp_path: Path) -> None:
    found = hear(shared("multilingual.mp3", tmp_path), BASE)
    words = words_of(found).split()
    assert {"permission", "granted", "free", "charge"} <= set(words)
    assert {"verkaufen", "und", "diese", "rechte"} <= set(words)


@pytest.mark.samples
def test_saver_hears_english_with_the_small_model(
    tmp_path: Path, model_store: ModelStore, model_folder: Callable[[str], Path]
) -> None:
    for name in ("whisper-tiny.en", "whisper-base"):
        model_folder(name)
    english, mixed = (Sound(shared(name, tmp_path)) for name in ("jfk.flac", "multilingual.mp3"))
    auto = SpeechSettings(PLAN)
    choice = Recognisers(auto, model_store)
    assert choice.for_sound(english).name == "whisper-tiny.en"
    assert choice.for_sound(mixed).name == "whisper-base"
    balanced = replace(auto, plan=replace(PLAN, mode=PowerMode.BALANCED), language="en")
    assert Recognisers(balanced, model_store).for_sound(english).name == "whisper-base"


def test_long_pauses_keep_times_true(hear: Hear) -> None:
    first, second = say(SENTENCES[0]), say(SENTENCES[2])
    found = hear(joined(silence(20), first, silence(40), second, silence(5)))
    starts = [u.start for u in found.utterances]
    later = 60 + first.shape[1] / RATE
    assert starts[0] == pytest.approx(20, abs=0.6)
    assert any(start == pytest.approx(later, abs=0.6) for start in starts)
    assert all(20 - 0.6 < s < 24 or later - 0.6 < s < later + 4 for s in starts)


def test_speech_without_a_pause_is_cut_and_not_lost(hear: Hear) -> None:
    sound = joined(*(say(sentence, speed=130)[:, :-3200] for sentence in SENTENCES * 2))
    assert sound.shape[1] > 31 * RATE
    assert errors(words_of(hear(sound)), " ".join(SENTENCES * 2)) < 0.2


def test_echo_of_the_other_side_counts_once(hear: Hear) -> None:
    """The microphone hears the loudspeaker, weakly and a moment later."""
    others, me = say(SENTENCES[2], "en-us+f3"), say(SENTENCES[3], "en-gb")
    loudspeaker = joined(others, silence(6))
    echo = np.roll((loudspeaker * 0.2).astype(np.int16), 1600, axis=1)
    microphone = joined(silence(others.shape[1] / RATE + 1), me)
    microphone = np.pad(microphone, ((0, 0), (0, loudspeaker.shape[1])))[:, : loudspeaker.shape[1]]
    found = hear(side_by_side(microphone + echo, loudspeaker))
    assert "cake" not in words_of(found, 0)
    assert "cake" in words_of(found, 1)
    assert "london" in words_of(found, 0)


def music(seconds: float) -> Samples:
    """Chords with a beat."""
    times = np.arange(round(seconds * RATE)) / RATE
    chords = [(220, 277, 330), (196, 247, 294), (175, 220, 262), (165, 208, 247)]
    out = np.zeros(len(times))
    for number, chord in enumerate(chords * round(seconds / 4)):
        part = slice(number * RATE, (number + 1) * RATE)
        for tone in chord:
            for harmonic in (1, 2, 3, 4):
                out[part] += np.sin(2 * np.pi * tone * harmonic * times[part]) / harmonic
    beat = np.exp(-8 * (times % 0.5)) * np.random.default_rng(1).normal(0, 1, len(times))
    return ((out / 12 + beat / 6) * 16000).astype(np.int16).reshape(1, -1)


def noise(seconds: float) -> Samples:
    rng = np.random.default_rng(2)
    return rng.normal(0, 800, (1, round(seconds * RATE))).astype(np.int16)


@pytest.mark.parametrize("sound", [music(60), noise(30), silence(30)])
def test_no_words_are_made_up(hear: Hear, sound: Samples) -> None:
    with pytest.raises(EmptyInput, match="talk: no speech found in it"):
        hear(sound)


def test_ten_hours_of_silence(hear: Hear, tmp_path: Path) -> None:
    hours = np.memmap(tmp_path / "silence", np.int16, "w+", shape=(1, 10 * 3600 * RATE))
    with pytest.raises(EmptyInput):
        hear(hours, work=tmp_path / "work")
    assert list((tmp_path / "work").iterdir()) == []


def test_progress_counts_seconds(hear: Hear) -> None:
    seen: list[Progress] = []
    hear(joined(*(joined(say(text), silence(9)) for text in SENTENCES)), progress=seen.append)
    assert seen[0].done == 0
    assert [step.done for step in seen] == sorted(step.done for step in seen)
    assert seen[-1].done == seen[-1].total
    assert {step.stage for step in seen} == {"transcribing"}
    assert all(step.seconds_left is not None for step in seen[1:])


@pytest.fixture(scope="module")
def long_talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A minute and a half of two sides, as 16-bit samples."""
    folder = tmp_path_factory.mktemp("talk")
    side = joined(*(joined(say(text), silence(1)) for text in SENTENCES * 2))
    other = np.roll(side[:, : side.shape[1]], 5 * RATE, axis=1)
    np.save(folder / "talk.npy", side_by_side(side, other))
    return folder / "talk.npy"


CHILD = """
import sys
from pathlib import Path
import numpy as np
sys.path.insert(0, sys.argv[1])
from test_transcribe import TINY
from slmsum.audio.sound import Sound
from slmsum.models.store import default_store
from slmsum.speech.transcribe import transcribe

def show(progress):
    print(progress.done, flush=True)

transcribe(Sound(np.load(sys.argv[2])), TINY, default_store(), show, work=Path(sys.argv[3]))
"""


@pytest.mark.slow
def test_a_killed_run_goes_on(hear: Hear, tmp_path: Path, long_talk: Path) -> None:
    here = Path(__file__).parent
    paths = [str(here.parents[1]), str(here.parent), os.environ.get("PYTHONPATH", "")]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(here), str(long_talk), str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        text=True,
    )
    assert child.stdout is not None
    with child.stdout as stream:
        for _ in range(2):
            reached = float(stream.readline())
        child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    (kept,) = tmp_path.glob("*.jsonl")
    # A line that the kill cut in two counts as not written.
    with kept.open("a") as file:
        file.write('{"channel": 0, "after"')
    seen: list[Progress] = []
    sound = np.load(long_talk)
    again = hear(sound, work=tmp_path, progress=seen.append)
    assert seen[0].done >= reached
    assert again == hear(sound)
    assert list(tmp_path.iterdir()) == []


def test_other_settings_begin_anew(hear: Hear, tmp_path: Path) -> None:
    from slmsum.speech.checkpoint import key_of

    sound = Sound(say(SENTENCES[0]))
    keys = {
        key_of(sound, "a", None),
        key_of(sound, "b", None),
        key_of(Sound(silence(1)), "a", None),
    }
    assert len(keys) == 3


def test_a_language_the_model_does_not_know(hear: Hear) -> None:
    with pytest.raises(BadOption, match="xx"):
        hear(silence(1), replace(BASE, language="xx"))
    with pytest.raises(BadOption, match="'de'"):
        hear(silence(1), replace(TINY, language="de"))


def test_a_missing_model(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    with pytest.raises(ModelMissing, match="whisper-base"):
        transcribe(Sound(silence(1)), SpeechSettings(PLAN), store)
