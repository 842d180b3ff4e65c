"""Check the arguments of calls to the named endpoints, and fill in defaults."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_CALL = "/gradio_api/call/"
_BY_NAME = "v2/"  # Gradio's addresses that take an object of arguments; the others take a list


class WrongArgumentsError(ValueError):
    """An endpoint was called with unknown arguments, or without a required one."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an endpoint.

    Attributes:
        name: Name of the parameter.
        required: Whether it has no default.
        default: Value if the argument is absent.
    """

    name: str
    required: bool
    default: Any = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A named endpoint and its parameters.

    Attributes:
        name: Name of the endpoint, without the slash.
        parameters: Parameters in order.

    Examples:
        >>> endpoint = Endpoint("article", (Parameter("document", required=True),))
        >>> endpoint.by_name({"document": "a.txt"})
        {'document': 'a.txt'}
    """

    name: str
    parameters: tuple[Parameter, ...]

    @classmethod
    def of(cls, name: str, described: Mapping[str, Any]) -> Self:
        """Return the endpoint that Gradio describes (``Blocks.get_api_info``)."""
        return cls(
            name.removeprefix("/"),
            tuple(
                Parameter(
                    one["parameter_name"],
                    not one["parameter_has_default"],
                    one.get("parameter_default"),
                )
                for one in described["parameters"]
            ),
        )

    def by_name(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Check arguments given by name, and return those that are not null.

        Raises:
            WrongArgumentsError: If an argument is unknown, or a required one is absent.
        """
        known = {one.name for one in self.parameters}
        if unknown := [name for name in given if name not in known]:
            raise WrongArgumentsError(
                f"{self.name} has no parameter {_quoted(unknown)}; it takes {self._signature()}"
            )
        missing = [
            one.name for one in self.parameters if one.required and given.get(one.name) is None
        ]
        if missing:
            raise WrongArgumentsError(
                f"{self.name} needs {_quoted(missing)}; it takes {self._signature()}"
            )
        return {name: value for name, value in given.items() if value is not None}

    def in_order(self, given: Sequence[Any]) -> list[Any]:
        """Return a value for each parameter, with defaults for those absent at the end.

        Raises:
            WrongArgumentsError: If there are too many arguments, or a required one is absent.
        """
        if len(given) > len(self.parameters):
            raise WrongArgumentsError(
                f"{self.name} was given {len(given)} arguments; it takes {self._signature()}"
            )
        names = (one.name for one in self.parameters)
        named = self.by_name(dict(zip(names, given, strict=False)))
        return [named.get(one.name, one.default) for one in self.parameters]

    def _signature(self) -> str:
        """Return the parameters in words, such as "question, top_k (5 by default)"."""
        return ", ".join(
            one.name
            if one.default is None
            else f"{one.name} ({json.dumps(one.default, ensure_ascii=False)} by default)"
            for one in self.parameters
        )


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"{name[:40]!r}" for name in names)


class Arguments:
    """ASGI middleware that checks the arguments of endpoint calls, and fills in defaults.

    Without it, Gradio answers a missing argument with an empty error message, and an unknown one
    with a server error.

    Args:
        app: Application behind it.
        endpoints: All named endpoints.
    """

    def __init__(self, app: ASGIApp, endpoints: Iterable[Endpoint]) -> None:
        self._app = app
        self._endpoints = {one.name: one for one in endpoints}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a call with wrong arguments, or pass it on with the defaults filled in."""
        _, call, route = scope.get("path", "").partition(_CALL)
        if not call or scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        name = route.removeprefix(_BY_NAME).rstrip("/")
        endpoint = self._endpoints.get(name)
        if endpoint is None:
            there = ", ".join(self._endpoints)
            await _refusal(404, f"there is no endpoint {name[:40]!r}; there are {there}")(
                scope, receive, send
            )
            return
        try:
            body = await Request(scope, receive).body()
        except ClientDisconnect:
            return
        try:
            body = _with_defaults(endpoint, body, by_name=route.startswith(_BY_NAME))
        except WrongArgumentsError as error:
            await _refusal(422, str(error))(scope, receive, send)
            return
        scope = {**scope, "headers": list(scope["headers"])}
        MutableHeaders(scope=scope)["content-length"] = str(len(body))
        await self._app(scope, _again(body, receive), send)


def _with_defaults(endpoint: Endpoint, body: bytes, *, by_name: bool) -> bytes:
    """Return the body of a call with the defaults of absent arguments filled in.

    Any other body is returned unchanged; Gradio reports what is wrong with it.

    Raises:
        WrongArgumentsError: If an argument is unknown or missing.
    """
    try:
        given = json.loads(body)
    except ValueError:
        return body
    if not isinstance(given, dict):
        return body
    if by_name:
        own = {one.name for one in endpoint.parameters}
        # Gradio takes this one away itself.
        others = {name: given[name] for name in {"oauth_token"} & given.keys() - own}
        arguments = {name: value for name, value in given.items() if name not in others}
        return json.dumps(endpoint.by_name(arguments) | others).encode()
    if not isinstance(given.get("data"), list):
        return body
    return json.dumps({**given, "data": endpoint.in_order(given["data"])}).encode()


def _refusal(status: int, reason: str) -> JSONResponse:
    return JSONResponse({"detail": reason}, status)


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a ``receive`` that yields a body that was already read, then the later messages."""
    given = False

    async def receiving() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving
