"""What a page that we write may be made of: its tags, their attributes, and what these may say.

Lists of what is allowed, not of what is forbidden: whatever is not here came from somebody else.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Element = tuple[str, dict[str, str]]
"""A tag's name and its attributes."""

CHAT: Mapping[str, Collection[str]] = {
    "p": (),
    "strong": (),
    "blockquote": (),
    "a": {"href"},
}
PANEL: Mapping[str, Collection[str]] = {
    "header": (),
    "section": {"lang"},
    "h1": (),
    "h2": (),
    "h3": (),
    "p": {"class"},
    "br": (),
    "details": {"id", "open", "class"},
    "summary": (),
    "small": (),
    "article": {"lang", "dir", "tabindex"},
    "mark": (),
    "u": (),
    "b": {"class", "lang", "dir"},
    "i": {"style"},
    "span": {"class", "style", "lang", "aria-hidden", "hidden"},
    "a": {"href", "hreflang", "lang", "target", "rel", "title", "class", "aria-label", "style"},
    "ol": {"class"},
    "ul": {"class", "aria-label"},
    "li": (),
    "dl": (),
    "dt": (),
    "dd": (),
    "nav": {"aria-label"},
    "figure": {"class"},
    "figcaption": (),
    "div": {"class", "style", "aria-hidden", "data-first", "data-days", "hidden"},
    "label": (),
    "output": (),
    "input": {"type", "min", "max", "value", "data-first", "data-any"},
    "button": {
        *("type", "title", "aria-label", "style", "disabled", "data-filter", "data-value"),
        *("data-source", "data-language", "data-month", "data-page", "data-document"),
        "data-question",
    },
}
NOTEBOOK: Mapping[str, Collection[str]] = {
    "div": {"lang", "class", "style"},
    "p": {"style"},
    "strong": (),
    "blockquote": {"style"},
    "br": (),
    "u": (),
}

_VALUES = {
    "id": re.compile(r"source-(\d+-)?\d+"),
    "href": re.compile(r"#[a-z]+(-\d+)+|\?q=[\w.%&=+*~-]*|\./|[a-z]{2}"),
    "style": re.compile(r"[\w:;.%\s-]*"),  # nothing that could have an address
    "target": re.compile("_blank"),
    "rel": re.compile("noopener noreferrer"),
    "type": re.compile("button|range"),
}
"""What else an attribute holds is text, and does nothing."""


def foreign(
    elements: Iterable[Element],
    allowed: Mapping[str, Collection[str]],
    addresses: Collection[str] = (),
) -> list[str]:
    """The elements that are not ours, each once.

    Args:
        elements: What a page is made of.
        allowed: The attributes that each tag may have.
        addresses: Where a link may lead, besides our own pages, if it is on the web.
    """
    return list(
        dict.fromkeys(
            f"<{tag} {attributes}>"[:300]
            for tag, attributes in elements
            if tag not in allowed
            or not set(attributes) <= set(allowed[tag])
            or not all(_ours(name, value, addresses) for name, value in attributes.items())
        )
    )


def _ours(name: str, value: str, addresses: Collection[str]) -> bool:
    if name == "href" and value.startswith(("http://", "https://")):
        return value in addresses
    return name not in _VALUES or _VALUES[name].fullmatch(value) is not None


class Markup(HTMLParser):
    """HTML, read.

    Attributes:
        elements: All of them, in order.
        text: What is between the tags.
        balanced: Whether each tag was closed where it should be.
    """

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.text = ""
        self.balanced = True
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.balanced = self.balanced and not self._open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag):
        self.balanced = self.balanced and self._open[-1:] == [tag]
        self._open = self._open[:-1]

    def handle_data(self, data):
        self.text += data

    def handle_comment(self, data):
        self.elements.append(("!--", {}))

    def handle_decl(self, decl):
        self.elements.append(("!", {}))

    def unknown_decl(self, data):
        self.elements.append(("![", {}))

    def handle_pi(self, data):
        self.elements.append(("?", {}))
