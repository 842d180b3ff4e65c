"""Measure how dates are resolved: ``python -m qa.evaluation dates FOLDER``."""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from index.command_line import echo_json, one_line_errors
from qa.evaluation.dates import MARKED, marked, specifications

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.evaluation.dates import Outcome
    from qa.evaluation.times import Half


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--half", type=click.Choice(["even", "odd"]), help="Every other specification only.")
@click.option(
    "--failures", is_flag=True, help="List the dates that were not found or wrongly resolved."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: cases, right, accuracy.")
@one_line_errors
def main(folder: Path, half: Half | None, failures: bool, as_json: bool) -> None:
    """Measure how dates in text are found and resolved.

    FOLDER contains either specifications (en.jsonl, fr.jsonl: input, reference and expected values)
    or dates.jsonl (dates that people annotated in French articles). A case of a specification is
    right if every expression is found with one of its values; as in the specifications, a range
    ends where its last part begins. Of annotated dates, the command counts how many are found.
    """
    read = marked(folder / MARKED) if (folder / MARKED).exists() else specifications(folder, half)
    by_language: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in tqdm(read, unit=" cases", disable=not sys.stderr.isatty(), leave=False):
        by_language[outcome.language].append(outcome)
    result = {language: _summary(outcomes) for language, outcomes in by_language.items()}
    wrong = [one for outcomes in by_language.values() for one in outcomes if not one.right]
    if as_json:
        listed = [
            {"language": one.language, "text": one.text, "failures": list(one.failures)}
            for one in wrong
        ]
        echo_json({**result, "failures": listed} if failures else result)
        return
    for language, row in result.items():
        literal = f" ({row['literal']:,} with the last part of ranges included)"
        click.echo(
            f"{language}: {row['right']:,} of {row['cases']:,} right, {row['accuracy']:.3f}"
            + (literal if row["literal"] < row["right"] else "")
        )
    if failures:
        for one in wrong:
            click.echo(f"\n{one.language}: {one.text}")
            for failure in one.failures:
                click.echo(f"    {failure}")


def _summary(outcomes: Iterable[Outcome]) -> dict[str, float]:
    outcomes = list(outcomes)
    right = sum(outcome.right for outcome in outcomes)
    return {
        "cases": len(outcomes),
        "right": right,
        "accuracy": round(right / len(outcomes), 4),
        "literal": sum(outcome.literal for outcome in outcomes),
    }
