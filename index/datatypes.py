"""Define the value types shared by all modules: frozen, and validated on creation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, Self

_REDUCED_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-W(\d{2}))?", re.ASCII)
_OPEN = ".."


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half-open interval of days, exactly as precise as the date it stands for.

    A period is open towards the past if its start is ``date.min``, and open towards the future if
    its end is ``date.max``.

    Attributes:
        start: First day.
        end: Day after the last one.

    Raises:
        ValueError: If the period contains no day.

    Examples:
        >>> Period(date(2020, 9, 1), date(2020, 10, 1)).isoformat()
        '2020-09'
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"a period needs at least one day: {self.start} to {self.end}")

    @classmethod
    def of_day(cls, day: date) -> Self:
        """Return the period of a single day."""
        return cls(day, day + timedelta(days=1))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse the output of ``isoformat``.

        Args:
            text: An ISO 8601 calendar date, with reduced precision allowed (``2020``,
                ``2020-09``, ``2020-W38``, ``2020-09-17``), or an interval, both ends included:
                ``2020-09/2020-11``, ``2020-09-17/..``.

        Raises:
            ValueError: If the text has another form, or the date does not exist.
        """
        first, slash, last = text.partition("/")
        try:
            if not slash:
                return cls(*_parse_reduced_date(text))
            start = date.min if first == _OPEN else _parse_reduced_date(first)[0]
            end = date.max if last == _OPEN else _parse_reduced_date(last)[1]
        except _NotADateError as error:  # 10/06/2021 is not an interval that starts at "10"
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
        """The calendar unit that equals the period; ``open`` or ``interval`` if none does.

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
        """Return the period in ISO 8601.

        Days, weeks, months and years are written ``2020-09-17``, ``2020-W38``, ``2020-09`` and
        ``2020``; anything else as ``first/last``. An open end is written ``..`` (ISO 8601-2).
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
        """Return whether the periods have a day in common."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Period) -> bool:
        """Return whether the other period contains this one."""
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
"""Calendar units by their number of months and their first month."""


class _NotADateError(ValueError):
    """A text does not have the form of a date."""


def _parse_reduced_date(text: str) -> tuple[date, date]:
    match = _REDUCED_DATE.fullmatch(text)
    if match is None:
        raise _NotADateError(text)
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
        id: Identifier within the corpus; for a file, its path relative to the corpus folder.
        title: Headline, or the first words of an article without one.
        text: Text of the whole document. All offsets in Dateline count its characters.
        source: News agency or outlet; the name of the document if neither is known.
        published: Publication date, as precise as the document states it. It is open towards the
            past if only a latest possible day is known.
        language: ISO 639-1 code.
        url: Web address, if known.
        body_start: Offset in ``text`` at which the body begins. The header before it (date, agency)
            is neither indexed nor quoted.
        updated: Publication date of this version, if the document states one.
        author: Author as the document states it; empty if unknown.
        dated: Origin of the publication date, such as ``field date_publish``, ``header`` or
            ``not later than field date_download``; empty if unknown.

    Examples:
        >>> text = "The old bridge closes on Monday."
        >>> article = Article("a.txt", "Bridge", text, "Gazette", Period.parse("2020-09-12"), "en")
        >>> article.version_day
        datetime.date(2020, 9, 12)
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
        """The date of the update, if it differs from the publication date."""
        return None if self.updated == self.published else self.updated

    @property
    def version_day(self) -> date:
        """The last day on which this version may have been published or updated."""
        last = self.published.last
        return last if self.updated is None else max(last, self.updated.last)

    def to_dict(self) -> dict[str, str | int | None]:
        """Return the article as plain JSON, with dates in ISO 8601.

        ``updated`` is present if it differs from ``published``; ``author`` and ``dated`` are
        present if they are known.
        """
        optional = {
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
            **{key: value for key, value in optional.items() if value},
        }


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of an article's text, such that ``article.text[start:end] == text``.

    Attributes:
        id: Hash of the article's id, the start and the text; below 2**63.
        article_id: Id of the article.
        start: Offset of the first character in the article's text.
        end: Offset after the last character.
        text: Characters of the span.

    Examples:
        >>> Passage(1, "a.txt", 4, 14, "old bridge").text
        'old bridge'
    """

    id: int
    article_id: str
    start: int
    end: int
    text: str


class ScoredId(NamedTuple):
    """The id of a passage and its score; higher is better."""

    id: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that retrieval returned.

    Attributes:
        passage: Retrieved passage.
        article: Article of the passage.
        score: Ranking score, comparable within one search; higher is better.
        dense: Cosine similarity of question and passage.
        lexical: BM25 score; 0 if no word is shared.
        near_duplicates: Near-duplicates of the article that also pass the filters, earliest first.

    Examples:
        >>> text = "The old bridge closes on Monday."
        >>> article = Article("a.txt", "Bridge", text, "Gazette", Period.parse("2020-09-12"), "en")
        >>> hit = Hit(Passage(1, "a.txt", 0, 32, text), article, 0.9, dense=0.87, lexical=4.2)
        >>> hit.to_dict()["passage"]
        'The old bridge closes on Monday.'
    """

    passage: Passage
    article: Article
    score: float
    dense: float
    lexical: float
    near_duplicates: tuple[Article, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the hit as plain JSON: the passage, its offsets, and the article's metadata."""
        metadata = self.article.to_dict()
        del metadata["text"], metadata["body_start"]
        return {
            **metadata,
            "start": self.passage.start,
            "end": self.passage.end,
            "passage": self.passage.text,
            "score": round(self.score, 4),
            "copies": [other.id for other in self.near_duplicates],
        }
