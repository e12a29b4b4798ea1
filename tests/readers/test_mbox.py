import pytest
from own_samples import DATA, read, rows, times

from slmsum.errors import MalformedInput
from slmsum.readers.mbox import READER
from slmsum.readers.source import Source


def test_mails_in_the_order_of_their_dates() -> None:
    chat = read(READER, "mbox/list.mbox")
    assert rows(chat) == [
        ("said", "First Person", "Where are the keys?"),
        ("said", "Second Person", "Under the pot.\nFrom the back door, turn left."),
        ("said", "third@example.org", "Found them, thanks!"),
    ]
    assert times(chat) == [
        "2024-03-05T09:30:00+01:00",
        "2024-03-05T10:00:00+00:00",
        "2024-03-05T11:00:00+00:00",
    ]
    assert chat.title == "Keys"


def test_undated_mail_keeps_its_place() -> None:
    mails = [
        f"From nobody {date}\nFrom: {name}@x.org\nSubject: s\n\n{name}\n\n"
        for name, date in (
            ("b", "Mon Mar  4 10:00:00 2024"),
            ("c", "x 10:00"),
            ("a", "Sun Mar  3 10:00:00 2024"),
        )
    ]
    chat = READER.read(Source.of_bytes("x", "".join(mails).encode()))
    assert [turn.text for turn in chat.turns] == ["a", "b", "c"]
    assert len(chat.warnings) == 1


def test_a_mailbox_of_one_thread_mail() -> None:
    data = b"From x@x.org Tue Mar  5 10:00:00 2024\n" + (DATA / "eml/thread.eml").read_bytes()
    assert len(READER.read(Source.of_bytes("x", data)).turns) == 3


def test_no_mail_is_refused() -> None:
    with pytest.raises(MalformedInput, match="From"):
        READER.read(Source.of_bytes("x", b"Dear all,\n"))
