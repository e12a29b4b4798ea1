"""Choose the template that a conversation calls for; when unsure, none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from slmsum.conversation import Conversation, Turn
from slmsum.templates.phrases import any_occurs, flat, occurs
from slmsum.templates.template import GENERAL, Choice, Template, When

# A longer conversation shows its kind in so many turns.
_MOST_TURNS = 5000


@dataclass(frozen=True, slots=True)
class Signs:
    """What rules look at: words by each speaker (None: nobody is named), questions by each."""

    format: str
    words: Counter[str | None]
    questions: Counter[str | None]
    text: str

    @classmethod
    def of(cls, conversation: Conversation, turns: Sequence[Turn]) -> Signs:
        """The signs of a conversation and the turns said in it."""
        words: Counter[str | None] = Counter()
        questions: Counter[str | None] = Counter()
        for turn in turns[:_MOST_TURNS]:
            words[turn.speaker] += len(turn.text.split())
            questions[turn.speaker] += turn.text.count("?")
        text = flat("\n".join(turn.text for turn in turns[:_MOST_TURNS]))
        return cls(conversation.format, words, questions, text)


def settle(
    conversation: Conversation, turns: Sequence[Turn], choice: Choice | None
) -> tuple[Template | None, tuple[str, ...]]:
    """The template that minutes of a conversation follow, and what to note about it.

    None where they keep their usual form.
    """
    if choice is None:
        return None, ()
    if choice.asked is not None:
        asked = choice.asked
        # One of the user's own may go by that name too, and say more.
        usual = asked.name == GENERAL and not (asked.sections or asked.body)
        return (None if usual else asked), ()
    found = choose(conversation, turns, choice.among)
    if found is None:
        return None, ()
    note = (
        f"Laid out by the template {found.name}, as the conversation looks like it; "
        f"the template {GENERAL} gives the usual form."
    )
    return found, (note,)


def choose(
    conversation: Conversation, turns: Sequence[Turn], templates: Sequence[Template]
) -> Template | None:
    """The first template whose rules all hold, of those the one with most conditions.

    None where no template's do; one without rules is never chosen.
    """
    signs = Signs.of(conversation, turns)
    fitting = [
        (when.conditions, template)
        for template in templates
        for when in template.when
        if holds(when, signs)
    ]
    return max(fitting, key=lambda pair: pair[0], default=(0, None))[1]


def holds(when: When, signs: Signs) -> bool:
    """Whether all rules hold of a conversation."""
    total = sum(signs.words.values())
    asked = sum(signs.questions.values())
    top = max(signs.words.values(), default=0) / max(1, total)
    names = [name for name in signs.words if name]
    return (
        all(any(any_occurs(words, name) for name in names) for words in when.speakers)
        and _within(len(signs.words), when.people)
        and _within(total, when.words)
        and _within(top, when.share)
        and (not when.formats or signs.format in when.formats)
        and (max(signs.questions.values(), default=0) >= when.asks * max(1, asked))
        and (not when.cues or sum(occurs(cue, signs.text) for cue in when.cues) >= when.least)
    )


def _within(value: float, bounds: tuple[float, float] | None) -> bool:
    return bounds is None or bounds[0] <= value <= bounds[1]
