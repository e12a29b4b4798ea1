"""Meaning is found in a library, once its conversations have vectors."""

import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from kept_talks import talk

from slmsum.engine.encoder import SentenceEncoder
from slmsum.library import Library
from slmsum.library.cipher import encrypt
from slmsum.power import PowerMode, PowerPlan
from slmsum.progress import Progress, ignore
from slmsum.search import By, Searcher, search
from slmsum.search.job import index, make_findable
from slmsum.search.meaning import bytes_of, cosines, nearest, signs
from slmsum.search.vectors import Place, Signs, pending, save
from slmsum.search.windows import Window

ROOT = Path(__file__).parents[2]
SECRET = 'it\'s a "secret"'
PLAN = PowerPlan(PowerMode.SAVER, "", threads=1, candidates=1, nice=0)


def unit(rows: int) -> np.ndarray:
    table = np.random.default_rng(0).standard_normal((rows, 384), np.float32)
    return np.asarray(table / np.linalg.norm(table, axis=1, keepdims=True), np.float32)


def windows_of(rows: int) -> list[Window]:
    return [Window(2 * i, 2 * i + 3, "") for i in range(rows)]


def test_short_forms_keep_the_direction() -> None:
    vectors = unit(50)
    assert cosines(bytes_of(vectors), vectors[7]) == pytest.approx(vectors @ vectors[7], abs=0.01)


def test_the_nearest_by_signs_are_there_and_only_allowed_ones() -> None:
    vectors = unit(1000)
    codes = np.ascontiguousarray(signs(vectors).T)
    near = vectors[5] + 0.3 * unit(1001)[1000]
    code = signs(near[None])[0]
    assert 5 in nearest(codes, code, 10)
    assert 10 <= len(nearest(codes, code, 10)) < 100
    assert len(nearest(codes, code, 5000)) == 1000
    allowed = np.arange(1000) == 9
    assert nearest(codes, code, 10, allowed).tolist() == [9]
    assert nearest(codes, code, 10, np.zeros(1000, np.bool_)).tolist() == []
    assert nearest(codes[:, :0], code, 10).tolist() == []


def test_vectors_come_back_from_a_library(library: Library) -> None:
    vectors = unit(300)
    item = pending(library)[0]
    assert save(library, item, windows_of(300), signs(vectors), bytes_of(vectors))
    (place, cosine), *_ = Signs(library).nearest(library, vectors[200], 3)
    assert place == Place(item.id, 400, 403)
    assert cosine == pytest.approx(1, abs=0.01)
    assert item not in pending(library)
    assert Signs(library).nearest(library, vectors[200], 3, within=[item.id + 1]) == []


def test_a_conversation_that_changed_meanwhile_is_not_kept(library: Library) -> None:
    item = pending(library)[0]
    stale = replace(item, changed="before")
    vectors = unit(1)
    assert not save(library, stale, windows_of(1), signs(vectors), bytes_of(vectors))
    assert item in pending(library)


def test_vectors_go_with_their_conversation_and_its_words(library: Library) -> None:
    vectors = unit(2)
    for item in pending(library):
        save(library, item, windows_of(2), signs(vectors), bytes_of(vectors))
    first, second = (entry.id for entry in library.entries())
    library.remove(first)
    library.edit_turn(second, 0, "Something else.")
    assert len(Signs(library)) == 0
    assert [item.id for item in pending(library)] == [second]


def test_without_vectors_or_encoder_words_are_found(library: Library) -> None:
    assert search(library, "landlord")
    assert search(library, "landlord", by=By.MEANING) == []
    assert Signs(library).nearest(library, unit(1)[0], 5) == []


@pytest.fixture(scope="module")
def encoder(encoder_folder: Path) -> SentenceEncoder:
    return SentenceEncoder(encoder_folder, 1)


@pytest.mark.models
def test_meaning_finds_other_words(library: Library, encoder: SentenceEncoder) -> None:
    reports: list[Progress] = []
    assert index(library, pending(library), encoder, reports.append) == 2
    assert (reports[-1].done, reports[-1].total) == (9, 9)
    searcher = Searcher(library, encoder)
    question = "Who phones the owner of the house?"
    assert searcher.search(question, by=By.WORDS) == []
    assert searcher.search(question)[0].title == "Office"
    assert searcher.search("pets and dessert", by=By.MEANING)[0].title == "Cats"
    assert searcher.search("pets and dessert tag:work") == []
    assert {hit.speaker for hit in searcher.search("pets speaker:bob", by=By.MEANING)} == {"Bob"}
    assert searcher.search("pets from:2027") == []


@pytest.mark.models
def test_a_searcher_sees_what_is_added_and_removed(
    library: Library, encoder: SentenceEncoder
) -> None:
    searcher = Searcher(library, encoder)
    index(library, pending(library), encoder, ignore)
    added = library.add(talk([("Kim", "Our train to Paris leaves at noon.")], "Trip"))
    assert all(hit.title != "Trip" for hit in searcher.search("railway journey", by=By.MEANING))
    index(library, pending(library), encoder, ignore)
    assert searcher.search("railway journey", by=By.MEANING)[0].title == "Trip"
    library.remove(added.id)
    assert all(hit.title != "Trip" for hit in searcher.search("railway journey"))


@pytest.mark.models
def test_the_worker_makes_a_library_findable(
    library: Library, model_folder: Callable[[str], Path]
) -> None:
    model_folder("minilm-l6")
    assert len(make_findable(library, PLAN, most_words=3)) == 2
    assert make_findable(library, PLAN) == []
    assert len(Signs(library)) == 2


@pytest.mark.models
def test_an_encrypted_library_is_searched_by_words_and_meaning(
    library: Library, tmp_path: Path, encoder: SentenceEncoder
) -> None:
    library.close()
    encrypt(tmp_path / "library", SECRET)
    with Library.open(tmp_path / "library", SECRET) as locked:
        assert make_findable(locked, PLAN) == []
        searcher = Searcher(locked, encoder)
        assert searcher.search("landlords", by=By.WORDS)[0].title == "Office"
        assert searcher.search("landl*", by=By.WORDS)[0].title == "Office"
        assert searcher.search("pets and dessert", by=By.MEANING)[0].title == "Cats"
        assert searcher.search("pets and dessert tag:work") == []
    stored = (tmp_path / "library" / "library.db").read_bytes()
    assert b"landlord" not in stored


INDEXER = """
import os, signal, sys
from pathlib import Path
from slmsum.power import PowerMode, PowerPlan
from slmsum.search.job import IndexJob
def die_on_the_second(progress):
    if progress.done > 9:
        os.kill(os.getpid(), signal.SIGKILL)
plan = PowerPlan(PowerMode.SAVER, "", threads=1, candidates=1, nice=0)
IndexJob(plan, Path(sys.argv[1])).run(die_on_the_second)
"""


@pytest.mark.models
@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of POSIX")
def test_a_job_killed_halfway_goes_on_where_it_was(
    library: Library, encoder: SentenceEncoder
) -> None:
    library.add(talk([("Kim", "Our train to Paris leaves at noon.")] * 9, "Trip"))
    first, second, third = pending(library)
    killed = subprocess.run(
        [sys.executable, "-c", INDEXER, library.folder], cwd=ROOT, check=False, capture_output=True
    )
    assert (killed.returncode, killed.stderr) == (-signal.SIGKILL, b"")
    assert pending(library) == [second, third]
    before = rows_of(library, first.id)
    assert make_findable(library, PLAN) == []
    assert rows_of(library, first.id) == before
    assert len(Signs(library)) == 3
    assert Searcher(library, encoder).search("railway journey", by=By.MEANING)[0].title == "Trip"


def rows_of(library: Library, conversation: int) -> list[tuple[int, bytes]]:
    return library.connection.execute(
        "SELECT rowid, data FROM vectors WHERE conversation_id = ?", (conversation,)
    ).fetchall()
