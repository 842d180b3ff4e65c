"""The command line that measures answers: ``python -m qa.evaluation answers FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from index.command_line import EVALUATION_STORE, announce, echo_json, one_line_errors
from index.settings import DEFAULT_MODEL, Settings
from index.stores import with_siblings
from index.temporary import address_in_use
from qa.evaluation.news_questions import CLASSES, corpus_folder, load_questions
from qa.options import READER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.embedders import Embedder
    from index.search import Retriever
    from index.stores import Store
    from qa.evaluation.answers import AnswerOutcome
    from qa.evaluation.news_questions import Half, NewsQuestion

CACHE = "evaluation"
"""Folder of the cache directory that keeps the indexes."""

_COLUMNS = {
    "questions": "questions",
    "likeliest": "likeliest",
    "any": "any",
    "only_in_quote": "in quote",
    "retrieved": "retrieved",
    "read": "read",
    "precision": "precision",
    "findings": "findings",
    "declined": "declined",
    "answered": "answered",
    "day": "day",
    "p50_ms": "p50 ms",
}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--half", type=click.Choice(["even", "odd"]), help="Every other article only.")
@READER
@click.option(
    "--model",
    metavar="NAME",
    help="Embedding model: a local folder or a name on the model hub.  [default: "
    "$DATELINE_MODEL, else multilingual-e5-small]",
)
@EVALUATION_STORE
@click.option(
    "--cache",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where the indexes are kept.  [default: in $DATELINE_CACHE, else the user's cache "
    "directory]",
)
@click.option("--failures", is_flag=True, help="List what was answered wrongly, or not at all.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@one_line_errors
def main(
    folder: Path,
    half: Half | None,
    reader: str | None,
    model: str | None,
    store: str | None,
    cache: Path | None,
    failures: bool,
    as_json: bool,
) -> None:
    """Measure answers to questions about dated news.

    FOLDER holds questions.jsonl (questions as people ask them, with what a right value matches)
    and the corpora that they are asked of, as NAME/corpus.jsonl in it or beside it. These are
    indexed once, and brought up to date when they change.

    For each class and each language: the share of questions of which the likeliest finding is
    right, any finding is, the answer stands only in a quote, a passage that holds it is among the
    ten best, and is read; the share of right findings among all that were told, and how many were
    told; the share declined of those that no article answers, and answered of those that one does;
    the share of days that are right; and how long a question took.
    Make rules on one half of the articles, and measure them on the other.
    """
    from index.embedders import SentenceTransformerEmbedder

    settings = Settings.from_environment()
    questions = load_questions(folder, half)
    corpora = {
        name: corpus_folder(folder, name)
        for name in dict.fromkeys(question.corpus for question in questions)
    }
    announce("Loading the model …")
    embedder = SentenceTransformerEmbedder(
        model or settings.model or DEFAULT_MODEL, settings.cache_dir
    )
    kept = cache or settings.cache_dir / CACHE
    address = store or address_in_use()
    database = with_siblings(address) if address else None
    outcomes: list[AnswerOutcome] = []
    with tqdm(
        total=len(questions), desc="Asking", unit=" questions", disable=not sys.stderr.isatty()
    ) as bar:
        for name, place in corpora.items():
            index = database.sibling(f"dateline_evaluation_{name}") if database else kept / name
            retriever = kept_index(place, index, embedder)
            own = [question for question in questions if question.corpus == name]
            for outcome in _ask(own, retriever, reader or settings.reader, settings.cache_dir):
                outcomes.append(outcome)
                bar.update()
            retriever.snapshot.close()
    groups = dict(grouped(outcomes))
    failed = [one for one in outcomes if not one.succeeded]
    if as_json:
        listed = {"failures": [_failure(one) for one in failed]} if failures else {}
        echo_json({**groups, **listed})
        return
    click.echo("\n".join(_table(groups)))
    for one in failed if failures else ():
        click.echo("\n" + "\n".join(_told(one)))


def kept_index(corpus: Path, index: Path | Store, embedder: Embedder) -> Retriever:
    """Return what searches a corpus, over an index that is kept.

    The index is made where there is none that can be used, and brought up to date where the corpus
    or the model has changed.

    Args:
        corpus: The folder of the articles.
        index: The folder of the index, or its store.
        embedder: The model.
    """
    from index.builder import build, update
    from index.errors import IndexCorruptError, IndexMismatchError, IndexNotBuiltError
    from index.search import Retriever
    from index.stores import open_store

    progress = sys.stderr.isatty()
    try:
        update(corpus, index, embedder=embedder, progress=progress)
    except (IndexNotBuiltError, IndexMismatchError, IndexCorruptError):
        build(corpus, index, embedder=embedder, progress=progress)
    return Retriever(open_store(index).open(), embedder)


def _ask(
    questions: Sequence[NewsQuestion],
    retriever: Retriever,
    reader: str | None,
    cache_dir: Path,
) -> Iterator[AnswerOutcome]:
    from qa.answerers.extractive import ExtractiveAnswerer
    from qa.evaluation.answers import RecordingReader, ask_questions
    from qa.pipeline import Pipeline
    from qa.readers.loading import load_reader

    recording = RecordingReader(
        load_reader(reader, retriever.embedder, cache_dir, retriever.ranking)
    )
    pipeline = Pipeline(retriever, ExtractiveAnswerer(recording))
    return ask_questions(questions, pipeline, recording)


def grouped(outcomes: Sequence[AnswerOutcome]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Summaries of all questions, of each class, of each corpus, and of those across languages."""
    from qa.evaluation.answers import summarise

    yield "all", summarise(outcomes)
    for category in CLASSES:
        if own := [one for one in outcomes if one.question.category == category]:
            yield category, summarise(own)
    for corpus in dict.fromkeys(one.question.corpus for one in outcomes):
        yield corpus, summarise([one for one in outcomes if one.question.corpus == corpus])
    for language in dict.fromkeys(one.question.language for one in outcomes):
        own = [one for one in outcomes if one.question.language == language]
        yield f"asked in {language}", summarise(own)


def _table(groups: dict[str, dict[str, Any]]) -> Iterator[str]:
    yield f"{'':<14}" + "".join(f"{heading:>10}" for heading in _COLUMNS.values())
    for name, row in groups.items():
        yield f"{name:<14}" + "".join(f"{_cell(row[column]):>10}" for column in _COLUMNS)
    yield ", ".join(f"{name}: {meaning}" for name, meaning in CLASSES.items())


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{value:.3f}" if value <= 1 else f"{value:g}"


def _failure(one: AnswerOutcome) -> dict[str, Any]:
    question = one.question
    return {
        "id": question.id,
        "class": question.category,
        "question": question.text,
        "language": one.language,
        "kind": one.kind,
        "key": question.key.pattern if question.key else None,
        "day": question.day.isoformat() if question.day else None,
        "documents": list(question.documents),
        "rank": one.rank,
        "read": one.read,
        "found": one.found,
        "findings": [
            {name: getattr(finding, name) for name in finding.__slots__} for finding in one.findings
        ],
    }


def _told(one: AnswerOutcome) -> Iterator[str]:
    """A failure for a terminal, line by line."""
    question = one.question
    yield f"{question.id} {question.category} {question.text}"
    wanted = question.day.isoformat() if question.day else question.key and question.key.pattern
    yield (
        f"    taken for {one.kind!r} in {one.language}; wanted {wanted or 'nothing'}; passage "
        f"{'not retrieved' if one.rank is None else f'at {one.rank}'}, "
        f"{'read' if one.read else 'not read'}"
    )
    for finding in one.findings:
        sign = "right" if finding.right else "in quote" if finding.in_quote else "wrong"
        yield f"    {finding.score:.2f} {sign}: {finding.value} [{finding.document}]"
    if not one.found:
        yield "    declined"
