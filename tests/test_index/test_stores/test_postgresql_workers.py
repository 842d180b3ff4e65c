"""Workers of a store in a database: what is queued is written once, whoever is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("psycopg", reason="pip install 'dateline[postgres]'")

from click.testing import CliRunner

from index import queueing
from index.builder import build
from index.cli import main as index_command
from index.errors import IndexMismatchError, SettingsError
from index.stores import open_store
from index.testing import FakeEmbedder
from tests.support.database_crashes import (
    Campaign,
    corpus,
    rows,
    start_builder,
    start_worker,
)

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.postgresql import Server

pytestmark = pytest.mark.slow


def test_workers_write_what_one_process_writes_and_one_that_is_killed_loses_nothing(
    postgresql: Server,
) -> None:
    Campaign(postgresql).run(5)


@pytest.mark.campaign
def test_fifty_deaths(postgresql: Server) -> None:
    Campaign(postgresql).run(50)


def test_documents_that_change_while_they_wait_are_written_as_they_are_now(
    postgresql: Server,
) -> None:
    campaign = Campaign(postgresql)
    address = campaign.store.address.conninfo
    builder = start_builder(address, 1, enqueue=True)
    while campaign.store.stats().queued < len(corpus(1)):
        assert builder.is_alive()
    builder.kill()
    builder.join()
    builder = start_builder(address, 2, enqueue=True)
    while campaign.store.stats().queued > len(corpus(2)):
        assert builder.is_alive()
    worker = start_worker(address)
    builder.join(60)
    worker.kill()
    worker.join()
    assert builder.exitcode == 0
    build(corpus(2), campaign.undisturbed, embedder=FakeEmbedder(), progress=False)
    assert rows(campaign.store) == rows(campaign.undisturbed)


def test_a_build_without_workers_takes_over_what_was_queued(postgresql: Server) -> None:
    campaign = Campaign(postgresql)
    builder = start_builder(campaign.store.address.conninfo, 1, enqueue=True)
    while not campaign.store.stats().queued:
        assert builder.is_alive()
    builder.kill()
    builder.join()
    while campaign.store.stats().writer:
        pass
    report = build(corpus(1), campaign.store, embedder=FakeEmbedder(), progress=False)
    assert report.info.articles == len(corpus(1))
    assert campaign.store.stats().queued == 0


def test_a_worker_with_another_model_is_told(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Other(FakeEmbedder):
        dimension = 128

    campaign = Campaign(postgresql)
    builder = start_builder(campaign.store.address.conninfo, 1, enqueue=True)
    while not campaign.store.stats().queued:
        assert builder.is_alive()
    with pytest.raises(IndexMismatchError):
        queueing.work(campaign.store, lambda _: Other(), drain=True)
    builder.kill()
    builder.join()


def test_a_worker_that_is_to_end_ends_when_nothing_is_queued(
    postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Campaign(postgresql).store
    builder = start_builder(store.address.conninfo, 1, enqueue=True)
    while store.stats().queued < len(corpus(1)):
        assert builder.is_alive()
    monkeypatch.setattr("index.caching.load_embedder", lambda *_: FakeEmbedder())
    done = CliRunner().invoke(index_command, ["work", "--drain", "--store", store.address.conninfo])
    assert done.exit_code == 0
    assert f"Wrote {len(corpus(1))} articles." in done.output
    builder.join(30)
    assert builder.exitcode == 0
    assert store.info().articles == len(corpus(1))


def test_a_folder_has_no_queue(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        build(corpus(1), tmp_path, embedder=FakeEmbedder(), enqueue=True, progress=False)
    with pytest.raises(SettingsError):
        queueing.work(open_store(tmp_path), lambda _: FakeEmbedder())
    assert CliRunner().invoke(index_command, ["work", "--store", str(tmp_path)]).exit_code == 1
