"""Every format takes any minutes, and its own parser reads them back."""

import json
from dataclasses import replace

import example
import hostile
import pytest
from hypothesis import given, settings

from slmsum.conversation import Conversation
from slmsum.export import mail, rich
from slmsum.export.formats import Format, render
from slmsum.minutes import Action, Minutes, Part, Section, Sentence


def written(format: Format, minutes: Minutes, conversation: Conversation) -> bytes:
    content = render(format, minutes, conversation)
    return content if isinstance(content, bytes) else content.encode("utf-8")


@pytest.mark.parametrize("format", Format)
@settings(max_examples=15, deadline=None)
@given(minutes=hostile.any_minutes, conversation=hostile.any_conversations())
def test_every_export_parses(format: Format, minutes: Minutes, conversation: Conversation) -> None:
    hostile.PARSERS[format](written(format, minutes, conversation))


@settings(max_examples=40, deadline=None)
@given(minutes=hostile.any_minutes, conversation=hostile.any_conversations())
def test_json_comes_back_the_same(minutes: Minutes, conversation: Conversation) -> None:
    assert Minutes.from_json(json.loads(written(Format.JSON, minutes, conversation))) == minutes
    as_json = json.loads(json.dumps(conversation.to_json()))
    assert Conversation.from_json(as_json) == conversation


@settings(max_examples=40, deadline=None)
@given(minutes=hostile.any_minutes, conversation=hostile.any_conversations())
def test_clipboard_and_mail_take_anything(minutes: Minutes, conversation: Conversation) -> None:
    copied = rich.copy(minutes, conversation)
    hostile.PARSERS[Format.HTML](copied.html.encode())
    link = mail.draft(minutes, conversation).link
    assert len(link) <= mail.MOST_CHARACTERS
    assert link.isascii()


LAID_OUT = replace(
    example.minutes(),
    sections=(
        Section("Objective", sentences=(Sentence("The hall was seen.", (3,), 0.9),)),
        Section("What comes next", Part.ACTIONS),
        Section("In short", Part.SUMMARY),
    ),
)


@pytest.mark.parametrize("format", [Format.TEXT, Format.MARKDOWN, Format.HTML])
def test_sections_of_a_template_show_in_their_order(format: Format) -> None:
    shown = written(format, LAID_OUT, example.conversation()).decode()
    places = [
        shown.index(words)
        for words in ("Objective", "The hall was seen.", "What comes next", "In short")
    ]
    assert places == sorted(places)
    assert "Decisions" not in shown


def test_turns_that_are_not_there_are_not_cited() -> None:
    minutes = Minutes("x", (Sentence("y", (1, 99, -1), 1.0),), actions=(Action("", "z"),))
    assert "y [#2]\n" in written(Format.TEXT, minutes, example.conversation()).decode()
