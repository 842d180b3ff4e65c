"""Find near-duplicates: one text that several outlets publish, with the small edits they make."""

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
"""Share of the shorter text's shingles, 0 to 1, that the longer one must have too.
``benchmarks/near_duplicates.py`` compares values."""

_LEAST_JACCARD = 0.4  # a text and its first half have 0.5; less is a quotation, not a copy

_PERMUTATIONS = 128  # of 32 bits: the standard error of an estimated Jaccard is at most 0.044
_MIXER = 0x9E3779B97F4A7C15  # odd, near 2^64 over the golden ratio (Knuth 6.4)
_BANDS, _ROWS = 32, 4  # candidates: .9998 of the pairs with Jaccard 0.7, .87 at 0.5, .56 at 0.4

# A shingle's length, and how many different ones a text must have to be compared at all: a few
# dozen words. Long shingles forgive edits in few places, and not a template filled in anew.
_WORDS, _FEWEST_OF_WORDS = 6, 30
_CHARACTERS, _FEWEST_OF_CHARACTERS = 8, 60

# Written without spaces: Thai, Lao, Tibetan, Burmese, Khmer, kana and Han.
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Accents and vowel signs belong to their word, though they are no \w.
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u0900-\u0963\u0966-\u0dff"
)
_CHARACTER = re.compile(f"[{_UNSPACED}]")
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}](?:[{_MARKS}]|[^\W_{_UNSPACED}])*")
# 12,500 and 12 500 are one number; 12,5 stays two tokens, and is never 125.
_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}(?:[ .,'’]\d{3})+(?!\d)")


_DIGEST = 16  # bytes
_HEAD = _DIGEST + 4  # and how many shingles there are


@cache
def _blank() -> MinHash:
    from datasketch import MinHash

    return MinHash(_PERMUTATIONS, seed=1, hashfunc=zlib.crc32, scheme="affine32")


def sign(article: Article) -> bytes:
    """All that finding near-duplicates needs to know of an article, so that it is read once.

    Returns:
        A digest of its words, how many shingles they make, and their MinHash signature; shorter
        if they are few, and empty if there are none.
    """
    text = article.text[article.body_start :]
    tokens = _tokens(text)
    pieces = tokens or text.split()  # signs only: compared as they are
    if not pieces:
        return b""
    digest = hashlib.blake2b(" ".join(pieces).encode(), digest_size=_DIGEST).digest()
    shingles = _shingles(tokens)
    if not shingles:
        return digest
    signature = _blank().copy()
    signature.update_batch(shingles)
    size = len(shingles).to_bytes(_HEAD - _DIGEST, "little")
    signed: bytes = digest + size + signature.hashvalues.astype("<u4").tobytes()
    return signed


def band_keys(signed: bytes) -> list[int]:
    """Return numbers of which two articles share one if they may be copies, else hardly ever.

    One is of the words themselves, the others of the bands of the signature.

    Args:
        signed: What ``sign`` gave.

    Returns:
        Different numbers of 64 bits with a sign; none if the article has no words.
    """
    if not signed:
        return []
    keys = {int.from_bytes(signed[:8], "little", signed=True)}
    if signature := signed[_HEAD:]:
        rows = np.frombuffer(signature, "<u4").reshape(1, -1)
        for band in range(_BANDS):
            mixed = (_mixed(rows, band) + np.uint64(band)) * np.uint64(_MIXER)
            keys.add(int(mixed.astype(np.int64)[0]))
    return sorted(keys)


def are_copies(one: bytes, other: bytes, threshold: float = THRESHOLD) -> bool:
    """Return whether two articles are copies of each other; see ``NearDuplicateFinder``.

    Args:
        one: What ``sign`` gave for one of them.
        other: The same of the other.
        threshold: Share of the shorter text's shingles that the longer must have.
    """
    if one[:_DIGEST] == other[:_DIGEST]:
        return bool(one)
    if len(one) <= _HEAD or len(other) <= _HEAD:
        return False
    mine, its = (np.frombuffer(signed[_HEAD:], "<u4") for signed in (one, other))
    sizes = [int.from_bytes(signed[_DIGEST:_HEAD], "little") for signed in (one, other)]
    jaccard = np.array([(mine == its).mean()])
    return bool(_alike(jaccard, np.array(sizes[:1]), np.int64(sizes[1]), threshold)[0])


class NearDuplicateFinder:
    """Groups near-duplicates; articles are added one by one.

    Two articles are copies if they have the same words in the same order (whatever their
    length, case and punctuation), or if both are longer than a few lines, the longer has at
    least ``threshold`` of the shorter one's shingles, and the shorter is about half as long or
    more. Containment and not Jaccard decides, since a cut tail lowers the latter to a half,
    where texts that merely share much also are. Both are estimated from MinHash signatures
    (Broder 1997), so that no text is kept: 512 bytes each, and about 800 with all else.

    Copies of copies are copies: a cluster is a connected component, so that it does not depend
    on the order of the articles. The ends of a chain of revisions stand in one cluster though
    they may have little in common.

    The pairs to compare come from locality-sensitive hashing. The signatures' bands are sorted
    here, one at a time, since ``datasketch.MinHashLSH`` keeps every band of every article in a
    set of its own, some 10 kB in all.

    Args:
        threshold: Share of the shorter text's shingles, 0 to 1, that the longer must have.
    """

    def __init__(self, threshold: float = THRESHOLD) -> None:
        self._threshold = threshold
        self._texts: dict[bytes, int] = {}  # a text's digest → its number
        self._articles: dict[str, int] = {}  # an article's id → its text's number
        self._signed = array("q")  # per signature: the text's number,
        self._sizes = array("q")  # how many shingles it has,
        self._signatures = bytearray()  # and _PERMUTATIONS uint32

    def add(self, article: Article) -> None:
        """Take an article in; only what stands from ``body_start`` on counts.

        Raises:
            ValueError: If an article of that id was added before.
        """
        self.add_signed(article.id, sign(article))

    def add_signed(self, article_id: str, signed: bytes) -> None:
        """Take in an article that was signed before.

        Args:
            article_id: Its id.
            signed: What ``sign`` gave for it.

        Raises:
            ValueError: If an article of that id was added before.
        """
        if article_id in self._articles:
            raise ValueError(f"an article named {article_id!r} was added before")
        if not signed:
            return
        digest, size, signature = signed[:_DIGEST], signed[_DIGEST:_HEAD], signed[_HEAD:]
        known = digest in self._texts
        self._articles[article_id] = number = self._texts.setdefault(digest, len(self._texts))
        if signature and not known:
            self._signed.append(number)
            self._sizes.append(int.from_bytes(size, "little"))
            self._signatures += signature

    def clusters(self) -> dict[str, str]:
        """Article id → cluster id, for the articles that have a copy.

        Returns:
            A cluster's id is the smallest of its articles' ids.
        """
        groups = _Groups(len(self._texts))
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

    def _pairs(self, groups: _Groups) -> Iterator[tuple[int, list[int]]]:
        """Numbers of texts that are copies: enough pairs to connect each cluster."""
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
                    alike = _alike(jaccard, sizes[rest], sizes[one], self._threshold)
                    yield int(signed[one]), signed[rest[alike]].tolist()
                    reached.extend(rest[alike])
                    rest = rest[~alike]


class Groups(Generic[T]):
    """Any things, joined into groups (union-find)."""

    def __init__(self) -> None:
        self._above: dict[T, T] = {}

    def find(self, one: T) -> T:
        """Return what stands for the group; a thing that is new is a group by itself."""
        above = self._above
        above.setdefault(one, one)
        while above[one] != one:
            above[one] = one = above[above[one]]
        return one

    def join(self, one: T, other: T) -> None:
        """Make the groups of two things one."""
        self._above[self.find(one)] = self.find(other)

    def are_joined(self, one: T, other: T) -> bool:
        """Return whether two things are known and in one group."""
        return one in self._above and other in self._above and self.find(one) == self.find(other)

    def keys(self) -> KeysView[T]:
        """Return all things."""
        return self._above.keys()

    def members(self) -> Iterable[list[T]]:
        """Return the things of each group."""
        found: defaultdict[T, list[T]] = defaultdict(list)
        for one in [*self._above]:
            found[self.find(one)].append(one)
        return found.values()


class _Groups:
    """Numbers from 0 on, joined into groups (union-find), in an array: eight bytes each."""

    def __init__(self, count: int) -> None:
        self._above = array("q", range(count))

    def find(self, number: int) -> int:
        """The number that stands for the group."""
        above = self._above
        while above[number] != number:
            above[number] = number = above[above[number]]
        return number

    def join(self, one: int, other: int) -> None:
        """Make the groups of two numbers one."""
        self._above[self.find(one)] = self.find(other)


def _alike(
    jaccard: NDArray[np.float64], sizes: NDArray[np.int64], size: np.int64, threshold: float
) -> NDArray[np.bool_]:
    """Whether each of several texts is a copy of one.

    The sizes, counts of shingles, turn Jaccard into the share of the smaller set that is in
    the larger: what both have is J (a + b) / (1 + J).
    """
    shared = jaccard / (1 + jaccard) * (sizes + size)
    within: NDArray[np.bool_] = shared >= threshold * np.minimum(sizes, size)
    return within & (jaccard >= _LEAST_JACCARD)


def _buckets(signatures: NDArray[np.uint32]) -> Iterator[NDArray[np.int64]]:
    """Rows that agree in a band: two or more each time."""
    for band in range(_BANDS):
        keys = _mixed(signatures, band)
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        edges = np.flatnonzero(np.diff(keys, prepend=~keys[:1], append=~keys[-1:]))
        for first in np.flatnonzero(np.diff(edges) > 1):
            yield order[edges[first] : edges[first + 1]]


def _mixed(signatures: NDArray[np.uint32], band: int) -> NDArray[np.uint64]:
    """Return a band of each signature as one number; by chance two bands may have the same."""
    keys = np.zeros(len(signatures), np.uint64)
    for column in range(band * _ROWS, (band + 1) * _ROWS):
        keys = (keys ^ signatures[:, column]) * np.uint64(_MIXER)
        keys ^= keys >> np.uint64(32)
    return keys


def _tokens(text: str) -> list[str]:
    """Words without case and punctuation; characters where words are not set apart."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _TOKEN.findall(_THOUSANDS.sub(lambda match: re.sub(r"\D", "", match[0]), plain))


def _shingles(tokens: list[str]) -> set[bytes]:
    """Runs of tokens; none if there are too few to tell a copy from a coincidence."""
    single = sum(_CHARACTER.match(token) is not None for token in tokens)
    length, fewest = (
        (_CHARACTERS, _FEWEST_OF_CHARACTERS)
        if 2 * single > len(tokens)
        else (_WORDS, _FEWEST_OF_WORDS)
    )
    runs = zip(*(tokens[start:] for start in range(length)), strict=False)
    shingles = {" ".join(run).encode() for run in runs}
    return shingles if len(shingles) >= fewest else set()
