"""Read the JSON-LD of a web page (schema.org)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

# Article and its subtypes in schema.org.
ARTICLES = re.compile(r"(?:https?://schema\.org/)?\w*(?:Article|BlogPosting|Report|NewsStory)\w*")
PAGES = re.compile(r"(?:https?://schema\.org/)?\w*WebPage")
EVENTS = re.compile(r"(?:https?://schema\.org/)?\w*(?:Event|Festival|EventSeries)")
THINGS = re.compile(
    r"https?://schema\.org/\w*(?:Event|Festival|Comments?|Answer|Person|Organization|Offer|Product"
    r"|ImageObject|VideoObject|AudioObject|ItemList|WPFooter|WPSideBar)"
)
"""Types of other things on pages of articles that have dates of their own."""

_WRAPPED = re.compile(
    r"^\s*(?:<!--|(?://|/\*)\s*<!\[CDATA\[(?:\*/)?)|(?:-->|(?://|/\*)\s*\]\]>(?:\*/)?)\s*$"
)
_DEEPEST = 8


def objects_of(tree: HtmlElement) -> list[dict[str, Any]]:
    """Return the JSON-LD objects that the page is about."""
    return [
        one
        for script in tree.iterfind(".//script[@type='application/ld+json']")
        for one in _objects(_json(script.text or ""), 0)
    ]


def story_of(objects: list[dict[str, Any]], url: str) -> dict[str, Any]:
    """Return the object of the article; if there are several, the one with this address.

    The result is empty if it is unclear which object is the article on the page.
    """
    for kind in (ARTICLES, PAGES):
        of_kind = [one for one in objects if is_of(one, kind)]
        here = [one for one in of_kind if url and _is_at(one, url)]
        if here or len(of_kind) == 1:
            return (here or of_kind)[0]
    return {}


def is_of(value: dict[str, Any], kind: re.Pattern[str]) -> bool:
    """Return whether an object has a type."""
    return any(map(kind.fullmatch, _types(value)))


def _json(text: str) -> Any:  # noqa: ANN401
    try:
        return json.loads(_WRAPPED.sub("", text.strip()).strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Yield the objects that a page is about, but not those that they mention."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for one in value:
            yield from _objects(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity"):
            yield from _objects(value.get(name), depth + 1)


def _types(value: dict[str, Any]) -> list[str]:
    types = value.get("@type")
    return [one for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)]


def _is_at(story: dict[str, Any], url: str) -> bool:
    main = story.get("mainEntityOfPage")
    named = [
        story.get("url"),
        story.get("@id"),
        main.get("@id") if isinstance(main, dict) else main,
    ]
    return any(_bare(one) == _bare(url) for one in named if isinstance(one, str))


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[?#].*|/+$", "", url)
