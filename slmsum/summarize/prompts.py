"""The one place that words what the model is asked and reads back what it answers.

Training (`slmsum.training.datasets`) and inference use the same functions, so that the default
adapter sees at run time exactly the prompts it was tuned on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slmsum.summarize.settings import Length

NOT_SAID = "The conversation does not say."

_EARLIER = "[earlier]"
_NOW = "[now]"
_ACTIONS = "Actions"
_DECISIONS = "Decisions"
_SEPARATOR = " | "


_MINUTES = {
    Length.SHORT: "Write brief minutes of the conversation.",
    Length.MEDIUM: "Write minutes of the conversation.",
    Length.LONG: "Write detailed minutes of the conversation.",
}
_OVERVIEW = {
    Length.SHORT: "Write a brief overview of the whole meeting.",
    Length.MEDIUM: "Write an overview of the whole meeting.",
    Length.LONG: "Write a detailed overview of the whole meeting.",
}


@dataclass(frozen=True)
class DraftAction:
    """An action item as the model wrote it."""

    owner: str
    task: str
    due: str = ""


@dataclass(frozen=True)
class Draft:
    """Minutes of one segment as the model wrote them, before anything is checked."""

    title: str
    sentences: tuple[str, ...]
    actions: tuple[DraftAction, ...] = ()
    decisions: tuple[str, ...] = ()


def conversation_text(turns: Iterable[tuple[str | None, str]], earlier: str = "") -> str:
    """The turns as the model reads them, one a line; `earlier` is context that goes before."""
    lines = [f"{speaker}: {text}" if speaker else text for speaker, text in turns]
    body = "\n".join(lines)
    return f"{_EARLIER}\n{earlier}\n{_NOW}\n{body}" if earlier else body


def context_frame() -> tuple[str, str]:
    """What stands before and after the context of a segment; see `conversation_text`."""
    return f"{_EARLIER}\n", f"\n{_NOW}\n"


def ask_minutes(length: Length) -> str:
    """The instruction for title, summary, action items and decisions of a segment."""
    return _MINUTES[length]


def explain_minutes(length: Length) -> str:
    """The instruction for a model that was not tuned on our form: it spells the form out."""
    count = {Length.SHORT: "one or two", Length.MEDIUM: "three", Length.LONG: "five"}[length]
    return (
        f"Summarize the conversation above. On the first line write a title of a few words. Then "
        f"write {count} short, plain sentences with what was said and by whom, one a line. Use "
        f"only what the conversation says."
    )


def ask_overview(length: Length) -> str:
    """The instruction for the summary of a long meeting, given its chapters."""
    return _OVERVIEW[length]


def ask_question(question: str) -> str:
    """The instruction for a short answer, or `NOT_SAID`."""
    return f"Answer from the conversation: {question}"


def ask_about(question: str) -> str:
    """The instruction for an answer of several sentences about a part of a meeting."""
    return f"Answer in detail from the conversation: {question}"


def ask_note(section: str) -> str:
    """The instruction for one section of a clinic visit note, named as in MTS-Dialog."""
    return f"Write the {section} section of the visit note."


def chapters_text(chapters: Iterable[tuple[str, str]]) -> str:
    """Chapter titles and summaries as the model reads them for an overview."""
    return "\n".join(f"{title}: {summary}" for title, summary in chapters)


def user_message(body: str, instruction: str) -> str:
    """The whole message to the model: the conversation, then what to do with it."""
    return f"{body}\n\n{instruction}"


def opening() -> str:
    """What the default model's prompt begins with (ChatML, no system message)."""
    return "<|im_start|>user\n"


def prefix(body: str) -> str:
    """The default model's prompt up to the end of the conversation."""
    return f"{opening()}{body}\n\n"


def suffix(instruction: str) -> str:
    """The default model's prompt after the conversation."""
    return f"{instruction}<|im_end|>\n<|im_start|>assistant\n"


END = "<|im_end|>"


def minutes_text(draft: Draft) -> str:
    """A draft in the form the model is trained to write; `parse_minutes` reads it back."""
    parts = [draft.title, *draft.sentences]
    if draft.actions:
        parts += ["", _ACTIONS]
        for action in draft.actions:
            fields = [action.owner, action.task] + ([action.due] if action.due else [])
            parts.append(_SEPARATOR.join(fields))
    if draft.decisions:
        parts += ["", _DECISIONS, *draft.decisions]
    return "\n".join(parts)


def parse_minutes(text: str) -> Draft:
    """Read what the model wrote; what does not fit the form is left out, never an error."""
    lines = [line.strip() for line in text.strip().split("\n")]
    title, section = "", ""
    sections: dict[str, list[str]] = {"": [], _ACTIONS: [], _DECISIONS: []}
    for line in lines:
        if line in (_ACTIONS, _DECISIONS):
            section = line
        elif line and not title and not section:
            title = line
        elif line:
            sections[section].append(line)
    return Draft(
        title=title,
        sentences=tuple(sections[""]),
        actions=tuple(a for a in map(_parse_action, sections[_ACTIONS]) if a is not None),
        decisions=tuple(sections[_DECISIONS]),
    )


def _parse_action(line: str) -> DraftAction | None:
    fields = [part.strip() for part in line.split(_SEPARATOR.strip())]
    if len(fields) < 2 or not fields[0] or not fields[1]:
        return None
    return DraftAction(fields[0], fields[1], fields[2] if len(fields) > 2 else "")


def joined_pairs(turns: Sequence[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """Join consecutive turns of one speaker, as `slmsum.conversation.joined` does."""
    out: list[tuple[str | None, str]] = []
    for speaker, text in turns:
        flat = " ".join(text.split())
        if not flat:
            continue
        if out and out[-1][0] == speaker:
            out[-1] = (speaker, f"{out[-1][1]} {flat}")
        else:
            out.append((speaker, flat))
    return out
