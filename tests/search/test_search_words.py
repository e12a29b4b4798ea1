"""Words are found in a library: the right ones, whatever is typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept_talks import talk

from slmsum.conversation import Kind, Turn, build
from slmsum.library import Library
from slmsum.search import Hit, search
from slmsum.search.candidates import candidates
from slmsum.search.filters import Condition
from slmsum.search.match import telling
from slmsum.search.query import parse


def found(library: Library, query: str) -> list[tuple[str, int]]:
    return [(hit.title, hit.position) for hit in search(library, query)]


@pytest.mark.parametrize(
    "query, expected",
    [
        ("landlord", [("Office", 3)]),
        ("LANDLORD", [("Office", 3)]),
        ('"new office"', [("Office", 0)]),
        ('"office new"', []),
        ("landl*", [("Office", 3)]),
        ("landlords", [("Office", 3)]),
        ("offices renting", [("Office", 0)]),
        ('"new offices"', [("Office", 0)]),
        ('"baking another"', [("Cats", 1)]),
        ("renting*", []),
        ("rente*", []),
        ("birthda*", [("Cats", 0)]),
        ("office -renting*", [("Office", 0)]),
        ("baker", []),
        ("backer", [("Cats", 2)]),
        ("emile", []),
        ("O'Neill's;", [("Cats", 2)]),
        ("🎂", [("Cats", 0)]),
        ("预算", [("Cats", 3)]),
        ("周五讨论预算", [("Cats", 3)]),
        ("הפגישה", [("Cats", 4)]),
        ("landlord speaker:bob", [("Office", 3)]),
        ('landlord speaker:"anna lee"', []),
        ("cake speaker:emile NOT best", [("Cats", 0)]),
        ("budget tag:work", [("Office", 1)]),
        ("budget tag:home", []),
        ("budget kind:chat", [("Office", 1)]),
        ("budget kind:meeting", []),
        ("cake from:2026-05-20", [("Cats", 0)]),
        ("cake from:2026-05-21", []),
        ("landlord to:2026-02", []),
        ("landlord to:2026-03", [("Office", 3)]),
        ('"O\'Neill" -🎂', [("Cats", 2)]),
        ('"🎂🎂"', [("Cats", 0)]),
        ("speaker:zoë", [("Cats", 4), ("Cats", 3)]),
        ("-cake", []),
        ("", []),
        ("from:never", []),
        ("no such thing anywhere zzz", []),
    ],
)
def test_queries(library: Library, query: str, expected: list[tuple[str, int]]) -> None:
    assert found(library, query) == expected


@pytest.mark.parametrize("word", ["meetings", "happiness", "nationalized", "carries", "rating"])
def test_the_beginning_of_a_word_finds_it_though_stems_are_kept(
    library: Library, word: str
) -> None:
    library.add(talk([("Ann", f"So many {word} here")], "Stems"))
    for end in range(3, len(word) + 1):
        assert ("Stems", 0) in found(library, f"{word[:end]}*")
    assert found(library, f"{word}x*") == []


def test_a_hit_shows_where_and_why(library: Library) -> None:
    (hit,) = search(library, "landlord call")
    assert (hit.title, str(hit.date), hit.speaker) == ("Office", "2026-03-01", "Bob")
    marked = [hit.snippet[start:end] for start, end in hit.highlights]
    assert (hit.snippet, marked) == ("I will call the landlord on Monday.", ["call", "landlord"])


def test_the_passage_with_more_of_the_words_comes_first(library: Library) -> None:
    library.add(talk([("Ann", "The budget."), ("Bob", "It is fine.")], "Other"))
    assert found(library, "budget rent office")[0][0] == "Office"


def test_a_passage_gives_one_hit(library: Library) -> None:
    assert len(found(library, "rent office budget landlord")) == 1


def test_the_limit_holds(library: Library) -> None:
    assert len(search(library, "cake landlord", limit=1)) == 1


def test_what_is_removed_is_found_no_more(library: Library) -> None:
    (hit,) = search(library, "landlord")
    library.remove(hit.conversation_id)
    assert found(library, "landlord") == []


def test_what_is_edited_is_found_as_it_is_now(library: Library) -> None:
    (hit,) = search(library, "landlord")
    library.edit_turn(hit.conversation_id, hit.position, "I will call the owner.")
    assert found(library, "landlord") == []
    assert found(library, "owner") == [("Office", 3)]


def test_a_renamed_speaker_is_found_by_the_new_name(library: Library) -> None:
    (hit,) = search(library, "landlord speaker:bob")
    library.rename_speaker(hit.conversation_id, "Bob", 'Robert; "Bobby" O\'Tables')
    assert found(library, "landlord speaker:bob") == []
    assert found(library, "landlord speaker:robert") == [("Office", 3)]
    assert found(library, 'landlord speaker:"O\'Tables"') == [("Office", 3)]


def test_lines_of_the_app_are_not_found(library: Library) -> None:
    turns = [Turn(0, None, "Ann left the walrus group", Kind.SYSTEM), Turn(1, "Bob", "Bye!")]
    library.add(build(turns, format="whatsapp", source="x.txt"))
    assert found(library, "walrus") == []


@pytest.mark.parametrize("query", ["common", "common word", '"common word"', "common rare -x"])
def test_words_that_very_many_turns_hold_are_found_too(
    library: Library, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("slmsum.search.candidates._BUDGET", 5)
    library.add(talk([("Ann", f"a common word {i}") for i in range(60)], "Many"))
    hits = search(library, query)
    assert hits
    assert {hit.title for hit in hits} == {"Many"}


def test_the_rare_word_counts_where_others_are_common(library: Library) -> None:
    library.add(talk([("Ann", f"cake number {i}") for i in range(300)], "Many"))
    assert found(library, "birthday cake")[0] == ("Cats", 0)


SYNTAX = st.sampled_from(
    ["AND", "NOT", "NEAR(", ")", '"', "*", "^", "-", "+", ":", "rent", "'", ";", "tag:", "预", "🎂"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(SYNTAX | st.text()).map(" ".join))
def test_any_text_can_be_looked_for(library: Library, text: str) -> None:
    for hit in search(library, text):
        check(hit)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text("abé ßÅ,.-'*:();^של预算งบ🎂٣", max_size=20).map(lambda text: " ".join(text.split())))
def test_every_text_finds_itself(library: Library, text: str) -> None:
    library.remove(*(entry.id for entry in library.entries() if entry.title == "Own"))
    library.add(talk([("Ann", text)], "Own"))
    query = parse(f'"{text}"')
    where = Condition("conversation.title = 'Own'")
    if query.wanted:
        assert candidates(library, query, telling(query), where).spots


def check(hit: Hit) -> None:
    assert hit.score > 0
    assert "\n" not in hit.snippet
    assert all(0 <= a < b <= len(hit.snippet) for a, b in hit.highlights)
