"""The command line of the chat: ``dateline chat``, or ``python app.py`` in a checkout."""

from __future__ import annotations

import os
import socket
from functools import partial
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING

import click

from index.command_line import INDEX_DIR, announce, one_line_errors
from index.commands import index_command
from index.errors import DatelineError, IndexNotBuiltError
from index.memory import release_memory
from index.settings import INSTALLED, Settings
from qa.answer_cache import AnswerCache
from qa.feedback import FeedbackStore
from qa.options import ANSWERER, READER
from qa.web.hosts import parse_hostname
from qa.web.limits import RATE, WORKERS
from qa.web.logs import start_logging
from qa.web.stopping import StopRequest, flush_outputs
from qa.web.uploads import TOGETHER, Uploads
from qa.web.users import read_users

if TYPE_CHECKING:
    from qa.pipeline import Pipeline
    from qa.web.metrics import Metrics

_CACHE = 32  # megabytes
_LOOPBACK = "127.0.0.0/8,::1"
_SWITCHES = {"1": _LOOPBACK, "true": _LOOPBACK, "0": "", "false": ""}  # in a variable


def _networks(_: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Check addresses and networks separated by commas.

    Without this check, uvicorn would silently trust no proxy after a typing error.
    """
    if option.name == "metrics" and value is not None:
        value = _SWITCHES.get(value.strip().lower(), value)
    for part in filter(None, (value or "").split(",")):
        try:
            ip_network(part.strip())
        except ValueError as error:
            whose = "the proxy's" if option.name == "proxy" else "Prometheus's"
            raise click.BadParameter(f"{error}: name {whose} own address") from error
    return value


def _hostnames(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> list[str]:
    try:
        return [parse_hostname(one) for value in values for one in value.split(",") if one.strip()]
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=7860,
    show_default=True,
    help="The port to listen on.",
)
@click.option(
    "--hostname",
    "hostnames",
    multiple=True,
    envvar="DATELINE_HOSTNAME",
    callback=_hostnames,
    metavar="NAME",
    help="A host name or address of the page, besides localhost and the addresses of this machine; "
    "requests for others are refused. May be repeated.  [default: $DATELINE_HOSTNAME, separated "
    "by commas]",
)
@click.option("--root-path", metavar="PATH", help="The path below which a proxy serves the page.")
@click.option(
    "--auth",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Ask for a name and password: FILE has a line name:password for each user.",
)
@click.option("--mcp", is_flag=True, help="Serve /ask, /search and /article to agents (MCP), too.")
@click.option(
    "--allow-upload", is_flag=True, help="Let all users of the page add articles to the corpus."
)
@click.option(
    "--rate",
    type=click.IntRange(min=0),
    default=RATE,
    show_default=True,
    metavar="N",
    help="Requests for answers that an address may make in a minute; 0 for any number.",
)
@click.option(
    "--proxy",
    default="",
    envvar="FORWARDED_ALLOW_IPS",
    callback=_networks,
    metavar="ADDRESS",
    help="The address of a trusted proxy, whose X-Forwarded-For and X-Forwarded-Host headers are "
    "used; those of others are ignored. Several addresses or networks are separated by commas.  "
    "[default: $FORWARDED_ALLOW_IPS, else none]",
)
@click.option(
    "--log",
    is_flag=True,
    help="Write a line of JSON to standard error for each question, login and answer, without "
    "clients and the texts of questions.",
)
@click.option("--log-questions", is_flag=True, help="Like --log, with the questions.")
@click.option(
    "--metrics",
    is_flag=False,
    flag_value=_LOOPBACK,
    envvar="DATELINE_METRICS",
    callback=_networks,
    metavar="[ADDRESS]",
    help="Serve metrics for Prometheus under /metrics, to this machine alone or to the given "
    "addresses or networks, separated by commas.  [default: $DATELINE_METRICS, where 1 is this "
    "machine; else none]",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=WORKERS,
    envvar="DATELINE_WORKERS",
    metavar="N",
    help="Questions that are answered at the same time; the others wait.  [default: "
    f"$DATELINE_WORKERS, else {WORKERS}]",
)
@click.option(
    "--cache",
    "cache_mb",
    type=click.IntRange(min=0),
    default=_CACHE,
    envvar="DATELINE_ANSWER_CACHE",
    metavar="MB",
    help="Megabytes of answers that are kept in memory, for those who ask the same; 0 for none.  "
    f"[default: $DATELINE_ANSWER_CACHE, else {_CACHE}]",
)
@INDEX_DIR
@click.option("--model", metavar="NAME", help="The embedding model: a hub name or a local folder.")
@ANSWERER
@READER
@one_line_errors
def main(
    host: str,
    port: int,
    hostnames: list[str],
    root_path: str | None,
    auth: Path | None,
    mcp: bool,
    allow_upload: bool,
    rate: int,
    proxy: str,
    log: bool,
    log_questions: bool,
    metrics: str | None,
    workers: int,
    cache_mb: int,
    index_dir: Path | str | None,
    model: str | None,
    answerer: str | None,
    reader: str | None,
) -> None:
    """Ask the archive in the browser.

    The first run builds an index of the two bundled articles.
    """
    if mcp and auth:
        raise click.UsageError("agents cannot log in: choose --mcp or --auth")
    users = [] if auth is None else read_users(auth)
    if mcp and find_spec("mcp") is None:
        raise DatelineError("--mcp needs another package: pip install 'gradio[mcp]'")
    if metrics and find_spec("prometheus_client") is None:
        raise DatelineError("--metrics needs another package: pip install 'dateline[metrics]'")
    _require_free(host, port)
    if log or log_questions:
        start_logging(questions=log_questions)
    announce("Opening the index and its model …")
    from qa.web.page import build_app
    from qa.web.server import launch

    cache = AnswerCache(cache_mb * 1_000_000)
    pipeline = _open_or_build(index_dir, model, reader, answerer, cache)
    ended = True
    try:
        settings = Settings.from_environment()
        uploads = _uploads(pipeline, index_dir or settings.index_dir) if allow_upload else None
        app = build_app(pipeline, FeedbackStore(settings.feedback), uploads)
        with StopRequest() as request:  # before the server answers
            try:
                site = launch(
                    app,
                    host=host,
                    port=port,
                    root_path=root_path,
                    users=users,
                    mcp=mcp,
                    rate=rate,
                    proxy=proxy,
                    hostnames=hostnames,
                    upload_bytes=TOGETHER if allow_upload else None,
                    workers=workers,
                    metrics=_metrics(pipeline, metrics) if metrics else None,
                )
            except OSError as error:
                raise _cannot_listen(host, port, error) from error
            release_memory()
            click.echo(f"Dateline answers on {site.url} (Ctrl+C stops it)")
            if mcp:
                click.echo(f"Agents find its tools at {site.url.rstrip('/')}/gradio_api/mcp/")
            site.wait(request)
            ended = site.close()
    finally:
        if ended:  # an answer that is still being computed reads the index
            pipeline.close()
    if request.received:
        flush_outputs()
        # Python's own end would collect garbage for seconds, and wait for threads that compute
        # answers for nobody; libraries in C++ abort the process if such a thread runs on.
        os._exit(0)


def _metrics(pipeline: Pipeline, networks: str) -> Metrics:
    from qa.web.metrics import Metrics

    return Metrics(pipeline, networks)


def _uploads(pipeline: Pipeline, index_dir: Path | str) -> Uploads:
    """Open the corpus of the index for uploads."""
    place = pipeline.info.corpus
    if INSTALLED and place == str(Settings().seeds):
        raise DatelineError(
            "articles cannot be added to the bundled ones, which an update of Dateline replaces; "
            f"build an index of your own folder: {index_command('build', 'FOLDER')}"
        )
    return Uploads.open(place, index_dir)


def _require_free(host: str, port: int) -> None:
    """Raise an error, before the slow part, if the server could not listen there."""
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
    command = click.get_current_context().command_path
    reason = error.strerror if isinstance(error, OSError) and error.strerror else error
    return DatelineError(
        f"cannot listen on {host} port {port} ({reason}): "
        f"choose others with `{command} --host 127.0.0.1 --port {port % 65535 + 1}`"
    )


def _open_or_build(
    index_dir: Path | str | None,
    model: str | None,
    reader: str | None,
    answerer: str | None,
    cache: AnswerCache,
) -> Pipeline:
    from index.builder import build
    from qa.pipeline import Pipeline

    open_index = partial(
        Pipeline.open, index_dir, model=model, reader=reader, answerer=answerer, cache=cache
    )
    try:
        return open_index()
    except IndexNotBuiltError:
        settings = Settings.from_environment()
        folder = index_dir or settings.index_dir
        click.echo(f"No index in {folder} yet: building one from {settings.seeds}")
        report = build(settings.seeds, folder, model=model or settings.model)
        for problem in report.problems:
            click.echo(f"left out: {problem}", err=True)
        return open_index()
