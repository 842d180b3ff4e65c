"""Read JSON: one article per line, a list of articles in a document, or one article per file."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any, TextIO

from index.corpus.aliases import ALIASES, folded
from index.corpus.records import Record
from index.corpus.roles import flat
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile

_LISTS = (
    *("items", "articles", "results", "response.results", "response.docs", "documents", "docs"),
    *("hits.hits", "stories", "entries", "data", "records", "news", "value"),
)
"""Paths at which exports and APIs have their list of articles."""

_HEAD = 1 << 16  # bytes
_DEEPEST = 500  # levels
_DEEPEST_LIST = 6
_SAMPLE = 10  # objects that are read to classify a list
_STRING = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*', re.DOTALL)
_NUMBER = re.compile(r"\d[\d/_.-]*")  # of a page, year or day
_Path = tuple[str, ...]
_BRACKETS = re.compile(r"[\[\]{}]")


def read_lines(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the object of each line of JSON Lines; blank lines are skipped."""
    for line, content in enumerate(file.lines(), 1):
        if content.strip("\ufeff \t\r\n"):
            yield from _of_line(content.lstrip("\ufeff"), line, file)


def _of_line(content: str, line: int, file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the article of a line, or the articles of an API response stored on the line."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        yield file.error(f"not JSON ({_reason(error)}); write one object a line", line)
        return
    if not isinstance(value, dict):
        yield file.error("not a JSON object; write one object a line", line)
    elif any(map(_is_list_of_objects, value.values())) and not (
        _has_text(value) or _is_article(value)
    ):
        yield from (one._replace(line=line, whole=False) for one in _of_document(value))
    else:
        yield Record(_unwrapped(value), line)


def _is_list_of_objects(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def read(file: SourceFile) -> Iterator[Record | CorpusError]:
    """Yield the articles of a JSON document.

    They are the objects of the first of these lists: the list at ``--records PATH``; the document
    itself; a list at a usual path (``items``, ``response.results`` …); the longest list whose
    objects have the fields of articles. Without such a list, the document is one article. A file
    with one object per line is read as JSON Lines, whatever its suffix.
    """
    start = file.head(_HEAD)
    encoding, errors = file.decoding
    opening = start.decode(encoding, "ignore").lstrip("\ufeff \t\r\n")
    if file.options.records:
        yield from read_list(file, file.options.records)
    elif opening.startswith("["):
        yield from read_list(file, "")
    elif _is_lines(opening):
        yield from read_lines(file)
    elif len(start) == _HEAD and (path := _early_list(file)):
        yield from read_list(file, path)  # streamed, whatever its size
    else:
        try:
            document = json.loads(file.read().decode(encoding, errors).lstrip("\ufeff"))
        except (ValueError, RecursionError) as error:
            line = error.lineno if isinstance(error, json.JSONDecodeError) else None
            raise file.error(f"not JSON ({_reason(error)}); repair the file", line) from error
        if not isinstance(document, dict):
            raise file.error("neither an object nor a list of them; name a file of articles")
        yield from _of_document(document)


def _of_document(document: dict[str, Any]) -> Iterator[Record]:
    for path in _LISTS:
        found: Any = document
        for name in path.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, list) and found and all(isinstance(one, dict) for one in found):
            yield from (Record(_unwrapped(one)) for one in found)
            return
    if not _has_text(document):
        lists: defaultdict[_Path, list[dict[str, Any]]] = defaultdict(list)
        for place, some in _lists(document):  # lists may be split by page or year
            lists[place] += some
        if articles := max(lists.values(), key=len, default=[]):
            yield from (Record(_unwrapped(one)) for one in articles)
            return
    yield Record(document, whole=True)


def _lists(value: Any, path: _Path = ()) -> Iterator[tuple[_Path, list[dict[str, Any]]]]:  # noqa: ANN401
    """Yield the lists of articles in a document: lists, and objects that map ids to articles.

    Yields:
        The path of a list, without numbers, and the list.
    """
    if len(path) == _DEEPEST_LIST:
        return
    if isinstance(value, list):
        found = [one for one in value if isinstance(one, dict)]
    elif isinstance(value, dict):
        named = value.items()
        found = [_with_id(name, one) for name, one in named if isinstance(one, dict)]
        found = found if len(found) == len(value) > 1 else []
    else:
        return
    if found and all(map(_is_article, found[:_SAMPLE])):
        yield path, found
        return
    for name, one in value.items() if isinstance(value, dict) else ((0, one) for one in value):
        kind = "" if isinstance(name, int) or _NUMBER.fullmatch(name) else name
        yield from _lists(one, (*path, kind))


def _with_id(name: str, value: dict[str, Any]) -> dict[str, Any]:
    return value if _has(value, "id") or _has(value, "url") else {"id": name, **value}


def _is_article(value: dict[str, Any]) -> bool:
    """Return whether an object has the fields of an article: a text, and a date or an address."""
    return (_has(value, "text") or _has(value, "title")) and any(
        _has(value, role) for role in ("published", "updated", "not_later_than", "url")
    )


def _has_text(value: dict[str, Any]) -> bool:
    return any(
        isinstance(one, str) and folded(name) in ALIASES["text"] for name, one in value.items()
    )


def _has(value: dict[str, Any], role: str) -> bool:
    return any(folded(name) in ALIASES[role] for name in flat(value))


def _early_list(file: SourceFile) -> str:
    """Return the usual path of a list of articles, if that list comes before all other lists."""
    import ijson

    before = ""
    with file.open_text() as text:
        try:
            for prefix, event, _ in ijson.parse(Recoded(text)):
                if event == "start_map" and before:
                    return before if before in _LISTS else ""
                before = prefix if event == "start_array" else ""
        except (ijson.JSONError, RecursionError):
            pass
    return ""


def read_list(file: SourceFile, path: str) -> Iterator[Record | CorpusError]:
    """Yield the objects of a list one by one, from a document of any size."""
    import ijson

    prefix = f"{path}.item" if path else "item"
    count, broken = 0, False
    with file.open_text() as text:
        found = ijson.items(Recoded(text), prefix, use_float=True)
        try:
            for count, value in enumerate(found, 1):
                if isinstance(value, dict):
                    yield Record(_unwrapped(value))
                else:
                    yield file.error(f"item {count} of the list is no object; leave it out")
        except (ijson.JSONError, RecursionError) as error:
            broken = True
            rest = _read_whole(file, path)[count:]
            yield from (Record(_unwrapped(one)) for one in rest if isinstance(one, dict))
            if not rest:
                yield file.error(f"not JSON after item {count} ({_reason(error)}); repair the file")
    if not count and path and not broken:
        raise file.error(f"there is no list of articles at {path!r}; name another with --records")


def _read_whole(file: SourceFile, path: str) -> list[Any]:
    """Return a list as parsed by Python, which accepts NaN; empty if Python cannot parse it."""
    encoding, errors = file.decoding
    try:
        found = json.loads(file.read().decode(encoding, errors).lstrip("\ufeff"))
        for name in filter(None, path.split(".")):
            found = found[name]
    except (CorpusError, ValueError, RecursionError, LookupError, TypeError):
        return []
    return found if isinstance(found, list) else []


class Recoded:
    """A text in any encoding as a stream of UTF-8 bytes, which ijson needs.

    ijson's memory grows with the square of the nesting depth. Levels are therefore counted here,
    and a document with far too many is rejected.
    """

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._depth = 0
        self._in_string = self._escaped = False

    def read(self, size: int = -1) -> bytes:
        """Return the bytes of up to ``size`` characters.

        Raises:
            RecursionError: If elements are nested too deeply.
        """
        text = self._text.read(size)
        self._count(text)
        return text.encode("utf-8", "surrogateescape")

    def _count(self, text: str) -> None:
        at = 0
        if self._escaped and text:
            at, self._escaped = 1, False
        while at < len(text):
            if self._in_string:
                match = _STRING.match(text, at)
                end = match.end() if match else at
                self._escaped = text[end : end + 1] == "\\"  # a trailing backslash
                self._in_string = end == len(text) or self._escaped
                at = end + 1
                continue
            quote = text.find('"', at)
            end = quote if quote >= 0 else len(text)
            self._nest(text[at:end])
            self._in_string, at = quote >= 0, end + 1

    def _nest(self, text: str) -> None:
        opened = text.count("[") + text.count("{")
        if not opened and "]" not in text and "}" not in text:
            return
        if self._depth + opened > _DEEPEST:
            depth = self._depth
            for one in _BRACKETS.findall(text):
                depth += 1 if one in "[{" else -1
                if depth > _DEEPEST:
                    raise RecursionError
        self._depth += opened - text.count("]") - text.count("}")


def _is_lines(opening: str) -> bool:
    """Return whether each of the first two lines is an object."""
    lines = opening.splitlines()
    try:
        return len(lines) > 1 and all(isinstance(json.loads(one), dict) for one in lines[:2])
    except (ValueError, RecursionError):
        return False


def _unwrapped(value: dict[str, Any]) -> dict[str, Any]:
    """Return the document itself, where a search engine wraps it together with its score."""
    inner = value.get("_source")
    return {"_id": value["_id"], **inner} if isinstance(inner, dict) and "_id" in value else value


def _reason(error: Exception) -> str:
    return "too deeply nested" if isinstance(error, RecursionError) else str(error)[:200]
