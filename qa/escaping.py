"""The one place where text is escaped.

Articles and questions are somebody else's characters. They are shown as they are, never
obeyed: not by a terminal (control characters), not by a browser (HTML), not by a Markdown
renderer (links, images, LaTeX), and not by the eye (text direction overrides).
"""

from __future__ import annotations

import html
import json
import re
import string

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_FOLDED = re.compile(r"(?<![ \t])[ \t]*\n[ \t\n]*")
# Controls, bidirectional marks, embeddings, overrides and isolates, lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_MARKDOWN = {ord(mark): f"&#{ord(mark)};" for mark in string.punctuation}


def visible(text: str) -> str:
    """The text with every line break as a newline and nothing that hides or reorders it.

    Control characters, bidirectional formatting and lone surrogates become U+FFFD, so that
    whoever reads it sees that something was there.
    """
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", _LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """``visible(text)`` with each run of line breaks as one space, and no space around it."""
    return folded(text).strip(" ")


def folded(text: str) -> str:
    """``visible(text)`` with each run of line breaks as one space, the outer space left."""
    return _FOLDED.sub(" ", visible(text)).replace("\t", " ")


def escape_html(text: str) -> str:
    """Text for an HTML element or a quoted attribute."""
    return html.escape(visible(text))


def data_attribute(name: str, value: str) -> str:
    """An attribute for the page's scripts: JSON, so that nothing of the value is lost."""
    return f'data-{name}="{html.escape(json.dumps(value))}"'


def escape_json(value: object) -> str:
    """JSON in which HTML, if somebody takes it for that, has no tags and no references."""
    return json.dumps(value).translate(_TAGS)


_TAGS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"}


def escape_markdown(text: str) -> str:
    """Text for a line of Markdown: whatever might be markup becomes a character reference.

    All of ASCII punctuation is encoded, which leaves no Markdown, HTML, LaTeX, table, bare
    address, mention or emoji shortcode to recognise, whichever renderer comes after.
    """
    return encode_markdown(one_line(text))


def backslash_markdown(text: str) -> str:
    """Text for a Markdown file that people read as it is: ASCII marks get a backslash.

    Only those that might be markup, or make a link of a bare address.
    """
    return _NUMBERED.sub(r"\1\\\2", _MARK.sub(r"\\\g<0>", text))


_MARK = re.compile(r"(?i)[\\`*_{}\[\]<>#|$~&@]|^[-+=](?=\s)|:(?=//)|(?<=www)\.")
_NUMBERED = re.compile(r"^(\d+)([.)])")  # a list would begin


def encode_markdown(text: str) -> str:
    """``escape_markdown`` of text that is folded already, the outer space kept."""
    return text.translate(_MARKDOWN)
