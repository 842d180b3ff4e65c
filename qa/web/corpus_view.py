"""Render the contents of the index: statistics, a list of articles, and single articles."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from index.datatypes import Period
from index.filters import OPTIONS, Filters
from qa.escaping import data_attribute, escape_html, one_line
from qa.formatting import format_coverage, format_dates, format_language, format_period
from qa.web.evidence import external_link, heading_html
from qa.web.filters import chip_html, format_name, label, name_attributes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from index.datatypes import Article
    from index.filters import FilterOption
    from qa.languages.pack import PageTexts
    from qa.pipeline import Pipeline

PAGE = 20
"""Number of articles on a page of the list."""

_BARS = 12  # maximum number of names in a plot; the others are only counted
_MONTHS = 60  # maximum number of columns in the plot of months, which shows the newest


@dataclass(frozen=True, slots=True)
class Browsing:
    """A place in the list of articles.

    Attributes:
        names: Selected names, by the filter options of ``index.filters`` that take names.
        month: Selected month, such as ``2020-09``; None for all.
        pages: For each page up to the current one, the id of the article before it; None for the
            first page.

    Examples:
        >>> Browsing().narrowed("sources", "AFP").names
        {'sources': 'AFP'}
    """

    names: Mapping[str, str] = field(default_factory=dict)
    month: str | None = None
    pages: tuple[str | None, ...] = (None,)

    @property
    def page(self) -> int:
        """The number of the current page, from 0."""
        return len(self.pages) - 1

    def filters(self) -> Filters:
        """Return the filters of the list."""
        period = Period.parse(self.month) if self.month else None
        return Filters.of(
            since=period.start if period else None,
            until=period.last if period else None,
            **{name: {value} for name, value in self.names.items()},
        )

    def narrowed(self, name: str, value: str) -> Browsing:
        """Return the first page of the articles with a name.

        Args:
            name: Filter option; one that does not take names changes nothing.
            value: Name, such as a source; empty for all articles.
        """
        if name not in OPTIONS or not OPTIONS[name].takes_several:
            return self
        others = {one: other for one, other in self.names.items() if one != name}
        names = others | ({name: value} if value else {})
        return replace(self, names=names, pages=(None,))


def overview_html(pipeline: Pipeline, texts: PageTexts) -> str:
    """Return metadata of the index, and plots of the articles by name, by month and by evidence.

    Each bar of names or months is a button that filters the list of articles.
    """
    stats, info = pipeline.stats, pipeline.info
    facts = {texts.articles: f"{stats.articles:,}", texts.passages: f"{stats.passages:,}"}
    if stats.published:
        oldest, newest = (format_period(one, texts.code) for one in stats.published)
        facts |= {texts.oldest: oldest, texts.newest: newest}
    facts |= {
        texts.made: info.created.replace("T", " ")[:16] + " UTC",
        texts.model: info.encoder.model,
        texts.size: f"{info.size_bytes / 1e6:,.1f} MB",
    }
    metadata = "".join(
        f"<div><dt>{escape_html(name)}</dt><dd>{escape_html(one_line(value))}</dd></div>"
        for name, value in facts.items()
    )
    coverage = info.coverage
    note = "" if coverage.is_complete else escape_html(format_coverage(coverage, texts.code))
    plots = [
        *(_bars(one, stats.names[one.field], texts) for one in _name_options()),
        _month_columns(pipeline.index_snapshot.months(), texts),
        _origins_plot(stats.dated, texts),
    ]
    note = f"<p>{note}</p>" if note else ""
    return f'<section lang="{texts.code}">{note}<dl>{metadata}</dl>{"".join(plots)}</section>'


def _name_options() -> list[FilterOption]:
    return [option for option in OPTIONS.values() if option.takes_several]


def _bars(option: FilterOption, counts: Mapping[str, int], texts: PageTexts) -> str:
    if not counts:
        return ""
    title = texts.by_filter.get(option.name) or label(option, texts)
    most = max(counts.values())
    rows = "".join(
        f'<li><button type="button" {name_attributes(option, value)}>'
        f"<span>{escape_html(one_line(format_name(option, value, texts)))}</span>"
        f'<i style="width:{100 * count / most:.1f}%"></i><b>{count:,}</b></button></li>'
        for value, count in list(counts.items())[:_BARS]
    )
    rest = len(counts) - _BARS
    others = f"<p>{escape_html(texts.others.format(count=f'{rest:,}'))}</p>" if rest > 0 else ""
    return (
        f'<figure class="bars"><figcaption>{escape_html(title)}</figcaption>'
        f"<ul>{rows}</ul>{others}</figure>"
    )


def _origins_plot(counts: Mapping[str, int], texts: PageTexts) -> str:
    """Return a plot of the articles by the origin of their dates, without buttons."""
    if not any(counts):
        return ""
    rows = "".join(
        f"<li><span>{escape_html(one_line(name or '–'))}</span> <b>{count:,}</b></li>"
        for name, count in list(counts.items())[:_BARS]
    )
    rest = len(counts) - _BARS
    others = f"<p>{escape_html(texts.others.format(count=f'{rest:,}'))}</p>" if rest > 0 else ""
    return (
        f'<figure class="bars"><figcaption>{escape_html(texts.by_evidence)}</figcaption>'
        f"<ul>{rows}</ul>{others}</figure>"
    )


def _month_columns(counts: Mapping[str, int], texts: PageTexts) -> str:
    """Return a plot with a column for each of the newest months, including empty ones."""
    if not counts:
        return ""
    last = max(counts)
    months = [_previous_month(last, back) for back in range(_MONTHS)]
    first = min(month for month in months if month in counts)
    most = max(counts[month] for month in months if month in counts)
    columns = "".join(
        f'<li><button type="button" {data_attribute("month", month)} aria-label="{caption}" '
        f'title="{caption}" '
        f'{"" if count else "disabled "}style="--share:{count / most:.3f}"></button></li>'
        for month in reversed(months)
        if month >= first
        for count in [counts.get(month, 0)]
        for name in [format_period(Period.parse(month), texts.code)]
        for caption in [escape_html(texts.labelled.format(name=name, value=f"{count:,}"))]
    )
    ends = "".join(
        f"<span>{escape_html(format_period(Period.parse(month), texts.code))}</span>"
        for month in dict.fromkeys([first, last])
    )
    return (
        f'<figure class="columns"><figcaption>{escape_html(texts.by_month)}</figcaption>'
        f'<ul>{columns}</ul><div aria-hidden="true">{ends}</div></figure>'
    )


def _previous_month(month: str, count: int) -> str:
    at = int(month[:4]) * 12 + int(month[5:]) - 1 - count
    at = max(at, date.min.year * 12)
    return f"{at // 12:04}-{at % 12 + 1:02}"


def list_html(pipeline: Pipeline, browsing: Browsing, texts: PageTexts) -> str:
    """Return a page of the list of articles, newest first, with buttons to the next pages."""
    browsing = _in_index(pipeline, browsing)
    filters = browsing.filters()
    total = pipeline.index_snapshot.stats(filters).articles
    articles = pipeline.index_snapshot.articles(filters, PAGE, browsing.pages[-1])
    chosen = [
        (name_attributes(option, ""), format_name(option, browsing.names[option.name], texts))
        for option in _name_options()
        if option.name in browsing.names
    ]
    if browsing.month:
        month = format_period(Period.parse(browsing.month), texts.code)
        chosen.append((data_attribute("month", ""), month))
    chips = "".join(chip_html(data, shown, texts) for data, shown in chosen)
    head = f"<h2>{escape_html(texts.browse)}</h2>" + (
        f'<ul class="chips">{chips}</ul>' if chips else ""
    )
    if not articles:
        return f'<section lang="{texts.code}">{head}<p>{escape_html(texts.nothing)}</p></section>'
    first = browsing.page * PAGE + 1
    span = texts.page_of.format(
        first=f"{first:,}", last=f"{first + len(articles) - 1:,}", total=f"{total:,}"
    )
    ways = "".join(
        f'<button type="button" {data_attribute("page", str(page))}>{escape_html(label)}</button>'
        for page, label, there in (
            (browsing.page - 1, texts.later, browsing.page > 0),
            (browsing.page + 1, texts.earlier, first + len(articles) - 1 < total),
        )
        if there
    )
    rows = "".join(f"<li>{_row(article, texts)}</li>" for article in articles)
    return (
        f'<section lang="{texts.code}">{head}<p>{escape_html(span)}</p>'
        f'<ol class="list">{rows}</ol><nav>{ways}</nav></section>'
    )


def turn_page(pipeline: Pipeline, browsing: Browsing, page: int) -> Browsing:
    """Return the place of another page: an earlier one, or the next one if it exists.

    Args:
        pipeline: Pipeline over the index.
        browsing: Current place.
        page: Number of the page to show, from 0.
    """
    browsing = _in_index(pipeline, browsing)
    if page <= browsing.page:
        return replace(browsing, pages=browsing.pages[: page + 1])
    shown = pipeline.index_snapshot.articles(browsing.filters(), PAGE, browsing.pages[-1])
    if len(shown) < PAGE:
        return browsing
    return replace(browsing, pages=(*browsing.pages, shown[-1].id))


def _in_index(pipeline: Pipeline, browsing: Browsing) -> Browsing:
    """Go back to the last page whose preceding article is still in the index.

    A new generation may lack the articles that the earlier pages ended with.
    """
    while (after := browsing.pages[-1]) is not None:
        try:
            pipeline.article(after)
        except KeyError:
            browsing = replace(browsing, pages=browsing.pages[:-1])
        else:
            break
    return browsing


def _row(article: Article, texts: PageTexts) -> str:
    return (
        f'<button type="button" {data_attribute("document", article.id)}>'
        f'<b lang="{escape_html(article.language)}">{escape_html(one_line(article.title))}</b>'
        f"<span>{' · '.join(_about(article, texts))}</span></button>"
    )


def article_html(article: Article, texts: PageTexts) -> str:
    """Return an article with its metadata."""
    about = (article.author, article.id, article.dated)
    where = [
        *_about(article, texts),
        *(escape_html(one_line(one)) for one in about),
        external_link(article.url),
    ]
    return (
        f'<section lang="{texts.code}">'
        f'<p class="where">{" · ".join(dict.fromkeys(filter(None, where)))}</p>'
        f'<article lang="{escape_html(article.language)}" dir="auto" tabindex="0">'
        f"{heading_html(article)}{escape_html(article.text[article.body_start :].strip())}"
        f"</article></section>"
    )


def _about(article: Article, texts: PageTexts) -> list[str]:
    """Return the source, the dates and the language of an article, in HTML."""
    dates = format_dates(article.published, article.updated, texts.code)
    language = format_language(article.language, texts.code)
    return [escape_html(one_line(one)) for one in (article.source, dates, language)]
