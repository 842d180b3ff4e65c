"""Which articles are asked: the chosen filters, and the chips that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from qa.escaping import data_attribute, escape_html, one_line
from qa.formatting import format_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.datatypes import Period
    from qa.languages.pack import PageTexts
    from qa.question import GivenFilters

MANY = ("sources", "languages")
"""The filters of which several values may be chosen."""


class Chosen(NamedTuple):
    """Filters as they were typed and chosen on the page; what is empty is none."""

    since: str = ""
    until: str = ""
    as_of: str = ""
    sources: Sequence[str] = ()
    languages: Sequence[str] = ()

    def given(self) -> GivenFilters:
        """As ``Pipeline.ask`` takes them."""
        return {
            "since": self.since,
            "until": self.until,
            "as_of": self.as_of,
            "sources": self.sources or None,
            "languages": self.languages or None,
        }

    def without(self, name: str | None, value: str | None) -> Chosen:
        """All but one of them."""
        if name not in self._fields:
            return self
        kept = [one for one in getattr(self, name) if one != value] if name in MANY else ""
        return Chosen(**{**self._asdict(), name: kept})


NO_FILTERS = Chosen()


def link(question: str, chosen: Chosen) -> str:
    """The address of the page on which a question is asked at once, relative to the page."""
    given = {"q": question, **{name: value for name, value in chosen._asdict().items() if value}}
    return f"?{urlencode(given, doseq=True, errors='replace')}"


def from_link(parameters: Mapping[str, Sequence[str]]) -> tuple[str, Chosen]:
    """The question and the filters of an address; see ``link``."""
    chosen: dict[str, Any] = {
        name: list(values) if name in MANY else values[-1]
        for name, values in parameters.items()
        if name in Chosen._fields and values
    }
    return (parameters.get("q") or ("",))[-1], Chosen(**chosen)


def chips_html(chosen: Chosen, texts: PageTexts) -> str:
    """What is active, each with a button that removes it."""
    chips = [
        (name, value, texts.labelled.format(name=getattr(texts, name), value=value))
        for name in ("since", "until", "as_of")
        for value in [getattr(chosen, name)]
        if value and value.strip()
    ]
    chips += [("sources", source, source) for source in chosen.sources]
    chips += [("languages", code, format_language(code, texts.code)) for code in chosen.languages]
    items = "".join(
        chip_html(
            f"{data_attribute('filter', name)} {data_attribute('value', value)}", shown, texts
        )
        for name, value, shown in chips
    )
    return f'<ul aria-label="{escape_html(texts.filters)}">{items}</ul>' if items else ""


def chip_html(data: str, shown: str, texts: PageTexts) -> str:
    """A button in a list that removes what it shows.

    Args:
        data: Its data attributes, which say what that is.
        shown: What is active.
        texts: The page's.
    """
    shown = one_line(shown)
    return (
        f'<li><button type="button" {data} '
        f'aria-label="{escape_html(texts.remove.format(what=shown))}">'
        f'{escape_html(shown)} <span aria-hidden="true">×</span></button></li>'
    )


def slider_html(published: tuple[Period, Period] | None, texts: PageTexts) -> str:
    """A slider over the days of the corpus, for "as of"; nothing if there is but one."""
    if published is None:
        return ""
    days = [period.start for period in published if period.precision != "open"]
    first, last = min(days, default=None), max((one.last for one in published), default=None)
    if first is None or last is None or not 0 < (count := (last - first).days) < _LONGEST:
        return ""
    return (
        f"<label>{escape_html(texts.known_on)} <output>{escape_html(texts.any_day)}</output>"
        f'<input type="range" min="0" max="{count}" value="{count}" '
        f'data-first="{first.isoformat()}" data-any="{escape_html(texts.any_day)}"></label>'
    )


_LONGEST = 200 * 366  # days of a corpus with which a slider still helps
