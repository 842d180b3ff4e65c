"""The values that travel through the house: frozen, and valid once they exist."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

_REDUCED_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-W(\d{2}))?", re.ASCII)
_OPEN = ".."


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half-open interval of days, as precise as what is known and no more.

    ``date.min`` as its start or ``date.max`` as its end says that no such end is known.

    Attributes:
        start: The first day.
        end: The day after the last one.

    Raises:
        ValueError: If the period holds no day.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"a period needs at least one day: {self.start} to {self.end}")

    @classmethod
    def of_day(cls, day: date) -> Self:
        """That one day."""
        return cls(day, day + timedelta(days=1))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``isoformat`` writes.

        Args:
            text: An ISO 8601 calendar date, reduced precision allowed (``2020``,
                ``2020-09``, ``2020-W38``, ``2020-09-17``), or the first and the last one of
                an interval: ``2020-09/2020-11``, ``2020-09-17/..``.

        Raises:
            ValueError: If it is not written so, or is not in the calendar.
        """
        first, slash, last = text.partition("/")
        try:
            if not slash:
                return cls(*_reduced(text))
            start = date.min if first == _OPEN else _reduced(first)[0]
            end = date.max if last == _OPEN else _reduced(last)[1]
        except _NotWrittenSoError as error:  # 10/06/2021 is no interval of 10
            raise ValueError(
                f"{text[:40]!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"
            ) from error
        return cls(start, end)

    @property
    def last(self) -> date:
        """The last day."""
        return self.end - timedelta(days=1)

    @property
    def precision(self) -> str:
        """The calendar unit that the period is, or ``open`` or ``interval`` if it is none.

        Units are ``day``, ``week`` (from a Monday), ``month``, ``quarter``, ``season``
        (meteorological: from March, June, September or December), ``half-year``, ``year`` and
        ``decade``.
        """
        if date.min == self.start or self.end == date.max:
            return "open"
        days = (self.end - self.start).days
        if days == 1:
            return "day"
        if days == _WEEK and self.start.weekday() == 0:
            return "week"
        if self.start.day == self.end.day == 1:
            months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
            unit = _UNITS_OF_MONTHS.get((months, self.start.month))
            if unit == "decade" and self.start.year % 10:
                return "interval"
            return unit or "interval"
        return "interval"

    def isoformat(self) -> str:
        """ISO 8601: ``2020-09-17``, ``2020-W38``, ``2020-09``, ``2020``, else ``first/last``.

        An end that is not known is written ``..`` (ISO 8601-2).
        """
        day = self.start.isoformat()
        match self.precision:
            case "day":
                return day
            case "week":
                year, week, _ = self.start.isocalendar()
                return f"{year:04}-W{week:02}"
            case "month":
                return day[:7]
            case "year":
                return day[:4]
            case _:
                first = _OPEN if self.start == date.min else day
                last = _OPEN if self.end == date.max else self.last.isoformat()
                return f"{first}/{last}"

    def overlaps(self, other: Period) -> bool:
        """Whether they share a day."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Period) -> bool:
        """Whether each of its days is one of the other's."""
        return other.start <= self.start and self.end <= other.end


_WEEK = 7
_UNITS_OF_MONTHS = {
    **{(1, month): "month" for month in range(1, 13)},
    **{(3, month): "quarter" for month in (1, 4, 7, 10)},
    **{(3, month): "season" for month in (3, 6, 9, 12)},
    **{(6, month): "half-year" for month in (1, 7)},
    (12, 1): "year",
    (120, 1): "decade",
}
"""By the number of months and the first of them."""


class _NotWrittenSoError(ValueError):
    """A text has not the form of a date."""


def _reduced(text: str) -> tuple[date, date]:
    match = _REDUCED_DATE.fullmatch(text)
    if match is None:
        raise _NotWrittenSoError(text)
    year, month, day, week = (int(part) if part else None for part in match.groups())
    try:
        if week is not None:
            start = date.fromisocalendar(year or 0, week, 1)
            return start, start + timedelta(days=_WEEK)
        start = date(year or 0, 1 if month is None else month, 1 if day is None else day)
        if day is not None:
            return start, start + timedelta(days=1)
        if month is not None:
            return start, date(start.year + month // 12, month % 12 + 1, 1)
        return start, date(start.year + 1, 1, 1)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text!r} is not in the calendar") from error


@dataclass(frozen=True, slots=True)
class Article:
    """One dated news article.

    Attributes:
        id: Its name within its corpus; for a file, the path below the corpus folder.
        title: Its headline, or its opening words where it has none.
        text: The whole document. Every offset in Dateline counts characters of it.
        source: Who published it: an agency or outlet, else the document's name.
        published: When, as precisely as the document says; open towards the past if it is only
            known that the article was out by some day.
        language: ISO 639-1 code.
        url: Where it can be read, if known.
        body_start: Where the article proper begins in ``text``; what stands before is a
            header (its date, its agency), which is never indexed nor quoted.
        updated: When this version of it was published, if the document says.
        author: Who wrote it, as the document says; empty if it does not.
        dated: What gave the publication date, as ``field date_publish``, ``header`` or
            ``not later than field date_download``; empty if that is not known.
    """

    id: str
    title: str
    text: str
    source: str
    published: Period
    language: str
    url: str | None = None
    body_start: int = 0
    updated: Period | None = None
    author: str = ""
    dated: str = ""

    @property
    def revised(self) -> Period | None:
        """When it was updated, if that is not when it was published."""
        return None if self.updated == self.published else self.updated

    @property
    def version_day(self) -> date:
        """The last day on which this version may have come out: the later of both dates counts."""
        last = self.published.last
        return last if self.updated is None else max(last, self.updated.last)

    def to_dict(self) -> dict[str, str | int | None]:
        """Plain JSON; dates in ISO 8601, as precise as they are known.

        ``updated`` is there if it differs from ``published``, ``author`` and ``dated`` if they
        are known.
        """
        more = {
            "updated": self.revised and self.revised.isoformat(),
            "author": self.author,
            "dated": self.dated,
        }
        return {
            "document": self.id,
            "title": self.title,
            "source": self.source,
            "published": self.published.isoformat(),
            "language": self.language,
            "url": self.url,
            "body_start": self.body_start,
            "text": self.text,
            **{key: value for key, value in more.items() if value},
        }


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article: ``article.text[start:end] == text``, always.

    Attributes:
        id: Derived from the article's id, the offsets and the text; below 2**63.
        article_id: The article it stands in.
        start: Its first character in the article's text.
        end: One past its last character.
        text: The characters themselves.
    """

    id: int
    article_id: str
    start: int
    end: int
    text: str


class ScoredId(NamedTuple):
    """A passage's id and how well it matches; higher is better."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that retrieval found.

    Attributes:
        passage: What was found.
        article: Where it stands.
        score: How well it fits, comparable within one search; higher is better.
        dense: Cosine similarity of question and passage.
        lexical: BM25 score; 0 where no word is shared.
        copies: Near-copies of the article that pass the filters too, earliest first.
    """

    passage: Passage
    article: Article
    score: float
    dense: float
    lexical: float
    copies: tuple[Article, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON: the passage, where it stands, and of its article all but the text."""
        about = self.article.to_dict()
        del about["text"], about["body_start"]
        return {
            **about,
            "start": self.passage.start,
            "end": self.passage.end,
            "passage": self.passage.text,
            "score": round(self.score, 4),
            "copies": [copy.id for copy in self.copies],
        }
