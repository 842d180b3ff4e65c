"""Render an answer as text, JSON, Markdown or HTML."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.escaping import encode_markdown, escape_html, folded, one_line
from qa.formatting import (
    format_coverage,
    format_dates,
    format_derivations,
    format_derived_value,
    format_period,
    format_reason,
    format_value,
    format_written,
)
from qa.highlights import emphasised, quote_pieces, underlined
from qa.languages import answer_texts, interface_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from qa.datatypes import AnswerData, Citation, Finding
    from qa.highlights import Piece
    from qa.written import WrittenClaim

_WIDTH = 88


def to_dict(answer: AnswerData) -> dict[str, Any]:
    """Return the answer as plain JSON; ``docs/json.md`` describes its fields."""
    return {
        "question": answer.question,
        "language": answer.language,
        "found": answer.found,
        "answer": to_plain(answer),
        "confidence": round(answer.confidence, 4),
        "findings": [_finding_to_dict(finding, answer.language) for finding in answer.findings],
        "citations": [citation.to_dict() for citation in answer.citations],
        "closest": [citation.to_dict() for citation in answer.closest],
        "elapsed_ms": round(answer.elapsed_ms, 1),
        "written": None if answer.written is None else answer.written.to_dict(),
        "coverage": None if answer.coverage is None else answer.coverage.to_dict(),
    }


def _finding_to_dict(finding: Finding, language: str) -> dict[str, Any]:
    return {
        "text": finding.text,
        "value": format_value(finding, language),
        "how": format_derivations(finding, language),
        "periods": [period.isoformat() for period in finding.periods],
        "times": [time.to_dict() for time in finding.times],
        "published": finding.published.isoformat(),
        "citations": list(finding.citations),
    }


def to_plain(answer: AnswerData) -> str:
    """Return the findings, a line each, or the reason why there are none, unescaped."""
    if not answer.found:
        return format_reason(answer.reason, answer.language)
    if claims := _claims(answer):
        written = [
            f"{claim.text} {''.join(f'[{number}]' for number in claim.citations)}"
            for claim in claims
        ]
        beside = (_finding_line(finding, answer.language) for finding in _shown_findings(answer))
        return "\n".join([*written, *beside])
    shown, steps = _shown_findings(answer), _steps(answer, str, "".join)
    if steps:
        steps = [f"{answer_texts(answer.language).earlier_steps}:", *steps]
    lines = [_finding_line(finding, answer.language) for finding in shown]
    return "\n".join([*lines, *steps, *_differing(answer)])


def _differing(answer: AnswerData) -> list[str]:
    """Return a note that the findings contradict each other; none if they do not."""
    return [answer_texts(answer.language).differing] if answer.differing else []


def _shown_findings(answer: AnswerData) -> Sequence[Finding]:
    """Return the findings to show with their quotes; for news, only the newest.

    Below written sentences these are only those that no sentence rests on.
    """
    if answer.written is not None and answer.written.claims:
        return [answer.findings[at] for at in answer.written.beside]
    return answer.findings[-1:] if answer.news else answer.findings


def _steps(
    answer: AnswerData, encode: Callable[[str], str], numbered: Callable[[list[str]], str]
) -> list[str]:
    """Return the earlier steps of news, a line each; empty for other answers.

    Args:
        answer: Any answer.
        encode: Function that escapes a text.
        numbered: Function that formats the numbers of citations, such as ``[1]``.
    """
    texts = answer_texts(answer.language)
    opening, closing = texts.quote
    return [
        texts.step.format(
            date=encode(format_period(one.published, answer.language)),
            headline=encode(one_line(one.headline or f"{opening}{one.text}{closing}")),
            numbers=numbered([f"[{number}]" for number in one.citations]),
        )
        for one in (answer.findings[:-1] if answer.news else ())
    ]


def _finding_line(finding: Finding, language: str) -> str:
    texts = answer_texts(language)
    opening, closing = texts.quote
    value = format_derived_value(finding, language)
    template = texts.finding_with_value if value else texts.finding
    return template.format(
        date=format_period(finding.published, language),
        value=value,
        quote=f"{opening}{finding.text}{closing}",
        numbers="".join(f"[{number}]" for number in finding.citations),
    )


def to_text(answer: AnswerData) -> str:
    """Return the answer for a terminal; quotes are wrapped."""
    paragraphs = [
        "\n".join(
            [
                one_line(one.dateline),
                *([_wrap(f"→ {one.value}")] if one.value else []),
                _wrap(f"{one.quote} {one.numbers}"),
            ]
        )
        for one in _paragraphs(answer)
    ]
    if claims := _claims(answer):
        return _written_to_text(answer, claims, paragraphs)
    if not answer.found:
        closest = [answer_texts(answer.language).closest, *paragraphs] if paragraphs else []
        return "\n\n".join([one_line(to_plain(answer)), *closest, *_notes(answer)])
    if steps := _steps(answer, str, " ".join):
        heading = answer_texts(answer.language).earlier_steps
        paragraphs.append("\n".join([heading, *map(_wrap, steps)]))
    paragraphs += _differing(answer)
    sources = "\n".join(one_line(source) for source in _sources(answer))
    heading = answer_texts(answer.language).sources
    return "\n\n".join([*paragraphs, f"{heading}\n{sources}", *_notes(answer)])


def _written_to_text(
    answer: AnswerData, claims: Sequence[WrittenClaim], beside: Sequence[str]
) -> str:
    """Return written sentences for a terminal, each above its quotes, then the remaining quotes."""
    paragraphs = [
        "\n".join(
            [
                textwrap.fill(one_line(claim.text), width=_WIDTH, break_on_hyphens=False),
                *(_wrap(f"{quote} {number}") for quote, number in _quotes(claim, answer.language)),
            ]
        )
        for claim in claims
    ]
    sources = "\n".join(one_line(source) for source in _sources(answer))
    heading = answer_texts(answer.language).sources
    return "\n\n".join([*paragraphs, *beside, f"{heading}\n{sources}", *_notes(answer)])


def _claims(answer: AnswerData) -> Sequence[WrittenClaim]:
    """Return the proved claims of a model; empty if the answer is quoted."""
    return () if answer.written is None else answer.written.claims


def _quotes(claim: WrittenClaim, language: str) -> list[tuple[str, str]]:
    """Return the quotes that prove a claim, in quotation marks, each with its number."""
    opening, closing = answer_texts(language).quote
    return [(f"{opening}{folded(one.text)}{closing}", f"[{one.citation}]") for one in claim.quotes]


def _notes(answer: AnswerData) -> list[str]:
    """Return who wrote the answer, and how much of the corpus was searched, each a line if any."""
    notes = []
    if answer.written is not None:
        notes.append(format_written(answer.written, answer.language))
    if answer.coverage is not None:
        notes.append(format_coverage(answer.coverage, answer.language))
    return [one_line(note) for note in notes]


def to_markdown(
    answer: AnswerData, anchor: str | None = None, encode: Callable[[str], str] = encode_markdown
) -> str:
    """Return the answer as Markdown, for the chat and for notebooks.

    Args:
        answer: Any answer.
        anchor: Prefix of the HTML ids in the evidence panel of the same page. Citation numbers then
            link there, and sources are shown by title, a paragraph each. None without a panel.
        encode: Function that escapes a text for Markdown (``qa.escaping``).
    """

    def shown(text: str) -> str:
        return encode(one_line(text))

    notes = [f"*{shown(one)}*" for one in _notes(answer)]
    # An evidence panel on the same page shows the names of the documents.
    titled = anchor is not None
    sources = ("\n\n" if titled else " · ").join(map(shown, _sources(answer, by_title=titled)))
    paragraphs = [
        f"**{shown(one.dateline)}**\n\n"
        + (f"→ **{shown(one.value)}**\n\n" if one.value else "")
        + f"> {emphasised(one.pieces, encode)} **{_numbers(one.numbers, anchor, encode)}**"
        for one in _paragraphs(answer)
    ]
    if claims := _claims(answer):
        written = [_claim_to_markdown(one, answer.language, anchor, encode) for one in claims]
        return "\n\n".join([*written, *paragraphs, sources, *notes])
    if not answer.found:
        closest = [shown(answer_texts(answer.language).closest), *paragraphs]
        return "\n\n".join([shown(to_plain(answer)), *(closest if paragraphs else []), *notes])
    steps = _steps(answer, encode, lambda all_: f"**{_numbers(' '.join(all_), anchor, encode)}**")
    if steps:
        paragraphs.append(shown(answer_texts(answer.language).earlier_steps))
        paragraphs.append("\n".join(f"- {step}" for step in steps))
    paragraphs += map(shown, _differing(answer))
    return "\n\n".join([*paragraphs, sources, *notes])


def _claim_to_markdown(
    claim: WrittenClaim, language: str, anchor: str | None, encode: Callable[[str], str]
) -> str:
    quotes = "\n>\n".join(
        f"> {encode(one_line(quote))} **{_numbers(number, anchor, encode)}**"
        for quote, number in _quotes(claim, language)
    )
    return f"**{encode(one_line(claim.text))}**\n\n{quotes}"


def _numbers(numbers: str, anchor: str | None, encode: Callable[[str], str]) -> str:
    """Return numbers such as ``[1] [2]`` in Markdown, as links if there is an anchor."""
    if anchor is None:
        return encode(numbers)
    return " ".join(
        f"[{encode(number)}](#{anchor}{number.strip('[]')})" for number in numbers.split()
    )


def to_html(answer: AnswerData) -> str:
    """Return the answer as self-contained HTML, in the colours of the surrounding page."""
    content = "".join(
        f'<p style="margin:1em 0 .3em"><strong>{escape_html(one.dateline)}</strong></p>'
        + (f"<p>→ <strong>{escape_html(one.value)}</strong></p>" if one.value else "")
        + '<blockquote style="margin:0;padding-left:1em;border-left:3px solid currentColor">'
        f"{underlined(one.pieces)} "
        f"<strong>{escape_html(one.numbers)}</strong></blockquote>"
        for one in _paragraphs(answer)
    )
    written = (_claim_to_html(one, answer.language) for one in _claims(answer))
    content = "".join([*written, content])
    if not answer.found:
        heading = f"<p>{escape_html(answer_texts(answer.language).closest)}</p>" if content else ""
        content = f"<p>{escape_html(to_plain(answer))}</p>{heading}{content}"
    else:
        steps = _steps(answer, escape_html, lambda numbers: f"<strong>{' '.join(numbers)}</strong>")
        if steps:
            listed = "".join(f"<li>{step}</li>" for step in steps)
            heading = escape_html(answer_texts(answer.language).earlier_steps)
            content += f"<p>{heading}</p><ul>{listed}</ul>"
        content += "".join(f"<p>{escape_html(note)}</p>" for note in _differing(answer))
        sources = "<br>".join(escape_html(source) for source in _sources(answer))
        content += f'<p style="margin:1em 0;font-size:.9em;opacity:.8">{sources}</p>'
    content += "".join(
        f'<p style="font-size:.9em;opacity:.8"><em>{escape_html(one)}</em></p>'
        for one in _notes(answer)
    )
    # Notebooks run MathJax on output; these two classes exclude this element.
    return (
        f'<div lang="{interface_pack(answer.language).code}" '
        'class="tex2jax_ignore mathjax_ignore" style="max-width:44em;line-height:1.5">'
        f"{content}</div>"
    )


def _claim_to_html(claim: WrittenClaim, language: str) -> str:
    quotes = "<br>".join(
        f"{escape_html(quote)} <strong>{escape_html(number)}</strong>"
        for quote, number in _quotes(claim, language)
    )
    return (
        f'<p style="margin:1em 0 .3em"><strong>{escape_html(claim.text)}</strong></p>'
        '<blockquote style="margin:0;padding-left:1em;border-left:3px solid currentColor">'
        f"{quotes}</blockquote>"
    )


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A finding in words, not yet escaped."""

    dateline: str
    value: str
    pieces: Sequence[Piece]
    numbers: str

    @property
    def quote(self) -> str:
        """The pieces joined, including the quotation marks."""
        return "".join(text for text, _ in self.pieces)


def _paragraphs(answer: AnswerData) -> list[_Paragraph]:
    """Return the findings as paragraphs, or the closest passages if there is no answer."""
    cited = {citation.number: citation for citation in answer.citations}
    if not answer.found:
        return [_paragraph([citation], "", answer.language) for citation in answer.closest]
    return [
        _paragraph(
            [cited[number] for number in finding.citations],
            format_derived_value(finding, answer.language),
            answer.language,
        )
        for finding in _shown_findings(answer)
    ]


def _paragraph(citations: Sequence[Citation], value: str, language: str) -> _Paragraph:
    """Return a finding as a paragraph, with the quote of its first citation."""
    opening, closing = answer_texts(language).quote
    dates = [format_period(citation.published, language) for citation in citations]
    named = [one.source for one in citations if one.source != one.document]
    quote = [(folded(text), answers) for text, answers in quote_pieces(citations[0])]
    return _Paragraph(
        dateline=" · ".join(dict.fromkeys([*dates, *named])),
        value=value,
        pieces=((opening, False), *quote, (closing, False)),
        numbers=" ".join(f"[{citation.number}]" for citation in citations),
    )


def _sources(answer: AnswerData, *, by_title: bool = False) -> list[str]:
    """Return the cited articles, by title or by the name of the document."""
    sources = []
    for citation in answer.citations:
        date = format_dates(citation.published, citation.updated, answer.language)
        if by_title and citation.title:
            parts = dict.fromkeys([citation.title, citation.source, date])
        else:
            parts = dict.fromkeys([citation.source, date, citation.document])
        also = republished(citation, answer.language)
        sources.append(f"[{citation.number}] {', '.join([*parts, *also])}")
    return sources


def republished(citation: Citation, language: str) -> list[str]:
    """Return a phrase with the outlets of near-duplicates and their dates; empty without any."""
    outlets = [
        f"{copy.source} ({format_period(copy.published, language)})" for copy in citation.copies
    ]
    return [answer_texts(language).also.format(outlets=", ".join(outlets))] if outlets else []


def _wrap(line: str) -> str:
    return textwrap.fill(
        one_line(line),
        width=_WIDTH,
        initial_indent="  ",
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
