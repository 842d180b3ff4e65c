"""Compile patterns over kinds of tokens: each kind becomes one letter of a regular expression."""

from __future__ import annotations

import re
from threading import Lock

_KIND = re.compile(r"[A-Z]+")
_NAMED_GROUP = re.compile(r"([a-z]+)=\(")
_NAMED_KIND = re.compile(r"([a-z]+)=(.)")
_PART = re.compile(
    r"(?P<look>\(\?<?[=!])|(?P<group>\((?:\?(?::|P<[a-z]+>))?)|(?P<close>\))|(?P<bar>\|)"
    r"|(?P<any>\[[^\]]*\])|(?P<letter>[\ue000-\uf8ff])|(?P<mark>.)"
)
_QUANTIFIER = re.compile(r"[?*+]|\{\d*,?\d*\}")


class _Letters(dict[str, str]):
    """Assigns a letter to each kind of token, so that kinds can be matched as a string."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()  # languages may be loaded by several threads

    def __missing__(self, kind: str) -> str:
        with self._lock:
            return self.setdefault(kind, chr(0xE000 + len(self)))


LETTERS = _Letters()
"""The letter of each kind."""


def compile_kinds(pattern: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """Return a pattern over kinds as a regular expression, and the letters in all its matches.

    A text that lacks one of these letters need not be searched.

    Args:
        pattern: See ``index.dates.grammar.Rule``.
    """
    letters = _KIND.sub(lambda kind: LETTERS[kind.group()], pattern).replace(" ", "")
    groups = re.sub(r"(?<!=)\((?!\?)", "(?:", letters)
    named = _NAMED_KIND.sub(r"(?P<\1>\2)", _NAMED_GROUP.sub(r"(?P<\1>", groups))
    required, _ = _required(named, 0)
    return re.compile(named), required


def _required(pattern: str, at: int) -> tuple[frozenset[str], int]:
    """Return the letters that a group certainly matches, and the offset of its end."""
    alternatives: list[set[str]] = [set()]
    while at < len(pattern):
        part = _PART.match(pattern, at)
        if part is None:
            break
        at = part.end()
        found: frozenset[str] = frozenset()
        match part.lastgroup:
            case "close":
                break
            case "bar":
                alternatives.append(set())
                continue
            case "look":
                _, at = _required(pattern, at)
            case "group":
                found, at = _required(pattern, at)
            case "letter":
                found = frozenset(part.group())
            case _:
                pass
        quantifier = _QUANTIFIER.match(pattern, at)
        if quantifier is not None:
            at = quantifier.end()
        if quantifier is None or quantifier.group()[:2] not in {"?", "*", "{0", "{,"}:
            alternatives[-1] |= found
    return frozenset(set.intersection(*alternatives)), at
