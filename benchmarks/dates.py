"""How long reading the times of an article takes: ``python -m benchmarks.dates [FOLDER]``.

Cuts the articles of a folder in the BEIR layout, or of ``seeds/``, to 300 words each and reads
the times of 10,000 of them (the same ones again where there are fewer) on one core. For comparison,
in the same run: finding the words of the same texts with one regular expression, the lower bound of
anything that looks at every word.
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

from index.corpus.beir import BeirCorpus
from index.corpus.text import TextCorpus
from index.dates.resolution import LANGUAGES, read_times
from index.errors import CorpusError
from index.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.datatypes import Article

_ARTICLES = 10_000
_WORDS = 300
_WORD = re.compile(r"\w+")


def cut(folder: Path | None) -> Iterator[Article]:
    """Every stretch of so many words of the articles whose language has a grammar."""
    corpus = BeirCorpus(folder) if folder else TextCorpus(PROJECT / "seeds")
    for article in corpus:
        if isinstance(article, CorpusError) or article.language not in LANGUAGES:
            continue
        ends = [match.end() for match in _WORD.finditer(article.text, article.body_start)]
        start = article.body_start
        for end in ends[_WORDS - 1 :: _WORDS]:
            yield replace(article, text=article.text[start:end], body_start=0)
            start = end


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="corpus in the BEIR layout")
    arguments = parser.parse_args()
    texts = list(cut(arguments.folder))
    if not texts:
        sys.exit(f"Error: no article of {_WORDS} words in English or French in it")
    articles = list(itertools.islice(itertools.cycle(texts), _ARTICLES))
    read_times(articles[0])  # the grammar is read once
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


if __name__ == "__main__":
    main()
