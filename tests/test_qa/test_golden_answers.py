"""What an answer looks like on every surface, in each language, held against a file."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.golden_answers import FILE, golden

EXPECTED: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))


@pytest.fixture(scope="module")
def rendered() -> dict[str, dict[str, Any]]:
    return golden()


@pytest.mark.parametrize("name", EXPECTED)
def test_an_answer_looks_as_it_did(name: str, rendered: dict[str, dict[str, Any]]) -> None:
    assert rendered[name] == EXPECTED[name]


def test_no_answer_is_missing_from_the_file(rendered: dict[str, dict[str, Any]]) -> None:
    assert rendered.keys() == EXPECTED.keys()
