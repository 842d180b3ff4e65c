"""Parts of HTML that exports are made of, read without entities and without the network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree, html

if TYPE_CHECKING:
    from collections.abc import Iterable

_DAMAGED = re.compile("[\udc80-\udcff]")  # bytes that could not be decoded
_SPACE = re.compile(r"[^\S ]\s*|\s{2,}")  # what is no single blank: most are, in long texts


def parse(fragment: str) -> html.HtmlElement:
    """Return the tree of a part of an HTML file.

    Raises:
        ValueError: If a byte of it is not what the file is encoded in, or there is nothing in it.
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
    """Return the elements that have a class, in order."""
    found: list[html.HtmlElement] = root.xpath(
        "//*[contains(concat(' ', normalize-space(@class), ' '), $name)]", name=f" {name} "
    )
    return found


def line_of(element: html.HtmlElement | None) -> str:
    """Return the text of an element on one line; words that highlights cut are whole."""
    return "" if element is None else on_one_line(str(element.text_content()))


def on_one_line(text: str) -> str:
    """Return a text in which words are told apart by single blanks."""
    return _SPACE.sub(" ", text).strip()


def source_of(elements: Iterable[html.HtmlElement]) -> str:
    """Return elements as HTML."""
    return "\n".join(
        etree.tostring(one, encoding="unicode", method="html", with_tail=False) for one in elements
    )
