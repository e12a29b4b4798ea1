"""What was said on a topic, and how terms were explained, quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from slmsum.conversation import Turn
from slmsum.minutes import Sentence
from slmsum.summarize.extractive import quote
from slmsum.summarize.ground import Grounder
from slmsum.summarize.words import content_stems, distinct, is_function_word, sentences, words
from slmsum.templates.phrases import any_occurs
from slmsum.templates.template import SectionPlan

# Cosine to the topic from which a turn is taken to be on it, where it holds none of its words.
_NEAR = 0.45
_NEAR_WITH_WORD = 0.2
_LEAST_CHARS = 20
_LEAST_STEMS = 2
_MOST_TERM_WORDS = 5
_MOST_CHARS = 280
_SAME = 0.8
_ARTICLES = "a|an|the|when|what|how|where|any|one of|just a|simply a|basically a|really a|called"
_EXPLAINED = re.compile(
    r"^(?:(?:so|now|okay|ok|and|well|basically|remember|right)[, ]+)*(?:an? |the )?"
    r"(?P<term>\w[\w'’/ -]{1,50}?),? "
    rf"(?:is|are|means|is called|are called|refers to|stands for|is defined as) (?:{_ARTICLES})\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:we call|which we call|is called|are called|known as|this is called|that's called|"
    r"is defined as|the definition of)\b",
    re.IGNORECASE,
)
_NO_TERM = frozenset(
    """it this that there here he she they we you i what who which these those one thing point idea
    question problem answer reason name way kind part goal today time people everything nothing
    something someone first second last next other only main important other""".split()
)


def quotes_about(
    turns: Sequence[Turn], grounder: Grounder, about: str, most: int
) -> list[Sentence]:
    """The turns nearest in meaning to a topic given in words, in order; none where none is near."""
    topic = content_stems(about)
    near = grounder.nearness(about, turns)

    def worth(turn: Turn) -> float:
        shared = len(topic & content_stems(turn.text)) / max(1, len(topic))
        least = _NEAR_WITH_WORD if shared else _NEAR
        fits = near[turn.index] >= least and len(turn.text) >= _LEAST_CHARS
        return near[turn.index] + shared if fits else 0.0

    ranked = sorted((turn for turn in turns if worth(turn)), key=lambda turn: -worth(turn))
    chosen = distinct(ranked[: 4 * most], lambda turn: turn.text, _SAME)[:most]
    return [quote(turn) for turn in sorted(chosen, key=lambda turn: turn.index)]


def quotes_with(turns: Sequence[Turn], plan: SectionPlan) -> list[Sentence]:
    """Statements that hold one of the plan's words, each with what follows it in its turn.

    They are in order; the longest are kept where there are more than the plan's `most`.
    """
    found: list[Sentence] = []
    for turn in turns:
        if not plan.admits(turn.speaker):
            continue
        said = sentences(" ".join(turn.text.split()))
        holding = (i for i, s in enumerate(said) if s[-1] != "?" and any_occurs(plan.words, s))
        first = next(holding, None)
        if first is not None and len(content_stems(said[first])) >= _LEAST_STEMS:
            found.append(quote(replace(turn, text=" ".join(said[first:]))))
    kept = sorted(found, key=lambda sentence: -len(sentence.text))[: plan.most]
    return sorted(kept, key=lambda sentence: sentence.evidence)


def terms(turns: Sequence[Turn], most: int) -> list[Sentence]:
    """The first explanation of each term, quoted; the terms named most often where there are more.

    An explanation is a sentence like "X is a ..." or "we call this X".
    """
    found: dict[str, tuple[Turn, str]] = {}
    for turn in turns:
        for sentence in sentences(" ".join(turn.text.split())):
            term = _term(sentence)
            if term and term not in found:
                found[term] = (turn, sentence)
    text = " ".join(turn.text for turn in turns).lower()
    ranked = sorted(found, key=lambda term: -text.count(term))[:most]
    kept = sorted((found[term] for term in ranked), key=lambda pair: pair[0].index)
    return [Sentence(sentence, (turn.index,), support=1.0) for turn, sentence in kept]


def _term(sentence: str) -> str:
    """What a sentence explains, in small letters, "" where it explains nothing."""
    if sentence.endswith("?") or not _LEAST_CHARS <= len(sentence) <= _MOST_CHARS:
        return ""
    match = _EXPLAINED.match(sentence)
    if match is not None:
        term = words(match["term"])
        plain = len(term) <= _MOST_TERM_WORDS and not any(is_function_word(w) for w in term)
        return " ".join(term) if plain and not _NO_TERM & set(term) else ""
    called = _CALLED.search(sentence)
    return " ".join(words(sentence[called.end() :])[:3]) if called is not None else ""
