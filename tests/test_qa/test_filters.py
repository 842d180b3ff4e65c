"""Filters as a person gives them."""

from __future__ import annotations

import inspect
from copy import copy
from datetime import date
from typing import get_args, get_type_hints

import click
import pytest

import qa.cli
from index.filters import OPTIONS, RESERVED_LONG_OPTIONS, RESERVED_NAMES, Filters
from qa import Pipeline
from qa.errors import InvalidQuestionError
from qa.filters import FilterArguments, parse_filters
from qa.options import FilterCommand


def test_filters_include_their_boundaries() -> None:
    assert parse_filters(since="2020-08", until="2020-08", as_of="2020") == Filters.of(
        since=date(2020, 8, 1), until=date(2020, 8, 31), as_of=date(2020, 12, 31)
    )
    assert parse_filters(since=date(2020, 8, 5)) == Filters.of(since=date(2020, 8, 5))


def test_empty_filters_are_none() -> None:
    assert not parse_filters()
    assert not parse_filters(since="", until=" ", as_of=None, sources=[], languages=[""])


def test_names() -> None:
    filters = parse_filters(sources="Belga", languages=["FR"])
    assert filters == Filters.of(sources=frozenset({"Belga"}), languages=frozenset({"fr"}))


@pytest.mark.parametrize(
    "given",
    [
        {"since": "someday"},
        {"since": "before 2020"},
        {"until": "since 2020"},
        {"as_of": "2020-02-30"},
        {"since": "9999"},
        {"until": "2020-W60"},
        {"since": "2020-09", "until": "2020-08"},
        {"since": 5},
        {"since": b"2020"},
        {"sources": [1]},
    ],
)
def test_filters_that_mean_nothing(given: dict[str, str]) -> None:
    with pytest.raises(InvalidQuestionError, match="|".join(given)):
        parse_filters(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["when \udcff", "\ud800 quand"])
def test_half_characters_are_refused(text: str) -> None:
    with pytest.raises(InvalidQuestionError):
        parse_filters(sources=[text])


def test_a_filter_that_is_not_there() -> None:
    with pytest.raises(TypeError, match="'source'"):
        parse_filters(source="AFP")  # type: ignore[call-arg]


def test_phrases_are_relative_to_the_day_of_asking() -> None:
    asked = date(2021, 5, 12)
    expected = Filters.of(since=date(2021, 4, 1), until=date(2021, 4, 30))
    assert parse_filters(since="last month", until="last month", asked=asked) == expected


def test_what_type_checkers_are_told_is_what_there_is() -> None:
    hints = get_type_hints(FilterArguments)
    assert [*hints] == [*OPTIONS]
    for name, hint in hints.items():
        assert f"        {name}: " in (FilterArguments.__doc__ or "")
        assert (date in get_args(hint)) != OPTIONS[name].takes_several


def test_no_option_can_take_what_a_surface_uses_for_something_else() -> None:
    command = copy(qa.cli.ask)  # click keeps the help option of whoever asks first
    own = [one for one in command.params if one.name not in OPTIONS]
    used = {one.name for one in own}
    for function in (qa.ask, Pipeline.ask, Pipeline.retrieve, parse_filters):
        parameters = inspect.signature(function).parameters.values()
        used |= {one.name for one in parameters if one.kind is not one.VAR_KEYWORD}
    assert used <= RESERVED_NAMES
    with command.make_context("ask", ["why?"]) as context:
        typed = {name for one in command.get_params(context) for name in one.opts}
    typed -= {one.long_option for one in OPTIONS.values()}
    assert {name for name in typed if name.startswith("--")} <= RESERVED_LONG_OPTIONS


def test_a_command_has_an_option_for_each_filter() -> None:
    @click.command(cls=FilterCommand)
    @click.option("--top-k")
    @click.option("--json")
    def command(**_: object) -> None:
        """Ask."""

    context = command.make_context("ask", ["--as-of", "2020", "--source", "A", "--source", "B"])
    assert context.params == {
        "top_k": None,
        "since": None,
        "until": None,
        "as_of": "2020",
        "sources": ("A", "B"),
        "languages": (),
        "json": None,
    }
