"""What each language says of time: every line of ``tests/data/times``."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.dates.languages import known_languages
from tests.support.times import Example, examples

_EXAMPLES = list(examples(Path(__file__).parents[2] / "data" / "times"))


@pytest.mark.parametrize("example", _EXAMPLES, ids=lambda example: example.name)
def test_an_example_is_read_as_it_is_meant(example: Example) -> None:
    example.check()


def test_every_language_has_examples() -> None:
    assert {example.language for example in _EXAMPLES} == set(known_languages())
