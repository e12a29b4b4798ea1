"""How many candidates there are, and how answers of models that know no form are read."""

from pathlib import Path

import pytest

from slmsum.engine.generator import Decoding, Generator
from slmsum.progress import Progress
from slmsum.summarize.draft import candidates_for, draft_overview, draft_segments
from slmsum.summarize.segment import Piece, Segment
from slmsum.summarize.settings import Length


def test_long_meetings_get_fewer_candidates() -> None:
    assert [candidates_for(n, 8) for n in (0, 1, 4, 5, 16, 32, 200)] == [8, 8, 8, 6, 2, 1, 1]
    assert candidates_for(3, 1) == 1
    assert candidates_for(3, 0) == 1


SEGMENTS = [
    Segment(tuple(Piece(i, "Ben", text, 12) for text in said))
    for i, said in enumerate(
        [
            ["The crane costs ninety euros.", "I'll call the yard in Kalmar tomorrow."],
            ["The mast light is broken.", "I'll order a new one tonight, for 35 euros."],
            ["The sails must be washed.", "I'll do it on Sunday."],
        ]
    )
]


@pytest.mark.models
@pytest.mark.slow
@pytest.mark.parametrize("tuned", [True, False])
def test_drafts_are_the_same_every_time(summarizer_folder: Path, tuned: bool) -> None:
    steps: list[Progress] = []

    def drafted(slots: int) -> object:
        generator = Generator(summarizer_folder, threads=2, slots=slots, seed=7)
        drafts = draft_segments(
            generator,
            SEGMENTS,
            Length.SHORT,
            3,
            steps.append,
            tuned=tuned,
            holds=lambda number, _draft: number == 1,
        )
        assert [len(found.candidates) for found in drafts] == [3, 1, 3]
        return drafts

    assert drafted(2) == drafted(2)
    assert [step.done for step in steps if step.stage == "drafting"][-1] == len(SEGMENTS)
    assert [step.done for step in steps if step.stage == "drafting once more"][-1] == 2


@pytest.mark.models
@pytest.mark.slow
def test_the_first_candidate_is_the_greedy_one(summarizer_folder: Path) -> None:
    generator = Generator(summarizer_folder, threads=1)
    prompt = generator.chat("Name the capital of France.")
    (alone,) = generator.generate([[prompt]], Decoding(max_tokens=8))
    (several,) = generator.generate([[prompt, prompt]], Decoding(max_tokens=8, candidates=3))
    assert [len(texts) for texts in several] == [3, 3]
    assert {texts[0] for texts in several} == {alone[0][0]}


@pytest.mark.models
@pytest.mark.slow
def test_an_overview_is_drafted(summarizer_folder: Path) -> None:
    generator = Generator(summarizer_folder, threads=1)
    chapters = [("Berth", "The harbour wants 340 euros."), ("Light", "Tobias orders a mast light.")]
    for tuned in (True, False):
        title, lines = draft_overview(generator, chapters, Length.SHORT, tuned=tuned)
        assert title or lines
        assert all(line.strip() == line and line for line in lines)
