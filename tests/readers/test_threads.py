from datetime import UTC, datetime

from slmsum.conversation import Kind, Turn
from slmsum.readers.threads import Thread, build_threads, by_time, skipped


def turn(text: str, hour: int | None, *, aware: bool = True) -> Turn:
    zone = UTC if aware else None
    time = None if hour is None else datetime(2024, 1, 1, hour, tzinfo=zone)
    return Turn(0, "A", text, Kind.SAID, time)


def test_a_turn_without_time_stays_behind_the_one_before_it() -> None:
    turns = [turn("c", 3), turn("c+", None), turn("a", 1, aware=False), turn("a+", None)]
    assert [t.text for t in by_time(turns)] == ["a", "a+", "c", "c+"]


def test_threads_follow_each_other_by_their_first_message() -> None:
    late, early = Thread("late", [turn("x", 5)]), Thread("early", [turn("y", 9), turn("z", 2)])
    built = build_threads([late, Thread("empty"), early], format="f", source="s")
    assert [t.text for t in built.turns] == ["y", "z", "x"]
    assert [t.index for t in built.turns] == [0, 1, 2]
    assert built.warnings == ("2 chats in one export, read one after another: early, late",)
    assert built.title == ""


def test_one_thread_gives_the_title() -> None:
    built = build_threads([Thread("Team", [turn("x", 1)])], format="f", source="s")
    assert (built.title, built.warnings) == ("Team", ())


def test_a_long_list_of_names_is_cut() -> None:
    threads = [Thread(f"t{n}", [turn("x", n)]) for n in range(12)]
    warning = build_threads(threads, format="f", source="s").warnings[0]
    assert warning.endswith("t7, ...")


def test_nothing_skipped_is_no_warning() -> None:
    assert skipped(0) == []
    assert skipped(1200, "lines") == ["1,200 lines left out: not understood"]
