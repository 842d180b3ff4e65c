"""Detect stubs of articles: teasers of a paywall, error pages, truncated texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.datatypes import Article

SHORT = 200
"""Characters below which a text counts as short; users of Media Cloud and AmCAT report such
texts."""

_LONGEST_ERROR = 1500
_LONGEST_CUT = 700
_END = 400
_LAST = 40

_ERROR = re.compile(
    r"\b(?:40[0-9]|50[0-4])\b\W{0,5}(?:not found|forbidden|error|unauthorized|unavailable"
    r"|bad gateway)"
    r"|\b(?:page|seite|article) (?:not found|introuvable|nicht gefunden)|access denied|accès refusé"
    r"|zugriff verweigert|acceso denegado|página no encontrada|article introuvable"
    r"|just a moment\.\.\.|attention required!|are you (?:a robot|human)\?"
    r"|(?:enable|activate|activer|aktivieren sie|habilit\w+) (?:javascript|cookies)"
    r"|error extracting content|there is an error in this document",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep reading)|for subscribers only"
    r"|already a subscriber"
    r"|réservée? (?:à nos|aux) abonnés|il vous reste [\d,.]+ ?% de cet article"
    r"|abonnez-vous pour lire"
    r"|nur für abonnenten|jetzt (?:abonnieren und )?weiterlesen|als abonnent weiterlesen"
    r"|(?:solo|exclusivo) para suscriptores|suscríbe\w* para (?:seguir|continuar)",
    re.IGNORECASE,
)
_HINTS_OF_ERRORS = re.compile(
    r"40\d|50\d|not found|introuvable|nicht gefunden|encontrada|denied|refusé|verweigert|denegado"
    r"|moment|attention|are you|javascript|cookies|extracting|an error in"
)
# Patterns omit the first letter, which may be a capital: lower-casing a whole text is slower. Long
# words are found faster than short ones.
_HINTS_OF_PAYWALLS = (
    *("ubscribe", "bonn", "uscript", "uscríbe", "ous reste", "eiterlesen"),
    *("UBSCRIBE", "BONN", "USCRIPT", "USCRÍBE", "OUS RESTE", "EITERLESEN"),
)
_CUT = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.)\]|\[\+\d+ chars\])\W*$")
_MORE = re.compile(
    r"(?:\bread more|\bcontinue reading|\blire la suite|\bweiterlesen|\bmehr lesen|\bleer más"
    r"|\bseguir leyendo|\[\+\d+ chars\])\W*$",
    re.IGNORECASE,
)
_LAST_WORDS = "more", "reading", "suite", "weiterlesen", "lesen", "más", "leyendo", "chars"
_CLOSING = " \t\r\n.…:;!?,»«›‹>→\"'”’()[]|-–—"


def stub_of(article: Article) -> str:
    """Return why an article looks like a stub: ``error page``, ``paywall``, ``cut off``, ``short``.

    The result is empty if it does not.
    """
    body = article.text[article.body_start :].strip()
    end = body[-_END:]
    if len(body) < _LONGEST_ERROR:
        whole = f"{article.title}\n{body}".lower()
        if _HINTS_OF_ERRORS.search(whole) and _ERROR.search(whole):
            return "error page"
    for hint in _HINTS_OF_PAYWALLS:
        if hint in end and _PAYWALL.search(end):
            return "paywall"
    last = end[-_LAST:]
    more = last.rstrip(_CLOSING).lower().endswith(_LAST_WORDS) and _MORE.search(last)
    if more or (len(body) < _LONGEST_CUT and _CUT.search(last)):
        return "cut off"
    return "short" if len(body) < SHORT else ""
