"""Measure times in articles: ``python -m qa.evaluation times FOLDER``."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from tqdm import tqdm

from index.command_line import echo_json, one_line_errors
from qa.evaluation.times import marked_articles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.evaluation.times import Half, TimeOutcome

_COLUMNS = ("times", "found", "right", "wrong direction", "beside")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--half", type=click.Choice(["even", "odd"]), help="Every other article only.")
@click.option(
    "--failures", is_flag=True, help="List times that were missed, wrong or not annotated."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@one_line_errors
def main(folder: Path, half: Half | None, failures: bool, as_json: bool) -> None:
    """Measure how times in whole articles are found and resolved.

    FOLDER contains articles in which every time is annotated with its TIMEX3 value (en.jsonl,
    fr.jsonl: text, reference, times). For each language and each kind of time, the command prints
    how many are annotated, how many of them are found, how many have the right value, how many are
    on the wrong side of the article's day, and how many were found without an annotation
    ("beside"). A range counts as its two ends, an open period as its known end. Write rules on one
    half of the articles, and measure them on the other.
    """
    read = tqdm(marked_articles(folder, half), disable=not sys.stderr.isatty(), leave=False)
    outcomes = list(read)
    result: dict[str, Any] = {}
    for language in dict.fromkeys(one.language for one in outcomes):
        own = [one for one in outcomes if one.language == language]
        kinds: dict[str, list[TimeOutcome]] = defaultdict(list)
        for one in own:
            kinds[one.kind].append(one)
        result[language] = {
            "all": _summary(own),
            **{kind: _summary(kinds[kind]) for kind in sorted(kinds, key=lambda k: -len(kinds[k]))},
        }
    failed = [one for one in outcomes if one.verdict != "right"]
    if as_json:
        listed = [{name: getattr(one, name) for name in one.__slots__} for one in failed]
        echo_json({**result, "failures": listed} if failures else result)
        return
    for language, table in result.items():
        click.echo(f"{language:<12}" + "".join(f"{column:>17}" for column in _COLUMNS))
        for kind, row in table.items():
            cells = [f"{row[column]:,}" for column in _COLUMNS]
            if row["times"]:
                cells[1] += f" {row['found'] / row['times']:.3f}"
                cells[2] += f" {row['right'] / row['times']:.3f}"
            click.echo(f"{kind:<12}" + "".join(f"{cell:>17}" for cell in cells))
    if failures:
        for one in failed:
            click.echo(f"\n{one.language} {one.article}, {one.kind}: {one.context}")
            click.echo(
                f"    {one.verdict}: wanted {one.wanted or 'nothing'}, "
                f"found {', '.join(one.found) or 'nothing'}"
            )


def _summary(outcomes: Iterable[TimeOutcome]) -> dict[str, int]:
    verdicts = [one.verdict for one in outcomes]
    beside = verdicts.count("beside")
    times = len(verdicts) - beside
    return {
        "times": times,
        "found": times - verdicts.count("missed"),
        "right": verdicts.count("right"),
        "wrong direction": verdicts.count("wrong direction"),
        "beside": beside,
    }
