"""Text as it comes, read as if it were written plainly: with offsets in what came.

Files hold letters whose accents stand apart, ligatures, soft hyphens, characters without width,
spaces that do not break, and apostrophes and hyphens of several kinds. None of them changes what is
said, and a grammar should not have to know them.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_ALIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032\u00b4\uff07", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008", " "),
        **dict.fromkeys("\u2009\u200a\u202f\u205f\u3000", " "),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
    }
)
"""Characters that stand for one other each."""
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_OTHERWISE = re.compile(
    rf"(?P<invisible>[{_INVISIBLE}])|(?P<ligature>[\ufb00-\ufb06])|(?P<accented>.[\u0300-\u036f]+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text written plainly.

    Attributes:
        text: What it says.
        starts: For each character, where what it stands for begins in the text that came; None
            if every character stands for the one in its place.
        ends: For each character, where that ends.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]``, which is not empty, stands in the text that came."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def plain(text: str) -> PlainText:
    """Return a text with its characters written plainly."""
    if text.isascii():
        return PlainText(text)
    alike = text.translate(_ALIKE)
    found = _OTHERWISE.search(alike)
    if found is None:
        return PlainText(alike)
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def write(piece: str, start: int, end: int) -> None:
        letters.append(piece)
        if len(piece) == end - start:
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend([start] * len(piece))
            ends.extend([end] * len(piece))

    done = 0
    while found is not None:
        start, end = found.span()
        write(alike[done:start], done, start)
        if found["ligature"]:
            write(unicodedata.normalize("NFKC", found.group()), start, end)
        elif found["accented"]:
            write(unicodedata.normalize("NFC", found.group()), start, end)
        done = end
        found = _OTHERWISE.search(alike, done)
    write(alike[done:], done, len(alike))
    return PlainText("".join(letters), tuple(starts), tuple(ends))


def whole_letters(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span widened so that it ends behind the marks that belong to its last letter.

    A tokenizer that composes accents may end a word between a letter and an accent that stands
    apart.

    Example:
        >>> whole_letters("Bru\u0302le\u0301.", 0, 6)
        (0, 7)
    """
    while start > 0 and unicodedata.combining(text[start]):
        start -= 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return start, end
