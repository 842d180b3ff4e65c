"""Share options, one-line errors, reports and JSON output between the command lines."""

from __future__ import annotations

import functools
import json
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from index.errors import DatelineError
from index.reports import count
from index.settings import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from os import PathLike

    from index.builder import BuildReport
    from index.changes import Changes
    from index.errors import CorpusError

P = ParamSpec("P")
R = TypeVar("R")

_MAX_LISTED = 20  # documents left out; more are reported by kind of error
_COMMON_ENCODINGS = "utf-8", "utf-8-sig"


class StorePlace(click.Path):
    """Parameter type: a folder as a ``Path``, or the address of a store as text."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(
        self,
        value: str | PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | PathLike[str]:
        """Return a ``Path``, or an address as text; ``open_store`` validates its scheme."""
        if isinstance(value, str) and is_address(value):
            return value
        return super().convert(value, param, ctx)


INDEX_DIR = click.option(
    "--index-dir",
    "--store",
    "index_dir",
    type=StorePlace(),
    metavar="PLACE",
    help="The index: a folder, or a PostgreSQL URL.  [default: $DATELINE_STORE or "
    "$DATELINE_INDEX, else var/index in a checkout, or the user's data directory if installed]",
)

EVALUATION_STORE = click.option(
    "--store",
    metavar="ADDRESS",
    help="Index in this database instead of a folder, in schemas of its own.  [default: "
    "$DATELINE_STORE, if that is an address]",
)


def _join_places(_: click.Context, __: click.Parameter, places: tuple[str, ...]) -> str | None:
    """Return the places as one string that ``open_corpus`` takes; None if there are none."""
    from index.corpus.places import joined

    return joined(places) if places else None


PLACES = click.argument("place", nargs=-1, callback=_join_places, metavar="[PLACE]...")
"""Files, folders and patterns, joined into one place; None if there are none."""

REQUIRED_PLACES = click.argument(
    "place", nargs=-1, required=True, callback=_join_places, metavar="PLACE..."
)
"""The same, where at least one is required."""


def _parse_fields(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    from index.corpus.options import parse_field

    try:
        return dict(map(parse_field, values))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


_READING: dict[str, Callable[..., Any]] = {
    "fields": click.option(
        "--field",
        "fields",
        multiple=True,
        metavar="ROLE=NAME",
        callback=_parse_fields,
        help="The field with an article's date, text, title, source …, such as date=published_at.",
    ),
    "timezone": click.option(
        "--timezone", metavar="ZONE", help="Time zone of Unix timestamps (seconds since 1970)."
    ),
    "date_order": click.option(
        "--date-order",
        type=click.Choice(["dmy", "mdy"]),
        help="Order of dates such as 03/04/2020, where their column does not show it.",
    ),
    "source": click.option("--source", metavar="NAME", help="Source of articles without one."),
    "language": click.option(
        "--language", metavar="CODE", help="Language of articles without one."
    ),
    "encoding": click.option(
        "--encoding", metavar="NAME", help="Encoding of files where it cannot be detected."
    ),
    "records": click.option(
        "--records", metavar="PATH", help="Path of the list of articles in JSON: response.results."
    ),
    "undated": click.option(
        "--undated",
        type=click.Choice(["skip", "keep"]),
        help="Leave out articles without a date, or keep them with an unknown date.  "
        "[default: skip]",
    ),
    "stubs": click.option(
        "--skip-stubs",
        "stubs",
        flag_value="skip",
        help="Leave out paywall teasers, error pages, and texts that are truncated or very short.",
    ),
}


def reading_options(command: Callable[P, R]) -> Callable[..., R]:
    """Add the options for reading a corpus to a command, which receives them as ``options``."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> R:  # noqa: ANN401
        from index.corpus.options import CorpusOptions

        values = {name: kwargs.pop(name) for name in _READING}
        present = {name: value for name, value in values.items() if value}
        try:
            options = CorpusOptions.of(present) if present else None
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        return command(*args, options=options, **kwargs)  # type: ignore[arg-type]

    for option in reversed(_READING.values()):
        wrapped = option(wrapped)
    return wrapped


def one_line_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Print a ``DatelineError`` of a command as one line on standard error and exit with 1."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")  # a pipe may have another encoding
        try:
            return command(*args, **kwargs)
        except DatelineError as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(1)

    return wrapped


def announce(text: str) -> None:
    """Print a status message on standard error, only if that is a terminal."""
    if sys.stderr and sys.stderr.isatty():
        click.echo(text, err=True)


def echo_json(value: object, indent: int | None = 2) -> None:
    """Print a value as JSON, escaped to ASCII unless the output is UTF-8.

    Args:
        value: Plain JSON.
        indent: Number of spaces per level; None for a single line.
    """
    utf_8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(value, ensure_ascii=not utf_8, indent=indent))


def report_update(report: BuildReport, as_json: bool, indent: int | None = 2) -> None:
    """Print the result of an update, as text or as JSON."""
    report_problems(report)
    if as_json:
        echo_json(report.to_dict(), indent)
        return
    click.echo(
        f"{summary(report.changes)}; {count(report.embedded, 'passage')} embedded "
        f"({report.elapsed_s:.1f} s)."
    )


def report_problems(report: BuildReport) -> None:
    """Print the documents that were left out, and warnings about files, on standard error."""
    for line in problem_lines(report.problems, report.info.details.get("errors", "")):
        click.echo(line, err=True)
    corpus = report.info.report
    if corpus.passed_over:
        files = count(sum(corpus.passed_over.values()), "file")
        click.echo(f"ignored: {files} of unknown format ({listed(corpus.passed_over)})", err=True)
    unusual = {name: n for name, n in corpus.encodings().items() if name not in _COMMON_ENCODINGS}
    if unusual:
        click.echo(f"encodings detected: {listed(unusual)}", err=True)
    if report.stubs:
        articles = count(sum(report.stubs.values()), "article")
        click.echo(
            f"included: {articles} that may be stubs ({listed(report.stubs)}); leave them out "
            "with --skip-stubs",
            err=True,
        )


def problem_lines(problems: Sequence[CorpusError], errors_file: str = "") -> Iterator[str]:
    """Yield lines about documents that were left out.

    Up to 20 documents are listed one by one. Of more, the number and the first example of each kind
    of error are given.

    Args:
        problems: Errors of the documents.
        errors_file: File that lists all of them.
    """
    if len(problems) <= _MAX_LISTED:
        yield from (f"left out: {problem}" for problem in problems)
        return
    from index.reports import LeftOut, kind_of

    kinds: dict[str, list[CorpusError]] = {}
    for problem in problems:
        kinds.setdefault(kind_of(LeftOut.of("", problem).reason), []).append(problem)
    yield f"left out: {len(problems):,} documents" + (
        f", listed in {errors_file}" * bool(errors_file)
    )
    for kind, same in sorted(kinds.items(), key=lambda one: -len(one[1])):
        yield f"  {len(same):,} × {kind}"
        yield f"      first: {same[0]}"


def listed(counts: Mapping[str, int]) -> str:
    """Return counts as text, in the order of the mapping: ``fr 12, en 3``."""
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def summary(changes: Changes) -> str:
    """Return the numbers of changes as text: ``2 added, 0 changed, …``."""
    counts = {
        "added": len(changes.added),
        "changed": len(changes.changed),
        "moved": len(changes.moved),
        "removed": len(changes.removed),
        "unchanged": changes.unchanged,
    }
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())
