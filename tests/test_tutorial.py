"""The tutorial shows what its commands print."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from docs import tutorial

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.model
def test_every_command_prints_what_the_tutorial_shows(tmp_path: Path) -> None:
    text = tutorial.PAGE.read_text("utf-8")
    told = tutorial.run(text, tmp_path)
    assert tutorial.normalized(told) == tutorial.normalized(text), "run `python -m docs.tutorial`"


def test_what_took_other_times_is_the_same() -> None:
    told = "Indexed 7 articles, 2 left out (4.7 s)."
    assert tutorial.normalized(told) == tutorial.normalized(told.replace("4.7", "12"))
    assert tutorial.normalized(told) != tutorial.normalized(told.replace("7 art", "8 art"))
