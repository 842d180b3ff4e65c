"""Parse the address of a store in PostgreSQL, and keep its password out of messages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from index.errors import SettingsError

SCHEMA = "dateline"
"""Default schema of the tables."""

_SEARCH_PATH = re.compile(r"(?:-c\s*|--)search_path=\"?([^\",\s]+)")
_SECRETS = {"password", "sslpassword"}


@dataclass(frozen=True, slots=True)
class Address:
    """A connection URI of libpq: ``postgresql://user@host/database``.

    ``?options=-csearch_path%3Dnews`` names the schema of the tables.

    Attributes:
        place: The address without a password, for messages.
        schema: Schema of the tables.
        conninfo: The address as given.
        options: Options with which a session starts: those of the address, and a search path that
            contains the extensions. pg_textsearch 1.0 looks up its own functions when a session
            starts, and is several times slower if it does not find them then.
        given: Options of the address.
    """

    place: str
    schema: str
    conninfo: str = field(repr=False)
    options: str = ""
    given: str = ""

    def with_schema(self, schema: str) -> str:
        """Return the address of another schema of the same database."""
        parts = urlsplit(self.conninfo)
        query = [(name, value) for name, value in parse_qsl(parts.query) if name != "options"]
        options = f"{_SEARCH_PATH.sub('', self.given)} -csearch_path={schema}".strip()
        return urlunsplit(parts._replace(query=_encoded_query([*query, ("options", options)])))

    @classmethod
    def parse(cls, address: str) -> Address:
        """Parse an address.

        Raises:
            SettingsError: If libpq does not accept it. The message does not quote the address,
                which may contain a password.
        """
        import psycopg
        from psycopg.conninfo import conninfo_to_dict

        try:
            parts = urlsplit(address)
            options = conninfo_to_dict(address)
        except (ValueError, psycopg.Error):
            parts, options = None, {}
        if parts is None or parts.netloc.count("@") > 1:
            raise SettingsError(
                "the address of the database cannot be parsed; write "
                "postgresql://user@host:port/database, and percent-encode special characters in a "
                "name or password (@ is %40, / is %2F)"
            )
        user, at, host = parts.netloc.rpartition("@")
        query = [pair for pair in parse_qsl(parts.query) if pair[0] not in _SECRETS]
        shown = parts._replace(
            netloc=user.partition(":")[0] + at + host, query=_encoded_query(query)
        )
        given = str(options.get("options", ""))
        named = _SEARCH_PATH.search(given)
        schema = named[1] if named else SCHEMA
        path = '"{}",public'.format(re.sub(r"[\\\s]", r"\\\g<0>", schema))
        started = f"{given} -csearch_path={path}".strip()
        return cls(urlunsplit(shown), schema, address, started, given)


def _encoded_query(query: list[tuple[str, str]]) -> str:
    return urlencode(query, quote_via=quote)  # libpq does not read + as a space
