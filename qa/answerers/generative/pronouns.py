"""Resolve the pronouns in sentences and in later parts of a claim."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from qa.answerers.generative.analysis import Analysis, analyse, compiled
from qa.languages import language_pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.datatypes import Article
    from index.dates.resolution import Mention
    from qa.answerers.generative.evidence import Sentence
    from qa.languages.claims import ClaimCues

_LONGEST_SUBJECT = 8  # words
_OPENING = 24  # characters at the start in which a pronoun is the subject


def with_antecedents(
    sentence: Sentence, cited: Sequence[Sentence]
) -> list[tuple[Analysis, tuple[Sentence, ...]]]:
    """Return the sentence, also with its pronoun replaced by the previous sentence's subject.

    Args:
        sentence: Sentence that may prove a claim.
        cited: Sentences that the claim cites; the previous sentence must be among them.

    Returns:
        The analysis of each version, with the sentences on which it rests.
    """
    article = sentence.article
    pack = language_pack(article.language)
    if pack is None or pack.claims is None:
        return []
    text = sentence.text
    mentions = tuple(_shifted(one, -sentence.start) for one in sentence.mentions)
    found: list[tuple[Analysis, tuple[Sentence, ...]]] = [
        (_analyse_sentence(text, article, pack.claims, mentions), (sentence,))
    ]
    pronoun = compiled(pack.claims.subjects).search(text[:_OPENING])
    before = [
        one for one in cited if one.article.id == article.id and one.number == sentence.number - 1
    ]
    if pronoun is not None and before and _adjoin(before[0], sentence):
        subject = _subject(before[0], pack.claims)
        if subject is not None:
            start, end = pronoun.span()
            grown = len(subject) - (end - start)
            moved = tuple(_shifted(one, grown) if one.start >= end else one for one in mentions)
            replaced = text[:start] + subject + text[end:]
            found.append(
                (_analyse_sentence(replaced, article, pack.claims, moved), (before[0], sentence))
            )
    return found


def _adjoin(one: Sentence, following: Sentence) -> bool:
    """Return whether two sentences of an article are adjacent."""
    return not one.article.text[one.end : following.start].strip()


def _subject(sentence: Sentence, cues: ClaimCues) -> str | None:
    """Return the words before the verb of a sentence, if they include all of its names."""
    article = sentence.article
    mentions = tuple(_shifted(one, -sentence.start) for one in sentence.mentions)
    analysis = _analyse_sentence(sentence.text, article, cues, mentions)
    verbs = analysis.find(f"{cues.past}|{cues.present}|{cues.operators['future']}")
    verbs = [span for span in verbs if span[0] > 0]
    if not verbs:
        return None
    subject = sentence.text[: verbs[0][0]].strip()
    if not subject or len(subject.split()) > _LONGEST_SUBJECT or re.search(r"[,;:«“\"(]", subject):
        return None
    others = [
        word
        for word in analysis.words
        if word.capital
        and word.start >= len(subject)
        and not any(key.startswith("n:") for key in word.keys)
    ]
    if others:
        return None
    return subject[0].lower() + subject[1:] if not analysis.words[0].capital else subject


def _analyse_sentence(
    text: str, article: Article, cues: ClaimCues, mentions: Sequence[Mention]
) -> Analysis:
    from index.dates.resolution import read_times

    return analyse(text, article.language, cues, mentions, read_times(article).written.end)


def _shifted(mention: Mention, by: int) -> Mention:
    return replace(mention, start=mention.start + by, end=mention.end + by)


def with_subject(part: str, before: str | None, language: str, cues: ClaimCues) -> str | None:
    """Return a later part of a claim, with its pronoun replaced by the subject of an earlier part.

    Args:
        part: Part such as ``in September it was 4 euros``.
        before: Earlier part, such as ``In August the price was 3 euros``; None if there is none.
        language: Language of both, ISO 639-1.
        cues: Cues of the language for claims.

    Returns:
        The part itself if its subject is not a pronoun; None if the pronoun cannot be resolved.
    """
    subject, start = _words_before_verb(part, language, cues)
    pronoun = re.fullmatch(cues.subjects, subject, re.IGNORECASE)
    if pronoun is None:
        return part
    if before is None:
        return None
    antecedent, _ = _words_before_verb(before, language, cues)
    if not antecedent or re.fullmatch(cues.subjects, antecedent, re.IGNORECASE):
        return None
    if re.match(rf"(?:{cues.articles}|{cues.indefinite})(?!\w)", antecedent, re.IGNORECASE):
        antecedent = antecedent[0].lower() + antecedent[1:]
    return f"{part[:start]}{antecedent}{part[start + len(subject) :]}"


def _words_before_verb(text: str, language: str, cues: ClaimCues) -> tuple[str, int]:
    """Return the words before the verb, without an initial time, and their offset.

    Without a known verb, the first word is returned.
    """
    from index.dates.resolution import annotate
    from qa.answerers.generative.evidence import ANY_DAY

    times = annotate(text, language, ANY_DAY)
    start = 0
    for one in times:
        if len(text[start : one.start].split()) <= 1:  # "in" August, "le" 3 mai
            start = one.end + len(re.match(r"[\s,]*", text[one.end :])[0])  # type: ignore[index]
    analysis = analyse(text, language, cues, times)
    verbs = analysis.find(f"{cues.past}|{cues.present}|{cues.operators['future']}", start)
    verbs = [span for span in verbs if span[0] > start]
    end = verbs[0][0] if verbs else start + len(re.match(r"\S*", text[start:])[0])  # type: ignore[index]
    return text[start:end].strip(), start
