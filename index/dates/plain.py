"""Normalize the characters of a text, with a mapping of offsets to the original.

Texts contain combining accents, ligatures, soft hyphens, zero-width characters, no-break spaces,
and various apostrophes and hyphens. They do not change the meaning, so that grammars should not
have to handle them.
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
"""Characters that are replaced by one other character."""
_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_OTHERWISE = re.compile(
    rf"(?P<invisible>[{_INVISIBLE}])|(?P<ligature>[\ufb00-\ufb06])|(?P<accented>.[\u0300-\u036f]+)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A normalized text.

    Attributes:
        text: Normalized text.
        starts: Start in the original text of each character; None if all offsets are the same.
        ends: End in the original text of each character; None if all offsets are the same.
    """

    text: str
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the original text of a non-empty span."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def normalize(text: str) -> NormalizedText:
    """Return a text with normalized characters."""
    if text.isascii():
        return NormalizedText(text)
    alike = text.translate(_ALIKE)
    found = _OTHERWISE.search(alike)
    if found is None:
        return NormalizedText(alike)
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
    return NormalizedText("".join(letters), tuple(starts), tuple(ends))


def whole_letters(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span extended to whole letters with all their combining accents.

    A tokenizer that composes accents may end a token between a letter and its combining accent.

    Examples:
        >>> whole_letters("Bru\u0302le\u0301.", 0, 6)
        (0, 7)
    """
    while start > 0 and unicodedata.combining(text[start]):
        start -= 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return start, end
