"""Tie sentences to the turns they rest on, and find what the turns do not support."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from slmsum.conversation import Turn
from slmsum.minutes import Sentence
from slmsum.summarize.amounts import foreign_amounts
from slmsum.summarize.binding import Bindings
from slmsum.summarize.facts import Fact, Ground, facts, ground_of
from slmsum.summarize.roles import Deed, RoleWeights, Talk, deeds, odds, probability
from slmsum.summarize.words import content_stems, repeats_itself, sentences, words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

# What a doubt about a fact ends with.
NOT_SAID = "is not said there"
# Doubts about sentences that are of no use: of something else, or caught in a loop.
TOO_LITTLE = "little in the conversation supports it"
REPEATS = "it repeats itself"


@dataclass(frozen=True, slots=True)
class GroundingSettings:
    """Weights tuned on the development sets; those of roles are fitted on the training sets."""

    overlap_weight: float = 0.6
    new_share: float = 0.10
    most_turns: int = 5
    least_support: float = 0.24
    # Log-odds by which another speaker must be the likelier doer for a doubt, and the share of the
    # support that hangs on who did what.
    role_margin: float = 2.0
    role_share: float = 0.2
    roles: RoleWeights = field(default_factory=RoleWeights)
    # By how much another number or day must be nearer to the words around it for a doubt: 2 in a
    # hundred true ones are doubted, and half of those that were exchanged for another.
    number_margin: float = 0.3
    day_margin: float = 0.25


class Grounder:
    """Finds evidence in the said turns of one conversation; `vectors` has a unit row for each."""

    def __init__(
        self,
        turns: Sequence[Turn],
        vectors: Vectors,
        embed: Callable[[Sequence[str]], Vectors],
        settings: GroundingSettings | None = None,
    ) -> None:
        self.turns = turns
        self.settings = settings or GroundingSettings()
        self._places = {turn.index: place for place, turn in enumerate(turns)}
        self._vectors = vectors
        self._embed = embed
        self._known: dict[str, Vectors] = {}
        self._stems = [content_stems(turn.text) | _name_stems(turn) for turn in turns]
        self._grounds = [ground_of(turn.speaker, turn.text) for turn in turns]
        counts = Counter(s for stems in self._stems for s in stems)
        self._rarity = {s: math.log(1 + len(turns) / n) for s, n in counts.items()}
        self._unseen = math.log(1 + len(turns))
        self._bindings = Bindings(turns, self._stems, self._grounds, self.weight)
        self.speakers = list(dict.fromkeys(t.speaker for t in turns if t.speaker))
        self._names = frozenset(w for name in self.speakers for w in words(name)) | _mid_names(
            turns
        )

    def weight(self, stem: str) -> float:
        """How telling a stem is: rare ones are, and those never said most of all.

        Sums of it over sets are exact (fsum), so that they do not hang on the order of a set.
        """
        return self._rarity.get(stem, self._unseen)

    def check(
        self, texts: Sequence[str], first: int = 0, last: int | None = None
    ) -> list[Sentence]:
        """Ground each sentence in the turns at positions `first` to `last` (inclusive)."""
        if not texts:
            return []
        end = len(self.turns) if last is None else last + 1
        return [
            self._check(text, vector, range(first, end))
            for text, vector in zip(texts, self._vectors_of(texts), strict=True)
        ]

    def _vectors_of(self, texts: Sequence[str]) -> list[Vectors]:
        """A unit vector for each text; what was asked for before is not embedded again."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known.update(zip(new, self._embed(new), strict=True))
        return [self._known[text] for text in texts]

    def _check(self, text: str, vector: Vectors, places: range) -> Sentence:
        stems = content_stems(text)
        near = self._vectors[places.start : places.stop] @ vector
        total = math.fsum(map(self.weight, stems)) or 1.0
        overlap = {
            place: math.fsum(self.weight(s) for s in stems & self._stems[place]) / total
            for place in places
        }
        share = self.settings.overlap_weight
        score = {
            place: share * overlap[place] + (1 - share) * max(0.0, float(near[i]))
            for i, place in enumerate(places)
        }
        stated = list(facts(text, self._names))
        chosen, missing = self._choose(stems, total, stated, score)
        covered = frozenset().union(*(self._stems[place] for place in chosen))
        coverage = math.fsum(self.weight(s) for s in stems & covered) / total
        closest = max((float(near[place - places.start]) for place in chosen), default=0.0)
        support = share * coverage + (1 - share) * max(0.0, closest)
        doubts = [f"{fact.wording} {NOT_SAID}" for fact in missing]
        doers = self.doers(text, [self.turns[place].index for place in chosen])
        if not missing:
            doubts += [
                f"it may have been {other}, not {deed.doer}"
                for deed, other, margin in doers
                if margin < -self.settings.role_margin
            ]
            doubts += self._misplaced(text, stated, chosen, places)
            said = [turn.text for turn in self.turns]
            doubts += [f"{amount} {NOT_SAID}" for amount in foreign_amounts(text, said)]
        if repeats_itself(text):
            doubts.append(REPEATS)
        if support < self.settings.least_support:
            doubts.append(TOO_LITTLE)
        return Sentence(
            text=text,
            evidence=tuple(sorted(self.turns[place].index for place in chosen)),
            support=min(1.0, support) * (0.5 if doubts else 1.0) * self._role_factor(doers),
            supported=not doubts,
            doubts=tuple(doubts),
        )

    def _choose(
        self,
        stems: frozenset[str],
        total: float,
        stated: Sequence[Fact],
        score: dict[int, float],
    ) -> tuple[list[int], list[Fact]]:
        """Turns that cover the sentence's words and facts, best first; and facts in none."""
        ranked = sorted(score, key=lambda place: -score[place])
        chosen = ranked[:1]
        open_stems = stems.difference(*(self._stems[place] for place in chosen))
        for place in ranked[1:40]:
            new = math.fsum(self.weight(s) for s in open_stems & self._stems[place]) / total
            if len(chosen) < self.settings.most_turns and new >= self.settings.new_share:
                chosen.append(place)
                open_stems = open_stems - self._stems[place]
        missing = []
        for fact in stated:
            if any(self._grounds[place].holds(fact) for place in chosen):
                continue
            holder = next((p for p in ranked if self._grounds[p].holds(fact)), None)
            if holder is None:
                missing.append(fact)
            else:
                chosen.append(holder)
        return chosen, missing

    def _misplaced(
        self, text: str, stated: Sequence[Fact], chosen: Sequence[int], places: range
    ) -> list[str]:
        """Doubts about numbers and days where others were said with the words around them."""
        near = sorted({p + d for p in chosen for d in (-1, 0, 1) if p + d in places})
        margins = {"number": self.settings.number_margin, "day": self.settings.day_margin}
        doubts = []
        for fact in stated:
            rival = self._bindings.rival(text, fact, stated, places, near)
            if rival is not None and rival.margin > margins[fact.kind]:
                doubts.append(f"it may be {rival.fact.wording}, not {fact.wording}")
        return doubts

    def talk(self, indices: Sequence[int]) -> Talk:
        """The turns with these indices and those beside them, as those which tell who did it."""
        chosen = [self._places[index] for index in indices]
        around = sorted({p + d for p in chosen for d in (-1, 0, 1) if 0 <= p + d < len(self.turns)})
        return Talk([self.turns[place] for place in around], self.weight, self._addressees)

    def nearness(self, text: str, turns: Sequence[Turn]) -> dict[int, float]:
        """How near in meaning a text is to turns, by their index."""
        (vector,) = self._vectors_of([text])
        return {t.index: float(self._vectors[self._places[t.index]] @ vector) for t in turns}

    def doers(self, text: str, evidence: Sequence[int]) -> list[tuple[Deed, str, float]]:
        """For each deed of a sentence the likeliest other doer by the turns with these indices.

        The number is by how much, in log-odds, the named one is likelier.
        """
        talk = self.talk(evidence)
        found = []
        for deed in deeds(text, self.speakers):
            near = self.nearness(deed.text, talk.turns)
            likely = odds(deed, near, talk, self.settings.roles)
            own = likely.pop(deed.doer)
            if likely:
                other = max(likely, key=lambda name: likely[name])
                found.append((deed, other, own - likely[other]))
        return found

    def _role_factor(self, doers: Sequence[tuple[Deed, str, float]]) -> float:
        share = self.settings.role_share
        return 1 - share + share * probability(sum(margin for _, _, margin in doers))

    def _addressees(self, turn: Turn) -> frozenset[str]:
        """Whom a turn may speak to: anyone it names, else who spoke before and after."""
        others = [name for name in self.speakers if name != turn.speaker]
        if len(others) <= 1:
            return frozenset(others)
        said = set(words(turn.text))
        named = [name for name in others if said & set(words(name))]
        if named:
            return frozenset(named)
        place = self._places[turn.index]
        near = self.turns[max(0, place - 2) : place + 3]
        return frozenset(t.speaker for t in near if t.speaker and t.speaker != turn.speaker)

    def ground(self, turns: Sequence[int]) -> Ground:
        """What the turns with these indices offer together."""
        grounds = [self._grounds[self._places[index]] for index in turns]
        return Ground(
            words=frozenset().union(*(g.words for g in grounds)),
            stems=frozenset().union(*(g.stems for g in grounds)),
            numbers=frozenset().union(*(g.numbers for g in grounds)),
        )


def _name_stems(turn: Turn) -> frozenset[str]:
    return content_stems(turn.speaker or "")


def _mid_names(turns: Sequence[Turn]) -> frozenset[str]:
    """Lower-case forms of words that the turns capitalise within a sentence."""
    return frozenset(
        value
        for turn in turns
        for part in sentences(turn.text)
        for f in facts(_without_opening(part))
        if f.kind == "name"
        for value in f.values
    )


def _without_opening(sentence: str) -> str:
    """The sentence behind a small word, as its own first word may owe its capital to its place."""
    return f"and {sentence.lstrip()[:1].lower()}{sentence.lstrip()[1:]}"
