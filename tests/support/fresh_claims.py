"""Sentences, and what may and may not be said of them: a file per language, of German three.

``es_of_fr`` has claims in Spanish about French sentences. A line with ``=`` is a sentence of an
article, one with ``+`` an honest claim about it, and one with ``-`` a lie. They were written before
the verifier was run on them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOLDER = Path(__file__).with_name("claims")


class FreshClaim(NamedTuple):
    """A claim about a sentence."""

    sentence: str
    text: str
    honest: bool


def fresh_claims(name: str) -> Iterator[FreshClaim]:
    """Yield the claims of a file; its name begins with a language (ISO 639-1)."""
    sentence = ""
    for line in (_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        mark, text = line[0], line[2:]
        if mark == "=":
            sentence = text
        else:
            yield FreshClaim(sentence, text, mark == "+")
