"""What a language model writes is measured beside quoting, with a scripted server."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from index.settings import PROJECT
from index.testing import FakeEmbedder
from qa.evaluation import answers_cli, cli
from qa.evaluation.dataset import DatasetError
from qa.evaluation.news_questions import CLASSES, NewsQuestion, load_questions, stratified_sample
from qa.evaluation.support import read_verdicts
from qa.testing import ScriptedModel, ScriptedQuote, ScriptedReader, ScriptedReply, claims_reply

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OURS = PROJECT / "benchmarks" / "written"
BENCH = PROJECT.parent / "shared" / "bench"

FLOOD = "On Monday the flood killed 8 people. Later the toll was put at 10 people."
BRIDGE = "The bridge cost 40 million euros. The new bridge was not closed on Friday."
SCRIPT = {
    "How did the toll of the flood change?": [
        ScriptedQuote("flood", FLOOD[:36], ("8",), score=0.9)
    ],
    "Was the new bridge closed on Friday?": [
        ScriptedQuote("bridge", BRIDGE[34:], ("Friday",), score=0.9)
    ],
    "Who built the bridge?": [],
}
YES, NO = r"^\W*yes\b", r"^\W*no\b"


def row(
    name: str, category: str, text: str, document: str | None, **more: object
) -> dict[str, Any]:
    return {
        "id": name,
        "class": category,
        "question": text,
        "question_lang": "en",
        "corpus": "news",
        "filters": {},
        "documents": [] if document is None else [document],
        "spans": [],
        "day": None,
        "key": None,
        "must_not": None,
        "found": document is not None,
        **more,
    }


TOLL, CLOSED, BUILT = SCRIPT
ROWS = [
    row("q1", "C", TOLL, "flood", key=[r"\b10\b", r"\b8\b"]),
    row("q2", "F", CLOSED, "bridge", key=NO, reason="not closed"),
    row("q3", "D", BUILT, None),
]


def script(prompt: str) -> str:
    """Say two truths of the flood, one truth and one lie of the bridge, and nothing else."""
    numbers = {text: int(n) for n, text in re.findall(r"^\[(\d+)\] (.*)$", prompt, re.MULTILINE)}

    def of(words: str) -> list[int]:
        return [number for text, number in numbers.items() if words in text]

    if TOLL in prompt:
        return claims_reply(
            ("The flood killed 8 people.", of("flood killed")),
            ("Later the toll was put at 10 people.", of("Later")),
        )
    if CLOSED in prompt:
        return claims_reply(
            ("No, the new bridge was not closed on Friday.", of("not closed")),
            ("The bridge cost 60 million euros.", of("cost 40")),
        )
    return claims_reply(in_evidence=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = [
        {"_id": name, "text": text, "date": "2021-04-01", "lang": "en"}
        for name, text in {"flood": FLOOD, "bridge": BRIDGE}.items()
    ]
    (tmp_path / "questions").mkdir()
    (tmp_path / "corpora" / "news").mkdir(parents=True)
    write(tmp_path / "corpora" / "news" / "corpus.jsonl", articles)
    write(tmp_path / "questions" / "questions.jsonl", ROWS)
    return tmp_path


def write(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    monkeypatch.setattr("index.embedders.SentenceTransformerEmbedder", lambda *_: FakeEmbedder())
    monkeypatch.setattr("qa.readers.loading.load_reader", lambda *_: ScriptedReader(SCRIPT))
    with ScriptedModel(script) as model:
        monkeypatch.setenv("DATELINE_LLM_URL", model.settings().url)
        monkeypatch.setenv("DATELINE_LLM_MODEL", "scripted")
        yield model


def run(folder: Path, *arguments: str) -> str:
    where = [str(folder / "questions"), "--corpora", str(folder / "corpora")]
    kept = ["--cache", str(folder / "cache")]
    result = CliRunner().invoke(answers_cli.main, [*where, *kept, *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_writing_is_measured_beside_quoting(folder: Path, model: ScriptedModel) -> None:
    found = json.loads(run(folder, "--answerer", "generative", "--json"))
    assert list(found) == ["extractive", "generative", "claims"]
    quoted, wrote = found["extractive"], found["generative"]
    assert (quoted["C"]["complete"], wrote["C"]["complete"]) == (0.0, 1.0)
    assert (quoted["F"]["complete"], wrote["F"]["complete"]) == (1.0, 1.0)
    assert (quoted["F"]["shown"], wrote["F"]["shown"]) == (1.0, 1.0)
    assert (quoted["D"]["declined"], wrote["D"]["declined"]) == (1.0, 1.0)
    assert found["claims"]["all"] == {
        "questions": 3,
        "written": 2,
        "quoted": {"nothing": 1},
        "kept": 3,
        "dropped": 1,
        "dropped_by": {"numbers": 1},
        "declined": 1,
        "declined_rightly": 1,
        "judged": 0,
        "supported": None,
    }
    assert found["claims"]["F"]["dropped"] == 1
    assert found["claims"]["C"]["dropped"] == 0


def test_the_table_says_the_same(folder: Path, model: ScriptedModel) -> None:
    told = run(folder, "--answerer", "generative")
    assert "dropped by: numbers 1" in told
    assert "quoted: nothing 1" in told
    assert told.index("extractive:") < told.index("generative:") < told.index("claims:")


def test_no_server_is_asked_unless_writing_is_measured(folder: Path, model: ScriptedModel) -> None:
    assert list(json.loads(run(folder, "--json"))) == ["all", "C", "D", "F", "news", "asked in en"]
    assert not model.requests


def test_without_a_server_it_says_what_to_set(
    folder: Path, model: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATELINE_LLM_URL")
    arguments = [str(folder / "questions"), "--corpora", str(folder / "corpora")]
    result = CliRunner().invoke(answers_cli.main, [*arguments, "--answerer", "generative"])
    assert result.exit_code == 1
    assert "DATELINE_LLM_URL" in result.output


@pytest.mark.parametrize("option", ["--sheet", "--replies"])
def test_what_is_of_writing_needs_it(folder: Path, option: str) -> None:
    arguments = [str(folder / "questions"), "--corpora", str(folder / "corpora")]
    result = CliRunner().invoke(answers_cli.main, [*arguments, option, "x"])
    assert result.exit_code == 2
    assert "--answerer generative" in result.output


def test_replies_that_are_kept_are_not_asked_for(folder: Path, model: ScriptedModel) -> None:
    arguments = ["--answerer", "generative", "--replies", str(folder / "replies"), "--json"]
    found = json.loads(run(folder, *arguments))
    assert len(model.requests) == len(ROWS)
    model.script = lambda _: ScriptedReply("no", status=500)
    assert json.loads(run(folder, *arguments))["claims"] == found["claims"]
    assert len(model.requests) == len(ROWS)


def test_a_reply_that_broke_off_is_not_kept(folder: Path, model: ScriptedModel) -> None:
    arguments = ["--answerer", "generative", "--replies", str(folder / "replies"), "--json"]
    model.script = lambda prompt: ScriptedReply(script(prompt), break_at=1)
    assert json.loads(run(folder, *arguments))["claims"]["all"]["quoted"] == {"unreachable": 3}
    model.script = script
    now = json.loads(run(folder, *arguments))["claims"]["all"]
    assert now["kept"] == 3


def test_a_file_that_holds_no_replies_is_named(folder: Path, model: ScriptedModel) -> None:
    (folder / "replies").write_text('{"reply": "x"}\n')
    arguments = [str(folder / "questions"), "--corpora", str(folder / "corpora")]
    writing = ["--answerer", "generative", "--replies", str(folder / "replies")]
    result = CliRunner().invoke(answers_cli.main, [*arguments, *writing])
    assert result.exit_code == 1
    assert "replies:1" in result.output


def test_a_sheet_keeps_what_its_reader_wrote(folder: Path, model: ScriptedModel) -> None:
    sheet = folder / "sheet.csv"
    arguments = ["--answerer", "generative", "--sheet", str(sheet), "--json"]
    run(folder, *arguments)
    lines = rows_of(sheet)
    assert [one["question_id"] for one in lines] == ["q1", "q1", "q2"]
    assert lines[0]["claim"] == "The flood killed 8 people."
    assert lines[0]["documents"] == "flood[0:36]"
    assert lines[0]["quotes"] == FLOOD[:36]
    assert not any(one["supported"] for one in lines)
    lines[0]["supported"], lines[2]["supported"] = "yes", "no"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)
    counted = json.loads(run(folder, *arguments))["claims"]
    assert (counted["all"]["judged"], counted["all"]["supported"]) == (2, 0.5)
    assert counted["C"]["supported"] == 1.0
    assert rows_of(sheet) == lines


def rows_of(sheet: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(sheet.read_text("utf-8").splitlines()))


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("question_id,claim\nq1,x\n", "'supported'"),
        ("question_id,claim,supported\nq1,x,perhaps\n", "'perhaps'"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_what_is_no_sheet_is_named(tmp_path: Path, text: str | bytes, quoted: str) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(DatasetError) as caught:
        read_verdicts(path)
    assert caught.value.path == path
    assert quoted in caught.value.reason


def test_folders_of_beir_are_measured_too(folder: Path, model: ScriptedModel) -> None:
    news = folder / "corpora" / "news"
    answers: dict[str, Any] = {TOLL: ["10"], CLOSED: ["No"], BUILT: None}
    queries = [
        {"_id": f"q{number}", "text": text, "type": "yes or no" if text == CLOSED else "other"}
        | ({"answer": answer} if answer else {"answerable": False})
        for number, (text, answer) in enumerate(answers.items())
    ]
    write(news / "queries.jsonl", queries)
    (news / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq0\tflood\t1\nq1\tbridge\t1\n")
    arguments = [str(news), "--cache", str(folder / "vectors"), "--json"]
    quoted = json.loads(CliRunner().invoke(cli.main, arguments).stdout)
    assert "written" not in quoted
    assert not model.requests
    result = CliRunner().invoke(cli.main, [*arguments, "--answerer", "generative"])
    found = json.loads(result.stdout)
    assert found["quotes"] == quoted["quotes"]
    assert found["written"]["contains"] == 1.0
    assert found["written"]["contains"] > found["quotes"]["contains"]
    assert found["written"]["refusal"]["rightly_declined"] == 1
    assert list(found["written"]["claims"]) == ["all", "other", "yes or no"]
    assert found["written"]["claims"]["yes or no"]["dropped_by"] == {"numbers": 1}
    told = CliRunner().invoke(cli.main, [*arguments[:-1], "--answerer", "generative"]).stdout
    assert "claims      yes or no: kept 1  dropped 1 (numbers 1)" in told


def question(number: int, category: str) -> NewsQuestion:
    return NewsQuestion(f"q{number}", category, "?", "en", "news", {}, (), (), None, None, None)


@given(st.lists(st.sampled_from("ABC"), max_size=30), st.integers(1, 40))
def test_a_sample_has_of_each_class_alike(classes: list[str], number: int) -> None:
    asked = [question(at, category) for at, category in enumerate(classes)]
    chosen = stratified_sample(asked, number)
    assert len(chosen) == min(number, len(asked))
    assert [one for one in asked if one in chosen] == chosen
    there, taken = Counter(classes), Counter(one.category for one in chosen)
    least = min((taken[one] for one in there if taken[one] < there[one]), default=0)
    assert all(taken[one] <= least + 1 for one in there if taken[one] < there[one])


def test_a_key_of_several_parts_needs_all_of_them(folder: Path) -> None:
    toll, closed, _ = load_questions(folder / "questions")
    assert toll.accepts("10 people,\nearlier 8")
    assert not toll.accepts("10 people")
    assert closed.shows("The bridge was not closed.")
    assert not closed.holds("The bridge was not closed.")


def test_our_questions_are_many_and_of_every_class() -> None:
    ours = load_questions(OURS)
    assert len(ours) >= 120
    assert len({one.id for one in ours}) == len({one.text for one in ours}) == len(ours)
    counts = Counter(one.category for one in ours)
    assert set(counts) <= set(CLASSES)
    assert all(counts[one] >= 16 for one in "CFGHI")
    assert all(one.reason is not None for one in ours if one.category == "F")


def test_our_keys_stand_in_the_articles_that_they_name() -> None:
    for question in load_questions(OURS):
        path = BENCH / question.corpus / "corpus.jsonl"
        if not path.is_file():
            pytest.skip(f"{question.corpus} is no part of this checkout")
        articles = texts_of(path)
        text = "\n".join(articles[name] for name in question.documents)
        assert question.shows(text) is question.answerable, question.id


def texts_of(path: Path, known: dict[Path, dict[str, str]] = {}) -> dict[str, str]:  # noqa: B006
    """Return the texts of a corpus with their titles, read once."""
    if path not in known:
        rows = map(json.loads, path.read_text("utf-8").splitlines())
        known[path] = {one["_id"]: f"{one['title'] or ''}\n{one['text']}" for one in rows}
    return known[path]
