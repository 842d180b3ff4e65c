"""How libpq reaches a store in a database: over TLS, with a password that no address has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

psycopg = pytest.importorskip("psycopg", reason="pip install 'dateline[postgres]'")

from index.errors import StoreUnavailableError
from index.stores.postgresql import PostgresStore
from index.stores.postgresql.connections import connect
from tests.contracts.store_contract import ARTICLES, encoded, publish
from tests.support.tls import Certificate, terminated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.postgresql import Server

pytestmark = pytest.mark.slow

USER, PASSWORD, SCHEMA = "guarded", "p:w@rd", "guarded"


@dataclass(frozen=True)
class Guarded:
    """A server that asks for a password, behind TLS.

    Attributes:
        port: Where TLS is spoken.
        trusted: The certificate that it shows.
        folder: For files of the client.
    """

    port: int
    trusted: Path
    folder: Path

    def address(self, host: str = "localhost", **options: str) -> str:
        given = {
            "sslmode": "verify-full",
            "sslrootcert": str(self.trusted),
            "options": f"-csearch_path={SCHEMA}",
            "passfile": str(self.folder / "none"),
            **options,
        }
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in given.items())
        return f"postgresql://{USER}@{host}:{self.port}/postgres?{query}"

    def passfile(self) -> str:
        path = self.folder / "passfile"
        escaped = PASSWORD.replace(":", r"\:")
        path.write_text(f"localhost:{self.port}:postgres:{USER}:{escaped}\n", "utf-8")
        path.chmod(0o600)
        return str(path)


@pytest.fixture(scope="module")
def guarded(postgresql: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("tls")
    access = postgresql.folder / "data" / "pg_hba.conf"
    usual = access.read_text("utf-8")
    with psycopg.connect(postgresql.address("postgres"), autocommit=True) as session:
        session.execute(f"CREATE ROLE {USER} LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
        access.write_text(f"local all {USER} scram-sha-256\n{usual}", "utf-8")
        session.execute("SELECT pg_reload_conf()")
        certificate = Certificate.make(folder, "localhost")
        with terminated(postgresql.socket, certificate) as port:
            yield Guarded(port, certificate.certificate, folder)
        access.write_text(usual, "utf-8")
        session.execute("SELECT pg_reload_conf()")
        session.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        session.execute(f"REASSIGN OWNED BY {USER} TO postgres")  # extensions, if it made them
        session.execute(f"DROP ROLE {USER}")


def test_a_store_is_built_and_read_over_verified_tls_with_a_passfile(guarded: Guarded) -> None:
    store = PostgresStore(guarded.address(passfile=guarded.passfile()))
    store.init(allow_volatile_words=True)
    publish(store, encoded(ARTICLES[0]))
    snapshot = store.open()
    assert snapshot.article("ban") == ARTICLES[0]
    snapshot.close()
    with connect(store.address, "test") as session:
        assert session.pgconn.ssl_in_use


def test_a_service_names_the_server_and_the_environment_has_the_password(
    guarded: Guarded, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = guarded.folder / "services.conf"
    services.write_text(
        f"[news]\nhost=localhost\nport={guarded.port}\ndbname=postgres\nuser={USER}\n"
        f"sslmode=verify-full\nsslrootcert={guarded.trusted}\n",
        "utf-8",
    )
    monkeypatch.setenv("PGSERVICEFILE", str(services))
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    store = PostgresStore(f"postgresql:///?service=news&options=-csearch_path%3D{SCHEMA}")
    store.init(allow_volatile_words=True)
    with connect(store.address, "test") as session:
        assert session.pgconn.ssl_in_use
        assert session.info.user == USER


@pytest.mark.parametrize(
    ("host", "options", "named"),
    [
        ("localhost", {}, "PGPASSWORD"),
        ("localhost", {"sslrootcert": "system"}, "sslrootcert=FILE"),
        ("localhost", {"sslrootcert": "/nowhere"}, "sslrootcert=FILE"),
        ("127.0.0.1", {}, "host name"),
    ],
)
def test_what_is_wrong_with_a_connection_is_told_with_what_to_do(
    guarded: Guarded, host: str, options: dict[str, str], named: str
) -> None:
    with pytest.raises(StoreUnavailableError, match=named) as raised:
        PostgresStore(guarded.address(host, **options)).current()
    assert PASSWORD not in str(raised.value)


def test_a_server_without_tls_is_refused_where_tls_is_asked_for(
    postgresql: Server, guarded: Guarded
) -> None:
    with terminated(postgresql.socket, None) as port:
        address = guarded.address().replace(f":{guarded.port}/", f":{port}/")
        with pytest.raises(StoreUnavailableError, match="sslmode"):
            PostgresStore(address).current()
