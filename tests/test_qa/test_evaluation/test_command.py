"""The evaluation command, over a few articles that we wrote; the guard of retrieval's quality."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from click.testing import CliRunner

from index.testing import FakeEmbedder
from qa.evaluation.cache import CachedEmbedder
from qa.evaluation.cli import main
from qa.evaluation.dataset import load
from qa.evaluation.metrics import MEASURES
from qa.evaluation.reading import RERANKED
from qa.evaluation.run import STAGES, evaluate
from qa.readers.sentences import SentenceReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from index.embedders import Encoding, SentenceTransformerEmbedder

NEWS = Path(__file__).parent.parent.parent / "data" / "news"


class CountingEmbedder(FakeEmbedder):
    texts = 0

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.texts += len(texts)
        return super().embed_passages(texts)


@pytest.fixture(scope="module")
def measured(
    bundled_embedder: SentenceTransformerEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("cache") / "vectors.sqlite"
    with CachedEmbedder(bundled_embedder, path) as cached:
        found = evaluate(
            load(NEWS),
            cached,
            uncached=bundled_embedder,
            reader=SentenceReader(cached),
            read=100,
            progress=False,
        )
    return found.to_dict()


@pytest.mark.campaign
def test_questions_in_any_language_find_their_article(measured: dict[str, Any]) -> None:
    # 17 questions, 12 of them in another language than their article.
    methods = measured["methods"]
    assert methods["late"]["nDCG@10"] >= 0.93
    assert methods["late"]["Hits@1"] >= 0.85
    assert methods["dense"]["nDCG@10"] >= 0.9
    assert methods["late"]["nDCG@10"] >= methods[measured["best_single"]]["nDCG@10"]


def test_everything_is_told(measured: dict[str, Any]) -> None:
    assert measured["dataset"] == "news"
    assert measured["documents"] == 16
    assert measured["queries"] == 19
    assert measured["judged"] == 17
    assert tuple(measured["methods"]) == STAGES
    for scores in measured["methods"].values():
        assert {*MEASURES, "nDCG@10_ci95", "p_value_vs_best_single"} == scores.keys()
    assert measured["quotes"]["questions"] == 17
    assert measured["quotes"]["contains"] >= 0.3
    assert tuple(measured["read"]) == RERANKED
    assert measured["read"]["late"] == measured["methods"]["late"] | {
        "p_value_vs_best_single": None
    }
    assert measured["gold"]["questions"] == 17
    assert measured["gold"]["contains"] >= measured["quotes"]["contains"]
    assert 0 <= measured["calibration"]["error"] <= 1
    declined = measured["refusal"]
    assert declined["rightly_declined"] + declined["wrongly_answered"] == 2
    assert measured["latency_ms"].keys() == {
        *("embed", "candidates", "fuse", "compare", "fetch", "all")
    }
    slowest = max(spent["p50"] for name, spent in measured["latency_ms"].items() if name != "all")
    assert measured["latency_ms"]["all"]["p50"] >= slowest


def test_the_cache_gives_back_what_it_was_given(tmp_path: Path) -> None:
    plain, texts = CountingEmbedder(), ["a ban", "a decree", "a ban", ""]
    with CachedEmbedder(plain, tmp_path / "cache" / "v.sqlite") as cached:
        first = [*cached.encode_passages(texts), *cached.encode_queries(["a ban"])]
        vectors = cached.embed_passages(texts), cached.embed_queries(texts)
        made = plain.texts
    with CachedEmbedder(plain, tmp_path / "cache" / "v.sqlite") as cached:
        again = [*cached.encode_passages(texts), *cached.encode_queries(["a ban"])]
        assert np.array_equal(cached.embed_passages(texts), vectors[0])
        assert np.array_equal(cached.embed_queries(texts), vectors[1])
    assert plain.texts == made

    def same(one: Encoding, other: Encoding) -> bool:
        return np.array_equal(one.vector, other.vector) and np.array_equal(one.words, other.words)

    assert all(map(same, first, again))
    direct = FakeEmbedder().encode_passages(texts)
    for one, other in zip(direct, first, strict=False):
        assert one.vector == pytest.approx(other.vector, abs=1e-3)
        assert one.words == pytest.approx(other.words, abs=1e-3)


@pytest.mark.model
def test_the_command_prints_a_table_and_json(tmp_path: Path) -> None:
    arguments = [str(NEWS), "--sample", "4", "--read", "0", "--cache", str(tmp_path / "v.sqlite")]
    table = CliRunner().invoke(main, arguments)
    assert table.exit_code == 0, table.output
    assert "news: 4 questions, 16 documents" in table.output
    for name in (*STAGES, "nDCG@10", "Recall@100"):
        assert name in table.output
    found = CliRunner().invoke(main, [*arguments, "--json", "--corpus-lang", "fr"])
    assert found.exit_code == 0, found.output
    measured = json.loads(found.stdout)
    assert measured["documents"] == 6
    assert measured["quotes"] == measured["gold"] == measured["read"] == {}


@pytest.mark.model
def test_the_command_prints_what_was_read(tmp_path: Path) -> None:
    read = ["--read", "10", "--reader", "none", "--cache", str(tmp_path / "v.sqlite")]
    table = CliRunner().invoke(main, [str(NEWS), *read])
    assert table.exit_code == 0, table.output
    assert "were read:" in table.output
    lines = {line.split()[0]: line for line in table.output.splitlines() if line}
    assert lines.keys() >= {"late", "reader", "quotes", "gold", "refusal", "calibration"}
    assert "exact" in lines["quotes"]
    assert "precision" in lines["refusal"]
    wrong = CliRunner().invoke(main, [str(NEWS), "--reader", "/no/such/folder"])
    assert wrong.exit_code == 1
    assert "error: there is no reader folder '/no/such/folder'" in wrong.output


@pytest.mark.model
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--qrels", "missing.tsv"], "no missing.tsv in it; there is qrels.tsv"),
        (["--query-lang", "it"], "no question is left"),
    ],
)
def test_what_cannot_be_measured_is_said_in_one_line(arguments: list[str], message: str) -> None:
    result = CliRunner().invoke(main, [str(NEWS), *arguments])
    assert result.exit_code == 1
    assert message in result.output
    assert "Traceback" not in result.output
