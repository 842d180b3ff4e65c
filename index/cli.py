"""The command line of the index: ``python -m index build | update | check | info``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.command_line import (
    INDEX_DIR,
    PLACES,
    REQUIRED_PLACES,
    announce,
    echo_json,
    listed,
    one_line_errors,
    reading_options,
    report_problems,
    report_update,
    summary,
)
from index.errors import CorpusError, DatelineError, printable
from index.follow_cli import follow, following_options
from index.reports import count
from index.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.corpus import CorpusOptions
    from index.follow_cli import Following
    from index.stores import Coverage, SearchQuality

_STRICT = click.option(
    "--strict", is_flag=True, help="Stop at the first document that cannot be read."
)
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Build and inspect the index of a corpus of dated articles."""


@main.command()
@PLACES
@INDEX_DIR
@click.option(
    "--model",
    metavar="NAME",
    help="Embedding model: a local folder or a name on the model hub.  [default: "
    "$DATELINE_MODEL, else the bundled multilingual-e5-small]",
)
@click.option(
    "--enqueue",
    is_flag=True,
    help="Leave the embedding to workers (dateline work), on as many machines as wanted: queue the "
    "documents in the database, wait until all are written, and publish.",
)
@click.option("--fresh", is_flag=True, help="Reuse nothing of the existing index.")
@_STRICT
@_AS_JSON
@reading_options
@following_options
@one_line_errors
def build(
    place: str | None,
    index_dir: Path | str | None,
    model: str | None,
    enqueue: bool,
    fresh: bool,
    strict: bool,
    as_json: bool,
    options: CorpusOptions | None,
    following: Following | None,
) -> None:
    """Build the index of PLACE (default: the two sample articles).

    PLACE is a file, or a folder of files in any mix of formats: CSV, JSON, JSON Lines, dated text
    (see docs/corpora.md); or a corpus.jsonl in the BEIR layout. A pattern such as 'exports/*.csv'
    selects all files that match it. Several places can be given. A corpus.toml beside the files can
    set the same options. Documents that cannot be read are reported and left out.
    The index of a large corpus answers questions before it is complete. An existing index answers
    until then; if the model is the same, its passages of unchanged documents are reused.

    With --follow, feeds are polled until Ctrl-C; PLACE is then the folder where their articles are
    stored (default: one beside the index).
    """
    from index.builder import build as build_index

    settings = Settings.from_environment()
    if following is not None:
        if enqueue:
            raise click.UsageError("--follow embeds what feeds have itself; leave --enqueue out")
        follow(
            following, place, index_dir or settings.index_dir, model or settings.model, options,
            fresh=fresh, strict=strict, as_json=as_json,
        )  # fmt: skip
        return
    report = build_index(
        place or settings.seeds,
        index_dir or settings.index_dir,
        model=model or settings.model,
        strict=strict,
        fresh=fresh,
        options=options,
        enqueue=enqueue,
    )
    report_problems(report)
    if as_json:
        echo_json(report.to_dict())
        return
    index_info = report.info
    left_out = f", {len(index_info.skipped):,} left out" if index_info.skipped else ""
    click.echo(
        f"Indexed {count(index_info.articles, 'article')} in "
        f"{count(index_info.passages, 'passage')}{left_out} ({report.elapsed_s:.1f} s)."
    )


@main.command()
@INDEX_DIR
@click.option("--drain", is_flag=True, help="End when nothing is queued, instead of waiting.")
@one_line_errors
def work(index_dir: Path | str | None, drain: bool) -> None:
    """Embed what a build has queued in a database (dateline build --enqueue), until Ctrl-C.

    Run it on as many machines as wanted. A worker that is killed loses nothing: what it had taken
    is embedded by another.
    """
    from index.caching import load_embedder
    from index.queueing import work as work_on
    from index.stores import open_store

    settings = Settings.from_environment()
    written = work_on(
        open_store(index_dir or settings.index_dir),
        lambda model: load_embedder(model, settings.cache_dir),
        drain=drain,
        report=lambda message: click.echo(message, err=True),
    )
    click.echo(f"Wrote {count(written, 'article')}.")


@main.command()
@REQUIRED_PLACES
@click.option(
    "-n", "shown", type=click.IntRange(0), default=5, show_default=True, help="Articles shown."
)
@click.option("--no-estimate", is_flag=True, help="Do not load the model to measure its speed.")
@_AS_JSON
@reading_options
@one_line_errors
def preview(
    place: str, shown: int, no_estimate: bool, as_json: bool, options: CorpusOptions | None
) -> None:
    """Show how PLACE would be read, without building or changing an index.

    It shows the first articles and how each was dated, what would be left out and why, the role of
    each field, the fields that are not used, and how long this machine would take to embed it all.
    """
    from index.corpus.preview import preview as look_at
    from index.previewing import preview_lines, seconds_to_embed

    seen = look_at(place, options, shown=shown)
    settings = Settings.from_environment()
    seconds = None if no_estimate else seconds_to_embed(seen, settings)
    if as_json:
        echo_json({**seen.to_dict(), "seconds_to_embed": seconds})
        return
    for line in preview_lines(seen, seconds):
        click.echo(line)


@main.command()
@PLACES
@INDEX_DIR
@click.option("--dry-run", is_flag=True, help="Show what would be done, and do nothing.")
@click.option("--watch", is_flag=True, help="Update whenever files change, until Ctrl-C.")
@_STRICT
@_AS_JSON
@reading_options
@one_line_errors
def update(
    place: str | None,
    index_dir: Path | str | None,
    dry_run: bool,
    watch: bool,
    strict: bool,
    as_json: bool,
    options: CorpusOptions | None,
) -> None:
    """Bring the index up to date with PLACE (default: the corpus that it was built from).

    Only documents that were added or changed are read; the result equals that of a fresh build.
    The previous index answers questions until the update is complete.
    """
    from index.builder import plan_update
    from index.builder import update as update_index

    if dry_run and watch:
        raise click.UsageError("--dry-run and --watch cannot be combined; leave one out")
    index_dir = index_dir or Settings.from_environment().index_dir
    if watch:
        _update_on_change(place, index_dir, options, strict=strict, as_json=as_json)
        return
    if not dry_run:
        report_update(update_index(place, index_dir, strict=strict, options=options), as_json)
        return
    changes = plan_update(place, index_dir, options=options)
    if as_json:
        echo_json(changes.to_dict())
        return
    for mark, names in (("+", changes.added), ("~", changes.changed), ("-", changes.removed)):
        for name in names:
            click.echo(f"{mark} {printable(Path(name))}")
    for new, old in changes.moved.items():
        click.echo(f"> {printable(Path(old))} -> {printable(Path(new))}")
    click.echo(f"Would be: {summary(changes)}.")


def _update_on_change(
    place: str | None,
    index_dir: Path | str,
    options: CorpusOptions | None,
    *,
    strict: bool,
    as_json: bool,
) -> None:
    """Update at every change until Ctrl-C; report an error and retry at the next change."""
    from index.builder import update as update_index
    from index.caching import load_embedder
    from index.corpus import open_corpus
    from index.stores import open_store

    settings = Settings.from_environment()
    index_info = open_store(index_dir).info()
    place = place or index_info.corpus
    corpus = open_corpus(place)
    changes = corpus.watch()
    if changes is None:
        raise CorpusError(
            "this corpus cannot be watched; leave out --watch, and run update when it changes",
            Path(place),
        )
    embedder = load_embedder(index_info.encoder.model, settings.cache_dir)
    announce(f"Watching {printable(Path(place))}; press Ctrl-C to stop.")
    for _ in changes:
        try:
            report = update_index(
                place,
                index_dir,
                strict=strict,
                progress=False,
                embedder=embedder,
                options=options,
            )
        except DatelineError as error:
            click.echo(f"error: {error}", err=True)
            continue
        if report.changes or report.problems:
            report_update(report, as_json, indent=None)


@main.command()
@INDEX_DIR
@click.option(
    "--deep",
    is_flag=True,
    help="Also compare every passage with its article and its vector, and embed a sample again.",
)
@one_line_errors
def check(index_dir: Path | str | None, deep: bool) -> None:
    """Check the index for damage.

    It compares the checksum of every file with the recorded one, and the parts with each other. If
    something is wrong, it says what, and which command repairs it.
    """
    from index.stores import open_store

    store = open_store(index_dir or Settings.from_environment().index_dir)
    index_info = store.check(deep=deep)
    files = index_info.details.get("files")
    counted = f"{count(len(files), 'file')}, " if files else ""
    click.echo(
        f"Sound: {counted}{count(index_info.articles, 'article')} in "
        f"{count(index_info.passages, 'passage')}."
    )


@main.command()
@INDEX_DIR
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@one_line_errors
def info(index_dir: Path | str | None, as_json: bool) -> None:
    """Show the contents of the index and how it was built."""
    from index.stores import open_store

    store = open_store(index_dir or Settings.from_environment().index_dir)
    index_info = store.info()
    if as_json:
        echo_json(index_info.to_dict())
        return
    languages = ", ".join(f"{name} {count:,}" for name, count in index_info.languages.items())
    encoder = index_info.encoder
    rows = {
        "Index": store.place,
        "Generation": index_info.generation,
        "Corpus": index_info.corpus or "passed by a program",
        "Articles": f"{index_info.articles:,} ({len(index_info.skipped):,} left out)",
        "Complete": _completeness(index_info.coverage),
        "Passages": f"{index_info.passages:,}",
        "Left out": listed(index_info.reasons) or "nothing",
        "Formats": listed(index_info.report.formats()) or "none",
        "Encodings": listed(index_info.report.encodings()) or "none",
        "Unknown": listed(index_info.report.passed_over) or "none",
        "Languages": languages,
        "Published": " to ".join(period.isoformat() for period in index_info.published),
        "Dated by": _date_origins(index_info.dated),
        "Model": f"{encoder.model} ({encoder.dimension} dimensions)",
        "Search": _search(index_info.search),
        "Built": index_info.created,
        "Size": f"{index_info.size_bytes / 1e6:,.1f} MB",
    }
    for name, value in rows.items():
        click.echo(f"{name:<10} {value}")


def _completeness(coverage: Coverage) -> str:
    if coverage.is_complete:
        return "yes"
    return (
        f"no: {coverage.articles:,} of {coverage.documents:,} articles are searched by words, "
        f"{coverage.embedded:,} by meaning; update it to index the rest"
    )


def _date_origins(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name or 'unknown'} {count:,}" for name, count in counts.items())


def _search(quality: SearchQuality) -> str:
    if quality.is_exact:
        return "exact"
    method = (
        f"{quality.probes:,} of {quality.lists:,} lists"
        if quality.lists
        else f"a graph, {quality.breadth:,} candidates"
    )
    return (
        f"{method}; finds {quality.recall:.1%} of the ten nearest passages, "
        f"{quality.recall_filtered:.1%} if a filter admits a tenth of the corpus"
    )
