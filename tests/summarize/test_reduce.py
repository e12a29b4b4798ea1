"""From segments to the whole: nothing twice, nothing that the turns do not support."""

from datetime import date

from talk import BOAT, grounder

from slmsum.minutes import Action, Point, Sentence
from slmsum.summarize.prompts import Draft
from slmsum.summarize.rank import Checked
from slmsum.summarize.reduce import chapter_texts, merged_actions, merged_points, overview
from slmsum.summarize.settings import Length


def test_an_action_said_twice_stays_once_with_its_date() -> None:
    plain = Action("Tobias", "order a new mast light", evidence=(6,))
    dated = Action("Tobias", "order the mast light", "tonight", date(2025, 10, 1), (7,))
    other = Action("Maren", "order a new mast light")
    wash = Action("Tobias", "wash the sails")
    assert merged_actions([plain, dated, other, wash]) == [dated, other, wash]
    assert merged_actions([dated, plain]) == [dated]
    assert merged_actions([]) == []


def test_at_most_twenty_actions() -> None:
    things = "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike".split()
    actions = [Action(owner, f"paint {thing}") for owner in ("A", "B") for thing in things]
    assert merged_actions(actions) == actions[:20]


def test_points_said_twice_stay_once() -> None:
    first, other = Point("They leave at half past seven.", (8,)), Point("They ask the yard.", (3,))
    assert merged_points([first, other, Point("At half past seven they leave.", (9,))]) == [
        first,
        other,
    ]


def chapter(title: str, first: int, last: int, *sentences: str) -> Checked:
    checked = grounder(BOAT).check(sentences, first, last)
    return Checked(Draft(title, sentences), tuple(checked))


CHAPTERS = [
    chapter("Berth", 0, 2, "The harbour office wants 340 euros.", "The crane costs 90."),
    chapter("Yard", 3, 4, "Maren will call the yard in Kalmar tomorrow."),
    chapter("Light", 5, 9, "Tobias will order a mast light.", "Zelda pays 99 euros."),
]


def test_chapters_are_read_without_what_is_not_supported() -> None:
    assert chapter_texts(CHAPTERS) == [
        ("Berth", "The harbour office wants 340 euros. The crane costs 90."),
        ("Yard", "Maren will call the yard in Kalmar tomorrow."),
        ("Light", "Tobias will order a mast light."),
    ]


def test_many_chapters_share_the_room() -> None:
    long = [f"{' '.join(f'word{i}' for i in range(40))} {n}." for n in range(3)]
    texts = chapter_texts([chapter("T", 0, 9, *long)] * 100)
    assert len(texts) > 5
    assert sum(len(f"{title} {text}".split()) for title, text in texts) <= 420


def test_of_too_many_chapters_the_most_alike_are_read_in_order() -> None:
    odd = Sentence(f"Zebras graze {'quietly ' * 9}beyond.")
    plain = [Sentence(f"The harbour office wants {n} euros for the berth.") for n in range(60)]
    chapters = [Checked(Draft("T", (s.text,)), (s,)) for s in (odd, *plain)]
    texts = [text for _, text in chapter_texts(chapters)]
    assert odd.text not in texts
    assert texts == [s.text for s in plain if s.text in texts]


def written(*sentences: str) -> list[str]:
    title, found = overview(
        CHAPTERS, grounder(BOAT), Length.MEDIUM, lambda chapters: ("Boat", sentences)
    )
    assert title == "Boat"
    assert all(sentence.supported for sentence in found)
    return [sentence.text for sentence in found]


def test_what_the_model_invents_is_replaced_by_the_chapters() -> None:
    assert written("Zelda sells the boat for 5,000 euros.") == [
        "The harbour office wants 340 euros.",
        "Maren will call the yard in Kalmar tomorrow.",
        "Tobias will order a mast light.",
    ]
    assert len(written()) == 3


def test_what_the_model_writes_truly_stays() -> None:
    true = (
        "The harbour office wants 340 euros for the berth.",
        "Maren calls the yard in Kalmar.",
        "Tobias takes the sails home.",
    )
    assert written(*true, true[0]) == list(true)


def test_the_length_bounds_the_overview() -> None:
    lines = [f"They talk about the {t}." for t in "crane sails berth gate rope boats".split()]
    _, found = overview(CHAPTERS, grounder(BOAT), Length.SHORT, lambda _: ("", tuple(lines)))
    assert len(found) <= 3
