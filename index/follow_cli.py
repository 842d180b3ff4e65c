"""Define the options of ``dateline build --follow``, and report what following feeds does."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

import click

from index.command_line import announce, echo_json, report_update

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.builder import BuildReport
    from index.corpus import CorpusOptions
    from index.embedders import Embedder

P = ParamSpec("P")
R = TypeVar("R")


class Following(NamedTuple):
    """Options for following feeds.

    Attributes:
        feeds: Addresses of feeds, and files that list them.
        every: Minutes between two polls of a feed.
        full_text: Fetch the web pages of articles.
        allow_private: Allow requests to private network addresses.
        once: Poll each feed once, then stop.
    """

    feeds: tuple[str, ...]
    every: int
    full_text: bool
    allow_private: bool
    once: bool


_OPTIONS: dict[str, Callable[..., Any]] = {
    "follow": click.option(
        "--follow",
        multiple=True,
        metavar="FEED",
        help="Poll a feed and index its articles: the feed's address, or a file that lists feeds "
        "(one address per line, or OPML). Can be repeated.",
    ),
    "every": click.option(
        "--every",
        type=click.IntRange(1, 1440),
        default=15,
        show_default=True,
        metavar="MINUTES",
        help="Interval between polls of a feed, unless its server asks for a longer one.",
    ),
    "full_text": click.option(
        "--full-text",
        is_flag=True,
        help="Fetch the web page of each article in a feed, if the site's robots.txt allows it.",
    ),
    "allow_private": click.option(
        "--allow-private",
        is_flag=True,
        help="Also fetch addresses on this machine and on private networks.",
    ),
    "once": click.option("--once", is_flag=True, help="Poll each feed once, then stop."),
}


def following_options(command: Callable[P, R]) -> Callable[..., R]:
    """Add the options for following feeds to a command, which receives them as ``following``."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> R:  # noqa: ANN401
        values = {name: kwargs.pop(name) for name in _OPTIONS}
        feeds = values.pop("follow")
        if not feeds and (flags := [name for name, value in values.items() if value is True]):
            option = flags[0].replace("_", "-")
            raise click.UsageError(f"--{option} applies to feeds; name one with --follow")
        following = Following(feeds, **values) if feeds else None
        return command(*args, following=following, **kwargs)  # type: ignore[arg-type]

    for option in reversed(_OPTIONS.values()):
        wrapped = option(wrapped)
    return wrapped


def follow(
    following: Following,
    place: str | None,
    index_dir: Path | str,
    model: str | None,
    options: CorpusOptions | None,
    *,
    fresh: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Follow feeds until Ctrl-C, and print the result of each poll and each update of the index.

    Raises:
        CorpusError: If the address of a feed is invalid, or articles cannot be stored.
    """
    from datetime import timedelta

    from index.corpus.following.feed_lists import feeds_of
    from index.corpus.following.follower import FollowOptions, Poll
    from index.corpus.following.web import Web
    from index.corpus.options import CorpusOptions
    from index.errors import DatelineError
    from index.following import Follow, archive_folder

    feeds = feeds_of(following.feeds)
    folder = Path(place) if place else archive_folder(index_dir)
    running = Follow(
        feeds,
        folder,
        index_dir,
        lambda: _embedder(model, None if fresh else index_dir),
        FollowOptions(
            timedelta(minutes=following.every), following.full_text, options or CorpusOptions()
        ),
        options,
        strict,
        fresh,
        Web(allow_private=following.allow_private),
    )
    reported: set[str] = set()
    announce(f"Following {len(feeds):,} feeds into {folder}; press Ctrl-C to stop.")
    try:
        for event in running.run(once=following.once):
            if isinstance(event, Poll):
                if as_json:
                    echo_json({"poll": event.to_dict()}, None)
                else:
                    click.echo(str(event))
            elif isinstance(event, DatelineError):
                click.echo(f"error: {event}", err=True)
            else:
                _report_build(event, reported, as_json)
    except KeyboardInterrupt:
        click.echo(f"Stopped. The collected articles are in {folder}.", err=True)


def _embedder(model: str | None, index_dir: Path | str | None) -> Embedder:
    from index.caching import load_embedder
    from index.reuse import current_model
    from index.settings import Settings
    from index.stores import open_store

    settings = Settings.from_environment()
    kept = None if index_dir is None else current_model(open_store(index_dir))
    chosen = settings.embedding_model(model, kept)
    return load_embedder(chosen, settings.cache_dir)


def _report_build(report: BuildReport, reported: set[str], as_json: bool) -> None:
    """Print the result of an update, with only those problems that were not reported before."""
    from dataclasses import replace

    new = tuple(one for one in report.problems if str(one) not in reported)
    reported.update(map(str, new))
    report = replace(report, problems=new)
    if report.changes or new:
        report_update(report, as_json, indent=None)
