from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from qa.evaluation.times import timex_period
from qa.evaluation.times_cli import main

if TYPE_CHECKING:
    from pathlib import Path


def article(text: str, **times: tuple[str, str]) -> dict[str, Any]:
    """Make an article of 12 May 2021 in which words are marked with a type and a value."""
    marked = [
        {
            "start": text.index(word.replace("_", " ")),
            "end": text.index(word.replace("_", " ")) + len(word),
            "text": word.replace("_", " "),
            "type": kind,
            "value": value,
        }
        for word, (kind, value) in times.items()
    ]
    return {"reference": "2021-05-12", "text": text, "times": marked}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    english = [
        article(
            "It rained on Monday. It will snow on Friday. Talks began in early March and lasted "
            "three days. The deal of 1990 is void.",
            Monday=("DATE", "2021-05-10"),
            Friday=("DATE", "2021-05-07"),
            March=("DATE", "2021-03"),
            three_days=("DURATION", "P3D"),
        ),
        article("He left. It was in May.", left=("DATE", "2021-05-11"), May=("DATE", "2020-05")),
        article("He left at 6.", **{"6": ("TIME", "2021-05-12T06:00")}),
    ]
    (tmp_path / "en.jsonl").write_text("\n".join(map(json.dumps, english)))
    return tmp_path


def measure(*arguments: str) -> dict[str, Any]:
    result = CliRunner().invoke(main, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def row(times: int, found: int, right: int, wrong_direction: int, beside: int) -> dict[str, int]:
    return {
        "times": times,
        "found": found,
        "right": right,
        "wrong direction": wrong_direction,
        "beside": beside,
    }


def test_times_are_counted_by_kind_and_verdict(folder: Path) -> None:
    assert measure(str(folder), "--half", "even") == {
        "en": {
            "all": row(3, 3, 2, 1, 1),
            "weekday": row(2, 2, 1, 1, 0),
            "month": row(1, 1, 1, 0, 0),
            "year": row(0, 0, 0, 0, 1),
        }
    }
    assert measure(str(folder), "--half", "odd")["en"]["all"] == row(2, 1, 0, 1, 0)
    assert measure(str(folder))["en"]["all"]["times"] == 5


def test_failures_say_what_was_wanted_and_what_was_found(folder: Path) -> None:
    failures = measure(str(folder), "--half", "even", "--failures")["failures"]
    assert [(one["verdict"], one["text"], one["wanted"], one["found"]) for one in failures] == [
        ("wrong direction", "Friday", "2021-05-07", ["2021-05-14"]),
        ("beside", "1990", None, ["1990"]),
    ]
    listed = CliRunner().invoke(main, [str(folder), "--failures"]).stdout
    assert "wrong direction: wanted 2021-05-07, found 2021-05-14" in listed


def test_a_folder_without_articles_is_an_error(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [str(tmp_path)])
    assert result.exit_code == 1
    assert "holds no file of" in result.output


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2021-05-10", "2021-05-10"),
        ("2021-05-10TEV", "2021-05-10"),
        ("2021-05", "2021-05"),
        ("2021-W19", "2021-W19"),
        ("2021-W19-WE", "2021-05-15/2021-05-16"),
        ("2021-Q3", "2021-07-01/2021-09-30"),
        ("2020-H2", "2020-07-01/2020-12-31"),
        ("2020-SU", "2020-06-01/2020-08-31"),
        ("2020-WI", "2020-12-01/2021-02-28"),
        ("2021-XX", "2021"),
        ("2021-05-XX", "2021-05"),
        ("199X", "1990-01-01/1999-12-31"),
        ("19XX", "1900-01-01/1999-12-31"),
        ("PRESENT_REF", None),
        ("P3D", None),
        ("2021-13", None),
    ],
)
def test_a_timex_value_is_a_period(value: str, expected: str | None) -> None:
    period = timex_period(value)
    assert (None if period is None else period.isoformat()) == expected
