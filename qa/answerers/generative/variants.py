"""Reorder the phrases of a claim without changing its meaning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qa.answerers.generative.analysis import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from qa.languages.claims import ClaimCues

_STEPS = 2  # number of consecutive changes of order


def variants_of(text: str, cues: ClaimCues) -> list[str]:
    """Return a sentence with its phrases in other orders, the smallest changes first.

    Args:
        text: Sentence of a claim; it is not in the result.
        cues: Cues of its language for claims.
    """
    found = [text]
    fresh = [text]
    for _ in range(_STEPS):
        fresh = [one for before in fresh for one in _orders(before.rstrip(" .!"), cues)]
        fresh = [one for one in dict.fromkeys(fresh) if one not in found]
        found += fresh
    return found[1:]


def _orders(body: str, cues: ClaimCues) -> Iterator[str]:
    yield from _with_adjunct_moved(body, cues)
    yield from _with_source_behind(body, cues)
    yield from _with_condition_ahead(body, cues)


def _with_adjunct_moved(body: str, cues: ClaimCues) -> Iterator[str]:
    """Move the first or last phrase to the other end: "In May, …", "…, in May".

    Such a phrase begins with a preposition of the language pack and has no verb.
    """
    verb = compiled(f"{cues.past}|{cues.present}|{cues.operators['future']}")
    opener = compiled(cues.adjuncts)
    first, comma, rest = body.partition(", ")
    if comma and opener.match(first) and not verb.search(first):
        moved = f"{first[0].lower()}{first[1:]}"
        yield f"{rest} {moved}."
        yield f"{rest}, {moved}."
    rest, comma, last = body.rpartition(", ")
    if comma and opener.match(last) and not verb.search(last):
        yield f"{last[0].upper()}{last[1:]}, {rest}."


def _with_source_behind(body: str, cues: ClaimCues) -> Iterator[str]:
    """Put "She said that it is safe" as "It is safe, she said"."""
    said = compiled(f"{cues.attribution}|{cues.operators['alleged']}").search(body)
    if said is None or said.start() == 0 or "," in body[: said.start()]:
        return
    opened = re.match(r",?\s+(that |que |qu['’])?", body[said.end() :])
    if opened is None or not (opened[1] or compiled(cues.attribution).fullmatch(said.group())):
        return
    statement = body[said.end() + opened.end() :]
    if len(statement.split()) > 1:
        yield f"{statement}, {body[: said.end()]}."


def _with_condition_ahead(body: str, cues: ClaimCues) -> Iterator[str]:
    """Put "It opens if it rains, she said" as "If it rains, it opens, she said"."""
    head, comma, behind = body.partition(", ")
    parts = re.split(rf" (?={cues.condition}(?!\w))", head)
    if len(parts) == 2:
        yield f"{parts[1]}, {parts[0]}{comma}{behind}."
