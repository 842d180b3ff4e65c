"""Handle the filters of the page: the form, the link, and the chips of active filters."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import urlencode

from index.filters import OPTIONS
from qa.escaping import data_attribute, escape_html, one_line
from qa.formatting import format_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.datatypes import Period
    from index.filters import FilterOption
    from qa.filters import FilterArguments
    from qa.languages.pack import PageTexts


@dataclass(frozen=True, slots=True)
class FilterForm:
    """The filters as typed and selected on the page; see ``index.filters.OPTIONS``.

    Attributes:
        values: Non-empty values by option: a text, or a list of names.

    Examples:
        >>> form = FilterForm.of(since="last month", sources=["AFP"], until="")
        >>> dict(form.values)
        {'since': 'last month', 'sources': ['AFP']}
    """

    values: Mapping[str, str | Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, **values: str | Sequence[str] | None) -> Self:
        """Return a form with these values, without empty values and unknown options."""
        return cls({name: one for name in OPTIONS if (one := values.get(name))})

    @classmethod
    def from_components(cls, values: Sequence[str | Sequence[str] | None]) -> Self:
        """Return a form with the values of the page's components, in the order of the options."""
        return cls.of(**dict(zip(OPTIONS, values, strict=True)))

    def components(self) -> list[str | list[str]]:
        """Return a value for each of the page's components, in the order of the options."""
        return [
            list(self.values.get(name, ())) if one.takes_several else self.text(name)
            for name, one in OPTIONS.items()
        ]

    def text(self, name: str) -> str:
        """Return the text typed for a date option; empty if there is none."""
        return cast("str", self.values.get(name, ""))

    def arguments(self) -> FilterArguments:
        """Return the arguments for ``Pipeline.ask``."""
        arguments: dict[str, Any] = {
            name: self.values.get(name, None if option.takes_several else "")
            for name, option in OPTIONS.items()
        }
        return cast("FilterArguments", arguments)

    def replace(self, **values: str | Sequence[str] | None) -> FilterForm:
        """Return the form with other values of some options."""
        return FilterForm.of(**{**self.values, **values})

    def without(self, name: str | None, value: str | None) -> FilterForm:
        """Return the form without an option's text, or without one of its names."""
        if name not in OPTIONS:
            return self
        if not OPTIONS[name].takes_several:
            return self.replace(**{name: None})
        return self.replace(**{name: [one for one in self.values.get(name, ()) if one != value]})

    def __bool__(self) -> bool:
        return bool(self.values)


NO_FILTERS = FilterForm()


def link(question: str, form: FilterForm) -> str:
    """Return the address, relative to the page, that asks a question when it is opened."""
    return f"?{urlencode({'q': question, **form.values}, doseq=True, errors='replace')}"


def from_link(parameters: Mapping[str, Sequence[str]]) -> tuple[str, FilterForm]:
    """Return the question and the filters of an address; see ``link``."""
    values: dict[str, str | Sequence[str]] = {
        name: list(values) if OPTIONS[name].takes_several else values[-1]
        for name, values in parameters.items()
        if name in OPTIONS and values
    }
    return (parameters.get("q") or ("",))[-1], FilterForm.of(**values)


def label(option: FilterOption, texts: PageTexts) -> str:
    """Return the label of an option on the page; its name if the language pack has none."""
    return texts.filter_labels.get(option.name, option.name)


def format_name(option: FilterOption, name: str, texts: PageTexts) -> str:
    """Return a name as the page shows it: a language by its name, not its code."""
    return format_language(name, texts.code) if option.are_languages else name


def name_attributes(option: FilterOption, value: str) -> str:
    """Return the data attributes of a button for a value of an option."""
    return f"{data_attribute('filter', option.name)} {data_attribute('value', value)}"


def chips_html(form: FilterForm, texts: PageTexts) -> str:
    """Return the active filters, each with a button that removes it."""
    chips: list[tuple[str, str]] = []
    for name, option in OPTIONS.items():
        if option.takes_several:
            chips += [
                (name_attributes(option, one), format_name(option, one, texts))
                for one in form.values.get(name, ())
            ]
        elif (text := form.text(name)).strip():
            shown = texts.labelled.format(name=label(option, texts), value=text)
            chips.append((name_attributes(option, text), shown))
    items = "".join(chip_html(data, shown, texts) for data, shown in chips)
    return f'<ul aria-label="{escape_html(texts.filters)}">{items}</ul>' if items else ""


def chip_html(data: str, shown: str, texts: PageTexts) -> str:
    """Return a list item with a button that removes a filter.

    Args:
        data: Data attributes of the button, which identify the filter.
        shown: Value of the filter, as the page shows it.
        texts: Texts of the page.
    """
    shown = one_line(shown)
    return (
        f'<li><button type="button" {data} '
        f'aria-label="{escape_html(texts.remove.format(what=shown))}">'
        f'{escape_html(shown)} <span aria-hidden="true">×</span></button></li>'
    )


def slider_html(published: tuple[Period, Period] | None, texts: PageTexts) -> str:
    """Return a slider over the days of the corpus, for ``as_of``; empty for a single day."""
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
