"""``dateline build --follow``: its options, and what is told while feeds are followed."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

import click

from index.command_line import announce, echo_json, tell_update

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.builder import BuildReport
    from index.corpus import CorpusOptions
    from index.embedders import Embedder

P = ParamSpec("P")
R = TypeVar("R")


class Following(NamedTuple):
    """What the command line says of feeds.

    Attributes:
        feeds: Their addresses, and files that list them.
        every: Minutes between two times that a feed is asked.
        full_text: Fetch the pages of articles.
        allow_private: Take private addresses for public ones.
        once: Ask each feed once.
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
        help="Ask a feed again and again, and index what it has: its address, or a file that lists "
        "feeds (an address on each line, or OPML). Can be repeated.",
    ),
    "every": click.option(
        "--every",
        type=click.IntRange(1, 1440),
        default=15,
        show_default=True,
        metavar="MINUTES",
        help="How often each feed is asked, unless its server wants it more seldom.",
    ),
    "full_text": click.option(
        "--full-text",
        is_flag=True,
        help="Fetch the page of each article of a feed, as its site's robots.txt allows.",
    ),
    "allow_private": click.option(
        "--allow-private",
        is_flag=True,
        help="Also fetch what feeds name on this machine and on private networks.",
    ),
    "once": click.option("--once", is_flag=True, help="Ask each feed once, and end."),
}


def following_options(command: Callable[P, R]) -> Callable[..., R]:
    """Give a command the options of following feeds, which it takes as ``following``."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> R:  # noqa: ANN401
        given = {name: kwargs.pop(name) for name in _OPTIONS}
        feeds = given.pop("follow")
        if not feeds and (set_ := [name for name, value in given.items() if value is True]):
            option = set_[0].replace("_", "-")
            raise click.UsageError(f"--{option} is about feeds; name one with --follow")
        following = Following(feeds, **given) if feeds else None
        return command(*args, following=following, **kwargs)  # type: ignore[arg-type]

    for option in reversed(_OPTIONS.values()):
        wrapped = option(wrapped)
    return wrapped


def follow(
    given: Following,
    place: str | None,
    index_dir: Path | str,
    model: str | None,
    options: CorpusOptions | None,
    *,
    fresh: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Follow feeds until Ctrl-C, and tell what each gave and what became of the index.

    Raises:
        CorpusError: If a feed is named wrongly, or what feeds have cannot be kept.
    """
    from datetime import timedelta

    from index.corpus.following.feed_lists import feeds_of
    from index.corpus.following.follower import FollowOptions, Poll
    from index.corpus.following.web import Web
    from index.corpus.options import CorpusOptions
    from index.errors import DatelineError
    from index.following import Follow, archive_beside

    feeds = feeds_of(given.feeds)
    folder = Path(place) if place else archive_beside(index_dir)
    running = Follow(
        feeds,
        folder,
        index_dir,
        lambda: _embedder(model),
        FollowOptions(timedelta(minutes=given.every), given.full_text, options or CorpusOptions()),
        options,
        strict,
        fresh,
        Web(allow_private=given.allow_private),
    )
    told: set[str] = set()
    announce(f"Following {len(feeds):,} feeds into {folder}; Ctrl-C ends it.")
    try:
        for one in running.run(once=given.once):
            if isinstance(one, Poll):
                if as_json:
                    echo_json({"poll": one.to_dict()}, None)
                else:
                    click.echo(str(one))
            elif isinstance(one, DatelineError):
                click.echo(f"error: {one}", err=True)
            else:
                _tell_report(one, told, as_json)
    except KeyboardInterrupt:
        click.echo(f"Stopped. What was collected is in {folder}.", err=True)


def _embedder(model: str | None) -> Embedder:
    from index.caching import load_embedder
    from index.settings import DEFAULT_MODEL, Settings

    return load_embedder(model or DEFAULT_MODEL, Settings.from_environment().cache_dir)


def _tell_report(report: BuildReport, told: set[str], as_json: bool) -> None:
    """Tell what became of the index, and of documents that were left out those that are new."""
    from dataclasses import replace

    new = tuple(one for one in report.problems if str(one) not in told)
    told.update(map(str, new))
    report = replace(report, problems=new)
    if report.changes or new:
        tell_update(report, as_json, indent=None)
