"""Define the results of the tools as JSON Schema: the public keys of ``to_dict``."""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string"}
_NUMBER = {"type": "number"}
_PLACE = {"type": "integer", "minimum": 0}
_TEXT_OR_NOTHING = {"type": ["string", "null"]}


def _described(schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {**schema, "description": description}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _object_schema(**properties: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object with these keys, all required; others are allowed."""
    return {"type": "object", "properties": properties, "required": list(properties)}


_DATE = _described(
    _TEXT, "ISO 8601, as precise as it is known: 2020, 2020-09, 2020-09-17, or first/last"
)
_ARTICLE = {
    "document": _described(_TEXT, "the article's id"),
    "title": _TEXT,
    "source": _described(_TEXT, "agency or outlet"),
    "published": _DATE,
    "language": _described(_TEXT, "ISO 639-1"),
    "url": _TEXT_OR_NOTHING,
}
_CITATION = _object_schema(
    number=_described({"type": "integer"}, "its number in the answer"),
    **_ARTICLE,
    quote=_described(_TEXT, "verbatim: the article's text from start to end"),
    start=_PLACE,
    end=_PLACE,
    score=_NUMBER,
    answers=_described(
        _list(_object_schema(text=_TEXT, start=_PLACE, end=_PLACE)),
        "the words of the quote that answer",
    ),
    copies=_described(_list({"type": "object"}), "who else published it"),
)
_FINDING = _object_schema(
    text=_described(_TEXT, "the quote of its first citation"),
    value=_described(_TEXT_OR_NOTHING, "what it answers, in words"),
    periods=_described(_list(_DATE), "the days that answer, where the question asks when"),
    published=_DATE,
    citations=_described(_list({"type": "integer"}), "the numbers of the citations that say so"),
)
_PASSAGE = _object_schema(**_ARTICLE, passage=_TEXT, start=_PLACE, end=_PLACE, score=_NUMBER)

RESULTS: dict[str, dict[str, Any]] = {
    "ask": _object_schema(
        question=_TEXT,
        language=_described(_TEXT, "the question's, ISO 639-1"),
        found=_described({"type": "boolean"}, "whether the articles answer"),
        answer=_described(_TEXT, "the findings in words, or why there are none"),
        confidence=_described(_NUMBER, "the probability that the words are right, 0 to 1"),
        findings=_list(_FINDING),
        citations=_list(_CITATION),
        closest=_described(_list(_CITATION), "what comes nearest, if nothing was found"),
        elapsed_ms=_NUMBER,
        coverage=_described(
            {"type": ["object", "null"]}, "how much was searched, while the index is being built"
        ),
    ),
    "search": _object_schema(result=_described(_list(_PASSAGE), "best first")),
    "cite": _object_schema(result=_described(_TEXT, "the references")),
    "article": _object_schema(**_ARTICLE, body_start=_PLACE, text=_TEXT),
}
"""Schemas by endpoint. A result that is not an object is wrapped in one, under ``result``."""
