"""Who did what: does the one whom a sentence makes the doer agree with who spoke, and how?

In talk the doer of "I'll call you" is the speaker, of "can you call me?" the one spoken to. A
sentence that says otherwise has its roles swapped, the commonest error of small models.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields

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
    r"[,;:]\s+(?:and |but |so |while |then |because |as |which |who |where |when )?|"
    r"\s+(?:and|but|because|so|while|although|since|after|before|until|if|when|that|where|as|"
    r"which|whom|than)\s+(?=[A-Z])"
)
_PASSIVE = re.compile(r"\b(is|are|was|were|be|been|gets?|got)\s+(\w+ed|told|asked|given|sent)\b")
_YES = frozenset(
    """yes yeah yep yup ya ok okay kk sure fine will deal done alright right gladly absolutely of
    definitely agreed great good perfect""".split()
)
_NO_NAMES = frozenset("the a an mr mrs ms miss dr prof professor speaker person user".split())
# A name so far into a clause still opens it: "The Baker", "then Ida".
_OPENING = 5


@dataclass(frozen=True, slots=True)
class Deed:
    """A clause of a sentence: `doer` is a speaker, `text` what is said that they do.

    `stems` are the telling ones of it, `verb` the first of them or of saying, `saying` whether it
    tells that they say something, `passive` whether it is done to them.
    """

    doer: str
    text: str
    stems: frozenset[str]
    verb: str
    saying: bool = False
    passive: bool = False


@dataclass(frozen=True, slots=True)
class Signs:
    """What turns tell about somebody as the doer of a deed, each the share of it that is told.

    `own` and `others` are what they and others say of something said, `own_i` and `others_i` of
    something done in the first person, `own_you` and `others_you` to somebody (for others: to the
    doer), `named` after the doer's name, `agreed` what another says before the doer says yes.
    `whole` and `near` compare, by words and by meaning, the doer's turns with others', but for
    those that ask somebody to do it.
    """

    own: float = 0.0
    others: float = 0.0
    own_i: float = 0.0
    others_you: float = 0.0
    others_i: float = 0.0
    own_you: float = 0.0
    named: float = 0.0
    agreed: float = 0.0
    whole: float = 0.0
    near: float = 0.0

    @classmethod
    def of(cls, found: Mapping[str, float], *, turned: bool) -> Signs:
        """Signs of what was noted; `turned` where the doer is the one it is done to."""
        sign = -1 if turned else 1
        values = {field.name: sign * found.get(field.name, 0.0) for field in fields(cls)}
        for name in ("whole", "near"):
            values[name] -= sign * found.get(f"{name}_others", 0.0)
        return cls(**values)


@dataclass(frozen=True, slots=True)
class RoleWeights:
    """How much each sign weighs, in log-odds, fitted by `slmsum.training.fit_roles`.

    What is only said (`own`, `others`) tells of a saying, the pronouns of a deed.
    """

    own: float = 2.16
    others: float = -1.18
    own_i: float = 1.81
    others_you: float = 0.88
    others_i: float = -0.19
    own_you: float = 0.96
    named: float = 1.69
    agreed: float = 0.70
    whole: float = 1.04
    near: float = 1.21


@dataclass(frozen=True, slots=True)
class Talk:
    """The turns that tell of a sentence, and how to read them.

    `weight` is how telling a stem is, `addressees` those a turn may speak to.
    """

    turns: Sequence[Turn]
    weight: Callable[[str], float]
    addressees: Callable[[Turn], frozenset[str]]

    @property
    def speakers(self) -> list[str]:
        """Those who speak in the turns."""
        return list(dict.fromkeys(turn.speaker for turn in self.turns if turn.speaker))


def deeds(sentence: str, speakers: Sequence[str]) -> list[Deed]:
    """The clauses of a sentence that begin with one speaker's name."""
    named = frozenset(part for name in speakers for part in content_stems(name))
    found = []
    joint = False
    for clause in _CLAUSE.split(sentence):
        doer, rest = _opening_speaker(clause.strip(), speakers)
        one_of_several, joint = joint, doer is not None and not rest
        if doer is None or one_of_several:
            continue
        if rest[:2] in ("'s", "’s") or rest.startswith((" and ", ",")):
            continue
        stems = content_stems(rest) - named
        if stems:
            told = [stem(word) for word in words(rest)]
            saying = told[0] in _SAYING
            verb = told[0] if saying else next(word for word in told if word in stems)
            passive = not saying and bool(_PASSIVE.search(clause))
            found.append(Deed(doer, rest.strip(), stems, verb, saying, passive))
    return found


def _opening_speaker(clause: str, speakers: Sequence[str]) -> tuple[str | None, str]:
    """The speaker whose name opens a clause, and what follows the name."""
    spellings = [(name, name) for name in speakers]
    spellings += [
        (name.split(" ")[0], name) for name in speakers if _is_told_by_first(name, speakers)
    ]
    for spelling, name in sorted(spellings, key=lambda pair: -len(pair[0])):
        place = clause.find(spelling)
        rest = clause[place + len(spelling) :]
        starts = place == 0 or (0 < place <= _OPENING and not clause[place - 1].isalnum())
        if starts and not rest[:1].isalnum():
            return name, rest
    return None, ""


def _is_told_by_first(name: str, speakers: Sequence[str]) -> bool:
    if name.split(" ", maxsplit=1)[0].lower().rstrip(".") in _NO_NAMES:
        return False
    return sum(other.split(" ")[0] == name.split(" ", maxsplit=1)[0] for other in speakers) == 1


def odds(
    deed: Deed, near: Mapping[int, float], talk: Talk, weights: RoleWeights
) -> dict[str, float]:
    """Log-odds, up to a constant, that each speaker of the turns, or the named one, is the doer.

    `near` is how near in meaning the deed is to the turns, by their index.
    """
    candidates = [deed.doer, *(name for name in talk.speakers if name != deed.doer)]
    return {name: weighed(signs(deed, name, near, talk), weights) for name in candidates}


def weighed(found: Signs, weights: RoleWeights) -> float:
    """The signs of one doer as log-odds."""
    return sum(float(getattr(weights, sign) * value) for sign, value in asdict(found).items())


def signs(deed: Deed, doer: str, near: Mapping[int, float], talk: Talk) -> Signs:
    """What the turns tell about `doer` as the one of the deed."""
    total = math.fsum(map(talk.weight, deed.stems)) or 1.0

    def share(text: str) -> float:
        return math.fsum(map(talk.weight, deed.stems & content_stems(text))) / total

    found: dict[str, float] = {}

    def note(sign: str, value: float) -> None:
        found[sign] = max(found.get(sign, 0.0), value)

    asked = 0.0
    for turn in talk.turns:
        if turn.speaker is None:
            continue
        own, whole = turn.speaker == doer, share(turn.text)
        asks = False
        for said in sentences(turn.text) or [turn.text]:
            before, pronoun, acting = _before(said, deed)
            told = whole if acting else share(said)
            if told <= 0:
                continue
            # "You promised to paint it" tells that the other promised.
            if deed.saying and not (acting and pronoun in _SECOND):
                note("own" if own else "others", told)
            elif pronoun in _FIRST:
                note("own_i" if own else "others_i", told)
            elif pronoun in _SECOND:
                asks = asks or told == whole
                if own or doer in talk.addressees(turn):
                    note("own_you" if own else "others_you", told)
            elif not own and set(words(doer)[:1]) & set(before):
                note("named", told)
        if not asks:
            note("whole" if own else "whole_others", whole)
            note("near" if own else "near_others", near.get(turn.index, 0.0))
        if own and asked and set(words(turn.text)[:1]) & _YES:
            note("agreed", asked)
        asked = 0.0 if own else whole
    return Signs.of(found, turned=deed.passive)


def _before(said: str, deed: Deed) -> tuple[list[str], str, bool]:
    """The words up to the verb, else to the first of the stems; the last person before it; and
    whether the verb is there.
    """
    tokens = words(said)
    stemmed = [stem(token) for token in tokens]
    acting = deed.verb in stemmed
    wanted = {deed.verb} if acting else deed.stems
    first = next((i for i, value in enumerate(stemmed) if value in wanted), len(tokens))
    persons = (token for token in reversed(tokens[:first]) if token in _FIRST or token in _SECOND)
    return tokens[: first + 1], next(persons, ""), acting


def probability(log_odds: float) -> float:
    """The logistic function."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))
