"""Questions and the answers to them, both quoted."""

from __future__ import annotations

from collections.abc import Sequence

from slmsum.conversation import Turn
from slmsum.minutes import Sentence
from slmsum.summarize.extractive import opening_words
from slmsum.summarize.questions import is_weighty
from slmsum.summarize.words import content_stems, sentences

_LEAST_ANSWER = 4
# An answer may go on after a short turn in between ("Mm-hmm"), over so many turns in all.
_MOST_TURNS = 6
_NOD = 4


def questions_and_answers(turns: Sequence[Turn], most: int) -> list[Sentence]:
    """Pairs of a question and what another answers before the next question, in order.

    Where there are more than `most`, the weightiest are kept: those with the most telling words.
    """
    found: list[tuple[int, Sentence]] = []
    for place, turn in enumerate(turns):
        asked = [sentence for sentence in sentences(turn.text) if is_weighty(sentence)]
        answer = _answer(turns, place) if asked else []
        if not answer:
            continue
        said = opening_words(" ".join(part.text for part in answer))
        who = f"{answer[0].speaker}: " if answer[0].speaker else ""
        evidence = (turn.index, *(part.index for part in answer))
        sentence = Sentence(f"{asked[-1]} – {who}{said}", evidence, support=1.0)
        found.append((len(content_stems(said)), sentence))
    kept = sorted(found, key=lambda pair: -pair[0])[:most]
    return sorted((pair[1] for pair in kept), key=lambda sentence: sentence.evidence)


def _answer(turns: Sequence[Turn], place: int) -> list[Turn]:
    """The turns of the first other speaker after a question, to where anybody else says more."""
    asker = turns[place].speaker
    answer: list[Turn] = []
    for turn in turns[place + 1 : place + 1 + _MOST_TURNS]:
        if not answer and (turn.speaker == asker or turn.text.rstrip().endswith("?")):
            break
        if not answer or turn.speaker == answer[0].speaker:
            answer.append(turn)
        elif len(turn.text.split()) > _NOD or turn.text.rstrip().endswith("?"):
            break
    spoken = sum(len(turn.text.split()) for turn in answer)
    return answer if spoken >= _LEAST_ANSWER else []
