"""Measure the page as users see it: ``python -m benchmarks.serving --data ../shared``.

``app.py`` is started over an index of real passages (or over ``--index-dir``), again for each part,
and gets distinct questions of PIAF (French) and MultiHop-RAG (English):

- ``browser``: in Chromium, the time from pressing Enter to the first words of the reply (a status),
and to the answer with its evidence, both as painted. Conversations have ten questions, and the page
is reopened for each;
- ``memory``: the memory of the server's process after each tenth of the questions, asked one by
one, alternately in a conversation of ten, which is then closed, and through ``/ask``.

The command prints one JSON object, and a table on standard error.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from benchmarks.browser import chromium, settle
from benchmarks.server import Server, build_index, real_questions, run_server
from benchmarks.visitors import ChatPage, SimulatedUser, ask_endpoint, connect
from index.errors import DatelineError
from index.settings import PROJECT
from index.stores import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WORK = PROJECT / "var" / "serving"
_PARTS = "browser", "memory"
_TURNS = 10  # questions of a conversation
_WARM_UP = 10  # questions
_PATIENCE = 30_000  # milliseconds that a user waits in the browser
_QUIET = 700  # milliseconds without a change until the page counts as idle

_WATCH = """(patience) => {
    const replies = () => document.querySelectorAll("#chat .bot .message-content");
    const evidence = () => document.querySelector("#evidence").innerText;
    document.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || !event.target.closest("#question")) return;
        const at = replies().length, before = evidence(), times = {};
        window.asked = new Promise((resolve) => {
            // What is drawn in a frame is seen in the task after it.
            const seen = (what) => requestAnimationFrame(() => setTimeout(() => {
                times[what] ??= performance.now() - event.timeStamp;
                if (what === "answer") resolve(times);
            }));
            new MutationObserver((_, observer) => {
                if (!replies()[at]?.innerText.trim()) return;
                seen("status");
                if (evidence() === before) return;
                observer.disconnect();
                seen("answer");
            }).observe(document.body, { subtree: true, childList: true, characterData: true });
            setTimeout(() => resolve({}), patience);
        });
    }, true);
}"""


def measure_browser(server: Server, questions: Iterator[str], count: int) -> dict[str, Any]:
    """Measure the time to the first status and to the answer."""
    found: list[dict[str, float]] = []
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        box = page.locator("#question textarea")
        for number in tqdm(
            range(_WARM_UP + count), desc="Browser", unit=" questions", disable=None
        ):
            if number % _TURNS == 0:
                page.goto(server.url)
                box.wait_for()
                page.evaluate(_WATCH, _PATIENCE)
            settle(page, _QUIET)  # while an answer is being sent, Enter does nothing
            box.fill(next(questions))
            box.press("Enter")
            found.append(page.evaluate("window.asked"))
    answered = [times for times in found[_WARM_UP:] if "answer" in times]
    return {
        "questions": count,
        "per_conversation": _TURNS,
        "unanswered": count - len(answered),
        "status_ms": latency_summary([times["status"] for times in answered]),
        "answer_ms": latency_summary([times["answer"] for times in answered]),
    }


async def measure_memory(server: Server, questions: Iterator[str], count: int) -> dict[str, Any]:
    """Measure the server's memory as questions are asked."""
    errors: Counter[str] = Counter()
    answered, step = 0, max(1, count // 10)
    async with connect(server.url) as client:
        page = await ChatPage.read(client)
        for _ in range(_WARM_UP):
            await ask_endpoint(client, page, next(questions))
        readings = [{"questions": 0, **server.memory()}]
        bar = tqdm(total=count, desc="Memory", unit=" questions", disable=None)
        while answered < count:
            async with SimulatedUser(client, page) as visitor:
                errors.update(filter(None, [visitor.opening.problem]))
                for turn in range(min(2 * _TURNS, count - answered)):
                    question = next(questions)
                    if turn % 2:
                        reply = await ask_endpoint(client, page, question)
                    else:
                        reply = await visitor.ask(question)
                    errors.update(filter(None, [reply.problem]))
                    answered += 1
                    bar.update()
                    if answered % step == 0:
                        readings.append({"questions": answered, **server.memory()})
        bar.close()
    return {"questions": answered, "errors": errors, "readings": readings}


def latency_summary(times_ms: Sequence[float]) -> dict[str, float]:
    """Return the median, the 95th percentile and the maximum, in milliseconds."""
    if not times_ms:
        return {}
    values = np.percentile(times_ms, (50, 95, 100))
    return {
        name: round(float(one), 1) for name, one in zip(("p50", "p95", "max"), values, strict=True)
    }


def table_lines(found: dict[str, Any]) -> Iterator[str]:
    """Yield the results as lines of a table."""
    yield f"{found['passages']:,} passages, {found['cores']} cores"
    for name in ("status_ms", "answer_ms"):
        row = found.get("browser", {}).get(name)
        if row:
            cells = "   ".join(f"{which} {value:>9,.1f} ms" for which, value in row.items())
            yield f"{'browser, ' + name.removesuffix('_ms'):<20} {cells}"
    for row in found.get("memory", {}).get("readings", ()):
        yield (
            f"after {row['questions']:>6,} questions {row['resident_mb']:>9,.1f} MB, of which "
            f"anonymous {row['anonymous_mb']:>9,.1f} MB"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--data", type=Path, default=Path("../shared"), help="holds bench/ and train/"
    )
    parser.add_argument("--index-dir", type=Path, help="an index that is there")
    parser.add_argument("--passages", type=int, default=10_000, help="else one of so many is made")
    parser.add_argument("--work", type=Path, default=_WORK, help="where it is made, and kept")
    parser.add_argument("--only", choices=_PARTS, action="append", help="only this part")
    parser.add_argument("--asked", type=int, default=100, help="questions in the browser")
    parser.add_argument("--questions", type=int, default=5000, help="while memory is watched")
    arguments = parser.parse_args()
    index_dir = arguments.index_dir or build_index(
        arguments.data, arguments.work, arguments.passages
    )
    questions = real_questions(arguments.data)
    try:
        passages = open_store(index_dir).info().passages
    except DatelineError as error:
        sys.exit(f"Error: {error}")
    found: dict[str, Any] = {
        "made": f"{datetime.now(UTC):%Y-%m-%d}",
        "cores": os.cpu_count(),
        "passages": passages,
    }
    for part in arguments.only or _PARTS:
        with run_server(index_dir) as server:
            if part == "browser":
                found[part] = measure_browser(server, questions, arguments.asked)
            else:
                found[part] = asyncio.run(measure_memory(server, questions, arguments.questions))
            found[part]["tracebacks"] = server.tracebacks()
    print("\n".join(table_lines(found)), file=sys.stderr)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
