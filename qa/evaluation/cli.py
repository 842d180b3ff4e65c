"""The command line of evaluation: ``python -m qa.evaluation FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.command_line import EVALUATION_STORE, announce, echo_json, one_line_errors
from index.settings import Settings
from qa.answerers.loading import GENERATIVE
from qa.evaluation.metrics import MEASURES, require_libraries
from qa.options import MEASURED_ANSWERER, READER, REPLIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.evaluation.metrics import Comparison
    from qa.evaluation.run import Evaluation

CACHE = "evaluation.sqlite"
"""File in the cache directory with vectors by the content of their texts."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument(
    "folders",
    nargs=-1,
    required=True,
    metavar="FOLDER...",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@click.option(
    "--qrels",
    metavar="FILE",
    help="File of judgements in FOLDER.  [default: qrels.tsv, else the only qrels*.tsv]",
)
@click.option("--query-lang", metavar="CODE", help="Only questions in this language, such as en.")
@click.option("--corpus-lang", metavar="CODE", help="Only documents in this language, such as fr.")
@click.option("--no-titles", is_flag=True, help="Leave out the documents' titles.")
@click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="N",
    help="Only N questions, the same ones each time.",
)
@click.option(
    "--read",
    type=click.IntRange(0),
    default=200,
    show_default=True,
    metavar="N",
    help="Read at most N of the questions; 0 to measure only retrieval.",
)
@READER
@MEASURED_ANSWERER
@REPLIES
@click.option(
    "--model",
    metavar="NAME",
    help="Embedding model: a local folder or a name on the model hub.  [default: "
    "$DATELINE_MODEL, else multilingual-e5-small]",
)
@EVALUATION_STORE
@click.option(
    "--cache",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Cache file for vectors.  [default: in $DATELINE_CACHE, else the user's cache directory]",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print a JSON object for each folder, one per line."
)
@one_line_errors
def main(
    folders: tuple[Path, ...],
    qrels: str | None,
    query_lang: str | None,
    corpus_lang: str | None,
    no_titles: bool,
    sample: int | None,
    read: int,
    reader: str | None,
    answerer: str,
    replies: Path | None,
    model: str | None,
    store: str | None,
    cache: Path | None,
    as_json: bool,
) -> None:
    """Measure retrieval and answers on each FOLDER in the BEIR layout.

    A FOLDER contains corpus.jsonl, queries.jsonl and qrels.tsv. Its documents are indexed and its
    questions are asked as in normal use. For every stage of a search, the command prints measures
    of the ranking, with a 95 % interval of nDCG@10 and the p-value of its difference to the best
    single method.

    If questions have "answer" or "spans", some of them are also read. The command then prints
    measures of the ranking after reading ("reader", next to "late" for the same questions); how
    often the best quote and its words are right, end to end and if only the right document is
    read ("gold"); and the calibration error of the confidence. If some questions have
    "answerable": false, it prints the precision and recall of declining.

    With --answerer generative, a language model writes answers to the same questions. The command
    prints the same measures for these answers, and the numbers of shown and dropped claims.

    With a word before FOLDER, the command measures something else: "answers" for answers to
    questions about dated news, "dates" for how dates are found and resolved, and "times" for how
    times in whole articles are.
    """
    from index.embedders import SentenceTransformerEmbedder
    from qa.evaluation.cache import CachedEmbedder
    from qa.evaluation.dataset import load
    from qa.evaluation.replies import load_writer
    from qa.evaluation.run import evaluate
    from qa.readers.loading import load_reader

    require_libraries()
    if replies and answerer != GENERATIVE:
        raise click.UsageError("--replies is of --answerer generative; add that")
    writing = load_writer(replies) if answerer == GENERATIVE else None
    settings = Settings.from_environment()
    datasets = (
        load(
            folder,
            qrels=qrels,
            query_lang=query_lang,
            corpus_lang=corpus_lang,
            titles=not no_titles,
            sample=sample,
        )
        for folder in folders
    )
    announce("Loading the model …")
    embedder = SentenceTransformerEmbedder(settings.embedding_model(model), settings.cache_dir)
    reads = load_reader(reader or settings.reader, embedder, settings.cache_dir) if read else None
    with CachedEmbedder(embedder, cache or settings.cache_dir / CACHE) as cached:
        for number, dataset in enumerate(datasets):
            found = evaluate(
                dataset,
                cached,
                uncached=embedder,
                reader=reads,
                read=read,
                progress=sys.stderr.isatty(),
                store=store,
                writing=writing,
            )
            if as_json:
                echo_json(found.to_dict(), indent=None)
            else:
                click.echo("\n" * (number > 0) + "\n".join(table(found)))


def table(found: Evaluation) -> Iterator[str]:
    """Return an evaluation as lines for a terminal."""
    yield f"{found.dataset}: {found.queries:,} questions, {found.documents:,} documents"
    if found.retrieval:
        yield from _comparison_lines(found.retrieval)
    reading = found.reading
    if reading.order:
        yield f"of these, {reading.order.queries:,} were read:"
        yield from _comparison_lines(reading.order)
    for name in ("quotes", "gold", "refusal", "calibration"):
        if values := getattr(reading, name):
            yield f"{name:<12}" + _format_values(values)
    if written := reading.written:
        yield f"{'written':<12}" + _format_values(
            {n: v for n, v in written.items() if not isinstance(v, dict)}
        )
        yield f"{'':<12}" + _format_values(written["refusal"])
        for name, counts in written["claims"].items():
            dropped = "  ".join(f"{check} {count}" for check, count in counts["dropped_by"].items())
            yield (
                f"{'claims':<12}{name}: kept {counts['kept']}  dropped {counts['dropped']}"
                + (f" ({dropped})" if dropped else "")
            )
    if found.latency_ms:
        yield "ms       " + "  ".join(
            f"{stage} {spent['p50']:.1f} ({spent['p95']:.1f})"
            for stage, spent in found.latency_ms.items()
        )
        yield "         median (95th percentile) of each stage, nothing remembered"


def _comparison_lines(comparison: Comparison) -> Iterator[str]:
    yield (
        "method   " + " ".join(f"{name:>10}" for name in MEASURES) + ("  95 % of nDCG@10        p")
    )
    for method, scores in comparison.methods.items():
        low, high = scores.ci95
        p_value = "" if scores.p_value is None else f"{scores.p_value:8.4f}"
        values = " ".join(f"{scores.means[name]:10.3f}" for name in MEASURES)
        yield f"{method:<9}{values}     {low:.3f} – {high:.3f} {p_value}"
    yield f"p: of the difference to {comparison.best_single}"


def _format_values(values: dict[str, float]) -> str:
    return "  ".join(f"{name} {value}" for name, value in values.items())
