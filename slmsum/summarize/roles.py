"""Who did what: does the one whom a sentence makes the doer agree with who spoke, and how?

In talk the doer of "I'll call you" is the speaker, of "can you call me?" the one spoken to. A
sentence that says otherwise has its roles swapped, the commonest error of small models.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from slmsum.conversation import Turn
from slmsum.summarize.words import content_stems, sentences, stem, words

_SAYING = frozenset(
    stem(word)
    for word in """says said asks tells suggests explains thinks reports mentions notes answers
    offers promises agrees proposes recommends confirms wonders replies reminds warns apologises
    apologizes invites thanks announces describes argues believes states adds points complains
    insists jokes hopes worries doubts prefers""".split()
)
_FIRST = frozenset(
    "i i'm i'll i've i'd my me mine myself we we'll we're we've we'd our us lemme ima".split()
)
_SECOND = frozenset("you you'll you're you've you'd your yours yourself u ur ya".split())
_CLAUSE = re.compile(
    r"[,;:]\s+(?:and |but |so |while |then |because |as |which |who )?|"
    r"\s+(?:and|but|because|so|while|although|since|after|before|until|if|when|that)\s+(?=[A-Z])"
)
_PASSIVE = re.compile(r"\b(is|are|was|were|be|been|gets?|got)\s+(\w+ed|told|asked|given|sent)\b")
_WHO = re.compile(r"who\b.*\?$", re.IGNORECASE | re.DOTALL)
_ENOUGH = 0.3
_COMPARABLE = 0.8


@dataclass(frozen=True, slots=True)
class Deed:
    """A clause of a sentence: `doer` is a speaker, `stems` what is said that they do.

    `verb` is the stem that comes first, `saying` whether it tells that they say something.
    """

    doer: str
    stems: frozenset[str]
    verb: str
    saying: bool


def deeds(sentence: str, speakers: Sequence[str]) -> list[Deed]:
    """The clauses of a sentence that begin with a speaker's name and are not passive."""
    found = []
    named = frozenset(part for name in speakers for part in content_stems(name))
    joint = False
    for clause in _CLAUSE.split(sentence):
        doer, rest = _opening_speaker(clause.strip(), speakers)
        after_name, joint = joint, doer is not None and not rest
        if doer is None or after_name or _PASSIVE.search(clause):
            continue
        if rest[:2] in ("'s", "’s") or rest.startswith((" and ", ",")):
            continue
        told = words(rest)
        stems = content_stems(rest) - named
        if stems:
            saying = stem(told[0]) in _SAYING
            verb = told[0] if saying else next(w for w in told if stem(w) in stems)
            found.append(Deed(doer, stems, stem(verb), saying))
    return found


def _opening_speaker(clause: str, speakers: Sequence[str]) -> tuple[str | None, str]:
    """The speaker whose name a clause begins with, and what follows the name."""
    for name in sorted(speakers, key=len, reverse=True):
        for spelling in (name, name.split(" ")[0]):
            rest = clause[len(spelling) :]
            if clause.startswith(spelling) and not rest[:1].isalnum():
                return name if spelling == name else _unique(spelling, speakers), rest
    return None, ""


def _unique(first: str, speakers: Sequence[str]) -> str | None:
    full = [name for name in speakers if name.split(" ")[0] == first]
    return full[0] if len(full) == 1 else None


def disagreement(
    deed: Deed,
    turns: Sequence[Turn],
    weight: Callable[[str], float],
    addressees: Callable[[Turn], frozenset[str]],
) -> str | None:
    """Who did it instead, None where the turns agree with the deed or do not tell.

    `weight` is how telling a stem is; `addressees` are those a turn may speak to.
    """
    total = sum(weight(s) for s in deed.stems)
    if total <= 0:
        return None
    scored = _sayings(deed, turns, lambda stems: sum(map(weight, deed.stems & stems)) / total)
    if not scored:
        return None
    best = max(share for share, _, _ in scored)
    other: str | None = None
    for share, turn, said in scored:
        if share < best * _COMPARABLE:
            continue
        doers = _doers(deed, turn, said, addressees)
        if not doers or deed.doer in doers:
            return None
        other = other or sorted(doers)[0]
    return other


def _sayings(
    deed: Deed, turns: Sequence[Turn], share: Callable[[frozenset[str]], float]
) -> list[tuple[float, Turn, str]]:
    """What is said of the deed, with the share of it that is told.

    Of a turn that tells much in several sentences, those with the verb count: "The light is
    broken. Can you order a new one?" tells who orders the light.
    """
    found = []
    for turn in turns:
        whole = share(content_stems(turn.text))
        if whole < _ENOUGH:
            continue
        parts = [(share(content_stems(said)), turn, said) for said in sentences(turn.text)]
        acting = [
            (whole, turn, said) for _, _, said in parts if deed.verb in map(stem, words(said))
        ]
        found += acting or [part for part in parts if part[0] >= _ENOUGH]
    return [saying for saying in found if not _WHO.match(saying[2])]


def _doers(
    deed: Deed, turn: Turn, said: str, addressees: Callable[[Turn], frozenset[str]]
) -> frozenset[str]:
    """Those who may be the doer by what is said; empty where it does not tell."""
    if turn.speaker is None:
        return frozenset()
    tokens = [(token, stem(token)) for token in words(said)]
    if deed.saying and deed.verb not in (stemmed for _, stemmed in tokens):
        return frozenset({turn.speaker})
    wanted = {deed.verb} if deed.saying else deed.stems
    first = next((i for i, (_, s) in enumerate(tokens) if s in wanted), len(tokens))
    for token, _ in reversed(tokens[:first]):
        if token in _FIRST:
            return frozenset({turn.speaker})
        if token in _SECOND:
            return addressees(turn)
    return frozenset({turn.speaker}) if deed.saying else frozenset()
