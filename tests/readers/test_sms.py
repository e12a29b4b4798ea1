import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_samples import DATA, read, rows, times

from slmsum.errors import MalformedInput
from slmsum.readers.sms import READER, CleanReferences
from slmsum.readers.source import Source

BOMB = (
    '<?xml version="1.0"?><!DOCTYPE smses [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY a{n} "{"&a" + str(n - 1 or "") + ";"}{"&a" + str(n - 1 or "") + ";"}">'
        for n in range(1, 40)
    )
    + ']><smses><sms address="1" date="1" type="1" body="&a39;"/></smses>'
)


def test_sms_and_mms_contact_by_contact() -> None:
    backup = read(READER, "sms/backup.xml")
    assert backup.format == "sms"
    assert rows(backup) == [
        ("said", "Hanna", "Train is late 😒\nStart without me"),
        ("said", "me", "Ok & see you"),
        ("system", "me", "and bring"),
        ("said", "Hanna", "Seat\nCoach 9"),
        ("media", "me", "image"),
        ("said", "+4915100000002", "Your parcel is here"),
        ("said", "Piet", "Both of us are here"),
    ]
    assert times(backup)[0] == "2024-01-23T08:53:20+00:00"
    assert backup.warnings == (
        "3 chats in one export, read one after another: Hanna, +4915100000002, Hanna, Piet",
    )


def test_an_entity_bomb_is_refused() -> None:
    source = Source.of_bytes("x", BOMB.encode())
    assert READER.sniff(source) == 1.0
    with pytest.raises(MalformedInput, match="entities"):
        READER.read(source)


def test_an_external_entity_is_refused() -> None:
    entity = '<!DOCTYPE smses [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    text = f'{entity}<smses><sms body="&f;"/></smses>'
    with pytest.raises(MalformedInput):
        READER.read(Source.of_bytes("x", text.encode()))


def test_every_truncation_is_a_typed_error() -> None:
    data = (DATA / "sms" / "backup.xml").read_bytes().rstrip()
    for length in range(1, len(data), 41):
        with pytest.raises(MalformedInput):
            READER.read(Source.of_bytes("x", data[:length]))


def test_a_broken_line_is_named() -> None:
    with pytest.raises(MalformedInput, match="line 3"):
        READER.read(Source.of_bytes("x", b"<smses>\n\n<sms <</smses>"))


@pytest.mark.parametrize("encoding", ["no-such-encoding", "shift_jis", "utf-7"])
def test_an_encoding_that_cannot_be_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><smses><sms body="a" date="1"/></smses>'
    with suppress(MalformedInput):
        READER.read(Source.of_bytes("x", text.encode()))


def test_messages_without_time_or_words_are_left_out() -> None:
    text = '<smses><sms/><sms date="x" type="1" body="hi"/><sms date="9e99" body="null"/></smses>'
    backup = READER.read(Source.of_bytes("x", text.encode()))
    assert rows(backup) == [("said", "unknown", "hi")]
    assert backup.warnings == ("2 messages left out: not understood",)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(["a&amp;", "😒", "é", "x" * 30, "🎉"]), max_size=12),
    st.integers(1, 20),
)
def test_split_surrogates_are_joined_wherever_a_block_ends(words: list[str], size: int) -> None:
    def halves(word: str) -> str:
        units = word.encode("utf-16-le")
        if len(word.encode()) < 4 or word.isascii():
            return word
        return "".join(f"&#{int.from_bytes(units[i : i + 2], 'little')};" for i in (0, 2))

    whole = "".join(f"&#{ord(word)};" if len(word.encode()) == 4 else word for word in words)
    stream = CleanReferences(io.BytesIO("".join(map(halves, words)).encode()))
    blocks = iter(lambda: stream.read(size), b"")
    assert b"".join(blocks) == whole.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"&#0;&#55357;x", b"&#65533;&#65533;x"),
        (b"&#56850;&#55357;", b"&#65533;&#65533;"),
        (b"&#10;&#228;&#x41;", b"&#10;&#228;&#x41;"),
        (b"&#9999999;", b"&#65533;"),
        (b"tail &#55", b"tail &#55"),
    ],
)
def test_references_xml_forbids(before: bytes, after: bytes) -> None:
    stream = CleanReferences(io.BytesIO(before))
    assert b"".join(iter(lambda: stream.read(7), b"")) == after
