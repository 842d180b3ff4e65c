"""The flagship question, over articles that a program hands in and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import Article
from index.builder import build, update
from index.corpus import open_corpus, read_all
from qa import Pipeline

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedders import SentenceTransformerEmbedder


def test_a_list_of_articles_answers(
    tmp_path: Path, seeds: Path, bundled_embedder: SentenceTransformerEmbedder
) -> None:
    articles = [one for one in read_all(open_corpus(seeds)) if isinstance(one, Article)]
    build(articles, tmp_path, embedder=bundled_embedder, progress=False)
    with Pipeline.open(tmp_path) as pipeline:
        answer = pipeline.ask("when does the ban take effect?")
        first, second = answer.citations
        assert "45 jours" in first.quote
        assert "12 novembre" in second.quote
        assert [one.document for one in answer.citations] == [one.id for one in articles]
        update(articles[:1], tmp_path, embedder=bundled_embedder, progress=False)
        later = pipeline.ask("when does the ban take effect?")
        assert [one.document for one in later.citations] == [articles[0].id]
