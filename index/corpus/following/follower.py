"""Follow feeds: poll each when it is due, and store its articles."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import random
from typing import TYPE_CHECKING, Any, Self

from filelock import FileLock, Timeout

from index.corpus.following.archive import Archive, digest_of, folder_name, updates_of
from index.corpus.following.clock import SystemClock
from index.corpus.following.documents import NoFeedError, link_of, read_feed
from index.corpus.following.fetching import FetchError
from index.corpus.following.pages import Pages
from index.corpus.following.schedule import LONGEST, backoff, retry_after, wished
from index.corpus.following.web import Web, shown
from index.corpus.options import CorpusOptions
from index.corpus.readers.collected import CollectedItem
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from index.corpus.following.archive import CollectedState
    from index.corpus.following.clock import Clock
    from index.corpus.following.web import Fetched

EVERY = timedelta(minutes=15)
"""How often a feed is polled, unless its server asks for less."""

_STATE = ".following.json"
_LOCK = ".following.lock"
_MAX_TRIES = 3  # requests of a page
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "*/*;q=0.5"
)
_GONE = 410


@dataclass(frozen=True, slots=True)
class Poll:
    """Result of polling a feed.

    Attributes:
        feed: Address of the feed.
        at: Time of the request, in ISO 8601.
        new: Number of articles that were not collected before.
        changed: Number of articles in a new version.
        unchanged: Number of articles that are the same as before.
        pages: Number of pages that were fetched.
        failed: Why the poll failed, wholly or in part; empty if it succeeded.
        notes: Further messages.
        again: Time of the next poll, in ISO 8601; empty for never.
    """

    feed: str
    at: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    pages: int = 0
    failed: str = ""
    notes: tuple[str, ...] = ()
    again: str = ""

    def __bool__(self) -> bool:
        """Return whether the poll changed the archive."""
        return bool(self.new or self.changed or self.pages)

    def __str__(self) -> str:
        counts = f"{self.new:,} new, {self.changed:,} changed, {self.unchanged:,} unchanged"
        pages = f", {self.pages:,} pages" * bool(self.pages)
        parts = [f"{counts}{pages}"] if self or self.unchanged or not self.failed else []
        if self.failed:
            parts.append(f"failed: {self.failed}")
        parts += self.notes
        if self.failed:
            parts.append(f"asked again at {self.again}" if self.again else "not asked again")
        return f"{self.at} {self.feed}: {'; '.join(parts)}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return asdict(self)


@dataclass(slots=True)
class _State:
    """State of a feed's server.

    Attributes:
        etag: Entity tag of the newest response.
        modified: ``Last-Modified`` of the newest response.
        failures: Number of failures since the last success.
        wish: Seconds for which the server asks that a response be reused.
        full_text: Whether pages were requested too.
        not_before: Earliest time of the next request, in ISO 8601; empty if there is none.
    """

    etag: str = ""
    modified: str = ""
    failures: int = 0
    wish: float = 0.0
    full_text: bool = False
    not_before: str = ""


@dataclass(frozen=True, slots=True)
class FollowOptions:
    """How feeds are followed.

    Attributes:
        every: How often a feed is polled.
        full_text: Whether to fetch the pages of articles, too.
        reading: Options for reading feeds.
    """

    every: timedelta = EVERY
    full_text: bool = False
    reading: CorpusOptions = field(default_factory=CorpusOptions)


class Follower:
    """Polls feeds, and stores their articles below a folder, which is a corpus.

    One process at a time follows feeds into a folder. Use it in a ``with`` statement.

    Args:
        folder: Folder that holds a folder of articles for each feed.
        feeds: Addresses of the feeds.
        options: Options for following.
        web: HTTP client.
        clock: Clock.
        chance: Function that returns random numbers from 0 to 1.
    """

    def __init__(
        self,
        folder: Path,
        feeds: Sequence[str],
        options: FollowOptions | None = None,
        *,
        web: Web | None = None,
        clock: Clock | None = None,
        chance: Callable[[], float] = random,
    ) -> None:
        self._folder, self._feeds = folder, list(feeds)
        self._options = options or FollowOptions()
        self._web, self._clock, self._chance = web or Web(), clock or SystemClock(), chance
        self._pages = Pages(self._web, self._clock)
        self._due: dict[str, datetime] = {}
        self._archives: dict[str, Archive] = {}
        self._states: dict[str, _State] = {}
        self._lock = FileLock(folder / _LOCK, blocking=False)

    def __enter__(self) -> Self:
        """Open the folder, and create it if it does not exist.

        Raises:
            CorpusError: If the folder cannot be used, or another process follows feeds into it.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except Timeout as error:
            raise CorpusError(
                "another process follows feeds into this folder; end that one, or name another "
                "folder",
                self._folder,
            ) from error
        except OSError as error:
            reason = f"cannot be written: {error.strerror or error}"
            raise CorpusError(reason, self._folder) from error
        self._states = self._read_states()
        now = self._clock.now()
        for feed in self._feeds:
            state = self._states.setdefault(shown(feed), _State())
            self._due[feed] = max(now, _parse_utc(state.not_before) or now)
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    @property
    def has_articles(self) -> bool:
        """Whether any article was ever collected here."""
        return any(self._folder.glob("*/*.jsonl"))

    @property
    def next_due(self) -> datetime | None:
        """Time of the next poll; None if there is none."""
        return min(self._due.values(), default=None)

    def poll(self) -> Iterator[Poll]:
        """Poll the feeds that are due, one after the other.

        Raises:
            CorpusError: If their articles cannot be stored.
        """
        for feed in self._feeds:
            due = self._due.get(feed)
            if due is not None and due <= self._clock.now():
                yield self._poll(feed)

    def _poll(self, feed: str) -> Poll:
        began = self._clock.now()
        state = self._states[shown(feed)]
        poll = Poll(shown(feed), _iso(began))
        wait: timedelta | None = None
        gone = False
        with self._archive(feed) as archive:
            try:
                fetched = self._web.get(feed, self._conditions(state, archive), chosen=True)
                if fetched.status == 304:
                    poll = replace(poll, notes=("the feed is the same",))
                else:
                    poll = self._collect(archive, fetched, poll)
                poll = self._fetch_pending(archive, poll, began)
            except FetchError as error:
                poll = replace(poll, failed=error.reason)
                wait = retry_after(error.headers, began)
                gone = error.status == _GONE
            except NoFeedError as error:
                poll = replace(poll, failed=str(error))
            archive.save()
        if not poll.failed:  # read to its end, and stored
            self._note(state, fetched)
            wait = timedelta(seconds=state.wish)
        return self._planned(feed, state, poll, wait, gone=gone)

    def _conditions(self, state: _State, archive: Archive) -> dict[str, str]:
        """Return the headers of a conditional request for a feed."""
        asked = {"Accept": _ACCEPT}
        if len(archive) and (state.full_text or not self._options.full_text):
            if state.etag:
                asked["If-None-Match"] = state.etag
            if state.modified:
                asked["If-Modified-Since"] = state.modified
        return asked

    def _note(self, state: _State, fetched: Fetched) -> None:
        wish = wished(fetched.headers, fetched.body).total_seconds()
        if fetched.status == 304:
            state.wish = max(wish, state.wish)
            return
        state.wish = wish
        state.etag = fetched.headers.get("etag", "")
        state.modified = fetched.headers.get("last-modified", "")
        state.full_text = self._options.full_text

    def _planned(
        self, feed: str, state: _State, poll: Poll, wait: timedelta | None, *, gone: bool
    ) -> Poll:
        """Schedule the next poll of a feed, and store the schedule."""
        every = self._options.every
        if poll.failed:
            state.failures += 1
            backed = backoff(state.failures, every, self._chance)
            delay = max(wait, every) if wait is not None else backed
        else:
            state.failures = 0
            delay = max(wait or timedelta(), every)
        asked = self._clock.now() + min(delay, LONGEST)
        is_postponed = bool(poll.failed) or delay > every
        state.not_before = _iso(asked) if is_postponed else ""
        if gone:
            del self._due[feed]
        else:
            self._due[feed] = asked
        self._write_states()
        return replace(poll, again="" if gone else _iso(asked))

    def _collect(self, archive: Archive, fetched: Fetched, poll: Poll) -> Poll:
        """Store the new and changed articles of a feed.

        Raises:
            NoFeedError: If the document is not a feed.
            CorpusError: If an article cannot be stored.
        """
        document = read_feed(fetched, self._options.reading)
        new = changed = unchanged = pages = 0
        for own, values in document.items.items():
            before = archive.get(own)
            now = _iso(self._clock.now())
            item = CollectedItem(now, poll.feed, own, before.first if before else now, values)
            if before is not None and before.digest == digest_of(values):
                unchanged += 1
                if not (self._options.full_text and before.bare):
                    continue
                item = replace(item, collected=before.collected)
            elif before is not None:
                item = replace(item, changed=_changed_between(before, values, now))
                changed += 1
            else:
                new += 1
            if self._options.full_text:
                item = self._with_page(item)
                pages += bool(item.page)
            archive.add(item)
        notes = [f"left out: {one}" for one in dict.fromkeys(document.problems)]
        if fetched.permanent_url:
            notes.append(f"has moved for good to {fetched.permanent_url}: follow that")
        return replace(
            poll,
            new=new, changed=changed, unchanged=unchanged, pages=pages,
            failed=document.broken, notes=tuple(notes),
        )  # fmt: skip

    def _fetch_pending(self, archive: Archive, poll: Poll, began: datetime) -> Poll:
        """Request again the pages that could not be fetched before."""
        if not self._options.full_text:
            return poll
        pages = poll.pages
        for item in archive.pending():
            if item.collected < _iso(began):
                again = self._with_page(item)
                archive.add(again)
                pages += bool(again.page)
        return replace(poll, pages=pages)

    def _with_page(self, item: CollectedItem) -> CollectedItem:
        """Return an item with the page of its article, or with the reason why there is none."""
        link = link_of(item.values, self._options.reading)
        if not link:
            return replace(item, page_error="the feed has no address of it", tries=0)
        try:
            page, evidence = self._pages.get(link)
        except FetchError as error:
            tries = item.tries + 1 if error.transient else 0
            return replace(item, page_error=error.reason, tries=tries if tries < _MAX_TRIES else 0)
        return replace(item, page=page, evidence=evidence, page_error="", tries=0)

    def _archive(self, feed: str) -> Archive:
        if feed not in self._archives:
            self._archives[feed] = Archive(self._folder / folder_name(feed))
        return self._archives[feed]

    def _read_states(self) -> dict[str, _State]:
        """Return the states of servers; empty if the file is damaged, since they can be lost."""
        try:
            found = json.loads((self._folder / _STATE).read_text("utf-8"))
            return {feed: _State(**state) for feed, state in found.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def _write_states(self) -> None:
        path = self._folder / _STATE
        states = {feed: asdict(state) for feed, state in self._states.items()}
        temporary = path.with_suffix(".new")
        try:
            temporary.write_text(json.dumps(states, indent=1), "utf-8")
            os.replace(temporary, path)  # noqa: PTH105 (what a test lets fail)
        except OSError as error:
            raise CorpusError(f"cannot be written: {error.strerror or error}", path) from error


def _changed_between(before: CollectedState, values: Mapping[str, Any], now: str) -> str:
    """Return the days between which an item was changed; empty if it gives its own date."""
    if updates_of(values) != before.updates:
        return ""
    first, last = before.collected[:10], now[:10]
    return last if first == last else f"{first}/{last}"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _parse_utc(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return None
