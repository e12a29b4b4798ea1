"""What tells that a turn answers a question, and what tells that no turn does."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slmsum.ask.drafts import Drafted
from slmsum.ask.question import NUMERIC, Kind, Question
from slmsum.ask.retrieve import Found, Retriever
from slmsum.summarize.words import content_stems

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# Only the best of the found turns are weighed, as many as the labelled conversations have.
MOST_TURNS = 24
_GROUPS: Mapping[str, frozenset[Kind]] = {
    "when": frozenset({Kind.WHEN}),
    "number": NUMERIC,
    "name": frozenset({Kind.WHO, Kind.NAME, Kind.COLOUR}),
    "where": frozenset({Kind.WHERE}),
    "why": frozenset({Kind.WHY}),
}
# Where the odds of "it does not say" are cut off; the model is surer than it is right.
_LEAST_ODDS, _MOST_ODDS = -6.0, 3.0

TURN_SIGNS = (
    "own before after reply around similarity context below_best context_below_best share_of_best "
    "rank fits_when fits_number fits_name fits_where fits_why fits_own fits_similarity "
    "fits_sentence asks named only_named new nothing_new late drafted drafted_best"
).split()
QUESTION_SIGNS = (
    "always unseen turns stems names_speaker when number name where why whether draft_none "
    "draft_empty draft_support draft_holds"
).split()


@dataclass(frozen=True)
class Signs:
    """Signs of each place in `places`, a row each, and of the question as a whole."""

    places: tuple[int, ...]
    turns: npt.NDArray[np.float64]
    question: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the model drafted, and for its best draft how well the turns support it, 0 to 1."""

    drafted: Drafted
    best: str = ""
    support: float = 0.0
    holds: bool = False


def signs(question: Question, found: Found, retriever: Retriever, checked: Checked | None) -> Signs:
    """All signs about a question; `checked` is None where no model may write."""
    import numpy as np

    places = tuple(sorted(place for place, _ in found.ranked[:MOST_TURNS]))
    draft = content_stems(checked.best) - question.stems if checked is not None else frozenset()
    reader = _Reader(question, found, retriever, draft)
    rows = [reader.turn(place) for place in places]
    best = max((row["drafted"] for row in rows), default=0.0)
    for row in rows:
        row["drafted_best"] = row["drafted"] / best if best else 0.0
    whole = reader.whole(places, checked)
    return Signs(
        places,
        np.array([[row[name] for name in TURN_SIGNS] for row in rows], dtype=np.float64),
        np.array([whole[name] for name in QUESTION_SIGNS], dtype=np.float64),
    )


class _Reader:
    """Reads the signs of one question."""

    def __init__(
        self, question: Question, found: Found, retriever: Retriever, draft: frozenset[str]
    ) -> None:
        self.question = question
        self.found = found
        self.retriever = retriever
        self.passages = retriever.passages
        self.draft = draft
        self.rank = {place: rank for rank, (place, _) in enumerate(found.ranked)}
        self.most_similar = max(found.similarity.values())
        self.most_in_context = max(found.context.values())
        self.most_own = max(found.own.values()) or 1.0
        self.group = next((n for n, kinds in _GROUPS.items() if question.kind in kinds), "")

    def turn(self, place: int) -> dict[str, float]:
        question, found, turns = self.question, self.found, self.passages.turns
        turn = turns[place]
        own, similarity = found.own[place], found.similarity[place]
        before = found.own.get(place - 1, 0.0)
        asked_before = place > 0 and _asks(turns[place - 1].text)
        near = self.passages.stems[max(0, place - 2) : place + 2]
        new = len(content_stems(turn.text) - question.stems)
        fits = float(bool(self.group) and question.fits(turn.text))
        sentence = self.passages.sentences[found.best_sentence[place]].text
        named = float(turn.speaker in question.named)
        row = {
            "own": own,
            "before": before,
            "after": found.own.get(place + 1, 0.0),
            "reply": before * asked_before,
            "around": self.retriever.covered(question.stems, frozenset().union(*near)),
            "similarity": similarity,
            "context": found.context[place],
            "below_best": similarity - self.most_similar,
            "context_below_best": found.context[place] - self.most_in_context,
            "share_of_best": own / self.most_own,
            "rank": 1 / (5 + self.rank[place]),
            "fits_own": fits * own,
            "fits_similarity": fits * max(0.0, similarity),
            "fits_sentence": float(bool(self.group) and question.fits(sentence)),
            "asks": float(_asks(turn.text)),
            "named": named,
            "only_named": named * (len(question.named) == 1),
            "new": math.log1p(new),
            "nothing_new": float(new == 0),
            "late": place / len(turns),
            "drafted": self.retriever.covered(self.draft, self.passages.stems[place]),
        }
        return row | {f"fits_{name}": fits * (name == self.group) for name in _GROUPS}

    def whole(self, places: Sequence[int], checked: Checked | None) -> dict[str, float]:
        question = self.question
        said = frozenset().union(*self.passages.stems)
        row = {
            "always": 1.0,
            "unseen": 1 - self.retriever.covered(question.stems, said),
            "turns": math.log(len(places)),
            "stems": float(len(question.stems)),
            "names_speaker": float(bool(question.named)),
            "whether": float(question.kind is Kind.WHETHER),
            "draft_none": 0.0,
            "draft_empty": 0.0,
            "draft_support": 0.0,
            "draft_holds": 0.0,
        } | {name: float(name == self.group) for name in _GROUPS}
        if checked is not None:
            row["draft_none"] = _odds(checked.drafted.none)
            row["draft_empty"] = float(not checked.drafted.candidates)
            row["draft_support"] = checked.support
            row["draft_holds"] = float(checked.holds)
        return row


def _asks(text: str) -> bool:
    return text.rstrip().endswith("?")


def _odds(log_probability: float) -> float:
    """Log-odds, cut off."""
    share = min(max(math.exp(log_probability), 1e-9), 1 - 1e-9)
    return min(max(math.log(share / (1 - share)), _LEAST_ODDS), _MOST_ODDS)
