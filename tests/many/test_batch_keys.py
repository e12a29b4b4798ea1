"""What makes a batch do minutes anew, and what does not."""

from dataclasses import replace

from slmsum.export.formats import Format
from slmsum.machine import Machine
from slmsum.many.batch import BatchSettings
from slmsum.power import plan
from slmsum.speech.settings import SpeechSettings
from slmsum.summarize.settings import Length, SummarizeSettings
from slmsum.templates.template import Choice, Template

PLAN = plan("saver", Machine(cores=2))
SETTINGS = SummarizeSettings(PLAN)
TEMPLATE = Template("mine", "Mine", body="{{ title }}", source="here/mine.toml")


def key(settings: SummarizeSettings, format: Format = Format.JSON, content: str = "c") -> str:
    return BatchSettings(settings, format, SpeechSettings(settings.plan)).keys("model")(content)


def test_every_choice_that_shows_in_the_minutes_has_a_key_of_its_own() -> None:
    layouts = [
        Choice(asked=TEMPLATE),
        Choice(asked=replace(TEMPLATE, body="# {{ title }}")),
        Choice(among=(TEMPLATE,)),
        Choice(among=(TEMPLATE, replace(TEMPLATE, name="other"))),
    ]
    chosen = [
        SETTINGS,
        replace(SETTINGS, length=Length.SHORT),
        replace(SETTINGS, plan=plan("full", Machine(cores=2))),
        *(replace(SETTINGS, template=layout) for layout in layouts),
    ]
    keys = [key(settings) for settings in chosen]
    keys += [key(SETTINGS, Format.PDF), key(SETTINGS, content="d")]
    keys.append(BatchSettings(SETTINGS, Format.JSON).keys("another model")("c"))
    assert len(set(keys)) == len(keys)


def test_where_a_template_lies_and_how_patient_the_work_is_change_no_key() -> None:
    at_home = replace(SETTINGS, template=Choice(asked=TEMPLATE))
    away = replace(SETTINGS, template=Choice(asked=replace(TEMPLATE, source="away/mine.toml")))
    assert key(at_home) == key(away)
    assert key(replace(SETTINGS, plan=replace(PLAN, nice=19, why="on battery"))) == key(SETTINGS)
