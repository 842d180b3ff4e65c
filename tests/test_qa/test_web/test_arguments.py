"""Arguments of the endpoints: by name and in order, over HTTP and from agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.web.arguments import Endpoint, Parameter, WrongArgumentsError
from qa.web.endpoints import _whole
from qa.web.schemas import RESULTS
from tests.support.fake_pipeline import FakePipeline
from tests.support.golden_answers import golden

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = "abcdef"
VALUES = st.integers() | st.text(max_size=3) | st.none() | st.lists(st.integers(), max_size=2)


@st.composite
def endpoints(draw: st.DrawFn) -> Endpoint:
    """As a Python function: those without a default come first."""
    count = draw(st.integers(0, len(NAMES)))
    required = draw(st.integers(0, count))
    return Endpoint(
        "try",
        tuple(
            Parameter(name, number < required, None if number < required else draw(VALUES))
            for number, name in enumerate(NAMES[:count])
        ),
    )


def complete(endpoint: Endpoint, given: Sequence[Any]) -> bool:
    """Whether no argument that is needed is missing, and none is too many."""
    needed = [number for number, one in enumerate(endpoint.parameters) if one.required]
    there = [number < len(given) and given[number] is not None for number in needed]
    return len(given) <= len(endpoint.parameters) and all(there)


@given(endpoints(), st.lists(VALUES, max_size=len(NAMES) + 1))
def test_what_is_left_out_has_its_default(endpoint: Endpoint, values: list[Any]) -> None:
    if not complete(endpoint, values):
        with pytest.raises(WrongArgumentsError):
            endpoint.in_order(values)
        return
    filled = endpoint.in_order(values)
    assert len(filled) == len(endpoint.parameters)
    for number, (value, one) in enumerate(zip(filled, endpoint.parameters, strict=True)):
        said = values[number] if number < len(values) else None
        assert value == (one.default if said is None else said)


@given(endpoints(), st.lists(VALUES, max_size=len(NAMES)))
def test_by_name_and_in_order_mean_the_same(endpoint: Endpoint, values: list[Any]) -> None:
    if complete(endpoint, values):
        named = dict(zip(NAMES, values, strict=False))
        kept = endpoint.by_name(named)
        defaults = {one.name: one.default for one in endpoint.parameters}
        assert [*(defaults | kept).values()] == endpoint.in_order(values)


ASK = Endpoint("ask", (Parameter("question", True), Parameter("top_k", False, 5)))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"question": "q", "limit": 3}, "ask has no parameter 'limit'"),
        ({"limit": 3, "k": 3}, "ask has no parameter 'limit', 'k'"),
        ({}, "ask needs 'question'"),
        ({"question": None, "top_k": 3}, "ask needs 'question'"),
        (["q", 3, 4], "ask was given 3 arguments"),
        ([], "ask needs 'question'"),
        ([None], "ask needs 'question'"),
    ],
)
def test_what_is_wrong_is_named_beside_what_is_known(given: Any, told: str) -> None:
    check = ASK.by_name if isinstance(given, dict) else ASK.in_order
    with pytest.raises(WrongArgumentsError) as error:
        check(given)
    assert str(error.value) == f"{told}; it takes question, top_k (5 by default)"


@pytest.mark.parametrize(("given", "meant"), [(5.0, 5), (5.5, 5.5), ("5.0", "5.0"), (-0.0, 0)])
def test_a_whole_number_may_be_written_with_a_point(given: Any, meant: Any) -> None:
    assert (type(_whole(given)), _whole(given)) == (type(meant), meant)


class TestSchemas:
    """What agents are told of a tool's result is true of it."""

    def test_of_answers(self) -> None:
        from jsonschema import validate

        found = set()
        for renderings in golden().values():
            validate(renderings["json"], RESULTS["ask"])
            found.add(renderings["json"]["found"])
        assert found == {True, False}

    def test_of_passages_and_articles(self) -> None:
        from jsonschema import validate

        pipeline = FakePipeline()
        hits = [hit.to_dict() for hit in pipeline.retrieve("the bridge")]
        validate({"result": hits}, RESULTS["search"])
        for one in pipeline.articles.values():
            validate(one.to_dict(), RESULTS["article"])

    def test_what_a_key_must_be_is_checked(self) -> None:
        from jsonschema import ValidationError, validate

        with pytest.raises(ValidationError):
            validate({"result": [{"passage": "alone"}]}, RESULTS["search"])
