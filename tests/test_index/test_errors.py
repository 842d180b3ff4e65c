"""Messages are one line, and quote names as they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import CorpusError


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("no column 'date  of  issue'", "no column 'date  of  issue'"),
        ("expected <b>\n\tbut found </i>\n", "expected <b> but found </i>"),
        ("it says 'on \r\n Friday'", "it says 'on Friday'"),
        ("it says '\x1b[2J'", r"it says '\x1b[2J'"),
    ],
)
def test_a_reason_is_one_line_with_its_spaces(reason: str, shown: str) -> None:
    error = CorpusError(reason, Path("a.csv"), 3)
    assert error.reason == shown
    assert str(error) == f"a.csv:3: {shown}"
