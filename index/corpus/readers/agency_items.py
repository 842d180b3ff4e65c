"""Handle what IPTC standards share: versions, embargoes and withheld items."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from index.corpus.dating import read_date
from index.corpus.readers.xml_streams import local_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_BODIES = "body.content", "body"  # of NITF; of XHTML
_NO_TEXT = frozenset(("media", "figure", "script", "style", "head", "title", "header", "footer"))
_HEADINGS = frozenset(("h1", "h2", "h3", "hl1"))
_TEXTS = frozenset(("p", "div", "section", "ul", "ol", "table", "pre", "h1", "h2"))


def withheld(status: str, embargo: Any, zone: str) -> str:  # noqa: ANN401
    """Return why an item must not be published; empty if it may be.

    Args:
        status: Status such as ``usable`` or ``stat:canceled``; empty for usable.
        embargo: End of the embargo (ISO 8601); None or empty if there is none.
        zone: Zone of an embargo that gives none; empty for UTC.
    """
    status = (status or "usable").rpartition(":")[2].rpartition("/")[2].casefold()
    if status != "usable":
        return f"is not to be published (its status is {status})"
    ends = _read_moment(embargo, zone) if embargo else None
    return f"is embargoed until {embargo}" if ends and ends > datetime.now(UTC) else ""


def dated(
    values: dict[str, Any],
    evidence: dict[str, str],
    version: Any,  # noqa: ANN401
    embargo: Any,  # noqa: ANN401
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of an item and the origins of its dates, with a date of publication.

    Without a date of publication, a first version is dated by its creation. An item that was
    embargoed is dated by the end of the embargo.

    Args:
        values: Values of the item by role.
        evidence: Origins of its dates.
        version: Version number; None or empty for a first version.
        embargo: End of the embargo; None or empty if there was none.
    """
    number = str(version or "1")
    values = {**values, "version": number}
    evidence = dict(evidence)
    if not values["published"] and number == "1":
        values["published"], evidence["published"] = values["updated"], evidence["updated"]
        values["updated"] = None
    if embargo and _ends_later(embargo, values["published"]):
        values["published"], evidence["published"] = embargo, "field embargoed"
    return {name: value for name, value in values.items() if value}, evidence


def body_of(part: _Element, title: str) -> str:
    """Return the body of a document as HTML, without its head, title and pictures.

    Args:
        part: Element that contains the body; it is modified.
        title: Title of the item, which many agencies repeat in the body.

    Returns:
        The body; empty if the item has no text.
    """
    from lxml.etree import tostring

    named = {local_name(one): one for one in part.iter()}
    body = next((named[name] for name in _BODIES if name in named), part)
    if body is part and not _TEXTS & named.keys():
        return ""
    whole = next((one for one in body.iter() if one.get("class") == "full_text"), body)
    for one in [*whole.iter()]:
        name = local_name(one)
        is_title = name in _HEADINGS and " ".join(map(str, one.itertext())).split() == title.split()
        if name in _NO_TEXT or is_title:
            _remove(one)
        elif isinstance(one.tag, str):
            one.tag = name
    return str(tostring(whole, encoding="unicode", with_tail=False))


def _remove(one: _Element) -> None:
    """Remove an element, and keep the text that follows it."""
    parent = one.getparent()
    if parent is None:
        return
    if one.tail:
        before = one.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + one.tail
        else:
            parent.text = (parent.text or "") + one.tail
    parent.remove(one)


def _read_moment(value: Any, zone: str) -> datetime | None:  # noqa: ANN401
    try:
        at = datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone) if zone else UTC)


def _ends_later(embargo: Any, published: Any) -> bool:  # noqa: ANN401
    try:
        return bool(read_date(embargo).end > read_date(published).end)
    except ValueError:
        return not published
