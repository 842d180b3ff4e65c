"""TLS before the database server of the tests, whose build has none: as a terminator has it.

A client of PostgreSQL asks for TLS before it says anything else, and is answered with one byte.
From then on all that it sends is decrypted here and forwarded to the server's socket.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import struct
import subprocess
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
_BLOCK = 65536  # bytes forwarded at a time; a TLS record has at most 16,384


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate and its private key.

    Attributes:
        certificate: Its file, which is also what a client trusts.
        key: The file of the key.
    """

    certificate: Path
    key: Path

    @classmethod
    def make(cls, folder: Path, host: str) -> Certificate:
        """Make one for the name of a host."""
        made = cls(folder / f"{host}.crt", folder / f"{host}.key")
        subprocess.run(
            [
                *(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                ),
                *("-nodes", "-days", "1", "-subj", f"/CN={host}"),
                *("-addext", f"subjectAltName=DNS:{host}"),
                *("-keyout", str(made.key), "-out", str(made.certificate)),
            ],
            check=True,
            capture_output=True,
        )
        return made


@contextmanager
def terminated(target: Path, certificate: Certificate | None) -> Iterator[int]:
    """Accept TLS on a port of this machine, and forward to a socket; yield the port.

    Args:
        target: The socket of the server.
        certificate: What clients are shown; None to refuse TLS.
    """
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.certificate, certificate.key)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            with suppress(OSError):  # closed
                while True:
                    threading.Thread(
                        target=_serve, args=(listening.accept()[0], context, target), daemon=True
                    ).start()

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)
        accepting.join()


def _serve(client: socket.socket, context: ssl.SSLContext | None, target: Path) -> None:
    with client, suppress(OSError):  # of a client that does not trust the certificate, too
        if client.recv(len(_SSL_REQUEST), socket.MSG_WAITALL) != _SSL_REQUEST:
            return  # it speaks in clear, and is not served
        if context is None:
            client.sendall(b"N")
            return
        client.sendall(b"S")
        with (
            context.wrap_socket(client, server_side=True) as secured,
            socket.socket(socket.AF_UNIX) as server,
        ):
            server.connect(str(target))
            _forward(secured, server)


def _forward(secured: ssl.SSLSocket, server: socket.socket) -> None:
    """Forward in both directions, from one thread: a TLS socket must not be shared by two."""
    with selectors.DefaultSelector() as readable:
        readable.register(secured, selectors.EVENT_READ, server)
        readable.register(server, selectors.EVENT_READ, secured)
        while True:
            for key, _ in readable.select():
                data = key.fileobj.recv(_BLOCK)  # type: ignore[union-attr]
                if not data:
                    return
                key.data.sendall(data)
