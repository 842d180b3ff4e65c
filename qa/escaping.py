"""Escape untrusted text for terminals, HTML, JSON and Markdown.

Articles and questions come from others. Their characters are displayed, and never interpreted: as
control characters of a terminal, as HTML, as Markdown (links, images, LaTeX), or as overrides of
the text direction.
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
    r"""Return the text without characters that hide or reorder others.

    Each line break becomes a newline. Control characters, bidirectional formatting and lone
    surrogates become U+FFFD, the replacement character, so that a reader notices them.

    Examples:
        >>> visible("a\x1b[2Jb")
        'a\ufffd[2Jb'
    """
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", _LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """Return ``folded(text)`` without leading and trailing spaces."""
    return folded(text).strip(" ")


def folded(text: str) -> str:
    """Return ``visible(text)`` with each run of line breaks and the space around it as a space."""
    return _FOLDED.sub(" ", visible(text)).replace("\t", " ")


def escape_html(text: str) -> str:
    """Return the text for an HTML element or a quoted attribute.

    Examples:
        >>> escape_html("<b>")
        '&lt;b&gt;'
    """
    return html.escape(visible(text))


def data_attribute(name: str, value: str) -> str:
    """Return a ``data-`` attribute for the page's scripts, with the value as JSON."""
    return f'data-{name}="{html.escape(json.dumps(value))}"'


def escape_json(value: object) -> str:
    """Return JSON in which ``<``, ``>`` and ``&`` are escaped, so that it never holds HTML."""
    return json.dumps(value).translate(_TAGS)


_TAGS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "<>&"}


def escape_markdown(text: str) -> str:
    """Return the text for a line of Markdown, with all ASCII punctuation as character references.

    No renderer then recognises Markdown, HTML, LaTeX, tables, bare addresses, mentions or emoji
    shortcodes in it.

    Examples:
        >>> escape_markdown("[a](b)")
        '&#91;a&#93;&#40;b&#41;'
    """
    return encode_markdown(one_line(text))


def backslash_markdown(text: str) -> str:
    """Return the text for a Markdown file that people read as plain text.

    Only characters that may be markup, or may make a link of a bare address, get a backslash.
    """
    return _NUMBERED.sub(r"\1\\\2", _MARK.sub(r"\\\g<0>", text))


_MARK = re.compile(r"(?i)[\\`*_{}\[\]<>#|$~&@]|^[-+=](?=\s)|:(?=//)|(?<=www)\.")
_NUMBERED = re.compile(r"^(\d+)([.)])")  # a list would begin


def encode_markdown(text: str) -> str:
    """Return ``escape_markdown`` of text that is folded already, with its outer spaces."""
    return text.translate(_MARKDOWN)
