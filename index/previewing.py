"""Print a preview of a corpus, and estimate how long this machine takes to embed it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from index import passages
from index.caching import load_embedder
from index.corpus.file_formats import ignored_by
from index.reports import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.corpus.preview import Preview
    from index.embedders import Embedder
    from index.settings import Settings

_SAMPLE_PASSAGES = 24  # embedded to measure the speed; a few seconds on a slow machine
_MAX_TEXT = 160  # characters of an article that are shown
_WIDTH = 10  # characters of the column of labels


def seconds_to_embed(
    seen: Preview, settings: Settings, embedder: Embedder | None = None
) -> float | None:
    """Return the estimated time to embed a corpus, in seconds; None if there is nothing to embed.

    A sample of passages is embedded, and the time is extrapolated to the estimated number of
    articles.

    Args:
        seen: Preview of the corpus.
        settings: Settings with the name of the model and the cache directory.
        embedder: Embedder to use instead of loading the model.
    """
    if not seen.sample or not seen.estimate:
        return None
    embedder = embedder or load_embedder(settings.embedding_model(), settings.cache_dir)
    largest = passages.largest(embedder.max_tokens)
    texts = [
        passages.in_context(article, passage)
        for article in seen.sample
        for passage in passages.split(article, largest)
    ]
    if not texts:
        return None
    step = max(1, len(texts) // _SAMPLE_PASSAGES)
    measured = texts[::step][:_SAMPLE_PASSAGES]
    embedder.encode_passages(measured[:2])  # warm up
    started = time.perf_counter()
    embedder.encode_passages(measured)
    each = (time.perf_counter() - started) / len(measured)
    return round(each * len(texts) / len(seen.sample) * seen.estimate, 1)


def preview_lines(seen: Preview, seconds: float | None) -> Iterator[str]:
    """Yield the lines of a preview: sample articles, then counts, fields and problems."""
    for article in seen.articles:
        body = " ".join(article.text[article.body_start :].split())
        yield article.id
        yield from _labelled_rows(
            {
                "title": article.title,
                "published": f"{article.published.isoformat()}  ({article.dated or 'undated'})",
                "updated": article.updated.isoformat() if article.updated else "",
                "source": article.source,
                "language": article.language,
                "author": article.author,
                "url": article.url or "",
                "text": body[:_MAX_TEXT] + (" …" if len(body) > _MAX_TEXT else ""),
            }
        )
        yield ""
    articles = sum(seen.dated.values())
    of_all = "all there are" if seen.whole else f"of about {count(seen.estimate, 'article')} in all"
    read = count(seen.read, "document")
    yield f"Read       {read}, {of_all}: {count(articles, 'article')}"
    yield from _labelled_rows(
        {
            "Formats": _format_counts(seen.report.formats()),
            "Encodings": _format_counts(seen.report.encodings()),
            "Dated by": _format_counts(seen.dated),
            "Stubs": _format_counts(seen.stubs)
            and f"{_format_counts(seen.stubs)} (--skip-stubs leaves them out)",
            "Unknown": _format_counts(seen.report.passed_over),
        },
        "",
    )
    for name, number in seen.empty.items():
        ignored = ignored_by(name)
        why = f": {ignored} are no articles" if ignored else ""
        files = "file holds" if number == 1 else "files hold"
        yield f"Empty      {number:,} {files} no article ({name}{why})"
    for role, names in seen.used.items():
        yield f"Field      {role} is {_format_counts(names)}"
    for name, value in seen.unused.items():
        yield f"Not used   {name}, as {value!r}"
    for reason, number in seen.reasons.items():
        yield f"Left out   {number:,} × {reason}"
    for one in seen.left_out[:3]:
        yield f"           {one.to_error()}"
    if seconds is not None:
        yield f"To embed   about {_duration(seconds)} on this machine"


def _labelled_rows(rows: Mapping[str, str], margin: str = "  ") -> Iterator[str]:
    for name, value in rows.items():
        if value:
            yield f"{margin}{name:<{_WIDTH}} {value}"


def _format_counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {number:,}" for name, number in counts.items())


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
