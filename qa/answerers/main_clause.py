"""Reduce a sentence to the clauses that a question is about.

News sentences have insertions ("…, who is accused of fraud, …") and additions (", arguing that it
would …") whose negations and plans do not apply to the rest.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.passages import Span
    from qa.answerers.generative.alignment import Alignment
    from qa.answerers.generative.analysis import Analysis

_MARK = re.compile(r"[,;:](?=\s)|[()–—]")
_MARKS = " ,;:()–—"
_SHORT = 6
"""Words of a segment that may qualify the whole sentence, such as ", prosecutors alleged"."""
_OPENING = 3  # words of a segment in which a condition begins: ", but only if"
_QUALIFYING = "alleged", "denial"
_REVOKING = "cancelled", "postponed", "denial"
_GOVERNING = "alleged", "denial", "conditional", "fiction", "wish", "negation"


def main_clause(alignment: Alignment) -> str | None:
    """Return the sentence without the segments that say nothing about a question.

    Segments are separated by commas, colons, semicolons, brackets and dashes. One without words of
    the question is left out, unless it can make the rest a condition, a denial or an allegation.

    Args:
        alignment: Alignment of the question with the sentence.

    Returns:
        The rest of the sentence; None if a later segment takes it back or attributes it: ", but a
        court annulled the vote", ", according to a rival".
    """
    said = alignment.source
    segments = list(_segments(said.text))
    starts = [one.start for one in alignment.aligned_parts()]
    used = [any(start <= at < end for at in starts) for start, end in segments]
    if not any(used):
        return said.text
    first, last = used.index(True), len(used) - 1 - used[::-1].index(True)
    if any(_takes_back(said, segment) for segment in segments[last + 1 :]):
        return None
    kept: list[Span] = []
    for number, segment in enumerate(segments):
        if not (used[number] or _qualifies(said, segment, leading=number < first)):
            continue
        if kept and number and kept[-1][1] == segments[number - 1][1]:
            kept[-1] = kept[-1][0], segment[1]  # with the mark between them
        else:
            kept.append(segment)
    return " ".join(said.text[start:end].strip(_MARKS) for start, end in kept)


def _segments(text: str) -> Iterator[Span]:
    start = 0
    for mark in _MARK.finditer(text):
        yield start, mark.start()
        start = mark.end()
    yield start, len(text)


def _qualifies(said: Analysis, segment: Span, *, leading: bool) -> bool:
    """Return whether a segment may change whether the rest of the sentence holds."""
    start, end = segment
    inside = {
        name: [one for one, _ in spans if start <= one < end]
        for name, spans in said.operators().items()
    }
    if leading:
        attributes = said.find(said.cues.attribution, start, end)
        return bool(attributes) or any(inside.get(name) for name in _GOVERNING)
    length = len(said.text[start:end].split())
    if length <= _SHORT and any(inside.get(name) for name in _QUALIFYING):
        return True
    return any(len(said.text[start:at].split()) < _OPENING for at in inside.get("conditional", ()))


def _takes_back(said: Analysis, segment: Span) -> bool:
    """Return whether a segment names another source, or says that something was revoked."""
    if _opens(said, said.cues.attribution, segment):
        return True
    start, end = segment
    revoked = any(
        start <= one < end
        for name, spans in said.operators().items()
        if name in _REVOKING
        for one, _ in spans
    )
    return revoked and _opens(said, said.cues.contrast, segment)


def _opens(said: Analysis, pattern: str, segment: Span) -> bool:
    start, end = segment
    found = said.find(pattern, start, end)
    return bool(found) and not said.text[start : found[0][0]].strip()
