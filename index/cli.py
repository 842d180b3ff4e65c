"""The command line of the index: ``python -m index build | info``."""

from __future__ import annotations

import functools
import json
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from index.errors import DatelineError
from index.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")

INDEX_DIR = click.option(
    "--index-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the index is kept.  [default: $DATELINE_INDEX, else var/index]",
)


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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Build and inspect the index of a corpus of dated articles."""


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path), metavar="[FOLDER]")
@INDEX_DIR
@click.option(
    "--model",
    metavar="NAME",
    help="Embedding model: a local folder or a name on the model hub.  [default: "
    "$DATELINE_MODEL, else multilingual-e5-small, which pip brought]",
)
@click.option("--strict", is_flag=True, help="Stop at the first file that cannot be read.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@one_line_errors
def build(
    folder: Path | None, index_dir: Path | None, model: str | None, strict: bool, as_json: bool
) -> None:
    """Build the index of FOLDER (default: seeds/).

    FOLDER holds dated text files, as seeds/README.md describes them. Those that cannot be
    read are named and left out. The index that was there before answers until the new one is
    whole.
    """
    from index.builder import build as build_index

    settings = Settings.from_environment()
    report = build_index(
        folder or settings.seeds,
        index_dir or settings.index_dir,
        model=model or settings.model,
        strict=strict,
    )
    for problem in report.problems:
        click.echo(f"left out: {problem}", err=True)
    if as_json:
        echo_json(report.to_dict())
        return
    manifest = report.manifest
    left_out = f", {manifest.skipped} left out" if manifest.skipped else ""
    click.echo(
        f"Indexed {_count(manifest.articles, 'article')} in "
        f"{_count(manifest.passages, 'passage')}{left_out} ({report.elapsed_s:.1f} s)."
    )


@main.command()
@INDEX_DIR
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
@one_line_errors
def info(index_dir: Path | None, as_json: bool) -> None:
    """Show what the index holds and what it was made with."""
    from index import generations
    from index.manifest import Manifest

    folder = generations.current(index_dir or Settings.from_environment().index_dir)
    manifest = Manifest.read(folder)
    if as_json:
        echo_json(manifest.to_dict())
        return
    size = sum(size for size, _ in manifest.files.values())
    languages = ", ".join(f"{name} {count:,}" for name, count in manifest.languages.items())
    rows = {
        "Index": str(folder),
        "Corpus": manifest.corpus,
        "Articles": f"{manifest.articles:,} ({manifest.skipped:,} left out)",
        "Passages": f"{manifest.passages:,}",
        "Languages": languages,
        "Published": " to ".join(manifest.published),
        "Model": f"{manifest.model} ({manifest.dimension} dimensions)",
        "Built": manifest.created,
        "Size": f"{size / 1e6:,.1f} MB",
    }
    for name, value in rows.items():
        click.echo(f"{name:<10} {value}")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
