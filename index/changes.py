"""What became of a corpus since its index was made: told by the digests of its documents."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of articles, in order.

    Attributes:
        added: New ones.
        changed: Those whose documents are no longer the same.
        moved: New id → the old one of the same document.
        removed: Those whose documents are gone.
        left_out: Documents that were no articles, and are the same still.
        unchanged: How many articles are as they were.
        digests: Of every document, by article id.
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
        """Plain JSON."""
        return {
            "added": list(self.added),
            "changed": list(self.changed),
            "moved": [{"from": old, "to": new} for new, old in self.moved.items()],
            "removed": list(self.removed),
            "unchanged": self.unchanged,
        }

    @property
    def to_read(self) -> set[str]:
        """The documents to read: those that could not be read before, too."""
        return {*self.added, *self.changed, *self.moved, *self.left_out}

    def settled(self, read: Collection[str]) -> Changes:
        """What was done in the end: some documents may not have been articles.

        Args:
            read: Ids of the articles that were read.
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
        held: Mapping[str, bytes],
        found: Mapping[str, bytes],
        left_out: Mapping[str, bytes],
    ) -> Changes:
        """Compare the documents that an index was made of with those that there are.

        Args:
            held: Digest of each article's document, by id.
            found: The same of what there is now; empty where it cannot be read.
            left_out: The same of the documents that were no articles.
        """
        gone = sorted(held.keys() - found.keys())
        left: dict[bytes, list[str]] = {}
        for name in reversed(gone):
            left.setdefault(held[name], []).append(name)
        added, moved, still = [], {}, []
        for name in sorted(found.keys() - held.keys()):
            if left_out.get(name) == found[name]:
                still.append(name)
            elif found[name] and left.get(found[name]):
                moved[name] = left[found[name]].pop()
            else:
                added.append(name)
        both = held.keys() & found.keys()
        changed = tuple(sorted(name for name in both if held[name] != found[name]))
        taken = set(moved.values())
        return cls(
            added=tuple(added),
            changed=changed,
            moved=moved,
            removed=tuple(name for name in gone if name not in taken),
            left_out=tuple(still),
            unchanged=len(both) - len(changed),
            digests=found,
        )
