from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from qa.evaluation.dates_cli import main

if TYPE_CHECKING:
    from pathlib import Path


def case(
    text: str, spoken: str, kind: str, *values: tuple[str | None, str | None]
) -> dict[str, Any]:
    return {
        "input": text,
        "reference": "2021-05-12",
        "results": [
            {
                "text": spoken,
                "type": kind,
                "values": [{"start": start, "end": end} for start, end in values],
            }
        ],
    }


@pytest.fixture
def specifications(tmp_path: Path) -> Path:
    english = [
        case("It rained yesterday.", "yesterday", "date", ("2021-05-11", None)),
        case("It rained in MAY.", "may", "daterange", ("2020-05-01", "2020-06-01")),
        # The end of a range is where its last part begins.
        case("from 3 to 5 May", "from 3 to 5 May", "daterange", ("2021-05-03", "2021-05-05")),
        case("since 2015", "since 2015", "daterange", ("2015-01-01", None)),
        # Nothing found, and another day than the one wanted.
        case("It rained.", "rained", "date", ("2021-05-11", None)),
        case("It rained today.", "today", "date", ("2021-05-11", None)),
    ]
    (tmp_path / "en.jsonl").write_text("\n".join(map(json.dumps, english)))
    french = case("Il pleut demain.", "demain", "date", ("2021-05-13", None), ("1999-01-01", None))
    (tmp_path / "fr.jsonl").write_text(json.dumps(french))
    return tmp_path


def test_a_case_is_right_when_everything_wanted_is_found(specifications: Path) -> None:
    result = CliRunner().invoke(main, [str(specifications), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "en": {"cases": 6, "right": 3, "accuracy": 0.5, "literal": 2},
        "fr": {"cases": 1, "right": 1, "accuracy": 1.0, "literal": 1},
    }


def test_failures_are_listed(specifications: Path) -> None:
    told = CliRunner().invoke(main, [str(specifications), "--failures"]).stdout
    assert told.startswith("en: 3 of 6 right, 0.500 (2 with the last part of ranges included)\n")
    assert "'rained': wanted 2021-05-11/2021-05-12, found nothing" in told
    assert "'today': wanted 2021-05-11/2021-05-12, found 2021-05-12" in told
    listed = CliRunner().invoke(main, [str(specifications), "--failures", "--json"]).stdout
    assert [one["text"] for one in json.loads(listed)["failures"]][1] == "It rained."


def test_a_half_has_every_other_case(specifications: Path) -> None:
    halves = [
        json.loads(CliRunner().invoke(main, [str(specifications), "--half", half, "--json"]).stdout)
        for half in ("odd", "even")
    ]
    assert [half["en"]["cases"] for half in halves] == [3, 3]
    assert [half["en"]["right"] for half in halves] == [2, 1]
    assert ["fr" in half for half in halves] == [True, False]


def test_marked_dates_are_found_or_not(tmp_path: Path) -> None:
    rows = [
        {
            "type": "Date",
            "text": "mardi",
            "context": "Il est mort mardi à Lima.",
            "dct": "2021-05-12",
        },
        {"type": "Date", "text": "Crétacé", "context": "du Crétacé au 3 mai", "dct": "2021-05-12"},
        {"type": "Hour", "text": "14h30", "context": "à 14h30", "dct": "2021-05-12"},
    ]
    (tmp_path / "dates.jsonl").write_text("\n".join(map(json.dumps, rows)))
    result = CliRunner().invoke(main, [str(tmp_path), "--json"])
    assert json.loads(result.stdout) == {
        "fr": {"cases": 2, "right": 1, "accuracy": 0.5, "literal": 1}
    }


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("other.jsonl", "{}", "holds no file of "),
        ("en.jsonl", "{}", "en.jsonl:1: is not a case"),
        ("en.jsonl", "no", "en.jsonl:1"),
        ("en.jsonl", '{"input": "a", "reference": "May", "results": []}', "en.jsonl:1"),
        ("dates.jsonl", '{"type": "Date"}', "dates.jsonl:1: is not a marked date"),
        (
            "dates.jsonl",
            '{"type": "Date", "text": "a", "context": "b", "dct": "2020"}',
            "dates.jsonl:1",
        ),
    ],
)
def test_a_wrong_file_is_told_in_one_line(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content)
    result = CliRunner().invoke(main, [str(tmp_path)])
    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output
