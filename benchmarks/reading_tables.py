"""Format the results of ``benchmarks.reading`` as the tables of ``docs/reader.md``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def tables(found: dict[str, Any]) -> dict[str, str]:
    """Return the sections of the document in Markdown."""
    gold = [
        [row["name"], f"{row['questions']:,}", *_percent(row, "exact", "f1", "contains")]
        for row in found["gold"]
    ]
    whole = []
    for row in found["whole"]:
        late, read = row["read"]["late"], row["read"]["reader"]
        whole.append(
            [
                row["name"],
                f"{row['quotes']['questions']:,}",
                *(
                    f"{scores[name]:.3f}"
                    for name in ("nDCG@10", "Hits@1")
                    for scores in (late, read)
                ),
                *_percent(row["quotes"], "exact", "f1", "contains"),
                f"{row['calibration']['error']:.3f}",
            ]
        )
    refused = [
        [
            row["name"],
            *_percent(row["refusal"], "precision", "recall"),
            *(row["refusal"][name] for name in _OUTCOMES),
        ]
        for row in found["refused"]
    ]
    piaf, spent = found["refused"][-1], found["latency"]
    reliability = [
        [
            f"{row['from']:.1f} – {row['to']:.1f}",
            row["questions"],
            f"{row['confidence']:.2f}",
            f"{row['accuracy']:.2f}",
            f"`{'█' * round(20 * row['accuracy'])}`",
        ]
        for row in piaf["reliability"]
    ]
    read = ["questions", "EM", "F1"]
    return {
        "gold": _markdown_table(
            ["only the right document is read", *read, "in the sentence"], gold
        ),
        "whole": _markdown_table(
            [
                "end to end",
                "questions",
                *(f"{name} {when}" for name in ("nDCG@10", "Hits@1") for when in ("found", "read")),
                *read[1:],
                "in the quote",
                "calibration error",
            ],
            whole,
        ),
        "refused": _markdown_table(
            ["declining", "precision", "recall", *(name.replace("_", " ") for name in _OUTCOMES)],
            refused,
        ),
        "reliability": _markdown_table(
            ["confidence", "questions", "mean", "right", ""], reliability
        )
        + f"\n\nExpected calibration error: {piaf['calibration error']:.3f}.",
        "depth": _markdown_table(
            ["passages read", "right document first", "right words first", "ms, p50"],
            [
                [row["passages"], *_percent(row, "document", "answer"), f"{row['ms']:.0f}"]
                for row in found["depth"]
            ],
        ),
        "latency": _markdown_table(
            [f"{spent['passages']:,} passages, ms", "p50", "p95"],
            [
                [name, f"{spent[key]['p50']:.0f}", f"{spent[key]['p95']:.0f}"]
                for name, key in (("a question that is new", "ask"), ("of these, reading", "read"))
            ],
        ),
    }


_OUTCOMES = ("answered", "wrongly_declined", "rightly_declined", "wrongly_answered")


def _markdown_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _percent(row: Mapping[str, float], *names: str) -> list[str]:
    return [f"{100 * row[name]:.1f}" for name in names]
