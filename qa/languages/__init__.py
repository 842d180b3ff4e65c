"""Find the language packs: cues and texts for questions, answers and the page.

Each language is a module of this package, named by its ISO 639-1 code, which exports ``PACK``.
Modules are found by their files, so that adding a language changes no other module. A folder that
is appended to this package's ``__path__`` adds the languages in it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.languages.claims import ClaimTexts
    from qa.languages.pack import AnswerTexts, LanguagePack, PageTexts

DEFAULT = "en"
"""Language of answers to questions in a language without a pack."""

_CODE = re.compile(r"[a-z]{2,3}")


def codes() -> tuple[str, ...]:
    """Return the ISO 639-1 codes of the languages with a pack, the default first."""
    return _find_codes(tuple(__path__))


@cache
def _find_codes(folders: tuple[str, ...]) -> tuple[str, ...]:
    names = {module.name for module in iter_modules(folders) if _CODE.fullmatch(module.name)}
    return tuple(sorted(names, key=lambda name: (name != DEFAULT, name)))


def language_pack(code: str) -> LanguagePack | None:
    """Return the pack of a language, imported on the first call; None if there is none.

    Args:
        code: ISO 639-1 code.

    Raises:
        TypeError: If the language's module does not have a pack where it should.
    """
    from qa.languages.pack import LanguagePack

    if code not in codes():
        return None
    module = import_module(f"{__name__}.{code}")
    pack = getattr(module, "PACK", None)
    if not isinstance(pack, LanguagePack):
        raise TypeError(f"{module.__file__} has no PACK of the type qa.languages.pack.LanguagePack")
    return pack


def interface_pack(code: str) -> LanguagePack:
    """Return the pack of a language; the default pack if it has none."""
    pack = language_pack(code) or language_pack(DEFAULT)
    assert pack is not None  # noqa: S101 (it ships with this package)
    return pack


def packs() -> tuple[LanguagePack, ...]:
    """Return the packs of all languages, in the order of ``codes``."""
    return tuple(interface_pack(code) for code in codes())


def answer_texts(code: str) -> AnswerTexts:
    """Return the texts of an answer to a question in a language (ISO 639-1)."""
    return interface_pack(code).answers


def claim_texts(code: str) -> ClaimTexts:
    """Return the texts about written answers, for a question in a language (ISO 639-1)."""
    claims = interface_pack(code).claims or interface_pack(DEFAULT).claims
    assert claims is not None  # noqa: S101 (English has them)
    return claims.texts


def page_texts(code: str) -> PageTexts:
    """Return the texts of the page in a language (ISO 639-1)."""
    return interface_pack(code).page
