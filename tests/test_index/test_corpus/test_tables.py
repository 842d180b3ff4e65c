"""Parquet and Arrow: values have types there, and are dated by their columns."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from index.corpus import CorpusOptions, open_corpus, read_all
from index.datatypes import Article
from tests.test_index.test_corpus.test_formats import TestCsv

if TYPE_CHECKING:
    from pathlib import Path

    from index.errors import CorpusError

pytestmark = pytest.mark.slow

pyarrow = pytest.importorskip("pyarrow", reason="reading tables needs pyarrow")
ipc = pytest.importorskip("pyarrow.ipc")
parquet = pytest.importorskip("pyarrow.parquet")

TEXT = "The bridge was closed on the day before, said the mayor of the town."
COLUMNS = "id", "title", "published_at", "text", "source", "lang"


def table(rows: list[dict[str, str]]) -> Any:
    schema = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
    return pyarrow.Table.from_pylist(rows, schema=schema)


class TestParquet(TestCsv):
    name = "news.parquet"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        parquet.write_table(table(rows), path, row_group_size=2)


class TestArrowFile(TestCsv):
    name = "news.arrow"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        with ipc.new_file(path, table([]).schema) as file:
            file.write_table(table(rows))


class TestArrowStream(TestCsv):
    name = "news.feather"

    def write(self, path: Path, rows: list[dict[str, str]]) -> None:
        with ipc.new_stream(path, table([]).schema) as file:
            file.write_table(table(rows))


def read(place: Path, **options: Any) -> list[Article | CorpusError]:
    return list(read_all(open_corpus(place, CorpusOptions(**options))))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2020, 8, 18), "2020-08-18"),
        (datetime(2020, 8, 18, 23, 30), "2020-08-18"),  # noqa: DTZ001
        (datetime(2020, 8, 18, 23, 30, tzinfo=UTC), "2020-08-18"),
        (datetime(2020, 8, 18, 23, 30, tzinfo=timezone(timedelta(hours=-5))), "2020-08-18"),
        ("2020-08", "2020-08"),
        (1597793400, "2020-08-18"),
    ],
)
def test_dates_of_every_type(tmp_path: Path, value: object, expected: str) -> None:
    path = tmp_path / "a.parquet"
    rows = {"text": [TEXT], "publish_date": [value], "domain": ["a.example"], "nested": [{"a": 1}]}
    parquet.write_table(pyarrow.table(rows), path)
    [one] = read(path)
    assert isinstance(one, Article)
    assert (one.published.isoformat(), one.source) == (expected, "a.example")


@pytest.mark.parametrize("suffix", [".parquet", ".arrow"])
def test_what_is_no_table_is_told_and_the_rest_is_read(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"bad{suffix}").write_bytes(b"no table at all" * 9)
    (tmp_path / "good.txt").write_text(f"date 2020 {TEXT}")
    problem, one = read(tmp_path)
    assert isinstance(one, Article)
    assert "file that can be read" in str(problem)
    assert "\n" not in str(problem)


def test_without_the_library_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parquet.write_table(pyarrow.table({"text": [TEXT], "date": ["2020"]}), tmp_path / "a.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    [problem] = read(tmp_path)
    assert "install dateline[parquet]" in str(problem)
