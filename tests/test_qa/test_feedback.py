"""What readers thought of answers is kept once, whole, whoever writes at the same time."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.settings import PROJECT
from qa.errors import FeedbackError
from qa.feedback import NOTE_LENGTH, Feedback, FeedbackStore

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST = Feedback(
    asked_at=datetime(2026, 11, 25, 18, 10, 0, 250, UTC),
    question="Quand l'interdiction prend-elle effet ?",
    answer={"found": True, "citations": [{"quote": "« 45 jours »", "score": 0.25}]},
    generation="20260917T101500-3f2a",
    helpful=True,
    note="merci",
)
SECOND = Feedback(FIRST.asked_at + timedelta(days=1), "and WeChat?", {}, None, helpful=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "feedback.sqlite"


def entries(path: Path) -> list[Feedback]:
    return list(FeedbackStore(path))


def test_what_is_kept_is_read_again_oldest_first(path: Path) -> None:
    store = FeedbackStore(path)
    later, earlier = store.add(SECOND, key="s/2"), store.add(FIRST, key="s/1")
    assert later != earlier
    assert list(store) == entries(path) == [FIRST, SECOND]


def test_nothing_is_made_before_the_first_entry(path: Path) -> None:
    store = FeedbackStore(path)
    assert list(store) == []
    with pytest.raises(FeedbackError, match=re.escape(str(path))):
        store.note(1, "late")
    assert not path.parent.exists()
    store.add(FIRST, key="s/1")
    assert list(store) == [FIRST]


def test_a_changed_mind_counts_once(path: Path) -> None:
    store = FeedbackStore(path)
    entry = store.add(FIRST, key="s/1")
    other = store.add(SECOND, key="s/2")
    changed = replace(FIRST, helpful=False, note="and yet")
    assert store.add(changed, key="s/1") == entry
    assert list(store) == [changed, SECOND]
    store.note(other, "wrong day")
    assert list(store) == [changed, replace(SECOND, note="wrong day")]
    store.add(replace(FIRST, note=""), key="s/1")
    assert next(iter(store)) == replace(FIRST, note="and yet")


def test_a_note_may_follow_and_is_bounded(path: Path) -> None:
    store = FeedbackStore(path)
    entry = store.add(FIRST, key="s/1")
    longest = "é" * NOTE_LENGTH
    store.note(entry, longest)
    for refused in (
        lambda: store.note(entry, longest + "!"),
        lambda: store.add(replace(SECOND, note=longest + "!"), key="s/2"),
    ):
        with pytest.raises(FeedbackError):
            refused()
    with pytest.raises(FeedbackError):
        store.note(7, "whose?")
    assert list(store) == [replace(FIRST, note=longest)]
    store.note(entry, "")
    assert list(store) == [replace(FIRST, note="")]


def test_times_are_told_in_utc_whatever_zone_they_came_in(path: Path) -> None:
    brussels = timezone(timedelta(hours=1))
    early = replace(FIRST, asked_at=datetime(2026, 1, 1, 0, 30, tzinfo=brussels))
    late = replace(FIRST, asked_at=datetime(2025, 12, 31, 23, 45, tzinfo=UTC))
    store = FeedbackStore(path)
    store.add(late, key="2")
    store.add(early, key="1")
    assert list(store) == [early, late]
    assert [told.asked_at.isoformat() for told in store] == [
        "2025-12-31T23:30:00+00:00",
        "2025-12-31T23:45:00+00:00",
    ]
    assert early.to_dict()["asked_at"] == "2025-12-31T23:30:00+00:00"
    with pytest.raises(ValueError, match="asked_at"):
        replace(FIRST, asked_at=datetime(2026, 1, 1))  # noqa: DTZ001


# Pairs of surrogates, too: they are two characters, and must not become one.
surrogates = st.sampled_from(["\ud83d", "\ude00", "\ud83d\ude00", "\udcff"])
any_text = st.lists(surrogates | st.sampled_from("\0\n") | st.characters()).map("".join)


@given(question=any_text, note=any_text, quote=any_text, generation=st.none() | any_text)
def test_any_text_comes_back_but_for_lone_surrogates(
    question: str, note: str, quote: str, generation: str | None
) -> None:
    def whole(text: str) -> str:
        return "".join(
            "\N{REPLACEMENT CHARACTER}" if "\ud800" <= c <= "\udfff" else c for c in text
        )

    given = Feedback(FIRST.asked_at, question, {"quote": quote}, generation, True, note)
    with tempfile.TemporaryDirectory() as folder:
        store = FeedbackStore(Path(folder) / "feedback.sqlite")
        store.note(store.add(given, key=question), note)
        assert list(store) == [
            Feedback(
                asked_at=FIRST.asked_at,
                question=whole(question),
                answer={"quote": whole(quote)},
                generation=None if generation is None else whole(generation),
                helpful=True,
                note=whole(note),
            )
        ]


def test_threads_write_and_read_at_once(path: Path) -> None:
    store = FeedbackStore(path)

    def vote(number: int) -> int:
        asked_at = FIRST.asked_at + timedelta(seconds=number)
        entry = store.add(replace(FIRST, asked_at=asked_at), key=f"s/{number}")
        assert asked_at in [told.asked_at for told in store]
        store.note(entry, str(number))
        return entry

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(vote, range(40)))
    assert len(set(made)) == 40
    assert [told.note for told in store] == [str(number) for number in range(40)]


def test_processes_make_and_fill_the_file_at_once(path: Path) -> None:
    code = """
import sys
from pathlib import Path
from tests.test_qa.test_feedback import FIRST, FeedbackStore
path, name = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
for number in range(10):
    FeedbackStore(Path(path)).add(FIRST, key=f"{name}/{number}")
"""
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(name)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in range(4)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n", writer.communicate()[1]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        assert (writer.communicate(timeout=120)[1], writer.returncode) == ("", 0)
    assert len(entries(path)) == 40


def test_who_reads_slowly_keeps_nobody_from_writing(path: Path) -> None:
    store = FeedbackStore(path)
    store.add(FIRST, key="s/1")
    store.add(SECOND, key="s/2")
    reading = iter(store)
    assert next(reading) == FIRST
    store.add(replace(SECOND, helpful=True), key="s/2")
    assert list(reading) == [SECOND]  # as it was when the reading began
    assert list(store) == [FIRST, replace(SECOND, helpful=True)]


def test_a_file_that_is_not_filled_yet_holds_nothing(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    store = FeedbackStore(path)
    assert list(store) == []
    with pytest.raises(FeedbackError):
        store.note(1, "late")
    store.add(FIRST, key="s/1")
    assert list(store) == [FIRST]


@contextmanager
def refused(path: Path) -> Iterator[None]:
    with pytest.raises(FeedbackError) as error:
        yield
    told = str(error.value)
    assert str(path) in told
    assert "DATELINE_FEEDBACK" in told
    assert "\n" not in told


@pytest.mark.parametrize("content", [b"notes\n", b"date 2020-09-17 (Belga) A text.\n" * 1000])
def test_a_file_that_is_no_database_is_left_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    store = FeedbackStore(path)
    for use in (
        lambda: store.add(FIRST, key="s/1"),
        lambda: store.note(1, ""),
        lambda: list(store),
    ):
        with refused(path):
            use()
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_left_as_it_is(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE feedback (stars INTEGER)")
    content = path.read_bytes()
    store = FeedbackStore(path)
    for use in (
        lambda: store.add(FIRST, key="s/1"),
        lambda: store.note(1, ""),
        lambda: list(store),
    ):
        with refused(path):
            use()
    assert path.read_bytes() == content


def test_a_damaged_file_is_named(path: Path) -> None:
    store = FeedbackStore(path)
    for number in range(100):
        store.add(FIRST, key=f"s/{number}")
    path.write_bytes(path.read_bytes()[:8192])
    with refused(path):
        list(store)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path / "file" / "feedback.sqlite"
    with refused(path):
        FeedbackStore(path).add(FIRST, key="s/1")
    with refused(tmp_path):
        FeedbackStore(tmp_path).add(FIRST, key="s/1")


@pytest.fixture
def read_only() -> Iterator[Path]:
    """A folder that this process may read and not write, even where the tests run as root."""
    folder = Path(tempfile.mkdtemp())
    FeedbackStore(folder / "feedback.sqlite").add(FIRST, key="s/1")
    folder.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name == "nt", reason="folders are not read-only there")
def test_a_folder_that_cannot_be_written_is_named(read_only: Path) -> None:
    for path in (read_only / "new.sqlite", read_only / "var" / "new.sqlite"):
        with refused(path):
            FeedbackStore(path).add(FIRST, key="s/1")
    path = read_only / "feedback.sqlite"
    store = FeedbackStore(path)
    for use in (
        lambda: store.add(FIRST, key="s/1"),
        lambda: store.note(1, ""),
        lambda: list(store),
    ):
        with refused(path):
            use()


def test_its_json_is_plain() -> None:
    told = json.loads(json.dumps(FIRST.to_dict()))
    assert told == {
        "asked_at": "2026-11-25T18:10:00.000250+00:00",
        "question": FIRST.question,
        "helpful": True,
        "note": "merci",
        "generation": "20260917T101500-3f2a",
        "answer": FIRST.answer,
    }
