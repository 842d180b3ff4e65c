"""Write pools in which every story exists in one language only, as in a real archive.

In NTREX and XQuAD, each document has a translation in every language, so a ranking that prefers the
question's language is never penalized. Here, each story is kept in one language, chosen at random,
and questions are asked in all languages. The folders are in the BEIR layout, with two files of
judgements for the same pool: ``qrels_same.tsv`` for questions in the language of the document, and
``qrels_cross.tsv`` for all others.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

from benchmarks.data import rows
from qa.evaluation.splits import half_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from qa.evaluation.splits import Half

JsonRow = dict[str, Any]


def mixed_ntrex(
    source: Path, destination: Path, *, half: Half | None = None, seed: int = 0
) -> Path:
    """Write the mixed pool of NTREX, whose questions are headlines.

    Args:
        source: Folder ``ntrex``.
        destination: Folder to write; created if it does not exist.
        half: Half of the stories, documents and questions; None for all.
        seed: Seed of the choice of languages.

    Returns:
        The destination.
    """
    return _write_mixed(source, destination, lambda story: half in (None, half_of(story)), seed)


def mixed_xquad(
    source: Path, destination: Path, languages: Collection[str], *, seed: int = 0
) -> Path:
    """Write the mixed pool of XQuAD, whose questions are about paragraphs.

    Args:
        source: Folder ``xquad``.
        destination: Folder to write; created if it does not exist.
        languages: Languages of documents and questions (ISO 639-1).
        seed: Seed of the choice of languages.

    Returns:
        The destination.

    Raises:
        ValueError: If there is nothing in one of the languages.
    """
    return _write_mixed(source, destination, lambda _: True, seed, languages)


def ntrex_half(source: Path, destination: Path, half: Half) -> Path:
    """Copy NTREX with the questions of one half of the stories, and all documents.

    Args:
        source: Folder ``ntrex``.
        destination: Folder to write; created if it does not exist.
        half: Half of the questions.

    Returns:
        The destination.
    """
    pairs = _relevant(source)
    queries = [
        query
        for query in rows(source / "queries.jsonl")
        if half_of(_story(pairs[query["_id"]][0])) == half
    ]
    destination.mkdir(parents=True, exist_ok=True)
    _write_rows(destination / "corpus.jsonl", rows(source / "corpus.jsonl"))
    _write_rows(destination / "queries.jsonl", queries)
    _write_qrels(
        destination / "qrels.tsv",
        [(query["_id"], document) for query in queries for document in pairs[query["_id"]]],
    )
    return destination


def _write_mixed(
    source: Path,
    destination: Path,
    is_wanted: Callable[[str], bool],
    seed: int,
    languages: Collection[str] | None = None,
) -> Path:
    documents: dict[str, dict[str, JsonRow]] = {}  # story → language → document
    for row in rows(source / "corpus.jsonl"):
        if is_wanted(_story(row["_id"])) and (languages is None or row["lang"] in languages):
            documents.setdefault(_story(row["_id"]), {})[row["lang"]] = row
    spoken = sorted({language for versions in documents.values() for language in versions})
    if languages is not None and set(spoken) != set(languages):
        raise ValueError(f"{source} has no document in {sorted(set(languages) - set(spoken))}")
    pool = {
        story: documents[story][tongue]
        for story, tongue in _assign_languages(documents, seed).items()
    }
    pairs = _relevant(source)
    queries: list[JsonRow] = []
    same: list[tuple[str, str]] = []
    cross: list[tuple[str, str]] = []
    for query in rows(source / "queries.jsonl"):
        story = _story(pairs[query["_id"]][0])
        if story not in pool or query["lang"] not in spoken:
            continue
        queries.append(query)
        judged = same if query["lang"] == pool[story]["lang"] else cross
        judged.append((query["_id"], pool[story]["_id"]))
    destination.mkdir(parents=True, exist_ok=True)
    _write_rows(destination / "corpus.jsonl", pool.values())
    _write_rows(destination / "queries.jsonl", queries)
    _write_qrels(destination / "qrels_same.tsv", same)
    _write_qrels(destination / "qrels_cross.tsv", cross)
    return destination


def _assign_languages(documents: dict[str, dict[str, JsonRow]], seed: int) -> dict[str, str]:
    """Return a random language for each story, with all languages equally often."""
    chance = random.Random(seed)  # noqa: S311 (sampling, not secrets)
    given: dict[str, int] = {}
    chosen: dict[str, str] = {}
    for story in chance.sample(sorted(documents), len(documents)):
        versions = chance.sample(sorted(documents[story]), len(documents[story]))
        chosen[story] = min(versions, key=lambda tongue: given.get(tongue, 0))
        given[chosen[story]] = given.get(chosen[story], 0) + 1
    return {story: chosen[story] for story in documents}


def _story(document: str) -> str:
    """Return the story of a document, its id without the language: ``en:bbc.381790``, ``en-0``."""
    return document[3:]


def _relevant(source: Path) -> dict[str, list[str]]:
    """Return the relevant documents of each question; all belong to one story."""
    found: dict[str, list[str]] = {}
    for line in (source / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query, document, _ = line.split("\t")
        found.setdefault(query, []).append(document)
    return found


def _write_rows(path: Path, objects: Iterable[JsonRow]) -> None:
    text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in objects)
    path.write_text(text, "utf-8")


def _write_qrels(path: Path, pairs: Iterable[tuple[str, str]]) -> None:
    lines = [f"{query}\t{document}\t1\n" for query, document in pairs]
    path.write_text("query-id\tcorpus-id\tscore\n" + "".join(lines), "utf-8")
