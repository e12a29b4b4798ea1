"""IRC logs, one sample a client."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.conversation import Conversation, Kind
from slmsum.readers.irc import READER
from slmsum.readers.reader import LIKELY, NO
from slmsum.readers.source import Source

DATA = Path(__file__).parent.parent / "data" / "irc"


def read(name: str) -> Conversation:
    source = Source.of_path(DATA / name)
    assert READER.sniff(source) >= LIKELY
    return READER.read(source)


def said(conversation: Conversation) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in conversation.said]


def test_irssi_with_days() -> None:
    log = read("irssi.log")
    assert said(log) == [
        ("mara", "is the release out?"),
        ("olof", "not yet, the tests fail"),
        ("mara", "*sighs*"),
        ("olof", "now it is"),
    ]
    assert len(log.turns) == 6
    assert log.turns[0].kind is Kind.SYSTEM and log.turns[0].speaker is None
    assert log.turns[1].time == datetime(2024, 1, 15, 23, 51)
    assert log.turns[4].time == datetime(2024, 1, 16, 0, 5)
    assert log.title == "#build"


def test_weechat() -> None:
    log = read("weechat.log")
    assert said(log) == [("mara", "is the release out?"), ("olof", "not yet"), ("mara", "*sighs*")]
    assert len(log.turns) == 5
    assert log.turns[1].time == datetime(2024, 1, 15, 10, 0, 5)


def test_mirc_where_a_star_is_a_notice_or_an_action() -> None:
    log = read("mirc.log")
    assert said(log) == [("mara", "is the release out?"), ("olof", "not yet"), ("mara", "*sighs*")]
    assert [turn.kind for turn in log.turns].count(Kind.SYSTEM) == 2
    assert log.turns[1].time == datetime(2024, 1, 15, 10, 1)


def test_hexchat_without_a_year_in_its_lines() -> None:
    log = read("hexchat.log")
    assert said(log) == [("mara", "is the release out?"), ("olof", "next year")]
    assert log.turns[1].time == datetime(2023, 12, 31, 23, 58, 30)


def test_no_times_and_a_wrapped_line() -> None:
    log = read("no_times.txt")
    assert said(log)[1] == ("olof", "not yet, because the tests of the parser still fail")
    assert len(log.turns) == 3


def test_zone_is_kept() -> None:
    log = read("zone.log")
    assert log.turns[2].time == datetime(2024, 1, 15, 10, 2, tzinfo=timezone(timedelta(hours=1)))


def test_half_clock_is_said() -> None:
    log = read("half_clock.log")
    assert log.turns[0].start == 12 * 3600 + 58 * 60
    assert log.turns[-1].start == 4 * 3600 + 10 * 60
    assert any("12-hour" in warning for warning in log.warnings)


def test_day_comes_from_the_file_name() -> None:
    log = READER.read(
        Source.of_bytes("build-2024-02-28.log", b"[23:59] <mara> hi\n[00:01] <olof> hello\n")
    )
    assert [turn.time for turn in log.turns] == [
        datetime(2024, 2, 28, 23, 59), datetime(2024, 2, 29, 0, 1)
    ]  # fmt: skip


def test_midnight_without_a_day_counts_on() -> None:
    log = READER.read(Source.of_bytes("x.log", b"[23:59] <mara> hi\n[00:01] <olof> hello\n"))
    assert log.turns[1].start == 86400 + 60


@pytest.mark.parametrize(
    "text",
    [
        "<html>\n<body>\nhello\n</body>\n</html>\n",
        "Ana: hi\nBo: hello\n",
        "1. <script> is a tag\n2. so is <b>\n3. and more\n",
    ],
)
def test_other_text_is_refused(text: str) -> None:
    assert READER.sniff(Source.of_bytes("x", text.encode())) == NO


_NICKS = st.from_regex(r"[A-Za-z_|`\[\]{}^][A-Za-z0-9_|`\[\]{}^-]{0,14}", fullmatch=True)
_TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30).filter(
    lambda text: text.isprintable()
)


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(
        ["[%H:%M:%S] <{}> {}", "%Y-%m-%dT%H:%M:%S <{}> {}", "%H:%M <@{}> {}", "<{}> {}"]
    ),
    st.lists(st.tuples(_NICKS, _TEXTS), min_size=2, max_size=10),
)
def test_what_is_logged_is_read_back(form: str, messages: list[tuple[str, str]]) -> None:
    head = datetime(2024, 3, 4, 15, 6, 7).strftime(form)
    lines = "\n".join(head.format(nick, text) for nick, text in messages)
    source = Source.of_bytes("x.log", lines.encode())
    assert READER.sniff(source) >= LIKELY
    assert [(turn.speaker, turn.text) for turn in READER.read(source).turns] == messages
