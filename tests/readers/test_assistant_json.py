import pytest
from own_samples import DATA, read, read_json, rows, times, zip_of

from slmsum.errors import MalformedInput
from slmsum.readers.assistant_json import READER
from slmsum.readers.source import Source


def test_chatgpt_follows_the_branch_last_shown() -> None:
    talks = read(READER, "chatgpt/conversations.json")
    assert talks.format == "chatgpt"
    assert rows(talks) == [
        ("said", "user", "A name for a cat?"),
        ("said", "assistant", "Miso"),
        ("said", "user", "How long should the dough rest?"),
        ("system", "assistant", "print(4)"),
        ("said", "assistant", "Four hours at 24 degrees."),
        ("media", "user", "image"),
    ]
    assert times(talks)[2] == "2024-01-11T19:06:50.250000+00:00"
    assert talks.warnings == (
        "1 conversations left out: not understood",
        "1 messages left out: on branches that an edited or repeated message replaced",
        "2 conversations in one export, read one after another: Names, Sourdough",
    )


def test_chatgpt_zip() -> None:
    source = zip_of(DATA / "chatgpt")
    assert READER.sniff(source) == 1.0
    assert len(READER.read(source).turns) == 6


@pytest.mark.parametrize("node", [{"message": 3}, {"children": None, "parent": "a"}, None])
def test_a_tree_that_bites_its_tail(node: object) -> None:
    said = {"author": {"role": "user"}, "content": {"parts": ["hi"]}, "create_time": "soon"}
    mapping = {"a": {"message": said, "parent": "b"}, "b": {"parent": "a"}, "c": node}
    talk = {"mapping": mapping, "current_node": "a"}
    assert rows(read_json(READER, talk)) == [("said", "user", "hi")]


def test_claude() -> None:
    talk = read(READER, "claude/conversations.json")
    assert (talk.format, talk.title) == ("claude", "Garden plan")
    assert rows(talk) == [
        ("said", "human", "What can I sow in March?"),
        ("said", "assistant", "Peas and spinach.\n\nBroad beans too."),
        ("media", "human", "bed.jpg"),
    ]
    assert times(talk)[1] == "2025-03-01T08:00:09+00:00"


def test_grok() -> None:
    talk = read(READER, "grok/prod-grok-backend.json")
    assert (talk.format, talk.title) == ("grok", "Trains")
    assert rows(talk) == [
        ("said", "human", "Is there a night train to Vienna?"),
        ("said", "assistant", "Yes, from Hamburg."),
    ]
    assert times(talk) == ["2025-02-19T21:20:00+00:00", "2025-02-19T21:20:05+00:00"]


@pytest.mark.parametrize("value", [[], {}, [1], {"mapping": {}}, {"conversations": [{}]}])
def test_wrong_shapes(value: object) -> None:
    with pytest.raises(MalformedInput):
        read_json(READER, value)


def test_folders_of_other_things_are_not_taken() -> None:
    assert READER.sniff(Source.of_path(DATA / "slack")) == 0.0
