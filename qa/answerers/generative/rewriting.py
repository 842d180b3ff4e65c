"""Rewrite a follow-up ("and for WeChat?") with the model, and check the words of the result."""

from __future__ import annotations

import json
import re
from typing import Any

from qa.answerers.generative.analysis import compiled, fold, stem_of
from qa.answerers.generative.checks import check_plain
from qa.answerers.generative.client import Prompt
from qa.languages import language_pack
from qa.question import MAX_CHARACTERS

_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"question": {"type": "string", "maxLength": MAX_CHARACTERS}},
    "required": ["question"],
    "additionalProperties": False,
}
_RULES = """\
A reader asks one question after another. Rewrite the second one so that it can be understood
without the first: put what its pronouns and gaps stand for in their place. Use the words of the
two questions, and the second one's language. If it can be understood by itself, repeat it.
Do not answer it. Reply with one JSON object: {"question": "..."}"""
_WORD = re.compile(r"[^\W_]+")


def make_rewriting(question: str, before: str) -> Prompt:
    """Return the prompt for rewriting a follow-up; see ``GenerativeAnswerer.stand_alone``."""
    asked = " ".join(question.split())
    return Prompt(_RULES, f"First question: {before}\nSecond question: {asked}", _SCHEMA)


def parse_rewriting(reply: str, question: str, before: str, language: str) -> str | None:
    """Return the question in a reply; None if it adds or loses a word.

    Each content word must be in one of the two questions, and no content word of the follow-up may
    be missing. The model thus cannot ask anything else.
    """
    try:
        found = json.loads(reply)["question"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(found, str) or len(found) > MAX_CHARACTERS or check_plain(found) is not None:
        return None
    found = " ".join(found.split())
    said, asked = _stems(found, language), _stems(question, language)
    if not found or said - asked - _stems(before, language) or asked - said:
        return None
    return found


def _stems(text: str, language: str) -> set[str]:
    """Return the stems of the content words."""
    pack = language_pack(language)
    words = _WORD.findall(text)
    if pack is not None and pack.claims is not None:
        function_words = compiled(pack.claims.function_words)
        words = [word for word in words if not function_words.fullmatch(word)]
    return {stem_of(fold(word), language) for word in words} - {""}
