"""Answers to questions about dated news: how the set is read, split and judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from index.testing import FakeEmbedder
from qa.answerers.extractive import ExtractiveAnswerer
from qa.evaluation import answers_cli
from qa.evaluation.answers import RecordingReader, ask_questions, summarise
from qa.evaluation.dataset import DatasetError
from qa.evaluation.news_questions import corpus_folder, load_questions
from qa.pipeline import Pipeline
from qa.testing import ScriptedQuote, ScriptedReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from qa.evaluation.answers import AnswerOutcome

FLOOD = "On Monday the flood killed 8 people. Later the toll was put at 10."
BRIDGE = "The bridge cost 40 million euros, said Anna Koch. It opens on 3 May 2021."

SCRIPT = {
    "how many did the flood kill": [ScriptedQuote("flood", FLOOD[37:], words=("10",), score=0.8)],
    "who built it": [
        ScriptedQuote("bridge", BRIDGE[:49], words=("Anna Koch",), score=0.9),
        ScriptedQuote("flood", FLOOD[:36], words=("Monday",), score=0.7),
    ],
    "what is known of the bridge": [
        ScriptedQuote("bridge", BRIDGE[:49], words=("Anna Koch",), score=0.7),
        ScriptedQuote("flood", FLOOD[37:], words=("10",), score=0.6),
    ],
    "When does the bridge open?": [ScriptedQuote("bridge", BRIDGE[50:], ("on 3 May 2021",))],
}


def row(name: str, text: str, category: str = "A", **more: object) -> dict[str, Any]:
    return {
        "id": name,
        "class": category,
        "question": text,
        "question_lang": "en",
        "corpus": "news",
        "filters": {},
        "documents": [],
        "answers": [],
        "spans": [],
        "day": None,
        "key": None,
        "must_not": None,
        "found": more.get("key") is not None,
        **more,
    }


ROWS = [
    row(
        "q1",
        "how many did the flood kill",
        key=r"\b10\b",
        must_not=r"\b8\b",
        documents=["flood"],
        spans=[["flood", 63, 65]],
    ),
    row("q2", "who built it", "D"),
    row(
        "q3",
        "what is known of the bridge",
        key="40 million",
        documents=["bridge"],
        spans=[["bridge", 16, 34]],
    ),
    row("q4", "colour of the moon", "D"),
    row(
        "q5",
        "When does the bridge open?",
        "B",
        key="3 May",
        day="2021-05-03",
        documents=["bridge"],
        spans=[["bridge", 62, 72]],
    ),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    texts = {"flood": FLOOD, "bridge": BRIDGE}
    articles = [
        {"_id": name, "text": text, "date": "2021-04-01", "lang": "en"}
        for name, text in texts.items()
    ]
    (tmp_path / "questions").mkdir()
    (tmp_path / "news").mkdir()
    write(tmp_path / "news" / "corpus.jsonl", articles)
    write(tmp_path / "questions" / "questions.jsonl", ROWS)
    return tmp_path / "questions"


def write(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


@pytest.fixture
def outcomes(folder: Path) -> Iterator[dict[str, AnswerOutcome]]:
    corpus = corpus_folder(folder, "news")
    retriever = answers_cli.cached_index(corpus, folder / "index", FakeEmbedder())
    reader = RecordingReader(ScriptedReader(SCRIPT))
    pipeline = Pipeline(retriever, ExtractiveAnswerer(reader))
    found = ask_questions(load_questions(folder), pipeline, reader)
    yield {one.question.id: one for one in found}
    retriever.snapshot.close()


def test_findings_are_judged_by_what_is_told(outcomes: dict[str, AnswerOutcome]) -> None:
    toll, builder, cost, moon, opening = outcomes.values()
    assert toll.likeliest
    assert toll.succeeded
    assert [one.value for one in builder.findings] == ["Anna Koch", "Monday"]
    assert not builder.succeeded
    assert not cost.any_right
    assert cost.only_in_quote
    assert [one.in_quote for one in cost.findings] == [True, False]
    assert moon.succeeded
    assert opening.findings[0].day
    assert opening.findings[0].value == "3 May 2021"


def test_it_is_known_what_was_retrieved_and_read(outcomes: dict[str, AnswerOutcome]) -> None:
    assert outcomes["q1"].rank == 1
    assert outcomes["q1"].read
    assert outcomes["q4"].rank is None
    assert not outcomes["q4"].read


def test_shares_are_of_what_they_can_be_of(outcomes: dict[str, AnswerOutcome]) -> None:
    found = summarise(list(outcomes.values()))
    assert found.pop("p50_ms") > 0
    assert found == {
        "questions": 5,
        "likeliest": 0.6667,
        "any": 0.6667,
        "complete": 0.6667,
        "shown": 1.0,
        "only_in_quote": 0.3333,
        "retrieved": 1.0,
        "read": 1.0,
        "precision": 0.3333,
        "precision_answerable": 0.5,
        "findings": 1.5,
        "declined": 0.5,
        "answered": 1.0,
        "day": 1.0,
    }
    assert summarise([outcomes["q1"]])["declined"] is None


def test_a_wrong_value_beside_the_right_one_is_wrong(folder: Path) -> None:
    toll = load_questions(folder)[0]
    assert toll.accepts("at least 10")
    assert not toll.accepts("from 8 to 10")
    assert toll.holds("from 8 to 10")


def test_an_article_is_in_one_half(folder: Path) -> None:
    even, odd = load_questions(folder, "even"), load_questions(folder, "odd")
    assert [one.id for one in even] == ["q1", "q3", "q5"]
    assert [one.id for one in odd] == ["q2", "q4"]
    joined = row("q6", "flood and bridge", key="x", documents=["flood", "bridge"])
    write(folder / "questions.jsonl", [*ROWS, joined])
    # Now one question joins both articles, so that all their questions are in one half.
    assert [one.id for one in load_questions(folder, "even")] == ["q1", "q3", "q4", "q5", "q6"]


@pytest.mark.parametrize(
    ("change", "quoted"),
    [
        ({"class": "Z"}, "'Z'"),
        ({"key": "("}, ""),
        ({"found": True, "key": None}, '"found"'),
        ({"day": "Monday"}, ""),
        ({"filters": []}, '"filters"'),
    ],
)
def test_a_line_that_is_no_question_is_named(
    folder: Path, change: dict[str, Any], quoted: str
) -> None:
    write(folder / "questions.jsonl", [ROWS[0], {**ROWS[1], **change}])
    with pytest.raises(DatasetError) as raised:
        load_questions(folder)
    assert (raised.value.path, raised.value.line) == (folder / "questions.jsonl", 2)
    assert quoted in raised.value.reason


def test_missing_fields_and_corpora_are_named(folder: Path) -> None:
    write(folder / "questions.jsonl", [{"id": "q1", "class": "A"}])
    with pytest.raises(DatasetError) as raised:
        load_questions(folder)
    assert (raised.value.path, raised.value.line) == (folder / "questions.jsonl", 1)
    with pytest.raises(DatasetError) as raised:
        corpus_folder(folder, "moon")
    assert raised.value.path == folder


def test_an_index_is_kept(folder: Path) -> None:
    corpus, index = corpus_folder(folder, "news"), folder / "index"
    first = answers_cli.cached_index(corpus, index, FakeEmbedder())
    second = answers_cli.cached_index(corpus, index, FakeEmbedder())
    assert first.snapshot.info.generation == second.snapshot.info.generation
    for retriever in (first, second):
        retriever.snapshot.close()


def test_the_command_prints_a_table_and_failures(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.embedders.SentenceTransformerEmbedder", lambda *_: FakeEmbedder())
    monkeypatch.setattr("qa.readers.loading.load_reader", lambda *_: ScriptedReader(SCRIPT))
    arguments = [str(folder), "--cache", str(folder / "cache"), "--failures"]
    printed = CliRunner().invoke(answers_cli.main, arguments)
    assert printed.exit_code == 0, printed.output
    assert "0.70 wrong: Monday [flood]" in printed.stdout
    assert "0.70 in quote: Anna Koch [bridge]" in printed.stdout
    found = json.loads(CliRunner().invoke(answers_cli.main, [*arguments, "--json"]).stdout)
    assert list(found) == ["all", "A", "B", "D", "news", "asked in en", "failures"]
    assert [one["id"] for one in found["failures"]] == ["q2", "q3"]
    assert found["B"]["day"] == 1.0
