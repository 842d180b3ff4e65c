"""Render the preview of uploaded files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.corpus.file_formats import ignored_by
from qa.escaping import escape_markdown, one_line
from qa.formatting import format_dates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from index.corpus.preview import Preview
    from qa.languages.pack import PageTexts
    from qa.web.uploads import FilePreview

_FILES = 20  # shown one by one


def previews_markdown(files: Sequence[FilePreview], texts: PageTexts) -> str:
    """Return the preview of uploaded files as a Markdown list.

    For each file it has the number of articles, the origin of their dates, the documents left out
    with reasons, and the first articles as they would be indexed.
    """
    lines: list[str] = []
    for one in files[:_FILES]:
        if one.preview is None:
            lines.append(f"- {escape_markdown(str(one.refused))}")
        else:
            lines += _file(one.name, one.preview, texts)
    if len(files) > _FILES:
        lines.append(f"- {texts.others.format(count=f'{len(files) - _FILES:,}')}")
    return "\n".join(lines)


def _file(name: str, seen: Preview, texts: PageTexts) -> Iterator[str]:
    count = f"{seen.estimate:,}" if seen.whole else f"~{seen.estimate:,}"
    about = [
        f"**{escape_markdown(name)}**",
        texts.to_be_added.format(count=count),
        *(f"{escape_markdown(how)}: {times:,}" for how, times in seen.dated.items()),
    ]
    yield f"- {' · '.join(about)}"
    for article in seen.articles:
        dates = format_dates(article.published, article.updated, texts.code)
        told = (article.title, article.source, dates, article.dated)
        yield f"    - {' · '.join(escape_markdown(one_line(one)) for one in told if one)}"
    for form in seen.empty:
        if ignored := ignored_by(form):
            yield f"    - {escape_markdown(f'{form}: {ignored} are no articles')}"
    if seen.reasons:
        left = sum(seen.reasons.values())
        yield f"    - {texts.left_out.format(count=f'{left:,}')}"
        for error in seen.left_out:
            line = f"{error.line}: " if error.line else ""
            yield f"        - {escape_markdown(f'{line}{error.reason}')}"
