"""Any text is a query, and means what it says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slmsum.search.query import Query, Term, Wish, parse


@pytest.mark.parametrize(
    "text, terms",
    [
        ("budget meeting", (Term("budget"), Term("meeting"))),
        ('"new office" move', (Term("new office", Wish.REQUIRED), Term("move"))),
        ("bud*", (Term("bud", prefix=True),)),
        ("-budget", (Term("budget", Wish.EXCLUDED),)),
        ("car NOT bike", (Term("car"), Term("bike", Wish.EXCLUDED))),
        ('-"old office"', (Term("old office", Wish.EXCLUDED),)),
        ('"never closed', (Term("never closed", Wish.REQUIRED),)),
        ("http://a.example/x", (Term("http://a.example/x"),)),
        ("speaker: Anna", (Term("speaker:"), Term("Anna"))),
        ("* \" '; DROP TABLE turn; --", (Term("*"), Term("'; DROP TABLE turn; --", Wish.REQUIRED))),
        ("", ()),
    ],
)
def test_terms(text: str, terms: tuple[Term, ...]) -> None:
    assert parse(text).terms == terms


def test_filters() -> None:
    query = parse('tag:work speaker:"Anna Lee" Speaker:Bob kind:chat from:2026-02 to:2026-02 lunch')
    assert query == Query(
        terms=(Term("lunch"),),
        speakers=("Anna Lee", "Bob"),
        tags=("work",),
        kinds=("chat",),
        since=date(2026, 2, 1),
        until=date(2026, 2, 28),
        plain="lunch",
    )


def test_what_is_no_date_is_left_aside_with_a_note() -> None:
    query = parse("from:yesterday to:2026-02-31 lunch")
    assert (query.since, query.until, query.plain) == (None, None, "lunch")
    assert len(query.notes) == 2


def test_meaning_leaves_out_what_is_not_wanted() -> None:
    assert parse('tag:x who "pays rent" -cash').plain == "who pays rent"


PIECES = st.sampled_from(
    ["AND", "OR", "NOT", "NEAR(", ")", "(", '"', "*", "^", "-", "+", ":", "{a}:", "speaker:", "to:"]
)


@given(st.lists(PIECES | st.text()).map(" ".join))
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert all(term.text.strip() for term in query.terms)
    assert query.plain == " ".join(term.text for term in query.wanted)


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), min_size=1))
def test_plain_words_stay_as_they_are(words: list[str]) -> None:
    assert [term.text for term in parse(" ".join(words)).terms] == words
