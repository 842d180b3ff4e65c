"""Store the feedback of readers in an SQLite file."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import filelock

from index.errors import printable
from qa.errors import FeedbackError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOTE_LENGTH = 2_000
"""Maximum length of a note, in characters."""

_SCHEMA = (
    """
    CREATE TABLE feedback (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        asked_at TEXT NOT NULL,  -- ISO 8601 in UTC, always to the microsecond
        question TEXT NOT NULL,
        answer TEXT NOT NULL,  -- JSON
        generation TEXT,
        helpful INTEGER NOT NULL,
        note TEXT NOT NULL
    )
    """,
    "CREATE INDEX feedback_by_time ON feedback (asked_at)",
)
_OURS = 0x444C4601  # the file's application_id: "DLF" and the number of its format
_UPSERT = """
    INSERT INTO feedback (key, asked_at, question, answer, generation, helpful, note)
    VALUES (?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET
        asked_at = excluded.asked_at,
        question = excluded.question,
        answer = excluded.answer,
        generation = excluded.generation,
        helpful = excluded.helpful,
        note = iif(excluded.note = '', note, excluded.note)
"""
_ANNOTATE = "UPDATE feedback SET note = ? WHERE id = ?"
_OLDEST_FIRST = """
    SELECT asked_at, question, answer, generation, helpful, note FROM feedback
    ORDER BY asked_at, id
"""
_WAIT = 60  # seconds for other writers, whose turns are short
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Feedback:
    """A reader's rating of an answer.

    Attributes:
        asked_at: Time of the question, with a time zone.
        question: Question as it was asked.
        answer: JSON of ``Answer.to_dict()``.
        generation: Name of the index generation that answered; None if unknown.
        helpful: Whether the reader rated the answer as helpful.
        note: Comment of the reader; empty if there is none.

    Examples:
        >>> asked_at = datetime(2020, 9, 14, 8, 30, tzinfo=UTC)
        >>> Feedback(asked_at, "When?", {}, None, helpful=True).to_dict()["asked_at"]
        '2020-09-14T08:30:00+00:00'
    """

    asked_at: datetime
    question: str
    answer: dict[str, Any]
    generation: str | None
    helpful: bool
    note: str = ""

    def __post_init__(self) -> None:
        if self.asked_at.utcoffset() is None:
            raise ValueError("asked_at has no time zone")

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON; the time in ISO 8601 and UTC."""
        return {
            "asked_at": self.asked_at.astimezone(UTC).isoformat(),
            "question": self.question,
            "helpful": self.helpful,
            "note": self.note,
            "generation": self.generation,
            "answer": self.answer,
        }


class FeedbackStore:
    """Feedback in an SQLite file, which several threads and processes may share.

    Iterating yields the entries one row at a time, earliest question first, and nothing if the file
    does not exist. Each call opens and closes the file. Lone surrogates, which UTF-8 cannot encode,
    are stored as U+FFFD.

    Args:
        path: SQLite file. The first ``add`` creates it and its folder.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def add(self, feedback: Feedback, *, key: str) -> int:
        """Store feedback, and replace earlier feedback with the same key.

        Args:
            feedback: Feedback to store. If its note is empty, the earlier note is kept.
            key: Identifier of the answer as shown to one reader, so that a changed vote is not
                counted twice.

        Returns:
            The number of the entry, for ``note``; the same when feedback is replaced.

        Raises:
            FeedbackError: If the note is too long or the file cannot be written.
        """
        values = (
            key,
            feedback.asked_at.astimezone(UTC).isoformat(timespec="microseconds"),
            feedback.question,
            json.dumps(feedback.answer, ensure_ascii=False),
            feedback.generation,
            feedback.helpful,
            _checked_note(feedback.note),
        )
        row = [_storable(value) if isinstance(value, str) else value for value in values]
        with self._explaining_errors():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._open("rwc")) as db:
                if not self._has_table(db):
                    self._create_table(db)
                with db:
                    db.execute(_UPSERT, row)
                    found = db.execute("SELECT id FROM feedback WHERE key = ?", row[:1])
                    return int(found.fetchone()[0])

    def note(self, entry: int, text: str) -> None:
        """Set the note of an entry.

        Args:
            entry: Number that ``add`` returned.
            text: Note, of at most ``NOTE_LENGTH`` characters.

        Raises:
            FeedbackError: If the note is too long, the entry does not exist, or the file cannot be
                written.
        """
        row = (_storable(_checked_note(text)), entry)
        changed = 0
        with self._explaining_errors():
            if self._path.exists():
                with closing(self._open("rw")) as db, db:
                    if self._has_table(db):
                        changed = db.execute(_ANNOTATE, row).rowcount
        if not changed:
            raise FeedbackError(
                f"{printable(self._path)} has no entry {entry} for a note; rate the answer again"
            )

    def __iter__(self) -> Iterator[Feedback]:
        with self._explaining_errors():
            if not self._path.exists():
                return
            with closing(self._open("rw")) as db:
                if not self._has_table(db):
                    return
                for asked_at, question, answer, generation, helpful, note in db.execute(
                    _OLDEST_FIRST
                ):
                    yield Feedback(
                        asked_at=datetime.fromisoformat(asked_at),
                        question=question,
                        answer=json.loads(answer),
                        generation=generation,
                        helpful=bool(helpful),
                        note=note,
                    )

    def _open(self, mode: str) -> sqlite3.Connection:
        # An iterator may be continued in another thread, as in a web server.
        return sqlite3.connect(
            f"{self._path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=_WAIT,
            check_same_thread=False,
        )

    def _has_table(self, db: sqlite3.Connection) -> bool:
        """Return whether the table exists; another process may just have created the file."""
        if not db.execute("SELECT 1 FROM sqlite_master").fetchone():
            return False
        if db.execute("PRAGMA application_id").fetchone() != (_OURS,):
            raise sqlite3.DatabaseError("it belongs to another program or version")
        return True

    def _create_table(self, db: sqlite3.Connection) -> None:
        # SQLite does not wait, but fails, when two connections begin a write-ahead log at once.
        with filelock.FileLock(f"{self._path}.lock", timeout=_WAIT):
            if self._has_table(db):
                return
            db.execute("PRAGMA journal_mode = WAL")
            with db:
                db.execute("BEGIN IMMEDIATE")
                for statement in _SCHEMA:
                    db.execute(statement)
                db.execute(f"PRAGMA application_id = {_OURS}")

    @contextmanager
    def _explaining_errors(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.OperationalError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise FeedbackError(
                f"the feedback in {printable(self._path)} cannot be read or written ({reason}); "
                "grant write access to its folder, or name another file with DATELINE_FEEDBACK"
            ) from error
        except sqlite3.DatabaseError as error:
            raise FeedbackError(
                f"{printable(self._path)} is not a feedback file ({error}); move it away, or name "
                "another with DATELINE_FEEDBACK"
            ) from error


def _checked_note(note: str) -> str:
    if len(note) > NOTE_LENGTH:
        raise FeedbackError(
            f"a note has at most {NOTE_LENGTH:,} characters, this one {len(note):,}; shorten it"
        )
    return note


def _storable(text: str) -> str:
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
