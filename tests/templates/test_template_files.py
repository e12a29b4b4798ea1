"""Templates are read from TOML, and whatever is wrong with one is told in a line."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slmsum.errors import BadOption, BadTemplate, UnreadableFile
from slmsum.minutes import Part
from slmsum.summarize.settings import Length
from slmsum.templates import store
from slmsum.templates.parse import MOST_BYTES, parse
from slmsum.templates.template import Fill

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests/data/templates"
HEAD = 'name = "x"\ntitle = "X"\n'
SECTION = f'{HEAD}[[sections]]\nheading = "A"\n'


def test_those_that_ship_are_right_and_listed_by_name() -> None:
    names = [template.name for template in store.shipped()]
    assert names == [
        "clinic-visit",
        "customer-call",
        "decision-log",
        "general",
        "interview",
        "lecture",
        "stand-up",
    ]


def test_a_template_is_read_whole() -> None:
    template = store.get("stand-up")
    assert template.title == "Stand-up"
    assert template.length is Length.SHORT
    assert [when.people for when in template.when] == [(2, 20)]
    assert template.sections[0].fill is Fill.BY_SPEAKER
    assert template.sections[-1].part is Part.QUESTIONS


def test_the_usual_form_has_neither_rules_nor_sections() -> None:
    general = store.get("general")
    assert (general.when, general.sections, general.body) == ((), (), "")


def test_the_example_of_the_readme_is_right() -> None:
    template = store.load(DATA / "book-club.toml")
    assert len((DATA / "book-club.toml").read_text().splitlines()) == 10
    assert [section.heading for section in template.sections] == [
        "What we liked",
        "Who brings what",
    ]


def test_templates_in_the_readme_are_right() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for text in re.findall(r"^```toml\n(name = .*?)^```", readme, re.M | re.S):
        parse(text.encode(), "README.md")


@pytest.mark.parametrize(
    "text, key, words",
    [
        ("", "name", "is missing"),
        ("name = 3\ntitle = 'X'", "name", "small letters"),
        ("name = 'Big One'\ntitle = 'X'", "name", "small letters"),
        ("name = '../x'\ntitle = 'X'", "name", "small letters"),
        ("name = 'x'", "title", "is missing"),
        ("name = 'x'\ntitle = ''", "title", "a line"),
        ('name = "x"\ntitle = "a\\u001b[31m"', "title", "a line"),
        (HEAD + "length = 'huge'", "length", "one of short, medium, long"),
        (HEAD + "lenght = 'short'", "lenght", "known are name, title, description, length"),
        (HEAD + "when = 3", "when", "a table"),
        (HEAD + "[when]", "when", "must set a condition"),
        (HEAD + "[when]\npeople = [3, 1]", "when.people", "two numbers"),
        (HEAD + "[when]\nshare = ['a', 'b']", "when.share", "two numbers"),
        (HEAD + "[when]\ncues = ['a']\nleast = 2", "when.least", "more than the 1 cues"),
        (HEAD + "[when]\ncues = 'a'", "when.cues", "a list"),
        (HEAD + "[when]\nasks = 3", "when.asks", "0 to 1"),
        (HEAD + "[when]\nspeakers = ['a|']", "when.speakers", "word|other word"),
        (HEAD + "[when]\nweather = 'fine'", "when.weather", "is not known here"),
        (HEAD + "sections = 3", "sections", "tables"),
        (HEAD + "sections = [3]", "sections", "tables"),
        (HEAD + "[[sections]]\npart = 'summary'", "sections[1].heading", "is missing"),
        (SECTION, "sections[1].part", "must be given, or fill"),
        (SECTION + "part = 'own'", "sections[1].part", "one of summary, decisions"),
        (SECTION + "part = 'summary'\nmost = 3", "sections[1].most", "not known here"),
        (SECTION + "part = 'summary'\nfill = 'terms'", "sections[1].part", "not both"),
        (SECTION + "fill = 'magic'", "sections[1].fill", "one of by_speaker"),
        (SECTION + "fill = 'by_speaker'", "sections[1].cue", "one of done, next, blocked"),
        (SECTION + "fill = 'by_speaker'\ncue = 'was'", "sections[1].cue", "one of done"),
        (SECTION + "fill = 'ask'", "sections[1].question", "is missing"),
        (SECTION + "fill = 'quotes'", "sections[1].about", "or words given"),
        (SECTION + "fill = 'terms'\nmost = 0", "sections[1].most", "from 1 to 50"),
        (SECTION + "fill = 'terms'\nmost = true", "sections[1].most", "from 1 to 50"),
        (SECTION + "fill = 'terms'\nalways = 1", "sections[1].always", "true or false"),
        (SECTION + "fill = 'note'\nnotes = {}", "sections[1].notes", "GENHX"),
        (SECTION + "fill = 'note'\nnotes = {MOOD = []}", "sections[1].notes", "GENHX"),
        (SECTION + "fill = 'note'\nnotes = {PLAN = 'x'}", "sections[1].notes", "GENHX"),
        (HEAD + "format = 'pdf'", "format", "one of markdown, text"),
        (HEAD + "body = 3", "body", "text"),
        ("name = ", "", "not TOML"),
        ("a = " + "[" * 5000, "", "not TOML"),
        ("#" * (MOST_BYTES + 1), "", "larger than"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(text: str, key: str, words: str) -> None:
    with pytest.raises(BadTemplate) as caught:
        parse(text.encode(), "mine.toml")
    assert caught.value.key == key
    assert words in caught.value.message
    assert caught.value.message.startswith("mine.toml: ")
    assert caught.value.exit_code == 2


def test_what_is_not_text_is_refused() -> None:
    with pytest.raises(BadTemplate, match="UTF-8"):
        parse(b"\xff\xfe", "mine.toml")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_template_or_told_to_be_none(data: bytes) -> None:
    try:
        assert parse(data, "any.toml").name
    except BadTemplate as error:
        assert "\n" not in error.message


KEYS = ["name", "title", "when", "sections", "length", "fill", "part", "cues", "most", "body"]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=8,
)


def toml(value: object) -> str:
    """A value as TOML's inline form; None is left out as an empty text."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return str(value)
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{key} = {toml(inner)}" for key, inner in value.items()) + "}"
        case str():
            return '"' + "".join(f"\\U{ord(letter):08x}" for letter in value) + '"'
    return '""'


@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
def test_any_table_is_a_template_or_told_to_be_none(table: dict[str, object]) -> None:
    text = "\n".join(f"{key} = {toml(value)}" for key, value in table.items())
    try:
        parse(text.encode(), "any.toml")
    except BadTemplate as error:
        assert error.message


def test_a_template_of_ones_own_is_found_and_wins(tmp_path: Path) -> None:
    (tmp_path / "interview.toml").write_text('name = "interview"\ntitle = "Ours"\n')
    (tmp_path / "broken.toml").write_text("name = ")
    templates, errors = store.known(tmp_path)
    assert [t.title for t in templates if t.name == "interview"] == ["Ours"]
    assert store.get("interview", tmp_path).title == "Ours"
    assert [error.source for error in errors] == [str(tmp_path / "broken.toml")]
    assert "broken" not in [t.name for t in store.choice("auto", tmp_path).among]


def test_a_broken_one_that_is_asked_for_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("name = ")
    with pytest.raises(BadTemplate, match="not TOML"):
        store.choice("broken", tmp_path)


@pytest.mark.parametrize("name", ["nothing-like-it", "../stand-up", "/etc/passwd", "a\0b"])
def test_an_unknown_name_lists_those_there_are(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="no template") as caught:
        store.choice(name, tmp_path)
    assert "stand-up" in caught.value.hint


def test_a_file_is_named_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\ntitle = "Mine"\n')
    chosen = store.choice(str(path))
    assert chosen.asked is not None
    assert chosen.named("mine") is chosen.asked
    path.rename(tmp_path / "other.toml")
    with pytest.raises(BadTemplate, match="as the file is called"):
        store.choice(str(tmp_path / "other.toml"))
    with pytest.raises(UnreadableFile):
        store.choice(str(path))
