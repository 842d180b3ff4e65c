"""The command line of asking: ``python -m qa "when does the ban take effect?"``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from index.cli import INDEX_DIR, announce, echo_json, one_line_errors
from qa.options import READER

if TYPE_CHECKING:
    from pathlib import Path


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("question")
@click.option(
    "--top-k", type=click.IntRange(1, 50), default=5, show_default=True, help="Articles cited."
)
@click.option("--since", metavar="DATE", help="Only articles from this day, month or year on.")
@click.option("--until", metavar="DATE", help="Only articles up to this day, month or year.")
@click.option(
    "--as-of", metavar="DATE", help="Use nothing that may have been published after this date."
)
@click.option("--source", "sources", multiple=True, metavar="NAME", help="Only this source.")
@click.option(
    "--language", "languages", multiple=True, metavar="CODE", help="Only articles in it, as fr."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@READER
@INDEX_DIR
@one_line_errors
def main(
    question: str,
    top_k: int,
    since: str | None,
    until: str | None,
    as_of: str | None,
    sources: tuple[str, ...],
    languages: tuple[str, ...],
    as_json: bool,
    reader: str | None,
    index_dir: Path | None,
) -> None:
    """Answer QUESTION from the indexed articles, with quotes, sources and dates.

    A DATE is YYYY, YYYY-MM or YYYY-MM-DD, or a phrase such as "last month" or "début août
    2020". --source and --language may be repeated. That no
    answer was found is an answer too: the exit code is 0, and "found" is false in the JSON.
    """
    import qa

    announce("Opening the index and its model …")
    answer = qa.ask(
        question,
        top_k=top_k,
        since=since,
        until=until,
        as_of=as_of,
        sources=sources,
        languages=languages,
        index_dir=index_dir,
        reader=reader,
    )
    if as_json:
        echo_json(answer.to_dict())
    else:
        click.echo(str(answer))
