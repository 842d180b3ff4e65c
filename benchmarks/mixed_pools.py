"""Pools in which every story exists in one language only, as in a real archive.

In NTREX and XQuAD each document has a translation in every language, so that a ranking which
prefers the question's language is never punished. Here each story is kept in one language,
chosen at random, and asked about in all of them. The folders that are written are in the BEIR
layout, with two files of judgements over the same pool: ``qrels_same.tsv``, where question and
document share the language, and ``qrels_cross.tsv``, where they do not.
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

Row = dict[str, Any]


def mixed_ntrex(
    source: Path, destination: Path, *, half: Half | None = None, seed: int = 0
) -> Path:
    """Write the mixed pool of NTREX: headlines that look for their stories.

    Args:
        source: The folder ``ntrex``.
        destination: Where to write; made if it does not exist.
        half: Only the stories of this half, documents and questions.
        seed: What the choice of languages depends on.

    Returns:
        The destination.
    """
    return _write_mixed(source, destination, lambda story: half in (None, half_of(story)), seed)


def mixed_xquad(
    source: Path, destination: Path, languages: Collection[str], *, seed: int = 0
) -> Path:
    """Write the mixed pool of XQuAD: questions that look for their paragraph.

    Args:
        source: The folder ``xquad``.
        destination: Where to write; made if it does not exist.
        languages: The languages of documents and questions (ISO 639-1).
        seed: What the choice of languages depends on.

    Returns:
        The destination.

    Raises:
        ValueError: If there is nothing in one of the languages.
    """
    return _write_mixed(source, destination, lambda _: True, seed, languages)


def ntrex_half(source: Path, destination: Path, half: Half) -> Path:
    """Copy NTREX with the questions of one half of the stories, and all the documents.

    Args:
        source: The folder ``ntrex``.
        destination: Where to write; made if it does not exist.
        half: Which half.

    Returns:
        The destination.
    """
    pairs = _relevant(source)
    kept = [
        query
        for query in rows(source / "queries.jsonl")
        if half_of(_story(pairs[query["_id"]][0])) == half
    ]
    destination.mkdir(parents=True, exist_ok=True)
    _write_rows(destination / "corpus.jsonl", rows(source / "corpus.jsonl"))
    _write_rows(destination / "queries.jsonl", kept)
    _write_qrels(
        destination / "qrels.tsv",
        [(query["_id"], document) for query in kept for document in pairs[query["_id"]]],
    )
    return destination


def _write_mixed(
    source: Path,
    destination: Path,
    wanted: Callable[[str], bool],
    seed: int,
    languages: Collection[str] | None = None,
) -> Path:
    documents: dict[str, dict[str, Row]] = {}  # story → language → document
    for row in rows(source / "corpus.jsonl"):
        if wanted(_story(row["_id"])) and (languages is None or row["lang"] in languages):
            documents.setdefault(_story(row["_id"]), {})[row["lang"]] = row
    spoken = sorted({language for versions in documents.values() for language in versions})
    if languages is not None and set(spoken) != set(languages):
        raise ValueError(f"{source} has no document in {sorted(set(languages) - set(spoken))}")
    pool = {story: documents[story][tongue] for story, tongue in _deal(documents, seed).items()}
    pairs = _relevant(source)
    queries: list[Row] = []
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


def _deal(documents: dict[str, dict[str, Row]], seed: int) -> dict[str, str]:
    """A language for each story, each language as often as the others, within one."""
    chance = random.Random(seed)  # noqa: S311 (sampling, not secrets)
    given: dict[str, int] = {}
    chosen: dict[str, str] = {}
    for story in chance.sample(sorted(documents), len(documents)):
        versions = chance.sample(sorted(documents[story]), len(documents[story]))
        chosen[story] = min(versions, key=lambda tongue: given.get(tongue, 0))
        given[chosen[story]] = given.get(chosen[story], 0) + 1
    return {story: chosen[story] for story in documents}


def _story(document: str) -> str:
    """What a document tells, without its language: ``en:bbc.381790`` and ``en-0``."""
    return document[3:]


def _relevant(source: Path) -> dict[str, list[str]]:
    """The documents that answer each question; all of one story."""
    found: dict[str, list[str]] = {}
    for line in (source / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query, document, _ = line.split("\t")
        found.setdefault(query, []).append(document)
    return found


def _write_rows(path: Path, objects: Iterable[Row]) -> None:
    text = "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in objects)
    path.write_text(text, "utf-8")


def _write_qrels(path: Path, pairs: Iterable[tuple[str, str]]) -> None:
    lines = [f"{query}\t{document}\t1\n" for query, document in pairs]
    path.write_text("query-id\tcorpus-id\tscore\n" + "".join(lines), "utf-8")
