"""Schedule the next poll of a feed: as its server asks, within limits."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST = timedelta(days=1)
"""Maximum time between two polls, whatever a server asks for and however often a feed fails."""

_JITTER = 0.25
_MAX_DOUBLINGS = 10
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_TTL = re.compile(rb"<ttl>\s*(\d{1,6})\s*</ttl>")
_PERIOD = re.compile(rb"<sy:updatePeriod>\s*([a-z]+)\s*</sy:updatePeriod>", re.IGNORECASE)
_FREQUENCY = re.compile(rb"<sy:updateFrequency>\s*(\d{1,4})\s*</sy:updateFrequency>")
_PERIODS = {
    b"hourly": 60,
    b"daily": 1440,
    b"weekly": 10_080,
    b"monthly": 43_200,
    b"yearly": 525_600,
}
_HEAD = 1 << 16


def wished(headers: Mapping[str, str], body: bytes = b"") -> timedelta:
    """Return how long a response may be reused before the feed is polled again.

    The result is the longest of ``Cache-Control: max-age``, RSS's ``ttl`` (minutes), and the period
    of RSS's syndication module; zero if none is given, and one day at most.

    Args:
        headers: Headers of the response, with names in lower case.
        body: Text of the feed.
    """
    seconds = 0.0
    if match := _MAX_AGE.search(headers.get("cache-control", "")):
        seconds = float(match[1])
    head = body[:_HEAD]
    if ttl := _TTL.search(head):
        seconds = max(seconds, int(ttl[1]) * 60.0)
    period = _PERIOD.search(head)
    if period and (minutes := _PERIODS.get(period[1].lower())):
        frequency = _FREQUENCY.search(head)
        often = max(1, int(frequency[1])) if frequency else 1
        seconds = max(seconds, minutes * 60.0 / often)
    return min(timedelta(seconds=seconds), LONGEST)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long a server asks to wait: in seconds, or until a date (RFC 9110, 10.2.3).

    Returns:
        None if it does not ask; one day at most.
    """
    value = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", value, re.ASCII):
        return min(timedelta(seconds=int(value)), LONGEST)
    try:
        then = parsedate_to_datetime(value)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return min(max(then - now, timedelta()), LONGEST)


def backoff(failures: int, every: timedelta, random: Callable[[], float]) -> timedelta:
    """Return the wait after consecutive failures: it doubles after each.

    A quarter of it is random, so that feeds that failed together are not retried together.

    Args:
        failures: Number of failures, including the last one.
        every: Wait without failures.
        random: Function that returns a number from 0 to 1.
    """
    wait = min(every * float(2 ** min(failures, _MAX_DOUBLINGS)), LONGEST)
    return wait * (1 - _JITTER + _JITTER * random())
