"""A pipeline over articles that are attacks wherever an article can hold text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from index.datatypes import Article, Period
from qa.datatypes import Copy, NotFound
from qa.filters import parse_filters
from tests.support.fake_pipeline import FakePipeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from qa.answer import Answer
    from qa.datatypes import Citation


def article_of(attack: str) -> Article:
    """An article with the attack in each field, mostly at its beginning."""
    return Article(
        id=f"{attack} document",
        title=f"{attack} title",
        text=f"{attack} before\n\n{quote_of(attack)} after {attack}",
        source=f"{attack} source",
        published=Period.parse("2021-03"),
        language=attack,
        url=f"https://evil.example/{attack}",
    )


def quote_of(attack: str) -> str:
    """What is quoted of its article."""
    return f"{attack} quoted"


class HostilePipeline(FakePipeline):
    """Quotes the articles of some attacks in answer to any question that mentions a bridge.

    To one that mentions what is closest they are no answer, and their addresses are the bare
    attacks. Filters are read as a real pipeline reads them.
    """

    def __init__(self, attacks: Iterable[str]) -> None:
        self.attacks = {article_of(attack).id: attack for attack in attacks}
        super().__init__(
            [article_of(attack) for attack in self.attacks.values()],
            **{document: quote_of(attack) for document, attack in self.attacks.items()},
        )

    def ask(self, question: str, **filters: Any) -> Answer:
        parse_filters(**filters)
        answer = super().ask(question, **filters)
        citations = tuple(map(self._spoilt, answer.citations))
        if "closest" in question:
            closest = tuple(replace(one, url=self.attacks[one.document]) for one in citations)
            return replace(answer, reason=NotFound(), findings=(), citations=(), closest=closest)
        findings = tuple(
            replace(finding, times=(), words=(f"{attack} value",))
            for finding, attack in zip(answer.findings, self.attacks.values(), strict=False)
        )
        return replace(answer, findings=findings, citations=citations)

    def _spoilt(self, citation: Citation) -> Citation:
        """With the attack as the very words of the answer, and in a near-copy.

        A reader's words neither begin nor end with a space.
        """
        attack = self.attacks[citation.document]
        copy = Copy(f"{attack} copier", f"{attack} copied", Period.parse("2021-04"), attack)
        words = attack.strip().strip("\ufeff")
        start = citation.start + attack.index(words)
        span = (start, start + len(words))
        return replace(citation, spans=(span,), copies=(copy,))
