"""Join texts that are stored in parts: blocks of editors, sections of crawlers, messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from index.corpus.cleaning import is_nothing, to_text
from index.corpus.records import Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINES = frozenset(
    ("text", "paragraph", "p", "header", "heading", "block", "quote", "list_item", "list-item")
)
"""Types that editors give to paragraphs; their content is joined to one line."""

_GROUPS = frozenset(
    (
        *("sanitized_html", "html", "rawtext", "list", "doc", "document", "root", "blockquote"),
        *("bullet_list", "ordered_list", "unordered-list", "ordered-list", "section"),
    )
)
"""Types of other parts with text, unlike pictures, videos and advertisements."""

_LISTS = "headline", "summary", "paragraphs", "sections", "blocks"
_CONTENTS = "content", "text", "value", "children", "items", "data"


def is_in_parts(value: Mapping[str, Any]) -> bool:
    """Return whether a mapping is one text, and not a set of fields."""
    if _kind_of_part(value) in ("doc", "document", "root"):
        return any(isinstance(value.get(name), list) for name in _CONTENTS)
    return any(
        isinstance(one, Mapping) and not one.keys().isdisjoint((*_LISTS, *_CONTENTS))
        for name in ("sections", "blocks")
        if isinstance(value.get(name), list)
        for one in value[name]
    )


def paragraphs(parts: Sequence[Any] | Mapping[str, Any]) -> str:
    """Return the text of parts; pictures and the like are left out."""
    found = (text.strip() for text in _texts(parts))
    return Verbatim("\n\n".join(filter(None, found)))


def _texts(parts: Any) -> Iterator[str]:  # noqa: ANN401 (whatever a file may hold)
    """Yield the paragraphs in parts; parts joined by plain text belong to one paragraph."""
    if isinstance(parts, Mapping):
        yield from _texts_of(parts)
    elif isinstance(parts, str):
        yield "" if is_nothing(parts) else to_text(parts)
    elif isinstance(parts, list | tuple):
        if _are_pieces(parts):
            yield "".join(map(_piece, parts))
            return
        for one in parts:
            yield from _texts(one)


def _are_pieces(parts: Sequence[Any]) -> bool:
    """Return whether parts form one paragraph: plain text with emphasis or links."""
    others = [one for one in parts if not isinstance(one, str)]
    return 0 < len(others) < len(parts) and all(
        isinstance(one, Mapping) and not _is_paragraph(one) and bool(_piece(one)) for one in others
    )


def _texts_of(part: Mapping[str, Any]) -> Iterator[str]:
    kind = _kind_of_part(part)
    if kind and kind not in _LINES | _GROUPS:
        return
    lists = [part[name] for name in _LISTS if isinstance(part.get(name), list)]
    if lists:
        for one in lists:
            yield from _texts(one)
        return
    inner = next((part[name] for name in _CONTENTS if part.get(name)), "")
    if kind in _LINES and isinstance(inner, list) and not any(map(_is_paragraph, inner)):
        yield "".join(map(_piece, inner))
    else:
        yield from _texts(inner)


def _is_paragraph(part: Any) -> bool:  # noqa: ANN401
    return isinstance(part, Mapping) and _kind_of_part(part) in (_LINES | _GROUPS) - {"text"}


def _piece(part: Any) -> str:  # noqa: ANN401
    """Return a piece of a paragraph: plain, emphasized, or the text of a link."""
    if isinstance(part, Mapping):
        part = next((part[name] for name in _CONTENTS if part.get(name)), "")
    if isinstance(part, list | tuple):
        return "".join(map(_piece, part))
    return to_text(part) if isinstance(part, str) else ""


def _kind_of_part(part: Mapping[str, Any]) -> str:
    names = (part.get(name) for name in ("subtype", "type", "nodeType", "_type"))
    return str(next(filter(None, names), "")).casefold()
