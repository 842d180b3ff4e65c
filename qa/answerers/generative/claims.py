"""Parse the reply of a language model strictly: claims with the numbers of their sentences."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_FENCE = re.compile(r"\A\s*```(?:json)?\n(.*)\n```\s*\Z", re.DOTALL)
_OPENING = re.compile(r'\A\s*(?:```(?:json)?\n)?\s*\{\s*"claims"\s*:\s*\[\s*')
_BETWEEN = re.compile(r"[\s,]*")

_MAX_REPEATS = 2
LONGEST_CLAIM = 400
MAX_CLAIMS = 12
"""Maximum length of a claim in characters, and maximum number of claims in a reply."""

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "claims": {
            "type": "array",
            "maxItems": MAX_CLAIMS,
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "maxLength": LONGEST_CLAIM},
                    "sentences": {"type": "array", "items": {"type": "integer"}, "maxItems": 6},
                },
                "required": ["text", "sentences"],
                "additionalProperties": False,
            },
        },
        "in_evidence": {"type": "boolean"},
    },
    "required": ["claims", "in_evidence"],
    "additionalProperties": False,
}
"""JSON Schema of a reply: its claims, and whether the evidence answers the question."""


class MalformedReplyError(ValueError):
    """A reply does not conform to the schema."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of the model, with the sentences on which it rests.

    Attributes:
        text: Sentence of the claim.
        sentences: Numbers of the sentences in the evidence, as given by the model.
    """

    text: str
    sentences: tuple[int, ...]


def parse_reply(text: str) -> tuple[Claim, ...]:
    """Parse the claims of a reply.

    Args:
        text: Complete reply: an object of ``SCHEMA``, possibly in a code fence, which models add if
            the server has no structured output.

    Returns:
        Claims; empty if the model says that the evidence does not answer.

    Raises:
        MalformedReplyError: If the reply does not conform to the schema.
    """
    try:
        reply = json.loads(_FENCE.sub(r"\1", text), object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise MalformedReplyError(f"the reply is not JSON: {error}") from error
    _require_keys(reply, {"claims", "in_evidence"}, "the reply")
    claims, in_evidence = reply["claims"], reply["in_evidence"]
    if not isinstance(in_evidence, bool):
        raise MalformedReplyError("in_evidence is neither true nor false")
    if not isinstance(claims, list) or len(claims) > MAX_CLAIMS:
        raise MalformedReplyError(f"claims is not a list of at most {MAX_CLAIMS}")
    read = tuple(map(_claim, claims))
    return read if in_evidence else ()


def parse_beginning(text: str) -> tuple[Claim, ...]:
    """Parse the complete claims at the start of a reply, while the rest is being received."""
    opening = _OPENING.match(text)
    if opening is None:
        return ()
    decoder = json.JSONDecoder(object_pairs_hook=_unique)
    at = opening.end()
    found: list[Claim] = []
    while len(found) < MAX_CLAIMS:
        try:
            value, at = decoder.raw_decode(text, at)
            found.append(_claim(value))
        except (ValueError, RecursionError):
            break
        at = _BETWEEN.match(text, at).end()  # type: ignore[union-attr]
    return tuple(found)


def repeats_itself(claims: Sequence[Claim]) -> bool:
    """Return whether a model repeats itself: it has made the same claim three times."""
    said = Counter(claim.text for claim in claims)
    return max(said.values(), default=0) > _MAX_REPEATS


def format_reply(claims: Sequence[Claim]) -> str:
    """Return a reply of the schema with these claims, without repetitions."""
    said = {
        claim.text: {"text": claim.text, "sentences": list(claim.sentences)} for claim in claims
    }
    return json.dumps({"claims": list(said.values()), "in_evidence": True}, ensure_ascii=False)


def _claim(claim: object) -> Claim:
    _require_keys(claim, {"text", "sentences"}, "a claim")
    text, sentences = claim["text"], claim["sentences"]  # type: ignore[index]
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST_CLAIM:
        raise MalformedReplyError(f"a claim's text is not of 1 to {LONGEST_CLAIM} characters")
    if not _is_encodable(text):
        raise MalformedReplyError("a claim's text holds half a character")
    if not isinstance(sentences, list) or any(type(one) is not int for one in sentences):
        raise MalformedReplyError("a claim's sentences are not a list of numbers")
    return Claim(text.strip(), tuple(dict.fromkeys(sentences)))


def _require_keys(value: object, keys: set[str], what: str) -> None:
    if not isinstance(value, dict) or value.keys() != keys:
        raise MalformedReplyError(f"{what} is not an object of {', '.join(sorted(keys))}")


def _is_encodable(text: str) -> bool:
    """Return whether a text has no lone surrogates, which JSON allows but UTF-8 does not."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise MalformedReplyError("a key is given twice")
    return dict(pairs)
