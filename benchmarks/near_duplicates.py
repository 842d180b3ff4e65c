"""Compare thresholds for near-duplicates: ``python -m benchmarks.near_duplicates --data DATA``.

    python -m benchmarks.near_duplicates --data ../shared

- Synthetic copies: articles of Wikinews (French), NTREX (eight languages) and XQuAD (Chinese, four
paragraphs per article) are edited as agencies and outlets edit them. For each edit, the command
prints how many copies are found among all articles of their language, and how many articles are
joined with another article. Two of the edits do not make copies, and should not be found.
- Real articles: all clusters in the unedited collections, for people to judge. NTREX has every
story in eight languages; a translation is not a copy.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tqdm import tqdm

from benchmarks.data import rows
from index.datatypes import Article, Period
from index.near_duplicates import THRESHOLD, NearDuplicateFinder
from index.passages import sentences

Edit = Callable[[list[str], list[str], random.Random], str]
"""A function of an article's sentences, another article's sentences and a random generator that
returns an edited text."""

_UNDATED = Period.parse("2000")
_THRESHOLDS = (0.74, 0.78, THRESHOLD, 0.86)
_WIKINEWS, _PER_LANGUAGE = 150, 30  # articles to edit
_SHORTEST = 500  # bytes; a shorter article is a near-duplicate only if no word is changed

_UNIT = re.compile(r"[\u3400-\u9fff]|\w+")
_GROUPED = re.compile(r"(?<=\d)[ ,.\u202f](?=\d{3}\b)")


def replace_header(lines: list[str], _: list[str], chance: random.Random) -> str:
    """Replace the first line by another agency's, and append a line about a correction."""
    first = f"LONDON, {chance.randint(1, 28)}/3/2020 (Agency) – "
    return first + "\n".join([*lines, "Corrects the spelling of a name in the second paragraph."])


def truncate(lines: list[str], _: list[str], __: random.Random, share: float) -> str:
    """Remove the last sentences."""
    return "\n".join(lines[: max(1, len(lines) - round(share * len(lines)))])


def change_sentences(
    lines: list[str], other: list[str], chance: random.Random, share: float, kind: str
) -> str:
    """Replace, delete or insert sentences, at least one."""
    out = list(lines)
    for at in sorted(
        chance.sample(range(len(lines)), max(1, round(share * len(lines)))), reverse=True
    ):
        out[at : at + (kind != "inserted")] = [] if kind == "deleted" else [chance.choice(other)]
    return "\n".join(out)


def change_words(lines: list[str], other: list[str], chance: random.Random, share: float) -> str:
    """Replace words (in Chinese, characters) throughout the text."""
    text = "\n".join(lines)
    words, pool = list(_UNIT.finditer(text)), _UNIT.findall("\n".join(other))
    for at in sorted(chance.sample(range(len(words)), round(share * len(words))), reverse=True):
        text = text[: words[at].start()] + chance.choice(pool) + text[words[at].end() :]
    return text


def reformat(lines: list[str], _: list[str], __: random.Random) -> str:
    """Change number formats, quotes, dashes, line breaks and capitals."""
    text = _GROUPED.sub("", " ".join(lines))
    text = re.sub(r"(?<![\d,.])(\d{2,3})(\d{3})(?!\d)", "\\1\u202f\\2", text)
    return text.replace("«", '"').replace("»", '"').replace("–", "-").replace("’", "'").upper()


def combine_edits(lines: list[str], other: list[str], chance: random.Random) -> str:
    """Change the header, cut off a quarter, and replace one word in a hundred."""
    truncated = truncate(lines, other, chance, 0.25).split("\n")
    return replace_header(change_words(truncated, other, chance, 0.01).split("\n"), other, chance)


def follow_up(lines: list[str], other: list[str], _: random.Random) -> str:
    """Return another story that ends with a third of this one."""
    background = lines[: max(1, len(lines) // 3)]
    room = 2 * len("".join(background))
    return "\n".join([" ".join(other)[:room], *background])


def edits() -> dict[str, Edit]:
    """Return the edits by name."""
    found: dict[str, Edit] = {
        "header, correction line": replace_header,
        "number and quote formats, capitals": reformat,
    }
    for share in (0.25, 0.4):
        found[f"last {share:.0%} cut"] = partial(truncate, share=share)
    for kind, shares in (
        ("replaced", (0.05, 0.1, 0.15)),
        ("deleted", (0.1,)),
        ("inserted", (0.1,)),
    ):
        for share in shares:
            found[f"sentences {kind}, {share:.0%}"] = partial(
                change_sentences, share=share, kind=kind
            )
    for share in (0.01, 0.02, 0.05, 0.1):
        found[f"words replaced, {share:.0%}"] = partial(change_words, share=share)
    return found | {
        "header, 25 % cut, words 1 %": combine_edits,
        "NOT A COPY: half of the sentences new": partial(
            change_sentences, share=0.5, kind="replaced"
        ),
        "NOT A COPY: a follow-up": follow_up,
    }


def load_collections(data: Path) -> dict[str, list[Article]]:
    """Return the collections by name."""
    texts: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in rows(data / "bench" / "winer_fr" / "corpus.jsonl"):
        texts["Wikinews"][row["_id"]] = (row["text"], "fr")
    for row in rows(data / "bench" / "ntrex" / "corpus.jsonl"):
        texts["NTREX"][row["_id"]] = (row["text"], row["lang"])
    for row in rows(data / "bench" / "multihop_rag" / "corpus.jsonl"):
        name = row["url"] or row["title"]
        before, _ = texts["MultiHop-RAG"].get(name, ("", ""))
        texts["MultiHop-RAG"][name] = (f"{before}{row['text']}\n", "en")
    chinese = [r for r in rows(data / "bench" / "xquad" / "corpus.jsonl") if r["lang"] == "zh"]
    for at in range(0, len(chinese), 4):
        joined = "\n".join(row["text"] for row in chinese[at : at + 4])
        texts["XQuAD, Chinese"][chinese[at]["_id"]] = (joined, "zh")
    return {
        name: [article_of(i, text, language) for i, (text, language) in collection.items()]
        for name, collection in texts.items()
    }


def sentences_of(article: Article) -> list[str]:
    """Return the sentences of an article."""
    return [article.text[start:end] for start, end in sentences(article.text, article.language)]


def article_of(name: str, text: str, language: str) -> Article:
    """Return an article in which only the text matters."""
    return Article(name, "", text, "", _UNDATED, language)


def samples(collections: dict[str, list[Article]]) -> list[tuple[Article, Article]]:
    """Return the articles to edit, each with another one of its language as a source of text.

    The sample is always the same. No text comes from an article that is edited, since a text that
    contains the whole of a short one would rightly be its near-duplicate.
    """
    chance = random.Random(20)  # noqa: S311 (sampling, not secrets)
    by_language: defaultdict[str, list[Article]] = defaultdict(list)
    for name in ("Wikinews", "NTREX", "XQuAD, Chinese"):
        for article in collections[name]:
            if len(article.text.encode()) >= _SHORTEST:
                by_language[f"{name} {article.language}"].append(article)
    chosen = []
    for name, articles in by_language.items():
        count = _WIKINEWS if name.startswith("Wikinews") else _PER_LANGUAGE
        edited = chance.sample(articles, min(count, len(articles) // 2))
        others = sorted(set(articles) - set(edited), key=lambda article: article.id)
        chosen += [(article, chance.choice(others)) for article in edited]
    return chosen


def cluster_ids(articles: Sequence[Article], threshold: float) -> dict[str, str]:
    """Return the cluster id of each article, by article id."""
    finder = NearDuplicateFinder(threshold)
    for article in articles:
        finder.add(article)
    return finder.clusters()


def compare_synthetic_copies(chosen: Sequence[tuple[Article, Article]]) -> None:
    """Print, for each edit and threshold, how many copies are found and how many are wrong."""
    chance = random.Random(20)  # noqa: S311
    articles = [article for article, _ in chosen]
    columns = "".join(f"{threshold:>16.2f}" for threshold in _THRESHOLDS)
    print(
        f"{len(articles)} articles: found, and articles joined with another one\n{'':<40}{columns}"
    )
    for name, edit in tqdm(edits().items(), leave=False):
        edited = [
            article_of(
                f"{article.id} edited",
                edit(sentences_of(article), sentences_of(other), chance),
                article.language,
            )
            for article, other in chosen
        ]
        figures = ""
        for threshold in _THRESHOLDS:
            clusters = cluster_ids([*articles, *edited], threshold)
            found = sum(
                one.id in clusters and clusters[one.id] == clusters.get(f"{one.id} edited")
                for one in articles
            )
            stories: defaultdict[str, set[str]] = defaultdict(set)
            for member, cluster in clusters.items():
                stories[cluster].add(member.removesuffix(" edited"))
            wrong = sum(len(members) for members in stories.values() if len(members) > 1)
            figures += f"{found / len(articles):>11.3f}{wrong:>5}"
        print(f"{name:<40}{figures}", flush=True)


def print_real_clusters(collections: dict[str, list[Article]]) -> None:
    """Print every cluster that each threshold finds."""
    for name, articles in collections.items():
        for threshold in _THRESHOLDS:
            before = time.perf_counter()
            clusters = cluster_ids(articles, threshold)
            spent = (time.perf_counter() - before) / len(articles)
            length = sum(len(article.text) for article in articles) / len(articles)
            print(
                f"{name}, {threshold:.2f}: {len(clusters)} of {len(articles)} articles "
                f"({spent * 1e3:.2f} ms each, {length:,.0f} characters)"
            )
            by_cluster: defaultdict[str, list[Article]] = defaultdict(list)
            for article in articles:
                if article.id in clusters:
                    by_cluster[clusters[article.id]].append(article)
            for members in by_cluster.values():
                for article in members:
                    print(f"    {article.id}: {' '.join(article.text.split())[:100]}")
                print()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/")
    collections = load_collections(parser.parse_args().data)
    compare_synthetic_copies(samples(collections))
    print_real_clusters(collections)


if __name__ == "__main__":
    main()
