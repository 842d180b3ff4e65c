"""What the packages show, and what importing them costs."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import index
import qa
from index.settings import PROJECT

HEAVY = (
    *("torch", "faiss", "tantivy", "sentence_transformers", "transformers", "gradio", "numpy"),
    *("babel", "dateutil", "index.dates.resolution"),
)


def test_public_names_are_sorted_and_there() -> None:
    for package in (qa, index):
        assert package.__all__ == sorted(package.__all__)
        assert all(hasattr(package, name) for name in package.__all__)


@pytest.mark.parametrize("module", ["qa", "app"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = (
        f"import json, sys, {module}; print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == []
