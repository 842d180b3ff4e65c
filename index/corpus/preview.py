"""Preview what an index of a place would contain, from its first documents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.corpus.cleaning import is_nothing, to_line
from index.corpus.formats import open_corpus
from index.corpus.protocol import ReadsRecords
from index.corpus.reading import read_all
from index.corpus.roles import flat
from index.corpus.stubs import stub_of
from index.datatypes import Article
from index.errors import CorpusError
from index.reports import CorpusReport, LeftOut, container_of, counted, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from index.corpus.options import CorpusOptions
    from index.corpus.protocol import Corpus
    from index.corpus.records import Record

MAX_DOCUMENTS = 2000
"""Maximum number of documents that are read."""

_SHOWN = 60  # characters of the sample value of an unused field
_MAX_LEFT_OUT = 10  # documents that are listed


@dataclass(frozen=True, slots=True)
class Preview:
    """Preview of a corpus.

    Attributes:
        articles: First articles, as they would be indexed.
        read: Number of documents read.
        whole: Whether these are all.
        left_out: First documents that would be left out.
        reasons: Numbers of documents left out, by kind of reason.
        dated: Numbers of articles by the origin of their dates.
        used: Numbers of articles by role and by the field that plays it.
        unused: Fields that play no role, each with a sample value.
        stubs: Numbers of probable stubs, by kind.
        report: Report on the files.
        empty: Numbers of files without a document, by format.
        characters: Characters of the articles read.
        estimate: Estimated number of articles in the whole corpus.
        sample: Articles for measuring how long embedding takes.
    """

    articles: tuple[Article, ...]
    read: int
    whole: bool
    left_out: tuple[LeftOut, ...]
    reasons: Mapping[str, int]
    dated: Mapping[str, int]
    used: Mapping[str, Mapping[str, int]]
    unused: Mapping[str, str]
    stubs: Mapping[str, int]
    report: CorpusReport
    empty: Mapping[str, int]
    characters: int
    estimate: int
    sample: tuple[Article, ...] = field(default=(), repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON."""
        return {
            "articles": [{**one.to_dict(), "dated": one.dated} for one in self.articles],
            "read": self.read,
            "whole": self.whole,
            "estimated_articles": self.estimate,
            "left_out": [one.to_dict() for one in self.left_out],
            "reasons": dict(self.reasons),
            "dated": dict(self.dated),
            "fields": {role: dict(names) for role, names in self.used.items()},
            "unused_fields": dict(self.unused),
            "stubs": dict(self.stubs),
            "formats": self.report.formats(),
            "encodings": self.report.encodings(),
            "passed_over": dict(self.report.passed_over),
            "empty_files": dict(self.empty),
        }


def preview(
    place: Path | str | Corpus, options: CorpusOptions | None = None, *, shown: int = 5
) -> Preview:
    """Return what an index of a place would contain; nothing is written.

    At most ``MAX_DOCUMENTS`` documents are read. Only these decide how dates such as 03/04/2020 are
    read, and which version of an article is the newest.

    Args:
        place: Any place that ``open_corpus`` takes.
        options: Options for reading its files.
        shown: Number of articles to show.

    Raises:
        CorpusError: If there is no corpus in the place.
    """
    corpus = open_corpus(place, options)
    found = list(islice(_documents(corpus), MAX_DOCUMENTS + 1))
    whole, found = len(found) <= MAX_DOCUMENTS, found[:MAX_DOCUMENTS]
    articles = [one for _, _, one in found if isinstance(one, Article)]
    problems = [LeftOut.of(name, one) for name, _, one in found if isinstance(one, CorpusError)]
    used, unused = _field_usage(corpus, [record for _, record, _ in found if record is not None])
    files = corpus.report() if isinstance(corpus, ReadsRecords) else CorpusReport()
    share = 1.0
    if not whole and isinstance(corpus, ReadsRecords):
        seen = sum(
            len(str(value)) for _, record, _ in found if record for value in record.values.values()
        )
        share = max(1.0, corpus.size / max(1, seen))
    return Preview(
        articles=tuple(articles[:shown]),
        read=len(found),
        whole=whole,
        left_out=tuple(problems[:_MAX_LEFT_OUT]),
        reasons=counted(kind_of(one.reason) for one in problems),
        dated=counted(one.dated or "nothing" for one in articles),
        used=used,
        unused=unused,
        stubs=counted(map(stub_of, articles)),
        report=files,
        empty=_empty(files, [name for name, _, _ in found]),
        characters=sum(len(one.text) for one in articles),
        estimate=round(len(articles) * share),
        sample=tuple(articles[:: max(1, len(articles) // 50)]),
    )


def _empty(files: CorpusReport, ids: list[str]) -> dict[str, int]:
    """Return the numbers of files that hold none of the documents, by format."""
    used = {container_of(one, files.containers) for one in ids}
    return counted(one.format for name, one in files.containers.items() if name not in used)


def _documents(corpus: Corpus) -> Iterator[tuple[str, Record | None, Article | CorpusError]]:
    if isinstance(corpus, ReadsRecords):
        yield from corpus.documents(MAX_DOCUMENTS + 1)
        return
    ids = [entry.id for entry in islice(corpus.entries(), MAX_DOCUMENTS + 1)]
    for name, one in zip(ids, read_all(corpus, ids), strict=True):
        yield name, None, one


def _field_usage(
    corpus: Corpus, records: list[Record]
) -> tuple[dict[str, dict[str, int]], dict[str, str]]:
    """Return how often each field played each role, and the fields that could play none."""
    used: dict[str, Counter[str]] = {}
    unused: dict[str, str] = {}
    if not isinstance(corpus, ReadsRecords):
        return {}, {}
    for record in records:
        values = flat(record.values)
        layout = corpus.layout(tuple(values))
        for role, names in layout.items():
            taken = next((name for name in names if not is_nothing(values[name])), None)
            if taken is not None:
                used.setdefault(role, Counter())[taken] += 1
        known = {name for names in layout.values() for name in names}
        for name in values.keys() - known:
            if not is_nothing(values[name]):
                unused.setdefault(name, to_line(str(values[name]))[:_SHOWN])
    order = {
        name: at for record in reversed(records) for at, name in enumerate(flat(record.values))
    }
    shown = sorted(unused, key=lambda name: (order.get(name, 0), name))
    counts = {role: dict(names.most_common()) for role, names in used.items()}
    return counts, {name: unused[name] for name in shown}
