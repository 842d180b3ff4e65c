from __future__ import annotations

import codecs
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.corpus import CorpusOptions, open_corpus, read_all
from index.corpus.beir import UNDATED, BeirCorpus
from index.datatypes import Article, Period
from index.errors import CorpusError
from index.filters import Filters

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '{"_id": "ok", "text": "Fine.", "lang": "en"}'


def write(folder: Path, *lines: str | bytes) -> BeirCorpus:
    content = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    (folder / "corpus.jsonl").write_bytes(content)
    return BeirCorpus(folder)


def row(**values: object) -> str:
    return json.dumps({"_id": "d", "text": "A text.", "lang": "en"} | values)


def only(corpus: BeirCorpus) -> Article:
    (one,) = read_all(corpus)
    assert isinstance(one, Article)
    return one


def test_all_that_a_line_can_say(tmp_path: Path) -> None:
    text = "  Le décret\r\nest signé.\u2028 "
    one = only(
        write(
            tmp_path,
            row(
                text=text, title="Titre", source="AFP", date="2020-09", lang="fr", url="http://x/1"
            ),
        )
    )
    assert one == Article(
        "d", "Titre", text, "AFP", Period.parse("2020-09"), "fr", "http://x/1", dated="field date"
    )


def test_what_is_missing_is_not_made_up(tmp_path: Path) -> None:
    bare = {"_id": "d1", "text": "Der Erlass tritt in 45 Tagen in Kraft, sagte der Minister."}
    one = only(write(tmp_path, json.dumps(bare)))
    assert (one.title, one.source, one.language, one.url) == ("", "d1", "de", None)
    assert one.published == UNDATED
    assert only(write(tmp_path, row(title="T", source=None, date=None, url=""))).source == "T"


def test_an_undated_article_may_be_of_any_day_and_is_surely_of_none() -> None:
    one = Article("d", "", "t", "s", UNDATED, "en")
    assert Filters.of(since=date(2020, 1, 1), until=date(2020, 1, 2)).admits(one)
    assert not Filters.of(as_of=date(2500, 1, 1)).admits(one)
    assert UNDATED.precision == "open"


@pytest.mark.parametrize(
    ("bad", "quoted"),
    [
        ("{", "JSON"),
        ("[" * 100_000, "JSON"),
        ('["_id"]', "JSON"),
        ("null", "JSON"),
        (b'{"_id": "caf\xe9"}', "UTF-8"),
        ('{"_id": "a"}'.encode("utf-16"), "iconv -f UTF-16 -t UTF-8"),
        ('{"text": "No name."}', '"_id"'),
        ('{"_id": " ", "text": "No name."}', '"_id"'),
        (row(_id=7), '"_id"'),
        ('{"_id": "d"}', '"text"'),
        (row(text=" \n"), '"text"'),
        (row(text=["a"]), '"text"'),
        (row(title={}), '"title"'),
        (row(date="17/09/2020"), "'17/09/2020'"),
        (row(date="2020-02-30"), "2020-02-30"),
        (row(date=2020), '"date"'),
        (row(text="half \ud83d"), r"\ud83d"),
        (row(_id="\udce9"), r"\udce9"),
        ('{"_id": "ok", "text": "Again."}', "line 2"),
        (row(_id="corpus.jsonl:4"), '"_id"'),
        (row(source="a\0b"), '"source"'),
    ],
)
def test_bad_lines_are_told_and_the_others_read(
    tmp_path: Path, bad: str | bytes, quoted: str
) -> None:
    corpus = write(tmp_path, "", GOOD, bad, row(_id="last"))
    first, problem, last = read_all(corpus)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(problem, CorpusError)
    assert problem.line == 3
    assert problem.path == tmp_path / "corpus.jsonl"
    assert quoted in problem.reason
    str(problem).encode()
    entries = list(corpus.entries())
    assert [entry.id for entry in entries] == ["ok", "corpus.jsonl:3", "last"]
    assert all(entry.digest for entry in entries)
    assert entries == list(corpus.entries())


def test_a_byte_order_mark_blank_lines_and_other_line_ends(tmp_path: Path) -> None:
    corpus = write(tmp_path, b"\xef\xbb\xbf" + GOOD.encode() + b"\r", "\r", "  ", row(), "")
    assert [one.id for one in read_all(corpus) if isinstance(one, Article)] == ["ok", "d"]
    unix = {entry.digest for entry in corpus.entries()}
    assert {entry.digest for entry in write(tmp_path, GOOD, row()).entries()} == unix


def test_only_some_languages(tmp_path: Path) -> None:
    write(
        tmp_path,
        GOOD,
        row(_id="fr", lang="fr"),
        json.dumps({"_id": "said", "text": "Le ministre a signé le décret hier soir à Paris."}),
        "{",
    )
    corpus = BeirCorpus(tmp_path, {"fr"})
    french, detected, problem = read_all(corpus)
    assert isinstance(french, Article)
    assert isinstance(detected, Article)
    assert (french.id, detected.id) == ("fr", "said")
    assert isinstance(problem, CorpusError)
    assert corpus.place == ""  # opened again, it would have all languages


def test_no_file_is_said_at_once(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CorpusError) as caught:
            BeirCorpus(folder)
        assert caught.value.path == folder
    (tmp_path / "corpus.jsonl").mkdir()
    with pytest.raises(CorpusError) as caught:
        BeirCorpus(tmp_path)
    assert caught.value.path == tmp_path / "corpus.jsonl"


def test_an_empty_file_is_an_empty_corpus(tmp_path: Path) -> None:
    assert list(write(tmp_path).entries()) == []


def test_an_article_can_be_read_without_its_entry(tmp_path: Path) -> None:
    corpus = write(tmp_path, GOOD, "{", row(_id="last"))
    assert corpus.read("last").id == "last"
    assert corpus.read("ok").id == "ok"
    with pytest.raises(CorpusError):
        corpus.read("gone")


def test_a_file_that_changes_while_it_is_read_gives_no_other_article(tmp_path: Path) -> None:
    corpus = write(tmp_path, GOOD, row(_id="last"))
    entries = list(corpus.entries())
    write(tmp_path, row(_id="else"), GOOD)
    for entry in entries:
        with pytest.raises(CorpusError):
            corpus.read(entry.id)
    write(tmp_path)
    with pytest.raises(CorpusError):
        corpus.read("ok")


LINES = st.one_of(
    st.binary(max_size=40).filter(lambda data: b"\n" not in data),
    st.builds(
        lambda name, text: json.dumps({"_id": name, "text": text, "lang": "en"}).encode(),
        st.sampled_from(["a", "b", "é", "corpus.jsonl:2", "\ud83d", " "]) | st.text(max_size=3),
        st.text(max_size=10),
    ),
)


@given(st.lists(LINES, max_size=8))
def test_whatever_the_lines_hold_each_has_an_entry_and_an_article_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("lines")
    corpus = write(folder, *lines)
    entries = list(corpus.entries())
    assert len({entry.id for entry in entries}) == len(entries)
    lines[:1] = [line.removeprefix(codecs.BOM_UTF8) for line in lines[:1]]
    told = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    for entry, (number, line) in zip(entries, told, strict=True):
        if entry.id == f"corpus.jsonl:{number}":
            with pytest.raises(CorpusError) as caught:
                corpus.read(entry.id)
            assert caught.value.line == number
        else:
            one, said = corpus.read(entry.id), json.loads(line)
            assert (one.id, one.text) == (said["_id"], said["text"])
            assert entry.id == one.id


def test_options_are_for_its_file_and_not_for_the_folder(tmp_path: Path) -> None:
    write(tmp_path, row(date="", seen="18/08/2020"))
    options = CorpusOptions(fields={"published": "seen"})
    with pytest.raises(CorpusError):
        open_corpus(tmp_path, options)
    [one] = read_all(open_corpus(tmp_path / "corpus.jsonl", options))
    assert isinstance(one, Article)
    assert (one.id, one.published.isoformat()) == ("corpus.jsonl#d", "2020-08-18")
    assert isinstance(open_corpus(tmp_path, CorpusOptions()), BeirCorpus)
