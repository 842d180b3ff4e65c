"""Questions that nothing answers, made of those that something does."""

from __future__ import annotations

import re

import pytest

from benchmarks.near_misses import Original, near_misses

FIRE = Original(
    "fire",
    "how many lorries burned in the Norville tunnel",
    "en",
    ("On Monday seven lorries burned in the tunnel of Norville, said Norville police.",),
    2019,
)
BRIDGE = Original(
    "bridge",
    "who designed the Kestrel bridge",
    "en",
    ("The bridge in Kestrel, designed by Anna Vale, opened.",),
    2021,
)
STORM = Original("storm", "Qui a ouvert Marlow en 2016", "fr", ("Le pont de Marlow, en 2016.",))


def misses(*originals: Original) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {one.id: [] for one in originals}
    for miss in near_misses(originals):
        found[miss.id].append(miss.text)
    return found


def test_a_name_takes_the_place_of_another() -> None:
    made = misses(FIRE, BRIDGE)
    assert "how many lorries burned in the Kestrel tunnel" in made["fire"]
    assert "who designed the Norville bridge" in made["bridge"]


def test_a_question_that_names_no_year_is_asked_of_another_one() -> None:
    [year] = [int(found) for text in misses(FIRE)["fire"] for found in re.findall(r"\d{4}", text)]
    assert 0 < abs(year - 2019) <= 3


def test_the_year_of_a_question_is_moved() -> None:
    [text] = misses(STORM)["storm"]
    assert text.startswith("Qui a ouvert Marlow en 201")
    assert text != STORM.text


@pytest.mark.parametrize("question", ["fire", "bridge"])
def test_no_miss_is_a_question_that_was_asked(question: str) -> None:
    assert not {FIRE.text, BRIDGE.text} & set(misses(FIRE, BRIDGE)[question])


def test_nothing_comes_from_another_language() -> None:
    made = misses(FIRE, STORM)
    assert not any("Marlow" in text for text in made["fire"])


def test_they_are_the_same_each_time() -> None:
    assert misses(FIRE, BRIDGE, STORM) == misses(FIRE, BRIDGE, STORM)
