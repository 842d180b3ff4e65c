"""When a feed is asked again: as its server wishes, within bounds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST = timedelta(days=1)
"""However long a server wishes, or a feed fails, it is asked again after this."""

_JITTER = 0.25
_MOST_DOUBLINGS = 10
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
    """Return how long an answer may be used before the feed is asked again.

    It is the longest of ``Cache-Control: max-age``, RSS's ``ttl`` (minutes), and the period of
    RSS's syndication module; nothing if none of them is there. A day at most.

    Args:
        headers: Of the answer, by names in small letters.
        body: The feed.
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
    """Return how long a server wants to be left alone: seconds or a date (RFC 9110, 10.2.3).

    Returns:
        None if it does not say so; a day at most.
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
    """Return how long to wait after so many failures in a row: twice as long after each.

    A quarter of it is by chance, so that those who failed together do not come back together.

    Args:
        failures: How many, the last one included.
        every: How long to wait where nothing fails.
        random: Gives a number from 0 to 1.
    """
    wait = min(every * float(2 ** min(failures, _MOST_DOUBLINGS)), LONGEST)
    return wait * (1 - _JITTER + _JITTER * random())
