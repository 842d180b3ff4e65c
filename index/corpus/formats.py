"""List the formats of corpora, and open a corpus in the format of its place."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from index.commands import index_command
from index.corpus.memory import ListCorpus
from index.corpus.protocol import Corpus
from index.errors import CorpusError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from index.corpus.options import CorpusOptions
    from index.datatypes import Article


def _beir(folder: Path, options: CorpusOptions | None) -> Corpus:
    from index.corpus.beir import FILE, BeirCorpus

    if options is not None and options.to_dict():
        named = ", ".join(options.to_dict()).replace("_", "-")
        command = index_command("build", str(folder / FILE))
        raise CorpusError(
            f"a folder in the BEIR layout is read as it is, and {named} would change nothing; "
            f"to map its fields, name the file: {command}",
            folder,
        )
    return BeirCorpus(folder)


def _files(place: Path, options: CorpusOptions | None) -> Corpus:
    from index.corpus.files import FileCorpus

    return FileCorpus(place, options)


class Format(NamedTuple):
    """A format of corpora; its module is imported when a corpus in it is opened.

    Attributes:
        expected: Description of such a place, for messages.
        matches: Function that recognizes the format of a place.
        open: Function that opens a corpus, with the options given.
    """

    expected: str
    matches: Callable[[Path], bool]
    open: Callable[[Path, CorpusOptions | None], Corpus]


FORMATS = (
    Format("a folder with a corpus.jsonl", lambda path: (path / "corpus.jsonl").exists(), _beir),
    Format("a file or folder of articles", Path.exists, _files),
)
"""The formats; the first that matches is used. ``index.corpus.file_formats`` lists the formats of
files."""


def _in_memory(
    given: Iterable[Article | Mapping[str, Any]], options: CorpusOptions | None
) -> Corpus:
    from index.corpus.rows import RowCorpus, rows_of

    table = rows_of(given)
    if table is not None:
        return RowCorpus(table, options)
    rest = iter(given)
    first = next(rest, None)
    everything: Iterable[Any] = [] if first is None else chain([first], rest)
    if isinstance(first, Mapping):
        return RowCorpus(everything, options)
    return ListCorpus(everything)


def open_corpus(
    place: Path | str | Corpus | Iterable[Article | Mapping[str, Any]],
    options: CorpusOptions | None = None,
) -> Corpus:
    """Open a corpus.

    ``open_corpus("seeds")`` opens a folder of files. ``open_corpus([article, another])`` holds the
    articles themselves. ``open_corpus([{"date": "2020-09-17", "text": …}])`` holds rows, which are
    converted to articles like those of a CSV.

    Args:
        place: A folder with a ``corpus.jsonl`` (see ``index.corpus.beir``); a file or a folder of
            files in the formats of ``index.corpus.file_formats``; a pattern, or several places
            (``index.corpus.places``); articles; mappings, or a data frame; or a corpus, which is
            returned unchanged.
        options: Options for reading files; a ``corpus.toml`` in the place sets those that are not
            given.

    Raises:
        CorpusError: If there is no corpus in the place, or it cannot be opened.

    Examples:
        >>> corpus = open_corpus([{"id": "1", "date": "2020-09-17", "text": "It is closed."}])
        >>> [entry.id for entry in corpus.entries()]
        ['1']
        >>> corpus.read("1").published.start.isoformat()
        '2020-09-17'
    """
    if isinstance(place, Corpus):
        return place
    if not isinstance(place, Path | str):
        return _in_memory(place, options)
    if not str(place):
        raise CorpusError(
            "the articles were in no place that can be opened again; hand them in, or name a "
            f"folder: {index_command('build', 'FOLDER')}",
            Path("corpus"),
        )
    if "://" in str(place):
        raise CorpusError(
            "an address is fetched only where it is a feed to follow: "
            f"{index_command('build', '--follow', str(place))}",
            Path("corpus"),
        )
    path = Path(place)
    from index.corpus.places import PlacesCorpus, is_several

    if is_several(path):
        return PlacesCorpus(path, options)
    try:
        for form in FORMATS:
            if form.matches(path):
                return form.open(path, options)
    except OSError as error:
        raise CorpusError(f"the corpus cannot be read: {error.strerror}", path) from error
    expected = " or ".join(form.expected for form in FORMATS)
    command = index_command("build", "FOLDER")
    raise CorpusError(f"the corpus does not exist; name {expected}: {command}", path)
