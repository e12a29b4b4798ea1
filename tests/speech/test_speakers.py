"""Words of a transcript get the names of those who said them."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from mixtures import Mixture, mixture, voices

from slmsum.models.store import ModelStore
from slmsum.speech.diarize import DiarizeSettings, diarize
from slmsum.speech.speakers import name_others, name_speakers
from slmsum.speech.spoken import Transcript, Utterance, Word
from slmsum.speech.voices import VoiceBook


def heard(talk: Mixture, channel: int | None = None) -> Transcript:
    """A transcript that says who truly speaks: a word every 0.4 s, called like its speaker."""
    utterances = []
    for span in talk.truth:
        count = max(1, round((span.end - span.start) / 0.4))
        step = (span.end - span.start) / count
        times = [span.start + n * step for n in range(count)]
        words = tuple(Word(f" {span.speaker}", at, at + step) for at in times)
        utterances.append(Utterance(words, channel))
    return Transcript(tuple(utterances), "en", talk.sound.seconds, "truth")


@pytest.fixture(scope="module")
def talk() -> Mixture:
    return mixture([voices()[1], voices()[4]], 60, seed=21, overlaps=0.1)


@pytest.fixture
def store(tmp_path: Path, model_folder: Callable[[str], Path]) -> ModelStore:
    """A store of its own, so that voices remembered in a test are not the user's."""
    (tmp_path / "models").mkdir()
    target = tmp_path / "models/ge2e-voices"
    target.symlink_to(model_folder("ge2e-voices").parent, target_is_directory=True)
    return ModelStore(tmp_path)


@pytest.mark.models
@pytest.mark.samples
def test_most_words_get_their_speaker(talk: Mixture, store: ModelStore) -> None:
    named = name_speakers(talk.sound, heard(talk), store)
    pairs = Counter((u.speaker, w.text) for u in named.utterances for w in u.words)
    assert {speaker for speaker, _ in pairs} == {"Speaker 1", "Speaker 2"}
    best = max(
        pairs["Speaker 1", f" {one}"] + pairs["Speaker 2", f" {other}"]
        for one, other in ((voices()[1], voices()[4]), (voices()[4], voices()[1]))
    )
    assert best / pairs.total() > 0.9
    assert named.utterances[0].speaker == "Speaker 1"


@pytest.mark.models
@pytest.mark.samples
def test_a_remembered_voice_is_named(
    talk: Mixture, store: ModelStore, model_folder: Callable[[str], Path]
) -> None:
    alone = mixture([voices()[4]], 30, seed=5)
    found = diarize(alone.sound, DiarizeSettings(model_folder("ge2e-voices"), 1))
    VoiceBook(store.root).remember("Anna", found.voices[0])
    named = name_speakers(talk.sound, heard(talk), store)
    spoken = Counter(w.text for u in named.utterances if u.speaker == "Anna" for w in u.words)
    assert spoken.most_common(1)[0][0] == f" {voices()[4]}"
    assert {u.speaker for u in named.utterances} == {"Anna", "Speaker 1"}


@pytest.mark.models
@pytest.mark.samples
def test_several_people_on_the_other_side(talk: Mixture, store: ModelStore) -> None:
    theirs = heard(talk, channel=0)
    named = name_others(talk.sound, theirs, store, channel=0, called="Others")
    assert {u.speaker for u in named.utterances} == {"Others 1", "Others 2"}
    one = name_others(talk.sound, theirs, store, channel=0, called="Others", speakers=1)
    assert one is theirs


@pytest.mark.samples
def test_without_the_encoder_there_is_a_warning(talk: Mixture, tmp_path: Path) -> None:
    plain = heard(talk)
    named = name_speakers(talk.sound, plain, ModelStore(tmp_path))
    assert named.utterances == plain.utterances
    assert "speakers are not told apart" in named.warnings[0]
    assert "slmsum models fetch" in named.warnings[0]
