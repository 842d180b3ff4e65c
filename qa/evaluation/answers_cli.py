"""The command line that measures answers: ``python -m qa.evaluation answers FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from index.command_line import EVALUATION_STORE, announce, echo_json, one_line_errors
from index.settings import Settings
from index.stores import with_siblings
from index.temporary import address_in_use
from qa.answerers.loading import EXTRACTIVE, GENERATIVE
from qa.evaluation.answers_report import AnswersReport
from qa.evaluation.news_questions import corpus_folder, load_questions, stratified_sample
from qa.options import MEASURED_ANSWERER, READER, REPLIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.embedders import Embedder
    from index.search import Retriever
    from index.stores import Store
    from qa.answerers import Answerer
    from qa.evaluation.answers import AnswerOutcome
    from qa.evaluation.news_questions import Half, NewsQuestion

CACHE = "evaluation"
"""Folder in the cache directory for the indexes."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--half", type=click.Choice(["even", "odd"]), help="Every other article only.")
@click.option(
    "--corpora",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Folder of the corpora.  [default: in FOLDER or next to it]",
)
@click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="N",
    help="Only N questions, equally many of each class.",
)
@READER
@MEASURED_ANSWERER
@REPLIES
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the shown claims with their quotes to FILE (CSV), for people to judge; existing "
    "verdicts in FILE are kept and counted.",
)
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
    help="Folder for the indexes.  [default: in $DATELINE_CACHE, else the user's cache directory]",
)
@click.option("--failures", is_flag=True, help="List wrong and missing answers.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@one_line_errors
def main(
    folder: Path,
    half: Half | None,
    corpora: Path | None,
    sample: int | None,
    reader: str | None,
    answerer: str,
    replies: Path | None,
    sheet: Path | None,
    model: str | None,
    store: str | None,
    cache: Path | None,
    failures: bool,
    as_json: bool,
) -> None:
    """Measure answers to questions about dated news.

    FOLDER contains questions.jsonl (questions as people type them, each with a pattern of right
    values). The corpora are in NAME/corpus.jsonl, in FOLDER or next to it. They are indexed once,
    and the indexes are updated when a corpus changes.

    For each class and each language, the command prints the share of questions for which:
    the likeliest finding is right; any finding is right; all findings together have the answer;
    all quotes together have the answer or its reason; only a quote has the answer; one of the ten
    best passages has the answer; such a passage was read. It also prints the share of right
    findings among all findings; the number of findings per question; the share of unanswerable
    questions that were declined, and of answerable ones that were answered; the share of right
    days; and the time per question. Write rules on one half of the articles, and measure them on
    the other.

    With --answerer generative, it prints this for quoted and for written answers, with the number
    of claims that were shown, the number dropped by each check, and the share of judged claims
    that are supported.
    """
    from index.embedders import SentenceTransformerEmbedder
    from qa.evaluation.replies import load_writer
    from qa.evaluation.support import read_verdicts, write_sheet

    if answerer != GENERATIVE and (replies or sheet):
        raise click.UsageError("--replies and --sheet need --answerer generative; add it")
    settings = Settings.from_environment()
    questions = load_questions(folder, half)
    if sample is not None:
        questions = stratified_sample(questions, sample)
    places = {
        name: corpus_folder(folder, name, corpora)
        for name in dict.fromkeys(question.corpus for question in questions)
    }
    verdicts = read_verdicts(sheet) if sheet else {}
    writing = load_writer(replies) if answerer == GENERATIVE else None
    announce("Loading the model …")
    embedder = SentenceTransformerEmbedder(settings.embedding_model(model), settings.cache_dir)
    kept = cache or settings.cache_dir / CACHE
    address = store or address_in_use()
    database = with_siblings(address) if address else None
    quoted: list[AnswerOutcome] = []
    wrote: list[AnswerOutcome] = []
    with tqdm(
        total=len(questions), desc="Asking", unit=" questions", disable=not sys.stderr.isatty()
    ) as bar:
        for name, place in places.items():
            index = database.sibling(f"dateline_evaluation_{name}") if database else kept / name
            retriever = cached_index(place, index, embedder)
            asking = _CorpusSession(
                retriever, reader or settings.reader, settings.cache_dir, writing
            )
            for question in questions:
                if question.corpus == name:
                    quoted.append(asking.ask(question, EXTRACTIVE))
                    if writing is not None:
                        wrote.append(asking.ask(question, GENERATIVE))
                    bar.update()
            retriever.snapshot.close()
    report = AnswersReport(quoted, wrote, verdicts)
    if sheet:
        write_sheet(sheet, report.claims, verdicts)
    if as_json:
        echo_json(report.to_dict(failures=failures))
    else:
        click.echo("\n".join(report.lines(failures=failures)))


def cached_index(corpus: Path, index: Path | Store, embedder: Embedder) -> Retriever:
    """Return a retriever over a corpus, with an index that is reused.

    The index is built if there is none that can be used, and updated if the corpus or the model has
    changed.

    Args:
        corpus: Folder of the articles.
        index: Folder of the index, or its store.
        embedder: Embedder.
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


class _CorpusSession:
    """Answers questions over one corpus, with the extractive and the generative answerer."""

    def __init__(
        self,
        retriever: Retriever,
        reader: str | None,
        cache_dir: Path,
        writing: Callable[[Answerer], Answerer] | None,
    ) -> None:
        from qa.answerers.extractive import ExtractiveAnswerer
        from qa.evaluation.answers import RecordingReader
        from qa.pipeline import Pipeline
        from qa.readers.loading import load_reader

        self._reader = RecordingReader(
            load_reader(reader, retriever.embedder, cache_dir, retriever.ranking)
        )
        quoting = ExtractiveAnswerer(self._reader)
        self._pipeline = Pipeline(retriever, writing(quoting) if writing else quoting)

    def ask(self, question: NewsQuestion, answerer: str) -> AnswerOutcome:
        """Ask one question, with the answerer of this name."""
        from qa.evaluation.answers import ask_questions

        (outcome,) = ask_questions([question], self._pipeline, self._reader, answerer)
        return outcome
