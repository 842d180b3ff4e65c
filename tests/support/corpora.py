"""Reading files of other makers, and pages and files that a test writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.corpus import CorpusOptions, open_corpus, read_all
from index.datatypes import Article
from index.errors import CorpusError
from index.settings import PROJECT

if TYPE_CHECKING:
    from pathlib import Path

SAMPLES = PROJECT.parent / "shared" / "samples"


def sample(name: str) -> Path:
    """Return a file of another maker, or skip the test where it is absent."""
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip(f"{name} is no part of this checkout")
    return path


def articles_of(path: Path, options: CorpusOptions | None = None) -> list[Article]:
    """Return the articles of a file, all of which can be read."""
    read = list(read_all(open_corpus(path, options=options)))
    assert not [one for one in read if isinstance(one, CorpusError)]
    return [one for one in read if isinstance(one, Article)]


def problems_of(path: Path, options: CorpusOptions | None = None) -> list[str]:
    """Return why items of a file are no articles."""
    read = read_all(open_corpus(path, options=options))
    return [one.reason for one in read if isinstance(one, CorpusError)]
