import pytest
from own_samples import DATA, kinds, read, read_json, rows, times, zip_of

from slmsum.errors import MalformedInput
from slmsum.readers.source import Source
from slmsum.readers.telegram_json import READER


def test_one_chat() -> None:
    chat = read(READER, "telegram/result.json")
    assert (chat.format, chat.title, str(chat.date)) == ("telegram", "Allotment Club", "2024-05-03")
    assert rows(chat) == [
        ("system", None, 'Priya created the group "Allotment Club"'),
        ("said", "Priya", "The water butt leaks again."),
        ("said", "Tom", "I found a new one for 40 euros."),
        ("media", "Tom", "photo"),
        ("media", "Priya", "sticker 👍"),
        ("said", "user9", "Count me in"),
        ("said", "Tom", "Poll: When do we meet? (Saturday / Sunday)"),
        ("system", None, "Tom invited Ewa"),
    ]
    assert chat.warnings == ("1 messages left out: not understood",)


def test_the_zone_follows_from_both_times() -> None:
    chat = read(READER, "telegram/result.json")
    assert times(chat)[0] == "2024-05-03T18:00:00+02:00"
    assert times(chat)[-1] == "2024-05-03T18:06:00+02:00"


@pytest.mark.parametrize(
    ("row", "time"),
    [
        ({"date": "2024-05-03T18:00:00"}, "2024-05-03T18:00:00"),
        ({"date_unixtime": "1714752000"}, "2024-05-03T16:00:00+00:00"),
        ({"date_unixtime": 1714752000}, "2024-05-03T16:00:00+00:00"),
        ({"date": "2020-01-01T00:00:00", "date_unixtime": "1714752000"}, "2020-01-01T00:00:00"),
    ],
)
def test_either_time_will_do(row: dict[str, object], time: str) -> None:
    message = {"type": "message", "from": "A", "text": "x", **row}
    assert times(read_json(READER, {"messages": [message]})) == [time]


def test_full_export_keeps_each_chat_together_in_order_of_time() -> None:
    export = read(READER, "telegram/full_export.json")
    assert [text for _, _, text in rows(export)] == [
        "Buy twine",
        "Are you bringing the ladder?",
        "Yes, and the rope.",
    ]
    assert export.warnings == (
        "2 chats in one export, read one after another: Saved Messages, Tom",
    )


def test_flat_channel_is_put_in_order() -> None:
    channel = read(READER, "telegram/channel.json")
    assert rows(channel) == [
        ("media", "77", ""),
        ("said", "-100200", "Two dates are possible."),
        ("said", "-100200", "The hall is booked for the 12th."),
    ]
    assert len(channel.warnings) == 1


def test_zip_with_result_json() -> None:
    source = zip_of(DATA / "telegram", "ChatExport_2024/")
    assert READER.sniff(source) == 1.0
    assert kinds(READER.read(source)) == {"system": 2, "said": 4, "media": 2}


@pytest.mark.parametrize("value", [{"chats": {"list": 3}}, {"messages": "x"}, {"chats": []}, {}])
def test_wrong_shapes(value: object) -> None:
    with pytest.raises(MalformedInput):
        read_json(READER, value)


def test_other_json_is_not_taken() -> None:
    for text in (b'{"messages": [{"sender_name": "A", "timestamp_ms": 1}]}', b"[]", b"{}", b"[1]"):
        assert READER.sniff(Source.of_bytes("x", text)) == 0.0
