import io
import json
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_samples import DATA, kinds, read, read_json, rows, times, zip_of

from slmsum.errors import MalformedInput
from slmsum.readers.slack import READER
from slmsum.readers.slack_markup import plain
from slmsum.readers.source import Source

GENERAL = [
    ("system", "Mara Lind", "@Mara Lind has joined the channel"),
    ("said", "Mara Lind", "Shall we move the launch to 15 January? @Oskar & @here"),
    ("said", "Oskar", "Yes, if x < 3 tickets are open. See #design and #general"),
    ("said", "Mara Lind", "Done, thanks."),
    ("said", "Oskar", "Unrelated: lunch at the canteen?"),
    ("said", "Build Bot", "Build 12 failed\non https://example.org/12"),
    ("said", "Deploy Hook", "deployed"),
    ("said", "Guest Gil", "Hello from outside"),
    ("media", "Oskar", "Plan"),
    ("said", "Oskar", "The plan again"),
    ("media", "Mara Lind", "@Mara Lind uploaded a file: Sketch"),
    ("said", "Mara Lind", "Is blue fine?"),
    ("said", "Oskar", "Blue it is"),
]


def test_folder() -> None:
    export = read(READER, "slack")
    assert export.format == "slack"
    assert rows(export) == [
        ("said", "Oskar", "First sketch tomorrow"),
        *GENERAL,
        ("said", "Mara Lind", "Just between us: well done"),
    ]
    assert export.warnings == (
        "2 messages left out: not understood",
        "3 channels in one export, read one after another: #design, #general, Mara Lind, Oskar",
    )
    assert times(export)[0] == "2024-01-07T09:33:20.000100+00:00"


@pytest.mark.parametrize("prefix", ["", "My Workspace Slack export/"])
def test_zip_says_the_same_as_the_folder(prefix: str) -> None:
    source = zip_of(DATA / "slack", prefix)
    assert READER.sniff(source) == 1.0
    assert rows(READER.read(source)) == rows(read(READER, "slack"))


def test_a_single_day_file() -> None:
    day = read(READER, "slack/general/2024-01-08.json")
    assert kinds(day) == {"system": 1, "said": 6}
    assert day.turns[0].speaker == "U1"


def test_a_reply_without_its_beginning_stands_by_its_time() -> None:
    def message(text: str, ts: str, **more: str) -> dict[str, str]:
        return {"type": "message", "user": "U1", "text": text, "ts": ts, **more}

    day = [message("b", "20.0"), message("late", "30.0", thread_ts="10.0"), message("c", "25.0")]
    assert [turn.text for turn in read_json(READER, day).turns] == ["late", "b", "c"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<@U1> hi", "@Mara hi"),
        ("<@U1|mara.l>", "@Mara"),
        ("<@U9|gil>", "@gil"),
        ("<@U9>", "@U9"),
        ("<#C1|old-name>", "#old-name"),
        ("<#C1>", "#general"),
        ("<!channel> <!here|@here>", "@channel @here"),
        ("<!subteam^S1|@designers>", "@designers"),
        ("<mailto:a@b.org|a@b.org>", "a@b.org"),
        ("<https://e.org/a?b=1&amp;c=2>", "https://e.org/a?b=1&c=2"),
        ("a &lt;b&gt; &amp;lt;", "a <b> &lt;"),
        ("<>", "<>"),
    ],
)
def test_markup(markup: str, text: str) -> None:
    assert plain(markup, {"U1": "Mara"}, {"C1": "general"}) == text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="<>@#!|&;ltgamp^U1 \n", max_size=60))
def test_any_markup_gives_text(markup: str) -> None:
    assert isinstance(plain(markup, {"U1": "Mara"}, {}), str)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_what_slack_escapes_comes_back(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert plain(escaped, {}, {}) == text.strip()


@pytest.mark.parametrize("day", [None, 3, {}, [], [None], [{"text": "x"}], "x"])
def test_wrong_shapes(day: Any) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("users.json", json.dumps({"id": 1}))
        archive.writestr("channels.json", json.dumps([None, {"id": [], "members": 3}]))
        archive.writestr("general/2024-01-01.json", json.dumps(day))
    source = Source.of_bytes("x.zip", buffer.getvalue())
    with suppress(MalformedInput):
        assert not READER.read(source).turns


def test_other_folders_are_not_taken() -> None:
    assert READER.sniff(Source.of_path(DATA / "telegram")) == 0.0
