"""Define the commands ``dateline ask`` and ``dateline feedback``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from index.command_line import INDEX_DIR, announce, echo_json, one_line_errors
from qa.options import ANSWERER, READER, FilterCommand

if TYPE_CHECKING:
    from qa.feedback import Feedback
    from qa.filters import FilterArguments

_HELP = ["-h", "--help"]


class _AskByDefault(click.Group):
    """A command group that takes an unknown first argument as a question for ``ask``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in (*self.commands, *_HELP):
            args = ["ask", *args]
        return super().parse_args(ctx, args)


@click.group(
    cls=_AskByDefault,
    context_settings={"help_option_names": _HELP},
    options_metavar="",
    subcommand_metavar="QUESTION | COMMAND [ARGS]...",
)
def main() -> None:
    """Ask the indexed articles, or print the readers' feedback on answers.

    QUESTION with its options is short for "ask QUESTION"; "ask --help" lists them. To ask a
    question that is the name of a command, type "ask feedback".
    """


@main.command(cls=FilterCommand, short_help="Answer QUESTION, with quotes, sources and dates.")
@click.argument("question")
@click.option(
    "--top-k", type=click.IntRange(1, 50), default=5, show_default=True, help="Articles cited."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
@click.option(
    "--show-dropped",
    is_flag=True,
    help="Print the claims of a language model that were not proved.",
)
@click.option(
    "--cite",
    type=click.Choice(["bibtex", "ris", "csl"]),
    help="Print the cited articles alone, as references: BibTeX, RIS or CSL-JSON.",
)
@ANSWERER
@READER
@INDEX_DIR
@one_line_errors
def ask(
    question: str,
    top_k: int,
    as_json: bool,
    show_dropped: bool,
    cite: str | None,
    answerer: str | None,
    reader: str | None,
    index_dir: Path | str | None,
    **filters: Unpack[FilterArguments],
) -> None:
    """Answer QUESTION from the indexed articles, with quotes, sources and dates.

    A DATE is YYYY, YYYY-MM or YYYY-MM-DD, or a phrase such as "last month" or "début août
    2020". If no answer is found, "found" is false in the JSON, and the exit code is 0.
    """
    import qa
    from qa.escaping import one_line

    announce("Opening the index and its model …")
    answer = qa.ask(
        question, top_k=top_k, index_dir=index_dir, reader=reader, answerer=answerer, **filters
    )
    if cite:
        from qa.exports import to_style

        click.echo(to_style(answer, cite), nl=False)
    elif as_json:
        echo_json(answer.to_dict())
    else:
        click.echo(str(answer))
        if show_dropped and answer.written is not None:
            for dropped in answer.written.dropped:
                click.echo(one_line(f"– {dropped.text} ({dropped.reason})"), err=True)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print each as JSON, on a line of its own.")
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Where it is kept.  [default: $DATELINE_FEEDBACK, else var/feedback.sqlite of a "
    "checkout; installed, in the user's data directory]",
)
@one_line_errors
def feedback(as_json: bool, file: Path | None) -> None:
    """Print the readers' feedback on answers, oldest first.

    Each entry has its date, the vote, the question and the reader's note. The JSON also has the
    answer and the name of its index generation.
    """
    from index.errors import printable
    from index.settings import Settings
    from qa.feedback import FeedbackStore

    path = file or Settings.from_environment().feedback
    empty = True
    for given in FeedbackStore(path):
        empty = False
        if as_json:
            echo_json(given.to_dict(), indent=None)
        else:
            click.echo(_format_feedback(given))
    if empty:
        click.echo(f"no feedback yet in {printable(path)}", err=True)


def _format_feedback(given: Feedback) -> str:
    from qa.escaping import one_line

    verdict = "helpful" if given.helpful else "not helpful"
    head = f"{given.asked_at:%Y-%m-%d %H:%M} UTC  {verdict:<11}  "
    note = f"\n{' ' * len(head)}{one_line(given.note)}" if given.note else ""
    return f"{head}{one_line(given.question)}{note}"
