"""Fetch the pages of articles, as far as their sites allow it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from index.corpus.following.fetching import FetchError
from index.corpus.following.web import AGENT
from index.corpus.readers.html_pages import encoding_of, page_values

if TYPE_CHECKING:
    from datetime import datetime

    from index.corpus.following.clock import Clock
    from index.corpus.following.web import Web

DELAY = timedelta(seconds=2)
"""Time between two requests to a host, unless its ``robots.txt`` asks for more."""

_LONGEST_DELAY = timedelta(minutes=1)
_LARGEST_ROBOTS = 500_000  # bytes, as in RFC 9309, 2.5
_ROBOTS_LAST = timedelta(days=1)  # RFC 9309, 2.4
_UNAVAILABLE = range(400, 500)
_HTML = "text/html", "application/xhtml+xml", ""


class Pages:
    """Fetches pages that ``robots.txt`` allows, with a delay between requests to a host.

    Args:
        web: HTTP client.
        clock: Clock.
        delay: Time between two requests to a host.
    """

    def __init__(self, web: Web, clock: Clock, delay: timedelta = DELAY) -> None:
        self._web, self._clock, self._delay = web, clock, delay
        self._robots: dict[str, tuple[datetime, RobotFileParser]] = {}
        self._asked: dict[str, datetime] = {}

    def get(self, url: str) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the values of an article's page, and the origins of its dates.

        Raises:
            FetchError: If the page is forbidden or missing, or has no text.
        """
        found = self._web.get(url, {"Accept": "text/html, */*;q=0.1"}, check=self._wait)
        if found.media_type not in _HTML:
            raise FetchError(f"is {found.media_type[:40]} and no page", transient=False)
        encoding = encoding_of(found.body, found.charset)
        try:
            return page_values(found.body.decode(encoding, "replace"), found.url, encoding)
        except ValueError as error:
            raise FetchError(str(error), transient=False) from error

    def _wait(self, url: str) -> None:
        """Wait until an address may be requested.

        Raises:
            FetchError: If it may not be requested.
        """
        parts = urlsplit(url)
        robots = self._rules(f"{parts.scheme}://{parts.netloc}")
        if not robots.can_fetch(AGENT, url):
            raise FetchError("its site's robots.txt forbids to fetch it", transient=False)
        delay = self._delay
        if wanted := robots.crawl_delay(AGENT):
            delay = max(delay, min(timedelta(seconds=float(wanted)), _LONGEST_DELAY))
        host = parts.hostname or ""
        if host in self._asked:
            left = self._asked[host] + delay - self._clock.now()
            if left > timedelta():
                self._clock.sleep(left.total_seconds())
        self._asked[host] = self._clock.now()

    def _rules(self, site: str) -> RobotFileParser:
        """Return the rules of a site's ``robots.txt``; without one, everything is allowed.

        Raises:
            FetchError: If it cannot be fetched now: then everything is forbidden (RFC 9309,
                2.3.1.4).
        """
        now = self._clock.now()
        if site in self._robots and self._robots[site][0] > now:
            return self._robots[site][1]
        rules = RobotFileParser()
        try:
            body = self._web.get(urlunsplit((*urlsplit(site)[:2], "/robots.txt", "", ""))).body
            rules.parse(body[:_LARGEST_ROBOTS].decode("utf-8", "replace").splitlines())
        except FetchError as error:
            if error.status not in _UNAVAILABLE or error.status == 429:
                if not error.status and not error.transient:
                    raise  # the page would fail for the same reason
                raise FetchError(f"its site's robots.txt: {error.reason}") from error
            rules.parse([])
        self._robots[site] = now + _ROBOTS_LAST, rules
        return rules
