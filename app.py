"""The web chat: ``python app.py``, which builds the index of ``seeds/`` on its first run."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import click

from index.cli import INDEX_DIR, announce, one_line_errors
from index.errors import DatelineError, IndexNotBuiltError
from qa.options import READER
from qa.web.page import build_app, launch

if TYPE_CHECKING:
    from pathlib import Path

    from qa.pipeline import Pipeline

__all__ = ["build_app", "main"]


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=7860,
    show_default=True,
    help="The port to listen on.",
)
@INDEX_DIR
@click.option("--model", metavar="NAME", help="The embedding model: a hub name or a local folder.")
@READER
@one_line_errors
def main(
    host: str, port: int, index_dir: Path | None, model: str | None, reader: str | None
) -> None:
    """Ask the archive in the browser; the first run builds the index of seeds/."""
    _require_free(host, port)
    announce("Opening the index and its model …")
    pipeline = _open_or_build(index_dir, model, reader)
    try:
        app = build_app(pipeline)
        try:
            url = launch(app, host=host, port=port)
        except OSError as error:
            raise _cannot_listen(host, port, error) from error
        click.echo(f"Dateline answers on {url} (Ctrl+C stops it)")
        app.block_thread()
    finally:
        pipeline.close()


def _require_free(host: str, port: int) -> None:
    """Fail before the slow part if nobody could listen there."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, UnicodeError) as error:
        raise _cannot_listen(host, port, error) from error


def _cannot_listen(host: str, port: int, error: Exception) -> DatelineError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return DatelineError(
        f"cannot listen on {host} port {port} ({reason}): "
        f"choose others with `python app.py --host 127.0.0.1 --port {port % 65535 + 1}`"
    )


def _open_or_build(index_dir: Path | None, model: str | None, reader: str | None) -> Pipeline:
    from index.builder import build
    from index.settings import Settings
    from qa.pipeline import Pipeline

    try:
        return Pipeline.open(index_dir, model=model, reader=reader)
    except IndexNotBuiltError:
        settings = Settings.from_environment()
        folder = index_dir or settings.index_dir
        click.echo(f"No index in {folder} yet: building one from {settings.seeds}")
        report = build(settings.seeds, folder, model=model or settings.model)
        for problem in report.problems:
            click.echo(f"left out: {problem}", err=True)
        return Pipeline.open(index_dir, model=model, reader=reader)


if __name__ == "__main__":
    main()
