"""What the standards of the IPTC have in common: versions, embargoes, and what is withheld."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from index.corpus.dating import read_date


def withheld(status: str, embargo: Any, zone: str) -> str:  # noqa: ANN401
    """Return why an item is not to be published; empty if it is.

    Args:
        status: As ``usable`` or ``stat:canceled``; empty for usable.
        embargo: When it ends (ISO 8601); nothing if there is none.
        zone: Of an embargo that names none; empty for UTC.
    """
    status = (status or "usable").rpartition(":")[2].rpartition("/")[2].casefold()
    if status != "usable":
        return f"is not to be published (its status is {status})"
    ends = _moment(embargo, zone) if embargo else None
    return f"is embargoed until {embargo}" if ends and ends > datetime.now(UTC) else ""


def dated(
    values: dict[str, Any],
    evidence: dict[str, str],
    version: Any,  # noqa: ANN401
    embargo: Any,  # noqa: ANN401
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values that an item has, with the date on which it came out.

    A first version came out when it was made, where nothing else is said, and what was embargoed
    when the embargo ended.

    Args:
        values: Of the item, by their roles.
        evidence: What gives its dates.
        version: Its number; nothing of a first one.
        embargo: When it ended; nothing if there was none.
    """
    number = str(version or "1")
    values = {**values, "version": number}
    evidence = dict(evidence)
    if not values["published"] and number == "1":
        values["published"], evidence["published"] = values["updated"], evidence["updated"]
        values["updated"] = None
    if embargo and _is_later(embargo, values["published"]):
        values["published"], evidence["published"] = embargo, "field embargoed"
    return {name: value for name, value in values.items() if value}, evidence


def _moment(value: Any, zone: str) -> datetime | None:  # noqa: ANN401
    try:
        at = datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone) if zone else UTC)


def _is_later(embargo: Any, published: Any) -> bool:  # noqa: ANN401
    try:
        return bool(read_date(embargo).end > read_date(published).end)
    except ValueError:
        return not published
