"""Render the timeline: publication dates of the citations, and the dates that they mention."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from index.datatypes import Period
from qa.escaping import escape_html, one_line
from qa.formatting import format_period, format_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from qa.answer import Answer
    from qa.languages.pack import PageTexts

_MARGIN = 0.06  # of the span, on either side
_NEAR = 7.0  # percent of the width; marks closer than this are stacked
_TICKS = 5
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)  # months
_DAYS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class _Mark:
    number: int
    period: Period
    kind: str  # "published" or "spoken"
    label: str


def timeline_html(answer: Answer, anchor: str, texts: PageTexts) -> str:
    """Return a timeline with a mark for each citation and for each time of a finding.

    Each mark links to its citation in the evidence panel. The page's script aligns the labels of
    the ticks, and hides those that would overlap.

    Args:
        answer: Answer; without findings the result is empty.
        anchor: Prefix of the HTML ids in the evidence panel.
        texts: Texts of the page.
    """
    marks = _marks(answer, texts)
    known = [day for mark in marks for day in _known(mark.period)]
    if not marks or not known:
        return ""
    first, last = min(known), max(known)
    margin = max(1, round((last - first).days * _MARGIN))
    axis = _Axis(_shifted_day(first, -margin), _shifted_day(last, margin))
    levels = {kind: _levels([m for m in marks if m.kind == kind], axis) for kind in _KINDS}
    lanes = "".join(
        f'<div class="lane {kind}" style="--levels:{max(placed.values(), default=0) + 1}">'
        f"<b>{escape_html(name)}</b>"
        + "".join(_mark_html(mark, level, anchor, axis) for mark, level in placed.items())
        + "</div>"
        for kind, name in zip(_KINDS, (texts.published, texts.spoken_of), strict=True)
        for placed in [levels[kind]]
        if placed
    )
    ticks = "".join(
        f'<span style="left:{axis.at(tick.start):.2f}%">'
        f"{escape_html(format_period(tick, texts.code))}</span>"
        for tick in _ticks(axis)
    )
    return (
        f'<section lang="{texts.code}"><h2>{escape_html(texts.timeline)}</h2>'
        f'<div class="line" data-first="{axis.first.isoformat()}" '
        f'data-days="{axis.days}">{lanes}<div class="ticks" aria-hidden="true">{ticks}</div>'
        f'<div class="range" hidden></div></div><p>{escape_html(texts.narrow)}</p></section>'
    )


_KINDS = "published", "spoken"


@dataclass(frozen=True, slots=True)
class _Axis:
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days

    def at(self, day: date) -> float:
        """Return the position of a day in percent; days outside the axis are moved to its end."""
        inside = min(max(day, self.first), self.last)
        return 100 * (inside - self.first).days / self.days


def _marks(answer: Answer, texts: PageTexts) -> list[_Mark]:
    marks = []
    for one in answer.citations:
        value = format_period(one.published, texts.code)
        told = f"{one.source}, {texts.labelled.format(name=texts.published, value=value)}"
        marks.append(_Mark(one.number, one.published, "published", told))
    for finding in answer.findings:
        for time in finding.times:
            plain = format_period(time.period, texts.code)
            value = plain if time.answers else format_time(time, texts.code)
            told = texts.labelled.format(name=texts.spoken_of, value=value)
            marks.append(_Mark(finding.citations[0], time.period, "spoken", told))
    return [mark for mark in marks if _known(mark.period)]


def _known(period: Period) -> list[date]:
    """Return the known ends of a period."""
    ends = [period.start] if period.start != date.min else []
    return ends + ([period.last] if period.end != date.max else [])


def _mark_html(mark: _Mark, level: int, anchor: str, axis: _Axis) -> str:
    left, right = axis.at(mark.period.start), axis.at(mark.period.end)
    opened = "".join(
        name
        for name, is_open in (
            (" since", mark.period.end == date.max),
            (" until", mark.period.start == date.min),
        )
        if is_open
    )
    label = escape_html(one_line(f"[{mark.number}] {mark.label}"))
    return (
        f'<a href="#{anchor}{mark.number}" class="mark{opened}" title="{label}" '
        f'aria-label="{label}" style="left:{left:.2f}%;width:{right - left:.2f}%;'
        f'--level:{level}"><span>{mark.number}</span></a>'
    )


def _levels(marks: Sequence[_Mark], axis: _Axis) -> dict[_Mark, int]:
    """Return a level for each mark, so that marks do not overlap."""
    ends: list[float] = []
    placed = {}
    for mark in sorted(marks, key=lambda one: (one.period.start, one.number)):
        left = axis.at(mark.period.start)
        free = (level for level, end in enumerate(ends) if end + _NEAR <= left)
        level = next(free, len(ends))
        ends[level : level + 1] = [max(left, axis.at(mark.period.end))]
        placed[mark] = level
    return placed


def _ticks(axis: _Axis) -> list[Period]:
    """Return the ticks of the axis: a few days, months or years, evenly spaced."""
    for step in _DAYS:
        if axis.days / step <= _TICKS:
            count = axis.days // step + 1
            days = (axis.first + timedelta(days=step * n) for n in range(count))
            return [Period.of_day(day) for day in days]
    for step in _STEPS:
        ticks = list(islice(_months(axis, step), _TICKS + 1))
        if len(ticks) <= _TICKS:
            return ticks
    return []


def _months(axis: _Axis, step: int) -> Iterator[Period]:
    """Yield the months or years that begin on the axis; the step is in months."""
    month = axis.first.year * 12 + axis.first.month - 1
    month = -(-month // step) * step
    while (year := month // 12) < date.max.year and (start := date(year, month % 12 + 1, 1)):
        if start > axis.last:
            return
        if start >= axis.first:
            until = month + (1 if step < _YEAR else _YEAR)
            yield Period(start, date(until // 12, until % 12 + 1, 1))
        month += step


_YEAR = 12


def _shifted_day(day: date, days: int) -> date:
    """Return a day some days before or after another, inside the calendar of Python."""
    at = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(at)
