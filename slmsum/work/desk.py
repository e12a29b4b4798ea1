"""What happens to what comes in: find conversations, read each, write its minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slmsum.engine.messages import Job
from slmsum.library.entry import Entry
from slmsum.pending import Pending
from slmsum.speech.settings import SpeechSettings
from slmsum.summarize.settings import SummarizeSettings
from slmsum.work.dropped import Dropped, FindJob, Found, holds_several
from slmsum.work.jobs import ImportJob, MinutesJob, Place, PutOffJob, QuestionJob
from slmsum.work.queue import State, Step, Task, WorkQueue

if TYPE_CHECKING:
    from slmsum.ask.answer import Answer


@dataclass(frozen=True, slots=True)
class Choices:
    """How the user wants work done, as it stands when a step begins.

    `template` names the one that minutes follow, "" for whichever fits. `minutes_at_once` says
    that minutes are written of all that comes in, `keep_audio` that the library keeps a copy of
    its sound.
    """

    speech: SpeechSettings
    minutes: SummarizeSettings
    template: str = ""
    minutes_at_once: bool = True
    keep_audio: bool = True


class Desk:
    """Takes work in and puts it in the queue.

    `on_change` is told of what is read and summarized, `on_answer` of questions, as `WorkQueue`
    says.
    """

    def __init__(
        self,
        place: Place,
        choices: Callable[[], Choices],
        on_change: Callable[[Task], None],
        on_answer: Callable[[Task], None],
    ) -> None:
        self.place = place
        self._choices = choices
        self._on_change = on_change
        self.queue = WorkQueue(self._changed)
        # A question does not wait for the minutes of a long meeting.
        self.questions = WorkQueue(on_answer)

    def take_paths(self, paths: Iterable[Path]) -> None:
        """Read files, and what is found in folders and zips, and write minutes of each."""
        for path in paths:
            if holds_several(path):
                self.queue.submit(path.name, self._finding(path))
            else:
                self.take(Dropped(path))

    def take(self, dropped: Dropped) -> int:
        """Read one conversation and write its minutes; returns the task's id."""
        return self.queue.submit(dropped.name, *self._steps(dropped))

    def take_up(self, pending: Pending) -> int:
        """Read a recording that waited for mains and write its minutes; returns the task's id."""
        dropped = Dropped(pending.path)
        steps = self._steps(dropped)
        resumed = [_put_off(step, pending, step is steps[-1]) for step in steps]
        return self.queue.submit(dropped.name, *resumed)

    def summarize(self, conversation: int, name: str) -> int:
        """Write the minutes of a conversation that is kept; returns the task's id."""
        step = self._summarizing(conversation)
        return self.queue.submit(name, step, conversation=conversation)

    def ask(self, conversation: int, question: str, history: tuple[Answer, ...] = ()) -> int:
        """Answer a question about a conversation that is kept; returns the task's id there."""

        def step(_answers: tuple[Any, ...]) -> Job[Any]:
            from slmsum.ask.answer import AskSettings

            minutes = self._choices().minutes
            settings = AskSettings(minutes.plan, minutes.model)
            return QuestionJob(conversation, question, self.place, settings, history)

        return self.questions.submit(question, step, conversation=conversation)

    def close(self) -> None:
        """Stop all work; returns when no worker process is left."""
        self.queue.close()
        self.questions.close()

    def _changed(self, task: Task) -> None:
        if task.state is State.DONE and isinstance(task.answers[-1], Found):
            for dropped in task.answers[-1].conversations:
                self.take(dropped)
        self._on_change(task)

    def _steps(self, dropped: Dropped) -> list[Step]:
        steps = [self._importing(dropped)]
        if self._choices().minutes_at_once:
            steps.append(self._summarizing())
        return steps

    def _finding(self, path: Path) -> Step:
        return lambda _answers: FindJob(path, self._choices().speech.plan)

    def _importing(self, dropped: Dropped) -> Step:
        def step(_answers: tuple[Any, ...]) -> Job[Any]:
            choices = self._choices()
            return ImportJob(dropped, self.place, choices.speech, choices.keep_audio)

        return step

    def _summarizing(self, conversation: int | None = None) -> Step:
        def step(answers: tuple[Any, ...]) -> Job[Any]:
            id = conversation if conversation is not None else answers[-1].id
            choices = self._choices()
            return MinutesJob(id, self.place, choices.minutes, choices.template)

        return step


def _put_off(step: Step, pending: Pending, last: bool) -> Step:
    return lambda answers: PutOffJob(pending, step(answers), last)


def conversation_of(task: Task) -> int | None:
    """The library's id of what a task is about, None while that is not known."""
    if task.conversation is not None:
        return task.conversation
    return next((answer.id for answer in task.answers if isinstance(answer, Entry)), None)
