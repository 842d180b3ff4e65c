"""Compute how a corpus has changed since it was indexed, from the digests of its documents."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Changes:
    """Differences between a corpus and its index, as sorted ids of articles.

    Attributes:
        added: Articles of new documents.
        changed: Articles whose documents have another digest.
        moved: Old id by new id, of articles whose document was renamed.
        removed: Articles whose documents no longer exist.
        left_out: Unchanged documents that could not be read the last time.
        unchanged: Number of unchanged articles.
        digests: Digest of every document in the corpus, by article id.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unchanged: int = 0
    digests: Mapping[str, bytes] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.moved or self.removed)

    def to_dict(self) -> dict[str, Any]:
        """Return the changes as plain JSON."""
        return {
            "added": list(self.added),
            "changed": list(self.changed),
            "moved": [{"from": old, "to": new} for new, old in self.moved.items()],
            "removed": list(self.removed),
            "unchanged": self.unchanged,
        }

    @property
    def to_read(self) -> set[str]:
        """The ids of documents to read, including those that could not be read before."""
        return {*self.added, *self.changed, *self.moved, *self.left_out}

    def restricted_to(self, read: Collection[str]) -> Changes:
        """Return the changes that took effect, given which documents turned out to be readable.

        An article whose new version cannot be read counts as removed.

        Args:
            read: Ids of the articles that are now in the index.
        """
        lost = [name for name in self.changed if name not in read]
        lost += [old for new, old in self.moved.items() if new not in read]
        return replace(
            self,
            added=tuple(name for name in self.added if name in read),
            changed=tuple(name for name in self.changed if name in read),
            moved={new: old for new, old in self.moved.items() if new in read},
            removed=tuple(sorted([*self.removed, *lost])),
        )

    @classmethod
    def between(
        cls,
        indexed: Mapping[str, bytes],
        present: Mapping[str, bytes],
        left_out: Mapping[str, bytes],
    ) -> Changes:
        """Compare the documents of an index with those of its corpus.

        Args:
            indexed: Digest of the document of each article in the index, by article id.
            present: Digest of each document in the corpus; empty if the document is unreadable.
            left_out: Digest of each document that could not be read when the index was built.
        """
        missing = sorted(indexed.keys() - present.keys())
        missing_by_digest: dict[bytes, list[str]] = {}
        for name in reversed(missing):
            missing_by_digest.setdefault(indexed[name], []).append(name)
        added, moved, still_left_out = [], {}, []
        for name in sorted(present.keys() - indexed.keys()):
            if left_out.get(name) == present[name]:
                still_left_out.append(name)
            elif present[name] and missing_by_digest.get(present[name]):
                moved[name] = missing_by_digest[present[name]].pop()
            else:
                added.append(name)
        both = indexed.keys() & present.keys()
        changed = tuple(sorted(name for name in both if indexed[name] != present[name]))
        old_names = set(moved.values())
        return cls(
            added=tuple(added),
            changed=changed,
            moved=moved,
            removed=tuple(name for name in missing if name not in old_names),
            left_out=tuple(still_left_out),
            unchanged=len(both) - len(changed),
            digests=present,
        )
