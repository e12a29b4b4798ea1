"""Choose among candidates: what the turns support most, what candidates agree on, a fit length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slmsum.minutes import Sentence
from slmsum.summarize.ground import REPEATS, Grounder
from slmsum.summarize.prompts import Draft
from slmsum.summarize.words import content_stems, distinct, unigram_f1

_SAME = 0.72
# A sentence that is put for another must bring more news than one that is merely no repeat.
_NEWS = 0.4


@dataclass(frozen=True, slots=True)
class RankSettings:
    """Weights of support, of consensus among candidates, and of the share of doubtful sentences."""

    support: float = 1.0
    consensus: float = 1.0
    doubt: float = 1.0


@dataclass(frozen=True, slots=True)
class Checked:
    """A candidate with its sentences grounded."""

    draft: Draft
    sentences: tuple[Sentence, ...]


def choose(
    drafts: Sequence[Draft], grounder: Grounder, first: int, last: int, settings: RankSettings
) -> Checked:
    """Ground all candidates of a segment in its turns and return the best one.

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

    order = sorted(range(len(checked)), key=score, reverse=True)
    best, others = checked[order[0]], [checked[number] for number in order[1:]]
    return Checked(best.draft, tuple(_mended(best.sentences, others)))


def _mended(sentences: Sequence[Sentence], others: Sequence[Checked]) -> list[Sentence]:
    """Put a supported sentence of another candidate, best first, for each doubtful one."""
    kept = [sentence for sentence in sentences if sentence.supported]
    doubtful = [sentence for sentence in sentences if not sentence.supported]
    spares = [s for other in others for s in other.sentences if s.supported]
    for spare in spares:
        if not doubtful:
            break
        stems = content_stems(spare.text)
        if all(unigram_f1(stems, content_stems(s.text)) < _NEWS for s in kept):
            kept.append(spare)
            doubtful.pop()
    return sorted([*kept, *doubtful], key=lambda s: s.evidence or (0,))


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
