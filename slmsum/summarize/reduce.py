"""From the minutes of segments to those of the whole meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from slmsum.minutes import Action, Point, Sentence
from slmsum.summarize.ground import Grounder
from slmsum.summarize.rank import Checked, plain_facts, without_repeats
from slmsum.summarize.settings import Length
from slmsum.summarize.words import content_stems, distinct, unigram_f1

_SENTENCES = {Length.SHORT: 3, Length.MEDIUM: 6, Length.LONG: 10}
_OVERVIEW_WORDS = 420
_MOST_ACTIONS = 20
_SAME = 0.6

Write = Callable[[Sequence[tuple[str, str]]], tuple[str, tuple[str, ...]]]


def overview(
    chapters: Sequence[Checked], grounder: Grounder, length: Length, write: Write
) -> tuple[str, list[Sentence]]:
    """A title and the summary of a whole meeting.

    `write` lets the model write them from the chapters; what it writes is grounded in the turns
    again, and where too little of it stands, the chapters' most central sentences fill up.
    """
    title, written = write(chapter_texts(chapters))
    wanted = _SENTENCES[length]
    kept = [s for s in without_repeats(grounder.check(written)) if s.supported][:wanted]
    missing = min(wanted, len(chapters)) - len(kept)
    if missing > 0:
        kept = without_repeats([*kept, *_central(chapters, kept, missing)])
        kept.sort(key=lambda sentence: sentence.evidence[:1] or (0,))
    return title, kept


def chapter_texts(chapters: Sequence[Checked]) -> list[tuple[str, str]]:
    """Titles and supported sentences of the chapters, cut to what an overview can read.

    Each gets an even share; where there are too many for a sentence each, those whose sentences
    say most of what the others say go first.
    """
    share = _OVERVIEW_WORDS // max(1, len(chapters))
    texts: list[tuple[str, str]] = []
    for chapter in chapters:
        text = ""
        for sentence in plain_facts(chapter.sentences):
            if text and len(f"{text} {sentence.text}".split()) > share:
                break
            text = f"{text} {sentence.text}".strip()
        texts.append((chapter.draft.title, text))
    room = _OVERVIEW_WORDS
    kept: set[int] = set()
    likeness = _likeness([f"{title} {text}" for title, text in texts])
    for i in sorted(range(len(texts)), key=lambda i: likeness[i], reverse=True):
        words = len(f"{texts[i][0]} {texts[i][1]}".split())
        if not kept or words <= room:
            kept.add(i)
            room -= words
    return [texts[i] for i in sorted(kept)]


def _likeness(texts: Sequence[str]) -> list[float]:
    """How much each text has in common with all the others."""
    stems = [content_stems(text) for text in texts]
    return [
        sum(unigram_f1(own, other) for j, other in enumerate(stems) if j != i)
        for i, own in enumerate(stems)
    ]


def _central(chapters: Sequence[Checked], kept: Sequence[Sentence], count: int) -> list[Sentence]:
    """The chapters' best-supported sentences that most resemble the others, one a chapter."""
    leads = [
        max(found, key=lambda s: s.support)
        for c in chapters
        if (found := [s for s in c.sentences if s.supported])
    ]
    likeness = _likeness([s.text for s in leads])
    known = [content_stems(s.text) for s in kept]

    def worth(i: int) -> float:
        stems = content_stems(leads[i].text)
        told = max((unigram_f1(stems, other) for other in known), default=0.0)
        return leads[i].support + likeness[i] / max(1, len(leads) - 1) - told

    best = sorted(range(len(leads)), key=worth, reverse=True)[:count]
    return [leads[i] for i in best]


def merged_actions(found: Sequence[Action]) -> list[Action]:
    """The action items of all segments without those said twice; the one with a date stays."""
    kept: list[Action] = []
    for action in found:
        stems = content_stems(action.task)
        twin = next(
            (
                i
                for i, other in enumerate(kept)
                if other.owner == action.owner
                and unigram_f1(stems, content_stems(other.task)) >= _SAME
            ),
            None,
        )
        if twin is None:
            kept.append(action)
        elif action.due_text and not kept[twin].due_text:
            kept[twin] = action
    return kept[:_MOST_ACTIONS]


def merged_points(found: Sequence[Point]) -> list[Point]:
    """Decisions or questions of all segments without those said twice."""
    return distinct(found, lambda point: point.text, _SAME)
