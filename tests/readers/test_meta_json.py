from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_samples import DATA, read, read_json, rows, times, zip_of

from slmsum.errors import MalformedInput
from slmsum.readers.meta_json import READER, repair
from slmsum.readers.source import Source

CHAT = [
    ("said", "Ravi", "Look at this https://example.org/flat"),
    ("system", "Ravi", "message unsent"),
    ("system", "Ravi", "You missed a call."),
    ("media", "Zoë Müller", "photo"),
    ("said", "Zoë Müller", "Treffen wir uns um drei im Café?"),
    ("said", "Ravi", "Perfekt, bis dann 👍"),
]


def test_messenger_from_first_to_last() -> None:
    chat = read(READER, "messenger/message_1.json")
    assert (chat.format, chat.title) == ("messenger", "Zoë Müller")
    assert rows(chat) == CHAT
    assert times(chat)[0] == "2024-03-01T13:33:20+00:00"
    assert times(chat) == sorted(times(chat))
    assert chat.warnings == ("1 messages left out: not understood",)


def test_end_to_end_encrypted_export() -> None:
    chat = read(READER, "messenger/end_to_end.json")
    assert chat.title == "Ana and Bo"
    assert rows(chat) == [("said", "Ana", "Is the café open?"), ("media", "Bo", "media")]


def test_instagram_is_told_by_its_paths() -> None:
    chat = read(READER, "instagram/message_1.json")
    assert chat.format == "instagram"
    assert rows(chat) == [
        ("said", "Nils", "Did you get the tickets?"),
        ("media", "Åse", "photo"),
        ("system", "Nils", "Reacted ❤️ to your message"),
    ]


def test_files_of_one_chat_are_joined_and_chats_kept_apart(tmp_path: Path) -> None:
    text = (DATA / "messenger" / "message_1.json").read_text()
    for name, content in (
        ("inbox/zoe/message_1.json", text),
        ("inbox/zoe/message_2.json", text.replace("17093", "17092")),
        (
            "inbox/bo/message_1.json",
            text.replace("17093", "17091").replace('"title": "Zo', '"title": "Bo'),
        ),
    ):
        path = tmp_path / "your_facebook_activity" / "messages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    for source in (Source.of_path(tmp_path), zip_of(tmp_path)):
        assert READER.sniff(source) == 1.0
        chats = READER.read(source)
        assert len(chats.turns) == 18
        assert [t.text for t in chats.turns if t.text.startswith("Look")] == [CHAT[0][2]] * 3
        assert times(chats) == sorted(times(chats))
        assert "2 chats in one export" in chats.warnings[-1]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
def test_repair_undoes_the_exports_mistake(text: str) -> None:
    assert repair(text.encode("utf-8").decode("latin-1")) == text


@pytest.mark.parametrize("text", ["Café", "naïve – yes", "Ünder", "안녕", "ÿ", "\u0080"])
def test_right_text_is_left_alone(text: str) -> None:
    assert repair(text) == text


@pytest.mark.parametrize("value", [{}, [], {"messages": 5}, {"messages": None}])
def test_wrong_shapes(value: object) -> None:
    with pytest.raises(MalformedInput):
        read_json(READER, value)


def test_odd_values_do_not_raise() -> None:
    messages = [
        {"sender_name": None, "timestamp_ms": "x", "content": ["a"], "share": 3, "type": []},
        {"sender_name": "A", "timestamp_ms": 1e300, "photos": "yes"},
    ]
    chat = read_json(READER, {"messages": messages, "participants": 3, "title": {}})
    assert [turn.time for turn in chat.turns] == [None, None]
