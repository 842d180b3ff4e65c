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
from qa.evaluation.news_questions import corpus_folder, load_questions, sample_alike
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
"""Folder of the cache directory that keeps the indexes."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--half", type=click.Choice(["even", "odd"]), help="Every other article only.")
@click.option(
    "--corpora",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where the corpora are.  [default: in FOLDER or beside it]",
)
@click.option(
    "--sample", type=click.IntRange(1), metavar="N", help="Only N questions, of each class alike."
)
@READER
@MEASURED_ANSWERER
@REPLIES
@click.option(
    "--sheet",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the claims that were shown with their quotes into FILE (CSV), for a person to "
    "judge; what FILE says already of the same claims is kept, and counted.",
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
    help="Where the indexes are kept.  [default: in $DATELINE_CACHE, else the user's cache "
    "directory]",
)
@click.option("--failures", is_flag=True, help="List what was answered wrongly, or not at all.")
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

    FOLDER holds questions.jsonl (questions as people ask them, with what a right value matches)
    and the corpora that they are asked of, as NAME/corpus.jsonl in it or beside it. These are
    indexed once, and brought up to date when they change.

    For each class and each language: the share of questions of which the likeliest finding is
    right, any finding is, all that is told has the answer together, all quotes have it or its
    reason, the answer stands only in a quote, a passage that holds it is among the
    ten best, and is read; the share of right findings among all that were told, and how many were
    told; the share declined of those that no article answers, and answered of those that one does;
    the share of days that are right; and how long a question took.
    Make rules on one half of the articles, and measure them on the other.

    With --answerer generative the same is told of quoting and of writing, and of writing how many
    claims were kept and dropped, by which check, and what share of those that a person has judged
    is supported.
    """
    from index.embedders import SentenceTransformerEmbedder
    from qa.evaluation.replies import load_writer
    from qa.evaluation.support import read_verdicts, write_sheet

    if answerer != GENERATIVE and (replies or sheet):
        raise click.UsageError("--replies and --sheet are of --answerer generative; add that")
    settings = Settings.from_environment()
    questions = load_questions(folder, half)
    if sample is not None:
        questions = sample_alike(questions, sample)
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
            retriever = kept_index(place, index, embedder)
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


class _CorpusSession:
    """Answers questions over one corpus, by quoting and by writing."""

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
        """Ask one question, of the answerer with this name."""
        from qa.evaluation.answers import ask_questions

        (outcome,) = ask_questions([question], self._pipeline, self._reader, answerer)
        return outcome
