"""Keep the action items and decisions that the turns bear out; a wrong one is worse than none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from slmsum.conversation import Turn
from slmsum.minutes import Action, Point
from slmsum.summarize.duedates import due_date
from slmsum.summarize.facts import facts
from slmsum.summarize.ground import Grounder
from slmsum.summarize.prompts import Draft, DraftAction
from slmsum.summarize.words import content_stems, distinct, unigram_f1, words

_GROUPS = frozenset("everyone everybody all we both they team group".split())


@dataclass(frozen=True, slots=True)
class ActionSettings:
    """How much of a task its turns must hold, and what share of the candidates must name it.

    `least_margin` is by how much, in log-odds, the owner must be the likeliest doer. On 90
    conversations of `house_dev`, promises included, tasks that three of eight candidates name give
    precision 0.51 at recall 0.27, those of two 0.43 at 0.32.
    """

    least_support: float = 0.34
    least_votes: float = 0.37
    same: float = 0.5
    least_margin: float = 0.5


def verified_actions(
    candidates: Sequence[Draft],
    grounder: Grounder,
    span: tuple[int, int],
    *,
    day: date | None,
    settings: ActionSettings,
) -> list[Action]:
    """The action items that enough candidates name and turns support, in the order of the talk."""
    kept: list[Action] = []
    for wordings in _agreed(candidates, grounder, settings):
        found = (_verified(draft, grounder, span, day, settings) for draft in wordings)
        action = next((action for action in found if action is not None), None)
        if action is not None and not any(_same(action, other, settings.same) for other in kept):
            kept.append(action)
    return sorted(kept, key=lambda action: action.evidence or (0,))


def _agreed(
    candidates: Sequence[Draft], grounder: Grounder, settings: ActionSettings
) -> list[list[DraftAction]]:
    """The wordings of each task that enough candidates name, the likeliest tasks first.

    They carry their owner as the turns name him.
    """
    tasks: list[list[DraftAction]] = []
    voters: list[set[int]] = []
    for number, candidate in enumerate(candidates):
        for drafted in candidate.actions:
            owner = _owner(drafted.owner, grounder)
            if owner is None:
                continue
            draft = replace(drafted, owner=owner)
            place = next((i for i, t in enumerate(tasks) if _alike(t[0], draft, settings.same)), -1)
            if place < 0:
                tasks.append([])
                voters.append(set())
            tasks[place].append(draft)
            voters[place].add(number)
    least = settings.least_votes * len(candidates)
    order = sorted(range(len(tasks)), key=lambda i: -len(voters[i]))
    return [tasks[i] for i in order if len(voters[i]) >= least]


def _alike(one: DraftAction, other: DraftAction, same: float) -> bool:
    return (
        one.owner == other.owner
        and unigram_f1(content_stems(one.task), content_stems(other.task)) >= same
    )


def _same(left: Action, right: Action, same: float) -> bool:
    return unigram_f1(content_stems(left.task), content_stems(right.task)) >= max(same, 0.6)


def _verified(
    draft: DraftAction,
    grounder: Grounder,
    span: tuple[int, int],
    day: date | None,
    settings: ActionSettings,
) -> Action | None:
    owner = draft.owner
    sentence = grounder.check([f"{owner} will {draft.task}"], *span)[0]
    if not sentence.supported or sentence.support < settings.least_support:
        return None
    doers = grounder.doers(sentence.text, sentence.evidence)
    if any(margin < settings.least_margin for _, _, margin in doers):
        return None
    turns = [turn for turn in grounder.turns if turn.index in set(sentence.evidence)]
    if not _takes_part(owner, turns):
        return None
    due, due_turn = _due(draft.due, grounder, turns, span)
    spoken_on = due_turn.time.date() if due_turn is not None and due_turn.time else day
    evidence = {*sentence.evidence, *([due_turn.index] if due_turn is not None else [])}
    return Action(
        owner=owner,
        task=draft.task.rstrip("."),
        due_text=due,
        due_date=due_date(due, spoken_on) if due else None,
        evidence=tuple(sorted(evidence)),
    )


def _owner(name: str, grounder: Grounder) -> str | None:
    """The speaker, group or mentioned person meant, None for someone the turns do not know."""
    wanted = words(name)
    if not wanted:
        return None
    for speaker in grounder.speakers:
        if wanted == words(speaker):
            return speaker
    partial = [s for s in grounder.speakers if set(wanted) <= set(words(s))]
    if len(partial) == 1:
        return partial[0]
    if set(wanted) & _GROUPS:
        return name
    ground = grounder.ground([turn.index for turn in grounder.turns])
    return name if set(wanted) <= ground.words else None


def _takes_part(owner: str, turns: Sequence[Turn]) -> bool:
    """Whether the owner speaks in the evidence, or is spoken of or to there."""
    wanted = set(words(owner))
    if wanted & _GROUPS:
        return True
    said = {word for turn in turns for word in words(f"{turn.speaker or ''} {turn.text}")}
    addressed = {"you", "we", "us", "everyone", "your", "you'll"}
    return bool(wanted & said) or bool(addressed & said)


def _due(
    due: str, grounder: Grounder, turns: Sequence[Turn], span: tuple[int, int]
) -> tuple[str, Turn | None]:
    """The due words if the conversation holds them, with the turn that does, nearest first."""
    stems = content_stems(due)
    stated = list(facts(f"by {due}", frozenset(words(due))))
    if not due or not (stems or stated):
        return "", None
    near = [*turns, *grounder.turns[span[0] : span[1] + 1]]
    for turn in near:
        ground = grounder.ground([turn.index])
        if all(ground.holds(fact) for fact in stated) and (
            len(stems & (ground.stems | content_stems(turn.text))) >= 0.5 * len(stems)
        ):
            return due, turn
    return "", None


def verified_decisions(
    chosen: Draft, grounder: Grounder, span: tuple[int, int], settings: ActionSettings
) -> list[Point]:
    """The decisions of the chosen draft that the turns support."""
    stated = [
        Point(sentence.text, sentence.evidence)
        for sentence in grounder.check(chosen.decisions, *span)
        if sentence.supported and sentence.support >= settings.least_support
    ]
    return distinct(stated, lambda point: point.text, settings.same)
