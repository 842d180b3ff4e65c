"""Read Markdown with front matter in YAML, TOML or JSON, as in Jekyll, Hugo and Obsidian."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, Any

import yaml

from index.corpus.cleaning import to_text
from index.corpus.records import Record, Verbatim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.corpus.sources import SourceFile

_YAML = re.compile(
    r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(r"\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_DAY_OF_NAME = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[-_ .]|$)", re.ASCII)
_HEADING = re.compile(r"\s*#[ \t]+(.+?)[ \t#]*(?:\r?\n|\Z)")
# Tags of Liquid and Hugo's shortcodes are expanded to text that is not in the file. A tag opened
# again before it is closed does not match: searching on for its end would take quadratic time.
_TEMPLATES = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}|\{%(?:(?!\{%).)*?%\}", re.DOTALL)
_WIKI_LINKS = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")


class _Plain(yaml.BaseLoader):
    """Loader of text values only (``no`` is not False, ``0123`` not 83), without aliases."""

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias; write out what it stands for")
        return super().compose_node(parent, index)


def read(file: SourceFile) -> Iterator[Record]:
    """Yield the article of a file; none if neither the front matter nor the file name dates it.

    Thus a README among the articles is skipped.

    Raises:
        CorpusError: If the front matter cannot be parsed, or says that the article is a draft.
    """
    text = file.text().removeprefix("\ufeff")
    values, body = _parted(text, file)
    named = _DAY_OF_NAME.match(file.path.stem)
    if values is None and named is None:
        return
    values = {str(name): value for name, value in (values or {}).items()}
    _check_published(values, file)
    evidence = {name: f"front matter {name}" for name in values}
    if named and "year" not in values:
        # Tried after all other date fields: a post may be published on another day than in its
        # name.
        values["year"], evidence["year"] = named[1], "file name"
    heading = _HEADING.match(body)
    if heading and ("title" not in values or values["title"] == heading[1]):
        values["title"] = heading[1]
        body = body[heading.end() :]
    for name in {"author", "authors"} & values.keys():  # Obsidian has links to notes
        names = values[name] if isinstance(values[name], list) else [values[name]]
        values[name] = [_WIKI_LINKS.sub(r"\1", str(one)) for one in names if one]
    values["text"] = Verbatim(_plain_text(body))
    yield Record(values, whole=True, evidence=evidence)


def _parted(text: str, file: SourceFile) -> tuple[dict[str, Any] | None, str]:
    """Return the front matter (None if there is none) and the rest of the text."""
    try:
        if match := _YAML.match(text):
            found: Any = yaml.load(match[1], _Plain)  # noqa: S506 (it makes text alone)
        elif match := _TOML.match(text):
            found = tomllib.loads(match[1])
        elif text.startswith("{"):
            found, end = json.JSONDecoder().raw_decode(text)
            return (found if isinstance(found, dict) else None), text[end:]
        else:
            return None, text
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if text.startswith("{"):
            return None, text
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error).partition("\n")[0]
        line = mark.line + 2 if mark else 1
        raise file.error(f"front matter: {reason[:200]}; repair it", line) from error
    return (found if isinstance(found, dict) else {}), text[match.end() :]


def _check_published(values: dict[str, Any], file: SourceFile) -> None:
    """Remove flags that share a name with a date, and raise if they say "not published".

    Raises:
        CorpusError: If the article is a draft.
    """
    for name, hidden in (("published", _FALSE), ("draft", _TRUE)):
        said = str(values.get(name, "")).strip().casefold()
        if said in hidden:
            raise file.error(f"is a draft ({name}: {said}); it was not published")
        if said in (*_TRUE, *_FALSE):
            del values[name]


def _plain_text(markdown: str) -> str:
    """Return the text of Markdown (CommonMark with tables), with a blank line between blocks."""
    from markdown_it import MarkdownIt

    text = _WIKI_LINKS.sub(r"\1", _TEMPLATES.sub("", markdown))
    page = MarkdownIt("commonmark").enable("table").render(text)
    return to_text(str(page)).strip()
