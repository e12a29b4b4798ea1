"""The shared samples beside the project, read as their index says they must be."""

from __future__ import annotations

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from dateutil.parser import parse as parse_date

from slmsum.conversation import Conversation, Kind, joined
from slmsum.readers import read_bytes, read_path

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
REQUIRED = "CI" in os.environ or os.environ.get("SLMSUM_REQUIRE_SAMPLES") == "1"

FORMATS = {
    **dict.fromkeys(("teams_vtt", "zoom_vtt", "podcast_vtt"), "vtt"),
    "podcast_srt": "srt",
    "irc_w3c": "irc",
    "irc_meetbot": "meetbot",
    "otter_txt": "otter",
    "stt_json": "whisper",
}
# Both come out of one Meta export in one shape; where no path inside tells them apart, names do.
NAMELESS = {"instagram": "messenger"}


def _all(conversation: Conversation) -> int:
    return len(conversation.turns)


def _said(conversation: Conversation) -> int:
    return sum(turn.kind is Kind.SAID for turn in conversation.turns)


def _not_system(conversation: Conversation) -> int:
    return sum(turn.kind is not Kind.SYSTEM for turn in conversation.turns)


def _words_and_marks(conversation: Conversation) -> int:
    texts = " ".join(turn.text for turn in conversation.turns)
    return len(re.findall(r"[.,?!]+(?=\s|$)|[^\s]+?(?=[.,?!]*(?:\s|$))", texts))


def _by_turn(conversation: Conversation) -> Counter[str]:
    return Counter(turn.speaker for turn in conversation.turns if turn.speaker)


def _by_run(conversation: Conversation) -> Counter[str]:
    return Counter(speaker for speaker, _, _ in joined(conversation.turns) if speaker)


def _once_each(conversation: Conversation) -> Counter[str]:
    return Counter(speaker.name for speaker in conversation.speakers)


@dataclass(frozen=True)
class Unit:
    """Where the index counts in another unit than turns, or names people otherwise, and why."""

    reason: str
    count: Callable[[Conversation], int] = _all
    speakers: Callable[[Conversation], Counter[str]] = _by_turn
    renamed: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    format: str | None = None
    sorted_by_time: bool = False


PLAIN = Unit("a turn for each message or cue")
UNITS = {
    "aws_transcribe": Unit(
        "the index counts word and punctuation items, and each channel once",
        count=_words_and_marks,
        speakers=_once_each,
    ),
    "irc": Unit("the index counts joins, parts and actions apart", count=_said),
    "irc_w3c": Unit("the index counts joins, parts and actions apart", count=_said),
    "podcast_srt": Unit("the index counts where a speaker is named", speakers=_by_run),
    "mbox/mime4j_rlug.mbox": Unit(
        "the index names senders by address, turns by name where there is one",
        renamed={
            "mmihai@netcompsj.ro": "mmihai",
            "wolfy@pcnet.ro": "lonely wolf",
            "adrian@dtedu.net": "Adrian Rapa",
            "dragosh@lsd.ro": "Dragosh M.",
        },
    ),
    "irc_w3c/scribe2_crlf-yahoo-01.txt": Unit(
        "lines of 'nick: words' without times or IRC marks", format="named_lines"
    ),
    "irc_w3c/scribe2_qwebirc-01.txt": Unit(
        "the action '* Daniel needsto leave' is words of his, which the index leaves out",
        count=lambda conversation: _said(conversation) - 1,
        counts={"Daniel": 2},
    ),
    "kakaotalk/zeikar_demo-chat-android.txt": Unit(
        "the index counts the system line apart", count=_not_system
    ),
    "slack/langchain_slack_export.zip": Unit(
        "the export's users.json names the user id", renamed={"U0500003428": "Example User"}
    ),
    "slack/slackexportviewer_testarchive.zip": Unit(
        "the index leaves out who wrote the file comment", counts={"doubledeez": 16}
    ),
    "sms/shruggie_mixed.xml": Unit(
        "the last message is a draft (type 3), which the phone's owner wrote to Bob Jones",
        renamed={"Bob Jones": "me"},
        counts={"me": 2},
    ),
    "telegram/langchain_channel.json": Unit(
        "the file is not in the order of time, turns are", sorted_by_time=True
    ),
    "telegram/langchain_messages.html": Unit(
        "a joined message is by who wrote the one before it",
        counts={"Jimmeny Marvelton": 3},
        format="telegram_html",
    ),
}


def _rows() -> list[dict[str, str]]:
    index = SAMPLES / "INDEX.tsv"
    if not index.is_file():
        return []
    with index.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


ROWS = [pytest.param(row, id=row["path"]) for row in _rows()]
every_sample = pytest.mark.parametrize("row", ROWS)


def _read(row: dict[str, str]) -> Conversation:
    return _read_once(row["path"])


@cache
def _read_once(path: str) -> Conversation:
    return read_path(SAMPLES / path)


def _unit(row: dict[str, str]) -> Unit:
    return UNITS.get(row["path"]) or UNITS.get(row["format"]) or PLAIN


@pytest.mark.samples
def test_the_samples_are_there() -> None:
    if ROWS:
        return
    message = f"no samples in {SAMPLES}"
    if REQUIRED:
        pytest.fail(message)
    pytest.skip(message)


@pytest.mark.samples
@every_sample
def test_format_is_known_by_content(row: dict[str, str]) -> None:
    path = SAMPLES / row["path"]
    expected = _unit(row).format or FORMATS.get(row["format"], row["format"])
    named, renamed = _read(row), read_bytes("x.bin", path.read_bytes())
    assert named.format == expected
    assert renamed.format == NAMELESS.get(expected, expected)
    words = [(turn.speaker, turn.text) for turn in named.turns]
    assert [(turn.speaker, turn.text) for turn in renamed.turns] == words


@pytest.mark.samples
@every_sample
def test_number_of_turns(row: dict[str, str]) -> None:
    conversation = _read(row)
    assert _unit(row).count(conversation) == int(row["n_messages_or_cues"])


@pytest.mark.samples
@every_sample
def test_speakers(row: dict[str, str]) -> None:
    unit = _unit(row)
    total, expected = _speakers(row["speakers (count: name n)"])
    for old, new in unit.renamed.items():
        expected[new] = expected.get(new, 0) + expected.pop(old)
    expected |= unit.counts
    counts = unit.speakers(_read(row))
    assert {name: counts[name] for name in expected} == expected
    assert len(counts) == total - (unit.renamed == {"Bob Jones": "me"})


@pytest.mark.samples
@every_sample
def test_first_and_last_times(row: dict[str, str]) -> None:
    turns = _read(row).turns
    bounds = (row["first_ts"], row["last_ts"])
    if _unit(row).sorted_by_time:
        bounds = (bounds[1], bounds[0])
    hours_first = row["format"].startswith("irc")
    for text, turn in zip(bounds, (turns[0], turns[-1]), strict=True):
        if text in ("", "none"):
            continue
        expected = _moment(text, hours_first=hours_first)
        found = [value for value in (turn.time, turn.start, turn.end) if value is not None]
        assert any(_same(expected, value) for value in found), (expected, found)


def _speakers(text: str) -> tuple[int, dict[str, int]]:
    """`2: Ann 3, Ben 1` as (2, {"Ann": 3, "Ben": 1}); mails are named without the address."""
    total, _, listed = text.partition(":")
    found = re.findall(r"(\S.*?) (\d+)(?:, | …|$)", listed.strip())
    return int(total), {re.sub(r" <[^>]*>$", "", name): int(n) for name, n in found}


def _moment(text: str, *, hours_first: bool) -> datetime | float:
    """A time of the index: a datetime, or seconds."""
    if text.startswith("{"):
        return datetime.fromtimestamp(int(json.loads(text)["$date"]["$numberLong"]) / 1000, UTC)
    clock = text.strip("[]").replace(",", ".")
    if re.fullmatch(r"\d+(\.\d+)?s?", clock):
        return float(clock.rstrip("s"))
    if re.fullmatch(r"(\d+:)?\d+:\d+(\.\d+)?", clock):
        parts = [float(part) for part in clock.split(":")]
        if hours_first and len(parts) == 2:
            parts.append(0.0)
        return sum(part * 60**power for power, part in enumerate(reversed(parts)))
    korean = re.sub(r"(\d+)년 (\d+)월 (\d+)일 (오전|오후) (\S+)", _korean, text)
    try:
        return datetime.fromisoformat(korean.strip("[]"))
    except ValueError:
        return parse_date(korean.replace("UTC", ""), dayfirst=True)


def _korean(match: re.Match[str]) -> str:
    year, month, day, half, clock = match.groups()
    hour, minute = clock.split(":")
    hours = int(hour) % 12 + (12 if half == "오후" else 0)
    return f"{year}-{int(month):02d}-{int(day):02d}T{hours:02d}:{minute}"


def _same(expected: datetime | float, found: datetime | float) -> bool:
    """Equal to the second; without zones where one side has none, as times of day where need be."""
    if isinstance(expected, datetime) and isinstance(found, datetime):
        if expected.tzinfo is None or found.tzinfo is None:
            expected, found = expected.replace(tzinfo=None), found.replace(tzinfo=None)
        return abs((expected - found).total_seconds()) < 1
    if isinstance(found, datetime):
        found = found.hour * 3600.0 + found.minute * 60 + found.second
    return not isinstance(expected, datetime) and abs(expected - found) < 0.001
