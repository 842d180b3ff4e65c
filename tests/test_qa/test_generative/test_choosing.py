"""A language model is asked where it is chosen, by a name or for one question, and nowhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from index.errors import SettingsError
from index.search import Retriever
from qa import Pipeline
from qa.answerers.extractive import ExtractiveAnswerer
from qa.answerers.generative.answerer import GenerativeAnswerer
from qa.answerers.generative.settings import ModelSettings
from qa.answerers.loading import load_answerer
from qa.cli import main
from qa.testing import ScriptedModel, ScriptedReader, claims_reply
from tests.test_qa.test_answerers import AUGUST, FLAGSHIP, SEPTEMBER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL = {"DATELINE_LLM_URL": "http://localhost:1/v1", "DATELINE_LLM_MODEL": "m"}
DECREE = "The decree takes effect on 20 September 2020."
DOWNLOADS = "TikTok denounced the US decision to ban its download from Sunday 20 September 2020."
LIE = "The decree took effect on 6 August 2020."


def flagship(prompt: str) -> str:
    """What a good model says of the seeds, and a lie."""
    numbers = {
        name: [int(found[1])] if found else []
        for name, words in (("decree", "45 jours"), ("downloads", "vendredi"))
        for found in [re.search(rf"^\[(\d+)\].*{words}", prompt, re.MULTILINE)]
    }
    return claims_reply(
        (DECREE, numbers["decree"]), (LIE, numbers["decree"]), (DOWNLOADS, numbers["downloads"])
    )


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    with ScriptedModel(flagship) as server:
        monkeypatch.setenv("DATELINE_LLM_URL", server.settings().url)
        monkeypatch.setenv("DATELINE_LLM_MODEL", "scripted")
        yield server


def test_the_flagship_question_is_answered_in_english_with_both_quotes(
    model: ScriptedModel, seed_index: Path, seeds: Path
) -> None:
    quoting = ExtractiveAnswerer(ScriptedReader({}))
    with Pipeline(Retriever.open(seed_index), quoting) as pipeline:
        assert not pipeline.ask(FLAGSHIP).found
        assert model.requests == []
        answer = pipeline.ask(FLAGSHIP, answerer="generative")
        early = pipeline.ask(FLAGSHIP, answerer="generative", as_of="2020-08-31")
        again = pipeline.ask(FLAGSHIP, answerer="extractive")
    assert answer.written is not None
    assert [claim.text for claim in answer.written.claims] == [DECREE, DOWNLOADS]
    assert [one.text for one in answer.written.dropped] == [LIE]
    assert [one.document for one in answer.citations] == [AUGUST, SEPTEMBER]
    for claim in answer.written.claims:
        for quote in claim.quotes:
            document = answer.citations[quote.citation - 1].document
            text = (seeds / document).read_bytes().decode()
            assert text[quote.start : quote.end] == quote.text
    assert answer.findings[0].times[0].period.isoformat() == "2020-09-20"
    assert answer.answer == f"{DECREE} [1]\n{DOWNLOADS} [2]"
    assert {one.document for one in early.citations} == {AUGUST}
    assert SEPTEMBER not in model.requests[1]["messages"][-1]["content"]
    assert "12 novembre" not in model.requests[1]["messages"][-1]["content"]
    assert again.written is None


def test_the_command_writes_and_shows_what_it_dropped(
    model: ScriptedModel, seed_index: Path
) -> None:
    command = ["ask", FLAGSHIP, "--index-dir", str(seed_index), "--answerer", "generative"]
    result = CliRunner().invoke(main, [*command, "--show-dropped"])
    assert result.exit_code == 0
    assert DECREE in result.stdout
    assert "Written by scripted on 127.0.0.1" in result.stdout
    assert LIE not in result.stdout
    assert LIE in result.stderr


def test_names_and_settings_that_mean_nothing_are_told() -> None:
    quoting = ExtractiveAnswerer(ScriptedReader({}))
    assert load_answerer(None, quoting) is load_answerer("extractive", quoting) is quoting
    with pytest.raises(SettingsError):
        load_answerer("poetic", quoting)


@pytest.mark.parametrize(
    ("environment", "variable"),
    [
        ({}, "DATELINE_LLM_URL"),
        ({"DATELINE_LLM_URL": "http://localhost:1/v1"}, "DATELINE_LLM_MODEL"),
        ({**URL, "DATELINE_LLM_URL": "localhost:1"}, "DATELINE_LLM_URL"),
        ({**URL, "DATELINE_LLM_URL": "file:///etc/passwd"}, "DATELINE_LLM_URL"),
        ({**URL, "DATELINE_LLM_DEADLINE": "soon"}, "DATELINE_LLM_DEADLINE"),
        ({**URL, "DATELINE_LLM_DEADLINE": "nan"}, "DATELINE_LLM_DEADLINE"),
        ({**URL, "DATELINE_LLM_CONTEXT": "12"}, "DATELINE_LLM_CONTEXT"),
        ({**URL, "DATELINE_LLM_KEY_FILE": "/nowhere/key"}, "DATELINE_LLM_KEY_FILE"),
    ],
)
def test_settings_of_a_server_are_checked(environment: dict[str, str], variable: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        ModelSettings.from_environment(environment)


def test_a_key_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text("sk-of-the-file\n")
    settings = ModelSettings.from_environment({**URL, "DATELINE_LLM_KEY_FILE": str(file)})
    assert settings.key == "sk-of-the-file"
    assert ModelSettings.from_environment({**URL, "DATELINE_LLM_KEY": "sk-1"}).key == "sk-1"
    assert "sk-" not in repr(settings)
    file.write_text("")
    with pytest.raises(SettingsError):
        ModelSettings.from_environment({**URL, "DATELINE_LLM_KEY_FILE": str(file)})


def test_the_address_of_a_server_is_shown_without_its_password() -> None:
    settings = ModelSettings("https://me:secret@models.example/v1", "m")
    assert settings.host == "models.example"
    written = GenerativeAnswerer.of(ExtractiveAnswerer(ScriptedReader({})), settings)
    assert "secret" not in written._by().host
