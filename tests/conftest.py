"""What the tests share: no network, a model cache of their own, one real index of the seeds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import settings

from index.settings import PROJECT

# Set before any library reads them.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # torch's threads spin, where cores are few
os.environ["DATELINE_CACHE"] = str(PROJECT / "var" / "cache")
for name in ("INDEX", "STORE", "MODEL", "READER", "FEEDBACK"):
    os.environ.pop(f"DATELINE_{name}", None)

# The tests kill processes, not machines, and what a process wrote outlives it.
os.fsync = lambda _: None

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from index.embedders import SentenceTransformerEmbedder
    from qa import Pipeline
    from tests.support.postgresql import Server

SEEDS = PROJECT / "seeds"
DATA = PROJECT / "tests" / "data"

# How long an example takes says more of the machine than of the law.
settings.register_profile("dateline", deadline=None)
settings.register_profile("quick", deadline=None, max_examples=25)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("dateline")

_MARKED_BY = {
    "bundled_embedder": "model",
    "rounded_embedder": "model",
    "browser_window": "browser",
    "wheel": "slow",
}
"""Fixtures, and how whatever uses one of them, through others too, is marked."""


_LONGEST_FIRST = "slow", "browser", "model"


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what loads the model and what starts a browser, so that nobody need remember it.

    Files with such tests come first: where two processes share the tests, file by file, one that
    takes a minute must not be the last, while the other process waits.
    """
    places: dict[Path, int] = {}
    last = len(_LONGEST_FIRST)
    for item in items:
        for fixture in _MARKED_BY.keys() & getattr(item, "fixturenames", ()):
            item.add_marker(_MARKED_BY[fixture])
        marks = {mark.name for mark in item.iter_markers()}
        place = next((at for at, one in enumerate(_LONGEST_FIRST) if one in marks), last)
        places[item.path] = min(place, places.get(item.path, last))
    items.sort(key=lambda item: places[item.path])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, bool, bool]:
    """Let a test, and the fixtures made for it, fail that loads the model and is not marked."""
    with pytest.MonkeyPatch.context() as patch:
        if item.get_closest_marker("model") is None:
            patch.setattr("index.models._bundled", _refuse)
        return (yield)


def _refuse(folder: Path, suffix: str) -> NoReturn:
    pytest.fail("only a test marked `model` may load the bundled model: see tests/conftest.py")


@pytest.fixture(scope="session")
def seeds() -> Path:
    return SEEDS


@pytest.fixture(scope="session")
def bundled_embedder() -> SentenceTransformerEmbedder:
    """The real model, loaded once."""
    from index.embedders import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder()


@pytest.fixture(scope="session")
def seed_index(
    tmp_path_factory: pytest.TempPathFactory, bundled_embedder: SentenceTransformerEmbedder
) -> Path:
    """A real index of the seeds."""
    from index.builder import build

    folder = tmp_path_factory.mktemp("index")
    build(SEEDS, folder, embedder=bundled_embedder, progress=False)
    return folder


@pytest.fixture(scope="session")
def seed_pipeline(seed_index: Path) -> Iterator[Pipeline]:
    """The real pipeline over the seeds."""
    from qa import Pipeline

    pipeline = Pipeline.open(seed_index)
    yield pipeline
    pipeline.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A database server, started once."""
    from tests.support.postgresql import server_or_skip

    with server_or_skip() as server:
        yield server


@pytest.fixture(scope="module")
def browser_window() -> Iterator[Browser]:
    """A browser for the tests of a module."""
    from tests.support.browser import chromium_or_skip

    with chromium_or_skip() as browser:
        yield browser


@pytest.fixture
def tab(browser_window: Browser) -> Iterator[Page]:
    """A desktop tab of it; see ``open_tab``."""
    from tests.support.browser import open_tab

    with open_tab(browser_window) as page:
        yield page
