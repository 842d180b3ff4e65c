"""Stream XML element by element, tolerating common faults."""

from __future__ import annotations

import re
from html.entities import html5
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.etree import _Element

    from index.corpus.sources import SourceFile

_CHUNK = 1 << 16  # characters
_LONGEST_ENTITY = 33
_AMPERSAND = re.compile(r"&(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?")
# HTML void elements, which people write into XML without closing them.
_HAS_VOID = re.compile(r"<(?:br|hr|img|wbr)\b", re.IGNORECASE)
_VOID = re.compile(
    r"<(br|hr|img|wbr)((?:\s[^<>]*)?)(?<!/)>(?!\s*</(?:br|hr|img|wbr)\b)", re.IGNORECASE
)
_LONGEST_TAG = 2000
_NO_CHARACTERS = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")
_OF_XML = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_OPEN, _CLOSE = "<![CDATA[", "]]>"
# Errors of libxml2 for a document that ends before an element does.
_CUT_OFF = frozenset(
    (
        "ERR_DOCUMENT_END",
        "ERR_TAG_NOT_FINISHED",
        "ERR_CDATA_NOT_FINISHED",
        "ERR_COMMENT_NOT_FINISHED",
        "ERR_DOCUMENT_EMPTY",
    )
)


def elements(file: SourceFile, tags: Collection[str]) -> Iterator[_Element]:
    """Yield each outermost element with one of some local names, and free it afterwards.

    HTML entities and unescaped ampersands are accepted. Entities that a document declares are not
    expanded, and nothing is fetched.

    Raises:
        EOFError: If the document is truncated, after its complete elements.
        CorpusError: If the document declares entities, is not XML, or exceeds the limits of nesting
            or length.
    """
    from lxml.etree import XMLSyntaxError, iterparse

    if b"<!ENTITY" in file.head(1 << 16).replace(b"\0", b""):  # also in UTF-16
        raise file.error("declares entities of its own, which are not expanded; take them out")
    with file.open_text() as text:
        events = iterparse(
            _Repaired(text),
            events=("start", "end"),
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            encoding="utf-8",
        )
        open_ = count = 0
        try:
            for event, element in events:
                if local_name(element) not in tags:
                    continue
                open_ += 1 if event == "start" else -1
                if event == "end" and open_ == 0:
                    if events.error_log and _is_final(events.error_log):
                        break
                    count += 1
                    yield element
                    _forget(element)
        except XMLSyntaxError as error:
            if not error.lineno or "Document is empty" in str(error):
                raise file.error(f"no XML ({error.msg}); fetch it again") from error
            raise file.error(f"no XML ({error.msg}); repair it", error.lineno) from error
    _raise_end(file, events.error_log, empty=not count)


def _raise_end(file: SourceFile, log: Any, *, empty: bool) -> None:  # noqa: ANN401
    """Raise the error with which a document ended early.

    Args:
        file: File of the document.
        log: Error log of the parser.
        empty: Whether no element was found.

    Raises:
        EOFError: If the document is truncated.
        CorpusError: If it has mismatched tags, exceeds the limits of nesting or length, or is not
            XML.
    """
    if (line := _too_much(log)) is not None:
        raise file.error(
            "an element is nested deeper than 256 others, or longer than 10 MB, and what follows "
            "cannot be read; take it out",
            line,
        )
    if _is_cut_off(log):
        first = _fatal(log)
        if first.type_name == "ERR_TAG_NAME_MISMATCH":
            raise file.error(
                f"tags do not match ({first.message}), so that what follows may be missing; repair "
                "them, or fetch it again",
                first.line,
            )
        raise EOFError
    if empty and (fatal := _fatal(log)) is not None:
        raise file.error(f"no XML that can be read ({fatal.message}); fetch it again", fatal.line)


def _too_much(log: Any) -> int | None:  # noqa: ANN401
    """Return the line on which a document exceeds the parser's limits; None if it does not."""
    lines = (max(1, entry.line) for entry in log if entry.type_name == "ERR_RESOURCE_LIMIT")
    return next(lines, None)


def _is_final(log: Any) -> bool:  # noqa: ANN401
    return _is_cut_off(log) or _too_much(log) is not None


def _fatal(log: Any) -> Any:  # noqa: ANN401
    """Return the first fatal error; None if there is none."""
    return next((entry for entry in log if entry.level_name == "FATAL"), None)


def _is_cut_off(log: Any) -> bool:  # noqa: ANN401
    return any(entry.type_name in _CUT_OFF for entry in log)


def _forget(element: _Element) -> None:
    """Free an element and everything before it."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        del parent[: parent.index(element)]


def local_name(element: _Element) -> str:
    """Return the name of an element without its namespace; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def line_number_of(element: Any) -> int | None:  # noqa: ANN401 (the stubs of lxml leave it open)
    """Return the line on which an element begins, from 1."""
    line: int | None = element.sourceline
    return line


class _Repaired:
    """UTF-8 bytes of a text with HTML entities as numbers, ``&`` escaped, and ``br`` closed."""

    def __init__(self, text: Any) -> None:  # noqa: ANN401
        self._text = text
        self._kept = ""
        self._in_data = False
        self._first = True

    def read(self, size: int = -1) -> bytes:  # noqa: ARG002 (lxml takes what it is given)
        """Return the next bytes; empty at the end."""
        while True:
            chunk = self._text.read(_CHUNK)
            text = self._kept + chunk
            if not text:
                return b""
            if self._first:
                text, self._first = text.lstrip("\ufeff \t\r\n"), False
            done = self._repaired(text, last=not chunk)
            if done or not chunk:
                return _NO_CHARACTERS.sub(_of_no_character, done).encode()

    def _repaired(self, text: str, *, last: bool) -> str:
        pieces: list[str] = []
        at = 0
        while True:
            mark = _CLOSE if self._in_data else _OPEN
            found = text.find(mark, at)
            if found < 0:
                break
            pieces.append(self._piece(text[at:found]))
            pieces.append(mark)
            self._in_data = not self._in_data
            at = found + len(mark)
        end = len(text) if last else max(at, len(text) - _LONGEST_ENTITY - len(_OPEN))
        # Do not split a tag or an entity.
        if not last and (amp := text.rfind("&", at, end)) >= max(at, end - _LONGEST_ENTITY):
            end = amp
        tag = text.rfind("<", max(at, end - _LONGEST_TAG), end)
        if not last and tag >= at and ">" not in text[tag:end]:
            end = tag
        pieces.append(self._piece(text[at:end]))
        self._kept = text[end:]
        return "".join(pieces)

    def _piece(self, text: str) -> str:
        if self._in_data:
            return text
        if "&" in text:
            text = _AMPERSAND.sub(_entity, text)
        return _VOID.sub(r"<\1\2/>", text) if _HAS_VOID.search(text) else text


def _entity(match: re.Match[str]) -> str:
    name = match[1]
    if name is None:
        return "&amp;"
    if name[0] == "#" or name in _OF_XML:
        return match[0]
    letters = html5.get(name)
    return "".join(f"&#{ord(one)};" for one in letters) if letters else f"&amp;{name}"


def _of_no_character(match: re.Match[str]) -> str:
    """Return "" for a control character, and U+FFFD for a byte that could not be decoded."""
    return "\ufffd" if match[0] > "\ud7ff" else ""
