"""Updates: they cost what changed, and their result is that of a fresh build."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from index import ingest, passage_encoder
from index.analysis import question_terms
from index.builder import build, plan_update, update
from index.changes import Changes
from index.cli import main
from index.corpus import ListCorpus
from index.errors import CorpusError, IndexCorruptError, IndexMismatchError, IndexNotBuiltError
from index.stores import open_store
from index.stores.local import generations
from index.stores.local.manifest import Manifest, checksums
from index.stores.memory import MemoryStore
from index.testing import FakeEmbedder, article
from tests.support.laws import costly

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from index.corpus import Corpus
    from index.datatypes import Article
    from index.embedders import Encoding
    from index.stores import Store

STORY = (
    "The governor said on Monday that the old bridge over the river is to be closed for repairs. "
)
TEXTS = [
    "date 2020-09-17 (Belga) The ban takes effect on Sunday. It was signed in August.",
    "date 2020-09 (AFP) Le décret prend effet dimanche, selon le ministère du commerce.",
    f"date 2020-08-06 {STORY * 7}",
    f"date 2020-08-07 {STORY * 7}The mayor objects.",
    "date 2021 " + "A long look back at a year. " * 60,
    "no date at all",
    "",
]
NAMES = ["a.txt", "b.txt", "north/a.txt", "north/c.txt", "é.txt"]
DIFFERENT = 6  # texts of the passages that the first five files make
QUESTIONS = ["when does the ban take effect", "the bridge over the river", "le décret", "a year"]


class Counting(FakeEmbedder):
    """Counts what it embeds, but for the sentences that every build begins with."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> list[Encoding]:
        self.texts += texts
        return super().encode_passages(texts)


def write(corpus: Path, files: dict[str, str]) -> None:
    for path in [*corpus.rglob("*.txt")]:
        path.unlink()
    for name, text in files.items():
        (corpus / name).parent.mkdir(parents=True, exist_ok=True)
        (corpus / name).write_text(text, "utf-8")


def dumped(place: Path | Store) -> dict[str, Any]:
    """All that is kept in an index, and what it answers."""
    store = open_store(place)
    with store.write() as writer:
        base = store.read_base()
        writer.open_staging(base.info.encoder, base.codec, base)
        names = [name for name, _ in writer.digests()]
        encodings = {name: writer.encodings(name) for name in names}
        found: dict[str, Any] = {
            "articles": [writer.article(name) for name in names],
            "signatures": dict(writer.signatures()),
            "clusters": writer.clusters(),
            "encodings": [
                (passage, vector.tobytes(), words)
                for own in encodings.values()
                for passage, vector, words in own
            ],
        }
        writer.abandon()
    snapshot = store.open()
    ids = [one.passage.id for own in encodings.values() for one in own]
    vectors = FakeEmbedder().embed_queries(QUESTIONS)
    found |= {
        "counts": (snapshot.info.articles, snapshot.info.passages, snapshot.info.published),
        "stats": snapshot.stats(),
        "skipped": snapshot.info.skipped,
        "digests": dict(snapshot.digests()),
        "evidence": snapshot.evidence(ids),
        "passages": snapshot.passages(ids),
        "candidates": [
            snapshot.candidates(vector, question_terms(question, language, {"en", "fr"}), 9)
            for question, vector in zip(QUESTIONS, vectors, strict=True)
            for language in ("en", "fr")
        ],
    }
    snapshot.close()
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("update")


FILES = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(TEXTS), max_size=5).map(
    lambda files: files | {"z.txt": TEXTS[0]}  # a corpus without one article is an error
)


@pytest.mark.parametrize("kind", ["folder", "memory"])
@costly(6, suppress_health_check=[HealthCheck.too_slow])
@given(corpora=st.lists(FILES, min_size=2, max_size=4))
def test_an_updated_index_is_the_one_that_a_fresh_build_makes(
    folder: Path, kind: str, corpora: list[dict[str, str]]
) -> None:
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    grown, fresh = (
        MemoryStore() if kind == "memory" else open_store(folder / name)
        for name in ("grown", "fresh")
    )
    for step, files in enumerate(corpora):
        write(corpus, files)
        if step:
            update(corpus, grown, embedder=FakeEmbedder(), progress=False)
        else:
            build(corpus, grown, fresh=True, embedder=FakeEmbedder(), progress=False)
    build(corpus, fresh, fresh=True, embedder=FakeEmbedder(), progress=False)
    assert dumped(grown) == dumped(fresh)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    found = tmp_path / "corpus"
    found.mkdir()
    write(found, dict(zip(NAMES, TEXTS[:5], strict=True)))
    return found


@pytest.fixture
def index_dir(corpus: Path, tmp_path: Path) -> Path:
    build(corpus, tmp_path / "index", embedder=FakeEmbedder(), progress=False)
    return tmp_path / "index"


def test_only_new_passages_are_embedded_and_moved_ones_are_not(
    corpus: Path, index_dir: Path
) -> None:
    (corpus / "é.txt").rename(corpus / "north/é.txt")
    (corpus / "north/c.txt").write_text(TEXTS[3] + " Nobody else does.")
    (corpus / "new.txt").write_text("date 2020-10 Rain.")
    (corpus / "b.txt").unlink()
    embedder = Counting()
    report = update(None, index_dir, embedder=embedder, progress=False)
    assert report.changes.added == ("new.txt",)
    assert report.changes.changed == ("north/c.txt",)
    assert dict(report.changes.moved) == {"north/é.txt": "é.txt"}
    assert report.changes.removed == ("b.txt",)
    assert report.changes.unchanged == 2
    # Titles are of the opening words: only the passage with the new end is new.
    assert report.embedded == 2
    assert sum("Rain." in text or "Nobody else" in text for text in embedder.texts) == 2
    assert not any("look back" in text for text in embedder.texts)
    assert report.info.articles == 5
    assert report.to_dict()["moved"] == [{"from": "é.txt", "to": "north/é.txt"}]


def test_a_build_takes_over_what_is_the_same_unless_it_is_to_be_fresh(
    corpus: Path, index_dir: Path
) -> None:
    assert build(corpus, index_dir, embedder=FakeEmbedder(), progress=False).embedded == 0
    fresh = build(corpus, index_dir, fresh=True, embedder=FakeEmbedder(), progress=False)
    assert fresh.embedded == DIFFERENT
    other = FakeEmbedder()
    other.name = "other"
    assert build(corpus, index_dir, embedder=other, progress=False).embedded == DIFFERENT


def test_nothing_is_written_if_nothing_changed(corpus: Path, index_dir: Path) -> None:
    (corpus / "bad.txt").write_text("no date")
    first = update(None, index_dir, embedder=FakeEmbedder(), progress=False)
    before = generations.current(index_dir)
    assert [problem.path.name for problem in first.problems] == ["bad.txt"]
    assert first.changes.added == ()
    again = update(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    assert not again.changes
    assert [problem.path.name for problem in again.problems] == ["bad.txt"]
    assert again.info == first.info
    assert generations.current(index_dir) == before
    assert len(list(before.parent.iterdir())) == 2
    with pytest.raises(CorpusError) as raised:
        update(None, index_dir, embedder=FakeEmbedder(), progress=False, strict=True)
    assert (raised.value.path, raised.value.line) == (corpus / "bad.txt", 1)


def test_a_file_that_was_left_out_and_is_gone_is_forgotten(corpus: Path, index_dir: Path) -> None:
    (corpus / "bad.txt").write_text("no date")
    update(None, index_dir, embedder=FakeEmbedder(), progress=False)
    (corpus / "bad.txt").unlink()
    report = update(None, index_dir, embedder=FakeEmbedder(), progress=False)
    assert (report.info.skipped, report.problems) == ({}, ())
    assert not report.changes


def test_a_file_that_is_no_article_any_more_is_gone(corpus: Path, index_dir: Path) -> None:
    (corpus / "a.txt").write_text("no date")
    report = update(None, index_dir, embedder=FakeEmbedder(), progress=False)
    assert report.changes.removed == ("a.txt",)
    assert report.changes.changed == ()
    assert report.info.articles == 4
    (corpus / "a.txt").write_text(TEXTS[0])
    assert update(None, index_dir, embedder=FakeEmbedder(), progress=False).changes.added == (
        "a.txt",
    )


def test_a_dry_run_lists_the_changes_and_makes_none(corpus: Path, index_dir: Path) -> None:
    before = generations.current(index_dir)
    (corpus / "new.txt").write_text("date 2020-10 Rain.")
    (corpus / "b.txt").unlink()
    assert plan_update(None, index_dir).added == ("new.txt",)
    done = CliRunner().invoke(main, ["update", "--dry-run", "--index-dir", str(index_dir)])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "+ new.txt",
        "- b.txt",
        "Would be: 1 added, 0 changed, 0 moved, 1 removed, 4 unchanged.",
    ]
    as_json = ["update", "--dry-run", "--json", "--index-dir", str(index_dir)]
    assert json.loads(CliRunner().invoke(main, as_json).stdout)["removed"] == ["b.txt"]
    assert generations.current(index_dir) == before


def test_without_an_index_or_with_a_damaged_record_it_says_what_to_do(
    corpus: Path, index_dir: Path, tmp_path: Path
) -> None:
    with pytest.raises(IndexNotBuiltError):
        update(corpus, tmp_path / "nowhere", embedder=FakeEmbedder(), progress=False)
    with pytest.raises(IndexNotBuiltError):
        plan_update(corpus, tmp_path / "nowhere", progress=False)
    assert not (tmp_path / "nowhere").exists()
    record = generations.current(index_dir) / "record.sqlite"
    content = bytearray(record.read_bytes())
    content[len(content) // 2] ^= 1
    record.write_bytes(content)
    with pytest.raises(IndexCorruptError):
        update(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    with pytest.raises(IndexCorruptError):
        plan_update(corpus, index_dir, progress=False)
    # A build makes all of it again.
    report = build(corpus, index_dir, embedder=FakeEmbedder(), progress=False)
    assert report.embedded == DIFFERENT


def test_a_record_that_was_sealed_damaged_names_the_command_too(index_dir: Path) -> None:
    generation = generations.current(index_dir)
    (generation / "record.sqlite").write_bytes(b"no record" * 999)
    manifest = Manifest.read(generation)
    replace(manifest, files=checksums(generation)).write(generation)
    command = f"index build {manifest.corpus} --index-dir {index_dir} --model words --fresh"
    for read in (update, plan_update):
        with pytest.raises(IndexCorruptError, match=re.escape(command)):
            read(None, index_dir, progress=False)


DIGESTS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([b"1", b"2", b"3"]))
FOUND = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from([b"", b"1", b"2", b"3"]))


@given(DIGESTS, FOUND, FOUND)
def test_every_document_is_of_one_kind(
    held: dict[str, bytes], found: dict[str, bytes], left_out: dict[str, bytes]
) -> None:
    changes = Changes.between(held, found, left_out)
    named = [*changes.added, *changes.changed, *changes.moved, *changes.left_out]
    assert len(named) == len(set(named))
    assert len(named) + changes.unchanged == len(found)
    assert changes.to_read == {*named}
    assert {*changes.removed, *changes.moved.values()} == held.keys() - found.keys()
    assert all(held[old] == found[new] for new, old in changes.moved.items())
    settled = changes.restricted_to(found.keys() - {"a"})
    gone = {"a"} & {*changes.changed} | ({changes.moved["a"]} if "a" in changes.moved else set())
    assert {*settled.removed} == {*changes.removed} | gone
    assert "a" not in {*settled.added, *settled.changed, *settled.moved}


def test_duplicates_that_are_moved_together_are_not_embedded_again(
    corpus: Path, index_dir: Path
) -> None:
    (corpus / "b.txt").write_text(TEXTS[0])
    update(None, index_dir, embedder=FakeEmbedder(), progress=False)
    for name in ("a.txt", "b.txt"):
        (corpus / name).rename(corpus / f"north/new-{name}")
    report = update(None, index_dir, embedder=FakeEmbedder(), progress=False)
    assert len(report.changes.moved) == 2
    assert report.embedded == 0


def test_a_name_that_is_not_utf_8_comes_and_goes(corpus: Path, index_dir: Path) -> None:
    odd = corpus / os.fsdecode(b"caf\xe9.txt")
    odd.write_text(TEXTS[0])
    for step, (added, removed) in enumerate([((), ()), (("café.txt",), ()), ((), ("café.txt",))]):
        report = update(None, index_dir, embedder=FakeEmbedder(), progress=False)
        assert (report.changes.added, report.changes.removed) == (added, removed)
        assert len(report.problems) == (step == 0)
        if step == 0:
            odd.rename(corpus / "café.txt")
        elif step == 1:
            (corpus / "café.txt").unlink()


def test_an_index_follows_its_folder(corpus: Path, index_dir: Path) -> None:
    moved = corpus.rename(corpus.with_name("archive"))
    report = update(moved, index_dir, embedder=FakeEmbedder(), progress=False)
    assert (report.embedded, report.changes.unchanged) == (0, 5)
    assert not update(None, index_dir, embedder=FakeEmbedder(), progress=False).changes


class Retrained(FakeEmbedder):
    """Another model of the same name and size."""

    def embed_passages(self, texts: Sequence[str]) -> Any:
        return super().embed_passages([text[::-1] for text in texts])


def test_vectors_of_two_models_are_not_mixed(corpus: Path, index_dir: Path) -> None:
    (corpus / "new.txt").write_text("date 2020-10 Rain.")
    with pytest.raises(IndexMismatchError):
        update(None, index_dir, embedder=Retrained(), progress=False)
    report = build(corpus, index_dir, embedder=Retrained(), progress=False)
    assert report.embedded == DIFFERENT + 1


def test_what_was_withdrawn_is_not_in_the_record(corpus: Path, index_dir: Path) -> None:
    for number in range(40):  # so many that the room it leaves is too little to be given back
        (corpus / f"{number}.txt").write_text(f"date 2020-08 Story {number}. {STORY}")
    update(None, index_dir, embedder=FakeEmbedder(), progress=False)
    (corpus / "b.txt").unlink()
    update(None, index_dir, embedder=FakeEmbedder(), progress=False)
    record = (generations.current(index_dir) / "record.sqlite").read_bytes()
    assert "selon le ministère".encode() not in record


def test_an_update_takes_anything_that_is_a_corpus(tmp_path: Path) -> None:
    first, second = article("a", "The first article."), article("b", "The second article.")
    build([first], tmp_path, embedder=FakeEmbedder(), progress=False)
    report = update([first, second], tmp_path, embedder=FakeEmbedder(), progress=False)
    assert (report.changes.added, report.changes.unchanged, report.embedded) == (("b",), 1, 1)
    assert plan_update([second], tmp_path, progress=False).removed == ("a",)


def test_what_need_not_be_embedded_is_written_as_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ingest, "_MAX_WAITING", 4)
    olds = [article(f"old-{n}", f"Number {n}. " + "Words. " * 300) for n in range(6)]
    news = [replace(one, id=one.id.replace("old", "new")) for one in olds]
    store, staged = MemoryStore(), []

    class Watched(ListCorpus):
        """Counts what was staged whenever an article is read."""

        def read(self, article_id: str) -> Article:
            staged.append(sum(1 for _ in writer.digests()))
            return super().read(article_id)

    build(olds, store, embedder=FakeEmbedder(), progress=False)
    encoder = passage_encoder.PassageEncoder.of(FakeEmbedder())
    corpus: Corpus = Watched(news)
    with store.write() as writer:
        base = store.read_base()
        writer.open_staging(encoder.fingerprint, encoder.codec, base)
        changes = Changes.between(dict(base.digests()), dict(corpus.entries()), {})
        assert len(changes.moved) == 6
        result = ingest.ingest(writer, corpus, changes, encoder, progress=False)
        assert result.embedded == 0
        assert staged[0] == 6 < staged[-1]
        assert [name for name, _ in writer.digests()] == [one.id for one in news]
        writer.abandon()


def test_passages_stay_as_large_as_they_were_built(tmp_path: Path) -> None:
    long = article("long", "One sentence here. " * 40)
    build([long], tmp_path, embedder=FakeEmbedder(), passage_bytes=200, progress=False)
    encoder = open_store(tmp_path).info().encoder
    assert encoder.passage_bytes == 200
    more = [long, replace(long, id="more", title="More")]
    assert update(more, tmp_path, embedder=FakeEmbedder(), progress=False).changes.added == (
        "more",
    )
    fresh = tmp_path / "fresh"
    build(more, fresh, embedder=FakeEmbedder(), passage_bytes=200, progress=False)
    assert open_store(tmp_path).info().encoder == encoder
    assert dumped(tmp_path) == dumped(fresh)
