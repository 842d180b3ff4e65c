"""Parse the filters of a question: dates, phrases of time, and names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from index.filters import OPTIONS, Filters, Operator
from qa.errors import InvalidQuestionError, require_encodable
from qa.temporal_query import parse_period, today

if TYPE_CHECKING:
    from index.datatypes import Period
    from index.filters import FilterOption


class FilterArguments(TypedDict, total=False):
    """The filters of ``qa.ask`` and ``Pipeline.ask``, for editors and type checkers.

    They are those of ``index.filters.OPTIONS``; a test compares the two. None and empty values
    count as absent.

    Attributes:
        since: Admit articles that may have been published on this day or later: a date, ``YYYY``,
            ``YYYY-MM``, ``YYYY-MM-DD``, or a phrase ("last month", "début août 2020").
        until: Admit articles that may have been published on this day or earlier.
        as_of: Admit articles that were certainly published by the end of this day.
        sources: Admit articles of these sources.
        languages: Admit articles in these languages (ISO 639-1 codes).
    """

    since: str | date | None
    until: str | date | None
    as_of: str | date | None
    sources: Iterable[str] | None
    languages: Iterable[str] | None


def parse_filters(*, asked: date | None = None, **given: Unpack[FilterArguments]) -> Filters:
    """Return the filters for these arguments; ``index.filters.OPTIONS`` lists the filters.

    A month or year stands for its first day in ``since``, and for its last day in ``until`` and
    ``as_of``, so that boundaries are included.

    Args:
        asked: Day of the question, to which phrases are relative; None for today.
        **given: Arguments as ``Pipeline.ask`` takes them.

    Raises:
        InvalidQuestionError: If a date cannot be parsed, or a range begins after its end.
        TypeError: If a filter does not exist.

    Examples:
        >>> filters = parse_filters(since="2020-09", languages=["fr"])
        >>> [(one.field, one.value) for one in filters.conditions][0]
        ('last_day', datetime.date(2020, 9, 1))
    """
    day = asked or today()
    values: dict[str, Any] = dict(given)  # unknown options are rejected below
    periods: dict[str, Period] = {}
    for name, option in OPTIONS.items():
        value = values.pop(name, None)
        if option.takes_several:
            values[name] = frozenset(map(option.normalize, _name_list(name, value)))
        elif (period := _filter_period(name, value, day)) is not None:
            periods[name] = period
    for name, period in periods.items():
        _require_order(OPTIONS[name], periods)
        values[name] = _boundary_of_period(OPTIONS[name], period)
    return Filters.of(**values)


def _filter_period(name: str, given: object, asked: date) -> Period | None:
    if given is None:
        return None
    text = given.isoformat()[:10] if isinstance(given, date) else str(given).strip()
    try:
        return parse_period(text, asked) if text else None
    except ValueError as error:
        raise InvalidQuestionError(f"{name}: {error}") from error


def _require_order(option: FilterOption, periods: dict[str, Period]) -> None:
    first, last = periods.get(option.closes or ""), periods[option.name]
    if first is not None and first.start > last.last:
        raise InvalidQuestionError(
            f"{option.closes} {first.isoformat()} is after {option.name} {last.isoformat()}; "
            "swap them"
        )


def _boundary_of_period(option: FilterOption, period: Period) -> date:
    """Return the boundary of a period for an option: its first or last day.

    Raises:
        InvalidQuestionError: If the period is open at that end.
    """
    end = period.start if option.operator is Operator.AT_LEAST else period.last
    if end == date.min or (period.end == date.max and end == period.last):
        raise InvalidQuestionError(
            f"{option.name}: {period.isoformat()} is open at that end; give a date"
        )
    return end


def _name_list(name: str, given: Any) -> list[str]:  # noqa: ANN401 (whatever a person gives)
    names = [given] if isinstance(given, str) else given or ()
    found: list[str] = list(names) if isinstance(names, Iterable) else [names]
    if not all(isinstance(text, str) for text in found):
        raise InvalidQuestionError(f"{name} is {given!r}; give a list of names")
    for text in found:
        require_encodable(name, text)
    return [text for text in found if text]
