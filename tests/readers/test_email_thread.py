from datetime import timedelta

import pytest
from own_samples import read, rows, times

from slmsum.errors import EmptyInput
from slmsum.readers import read_bytes
from slmsum.readers.email_body import READER as BODY
from slmsum.readers.email_thread import READER
from slmsum.readers.mail_html import html_to_text
from slmsum.readers.mail_quotes import own_words
from slmsum.readers.reader import NO
from slmsum.readers.source import Source


def test_reply_without_its_quote_and_signature() -> None:
    chat = read(READER, "eml/reply.eml")
    words = "Thanks, I will measure the door on Friday.\n\n- bring the long tape\n- café at ten"
    assert rows(chat) == [("said", "Zoë Marsh", words)]
    assert (chat.title, chat.format) == ("Boat shed", "eml")
    assert chat.turns[0].time is not None
    assert chat.turns[0].time.utcoffset() == timedelta(hours=1)


def test_thread_in_one_mail_from_the_oldest_on() -> None:
    chat = read(READER, "eml/thread.eml")
    assert rows(chat) == [
        ("said", "Ada Lind", "Which tiles are cheaper?"),
        ("said", "Boris Tal", "The blue ones cost 40 less.\n\nBoris"),
        ("said", "Lind, Ada", "Agreed, the blue tiles it is."),
    ]
    assert times(chat) == [
        "2024-02-06T16:05:00+02:00",
        "2024-02-07T10:30:00+02:00",
        "2024-02-07T12:00:00+02:00",
    ]
    assert len(chat.warnings) == 1


def test_html_only_mail_and_unread_attachment() -> None:
    chat = read(READER, "eml/html.eml")
    assert rows(chat) == [("said", "kim@example.org", "Two tickets left.\nWho wants one?")]
    assert times(chat) == ["2024-02-08T08:00:00+00:00"]


def test_copied_body_with_answers_between_the_lines() -> None:
    chat = read(BODY, "email_body/inline.txt")
    assert [turn.text.split("\n\n") for turn in chat.turns] == [
        ["Hello both,", "Noon is fine.", "I bring them."]
    ]
    assert chat.turns[0].speaker is None


def test_copied_body_with_a_thread() -> None:
    chat = read(BODY, "email_body/thread.txt")
    assert rows(chat) == [
        ("said", "Jo", "When do the movers come?"),
        ("said", "Mina", "Thursday or Friday?"),
        ("said", None, "Yes, Thursday."),
    ]


def test_forwarded_mail_counts_where_nothing_is_added() -> None:
    mail = (
        b"From: a@x.org\nSubject: Fwd: Bill\nDate: Mon, 5 Feb 2024 09:15:00 +0100\n\n"
        b"---------- Forwarded message ---------\nFrom: Bo <bo@x.org>\n"
        b"Date: Sun, 4 Feb 2024 at 10:00\nSubject: Bill\nTo: <a@x.org>\n\nPlease pay it.\n"
    )
    assert rows(read_bytes("x", mail)) == [("said", "Bo", "Please pay it.")]


def test_unknown_charset_and_raw_bytes_in_headers() -> None:
    mail = (
        "From: Æsa <a@x.org>\nSubject: =?nonsense?q?x?=\nDate: whenever\n"
        "Content-Type: text/plain; charset=klingon\n\nGrüße aus Århus, schöne Tage\n"
    ).encode()
    chat = read_bytes("x", mail)
    assert rows(chat) == [("said", "Æsa", "Grüße aus Århus, schöne Tage")]
    assert chat.turns[0].time is None


def test_mail_without_words_is_refused() -> None:
    with pytest.raises(EmptyInput):
        read_bytes("x.eml", b"From: a@x.org\nSubject: s\nDate: Mon, 5 Feb 2024 09:15:00 +0100\n\n")


def test_chat_lines_are_no_mail() -> None:
    assert READER.sniff(Source.of_bytes("x", b"From: here\nTo: there\nwe walked\n")) == NO
    assert BODY.sniff(Source.of_bytes("x", b"Ann: hi\nBen: > 3 of them\n")) == NO


@pytest.mark.parametrize(
    "text",
    [
        "Words.\n\n-- \nAnn\nCity",
        "Words.\n\nKind regards,\nAnn",
        "Words.\n\n---\nTo leave the list, write to list@example.org",
        "Words.\nGet Outlook for Android",
        "Ann wrote:\n> old\n\nWords.",
    ],
)
def test_own_words(text: str) -> None:
    assert own_words(text).strip() == "Words."


def test_thanks_in_the_middle_stays() -> None:
    text = "Thanks,\nI will call the plumber, then the roofer, and report back to all of you.\n" * 3
    assert own_words(text) == text.strip()


def test_html_quotes_are_marked() -> None:
    html = "<p>Yes</p><blockquote>one<blockquote>two</blockquote></blockquote><!-- no -->end"
    assert html_to_text(html) == "Yes\n> one\n> > two\nend"
