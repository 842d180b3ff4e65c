"""Split exports of many articles at the start of each article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.corpus.dating import AmbiguousDateError, read_date
from index.corpus.sources import MAX_WHOLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile

_CHUNK = 1 << 16
_LONGEST_MARK = 1000  # characters
_LONGEST_LINE = 500  # characters of a line in a header

_WORD = r"[^\W\d_]{3,}\.?"
_DAYS = re.compile(
    rf"\d{{1,2}}(?:\.|er|º|ª|st|nd|rd|th)?\s+(?:de\s+|of\s+)?{_WORD},?\s+(?:de\s+|del\s+)?\d{{4}}\b"
    rf"|{_WORD}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b"
    r"|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{4}\b|\d{4}年\s?\d{1,2}月\s?\d{1,2}日"
)
_MONTHS = re.compile(rf"{_WORD}\s+(?:de\s+)?\d{{4}}\b|\d{{4}}年\s?\d{{1,2}}月")


def pieces(file: SourceFile, mark: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Yield the parts of a file that begin with a mark, with one in memory at a time.

    Args:
        file: File to split; anything before the first mark (covers, style sheets) is skipped.
        mark: Pattern of at most a thousand characters that begins a part.

    Yields:
        The line on which a part begins, and the part.

    Raises:
        CorpusError: If the file cannot be decoded, or a part is too large.
    """
    line, begun, searched = 1, False, 0
    rest = ""
    with file.open_text() as text:
        at_end = False
        while not at_end:
            chunk = text.read(_CHUNK)
            at_end = not chunk
            rest += chunk
            while True:
                match = mark.search(rest, max(searched, int(begun)))
                if match is None or (match.end() == len(rest) and not at_end):
                    searched = max(0, len(rest) - _LONGEST_MARK)
                    break
                if begun:
                    yield line, rest[: match.start()]
                line += rest.count("\n", 0, match.start())
                rest, begun, searched = rest[match.start() :], True, 0
            if not begun:
                line += rest.count("\n", 0, searched)
                rest, searched = rest[searched:], 0
            if len(rest) > MAX_WHOLE_BYTES:
                most = MAX_WHOLE_BYTES // 10**6
                raise file.error(f"has more than {most} MB in one article; split it", line)
        if begun:
            yield line, rest


def date_in(line: str) -> str:
    """Return the date in a header line, among other words; empty if there is none.

    ``"Communication, mardi 14 mars 2006, p. 16"`` gives ``"14 mars 2006"``. If there are several
    dates, the last one is returned: earlier ones may belong to the name of a section.
    """
    line = line[:_LONGEST_LINE]
    if _reads_as_date(line):
        return line.strip()
    for pattern in (_DAYS, _MONTHS):
        found = [match[0] for match in pattern.finditer(line) if _reads_as_date(match[0])]
        if found:
            return found[-1]
    return ""


def _reads_as_date(text: str) -> bool:
    try:
        read_date(text)
    except AmbiguousDateError:
        return True
    except ValueError:
        return False
    return True
