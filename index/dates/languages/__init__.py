"""Find the languages that have a grammar of times: one file per language.

A language is a module of this package named by its ISO 639-1 code, as ``en.py`` is, and the module
has a ``GRAMMAR``, an ``index.dates.grammar.Grammar``. There is no list to add it to. A grammar that
reads "17 settembre 2020", and "lunedì" as the nearest Monday:

    _MONTHS, _WEEKDAYS = names("it")  # of index.dates.languages.common, as calendar_date is
    _WORDS = {
        **{name: ("MONTH", number) for name, number in _MONTHS.items()},
        **{name: ("WD", number) for name, number in _WEEKDAYS.items()},
    }
    GRAMMAR = Grammar(
        Lexicon(_WORDS),
        [
            Rule("day=N month=MONTH year=YEAR?", calendar_date),
            Rule("weekday=WD", calendar_date),
        ],
    )

``Grammar`` documents the optional parts of a grammar, ``Rule`` the syntax of rules, and
``index.dates.tokens`` which kinds of tokens every language has. A module is loaded when its
language is first used.

The package's search path may be extended, so that a language can be elsewhere: append the folder
of its file to ``index.dates.languages.__path__`` and call ``clear_caches``.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.dates.grammar import Grammar

_CODE = re.compile(r"[a-z]{2,3}")


@cache
def known_languages() -> tuple[str, ...]:
    """Return the codes of the languages that have a grammar, in alphabetical order."""
    names = {module.name for module in pkgutil.iter_modules(__path__)}
    return tuple(sorted(name for name in names if _CODE.fullmatch(name)))


@cache
def grammar_of(language: str) -> Grammar | None:
    """Return the grammar of a language, loaded on the first call; None if there is none.

    Args:
        language: ISO 639-1 code.

    Raises:
        TypeError: If the language's module does not have a grammar where it should.
    """
    from index.dates.grammar import Grammar

    if language not in known_languages():
        return None
    module = importlib.import_module(f"{__name__}.{language}")
    grammar = getattr(module, "GRAMMAR", None)
    if not isinstance(grammar, Grammar):
        raise TypeError(f"{module.__file__} has no GRAMMAR of the type index.dates.grammar.Grammar")
    return grammar


def clear_caches() -> None:
    """Look for languages anew, after ``__path__`` was changed."""
    importlib.invalidate_caches()
    known_languages.cache_clear()
    grammar_of.cache_clear()
