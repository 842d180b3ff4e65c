"""Count what the server does, and serve the counts to Prometheus."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING, Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    make_asgi_app,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from qa.web.hosts import Authority, is_forwarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sized

    from prometheus_client import Metric
    from starlette.types import Receive, Scope, Send

    from qa.pipeline import Pipeline

_SECONDS = (0.01, 0.03, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120)
"""Upper bounds of a histogram's buckets: from a cached answer to one by a language model."""


class Metrics:
    """The metrics of a server, and the ASGI application that serves them.

    They are served to clients in certain networks only. A client on this machine may be a proxy
    that forwards the request of another machine. It is therefore refused unless the request names
    this machine as its host, and has no headers of a proxy.

    Args:
        pipeline: Pipeline that answers.
        networks: Networks of clients that may read the metrics, separated by commas.
    """

    path = "/metrics"

    def __init__(self, pipeline: Pipeline, networks: str) -> None:
        registry = CollectorRegistry()
        self._networks = [ip_network(one.strip()) for one in networks.split(",") if one.strip()]
        self._app = make_asgi_app(registry)
        self._questions = Counter(
            "dateline_questions",
            "Questions by endpoint and outcome: answered, declined or failed.",
            ["endpoint", "outcome"],
            registry=registry,
        )
        self._errors = Counter(
            "dateline_errors",
            "Questions that failed, by endpoint and type of error.",
            ["endpoint", "type"],
            registry=registry,
        )
        self._requests = Counter(
            "dateline_requests",
            "Requests for an answer, by HTTP status: 429 for too many, 503 for a full queue.",
            ["status"],
            registry=registry,
        )
        self._wait = Histogram(
            "dateline_wait_seconds",
            "Time that a question waits in the queue.",
            buckets=_SECONDS,
            registry=registry,
        )
        self._answer = Histogram(
            "dateline_answer_seconds",
            "Time that an answer takes, without waiting.",
            ["endpoint"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._length = Gauge(
            "dateline_queue_length", "Number of questions that wait.", registry=registry
        )
        registry.register(_Index(pipeline))
        ProcessCollector(registry=registry)

    def watch(self, queue: Sized) -> None:
        """Report the length of a queue."""
        self._length.set_function(lambda: len(queue))

    def waited(self, seconds: float) -> None:
        """Count a question that leaves the queue."""
        self._wait.observe(seconds)

    def observe(self, event: str, fields: Mapping[str, Any]) -> None:
        """Count an event of the log; see ``qa.web.logs.listen``."""
        if event == "request":
            self._requests.labels(fields["status"]).inc()
            return
        endpoint = fields["endpoint"]
        if event == "failed":
            self._errors.labels(endpoint, fields["type"]).inc()
            outcome = "failed"
        else:
            outcome = "answered" if fields["found"] else "declined"
            self._answer.labels(endpoint).observe(fields["elapsed_ms"] / 1000)
        self._questions.labels(endpoint, outcome).inc()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the metrics, or refuse the client."""
        if is_forwarded(scope) or not self._admits(scope):
            refusal = PlainTextResponse(
                "The metrics are not served to this address; start the server with --metrics and "
                "the addresses that may read them.\n",
                status_code=403,
            )
            await refusal(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        try:
            client = ip_address((scope.get("client") or ("", 0))[0].partition("%")[0])
        except ValueError:
            return False
        client = getattr(client, "ipv4_mapped", None) or client
        if client.is_loopback and not _is_this_machine(Headers(scope=scope).get("host", "")):
            return False
        return any(client in network for network in self._networks)


def _is_this_machine(host: str) -> bool:
    """Return whether a ``Host`` header names the machine itself: "localhost", "127.0.0.1:7860"."""
    name = Authority.parse(host)
    if name is None:
        return False
    try:
        return ip_address(name.host).is_loopback
    except ValueError:
        return name.host == "localhost"


class _Index(Collector):
    """Reads the state of the index and the cache when the metrics are requested."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    def describe(self) -> Iterable[Metric]:
        """Return no description, so that nothing is read before the first request."""
        return ()

    def collect(self) -> Iterable[Metric]:
        """Return the metrics."""
        info = self._pipeline.info
        yield InfoMetricFamily(
            "dateline_index",
            "Generation of the index that answers, and its embedding model.",
            {"generation": info.generation, "model": info.encoder.model},
        )
        for name, count in (("articles", info.articles), ("passages", info.passages)):
            yield GaugeMetricFamily(
                f"dateline_index_{name}", f"Number of {name} in this generation.", count
            )
        cached = self._pipeline.cache
        cache = cached.answers
        for name, count in (("hits", cache.found), ("misses", cache.computed)):
            yield CounterMetricFamily(
                f"dateline_answer_cache_{name}",
                "Answers that came from memory." if name == "hits" else "Answers that did not.",
                count,
            )
        yield GaugeMetricFamily(
            "dateline_answer_cache_bytes",
            "Size of the cached answers and search results.",
            cached.answers.size + cached.hits.size,
        )
