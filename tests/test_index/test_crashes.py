"""A few builders that die or cannot write; ``make test-crashes`` has hundreds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if sys.platform == "win32":
    pytest.skip("no forks and no SIGKILL", allow_module_level=True)

from tests.support.crashes import Campaign

if TYPE_CHECKING:
    from pathlib import Path


def test_a_killed_builder_leaves_a_whole_generation(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path)
    campaign.kills(24)
    assert campaign.seen["before"]


def test_a_failed_write_leaves_a_whole_generation(tmp_path: Path) -> None:
    campaign = Campaign(tmp_path)
    campaign.failures(24)
    assert campaign.seen["before"]
