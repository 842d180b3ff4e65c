"""Compute the tables of ``docs/evaluation.md``: ``python -m benchmarks.retrieval --data DATA``.

Constants were chosen on the development rows, and not on the test rows.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tqdm import tqdm

from benchmarks.mixed_pools import mixed_ntrex, mixed_xquad, ntrex_half
from index.embedders import SentenceTransformerEmbedder
from index.settings import Settings
from qa.evaluation.cache import CachedEmbedder
from qa.evaluation.cli import CACHE
from qa.evaluation.dataset import load
from qa.evaluation.run import STAGES, evaluate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.embedders import Embedder

DOCUMENT = Path(__file__).parent.parent / "docs" / "evaluation.md"
_BEGIN, _END = "<!-- {} -->\n", "<!-- end of {} -->\n"
_MEASURE = "nDCG@10"
_SAMPLES = {"mixed": 600, "development": 300}  # maximum questions per row; all for test rows

Half = Literal["development", "held"]


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table.

    Attributes:
        table: Name of the table.
        name: Label of the row.
        folder: Function that returns the BEIR folder, given the benchmark data and an empty folder.
        options: Options of ``qa.evaluation.dataset.load``.
        published: Published figures of other systems.
    """

    table: str
    name: str
    folder: Callable[[Path, Path], Path]
    options: dict[str, Any]
    published: str = ""


def _plain_folder(name: str) -> Callable[[Path, Path], Path]:
    return lambda data, _: data / name


def _ntrex(half: Half) -> Callable[[Path, Path], Path]:
    return lambda data, destination: ntrex_half(data / "ntrex", destination, half)


def _pair(table: str, query: str, corpus: str, published: str = "") -> TableRow:
    names = f"XQuAD {query} → {corpus}"
    qrels = "qrels.tsv" if query == corpus else "qrels_crosslingual.tsv"
    options: dict[str, Any] = {"qrels": qrels, "query_lang": query, "corpus_lang": corpus}
    options["titles"] = False  # they are English in every language
    return TableRow(table, names, _plain_folder("xquad"), options, published)


def _headlines(table: str, half: Half, query: str, corpus: str) -> TableRow:
    options = {"query_lang": query, "corpus_lang": corpus}
    return TableRow(table, f"NTREX {query} → {corpus}, {half} half", _ntrex(half), options)


def _mixed_rows(table: str, name: str, folder: Callable[[Path, Path], Path]) -> list[TableRow]:
    return [
        TableRow(
            table, f"{name}, {languages}", folder, {"qrels": f"qrels_{which}.tsv", "titles": False}
        )
        for which, languages in (("same", "same language"), ("cross", "another language"))
    ]


ROWS = [
    TableRow("test", "PIAF fr → fr", _plain_folder("piaf"), {"qrels": "qrels_test.tsv"}),
    _pair("test", "en", "en", "e5-base .980, e5-large .984"),
    _pair("test", "es", "es", "e5-base .972, e5-large .976"),
    _pair("test", "en", "es"),
    _pair("test", "es", "en"),
    _headlines("test", "held", "en", "fr"),
    _headlines("test", "held", "fr", "fr"),
    TableRow("test", "MultiHop-RAG evidence", _plain_folder("multihop_rag"), {}),
    TableRow("test", "Wikinews fr → fr", _plain_folder("winer_fr"), {}),
    *_mixed_rows(
        "mixed", "NTREX, held half", lambda d, to: mixed_ntrex(d / "ntrex", to, half="held")
    ),
    *_mixed_rows("mixed", "NTREX, all stories", lambda d, to: mixed_ntrex(d / "ntrex", to)),
    *_mixed_rows("mixed", "XQuAD en es", lambda d, to: mixed_xquad(d / "xquad", to, ("en", "es"))),
    TableRow(
        "development", "PIAF train fr → fr", _plain_folder("piaf"), {"qrels": "qrels_train.tsv"}
    ),
    _pair("development", "de", "de", "e5-base .958, e5-large .970"),
    _pair("development", "ru", "ru"),
    _pair("development", "ar", "ar"),
    _pair("development", "zh", "zh"),
    _pair("development", "de", "en"),
    _pair("development", "en", "de"),
    _pair("development", "en", "ru"),
    _pair("development", "zh", "en"),
    _headlines("development", "development", "en", "fr"),
    _headlines("development", "development", "fr", "fr"),
    *_mixed_rows(
        "development",
        "Mixed NTREX, development half",
        lambda d, to: mixed_ntrex(d / "ntrex", to, half="development"),
    ),
    *_mixed_rows(
        "development",
        "Mixed XQuAD de ru ar zh",
        lambda d, to: mixed_xquad(d / "xquad", to, ("de", "ru", "ar", "zh")),
    ),
]


def evaluate_row(
    row: TableRow, data: Path, cached: Embedder, plain: Embedder, sample: int | None
) -> dict[str, Any]:
    """Return the result of ``python -m qa.evaluation --json`` for a row."""
    with tempfile.TemporaryDirectory(prefix="dateline-") as work:
        folder = row.folder(data / "bench", Path(work))
        sample = sample or _SAMPLES.get(row.table)
        dataset = load(folder, sample=sample, **row.options)
        return evaluate(dataset, cached, uncached=plain).to_dict()


def table_lines(found: dict[str, dict[str, Any]], name: str) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    columns = ["questions", "documents", *STAGES, "95 %", "p", "R@100", "published"]
    yield f"| {_MEASURE} | {' | '.join(columns)} |"
    yield "|---" * (len(columns) + 1) + "|"
    for row in ROWS:
        result = found.get(row.name)
        if row.table != name or result is None:
            continue
        methods = result["methods"]
        best = max(methods[stage][_MEASURE] for stage in STAGES)
        values = [methods[stage][_MEASURE] for stage in STAGES]
        scores = [f"**{v:.3f}**" if v == best else f"{v:.3f}" for v in values]
        last = methods[STAGES[-1]]
        low, high = last[f"{_MEASURE}_ci95"]
        p_value = last["p_value_vs_best_single"]
        cells = [
            row.name,
            f"{result['judged']:,}",
            f"{result['documents']:,}",
            *scores,
            f"{low:.3f}–{high:.3f}",
            f"{p_value:.4f}",
            f"{last['Recall@100']:.3f}",
            row.published,
        ]
        yield f"| {' | '.join(cells)} |".replace("0.", ".")


def gap_lines(found: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the table of differences between another language and the same, by stage."""
    yield f"| {_MEASURE} of another language minus same | {' | '.join(STAGES)} |"
    yield "|---" * (len(STAGES) + 1) + "|"
    for name in found:
        pool, comma, which = name.rpartition(", ")
        if comma and which == "same language":
            same, cross = found[name]["methods"], found[f"{pool}, another language"]["methods"]
            differences = [cross[s][_MEASURE] - same[s][_MEASURE] for s in STAGES]
            yield f"| {pool} | {' | '.join(f'{d:+.3f}' for d in differences)} |"


def stage_lines(found: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the table of the time of each stage of a search, in milliseconds."""
    rows = [row for row in ROWS if row.table == "test" and row.name in found]
    names = list(found[rows[0].name]["latency_ms"])
    yield f"| ms, p50 (p95) | documents | {' | '.join(names)} |"
    yield "|---" * (len(names) + 2) + "|"
    for row in rows:
        spent = found[row.name]["latency_ms"]
        cells = [f"{spent[n]['p50']:.1f} ({spent[n]['p95']:.1f})" for n in names]
        yield f"| {row.name} | {found[row.name]['documents']:,} | {' | '.join(cells)} |"


def replace_sections(text: str, sections: dict[str, str]) -> str:
    """Replace the marked sections of a document."""
    for name, section in sections.items():
        begin, end = _BEGIN.format(name), _END.format(name)
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}{section}\n{end}{after}"
    return text


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of bench/")
    parser.add_argument("--only", default="", help="rows whose name holds this; writes nothing")
    parser.add_argument("--sample", type=int, help="questions per row; writes nothing")
    parser.add_argument("--model", help="another model, as multilingual-e5-small:int8; no table")
    arguments = parser.parse_args()
    started = time.perf_counter()
    settings = Settings.from_environment()
    plain = SentenceTransformerEmbedder(settings.embedding_model(arguments.model))
    found: dict[str, dict[str, Any]] = {}
    with CachedEmbedder(plain, settings.cache_dir / CACHE) as cached:
        for row in tqdm([row for row in ROWS if arguments.only in row.name], unit=" rows"):
            result = evaluate_row(row, arguments.data, cached, plain, arguments.sample)
            found[row.name] = result
            values = {stage: result["methods"][stage][_MEASURE] for stage in STAGES}
            tqdm.write(f"{row.name:<48} {json.dumps(values)}")
    if arguments.only or arguments.sample or arguments.model:
        return
    took = (time.perf_counter() - started) / 60
    made = f"Made on {datetime.now(UTC):%-d %B %Y} by `make bench-retrieval` in {took:.0f} minutes."
    sections = {
        name: "\n".join(table_lines(found, name)) for name in ("test", "mixed", "development")
    }
    sections |= {
        "gaps": "\n".join(gap_lines(found)),
        "stages": "\n".join(stage_lines(found)),
        "made": made,
    }
    DOCUMENT.write_text(replace_sections(DOCUMENT.read_text("utf-8"), sections), "utf-8")


if __name__ == "__main__":
    main()
