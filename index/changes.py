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
        unchanged: How many are as they were.
        digests: Of every document, by article id.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
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

    def settled(self, held: Collection[str], read: Collection[str]) -> Changes:
        """What was done in the end: some documents may not have been articles.

        Args:
            held: Ids that the index held before.
            read: Ids of the articles that were read.
        """
        lost = [name for name in self.changed if name in held and name not in read]
        lost += [old for new, old in self.moved.items() if new not in read]
        return replace(
            self,
            added=tuple(
                sorted(
                    {*self.added, *self.changed, *self.moved}
                    & {*read} - {*held} - {new for new, old in self.moved.items() if old in held}
                )
            ),
            changed=tuple(name for name in self.changed if name in held and name in read),
            moved={n: old for n, old in self.moved.items() if old in held and n in read},
            removed=tuple(sorted({*self.removed, *lost} & {*held})),
        )

    @classmethod
    def between(cls, held: Mapping[str, bytes], found: Mapping[str, bytes]) -> Changes:
        """Compare the documents that an index was made of with those that there are.

        Args:
            held: Digest of each article's document, by id; an empty one is like no other.
            found: The same of what there is now.
        """
        gone = sorted(held.keys() - found.keys())
        left = {held[name]: name for name in reversed(gone) if held[name]}
        added, moved = [], {}
        for name in sorted(found.keys() - held.keys()):
            old = left.pop(found[name], None)
            if old is None:
                added.append(name)
            else:
                moved[name] = old
        both = sorted(held.keys() & found.keys())
        changed = tuple(name for name in both if held[name] != found[name] or not held[name])
        taken = set(moved.values())
        return cls(
            added=tuple(added),
            changed=changed,
            moved=moved,
            removed=tuple(name for name in gone if name not in taken),
            unchanged=len(both) - len(changed),
            digests=found,
        )
