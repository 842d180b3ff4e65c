"""The whole path over the seeds, with the real model: what a user would see."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING

import pytest

import qa
from index.builder import build, update
from index.datatypes import Period
from index.errors import IndexNotBuiltError
from index.search import Retriever
from qa import Pipeline
from qa.answerers.extractive import ExtractiveAnswerer
from qa.datatypes import NoQuestion, NothingMatches, Stage, Step
from qa.errors import InvalidQuestionError
from qa.formatting import format_derived_value, format_value
from qa.languages import answer_texts
from qa.readers.loading import SENTENCES, load_reader

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedders import SentenceTransformerEmbedder
    from qa import Answer
    from qa.answerers import Answerer

AUGUST, SEPTEMBER = "000_ea78d9fc60611418.txt", "002_05a9c53a65994566.txt"


def quotes(answer: Answer) -> dict[str, str]:
    return {citation.document: citation.quote for citation in answer.citations}


@pytest.mark.parametrize(
    "question",
    [
        "when does the ban take effect?",
        "When does the ban take effect?",
        "when does the ban take effect ?",
        "quand l'interdiction prend-elle effet ?",
        "Quand l’interdiction prend-elle effet ?",
    ],
)
def test_the_ban(seed_pipeline: Pipeline, seeds: Path, question: str) -> None:
    answer = seed_pipeline.ask(question)
    assert answer.found
    found = quotes(answer)
    assert "45 jours" in found[AUGUST]
    assert "12 novembre" in found[SEPTEMBER]
    assert [c.published.isoformat() for c in answer.citations] == ["2020-08", "2020-09"]
    assert [c.source for c in answer.citations] == [AUGUST, "Belga"]
    for citation in answer.citations:
        text = (seeds / citation.document).read_bytes().decode()
        assert text[citation.start : citation.end] == citation.quote
    assert answer.confidence == max(citation.score for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        (
            "when does the ban take effect?",
            [
                "20 September 2020 (45 days after 6 August 2020)",
                "from Sunday, 20 September 2020 and from 12 November 2020",
            ],
        ),
        (
            "quand l'interdiction prend-elle effet ?",
            [
                "20 septembre 2020 (45 jours après le 6 août 2020)",
                "à partir du dimanche 20 septembre 2020 et à partir du 12 novembre 2020",
            ],
        ),
    ],
)
def test_the_days_of_the_ban(seed_pipeline: Pipeline, question: str, values: list[str]) -> None:
    answer = seed_pipeline.ask(question)
    told = [format_derived_value(finding, answer.language) for finding in answer.findings]
    assert [value.replace("\N{NO-BREAK SPACE}", " ") for value in told] == values
    assert [[p.isoformat() for p in finding.periods] for finding in answer.findings] == [
        ["2020-09-20"],
        ["2020-09-20/..", "2020-11-12/.."],
    ]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("When was the decree signed?", "6 August 2020"),
        ("Quand le décret a-t-il été signé ?", "6 août 2020"),
    ],
)
def test_what_was_is_answered_by_the_past(
    seed_pipeline: Pipeline, question: str, value: str
) -> None:
    answer = seed_pipeline.ask(question)
    first, *_ = answer.findings
    assert format_value(first, answer.language) == value


@pytest.mark.parametrize(
    "question",
    [
        "When does the ban take effect, as of 31 August 2020?",
        "When does the ban take effect, according to articles from August 2020?",
        "D'après la presse d'août 2020, quand l'interdiction prend-elle effet ?",
    ],
)
def test_a_question_can_filter(seed_pipeline: Pipeline, question: str) -> None:
    answer = seed_pipeline.ask(question)
    assert set(quotes(answer)) <= {AUGUST}
    assert answer.found


def test_the_latest_is_of_the_newest_article_that_answers(seed_pipeline: Pipeline) -> None:
    for question in ("What is the latest on the TikTok ban?", "Dernières nouvelles de TikTok ?"):
        answer = seed_pipeline.ask(question)
        assert answer.news
        assert list(quotes(answer)) == [AUGUST, SEPTEMBER]


def test_filters_take_phrases(seed_pipeline: Pipeline) -> None:
    question = "quand l'interdiction prend-elle effet ?"
    assert list(quotes(seed_pipeline.ask(question, until="fin août 2020"))) == [AUGUST]
    question = "Jusqu'à quand ByteDance doit-il vendre ?"
    assert list(quotes(seed_pipeline.ask(question, since="September 2020"))) == [SEPTEMBER]
    with pytest.raises(InvalidQuestionError):
        seed_pipeline.ask(question, since="one fine day")


@pytest.mark.parametrize(
    "question",
    [
        "Who is TikTok's head in the United States?",
        "Qui est la responsable de TikTok aux Etats-Unis ?",
    ],
)
def test_who(seed_pipeline: Pipeline, question: str) -> None:
    answer = seed_pipeline.ask(question)
    assert "Vanessa Pappas" in quotes(answer)[AUGUST]


@pytest.mark.parametrize(
    "question",
    [
        "What is the capital of Peru?",
        "Quelle est la capitale du Pérou ?",
        "Who won the World Cup in 2018?",
        "Combien coûte un litre de lait ?",
    ],
)
def test_what_the_corpus_does_not_say(seed_pipeline: Pipeline, question: str) -> None:
    answer = seed_pipeline.ask(question)
    assert not answer.found
    assert answer.citations == ()
    assert answer.findings == ()


def test_the_step_of_reading_tells_what_was_found(seed_pipeline: Pipeline) -> None:
    question = "When does the ban take effect?"
    steps = [one for one in seed_pipeline.steps(question) if isinstance(one, Step)]
    found = {step.stage: [hit.passage.id for hit in step.hits] for step in steps}
    retrieved = [hit.passage.id for hit in seed_pipeline.retrieve(question, top_k=50)]
    assert found == {Stage.SEARCHING: [], Stage.READING: retrieved}


@pytest.mark.parametrize("as_of", ["2020-08-31", "2020-08", date(2020, 9, 29)])
def test_as_of_uses_nothing_later(seed_pipeline: Pipeline, as_of: str | date) -> None:
    answer = seed_pipeline.ask("when does the ban take effect?", as_of=as_of)
    assert list(quotes(answer)) == [AUGUST]


def test_filters_that_match_nothing(seed_pipeline: Pipeline) -> None:
    august, september = Period.parse("2020-08"), Period.parse("2020-09")
    answer = seed_pipeline.ask("when does the ban take effect?", as_of="2020-08-30")
    assert answer.reason == NothingMatches((august,), (august, september))
    later = seed_pipeline.ask("when does the ban take effect?", since="2021")
    assert later.reason == NothingMatches((september,), (august, september))
    between = seed_pipeline.ask("when?", since="2020-09", until="2020-09", as_of="2020-08")
    assert between.reason == NothingMatches((august, september), (august, september))
    assert not seed_pipeline.ask("when does the ban take effect?", sources=["AFP"]).found


def test_sources_and_languages(seed_pipeline: Pipeline) -> None:
    question = "Jusqu'à quand ByteDance doit-il vendre ?"
    assert len(quotes(seed_pipeline.ask(question, languages=["fr"]))) == 2
    answer = seed_pipeline.ask(question, sources=["Belga"])
    assert list(quotes(answer)) == [SEPTEMBER]
    assert "20 septembre" in answer.citations[0].quote
    assert not seed_pipeline.ask(question, languages=["en"]).found


def test_top_k_limits_the_citations(seed_pipeline: Pipeline) -> None:
    assert len(seed_pipeline.ask("when does the ban take effect?", top_k=1).citations) == 1
    for top_k in (0, 51, "x", None):
        with pytest.raises(InvalidQuestionError):
            seed_pipeline.ask("when?", top_k=top_k)  # type: ignore[arg-type]


@pytest.mark.parametrize("question", ["", " ", None, 5])
def test_no_question(seed_pipeline: Pipeline, question: str) -> None:
    with pytest.raises(InvalidQuestionError):
        seed_pipeline.ask(question)


@pytest.mark.parametrize(
    "question",
    ["<script>alert(1)</script>", "$$x^2$$", "[a](javascript:alert(1))", '"; DROP TABLE articles',
     "ban AND (take OR", "\0 when", "👩‍💻 when does it end 🙂", "when " * 400],
)  # fmt: skip
def test_hostile_questions_are_only_questions(seed_pipeline: Pipeline, question: str) -> None:
    answer = seed_pipeline.ask(question)
    assert answer.question == question.strip()
    assert isinstance(answer.to_dict(), dict)


def test_the_same_question_gets_the_same_answer_from_many_threads(seed_pipeline: Pipeline) -> None:
    questions = ["when does the ban take effect?", "Qui est Vanessa Pappas ?", "What is WeChat?"]

    def told(question: str) -> dict[str, object]:
        return {**seed_pipeline.ask(question).to_dict(), "elapsed_ms": 0}

    expected = {question: told(question) for question in questions}
    wrong: list[object] = []

    def work() -> None:
        for question in questions * 3:
            if told(question) != expected[question]:
                wrong.append(question)  # noqa: PERF401 (seen even if a later one raises)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_qa_ask_is_the_pipeline(seed_pipeline: Pipeline, seed_index: Path) -> None:
    question = "when does the ban take effect?"
    answer = qa.ask(question, index_dir=seed_index, as_of="2020-08-31")
    expected = seed_pipeline.ask(question, as_of="2020-08-31")
    assert {**answer.to_dict(), "elapsed_ms": 0} == {**expected.to_dict(), "elapsed_ms": 0}


@pytest.mark.model
def test_qa_ask_sees_a_new_index_at_the_next_question(tmp_path: Path, seeds: Path) -> None:
    from index.builder import build
    from index.caching import load_embedder
    from index.settings import DEFAULT_MODEL, Settings

    embedder = load_embedder(DEFAULT_MODEL, Settings.from_environment().cache_dir)
    corpus, index_dir = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    question = "when does the ban take effect?"
    for name in (AUGUST, SEPTEMBER):
        (corpus / name).write_bytes((seeds / name).read_bytes())
        build(corpus, index_dir, embedder=embedder, progress=False)
        assert list(quotes(qa.ask(question, index_dir=index_dir)))[-1] == name


def test_qa_ask_without_an_index(tmp_path: Path) -> None:
    with pytest.raises(IndexNotBuiltError):
        qa.ask("when?", index_dir=tmp_path)


def test_an_article_is_given_whole(seed_pipeline: Pipeline, seeds: Path) -> None:
    assert seed_pipeline.article(AUGUST).text == (seeds / AUGUST).read_bytes().decode()
    with pytest.raises(KeyError):
        seed_pipeline.article("nowhere.txt")


@pytest.mark.parametrize(
    "question",
    [
        "When does the ban take effect?",
        "Quand l'interdiction prend-elle effet ?",
        "Who is TikTok's head in the United States?",
    ],
)
def test_what_the_seeds_say_is_answered(seed_pipeline: Pipeline, question: str) -> None:
    assert seed_pipeline.ask(question).found


@pytest.fixture
def growing(tmp_path: Path, bundled_embedder: SentenceTransformerEmbedder) -> Path:
    """A folder with a corpus of one article, and its index."""
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/old.txt").write_text("date 2020-08-06 The bridge in Ghent is closed.")
    build(tmp_path / "corpus", tmp_path / "index", embedder=bundled_embedder, progress=False)
    return tmp_path


def test_the_next_question_sees_the_index_that_was_updated(
    growing: Path, bundled_embedder: SentenceTransformerEmbedder
) -> None:
    asked = "Is the bridge in Ghent closed?"
    with Pipeline.open(growing / "index") as pipeline:
        staying = pipeline.snapshot()
        told = staying.ask(asked)
        assert [citation.document for citation in (*told.citations, *told.closest)] == ["old.txt"]
        for number in range(3):  # the generation that is stayed with is removed meanwhile
            text = f"date 2020-08-1{number} The bridge in Ghent is closed, day {number}."
            (growing / f"corpus/{number}.txt").write_text(text)
            update(None, growing / "index", embedder=bundled_embedder, progress=False)
        assert {**staying.ask(asked).to_dict(), "elapsed_ms": 0} == {
            **told.to_dict(),
            "elapsed_ms": 0,
        }
        assert staying.article("old.txt").id == "old.txt"
        assert {hit.article.id for hit in pipeline.retrieve(asked)} & {"0.txt", "1.txt"}
        assert pipeline.article("2.txt").published.isoformat() == "2020-08-12"


def test_the_newest_index_is_waited_for_by_who_wants_it(growing: Path) -> None:
    opening, may_open = threading.Event(), threading.Event()
    before, after = (Retriever.open(growing / "index") for _ in range(2))
    answerer = ExtractiveAnswerer(load_reader(SENTENCES, before.embedder))

    def newer() -> tuple[Retriever, Answerer]:
        opening.set()
        assert may_open.wait(10)
        return after, answerer

    pipeline = Pipeline(before, answerer, newer)
    with ThreadPoolExecutor() as threads:
        threads.submit(pipeline.snapshot)
        assert opening.wait(10)
        assert pipeline.snapshot().index_snapshot is before.snapshot
        waiting = threads.submit(pipeline.snapshot, newest=True)
        with pytest.raises(TimeoutError):
            waiting.result(0.1)
        may_open.set()
        assert waiting.result(10).index_snapshot is after.snapshot
    before.snapshot.close()
    after.snapshot.close()


def test_an_index_that_cannot_be_opened_does_not_take_the_pipeline_down(
    growing: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Pipeline.open(growing / "index") as pipeline:
        (growing / "index/CURRENT").write_text("nonsense")
        for _ in range(2):
            assert pipeline.ask("Is the bridge in Ghent closed?").question
    assert "the new index cannot be opened" in caplog.text


@pytest.mark.parametrize(
    ("text", "language"),
    [("Hello", "en"), ("merci beaucoup", "fr"), ("¡Hola!", "es"), ("Vielen Dank!", "de")],
)
def test_what_asks_for_nothing_is_told_what_to_ask(
    seed_pipeline: Pipeline, text: str, language: str
) -> None:
    answer = seed_pipeline.ask(text)
    assert not answer.found
    assert (answer.language, answer.reason) == (language, NoQuestion())
    assert answer.citations == answer.closest == ()
    assert answer.answer == answer_texts(language).no_question
    assert answer.to_dict()["answer"] == answer.answer
    assert not [step for step in seed_pipeline.steps(text) if isinstance(step, Step)]
