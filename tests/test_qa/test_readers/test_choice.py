"""Readers by name: the one that ships, none, or another model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import qa
from index import bundled_model
from index.errors import ModelUnavailableError
from index.stores.local.snapshot import LocalSnapshot
from index.testing import FakeEmbedder
from qa import Pipeline
from qa.cli import main
from qa.readers.loading import SENTENCES, TRAINED, load_reader
from tests.contracts.reader_contract import QUESTION, hits

if TYPE_CHECKING:
    from pathlib import Path

ASKED = "when does the ban take effect?"


def test_none_quotes_sentences() -> None:
    plain = load_reader(SENTENCES, FakeEmbedder()).read(QUESTION, hits())
    assert plain
    assert all(reading.spans == () for reading in plain)


@pytest.mark.model
@pytest.mark.parametrize("name", [TRAINED, None])
def test_the_reader_that_ships_tells_the_words(name: str | None) -> None:
    shipped = load_reader(name, FakeEmbedder()).read(QUESTION, hits())
    assert shipped
    assert all(reading.answers for reading in shipped)


@pytest.mark.model
def test_a_reader_is_loaded_once() -> None:
    assert load_reader(TRAINED, FakeEmbedder()) is load_reader(None, FakeEmbedder())


@pytest.mark.parametrize("name", ["/no/such/folder", "no-such/model"])
def test_a_name_that_leads_nowhere_says_what_to_do(name: str) -> None:
    with pytest.raises(ModelUnavailableError, match=name):
        load_reader(name, FakeEmbedder())


@pytest.mark.parametrize(
    ("name", "meant"), [("traind", "trained"), ("Trained", "trained"), ("NONE", "none")]
)
def test_a_name_that_was_mistyped_is_told(name: str, meant: str) -> None:
    with pytest.raises(ModelUnavailableError, match=f"--reader {meant}"):
        load_reader(name, FakeEmbedder())


def test_without_the_default_model_the_reader_that_ships_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(_: str) -> str:
        raise bundled_model.importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(bundled_model.importlib.metadata, "version", version)
    with pytest.raises(ModelUnavailableError):
        load_reader(TRAINED, FakeEmbedder(), tmp_path)
    assert load_reader(SENTENCES, FakeEmbedder(), tmp_path).read(QUESTION, []) == []


def test_a_pipeline_without_its_reader_lets_go_of_the_index(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = []
    close = LocalSnapshot.close
    monkeypatch.setattr(LocalSnapshot, "close", lambda one: (closed.append(one), close(one)))
    with pytest.raises(ModelUnavailableError):
        Pipeline.open(seed_index, reader="/no/such/folder")
    assert len(closed) == 1


def test_the_setting_names_a_reader_and_the_argument_another(
    seed_index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_READER", SENTENCES)
    with Pipeline.open(seed_index) as pipeline:
        citations = pipeline.ask(ASKED).citations
        assert citations
        assert all(citation.spans == () for citation in citations)
    with pytest.raises(ModelUnavailableError):
        qa.ask(ASKED, index_dir=seed_index, reader="/no/such/folder")


def test_a_question_may_be_put_to_another_reader(seed_index: Path) -> None:
    answers = [
        qa.ask(ASKED, index_dir=seed_index, reader=reader)
        for reader in (TRAINED, SENTENCES, TRAINED)
    ]
    told = [(*answer.citations, *answer.closest) for answer in answers]
    words = [any(citation.spans for citation in citations) for citations in told]
    assert words == [True, False, True]
    assert told[0] == told[2]


def test_the_reader_that_ships_reads_unless_another_is_named(seed_index: Path) -> None:
    usual, named = (qa.ask(ASKED, index_dir=seed_index, reader=r) for r in (None, TRAINED))
    assert usual.found
    assert usual.citations == named.citations


def test_the_trained_reader_tells_the_very_words(seed_index: Path) -> None:
    for question, words in {
        ASKED: "20 September 2020",
        "Quand l'interdiction prend-elle effet ?": "20 septembre 2020",
        "When does the TikTok ban take effect?": "20 September 2020",
        "Who is TikTok's head in the United States?": "Vanessa Pappas",
        "Qui est la responsable de TikTok aux Etats-Unis ?": "Vanessa Pappas",
        "Qui a pris le décret ?": "le président Trump",
        "When was the decree signed?": "6 August 2020",
        "Jusqu'à quand ByteDance doit-il vendre ?": "jusqu'au 20 septembre 2020",
    }.items():
        answer = qa.ask(question, index_dir=seed_index, reader=TRAINED)
        assert answer.found, question
        assert words in [told["value"] for told in answer.to_dict()["findings"]], question
    for question in ("What is the latest on the TikTok ban?", "Dernières nouvelles de TikTok ?"):
        answer = qa.ask(question, index_dir=seed_index, reader=TRAINED)
        assert answer.found, question
        assert answer.news
        assert all((one.times, one.words) == ((), ()) for one in answer.findings)
    for question in ("What is the capital of Peru?", "Quelle est la capitale du Pérou ?"):
        assert not qa.ask(question, index_dir=seed_index, reader=TRAINED).found


def test_the_command_takes_a_reader(seed_index: Path) -> None:
    arguments = [ASKED, "--index-dir", str(seed_index), "--reader"]
    done = CliRunner().invoke(main, [*arguments, SENTENCES])
    assert done.exit_code == 0, done.output
    assert "45 jours" in " ".join(done.stdout.split())
    failed = CliRunner().invoke(main, [*arguments, "/no/such/folder"])
    assert failed.exit_code == 1
    assert "error: there is no reader folder '/no/such/folder'" in failed.stderr
    assert "Traceback" not in failed.output
