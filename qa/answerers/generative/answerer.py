"""An answer that a language model writes, as far as code can prove it; else what was quoted."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.answer import Answer
from qa.answerers.generative.claims import MalformedReplyError, parse_reply
from qa.answerers.generative.client import ModelClient, ModelError
from qa.answerers.generative.evidence import choose_evidence
from qa.answerers.generative.prompt import make_prompt
from qa.answerers.generative.verify import Verdict, verify
from qa.datatypes import Citation, Finding
from qa.languages import language_pack
from qa.readers import Reading
from qa.temporal_answers import resolve_times, select_times
from qa.written import DroppedClaim, Quote, Written, WrittenClaim

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.datatypes import Hit, Period
    from index.passages import Span
    from qa.answerers import Answerer
    from qa.answerers.generative.claims import Claim
    from qa.answerers.generative.evidence import Sentence
    from qa.answerers.generative.settings import ModelSettings
    from qa.question import Question
    from qa.written import Fallback

_logger = logging.getLogger(__name__)

PROVED = 0.9
"""How likely a claim that was proved is right; ``docs/generative.md`` has what was measured."""

_LONGEST_QUOTE = 600
"""Characters from the first sentence to the last that a citation quotes as one stretch; of an
article whose sentences lie further apart the first is quoted, and the claims have the others."""


class GenerativeAnswerer:
    """Lets a language model propose claims, and shows those that code proves.

    Whatever goes wrong, the extractive answer is given, with a note of why.

    Args:
        extractive: Answers where nothing could be proved.
        client: Asks the model.
    """

    def __init__(self, extractive: Answerer, client: ModelClient) -> None:
        self.extractive = extractive
        self.client = client

    @classmethod
    def of(cls, extractive: Answerer, settings: ModelSettings) -> GenerativeAnswerer:
        """Return an answerer that asks a model with these settings.

        All that have the same settings share a client: its limits, and the replies that it keeps.
        """
        return cls(extractive, _client(settings))

    def answer(self, question: Question, hits: Sequence[Hit], *, top_k: int = 5) -> Answer:
        """See ``Answerer.answer``."""
        pack = language_pack(question.language)
        if pack is None or pack.claims is None:
            return self._quoted(question, hits, top_k, "language")
        evidence = choose_evidence(question, hits, self.client.settings.evidence_tokens)
        if not evidence:
            return self.extractive.answer(question, hits, top_k=top_k)
        prompt = make_prompt(question, evidence)
        try:
            reply = self.client.reply(prompt)
            claims = parse_reply(reply)
        except ModelError as error:
            return self._quoted(question, hits, top_k, error.fault)
        except MalformedReplyError as error:
            _logger.warning("a reply of %s was left out: %s", self.client.settings.model, error)
            return self._quoted(question, hits, top_k, "malformed")
        self.client.keep(prompt, reply)
        if not claims:
            return self._quoted(question, hits, top_k, "nothing")
        by_number = {one.number: one for one in evidence}
        verdicts = [_verdict(claim, by_number, question) for claim in claims]
        proved, left_out = _within(verdicts, top_k)
        dropped = tuple(
            DroppedClaim(
                one.claim.text, one.failure or "it needs more articles than are to be cited"
            )
            for one in verdicts
            if one in left_out
        )
        if not proved:
            return self._quoted(question, hits, top_k, "unproved", dropped)
        return self._written(question, proved, dropped)

    def _quoted(
        self,
        question: Question,
        hits: Sequence[Hit],
        top_k: int,
        fallback: Fallback,
        dropped: tuple[DroppedClaim, ...] = (),
    ) -> Answer:
        answer = self.extractive.answer(question, hits, top_k=top_k)
        return replace(answer, written=self._by(dropped=dropped, fallback=fallback))

    def _by(
        self,
        claims: tuple[WrittenClaim, ...] = (),
        dropped: tuple[DroppedClaim, ...] = (),
        fallback: Fallback | None = None,
    ) -> Written:
        settings = self.client.settings
        return Written(settings.model, settings.host, claims, dropped, fallback)

    def _written(
        self, question: Question, proved: Sequence[Verdict], dropped: tuple[DroppedClaim, ...]
    ) -> Answer:
        rests_on: dict[str, list[Sentence]] = {}
        for verdict in proved:
            for sentence in verdict.sentences:
                rests_on.setdefault(sentence.article.id, []).append(sentence)
        in_order = sorted(rests_on.values(), key=lambda of_article: _published(of_article[0]))
        citations = tuple(
            _cite(of_article, number) for number, of_article in enumerate(in_order, 1)
        )
        numbers = {one.document: one.number for one in citations}
        claims = tuple(
            WrittenClaim(
                one.claim.text,
                tuple(
                    Quote(numbers[s.article.id], s.text, s.start, s.end)
                    for s in sorted(one.sentences, key=_published)
                ),
            )
            for one in proved
        )
        findings = tuple(
            _finding(question, of_article[0].hit, citation)
            for of_article, citation in zip(in_order, citations, strict=True)
        )
        return Answer(
            question.text,
            question.language,
            confidence=PROVED,
            findings=findings,
            citations=citations,
            written=self._by(claims, dropped),
        )


def _verdict(claim: Claim, evidence: Mapping[int, Sentence], question: Question) -> Verdict:
    """Decide whether a claim is proved; what a check stumbles over is not."""
    try:
        return verify(claim, evidence, question)
    except Exception:
        _logger.exception("a claim could not be checked")
        return Verdict(claim, "it could not be checked")


@lru_cache(maxsize=4)
def _client(settings: ModelSettings) -> ModelClient:
    return ModelClient(settings)


def _published(sentence: Sentence) -> tuple[Period, str, int]:
    """The order of citations: that of publication, then of the text."""
    article = sentence.article
    return article.published, article.id, sentence.start


def _within(verdicts: Sequence[Verdict], top_k: int) -> tuple[list[Verdict], list[Verdict]]:
    """Part the verdicts into those to show, which cite at most ``top_k`` articles, and the rest."""
    shown: list[Verdict] = []
    left_out: list[Verdict] = []
    articles: set[str] = set()
    said: set[str] = set()
    for verdict in verdicts:
        needed = articles | {one.article.id for one in verdict.sentences}
        if not verdict.proved or len(needed) > top_k:
            left_out.append(verdict)
        elif verdict.claim.text not in said:
            articles = needed
            said.add(verdict.claim.text)
            shown.append(verdict)
    return shown, left_out


def _cite(sentences: Sequence[Sentence], number: int) -> Citation:
    """Cite an article with the sentences of it that prove something."""
    spans: list[Span] = sorted({(one.start, one.end) for one in sentences})
    near = [span for span in spans if span[1] - spans[0][0] <= _LONGEST_QUOTE] or spans[:1]
    place = near[0][0], max(end for _, end in near)
    return Citation.of(sentences[0].hit, number, place, PROVED, tuple(near))


def _finding(question: Question, hit: Hit, citation: Citation) -> Finding:
    reading = Reading(hit, citation.start, citation.end, PROVED, citation.spans)
    times = resolve_times(question, reading, select_times(question, reading))
    return Finding(citation.quote, times, (), citation.published, (citation.number,))
