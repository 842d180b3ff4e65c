"""Builders that die or cannot write, a few and some more; ``make test-crashes`` has hundreds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("no forks and no SIGKILL", allow_module_level=True)

from tests.support.crashes import Campaign

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

COUNTS = pytest.mark.parametrize("count", [4, pytest.param(60, marks=pytest.mark.campaign)])


@COUNTS
def test_a_killed_builder_leaves_a_whole_generation(tmp_path: Path, count: int) -> None:
    campaign = Campaign(tmp_path)
    campaign.kills(count)
    assert campaign.seen["before"]


@COUNTS
def test_a_failed_write_leaves_a_whole_generation(tmp_path: Path, count: int) -> None:
    campaign = Campaign(tmp_path)
    campaign.failures(count)
    assert campaign.seen["before"]
