"""What builds and updates did, on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from index.command_line import echo_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from index.builder import BuildReport
    from index.changes import Changes
    from index.errors import CorpusError

_MOST_NAMED = 20  # documents that were left out and are told one by one
_USUAL = "utf-8", "utf-8-sig"


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
