"""The documentation is a site without orphans, and its build is strict."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from index.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def pages(entries: list[Any]) -> Iterator[str]:
    for entry in entries:
        for target in entry.values():
            if isinstance(target, str):
                yield target
            else:
                yield from pages(target)


def test_every_page_is_in_the_navigation_once() -> None:
    navigation = yaml.safe_load((PROJECT / "mkdocs.yml").read_text("utf-8"))["nav"]
    expected = sorted(path.name for path in (PROJECT / "docs").glob("*.md"))
    assert sorted(pages(navigation)) == expected


def build(project: Path, site: Path) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("mkdocs", reason="MkDocs is not installed: pip install '.[docs]'")
    pytest.importorskip("mkdocstrings_handlers.python")
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)]
    return subprocess.run(command, cwd=project, check=False, capture_output=True, text=True)


@pytest.mark.slow
def test_the_site_is_built_with_the_reference_and_the_notebook(tmp_path: Path) -> None:
    done = build(PROJECT, tmp_path)
    assert done.returncode == 0, done.stderr
    reference = (tmp_path / "api.html").read_text("utf-8")
    for name in ("qa.ask", "qa.Answer", "index.build", "index.errors.CorpusError"):
        assert f'id="{name}"' in reference, name
    assert (tmp_path / "tutorial.ipynb").exists()


@pytest.mark.slow
def test_a_broken_link_and_a_missing_docstring_fail(tmp_path: Path) -> None:
    project = tmp_path / "project"
    ignored = shutil.ignore_patterns(".*", "var", "__pycache__", "tests")
    shutil.copytree(PROJECT, project, ignore=ignored)
    with (project / "docs" / "chat.md").open("a", encoding="utf-8") as page:
        page.write("\n[nowhere](nowhere.md)\n")
    with (project / "qa" / "errors.py").open("a", encoding="utf-8") as module:
        module.write("\n\ndef undocumented() -> None:\n    pass\n")
    done = build(project, tmp_path / "site")
    assert done.returncode != 0
    assert "nowhere.md" in done.stderr
    assert "qa.errors.undocumented has no docstring" in done.stderr
