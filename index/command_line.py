"""What the commands of ``index`` and ``qa`` share: options, errors in one line, reports, JSON."""

from __future__ import annotations

import functools
import json
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from index.errors import DatelineError
from index.settings import is_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from os import PathLike

    from index.builder import BuildReport
    from index.changes import Changes
    from index.errors import CorpusError

P = ParamSpec("P")
R = TypeVar("R")

_MOST_NAMED = 20  # documents that were left out and are told one by one
_USUAL = "utf-8", "utf-8-sig"


class StorePlace(click.Path):
    """A folder, which becomes a path, or the address of a store, which stays as it is."""

    def __init__(self) -> None:
        super().__init__(file_okay=False, path_type=Path)

    def convert(
        self,
        value: str | PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | PathLike[str]:
        """Return a ``Path``, or the address as text; ``open_store`` decides who takes it."""
        if isinstance(value, str) and is_address(value):
            return value
        return super().convert(value, param, ctx)


INDEX_DIR = click.option(
    "--index-dir",
    "--store",
    "index_dir",
    type=StorePlace(),
    metavar="PLACE",
    help="Where the index is kept: a folder, or the address of a store.  [default: "
    "$DATELINE_STORE or $DATELINE_INDEX, else var/index of a checkout; installed, in the user's "
    "data directory]",
)

EVALUATION_STORE = click.option(
    "--store",
    metavar="ADDRESS",
    help="Index in this database instead of a folder, in schemas of its own.  [default: "
    "$DATELINE_STORE, if that is an address]",
)


def _place(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> str | None:
    """Return the places that were given as one, which ``open_corpus`` takes."""
    from index.corpus.places import joined

    return joined(given) if given else None


PLACES = click.argument("place", nargs=-1, callback=_place, metavar="[PLACE]...")
"""Files, folders and patterns, as one place; None if there are none."""

REQUIRED_PLACES = click.argument(
    "place", nargs=-1, required=True, callback=_place, metavar="PLACE..."
)
"""The same, at least one of them."""


def _fields(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    from index.corpus.options import parse_field

    try:
        return dict(map(parse_field, given))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


_READING: dict[str, Callable[..., Any]] = {
    "fields": click.option(
        "--field",
        "fields",
        multiple=True,
        metavar="ROLE=NAME",
        callback=_fields,
        help="The field that has an article's date, text, title, source …, as date=published_at.",
    ),
    "timezone": click.option(
        "--timezone", metavar="ZONE", help="Of times that are counted in seconds since 1970."
    ),
    "date_order": click.option(
        "--date-order",
        type=click.Choice(["dmy", "mdy"]),
        help="How 03/04/2020 is read where no other value of its column tells.",
    ),
    "source": click.option("--source", metavar="NAME", help="Of articles that name none."),
    "language": click.option("--language", metavar="CODE", help="Of articles that name none."),
    "encoding": click.option(
        "--encoding", metavar="NAME", help="Of the files, where it cannot be found out."
    ),
    "records": click.option(
        "--records", metavar="PATH", help="The list of articles in JSON, as response.results."
    ),
    "undated": click.option(
        "--undated",
        type=click.Choice(["skip", "keep"]),
        help="Leave out what has no date, or keep it, published on any day.  [default: skip]",
    ),
    "stubs": click.option(
        "--skip-stubs",
        "stubs",
        flag_value="skip",
        help="Leave out teasers of paywalls, pages of errors, and texts that are cut off or short.",
    ),
}


def reading_options(command: Callable[P, R]) -> Callable[..., R]:
    """Give a command the options of reading a corpus, which it takes as ``options``."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> R:  # noqa: ANN401
        from index.corpus.options import CorpusOptions

        given = {name: kwargs.pop(name) for name in _READING}
        said = {name: value for name, value in given.items() if value}
        try:
            options = CorpusOptions.of(said) if said else None
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        return command(*args, options=options, **kwargs)  # type: ignore[arg-type]

    for option in reversed(_READING.values()):
        wrapped = option(wrapped)
    return wrapped


def one_line_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what a user can mend into one line on standard error and exit code 1."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")  # a pipe of another encoding
        try:
            return command(*args, **kwargs)
        except DatelineError as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(1)

    return wrapped


def announce(text: str) -> None:
    """Tell a person at a terminal what takes a while; logs and pipes are spared."""
    if sys.stderr and sys.stderr.isatty():
        click.echo(text, err=True)


def echo_json(value: object, indent: int | None = 2) -> None:
    """Print JSON that any pipe can carry, on one line without ``indent``."""
    utf_8 = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    click.echo(json.dumps(value, ensure_ascii=not utf_8, indent=indent))


def tell_update(report: BuildReport, as_json: bool, indent: int | None = 2) -> None:
    """Tell what an update did."""
    tell_problems(report)
    if as_json:
        echo_json(report.to_dict(), indent)
        return
    click.echo(
        f"{summary(report.changes)}; {count(report.embedded, 'passage')} embedded "
        f"({report.elapsed_s:.1f} s)."
    )


def tell_problems(report: BuildReport) -> None:
    """Name what was left out, by kinds if it is much, and tell what else is odd about the files."""
    for line in problem_lines(report.problems, report.info.details.get("errors", "")):
        click.echo(line, err=True)
    told = report.info.report
    if told.passed_over:
        files = count(sum(told.passed_over.values()), "file")
        click.echo(
            f"passed over: {files} of unknown formats ({listed(told.passed_over)})", err=True
        )
    if odd := {name: n for name, n in told.encodings().items() if name not in _USUAL}:
        click.echo(f"encodings found out: {listed(odd)}", err=True)
    if report.stubs:
        articles = count(sum(report.stubs.values()), "article")
        click.echo(
            f"kept: {articles} that may be stubs ({listed(report.stubs)}); --skip-stubs leaves "
            "them out",
            err=True,
        )


def problem_lines(problems: Sequence[CorpusError], errors_file: str = "") -> Iterator[str]:
    """Yield lines that tell what was left out: each document, or of many the first of each kind.

    Args:
        problems: What is wrong with each.
        errors_file: Where all are named.
    """
    if len(problems) <= _MOST_NAMED:
        yield from (f"left out: {problem}" for problem in problems)
        return
    from index.reports import LeftOut, kind_of

    kinds: dict[str, list[CorpusError]] = {}
    for problem in problems:
        kinds.setdefault(kind_of(LeftOut.of("", problem).reason), []).append(problem)
    yield f"left out: {len(problems):,} documents" + (
        f", named in {errors_file}" * bool(errors_file)
    )
    for kind, same in sorted(kinds.items(), key=lambda one: -len(one[1])):
        yield f"  {len(same):,} × {kind}"
        yield f"      the first: {same[0]}"


def listed(counts: Mapping[str, int]) -> str:
    """Return counts as text, the largest first."""
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def summary(changes: Changes) -> str:
    """Return how a corpus has changed, in numbers."""
    counts = {
        "added": len(changes.added),
        "changed": len(changes.changed),
        "moved": len(changes.moved),
        "removed": len(changes.removed),
        "unchanged": changes.unchanged,
    }
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())


def count(number: int, noun: str) -> str:
    """Return a number of things, as ``1,234 articles``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
