"""Fill the sections of a template from the conversation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from slmsum.conversation import Turn
from slmsum.minutes import Minutes, Part, Section, Sentence
from slmsum.templates.pairs import questions_and_answers
from slmsum.templates.quotes import quotes_about, quotes_with, terms
from slmsum.templates.speakers import said_by_speaker
from slmsum.templates.template import Fill, SectionPlan, Template

if TYPE_CHECKING:
    from slmsum.ask.answer import Answer
    from slmsum.summarize.ground import Grounder
    from slmsum.templates.writing import SectionWriter, Written

# Words that tell of a subject may be missed, so not even this claims that nobody spoke of it.
NOT_TALKED_OF = "Nothing was found on this."
NOTHING_HOLDS = "Nothing was found on this that the conversation bears out."


def filled(
    minutes: Minutes,
    template: Template,
    turns: Sequence[Turn],
    grounder: Grounder,
    *,
    writer: SectionWriter | None,
    answer: Callable[[str], Answer],
) -> Minutes:
    """The minutes laid out as the template says; `writer` is None where no model can write.

    `answer` answers questions about the conversation. Sentences that the model wrote and that do
    not hold are left out and counted.
    """
    sections: list[Section] = []
    left_out = 0
    for plan in template.sections:
        if plan.fill is None:
            sections.append(Section(plan.heading, plan.part))
            continue
        written = fill_section(plan, turns, grounder, writer, answer)
        left_out += written.left_out
        found = written.sentences or _nothing(plan, written)
        if found:
            sections.append(Section(plan.heading, Part.OWN, found))
    made_by = replace(minutes.made_by, left_out=minutes.made_by.left_out + left_out)
    # A title is not checked as strictly as a note, beside which it would stand as a finding.
    noted = any(plan.fill is Fill.NOTE for plan in template.sections)
    return replace(
        minutes,
        title=template.title if noted else minutes.title,
        template=template.name,
        sections=tuple(sections),
        made_by=made_by,
    )


def fill_section(
    plan: SectionPlan,
    turns: Sequence[Turn],
    grounder: Grounder,
    writer: SectionWriter | None,
    answer: Callable[[str], Answer],
) -> Written:
    """The sentences of a section that is not a part of the minutes."""
    from slmsum.templates.writing import Written

    found: list[Sentence] = []
    match plan.fill:
        case Fill.BY_SPEAKER:
            assert plan.cue is not None
            found = said_by_speaker(turns, plan.cue, plan.most)
        case Fill.QUESTIONS_AND_ANSWERS:
            found = questions_and_answers(turns, plan.most)
        case Fill.QUOTES if plan.words:
            found = quotes_with(turns, plan)
        case Fill.QUOTES:
            found = quotes_about(turns, grounder, plan.about, plan.most)
        case Fill.TERMS:
            found = terms(turns, plan.most)
        case Fill.NOTE:
            return writer.note(plan) if writer is not None else Written()
        case Fill.ASK:
            said = answer(plan.question)
            if said.said:
                found = [Sentence(said.text, said.citations, said.likely)]
        case None:
            pass
    return Written(tuple(found), talked_of=bool(found))


def _nothing(plan: SectionPlan, written: Written) -> tuple[Sentence, ...]:
    if not plan.always:
        return ()
    return (Sentence(NOTHING_HOLDS if written.talked_of else NOT_TALKED_OF, support=1.0),)
