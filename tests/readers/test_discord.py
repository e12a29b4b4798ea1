from pathlib import Path

import pytest
from own_samples import DATA, read, read_json, rows, times

from slmsum.errors import MalformedInput
from slmsum.readers.discord import READER
from slmsum.readers.source import Source

CHANNEL = [
    ("system", "Kai", "Joined the server."),
    ("said", "Kai", "Who brings :dice: tonight, @Lou?"),
    ("said", "lou", "I do"),
    ("media", "lou", "map.png"),
    ("said", "Clock", "Reminder\nStarts at eight"),
    ("system", "Kai", "Pinned a message."),
]


def test_channel() -> None:
    channel = read(READER, "discord/channel.json")
    assert (channel.format, channel.title) == ("discord", "Board Gamers #thursday")
    assert rows(channel) == CHANNEL
    assert times(channel)[0] == "2024-06-06T17:00:00.123000+02:00"
    assert channel.warnings == ("1 messages left out: not understood",)


def test_folder_of_a_whole_server(tmp_path: Path) -> None:
    folder = tmp_path
    text = (DATA / "discord" / "channel.json").read_text(encoding="utf-8")
    (folder / "Board Gamers - Text - thursday [200000000000000001].json").write_text(text)
    (folder / "Board Gamers - Text - news [200000000000000002].json").write_text(
        text.replace("thursday", "news").replace("2024-06", "2023-06")
    )
    source = Source.of_path(folder)
    assert READER.sniff(source) == 1.0
    server = READER.read(source)
    assert len(server.turns) == 12
    assert server.warnings[-1].endswith("Board Gamers #news, Board Gamers #thursday")


@pytest.mark.parametrize("value", [{}, [], {"guild": 1, "channel": 2, "messages": None}])
def test_wrong_shapes(value: object) -> None:
    with pytest.raises(MalformedInput):
        read_json(READER, value)


def test_odd_messages_do_not_raise() -> None:
    messages = [{"author": None, "content": 5}, {"content": "a", "mentions": [3]}, {"author": {}}]
    data = {"guild": {}, "channel": {}, "messages": messages}
    assert [turn.speaker for turn in read_json(READER, data).turns] == [None, None, None]
