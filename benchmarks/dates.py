"""Measure the time of reading the times in articles: ``python -m benchmarks.dates [FOLDER]``.

The command cuts the articles of a folder in the BEIR layout, or of ``seeds/``, to 300 words each,
and reads the times of 10,000 of them (repeating them if there are fewer) on one core. For
comparison, it finds the words of the same texts with one regular expression, a lower bound for any
method that considers every word. For texts that are designed to be slow, it then prints how much
longer eight times the length takes: eight times, if the time is linear.
"""

from __future__ import annotations

import argparse
import itertools
import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tqdm import tqdm

from index.corpus import open_corpus, read_all
from index.datatypes import Period
from index.dates.languages import known_languages
from index.dates.resolution import annotate, read_times
from index.errors import CorpusError
from index.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.datatypes import Article

_ARTICLES = 10_000
_WORDS = 300
_SHORT = 4_000  # characters
_WORD = re.compile(r"\w+")


def excerpts(folder: Path | None) -> Iterator[Article]:
    """Yield all stretches of that many words, of articles whose language has a grammar."""
    for article in read_all(open_corpus(folder or PROJECT / "seeds")):
        if isinstance(article, CorpusError) or article.language not in known_languages():
            continue
        ends = [match.end() for match in _WORD.finditer(article.text, article.body_start)]
        start = article.body_start
        for end in ends[_WORDS - 1 :: _WORDS]:
            yield replace(article, text=article.text[start:end], body_start=0)
            start = end


_WORST = {
    "numbers and commas": "1.,",
    "empty columns": "1,,2,,3,",
    "amounts": "a day ",
    "the next day": "the next day he left. ",
    "dashes": "- ",
    "function words": "le de la du ",
    "dates": "5 May 2020 ",
    "days of last month": "the 17th of last month. ",
}


def seconds(text: str) -> float:
    """Return the seconds of reading a text in all languages, as of some day of a year."""
    started = time.perf_counter()
    for language in known_languages():
        annotate(text, language, Period.parse("2021"))
    return time.perf_counter() - started


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="corpus in the BEIR layout")
    arguments = parser.parse_args()
    texts = list(excerpts(arguments.folder))
    if not texts:
        sys.exit(f"Error: no article of {_WORDS} words in {', '.join(known_languages())} in it")
    articles = list(itertools.islice(itertools.cycle(texts), _ARTICLES))
    read_times(articles[0])  # loads the grammar
    started = time.perf_counter()
    for article in articles:
        _WORD.findall(article.text)
    words_s = time.perf_counter() - started
    started = time.perf_counter()
    mentions = sum(len(read_times(article).mentions) for article in tqdm(articles, leave=False))
    times_s = time.perf_counter() - started
    print(f"{_ARTICLES:,} articles of {_WORDS} words ({len(texts):,} different ones)")
    print(f"times read   {times_s:6.1f} s, {mentions:,} found")
    print(f"words found  {words_s:6.1f} s, {times_s / words_s:.0f} times less")

    for name, piece in _WORST.items():
        short = piece * (_SHORT // len(piece))
        once, eight = seconds(short), seconds(short * 8)
        print(
            f"{name:<20} {eight * 1000:8.0f} ms for {len(short) * 8:,}, {eight / once:5.1f} times"
        )


if __name__ == "__main__":
    main()
