"""Convert records to articles: find, parse and clean their fields, and date them."""

from __future__ import annotations

import re
import textwrap
from datetime import UTC, date, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from index.corpus.cleaning import cleaned, is_nothing, to_line
from index.corpus.common import check_unicode
from index.corpus.dating import AmbiguousDateError, is_clock_time, is_no_date, moment_of, read_date
from index.corpus.languages import language_code
from index.corpus.records import Verbatim
from index.corpus.roles import Fields, Layout, flat, is_web_address, layout_of, line_of_name
from index.corpus.sources import LONGEST_TEXT
from index.corpus.versions import UNKNOWN, Version, is_unique, key_of
from index.datatypes import Article, Period
from index.language import detect

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.corpus.options import CorpusOptions
    from index.corpus.records import Record

_TITLE_WIDTH = 80
_LONGEST_ID = 500
_CACHED_DATES = 100_000  # in the cache: a table has few distinct days and many articles on each
_EPOCH = date(1970, 1, 1).toordinal()
_STORED = "id", "text", "title", "source", "url", "author"
_DATES = "published", "updated", "not_later_than"
_NO_TEXT = "no text: no field of it is known for one, or it is empty; name it, as --field text=NAME"
_NO_DATE = (
    "no date: no field of it is known for one, or it is empty; name it, as --field date=NAME, or "
    "keep what has none, with --undated keep"
)


class Dating(NamedTuple):
    """Dates of a record.

    Attributes:
        published: Date of publication; open towards the past if only a bound is known.
        updated: Date of update; None if there is none.
        evidence: Origin of the date of publication; see ``Article.dated``.
    """

    published: Period
    updated: Period | None
    evidence: str


class Mapper:
    """Converts records to articles.

    Fields are found by the options, else by their names (``index.corpus.aliases``). If several
    fields can play a role, the likeliest that has a value is used. The title serves as text if an
    article has no text.

    Args:
        options: Options of the corpus.
    """

    def __init__(self, options: CorpusOptions) -> None:
        self.options = options
        self._zone: tzinfo = ZoneInfo(options.timezone) if options.timezone else UTC
        self._layouts: dict[tuple[str, ...], Layout] = {}
        self._date_of_text = lru_cache(_CACHED_DATES)(self._date_of)
        self._moment_of_text = lru_cache(_CACHED_DATES)(self._moment_of)

    def layout(self, names: tuple[str, ...]) -> Layout:
        """Return which fields can play each role, the likeliest first."""
        found = self._layouts.get(names)
        if found is None:
            found = self._layouts[names] = layout_of(names, self.options.fields)
        return found

    def fields(self, record: Record) -> Fields:
        """Return the values of a record by the roles that they can play."""
        values = flat(record.values)
        return Fields(values, self.layout(tuple(values)))

    def identity(self, fields: Fields) -> str:
        """Return the identifier of a record in its file: its id, else its address; else empty."""
        for role in ("id", "url"):
            for name in fields.layout[role]:
                value = fields.of[name]
                if isinstance(value, str | int) and not is_nothing(value):
                    text = to_line(str(value)).replace("\0", "")
                    if text and len(text) <= _LONGEST_ID:
                        return text
        return ""

    def key(self, identity: str, fields: Fields) -> bytes:
        """Return the key of a record's article, which is the same in all files.

        A URN, an address or a UUID identifies an article by itself. Any other id (4711) identifies
        it together with the address; without an address, with the time of publication and the
        source or title.

        Args:
            identity: ``Record.identity``, else the result of ``identity``.
            fields: Fields of the record.
        """
        if not identity or is_unique(identity):
            return key_of([identity] if identity else [])
        if url := fields.address("url"):
            return key_of([identity, url])
        published = next((str(one).strip() for one in fields.values("published")), "")
        about = fields.line("source") or fields.line("title")
        return key_of([identity, published, about] if published and about else [])

    def version(self, fields: Fields) -> Version:
        """Return the version of a record, by which versions of an article are ordered."""
        number = 0.0
        for name in fields.layout["version"]:
            text = str(fields.of[name]).strip()
            if re.fullmatch(r"\d{1,15}(?:\.\d{1,6})?", text, re.ASCII):
                number = float(text)
                break
        return Version(
            number,
            max(self._moment(fields, "updated"), self._moment(fields, "published")),
            self._moment(fields, "not_later_than"),
        )

    def _moment(self, fields: Fields, role: str) -> float:
        """Return the latest time among the fields of a role; minus infinity if there is none."""
        latest = UNKNOWN.moment
        for name in fields.layout[role]:
            value = fields.of[name]
            is_text = type(value) is str
            moment = self._moment_of_text(value) if is_text else self._moment_of(value)
            latest = max(latest, moment)
        return latest

    def _moment_of(self, value: Any) -> float:  # noqa: ANN401
        """Return the time that a value gives; minus infinity if it gives none."""
        if is_nothing(value):
            return UNKNOWN.moment
        moment = moment_of(value)
        if moment is not None:
            return moment
        try:
            last = read_date(value, zone=self._zone, order=self.options.date_order or "dmy")
        except ValueError:
            return UNKNOWN.moment
        return (last.end.toordinal() - _EPOCH - 1) * 86_400.0

    def article(
        self,
        record: Record,
        article_id: str,
        order_of_column: Callable[[str], str],
        fields: Fields | None = None,
    ) -> Article:
        """Return the article of a record.

        Args:
            record: Record to convert.
            article_id: Id of the article in the corpus.
            order_of_column: Function that returns the order of 03/04/2020 in a field (``dmy`` or
                ``mdy``), as shown by all its values in the file; empty if they show none.
            fields: Result of ``fields`` for the record, if already computed.

        Raises:
            ValueError: If the record is not an article: withheld, without a text or a date, too
                long, or with a date that cannot be parsed.
        """
        if record.withheld:
            raise ValueError(record.withheld)
        fields = fields or self.fields(record)
        if status := fields.unpublished():
            raise ValueError(f"is not published: its status is {status}")
        title = fields.line("title")
        text, body, is_plain = self._text(record, fields, title)
        language = language_code(fields.line("language")) or self.options.language or detect(body)
        dating = self._dating(record, fields, language, order_of_column)
        url = fields.address("url") or fields.address("source")
        source = self._source(fields, url, article_id)
        article = Article(
            id=article_id,
            title=title or _first_words(body),
            text=text,
            source=source,
            published=dating.published,
            language=language,
            url=url or None,
            body_start=record.body_start,
            updated=dating.updated,
            author=fields.line("author"),
            dated=dating.evidence,
        )
        _check_bytes(article, has_plain_text=is_plain)
        return article

    def _text(self, record: Record, fields: Fields, title: str) -> tuple[str, str, bool]:
        """Return the text, the body in it, and whether all of the text is printable."""
        for value in fields.values("text"):
            if isinstance(value, str):
                if len(value) > LONGEST_TEXT:
                    most = LONGEST_TEXT // 10**6
                    raise ValueError(f"the text has more than {most} million characters; split it")
                text, is_plain = cleaned(value)
                if not isinstance(value, Verbatim):
                    text = text.strip()
                if body := text[record.body_start :].strip():
                    return text, body, is_plain
        if title:
            return title, title, False
        raise ValueError(_NO_TEXT)

    def _source(self, fields: Fields, url: str, article_id: str) -> str:
        for name in fields.layout["source"]:
            value = fields.of[name]
            if type(value) is str:
                line = line_of_name(value)
            else:
                line = "" if is_nothing(value) else to_line(str(value)).replace("\0", "")
            if line and not is_web_address(line):
                return line
        if self.options.source:
            return self.options.source
        host = (urlsplit(url).hostname or "") if url else ""
        return host.removeprefix("www.") or article_id

    def _dating(
        self,
        record: Record,
        fields: Fields,
        language: str,
        order_of_column: Callable[[str], str],
    ) -> Dating:
        """Return the dates of publication and update of a record.

        Raises:
            ValueError: If it has no date of publication, or one that cannot be parsed.
        """
        problems: list[str] = []
        found: dict[str, tuple[Period, str]] = {}
        for role in _DATES:
            for name in fields.layout[role]:
                value = fields.date(name)
                try:
                    dated = self._date(value, name, language, order_of_column)
                except ValueError as error:
                    problems.append(f'"{name}" is {str(value)[:60]!r}, which {error}')
                    continue
                if dated is not None:
                    period, zone = dated
                    found[role] = (period, record.evidence.get(name, f"field {name}") + zone)
                    break
        updated = found["updated"][0] if "updated" in found else None
        if "published" in found:
            published, evidence = found["published"]
            return Dating(published, _after(updated, published), evidence)
        if problems:
            raise ValueError(problems[0])
        bounds = [found[role] for role in ("updated", "not_later_than") if role in found]
        if bounds:
            latest, evidence = min(bounds, key=lambda one: one[0].end)
            return Dating(Period(date.min, latest.end), updated, f"not later than {evidence}")
        if self.options.undated == "keep":
            return Dating(Period(date.min, date.max), None, "")
        raise ValueError(_NO_DATE)

    def _date(
        self,
        value: Any,  # noqa: ANN401
        name: str,
        language: str,
        order_of_column: Callable[[str], str],
    ) -> tuple[Period, str] | None:
        """Return a date and, if it has no zone itself, the zone of its day; None if it is no date.

        Raises:
            ValueError: If the date cannot be parsed.
        """
        read = self._date_of_text if type(value) is str else self._date_of
        try:
            return read(value, language)
        except AmbiguousDateError as error:
            order = order_of_column(name) or self.options.date_order
            if not order:
                raise ValueError(
                    f"{error}: the other values do not tell; say --date-order dmy or mdy"
                ) from error
            return self._date_of(value, language, order)

    def _date_of(
        self,
        value: Any,  # noqa: ANN401
        language: str,
        order: str = "",
    ) -> tuple[Period, str] | None:
        """Return the same as ``_date``, without regard to other values.

        Raises:
            AmbiguousDateError: If an order of day and month is needed.
            ValueError: If the date cannot be parsed.
        """
        if is_nothing(value) or is_no_date(value):
            return None
        period = read_date(value, order=order, zone=self._zone, language=language)
        is_utc = is_clock_time(value) and not self.options.timezone
        return period, " (in UTC)" if is_utc else ""


def _after(updated: Period | None, published: Period) -> Period | None:
    """Return an update; None if it precedes publication, as it does for scheduled articles."""
    return None if updated is None or updated.end <= published.start else updated


def _first_words(body: str) -> str:
    return textwrap.shorten(body.splitlines()[0], _TITLE_WIDTH, placeholder=" …").replace("\0", "")


def _check_bytes(article: Article, *, has_plain_text: bool) -> None:
    """Raise if an article has lone surrogates, which no index can store.

    Args:
        article: Article to check.
        has_plain_text: Whether its text is printable, and so has no lone surrogate.

    Raises:
        ValueError: If a value holds a lone surrogate.
    """
    try:
        if not has_plain_text:
            article.text.encode()
        f"{article.id}{article.title}{article.source}{article.url}{article.author}".encode()
    except UnicodeEncodeError:
        for key in _STORED:
            _check_text(getattr(article, key) or "", key)


def _check_text(text: str, key: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        byte = ord(text[error.start]) - 0xDC00
        if 0x80 <= byte <= 0xFF:
            raise ValueError(f'"{key}" is not UTF-8 (byte {byte:#04x}); convert it') from error
        check_unicode(text, key)
