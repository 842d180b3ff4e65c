"""A small proxy before the page, as operators put one there."""

from __future__ import annotations

import http.client
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of one connection, not of what is sent over it.
_OWN = {"connection", "keep-alive", "transfer-encoding", "upgrade"}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: browsers close connections whenever they like."""


@contextmanager
def proxied(url: str, path: str, host: str) -> Iterator[str]:
    """Serve below a path of another host what is at an address; yield where that is.

    Args:
        url: The page's own address.
        path: Where it is, as "/news"; other paths are not there.
        host: A name that leads to this machine.
    """
    target = urlsplit(url)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def forward(self) -> None:
            self.close_connection = True
            if not self.path.startswith(path):
                self.send_error(404)
                return
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {
                name: value for name, value in self.headers.items() if name.lower() not in _OWN
            }
            headers |= {
                "X-Forwarded-Host": self.headers["Host"],
                "X-Forwarded-Proto": "http",
                "X-Forwarded-For": self.client_address[0],
            }
            connection = http.client.HTTPConnection(target.hostname or "", target.port)
            with suppress(ConnectionError):
                connection.request(self.command, self.path.removeprefix(path) or "/", body, headers)
                response = connection.getresponse()
                self.send_response_only(response.status)
                for name, value in response.getheaders():
                    if name.lower() not in _OWN:
                        self.send_header(name, value)
                self.send_header("Connection", "close")
                self.end_headers()
                while chunk := response.read1(65536):
                    self.wfile.write(chunk)
                    self.wfile.flush()
            connection.close()

        do_GET = do_POST = do_HEAD = do_DELETE = forward  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Write nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}{path}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
