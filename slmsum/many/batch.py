"""Minutes of many conversations, in files that mirror where the conversations lie."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from slmsum.errors import ModelError, SlmsumError, UnknownFormat
from slmsum.export.formats import Format
from slmsum.jobs import ReadRequest, SummarizeJob
from slmsum.many.jobs import Made, MakeJob, ModelIdentityJob
from slmsum.many.journal import Journal
from slmsum.many.units import Unit, is_foreign
from slmsum.many.workers import Outcome, Task, Workers, one_thread
from slmsum.power import PowerPlan
from slmsum.speech.settings import SpeechSettings
from slmsum.summarize.settings import SummarizeSettings


class State(StrEnum):
    """How it ended for one conversation."""

    MADE = "made"
    THERE = "already there"
    PASSED_OVER = "passed over"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Ended:
    """One conversation is through; `output` is the file of its minutes, `error` why there is none.

    A file is passed over that only lay in a searched folder and is no text or sound: a photo, say.
    """

    unit: Unit
    state: State
    output: Path | None = None
    made: Made | None = None
    error: SlmsumError | None = None


@dataclass
class Report:
    """What a batch came to: how many ended in each state, in what time and with what energy."""

    counts: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    failed: list[Ended] = field(default_factory=list)
    joules: float = 0.0
    joules_source: str = ""

    def add(self, ended: Ended) -> None:
        """Count one more."""
        self.counts[ended.state] += 1
        if ended.state is State.FAILED:
            self.failed.append(ended)
        if ended.made is not None:
            self.joules += ended.made.joules
            self.joules_source = ended.made.joules_source


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """How the minutes of a batch are made; each worker has one thread of the plan."""

    settings: SummarizeSettings
    format: Format = Format.MARKDOWN
    speech: SpeechSettings | None = None

    @property
    def plan(self) -> PowerPlan:
        """The plan from which the workers' own follows."""
        return self.settings.plan

    def job(self, unit: Unit) -> MakeJob:
        """What a worker does for one conversation."""
        settings, speech = self._single(), self.speech
        if speech is not None:
            speech = replace(speech, plan=settings.plan)
        return MakeJob(SummarizeJob(ReadRequest(unit.path), settings, speech), self.format)

    def keys(self, model: str) -> Callable[[str], str]:
        """Gives the key of a conversation by its fingerprint.

        It stands for content, settings and model: what has the same key need not be made again.
        """
        chosen = asdict(self._single())
        # How the mode was chosen, how patient the work is and where templates lie change nothing
        # in the minutes.
        del chosen["plan"]["why"], chosen["plan"]["nice"]
        if (layout := chosen["template"]) is not None:
            for template in (layout["asked"], *layout["among"]):
                if template is not None:
                    del template["source"]
        speech = asdict(self.speech) | {"plan": None} if self.speech is not None else None
        words = json.dumps([model, self.format, chosen, speech], default=str)
        whole = hashlib.sha256(words.encode(errors="surrogatepass"))

        def key(fingerprint: str) -> str:
            own = whole.copy()
            own.update(fingerprint.encode())
            return own.hexdigest()

        return key

    def _single(self) -> SummarizeSettings:
        return replace(self.settings, plan=one_thread(self.settings.plan))


def run_batch(
    units: Sequence[Unit],
    settings: BatchSettings,
    workers: Workers,
    journal: Journal,
    on_ended: Callable[[Ended], None] = lambda _ended: None,
) -> Report:
    """Make what is not there yet; what is wrong with one conversation stops no other.

    `on_ended` is called in this thread. Raises ModelError where no minutes can be made at all, and
    what stops the workers as a whole.
    """
    report = Report()

    def end(ended: Ended) -> None:
        report.add(ended)
        on_ended(ended)

    key = settings.keys(workers.ask(ModelIdentityJob(settings.settings.model, settings.plan)))
    keys: dict[str, str] = {}

    def tasks() -> Iterator[Task | None]:
        for unit in units:
            try:
                keys[unit.name] = key(unit.fingerprint())
                if not journal.is_done(unit.name, keys[unit.name]):
                    yield Task(unit, settings.job(unit))
                    continue
                end(Ended(unit, State.THERE))
            except SlmsumError as error:
                end(Ended(unit, State.FAILED, error=error))
            yield None

    for outcome in workers.outcomes(tasks()):
        end(_ended(outcome, settings, journal, keys.pop(outcome.task.unit.name)))
    return report


def _ended(outcome: Outcome, settings: BatchSettings, journal: Journal, key: str) -> Ended:
    unit = outcome.task.unit
    if isinstance(outcome.error, ModelError):
        raise outcome.error
    if isinstance(outcome.error, UnknownFormat) and not unit.named and is_foreign(unit.path):
        return Ended(unit, State.PASSED_OVER)
    if outcome.error is not None:
        return Ended(unit, State.FAILED, error=outcome.error)
    try:
        output = journal.write(unit.name, key, settings.format.suffix, outcome.value.content)
    except SlmsumError as error:
        return Ended(unit, State.FAILED, made=outcome.value, error=error)
    return Ended(unit, State.MADE, output, outcome.value)
