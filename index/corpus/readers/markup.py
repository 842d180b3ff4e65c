"""Parse fragments of HTML in exports, without external entities or network access."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAMAGED = re.compile("[\udc80-\udcff]")  # bytes that could not be decoded
_SPACE = re.compile(r"[^\S ]\s*|\s{2,}")  # not single blanks, for speed


def parse(fragment: str) -> html.HtmlElement:
    """Return the tree of a fragment of an HTML file.

    Raises:
        ValueError: If the fragment is empty, or has bytes that are invalid in the file's encoding.
    """
    if damaged := _DAMAGED.search(fragment):
        byte = ord(damaged[0]) - 0xDC00
        raise ValueError(f"not UTF-8 (byte {byte:#04x}); convert it")
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root: html.HtmlElement = html.document_fromstring(
            f"<html><body>{fragment.replace(chr(0), '')}</body></html>", parser=parser
        )
    except etree.ParserError as error:
        raise ValueError("nothing is in it") from error
    return root


def with_class(root: html.HtmlElement, name: str) -> list[html.HtmlElement]:
    """Return the elements that have a class, in document order."""
    found: list[html.HtmlElement] = root.xpath(
        "//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} "
    )
    return found


def line_of(element: html.HtmlElement | None) -> str:
    """Return the text of an element on one line; words split by highlighting are joined."""
    return "" if element is None else on_one_line(str(element.text_content()))


def on_one_line(text: str) -> str:
    """Return a text with single blanks between words."""
    return _SPACE.sub(" ", text).strip()


def source_of(elements: Iterable[html.HtmlElement]) -> str:
    """Return elements as HTML."""
    return "\n".join(
        etree.tostring(one, encoding="unicode", method="html", with_tail=False) for one in elements
    )
