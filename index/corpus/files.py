"""Read a file or a folder of files in any formats, each with one or many articles."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from index.commands import index_command
from index.corpus import watching
from index.corpus.common import place_of
from index.corpus.containers import (
    ByteProgress,
    IndexedCorpus,
    IndexedFile,
    NewItemCache,
    container_digest,
    progress_of,
)
from index.corpus.file_formats import format_of, is_known, known_suffixes
from index.corpus.folders import files_below, is_article_file, is_passed_over
from index.corpus.items import FileFacts, Item, items
from index.corpus.listing import Listing
from index.corpus.lookup import Lookup, OpenedFile
from index.corpus.mapper import Mapper
from index.corpus.options import FILE, CorpusOptions
from index.corpus.packed_files import COMPRESSED
from index.corpus.protocol import Entry
from index.corpus.sources import SourceFile
from index.corpus.stubs import stub_of
from index.corpus.versions import plain, reason_of, superseded_in
from index.errors import CorpusError
from index.reports import Container, CorpusReport

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from index.corpus.file_formats import FileFormat
    from index.corpus.records import Record
    from index.corpus.versions import Listed
    from index.datatypes import Article

_READING = "5"  # incremented whenever a record would be read differently


class FileCorpus:
    """The articles of a file, or of all files below a folder, except hidden files.

    Files of unknown formats are ignored. The id of an article is the path of its file below the
    folder. In a file of several articles, it is ``path#id`` with the article's id or address, or
    else ``path#7`` with its number. Items that are not articles have the id ``path#item 7``. If
    several articles have the same id, the newest version is used, whichever file has it; see
    ``index.corpus.versions``.

    Articles are read in order. To read one out of order, its file is read again from the start,
    unless the article is new to the index.

    Args:
        place: File or folder.
        options: Options for reading; a ``corpus.toml`` in the folder sets those that are not given.

    Raises:
        CorpusError: If the place does not exist, or has no file of a known format.
    """

    def __init__(self, place: Path, options: CorpusOptions | None = None) -> None:
        self.suffixes: tuple[str, ...] = (*known_suffixes(), *COMPRESSED)
        self._place = place
        self._files: dict[str, SourceFile] = {}
        self._facts: dict[str, FileFacts] = {}
        self._indexed = IndexedCorpus()
        self._fresh = NewItemCache()
        self._superseded: Mapping[str, bytes] = {}
        self._containers: dict[str, Container] = {}
        self._passed_over: Counter[str] = Counter()
        self._stubs: Counter[str] = Counter()
        try:
            if not place.exists():
                raise CorpusError(
                    f"the corpus does not exist; name one: {index_command('build', 'FOLDER')}",
                    place,
                )
            self.options = CorpusOptions.for_place(place, options)
            empty = next(self._paths(), None) is None
        except OSError as error:
            raise CorpusError(f"the corpus cannot be read: {error.strerror}", place) from error
        if empty:
            others = ", ".join(f"{name} {count:,}" for name, count in self._passed_over.items())
            there = f" (there are: {others})" if others else ""
            raise CorpusError(
                f"the corpus holds no {', '.join(known_suffixes())} file"
                f"{there}; put articles there "
                f"(docs/corpora.md describes them) or name another: "
                f"{index_command('build', 'FOLDER')}",
                place,
            )
        self._mapper = Mapper(self.options)
        self._lookup = Lookup(self.folder, self._opened)
        self._fingerprint = json.dumps([_READING, self.options.to_dict()], sort_keys=True).encode()

    @property
    def folder(self) -> Path:
        """The folder that holds the files."""
        return self._place if self._place.is_dir() else self._place.parent

    @property
    def place(self) -> str:
        """The absolute path."""
        return place_of(self._place)

    @property
    def writable(self) -> bool:
        """Whether this process may add files to the folder."""
        return self._place.is_dir() and os.access(self._place, os.W_OK)

    def report(self) -> CorpusReport:
        """See ``ReadsContainers.report``."""
        containers = {
            name: one._replace(encoding=self._files[name].encoding or one.encoding)
            for name, one in self._containers.items()
        }
        return CorpusReport(
            containers, dict(self._passed_over.most_common()), dict(self._stubs.most_common())
        )

    def recall(self, containers: Mapping[str, Container], digests: Mapping[str, bytes]) -> None:
        """See ``ReadsContainers.recall``."""
        self._indexed = IndexedCorpus(containers, digests)

    def entries(self, *, progress: bool = False) -> Iterator[Entry]:
        """Yield an entry for every article, and for every item that is not one.

        Args:
            progress: Show a progress bar on standard error.

        Raises:
            CorpusError: If the folder cannot be read.
        """
        try:
            paths = sorted(self._paths())
        except OSError as error:
            reason = f"the corpus cannot be read: {error.strerror}"
            raise CorpusError(reason, self._place) from error
        self._files, self._facts, self._containers = {}, {}, {}
        self._fresh = NewItemCache()
        self._stubs.clear()
        self._superseded = {}
        self._lookup.forget()
        with progress_of(paths, shown=progress) as bar:
            listed = [self._listed(self._file(path), bar) for path in paths]
        self._superseded = superseded_in(listed)
        held = self._indexed.digests
        for one in listed:
            for article_id, own in one.documents():
                digest = self._superseded.get(article_id, own)
                known = held.get(article_id)  # shares one object instead of a million equal ones
                yield Entry(article_id, known if known == digest else digest)

    def _listed(self, file: SourceFile, bar: ByteProgress) -> Listed:
        """Return the items of a file, from the index if the file is unchanged."""
        digest = container_digest(file, self._fingerprint, bar)
        held = self._indexed.containers.get(file.name)
        known = self._indexed.of(file.name) if held is not None and held.digest == digest else []
        form = None if known else self._format(file)
        if held is not None and known:
            self._containers[file.name] = held
        elif digest:
            self._containers[file.name] = Container(digest, form.name if form else "")
        found: Listed
        if known:
            found = IndexedFile(known, self._indexed.digests)
        elif digest and form is not None and form.single:
            found = IndexedFile([file.name], {file.name: bytes.fromhex(digest)})
        else:
            found = self._listing(file, bar)
        bar.end_file()
        return found

    def _listing(self, file: SourceFile, bar: ByteProgress | None = None) -> Listing:
        """Return the items of a file; items that the index lacks are cached for ``read``."""
        held, fresh = self._indexed.digests, self._fresh

        def notice(article_id: str, digest: bytes, found: Record | CorpusError) -> None:
            if held and plain(held.get(article_id, b"")) != digest:
                fresh.add(article_id, file, found)
            if bar is not None:
                bar.count_item()

        listing = Listing(file, self._mapper, self._fingerprint, notice)
        self._facts[file.name] = listing.facts
        for number in (*listing.facts.newer, *listing.facts.numbered):
            fresh.forget(listing.first_id(number))
        return listing

    def _format(self, file: SourceFile) -> FileFormat | None:
        try:
            return format_of(file)
        except (CorpusError, OSError, EOFError):
            return None  # reading the file reports why

    def read(self, article_id: str) -> Article:
        """Return the article of an entry.

        Raises:
            CorpusError: If the entry is not an article, is an older version of one, or is missing.
        """
        self._require_newest(article_id)
        fresh = self._fresh.get(article_id)
        found = (fresh[0], Item(article_id, fresh[1])) if fresh else self._lookup.find(article_id)
        if found is None:
            raise CorpusError(f"no article has the id {article_id[:80]!r}", self._place)
        return self._article(*found)

    def _require_newest(self, article_id: str, path: Path | None = None) -> None:
        """Raise the error for an article of which another file has a newer version."""
        replaced = self._superseded.get(article_id)
        if replaced and (reason := reason_of(article_id, replaced)):
            raise CorpusError(reason, path or next(self._lookup.paths_of(article_id), self._place))

    def _article(self, file: SourceFile, item: Item, facts: FileFacts | None = None) -> Article:
        """Return the article of an item; the facts of its file are computed if needed."""

        def order_of_column(name: str) -> str:
            return (facts or self._facts_of(file)).orders.get(name, "")

        found = item.found
        if isinstance(found, CorpusError):
            raise found
        try:
            article = self._mapper.article(found, item.id, order_of_column, item.fields)
        except ValueError as error:
            raise file.error(str(error), found.line) from error
        if stub := stub_of(article):
            if self.options.stubs == "skip":
                reason = f"looks like a stub ({stub}); leave --skip-stubs out to keep it"
                raise file.error(reason, found.line)
            self._stubs[stub] += 1
        return article

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(path.stat().st_size for path in self._paths())

    def layout(self, names: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        """See ``ReadsRecords.layout``."""
        return self._mapper.layout(names)

    def documents(self, most: int) -> Iterator[tuple[str, Record | None, Article | CorpusError]]:
        """See ``ReadsRecords.documents``."""
        self._superseded = {}
        files: list[tuple[SourceFile, Listing | None]] = []
        seen = 0
        for path in sorted(self._paths()):
            file = self._file(path)
            form = self._format(file)
            self._containers[file.name] = Container("", form.name if form else "")
            single = form is not None and form.single
            listing = None if single else Listing(file, self._mapper, self._fingerprint, most=most)
            files.append((file, listing))
            seen += 1 if listing is None else len(listing)
            if seen >= most:
                break
        self._superseded = superseded_in([one for _, one in files if one is not None])
        for file, listing in files:
            facts = FileFacts() if listing is None else listing.facts
            for item in items(file, self._mapper, facts):
                article_id = file.name if listing is None else item.id
                record = None if isinstance(item.found, CorpusError) else item.found
                try:
                    self._require_newest(article_id, file.path)
                    named = item._replace(id=article_id)
                    yield article_id, record, self._article(file, named, facts)
                except CorpusError as error:
                    yield article_id, record, error

    def watch(self) -> Iterator[None]:
        """Yield once when the watch has begun, and again after each change of a file."""
        own = None if self._place.is_dir() else self._place.name

        def counts(path: str) -> bool:
            name = Path(path).name
            return name == own if own else is_known(name) or name == FILE

        return watching.changes(self.folder, counts)

    def check(self, file: Path, name: str) -> None:
        """Check that a file can be added to the folder, under a name.

        Raises:
            CorpusError: If it is not an article, or another article has the name.
        """
        shown = Path(Path(name).name)
        odd = name != shown.name or name.startswith(".") or not name.isprintable()
        if odd or not is_known(name):
            known = ", ".join(known_suffixes())
            raise CorpusError(f"only files of known formats can be added: {known}", shown)
        source = SourceFile(file, name, self.options)
        facts = Listing(source, self._mapper, self._fingerprint).facts
        problem: CorpusError | None = None
        for item in items(source, self._mapper, facts):
            try:
                self._article(source, item, facts)
            except CorpusError as error:
                problem = problem or CorpusError(error.reason, shown, error.line)
            else:
                problem = None
                break
        if problem is not None:
            raise problem
        target = self.folder / name
        if target.exists() and target.read_bytes() != file.read_bytes():
            raise CorpusError("the corpus has another article of that name; rename the file", shown)

    def add(self, file: Path, name: str) -> Path | None:
        """Copy a checked file into the folder.

        Returns:
            The copy; None if the folder already had the same file.
        """
        target = self.folder / name
        if target.exists():
            return None
        try:
            shutil.copyfile(file, target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return target

    def _paths(self) -> Iterator[Path]:
        """Yield the files of known formats, and count the others."""
        self._passed_over.clear()
        for path in self._all_paths():
            if is_article_file(path) or path.is_dir():  # reading reports closed folders
                yield path
            elif not is_passed_over(path):
                self._passed_over[path.suffix.lower() or "no suffix"] += 1

    def _all_paths(self) -> Iterator[Path]:
        yield from files_below(self._place)

    def _file(self, path: Path) -> SourceFile:
        """Return a file; its encoding is remembered for the next reading."""
        name = path.relative_to(self.folder).as_posix()
        if name not in self._files:
            self._files[name] = SourceFile(path, name, self.options)
        return self._files[name]

    def _opened(self, path: Path) -> OpenedFile:
        file = self._file(path)
        form = self._format(file)
        single = form is not None and form.single
        return OpenedFile(file, items(file, self._mapper, self._facts_of(file)), single)

    def _facts_of(self, file: SourceFile) -> FileFacts:
        if file.name not in self._facts:
            form = self._format(file)
            if form is not None and form.single:
                return FileFacts()
            self._listing(file)
        return self._facts[file.name]
