"""Find the dateline of a news article: ``PARIS, 9 July 2016 (AFP) –``."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from index.dates.resolution import annotate

if TYPE_CHECKING:
    from index.datatypes import Article

_LONGEST = 100  # characters
_END = re.compile(r"[ .,:]*(?:[–—]|-(?=\s)|\n)\s*")
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = 3  # letters of the longest word in lower case: "de", "au"
_MOST_WORDS = 4  # besides those of the date
_BEFORE, _AFTER = timedelta(days=7), timedelta(days=1)  # of the publication


def dateline_end(article: Article) -> int:
    """Return the offset of the text after the dateline; ``body_start`` if there is none.

    A dateline is a day near that of the publication, with a few names or short words beside it. It
    begins the article, and ends with a dash or with its line.

    Examples:
        >>> from index.testing import article
        >>> text = "PARIS, 9 July 2016 (AFP) – The composer died on Friday."
        >>> text[dateline_end(article("a", text, published="2016-07-10")) :]
        'The composer died on Friday.'
    """
    start, published = article.body_start, article.published
    if published.precision == "open":
        return start
    head = article.text[start : start + _LONGEST]
    for end in _END.finditer(head):
        line = head[: end.start()]
        for mention in annotate(line, article.language, published):
            others = _WORD.findall(line[: mention.start] + " " + line[mention.end :])
            if (
                mention.period.precision == "day"
                and published.start - _BEFORE <= mention.period.start < published.end + _AFTER
                and len(others) <= _MOST_WORDS
                and all(len(word) <= _SHORT or word[0].isupper() for word in others)
            ):
                return start + end.end()
        if _WORD.search(line):
            break
    return start
