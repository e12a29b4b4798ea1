"""WhatsApp exports: phones, languages, date orders, and everything the app writes itself."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slmsum.conversation import Conversation, Kind
from slmsum.errors import MalformedInput
from slmsum.readers.reader import CERTAIN, NO
from slmsum.readers.source import Source
from slmsum.readers.whatsapp import READER
from slmsum.readers.whatsapp_dates import decide
from slmsum.readers.whatsapp_words import understood

DATA = Path(__file__).parent.parent / "data" / "whatsapp"


def read(name: str) -> Conversation:
    source = Source.of_path(DATA / name)
    assert READER.sniff(source) == CERTAIN
    return READER.read(source)


def read_text(text: str) -> Conversation:
    return READER.read(Source.of_bytes("chat.txt", text.encode()))


def kinds(conversation: Conversation) -> list[str]:
    return [turn.kind.value for turn in conversation.turns]


def test_ios_with_us_dates_and_twelve_hours() -> None:
    chat = read("ios_us_12h.txt")
    assert kinds(chat) == [
        *["system"] * 3, "said", "said", "media", "said", "said", "system", "said", "said", "system"
    ]  # fmt: skip
    assert [speaker.name for speaker in chat.speakers] == ["Ines Duarte", "Tom O’Shea", "Priya"]
    assert chat.title == "Harbour Garden"
    assert chat.turns[0].speaker is None
    assert chat.turns[4].text == "Great: I can bring\n- two spades\n- the hose"
    assert chat.turns[6].text == "Can somebody open the gate at 8:30?"
    assert chat.turns[7].text == "I will open it."
    assert chat.turns[8].speaker == "Tom O’Shea"
    assert chat.turns[9].text == "The plan is here"
    assert chat.turns[10].text.startswith("POLL:\nBring lunch?\nOPTION: Yes (2 votes)")
    assert chat.turns[4].time == datetime(2024, 3, 14, 12, 10, 33)
    assert chat.turns[8].time == datetime(2024, 3, 15, 0, 0, 5)
    assert chat.warnings == ()


def test_android_in_german() -> None:
    chat = read("android_de_24h.txt")
    assert kinds(chat) == [
        "system", "system", "said", "said", "said", "media", "media", "said", "system", "said",
        "system",
    ]  # fmt: skip
    assert [speaker.name for speaker in chat.speakers] == ["Jonas Weber", "Mia", "+49 170 1234567"]
    assert chat.title == "Umzug"
    assert chat.turns[3].text == "Ich komme um 10:00."
    assert chat.turns[4].text == "Ich bringe den Transporter\nund Gurte.\n\nBis dann!"
    assert chat.turns[7].text == "So sieht das Sofa aus"
    assert chat.turns[9].text == "Danke euch"
    assert chat.turns[-1].time == datetime(2024, 2, 17, 23, 59)
    assert chat.turns[-1].text == "Mia hat die Gruppe verlassen."
    assert chat.warnings == ()


def test_year_first() -> None:
    chat = read("iso_order.txt")
    assert [turn.time for turn in chat.turns] == [
        datetime(2023, 11, 5, 18, 2), datetime(2023, 11, 5, 18, 3), datetime(2023, 12, 1, 7)
    ]  # fmt: skip
    assert chat.turns[0].text == "Hej! Vi ses kl. 19."


def test_ambiguous_order_is_said() -> None:
    chat = read("ambiguous.txt")
    assert chat.turns[0].time == datetime(2023, 5, 4, 10)
    assert len(chat.warnings) == 1
    assert "day/month/year" in chat.warnings[0] and "month/day/year" in chat.warnings[0]


def test_order_decided_by_time_running_forwards() -> None:
    chat = read("monotone.txt")
    assert chat.turns[0].time == datetime(2023, 1, 5, 10)
    assert chat.turns[-1].time == datetime(2023, 3, 2, 10)
    assert chat.warnings == ()


def test_spanish_half_days_with_narrow_spaces() -> None:
    chat = read("spanish_12h.txt")
    assert [turn.time for turn in chat.turns] == [
        datetime(2024, 3, 8, 1, 5), datetime(2024, 3, 8, 12, 40), datetime(2024, 3, 25, 15, 15)
    ]  # fmt: skip
    assert kinds(chat) == ["said", "said", "media"]


def test_arabic_digits_and_marks() -> None:
    chat = read("arabic.txt")
    assert chat.turns[0].time == datetime(2024, 3, 15, 15, 20)
    assert [speaker.name for speaker in chat.speakers] == ["ليلى", "سامي"]


def test_korean_half_day_before_the_clock() -> None:
    chat = read("korean.txt")
    assert chat.turns[0].time == datetime(2024, 5, 20, 9)
    assert chat.turns[1].time == datetime(2024, 5, 20, 12, 30)


@pytest.mark.parametrize(
    ("archive", "text", "title"),
    [
        ("ios_share.zip", "ios_us_12h.txt", "Harbour Garden"),
        ("android_share.zip", "android_de_24h.txt", "Umzug"),
    ],
)
def test_zip_as_the_phone_shares_it(archive: str, text: str, title: str) -> None:
    chat = read(archive)
    assert chat.turns == read(text).turns
    assert chat.title == title
    assert chat.source.endswith(archive)


def test_zip_without_a_chat_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notes.txt", "nothing")
    source = Source.of_bytes("x.zip", packed.getvalue())
    assert READER.sniff(source) == NO
    with pytest.raises(MalformedInput):
        READER.read(source)


@pytest.mark.parametrize(
    "line",
    [
        "You were added",
        'Ana changed the subject from "Trip: May" to "Trip: June"',
        "Ana started a call at 10:30",
        "See https://example.org for help",
    ],
)
def test_lines_of_the_app_name_nobody(line: str) -> None:
    chat = read_text(f"15/01/2024, 10:30 - Ana: hi\n15/01/2024, 10:31 - {line}\n")
    assert chat.turns[1].kind is Kind.SYSTEM
    assert chat.turns[1].speaker is None
    assert chat.turns[1].text == line


@pytest.mark.parametrize(
    "body",
    [
        "<Media omitted>", "<Médias omis>", "<Без медиафайлов>", "<省略多媒体文件>",
        "<attached: a.jpg>", "<Anhang: 0001-PHOTO.jpg>", "report.pdf (file attached)",
        "\u200evideo omitted",
        "\u200eBild weggelassen", "notes.pdf • \u200e2 pages \u200edocument omitted", "null", "",
    ],
)  # fmt: skip
def test_bodies_that_stand_for_media(body: str) -> None:
    assert understood(body, ios=True)[0] is Kind.MEDIA


@pytest.mark.parametrize(
    "body",
    ["<3 <3", "I see (no, really)", "<not sure> ok", "x.pdf (final)", "the slide was omitted"],
)
def test_words_that_only_look_like_media(body: str) -> None:
    assert understood(body, ios=False) == (Kind.SAID, body, True)


def test_impossible_clock_continues_the_message() -> None:
    chat = read_text("15/01/2024, 10:30 - Ana: see\n15/01/2024, 25:99 - Bo: quoted\n")
    assert len(chat.turns) == 1
    assert chat.turns[0].text == "see\n15/01/2024, 25:99 - Bo: quoted"


def test_day_outside_the_calendar_has_no_time() -> None:
    chat = read_text("30/01/2024, 10:30 - Ana: a\n31/02/2024, 10:31 - Bo: b\n")
    assert chat.turns[1].time is None
    assert any("calendar" in warning for warning in chat.warnings)


def test_short_years_and_two_digits_everywhere() -> None:
    assert decide(["01/02/23", "02/02/23", "13/02/23"], False).name == "day/month/year"
    assert decide(["1/2/23"], True).name == "month/day/year"
    assert decide(["24. 5. 20.", "24. 5. 21."], False).days[0] == datetime(2024, 5, 20).date()


def test_text_without_messages_has_no_turns() -> None:
    assert read_text("nothing here\n").turns == ()


def test_memory_does_not_grow_with_one_long_message() -> None:
    text = "15/01/2024, 10:30 - Ana: a\n" + "x\n" * 100_000
    tracemalloc.start()
    chat = read_text(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(chat.turns[0].text) == 200_001
    assert peak < 60_000_000


_WORDS = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="<>()\u200e"),
    min_size=1,
    max_size=40,
).map(str.strip)
_BODIES = (
    st.lists(_WORDS.filter(lambda line: line and not line[0].isdigit() and line[0] != "["),
             min_size=1, max_size=3)
    .map("\n".join)
    .filter(lambda body: understood(body, ios=False) == (Kind.SAID, body, True))
)  # fmt: skip
_NAMES = st.sampled_from(
    ["Ana", "Ben Okoro", "Élodie", "+49 170 1234567", "大介", "J. R. (work)", "🤓"]
)
_DIALECTS = st.sampled_from(
    [
        ("%d/%m/%Y, %H:%M - ", ""), ("%d.%m.%y, %H:%M - ", ""), ("%Y-%m-%d, %H:%M - ", ""),
        ("%Y/%m/%d, %H:%M - ", ""), ("%m/%d/%y, %I:%M\u202f%p - ", ""), ("%d-%m-%Y %H:%M - ", ""),
        ("[%d/%m/%Y, %H:%M:%S] ", "s"), ("[%m/%d/%y, %I:%M:%S %p] ", "s"),
        ("[%d.%m.%y, %H:%M:%S] ", "s"), ("%d/%m/%y %I.%M %p - ", ""),
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    _DIALECTS,
    st.datetimes(datetime(2012, 1, 1), datetime(2029, 1, 1)),
    st.lists(st.tuples(_NAMES, _BODIES, st.integers(0, 4000)), min_size=1, max_size=12),
)
def test_what_is_exported_is_read_back(
    dialect: tuple[str, str], begin: datetime, messages: list[tuple[str, str, int]]
) -> None:
    head, seconds = dialect
    # A day over 12 in the first message settles the order, so that the rest must come out exactly.
    time = begin.replace(day=20, microsecond=0, second=begin.second if seconds else 0)
    expected, lines = [], []
    for name, body, minutes in messages:
        time += timedelta(minutes=minutes, seconds=7 if seconds else 0)
        if not lines:
            time = time.replace(day=20)
        expected.append((name, body, time))
        lines.append(f"{time.strftime(head)}{name}: {body}")
    source = Source.of_bytes("chat.txt", ("\n".join(lines) + "\n").encode())
    chat = READER.read(source)
    assert [(turn.speaker, turn.text, turn.time) for turn in chat.turns] == expected
    assert READER.sniff(source) == CERTAIN
    assert Conversation.from_json(chat.to_json()) == chat
