"""A pipeline so plain that what it answers can be read here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from index.datatypes import Article, Hit, Passage, Period
from index.late_interaction import WordCodec
from index.stores import BuildRecord, EncodedArticle, EncoderFingerprint
from index.stores.memory import MemoryStore
from qa.answer import Answer
from qa.datatypes import Citation, Finding, NotFound, ResolvedTime, Stage, Step
from qa.errors import InvalidQuestionError
from qa.followup import Turn, stand_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from index.stores import CorpusStats, Snapshot

HEADER = " date 2021-03 (Agence du Port) "
FRENCH = Article(
    id="pont.txt",
    title="Le pont de la Halle",
    text=HEADER
    + "Le pont de la Halle fermera lundi pour six mois de travaux.\n\n"
    + "Les piétons passeront par le quai. " * 60
    + "\n\n« Le pont rouvrira le 4 octobre 2021 », a promis la mairie.\n\n"
    + "Un bac gratuit traversera le fleuve toutes les dix minutes. " * 20,
    source="Agence du Port",
    published=Period.parse("2021-03"),
    language="fr",
    body_start=len(HEADER),
)
ENGLISH = Article(
    id="bridge.txt",
    title="Bridge reopens early",
    text="The Halle bridge reopened on Friday, nine days early.\n\nTraders on the quay cheered.",
    source="bridge.txt",
    published=Period.parse("2021-09-25"),
    language="en",
    url="https://news.example/bridge",
)
GENERATION = "20210926T120000-fake"
QUOTES = {
    "pont.txt": "« Le pont rouvrira le 4 octobre 2021 », a promis la mairie.",
    "bridge.txt": "The Halle bridge reopened on Friday, nine days early.",
}
TIMES = {"pont.txt": ResolvedTime(Period.parse("2021-10-04"))}


class FakePipeline:
    """Quotes each of its articles in answer to any question that mentions a bridge.

    The error cases of a real pipeline are there too: an empty question and one over 1,000
    characters are invalid, and "boom" is a bug.
    """

    def __init__(self, articles: Iterable[Article] = (FRENCH, ENGLISH), **quotes: str) -> None:
        self.articles = {article.id: article for article in articles}
        self.quotes = QUOTES | quotes
        self.calls: list[dict[str, Any]] = []
        self.index_snapshot = snapshot_of(self.articles.values())
        self.info = replace(self.index_snapshot.info, generation=GENERATION)

    @property
    def stats(self) -> CorpusStats:
        return self.index_snapshot.stats()

    def snapshot(self, *, newest: bool = False) -> FakePipeline:
        return self

    def ask(self, question: str, **filters: Any) -> Answer:
        self.calls.append({"question": question, **filters})
        if not question.strip():
            raise InvalidQuestionError("the question is empty: type one")
        if len(question) > 1000:
            raise InvalidQuestionError("the question is too long: <b>1,000</b> characters at most")
        if "boom" in question:
            raise RuntimeError("secret-of-the-server")
        language = "fr" if "pont" in question else "en"
        answer = Answer(question, language, confidence=0.1, reason=NotFound(), elapsed_ms=1.0)
        if not any(name in question for name in ("pont", "bridge", "Halle")):
            return answer
        citations = tuple(
            cite(article, self.quotes[article.id], number)
            for number, article in enumerate(self.articles.values(), start=1)
        )
        findings = tuple(
            Finding(
                text=c.quote,
                times=(TIMES[c.document],) if c.document in TIMES else (),
                words=(),
                published=c.published,
                citations=(c.number,),
            )
            for c in citations
        )
        return replace(
            answer,
            confidence=0.9,
            findings=findings,
            citations=citations,
            reason=None,
        )

    answerers = ("extractive",)

    def stand_alone(self, question: str, before: Turn | None, answerer: str | None = None) -> str:
        return stand_alone(question, before)

    def steps(
        self, question: str, answerer: str | None = None, **filters: Any
    ) -> Iterator[Step | Answer]:
        yield Step(Stage.SEARCHING)
        answer = self.ask(question, **filters)
        yield Step(Stage.READING, self.hits(answer))
        yield answer

    def retrieve(self, question: str, **filters: Any) -> list[Hit]:
        return self.hits(self.ask(question, **filters))

    def hits(self, answer: Answer) -> list[Hit]:
        return [
            Hit(
                Passage(n, c.document, c.start, c.end, c.quote),
                self.articles[c.document],
                score=0.5,
                dense=0.8,
                lexical=1.0,
            )
            for n, c in enumerate(answer.citations)
        ]

    def article(self, document: str) -> Article:
        return self.articles[document]

    def close(self) -> None:
        pass


def snapshot_of(articles: Iterable[Article]) -> Snapshot:
    """An index of articles, each one passage, whose vectors say nothing."""
    store = MemoryStore()
    with store.write() as writer:
        dimension = 4
        codec = WordCodec(np.zeros(dimension, np.float32))
        writer.open_staging(EncoderFingerprint("fake", dimension, 10_000), codec, None)
        writer.add(
            [
                EncodedArticle(
                    article,
                    [Passage(number, article.id, 0, len(article.text), article.text)],
                    np.full((1, dimension), dimension**-0.5),
                )
                for number, article in enumerate(articles)
            ]
        )
        writer.publish(BuildRecord(corpus="archive"))
    return store.open()


def cite(article: Article, quote: str, number: int = 1) -> Citation:
    """A citation of the quote where it first stands in the article."""
    start = article.text.index(quote)
    return Citation(
        number=number,
        source=article.source,
        document=article.id,
        title=article.title,
        published=article.published,
        language=article.language,
        url=article.url,
        quote=quote,
        start=start,
        end=start + len(quote),
        score=0.9,
    )
