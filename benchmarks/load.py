"""Measure the page with many users at once: ``python -m benchmarks.load --data ../shared``.

``app.py`` is started over an index of real passages (or over ``--index-dir``), again for each run,
and gets questions of PIAF (French) and MultiHop-RAG (English) from simulated users. Each user has
an address, opens the page (with all its requests), thinks, asks in the chat, waits for the answer,
thinks, and asks again. They start at random moments of the first think time.

The runs take turns (``--rounds``):

- ``cache``: with the cache of answers;
- ``no cache``: without it;
- ``before``: another checkout (``--before FOLDER``).

A share of the questions (``--repeated``) is drawn from a few that many users ask; all others are
distinct. With ``--greedy N``, one more address asks N questions at once after a third of the time.

Printed for each run: the time from Enter to the answer with its evidence; the same for the median
of each address; errors; the server's processor time per answer; and the load average of the machine
before and after, since other programs may be running. The last line is JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.server import Server, build_index, real_questions, run_server
from benchmarks.serving import latency_summary
from benchmarks.visitors import ChatPage, Reply, SimulatedUser, ask_endpoint, connect
from index.settings import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORK = PROJECT / "var" / "serving"
_WARM_UP = 10  # questions
_POPULAR = 20  # questions that many ask
_PROXY_OPTIONS = ("--proxy", "127.0.0.1")  # the server trusts the addresses that users send


@dataclass(frozen=True, slots=True)
class Crowd:
    """Simulated users.

    Attributes:
        users: Number of users.
        seconds: Duration of the run.
        think: Mean think time before a question, in seconds.
        repeated: Share of the questions that many users ask.
        greedy: Number of questions that one more address asks at once.
    """

    users: int
    seconds: float
    think: float
    repeated: float
    greedy: int

    async def ask(self, server: Server, questions: Iterator[str]) -> dict[str, Any]:
        """Let the users ask, and return the measurements."""
        opened: list[Reply] = []
        flooded: list[Reply] = []
        replies: defaultdict[str, list[Reply]] = defaultdict(list)
        popular = list(itertools.islice(questions, _POPULAR))
        async with connect(server.url) as client:
            page = await ChatPage.read(client)
            for _ in range(_WARM_UP):
                await ask_endpoint(client, page, next(questions))
            clients = [connect(server.url, f"192.0.2.{at + 1}") for at in range(self.users)]
            load, cpu, started = os.getloadavg()[0], server.cpu_seconds(), time.monotonic()

            async def use(number: int) -> None:
                chance = random.Random(number)  # noqa: S311
                client = clients[number]
                await asyncio.sleep(chance.uniform(0, self.think))
                async with client, SimulatedUser(client, page) as visitor:
                    opened.append(visitor.opening)
                    await asyncio.sleep(chance.uniform(0.5, 1.5) * self.think)
                    while time.monotonic() < started + self.seconds:
                        often = chance.random() < self.repeated
                        question = chance.choice(popular) if often else next(questions)
                        replies[str(number)].append(await visitor.ask(question))
                        await asyncio.sleep(chance.uniform(0.5, 1.5) * self.think)

            async def flood() -> None:
                await asyncio.sleep(self.seconds / 3)
                burst = itertools.islice(questions, self.greedy)
                async with connect(server.url, "198.51.100.1") as client:
                    calls = [ask_endpoint(client, page, one) for one in burst]
                    flooded.extend(await asyncio.gather(*calls))

            await asyncio.gather(flood(), *map(use, range(self.users)))
        took = time.monotonic() - started
        each = [*itertools.chain.from_iterable(replies.values())]
        answered = [one for one in each if not one.problem]
        medians = [
            statistics.median(times)
            for own in replies.values()
            if (times := [one.ms for one in own if not one.problem])
        ]
        answers = len(answered) + sum(not one.problem for one in flooded)
        return {
            "answers": answers,
            "answers_per_second": round(answers / took, 2),
            "errors": Counter(one.problem for one in (*opened, *each, *flooded) if one.problem),
            "answer_ms": latency_summary([one.ms for one in answered]),
            "address_median_ms": latency_summary(medians),
            "greedy_ms": latency_summary([one.ms for one in flooded if not one.problem]),
            "cpu_seconds_per_answer": round((server.cpu_seconds() - cpu) / max(1, answers), 3),
            "load_average": [round(load, 2), round(os.getloadavg()[0], 2)],
            "memory_mb": server.memory()["resident_mb"],
            "tracebacks": server.tracebacks(),
        }


def table_lines(name: str, found: dict[str, Any]) -> Iterator[str]:
    """Yield the results of a run as lines of a table."""
    for row in ("answer_ms", "address_median_ms", "greedy_ms"):
        if values := found[row]:
            cells = "   ".join(f"{which} {value:>9,.1f} ms" for which, value in values.items())
            yield f"{name + ', ' + row.removesuffix('_ms').replace('_', ' '):<26} {cells}"
    before, after = found["load_average"]
    yield (
        f"{name}: {found['answers']} answers, {found['answers_per_second']} a second, "
        f"{found['cpu_seconds_per_answer']} s of processor each, "
        f"{sum(found['errors'].values())} errors; load average {before} before, {after} after"
    )


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared"), help="holds bench/, train/")
    parser.add_argument("--index-dir", type=Path, help="existing index")
    parser.add_argument(
        "--passages",
        type=int,
        default=10_000,
        help="otherwise, passages of the index that is built",
    )
    parser.add_argument("--work", type=Path, default=_WORK, help="folder of that index")
    parser.add_argument("--users", type=int, default=50, help="number of users")
    parser.add_argument("--seconds", type=float, default=60, help="duration of a run")
    parser.add_argument("--think", type=float, default=5, help="mean think time in seconds")
    parser.add_argument(
        "--repeated", type=float, default=0.1, help="share of questions that many ask"
    )
    parser.add_argument(
        "--greedy", type=int, default=0, help="questions that one address asks at once"
    )
    parser.add_argument("--before", type=Path, help="another checkout to compare with")
    parser.add_argument("--rounds", type=int, default=1, help="turns of each run")
    parser.add_argument("--option", action="append", default=[], help="further option of app.py")
    parser.add_argument("--only", action="append", help="only these runs")
    arguments = parser.parse_args()
    index_dir = arguments.index_dir or build_index(
        arguments.data, arguments.work, arguments.passages
    )
    crowd = Crowd(
        arguments.users,
        arguments.seconds,
        arguments.think,
        arguments.repeated,
        arguments.greedy,
    )
    runs = {
        "cache": (arguments.option, PROJECT),
        "no cache": (["--cache", "0", *arguments.option], PROJECT),
    }
    if arguments.before:
        runs["before"] = ([], arguments.before)
    found = []
    for _ in range(arguments.rounds):
        for name in arguments.only or runs:
            options, project = runs[name]
            questions = real_questions(arguments.data)  # the same in each run
            with run_server(index_dir, [*_PROXY_OPTIONS, *options], project) as server:
                one = asyncio.run(crowd.ask(server, questions))
            print("\n".join(table_lines(name, one)), file=sys.stderr, flush=True)
            found.append({"run": name, **one})
    print(json.dumps(found))


if __name__ == "__main__":
    main()
