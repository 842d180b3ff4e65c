"""Find the dates of publication and update of a web page.

The most reliable come first: JSON-LD, ``meta`` tags, elements marked as the date of publication,
the address, and last a line in the article's head. Dates in the text, and of events, comments,
other articles and copyright, are not used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from index.corpus.dating import AmbiguousDateError, read_date
from index.corpus.readers.json_ld import EVENTS, THINGS, is_of, objects_of, story_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_RIGHTS = re.compile(r"©|\(c\)|\bcopyright\b|\ball rights\b", re.IGNORECASE)
_META_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "article:published", "datepublished"),
    *("og:published_time", "dcterms.issued", "dc.date.issued", "dc.date.created"),
    *("dcterms.created", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime"),
    *("cxenseparse:publishtime", "rnews:datepublished", "citation_online_date"),
    *("citation_publication_date", "citation_date", "pubdate", "publishdate", "publish-date"),
    *("publish_date", "publication_date", "published-date", "published_date", "published"),
    *("article.published", "article_date_original", "article:publicationdate", "bt:pubdate"),
    *("originalpublicationdate", "displaydate", "dcterms.date", "dc.date", "date"),
)
_META_UPDATED = (
    *("article:modified_time", "og:article:modified_time", "article:modified", "datemodified"),
    *("og:updated_time", "dcterms.modified", "dc.date.modified", "modified", "last-modified"),
    *("lastmod", "revision_date", "article.updated"),
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_IN_ADDRESS = re.compile(
    r"/((?:19|20)\d\d)([-/])(0?[1-9]|1[0-2]|" + "|".join(_MONTHS) + r")"
    r"(?:\2(0[1-9]|[12]\d|3[01]|[1-9])(?=[-/_.]|$)|(?=/))",
    re.ASCII,
)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_NAMES_OF_HEADS = """
    date dateline datetime pubdate published posted timestamp byline meta
"""
_HEADS = frozenset(_NAMES_OF_HEADS.split())
_MARKS = frozenset(["pubdate", "published", "publish", "posted", "entry", "post"])
_OTHER_SECTION_NAMES = """
    comment comments commentlist respond disqus reply replies sidebar widget related recommended
    recommendations suggestions similar more latest popular trending further also teaser promo
    newsletter recirculation footer colophon nav menu event events agenda upcoming calendar
    copyright archive archives
"""
_ELSEWHERE = frozenset(_OTHER_SECTION_NAMES.split())
_LAYOUT_PREFIXES = frozenset(("no", "with", "has", "without"))
_OUTSIDE = frozenset(("aside", "footer", "nav", "script", "style", "template"))
_UPDATE = re.compile(
    r"\b(?:(?:last |zuletzt |dernière |última )?(?:updated?|modified|edited|revised|changed"
    r"|mise? à jour|modifiée?|actualisée?|aktualisiert|geändert|bearbeitet|actualizad[oa]"
    r"|modificad[oa]|modification|modificación|actualización)"
    r"(?: (?:on|at|le|la|am|el))?)\b\s*:?",
    re.IGNORECASE,
)
_LONGEST_LINE = 120
_LONGEST_HEAD = 300  # characters; a longer head would include the text of the article


class Found(NamedTuple):
    """A date on the page.

    Attributes:
        value: The date as written.
        evidence: Origin of the date.
    """

    value: str
    evidence: str


class PageDates(NamedTuple):
    """The dates of a page, the most reliable first."""

    published: list[Found]
    updated: list[Found]


def dates_of(tree: HtmlElement, url: str, language: str) -> PageDates:
    """Return the dates of a page.

    Args:
        tree: The page.
        url: Address of the page; empty if unknown.
        language: Language whose words are tried first.
    """
    objects = objects_of(tree)
    story = story_of(objects, url)
    meta = _meta(tree)
    of_event = not story and any(is_of(one, EVENTS) for one in objects)
    marked, changed = _marked(tree, language, of_event=of_event)
    said, said_changed = ([], []) if of_event else _headline_date(tree, language)
    of_day, of_month = _addressed(url)
    return PageDates(
        [
            *_of_story(story, "datePublished"),
            *(Found(meta[name], f"meta {name}") for name in _META_PUBLISHED if name in meta),
            *marked,
            *of_day,
            *said,
            *of_month,
        ],
        [
            *_of_story(story, "dateModified"),
            *(Found(meta[name], f"meta {name}") for name in _META_UPDATED if name in meta),
            *changed,
            *said_changed,
        ],
    )


def _of_story(story: dict[str, Any], name: str) -> list[Found]:
    value = story.get(name)
    return [Found(value, f"JSON-LD {name}")] if isinstance(value, str) and value.strip() else []


def _meta(tree: HtmlElement) -> dict[str, str]:
    """Return the first value of each ``meta`` tag by name."""
    found: dict[str, str] = {}
    for tag in tree.iterfind(".//meta[@content]"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = tag.get("content", "").strip()
        if content and not _RIGHTS.search(content) and _is_in_article(tag):
            found.setdefault(name.strip().lower(), content)
    return found


def _marked(tree: HtmlElement, language: str, *, of_event: bool) -> tuple[list[Found], list[Found]]:
    """Return the dates of publication and of update in elements marked as such.

    If several days are marked, those next to the title are used, if it has any.
    """
    published: list[tuple[bool, Found]] = []
    updated: list[tuple[bool, Found]] = []
    for tag in tree.xpath("//*[@itemprop or @pubdate or self::time or contains(@class, 'dt-')]"):
        role = tag.get("itemprop", "").split()
        words = _tokens(tag)
        is_time = tag.tag == "time"
        in_head = _is_in_head(tag)
        if "dateModified" in role or (is_time and words & {"updated", "modified"}):
            into, evidence = updated, "dateModified"
        elif "datePublished" in role or "pubdate" in tag.attrib:
            into, evidence = published, "datePublished"
        elif (is_time and (words & _MARKS or (in_head and not role and not of_event))) or (
            {"dt", "published"} <= words
        ):
            into, evidence = published, "time"
        else:
            continue
        value = tag.get("datetime") or tag.get("content") or " ".join(tag.text_content().split())
        if tag.tag != "meta" and value and _is_in_article(tag):
            into.append((in_head, Found(value.strip(), f"element {evidence}")))
    return _agreeing(published, language), _agreeing(updated, language)


def _agreeing(found: list[tuple[bool, Found]], language: str) -> list[Found]:
    """Return dates if all are of one day, else those in the head if they are."""
    for some in ([one for _, one in found], [one for in_head, one in found if in_head]):
        days = {_period_in_line(one.value, language) or one.value for one in some}
        if len(days) == 1:
            return some[:1]
    return []


def _addressed(url: str) -> tuple[list[Found], list[Found]]:
    """Return the day in an address, or else the month."""
    match = _IN_ADDRESS.search(url)
    if match is None:
        return [], []
    month = _MONTHS.index(match[3]) + 1 if match[3] in _MONTHS else int(match[3])
    value = f"{match[1]}-{month:02}"
    if match[4]:
        return [Found(f"{value}-{int(match[4]):02}", "address")], []
    return [], [Found(value, "address")]


def _headline_date(tree: HtmlElement, language: str) -> tuple[list[Found], list[Found]]:
    """Return the date that has a line of its own in the article's head, if it is the only one."""
    published: dict[object, Found] = {}
    updated: dict[object, Found] = {}
    for tag in tree.xpath("//*[@class or @id]"):
        if not _tokens(tag) & _HEADS or not _is_in_article(tag):
            continue
        if len(" ".join(tag.text_content().split())) > _LONGEST_HEAD:
            continue
        for line in _text_lines(tag):
            if _RIGHTS.search(line):
                continue
            rest = _UPDATE.sub("", line).strip(" :,-–—|·•()")
            if (period := _period_in_line(rest, language)) is not None:
                into = updated if rest != line.strip(" :,-–—|·•()") else published
                into.setdefault(period, Found(rest, "line of the head"))
    return _only(published), _only(updated)


def _only(found: dict[object, Found]) -> list[Found]:
    return [*found.values()] if len(found) == 1 else []


def _text_lines(tag: HtmlElement) -> Iterator[str]:
    for text in tag.itertext():
        for line in re.split(r"[\n|·•]", str(text)):
            if (bare := " ".join(line.split())) and len(bare) <= _LONGEST_LINE:
                yield bare


def _period_in_line(text: str, language: str) -> object:
    """Return the day or month in a line that holds nothing else; else None."""
    if not any(map(str.isdigit, text)):
        return None
    try:
        period = read_date(text, language=language)
    except AmbiguousDateError:
        return text
    except ValueError:
        return None
    return period if period.precision in ("day", "month") else None


def _tokens(tag: HtmlElement) -> set[str]:
    named = f"{tag.get('class', '')} {tag.get('id', '')}"
    return {word.lower() for word in _WORDS.findall(named)}


def _is_in_article(tag: HtmlElement) -> bool:
    """Return whether an element belongs to the article itself.

    Nested articles do not, nor do items of microdata that are not articles.
    """
    if sum(one.tag == "article" for one in tag.iterancestors()) > 1:
        return False
    parts = (one for one in (tag, *tag.iterancestors()) if one.get("itemscope") is not None)
    thing = next(parts, None)
    if thing is not None and THINGS.fullmatch(thing.get("itemtype", "").strip()):
        return False
    return not any(
        one.tag in _OUTSIDE or _is_elsewhere(one)
        for one in (tag, *tag.iterancestors())
        if one.tag not in ("html", "body")  # their classes describe the site
    )


def _is_elsewhere(tag: HtmlElement) -> bool:
    """Return whether a class marks another part, as ``site-footer`` does, unlike ``no-sidebar``."""
    for name in f"{tag.get('class', '')} {tag.get('id', '')}".split():
        words = [word.lower() for word in _WORDS.findall(name)]
        if words and words[0] not in _LAYOUT_PREFIXES and {words[0], words[-1]} & _ELSEWHERE:
            return True
    return False


def _is_in_head(tag: HtmlElement) -> bool:
    """Return whether an element is in the head of an article, near its title."""
    head = next(tag.iterancestors("header"), None)
    return head is not None and any(head.find(f".//{title}") is not None for title in ("h1", "h2"))
