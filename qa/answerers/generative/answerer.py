"""Answer with the proved claims of a language model, or else with quotes."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.answer import Answer
from qa.answerers.generative.beside import with_reading
from qa.answerers.generative.claims import (
    MalformedReplyError,
    format_reply,
    parse_beginning,
    parse_reply,
    repeats_itself,
)
from qa.answerers.generative.client import ModelClient, ModelError
from qa.answerers.generative.evidence import choose_evidence
from qa.answerers.generative.prompt import make_prompt
from qa.answerers.generative.rewriting import make_rewriting, parse_rewriting
from qa.answerers.generative.verify import Failure, Verdict, verify
from qa.datatypes import Citation, Finding
from qa.languages import language_pack
from qa.readers import Reading
from qa.temporal_answers import resolve_times, select_times
from qa.written import DroppedClaim, Quote, Written, WrittenClaim

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
"""Probability that a proved claim is right; ``docs/generative.md`` has the measurements."""

_REPEAT_SECONDS = 1.0
"""Seconds after which an unchanged partial answer is yielded again, so that it can be stopped."""

_TOO_MANY = Failure("articles", "it needs more articles than are to be cited")
_LONGEST_QUOTE = 600
"""Maximum number of characters of a citation's quote, from its first sentence to its last. If the
sentences of an article are farther apart, only the first is quoted, and the claims have the
others."""


class GenerativeAnswerer:
    """An answerer that shows the proved claims of a language model.

    If anything fails, it returns the extractive answer, with a note of the reason.

    Args:
        extractive: Answerer that is used if nothing is proved.
        client: Client of the model.
    """

    def __init__(self, extractive: Answerer, client: ModelClient) -> None:
        self.extractive = extractive
        self.client = client

    @classmethod
    def of(cls, extractive: Answerer, settings: ModelSettings) -> GenerativeAnswerer:
        """Return an answerer that uses a model with these settings.

        Answerers with the same settings share a client, with its limits and its cache of replies.
        """
        return cls(extractive, _client(settings))

    def answer(self, question: Question, hits: Sequence[Hit], *, top_k: int = 5) -> Answer:
        """Answer a question as ``Answerer.answer`` does."""
        *_, answer = self.answers(question, hits, top_k=top_k)
        assert answer is not None  # noqa: S101 (the last one never is)
        return answer

    def answers(
        self, question: Question, hits: Sequence[Hit], *, top_k: int = 5
    ) -> Iterator[Answer | None]:
        """Yield each claim when it is proved, as ``StreamingAnswerer.answers`` does."""
        pack = language_pack(question.language)
        if pack is None or pack.claims is None:
            yield self._quoted(question, hits, top_k, "language")
            return
        evidence = choose_evidence(question, hits, self.client.settings.evidence_tokens)
        if not evidence:
            yield self.extractive.answer(question, hits, top_k=top_k)
            return
        prompt = make_prompt(question, evidence)
        judge = _Judge(question, {one.number: one for one in evidence})
        reply, shown, shown_at = "", -1, 0.0
        try:
            for text in self.client.texts(prompt):
                reply, claims = text, parse_beginning(text)
                if repeats_itself(claims):
                    reply = format_reply(claims)
                    break
                if len(claims) == shown and time.monotonic() - shown_at < _REPEAT_SECONDS:
                    continue
                proved, dropped = judge.judge(claims, top_k)
                yield self._written(question, proved, dropped) if proved else None
                shown, shown_at = len(claims), time.monotonic()
            claims = parse_reply(reply)
        except ModelError as error:
            yield self._quoted(question, hits, top_k, error.fault)
            return
        except MalformedReplyError as error:
            _logger.warning("a reply of %s was left out: %s", self.client.settings.model, error)
            yield self._quoted(question, hits, top_k, "malformed")
            return
        self.client.keep(prompt, reply)
        proved, dropped = judge.judge(claims, top_k)
        if proved:
            quoted = self.extractive.answer(question, hits, top_k=top_k)
            yield with_reading(self._written(question, proved, dropped), quoted, top_k)
        else:
            yield self._quoted(question, hits, top_k, "unproved" if claims else "nothing", dropped)

    def stand_alone(self, question: str, before: str, language: str) -> str | None:
        """Return a follow-up as a question that stands alone, as rewritten by the model.

        Args:
            question: Question as typed.
            before: Previous question, as one that stands alone.
            language: Language of the previous question, ISO 639-1.

        Returns:
            The question; None if there is no reply, or if the reply has a name, number or word
            from neither question.
        """
        prompt = make_rewriting(question, before)
        try:
            reply = self.client.reply(prompt)
        except ModelError:
            return None
        rewritten = parse_rewriting(reply, question, before, language)
        if rewritten is not None:
            self.client.keep(prompt, reply)
        return rewritten

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
        in_order = sorted(
            rests_on.values(), key=lambda of_article: _publication_order(of_article[0])
        )
        citations = tuple(
            _cite_claim(of_article, number) for number, of_article in enumerate(in_order, 1)
        )
        numbers = {one.document: one.number for one in citations}
        claims = tuple(
            WrittenClaim(
                one.claim.text,
                tuple(
                    Quote(numbers[s.article.id], s.text, s.start, s.end)
                    for s in sorted(one.sentences, key=_publication_order)
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


class _Judge:
    """Judges the claims of a reply as they arrive, each once."""

    def __init__(self, question: Question, evidence: Mapping[int, Sentence]) -> None:
        self._question, self._evidence = question, evidence
        self._known: dict[Claim, Verdict] = {}

    def judge(
        self, claims: Sequence[Claim], top_k: int
    ) -> tuple[list[Verdict], tuple[DroppedClaim, ...]]:
        """Return the proved claims, and those that are dropped."""
        for claim in claims:
            if claim not in self._known:
                self._known[claim] = _verdict(claim, self._evidence, self._question)
        verdicts = [self._known[claim] for claim in dict.fromkeys(claims)]
        proved, left_out = _split_by_articles(verdicts, top_k)
        return proved, tuple(
            DroppedClaim(one.claim.text, why.reason, why.check)
            for one in left_out
            for why in (one.failure or _TOO_MANY,)
        )


def _verdict(claim: Claim, evidence: Mapping[int, Sentence], question: Question) -> Verdict:
    """Decide whether a claim is proved; if a check raises, it is not."""
    try:
        return verify(claim, evidence, question)
    except Exception:
        _logger.exception("a claim could not be checked")
        return Verdict(claim, Failure("unchecked", "it could not be checked"))


@lru_cache(maxsize=4)
def _client(settings: ModelSettings) -> ModelClient:
    return ModelClient(settings)


def _publication_order(sentence: Sentence) -> tuple[Period, str, int]:
    """Return the sort key of citations: publication date, then place in the text."""
    article = sentence.article
    return article.published, article.id, sentence.start


def _split_by_articles(
    verdicts: Sequence[Verdict], top_k: int
) -> tuple[list[Verdict], list[Verdict]]:
    """Split the verdicts into those to show, citing at most ``top_k`` articles, and the rest."""
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


def _cite_claim(sentences: Sequence[Sentence], number: int) -> Citation:
    """Cite an article with those of its sentences that prove a claim."""
    spans: list[Span] = sorted({(one.start, one.end) for one in sentences})
    near = [span for span in spans if span[1] - spans[0][0] <= _LONGEST_QUOTE] or spans[:1]
    place = near[0][0], max(end for _, end in near)
    return Citation.of(sentences[0].hit, number, place, PROVED, tuple(near))


def _finding(question: Question, hit: Hit, citation: Citation) -> Finding:
    reading = Reading(hit, citation.start, citation.end, PROVED, citation.spans)
    times = resolve_times(question, reading, select_times(question, reading))
    return Finding(citation.quote, times, (), citation.published, (citation.number,))
