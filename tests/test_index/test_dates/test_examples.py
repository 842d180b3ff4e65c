"""What each language says of time: every line of ``tests/data/times``."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from index.datatypes import Period
from index.dates.languages import known_languages
from tests.support.times import Example, examples

_EXAMPLES = list(examples(Path(__file__).parents[2] / "data" / "times"))
_FILES: defaultdict[str, list[Example]] = defaultdict(list)
for _example in _EXAMPLES:
    _FILES[_example.language].append(_example)


def faults(some: list[Example]) -> list[str]:
    """Check all, and return what is wrong with each that is read otherwise."""
    found = []
    for example in some:
        try:
            example.check()
        except AssertionError as error:
            found.append(str(error))
        except Exception as error:  # noqa: BLE001 (whatever it is, the line is to be told)
            found.append(f"{example.name}: {example.text}\n{type(error).__name__}: {error}")
    return found


# A test for each line takes longer than reading it.
@pytest.mark.parametrize("language", _FILES)
def test_examples_are_read_as_they_are_meant(language: str) -> None:
    wrong = faults(_FILES[language])
    if wrong:
        told = "\n\n".join(wrong)
        pytest.fail(f"{len(wrong)} of {len(_FILES[language])} examples\n\n{told}", pytrace=False)


def test_every_language_has_examples() -> None:
    assert {example.language for example in _EXAMPLES} == set(known_languages())


def test_each_example_that_is_read_otherwise_is_told() -> None:
    day = {"text": "yesterday", "type": "date", "values": [{"start": "2020-09-16", "end": None}]}
    written = Period.of_day(date(2020, 9, 17))
    right, wrong, broken = (
        Example(name, "en", "It rained yesterday.", written, results)
        for name, results in (
            ("right", [day]),
            ("wrong", []),
            ("broken", [{**day, "values": [{"start": "?", "end": None}]}]),
        )
    )
    told = [fault.partition(":")[0] for fault in faults([right, wrong, broken, wrong])]
    assert told == ["wrong", "broken", "wrong"]
