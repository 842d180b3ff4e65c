"""Filters: conditions on fields, the options that make them, and what can be added to both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis import all_fields
from index.datatypes import Period
from index.filters import (
    FIELDS,
    OPTIONS,
    PUBLICATION,
    Condition,
    Field,
    FieldType,
    FilterOption,
    Filters,
    Operator,
    register,
    registered,
)
from index.testing import article

NEARBY = st.dates(date(2019, 12, 1), date(2021, 1, 31))  # around what the articles are dated
GIVEN = st.fixed_dictionaries(
    {},
    optional={
        "since": NEARBY,
        "until": NEARBY,
        "as_of": NEARBY,
        "sources": st.frozensets(st.sampled_from(["Agency", "Belga"])),
        "languages": st.frozensets(st.sampled_from(["en", "fr"])),
    },
)
TITLE = Field("first_word", FieldType.NAME, lambda one: one.title.split()[0])
TITLES = FilterOption("first_words", "first_word", Operator.ANY_OF, "Only titles that begin so.")


def test_no_filter_is_false_and_admits_all() -> None:
    assert not Filters()
    assert Filters().admits(article("a", "text"))
    assert Filters.of(as_of=date(2020, 1, 1))


@given(st.sampled_from(["2020", "2020-08", "2020-08-15"]), NEARBY)
def test_as_of_promises_and_a_range_overlaps(published: str, day: date) -> None:
    one = article("a", "text", published=published)
    assert Filters.of(as_of=day).admits(one) == (one.published.last <= day)
    assert Filters.of(until=day).admits(one) == (one.published.start <= day)
    assert Filters.of(since=day).admits(one) == (one.published.last >= day)


PERIODS = ["2020", "2020-08", "2020-08-15", "../2020-08-15"]


@given(st.sampled_from(PERIODS), st.sampled_from(PERIODS), NEARBY)
def test_as_of_counts_the_later_date_and_a_range_the_publication(
    published: str, updated: str, day: date
) -> None:
    one = article("a", "text", published=published, updated=updated)
    latest = max(Period.parse(published).last, Period.parse(updated).last)
    assert Filters.of(as_of=day).admits(one) == (latest <= day)
    before = replace(one, updated=None)
    assert Filters.of(until=day).admits(one) == Filters.of(until=day).admits(before)
    assert Filters.of(since=day).admits(one) == Filters.of(since=day).admits(before)


@given(st.sampled_from(["2020", "2020-08", "2020-08-15"]), NEARBY, st.integers(0, 500))
def test_widening_a_filter_never_removes(published: str, day: date, more: int) -> None:
    one = article("a", "text", published=published)
    earlier = date.fromordinal(max(1, day.toordinal() - more))
    later = date.fromordinal(min(date.max.toordinal(), day.toordinal() + more))
    assert Filters.of(since=earlier).admits(one) >= Filters.of(since=day).admits(one)
    assert Filters.of(until=later).admits(one) >= Filters.of(until=day).admits(one)
    assert Filters.of(as_of=later).admits(one) >= Filters.of(as_of=day).admits(one)


@given(GIVEN, GIVEN, st.builds(Period.of_day, NEARBY), st.sampled_from(["Agency", "AFP"]))
def test_both_admit_what_each_does(
    first: dict[str, Any], second: dict[str, Any], published: Period, source: str
) -> None:
    one = replace(article("a", "text", source=source), published=published)
    left, right = Filters.of(**first), Filters.of(**second)
    assert (left & right).admits(one) == (left.admits(one) and right.admits(one))
    assert left & left == left & Filters() == Filters() & left == left


def test_the_strictest_day_is_the_bound() -> None:
    filters = Filters.of(since=date(2020, 3, 1), until=date(2020, 9, 1), as_of=date(2020, 8, 1))
    filters &= Filters.of(since=date(2020, 4, 1), languages={"fr"})
    assert filters.bound(Operator.AT_LEAST, *PUBLICATION) == date(2020, 4, 1)
    assert filters.bound(Operator.AT_MOST, *PUBLICATION) == date(2020, 8, 1)
    assert filters.bound(Operator.AT_MOST, "first_day") == date(2020, 9, 1)
    assert filters.without(*PUBLICATION) == Filters.of(languages={"fr"})
    assert Filters().bound(Operator.AT_MOST, *PUBLICATION) is None


def test_what_is_empty_is_no_condition() -> None:
    assert Filters.of(since=None, sources=(), languages=frozenset()) == Filters()


@pytest.mark.parametrize(
    ("field", "operator", "value"),
    [
        ("publisher", Operator.ANY_OF, frozenset({"AFP"})),
        ("source", Operator.AT_LEAST, date(2020, 1, 1)),
        ("source", Operator.ANY_OF, frozenset()),
        ("source", Operator.ANY_OF, "AFP"),
        ("source", Operator.ANY_OF, frozenset({1})),
        ("last_day", Operator.ANY_OF, frozenset({"2020"})),
        ("last_day", Operator.AT_MOST, "2020-01-01"),
        ("last_day", Operator.AT_MOST, datetime(2020, 1, 1)),  # noqa: DTZ001
    ],
)
def test_a_condition_that_means_nothing(field: str, operator: Operator, value: Any) -> None:
    with pytest.raises(ValueError, match=field):
        Condition(field, operator, value)


def test_an_option_that_is_not_there() -> None:
    with pytest.raises(TypeError, match="'publisher'.*since, until, as_of"):
        Filters.of(publisher="AFP")


def test_a_field_and_an_option_are_there_for_a_while() -> None:
    fields, options = dict(FIELDS), dict(OPTIONS)
    with registered(TITLE, TITLES):
        filters = Filters.of(first_words={"The"})
        assert filters.admits(article("a", "The ban"))
        assert not filters.admits(article("a", "A ban"))
    assert (fields, options) == (FIELDS, OPTIONS)


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ((Field("source", FieldType.NAME, lambda one: one.source),), "'source'"),
        ((replace(OPTIONS["since"], closes="until"),), "'since'"),
        ((TITLES,), "'first_word'"),
        ((TITLE, replace(TITLES, operator=Operator.AT_LEAST)), "'at least'"),
        *(
            ((TITLE, replace(TITLES, name=name)), f"'{name}'")
            for name in ("question", "q", "top_k", "from", "first words", "Titles", "")
        ),
        *(
            ((TITLE, replace(TITLES, flag=flag)), f"'--{flag}'")
            for flag in ("json", "source", "as-of", "no dashes", "Title")
        ),
    ],
)
def test_what_cannot_be_added(entries: tuple[Field | FilterOption, ...], message: str) -> None:
    fields, options = dict(FIELDS), dict(OPTIONS)
    with pytest.raises(ValueError, match=message), registered(*entries):
        pass
    assert (fields, options) == (FIELDS, OPTIONS)
    assert register() is None


@pytest.mark.parametrize("name", ["", "Host", "host name", 'a"b', "id", "text", "end", "words_xx"])
def test_a_name_that_no_field_can_have(name: str) -> None:
    with pytest.raises(ValueError, match=f"'{name}'"):
        Field(name, FieldType.NAME, lambda one: one.source)


@pytest.mark.parametrize("kind", FieldType)
def test_a_value_of_another_type_is_told_with_its_field(kind: FieldType) -> None:
    wrong = Field("host", kind, lambda _: None)  # type: ignore[arg-type, return-value]
    for kept in (wrong.stored, wrong.indexed):
        with pytest.raises(TypeError, match=f"'host'.*'a'.*{kind.value}"):
            kept(article("a", "Text."))


@pytest.mark.parametrize("name", all_fields())
def test_no_field_is_called_as_one_of_words(name: str) -> None:
    with pytest.raises(ValueError, match=f"'{name}'"):
        Field(name, FieldType.NAME, lambda one: one.source)
