"""Hooks of MkDocs: what the site has besides the pages in ``docs``, and the check of docstrings.

Pages link to files of the repository (``../pyproject.toml``). The site gets a copy of each of these
files, and the links lead to the copies.
"""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import griffe
from mkdocs.structure.files import File

from docs import tutorial

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_ROOT = Path(__file__).parents[1]
_OUTSIDE = re.compile(r"\]\(\.\./(?!docs/)([^)#]+)")
_COPIES = "repository"
_NOTEBOOK = "tutorial.ipynb"
_log = logging.getLogger("mkdocs.hooks.docstrings")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the files of the repository that pages link to, and the tutorial as a notebook."""
    linked = {
        target
        for page in Path(config.docs_dir).glob("*.md")
        for target in _OUTSIDE.findall(page.read_text("utf-8"))
    }
    for target in sorted(linked):
        content = (_ROOT / target).read_text("utf-8")
        files.append(File.generated(config, _copy_of(target), content=content))
    notebook = json.dumps(tutorial.notebook(tutorial.PAGE.read_text("utf-8")), indent=1)
    files.append(File.generated(config, _NOTEBOOK, content=notebook))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Lead links out of ``docs`` to the copies, and offer the tutorial's notebook."""
    if page.file.src_path == tutorial.PAGE.name:
        markdown += f"\n\nThis page is also a [notebook]({_NOTEBOOK}).\n"
    return _OUTSIDE.sub(lambda link: f"]({_copy_of(link[1])}", markdown)


def _copy_of(target: str) -> str:
    """Return the place of a copy; as text, so that MkDocs makes no page of it."""
    return f"{_COPIES}/{target}.txt"


class RequireDocstrings(griffe.Extension):
    """Warn of public objects without a docstring; the build is strict, so that it fails."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:  # noqa: ANN401
        """Look at an object when its module was read."""
        documented = obj.is_attribute or obj.is_special or obj.has_docstring
        if not documented and _is_public(obj):
            _log.warning("%s has no docstring", obj.path)


def _is_public(obj: griffe.Object) -> bool:
    """Return whether an object and all that it is defined in are public."""
    parts = obj.path.split(".")
    inside_function = obj.parent is not None and obj.parent.is_function
    return not inside_function and not any(part.startswith("_") for part in parts)
