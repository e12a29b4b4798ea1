"""Choose among candidates: what the turns support most, and what candidates agree on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from slmsum.minutes import Sentence
from slmsum.summarize.compose import ComposeSettings, compose
from slmsum.summarize.ground import REPEATS, Grounder
from slmsum.summarize.prompts import Draft
from slmsum.summarize.words import content_stems, distinct, unigram_f1

_SAME = 0.72


@dataclass(frozen=True, slots=True)
class RankSettings:
    """Weights of support, of consensus among candidates, and of the share of doubtful sentences.

    `compose` says how sentences of several candidates are put together.
    """

    support: float = 1.0
    consensus: float = 1.0
    doubt: float = 1.0
    compose: ComposeSettings = field(default_factory=ComposeSettings)


@dataclass(frozen=True, slots=True)
class Checked:
    """A candidate with its sentences grounded.

    `dropped` counts its doubtful sentences where `sentences` are composed of several candidates.
    """

    draft: Draft
    sentences: tuple[Sentence, ...]
    dropped: int = 0


def choose(
    drafts: Sequence[Draft], grounder: Grounder, first: int, last: int, settings: RankSettings
) -> Checked:
    """The best candidate of a segment, with the sentences of all that its turns bear out.

    Consensus is the mean word overlap with the other candidates, which is minimum Bayes risk
    decoding with that overlap as the gain (Kumar and Byrne 2004).
    """
    checked = [
        Checked(draft, tuple(without_repeats(grounder.check(draft.sentences, first, last))))
        for draft in drafts
    ]
    if len(checked) == 1:
        return checked[0]
    stems = [content_stems(" ".join(s.text for s in c.sentences)) for c in checked]

    def score(number: int) -> float:
        sentences = checked[number].sentences
        if not sentences:
            return -1.0
        support = sum(s.support for s in sentences) / len(sentences)
        doubtful = sum(not s.supported for s in sentences) / len(sentences)
        others = [unigram_f1(stems[number], other) for i, other in enumerate(stems) if i != number]
        consensus = sum(others) / len(others)
        return (
            settings.support * support + settings.consensus * consensus - settings.doubt * doubtful
        )

    best = checked[max(range(len(checked)), key=score)]
    composed = compose([candidate.sentences for candidate in checked], settings.compose)
    if not composed:
        return best
    dropped = sum(not sentence.supported for sentence in best.sentences)
    return Checked(best.draft, tuple(composed), dropped)


def without_repeats(sentences: Sequence[Sentence]) -> list[Sentence]:
    """Drop a sentence that says what an earlier one said already."""
    return distinct(sentences, lambda sentence: sentence.text, _SAME)


def plain_facts(sentences: Sequence[Sentence]) -> list[Sentence]:
    """What to show: doubtful sentences are cut while others carry the summary, else flagged."""
    supported = [s for s in sentences if s.supported]
    if supported and len(supported) * 2 >= len(sentences):
        return supported
    kept = [s for s in sentences if s.supported or REPEATS not in s.doubts]
    return kept or list(sentences[:1])
