"""Languages are found by their files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from index.datatypes import Period
from index.dates import languages
from index.dates.resolution import annotate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GRAMMAR = """
from index.dates.grammar import Grammar, Rule
from index.dates.languages.common import calendar_date, names
from index.dates.tokens import Lexicon

_MONTHS, _WEEKDAYS = names("pl")
_WORDS = {
    **{name: ("MONTH", number) for name, number in _MONTHS.items()},
    **{name: ("WD", number) for name, number in _WEEKDAYS.items()},
}
GRAMMAR = Grammar(
    Lexicon(_WORDS),
    [Rule("day=N month=MONTH year=YEAR?", calendar_date), Rule("weekday=WD", calendar_date)],
)
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder in which languages are looked for as well."""
    languages.__path__.append(str(tmp_path))
    yield tmp_path
    languages.__path__.remove(str(tmp_path))
    sys.modules.pop(f"{languages.__name__}.pl", None)
    languages.clear_caches()


def test_a_file_is_all_that_a_language_needs(elsewhere: Path) -> None:
    text = "Spotkanie odbędzie się 17 marca 2021, w środa."
    assert annotate(text, "pl", Period.parse("2021-03-12")) == []

    (elsewhere / "pl.py").write_text(GRAMMAR, encoding="utf-8")
    languages.clear_caches()

    assert {"en", "fr", "pl"} <= set(languages.known_languages())
    found = annotate(text, "pl", Period.parse("2021-03-12"))
    assert [text[one.start : one.end] for one in found] == ["17 marca 2021", "środa"]
    assert [one.period.isoformat() for one in found] == ["2021-03-17", "2021-03-10"]


def test_a_file_without_a_grammar_is_a_fault(elsewhere: Path) -> None:
    (elsewhere / "pl.py").write_text("WORDS = {}", encoding="utf-8")
    languages.clear_caches()
    with pytest.raises(TypeError, match=r"pl\.py.*GRAMMAR"):
        languages.grammar_of("pl")


def test_what_languages_share_is_none_of_them() -> None:
    assert "common" not in languages.known_languages()
    assert languages.grammar_of("common") is None
    assert languages.grammar_of("../en") is None
