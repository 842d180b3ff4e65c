"""Find near-duplicates: copies of one text in several outlets, with small edits (Broder 1997)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
import zlib
from array import array
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, KeysView

    from datasketch import MinHash
    from numpy.typing import NDArray

    from index.datatypes import Article

T = TypeVar("T")

THRESHOLD = 0.82
"""Minimum containment: the share of the shorter text's shingles that the longer one also has.
``benchmarks/near_duplicates.py`` compares values."""

_MIN_JACCARD = 0.4  # a text and its first half have 0.5; a quotation has less

_PERMUTATIONS = 128  # 32-bit values; the standard error of the estimated Jaccard is at most 0.044
_MIXER = 0x9E3779B97F4A7C15  # odd, near 2^64 over the golden ratio (Knuth 6.4)
_BANDS, _ROWS = 32, 4  # finds .9998 of the pairs with Jaccard 0.7, .87 at 0.5, .56 at 0.4

# Length of a shingle, and minimum number of distinct shingles of a text that is compared. Long
# shingles tolerate a few edits, but not a template that is filled in with other values.
_WORDS, _MIN_WORD_SHINGLES = 6, 30
_CHARACTERS, _MIN_CHARACTER_SHINGLES = 8, 60

# Scripts without spaces between words: Thai, Lao, Tibetan, Burmese, Khmer, kana and Han.
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Combining accents and vowel signs, which belong to a word but do not match \w.
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u0900-\u0963\u0966-\u0dff"
)
_CHARACTER = re.compile(f"[{_UNSPACED}]")
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}](?:[{_MARKS}]|[^\W_{_UNSPACED}])*")
# Numbers with thousands separators: 12,500 and 12 500 are equal. 12,5 remains two tokens.
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[ .,'’]\d{3})+(?!\d)")


_DIGEST = 16  # bytes
_HEAD = _DIGEST + 4  # bytes; the digest and the number of shingles


@cache
def _empty_minhash() -> MinHash:
    from datasketch import MinHash

    return MinHash(_PERMUTATIONS, seed=1, hashfunc=zlib.crc32, scheme="affine32")


def sign(article: Article) -> bytes:
    """Return the signature of an article's body, by which near-duplicates are found.

    Returns:
        A digest of the words (16 bytes), the number of shingles (4 bytes) and their MinHash
        signature (512 bytes). A short text has only the digest; a text without words has nothing.
    """
    text = article.text[article.body_start :]
    tokens = _tokenize(text)
    pieces = tokens or text.split()  # a text of symbols only is compared literally
    if not pieces:
        return b""
    digest = hashlib.blake2b(" ".join(pieces).encode(), digest_size=_DIGEST).digest()
    shingles = _shingles(tokens)
    if not shingles:
        return digest
    signature = _empty_minhash().copy()
    signature.update_batch(shingles)
    size = len(shingles).to_bytes(_HEAD - _DIGEST, "little")
    signed: bytes = digest + size + signature.hashvalues.astype("<u4").tobytes()
    return signed


def band_keys(signed: bytes) -> list[int]:
    """Return the band keys of a signature for locality-sensitive hashing.

    Possible near-duplicates share at least one key, with high probability. One key is a hash of the
    words themselves, the others are hashes of the bands of the signature.

    Args:
        signed: Signature that ``sign`` returned.

    Returns:
        Distinct signed 64-bit numbers; empty if the article has no words.
    """
    if not signed:
        return []
    keys = {int.from_bytes(signed[:8], "little", signed=True)}
    if signature := signed[_HEAD:]:
        rows = np.frombuffer(signature, "<u4").reshape(1, -1)
        for band in range(_BANDS):
            mixed = (_band_hashes(rows, band) + np.uint64(band)) * np.uint64(_MIXER)
            keys.add(int(mixed.astype(np.int64)[0]))
    return sorted(keys)


def are_copies(one: bytes, other: bytes, threshold: float = THRESHOLD) -> bool:
    """Return whether two articles are near-duplicates; see ``NearDuplicateFinder``.

    Args:
        one: Signature that ``sign`` returned for one article.
        other: Signature of the other article.
        threshold: Minimum containment, 0 to 1.
    """
    if one[:_DIGEST] == other[:_DIGEST]:
        return bool(one)
    if len(one) <= _HEAD or len(other) <= _HEAD:
        return False
    mine, its = (np.frombuffer(signed[_HEAD:], "<u4") for signed in (one, other))
    sizes = [int.from_bytes(signed[_DIGEST:_HEAD], "little") for signed in (one, other)]
    jaccard = np.array([(mine == its).mean()])
    return bool(
        _are_near_duplicates(jaccard, np.array(sizes[:1]), np.int64(sizes[1]), threshold)[0]
    )


class NearDuplicateFinder:
    """Clusters near-duplicates; articles are added one by one.

    Two articles are near-duplicates if they have the same words in the same order, regardless of
    case and punctuation. Two articles of more than a few lines are also near-duplicates if the
    containment of the shorter in the longer is at least ``threshold`` and their Jaccard similarity
    is at least 0.4. Containment is used because a truncated copy has a Jaccard similarity of only
    0.5, like two texts that merely share long quotations. Both are estimated from MinHash
    signatures (Broder 1997), so that an article takes about 800 bytes of memory.

    A cluster is a connected component of this relation, so that it does not depend on the order of
    the articles. The first and the last of many revisions may therefore have little in common.

    Candidate pairs come from locality-sensitive hashing. The bands of all signatures are sorted one
    band at a time, since ``datasketch.MinHashLSH`` needs some 10 kB per article.

    Args:
        threshold: Minimum containment, 0 to 1.
    """

    def __init__(self, threshold: float = THRESHOLD) -> None:
        self._threshold = threshold
        self._texts: dict[bytes, int] = {}  # digest of a text → its number
        self._articles: dict[str, int] = {}  # id of an article → the number of its text
        self._signed = array("q")  # for each signature: the number of its text,
        self._sizes = array("q")  # its number of shingles,
        self._signatures = bytearray()  # and _PERMUTATIONS uint32

    def add(self, article: Article) -> None:
        """Add an article; only its body is compared.

        Raises:
            ValueError: If an article with the same id was added before.
        """
        self.add_signed(article.id, sign(article))

    def add_signed(self, article_id: str, signed: bytes) -> None:
        """Add an article by its signature.

        Args:
            article_id: Id of the article.
            signed: Signature that ``sign`` returned.

        Raises:
            ValueError: If an article with the same id was added before.
        """
        if article_id in self._articles:
            raise ValueError(f"an article named {article_id!r} was added before")
        if not signed:
            return
        digest, size, signature = signed[:_DIGEST], signed[_DIGEST:_HEAD], signed[_HEAD:]
        repeated = digest in self._texts
        self._articles[article_id] = number = self._texts.setdefault(digest, len(self._texts))
        if signature and not repeated:
            self._signed.append(number)
            self._sizes.append(int.from_bytes(size, "little"))
            self._signatures += signature

    def clusters(self) -> dict[str, str]:
        """Return the cluster id of each article that has a near-duplicate, by article id.

        The id of a cluster is the smallest id of its articles.
        """
        groups = _UnionFind(len(self._texts))
        for one, others in self._pairs(groups):
            for other in others:
                groups.join(one, other)
        members: defaultdict[int, list[str]] = defaultdict(list)
        for article, number in self._articles.items():
            members[groups.find(number)].append(article)
        return {
            article: cluster
            for own in members.values()
            if len(own) > 1
            for cluster in [min(own)]
            for article in own
        }

    def _pairs(self, groups: _UnionFind) -> Iterator[tuple[int, list[int]]]:
        """Yield a text and its near-duplicates, by number; enough pairs to connect each cluster."""
        signed = np.frombuffer(self._signed, np.int64)
        sizes = np.frombuffer(self._sizes, np.int64)
        signatures = np.frombuffer(self._signatures, np.uint32).reshape(-1, _PERMUTATIONS)
        for bucket in _buckets(signatures):
            if len({groups.find(number) for number in signed[bucket].tolist()}) == 1:
                continue
            rest = bucket
            while rest.size > 1:
                reached, rest = [rest[0]], rest[1:]
                while reached and rest.size:
                    one = reached.pop()
                    jaccard = (signatures[rest] == signatures[one]).mean(axis=1)
                    alike = _are_near_duplicates(jaccard, sizes[rest], sizes[one], self._threshold)
                    yield int(signed[one]), signed[rest[alike]].tolist()
                    reached.extend(rest[alike])
                    rest = rest[~alike]


class Groups(Generic[T]):
    """A disjoint-set forest (union-find) over hashable objects."""

    def __init__(self) -> None:
        self._parents: dict[T, T] = {}

    def find(self, one: T) -> T:
        """Return the representative of an object's set; a new object gets a set of its own."""
        parents = self._parents
        parents.setdefault(one, one)
        while parents[one] != one:
            parents[one] = one = parents[parents[one]]
        return one

    def join(self, one: T, other: T) -> None:
        """Merge the sets of two objects."""
        self._parents[self.find(one)] = self.find(other)

    def are_joined(self, one: T, other: T) -> bool:
        """Return whether two objects have been added and are in the same set."""
        return (
            one in self._parents and other in self._parents and self.find(one) == self.find(other)
        )

    def keys(self) -> KeysView[T]:
        """Return all objects."""
        return self._parents.keys()

    def members(self) -> Iterable[list[T]]:
        """Return the objects of each set."""
        found: defaultdict[T, list[T]] = defaultdict(list)
        for one in [*self._parents]:
            found[self.find(one)].append(one)
        return found.values()


class _UnionFind:
    """A disjoint-set forest over the numbers from 0 to ``count - 1``, of eight bytes each."""

    def __init__(self, count: int) -> None:
        self._parents = array("q", range(count))

    def find(self, number: int) -> int:
        """Return the representative of a number's set (with path halving)."""
        parents = self._parents
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    def join(self, one: int, other: int) -> None:
        """Merge the sets of two numbers."""
        self._parents[self.find(one)] = self.find(other)


def _are_near_duplicates(
    jaccard: NDArray[np.float64], sizes: NDArray[np.int64], size: np.int64, threshold: float
) -> NDArray[np.bool_]:
    """Return which of several texts are near-duplicates of one, shape ``(n,)``.

    Containment follows from the Jaccard similarity J and the numbers a and b of shingles: the
    intersection has J (a + b) / (1 + J) shingles.
    """
    shared = jaccard / (1 + jaccard) * (sizes + size)
    within: NDArray[np.bool_] = shared >= threshold * np.minimum(sizes, size)
    return within & (jaccard >= _MIN_JACCARD)


def _buckets(signatures: NDArray[np.uint32]) -> Iterator[NDArray[np.int64]]:
    """Yield the rows, two or more, that have the same values in a band."""
    for band in range(_BANDS):
        keys = _band_hashes(signatures, band)
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        edges = np.flatnonzero(np.diff(keys, prepend=~keys[:1], append=~keys[-1:]))
        for first in np.flatnonzero(np.diff(edges) > 1):
            yield order[edges[first] : edges[first + 1]]


def _band_hashes(signatures: NDArray[np.uint32], band: int) -> NDArray[np.uint64]:
    """Return a 64-bit hash of a band of each signature; a collision only adds a candidate pair."""
    keys = np.zeros(len(signatures), np.uint64)
    for column in range(band * _ROWS, (band + 1) * _ROWS):
        keys = (keys ^ signatures[:, column]) * np.uint64(_MIXER)
        keys ^= keys >> np.uint64(32)
    return keys


def _tokenize(text: str) -> list[str]:
    """Return case-folded words without punctuation; single characters in unspaced scripts."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _TOKEN.findall(_THOUSANDS.sub(lambda match: re.sub(r"\D", "", match[0]), plain))


def _shingles(tokens: list[str]) -> set[bytes]:
    """Return the distinct n-grams of tokens; an empty set if there are too few for a comparison."""
    single = sum(_CHARACTER.match(token) is not None for token in tokens)
    length, minimum = (
        (_CHARACTERS, _MIN_CHARACTER_SHINGLES)
        if 2 * single > len(tokens)
        else (_WORDS, _MIN_WORD_SHINGLES)
    )
    runs = zip(*(tokens[start:] for start in range(length)), strict=False)
    shingles = {" ".join(run).encode() for run in runs}
    return shingles if len(shingles) >= minimum else set()
