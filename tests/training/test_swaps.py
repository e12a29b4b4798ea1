"""Who did what: of a true sentence and one with its speakers exchanged, which is preferred."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from slmsum.conversation import Turn
from slmsum.engine.encoder import SentenceEncoder
from slmsum.summarize.ground import Grounder
from slmsum.training.swaps import swapped

DATA = Path(__file__).parents[3] / "shared/data/dev"


@pytest.mark.parametrize(
    "sentence, expected",
    [
        ("Ida calls Otto tonight.", "Otto calls Ida tonight."),
        ("Ida calls Otto, and Otto waits.", "Otto calls Ida, and Ida waits."),
        ("Ida Berg owes Ida ten euros.", "Ida owes Ida Berg ten euros."),
        ("Ida and Otto sing.", None),
        ("Ida, Otto and Rosa sing.", None),
        ("Ida sings.", None),
        ("They sing.", None),
        ("Idalia calls Ottokar.", None),
    ],
)
def test_a_swapped_sentence(sentence: str, expected: str | None) -> None:
    assert swapped(sentence, ["Ida", "Ida Berg", "Otto", "Rosa"]) == expected
    assert swapped(sentence, []) is None


@pytest.mark.models
@pytest.mark.samples
def test_grounding_prefers_the_true_one_of_minimal_pairs(
    encoder_folder: Path, record_property: Callable[[str, object], None]
) -> None:
    embed = SentenceEncoder(encoder_folder, threads=1).embed
    preferred, doubted, true_doubted = [], 0, 0
    for name in ("house_dev", "excerpts_dev"):
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            turns = [Turn(i, speaker, text) for i, (speaker, text) in enumerate(row["turns"])]
            speakers = list(dict.fromkeys(turn.speaker for turn in turns if turn.speaker))
            pairs = [(s, w) for s in row["summary"] if (w := swapped(s, speakers))]
            if not pairs:
                continue
            grounder = Grounder(turns, embed([turn.text for turn in turns]), embed)
            for true, wrong in pairs:
                good, bad = grounder.check([true, wrong])
                preferred.append(good.support > bad.support)
                doubted += not bad.supported
                true_doubted += not good.supported
    record_property("pairs", len(preferred))
    record_property("true one preferred", f"{sum(preferred) / len(preferred):.3f}")
    record_property("swapped one doubted", f"{doubted / len(preferred):.3f}")
    record_property("true one doubted", f"{true_doubted / len(preferred):.3f}")
    assert len(preferred) > 120
    assert sum(preferred) >= 0.85 * len(preferred)
    assert true_doubted <= 0.1 * len(preferred)
