"""Serve the endpoints as tools for agents (MCP), with JSON arguments and JSON results.

Gradio serves the tools. Without this module, it returns results as Python's ``repr``, and reports
wrong arguments without naming them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from qa.web.arguments import WrongArgumentsError
from qa.web.schemas import RESULTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gradio.mcp import GradioMCPServer
    from mcp import types

    from qa.web.arguments import Endpoint

_RESULT = "result"  # key of a result that is no object, since structured content must be an object
_ABSENT = ("null", ["null"])  # how some agents write that they give no value


def speak_json(server: GradioMCPServer, endpoints: Iterable[Endpoint]) -> None:
    """Make the tool server return JSON, and check arguments as the endpoints do.

    Each result is returned as structured content and as text, which is the same in JSON.

    Args:
        server: Gradio's tool server, before its first request.
        endpoints: Endpoints that the tools call.
    """
    from mcp import types

    by_name = {f"/{one.name}": one for one in endpoints}
    tools = {tool: by_name[name] for tool, name in server.tool_to_endpoint.items()}
    handlers = server.mcp_server.request_handlers
    gradio_call, gradio_list = (
        handlers[types.CallToolRequest],
        handlers[types.ListToolsRequest],
    )

    async def call(request: types.CallToolRequest) -> types.ServerResult:
        parameters = request.params
        endpoint = tools.get(parameters.name)
        if endpoint is None:
            there = ", ".join(tools)
            return _error_result(f"there is no tool {parameters.name[:40]!r}; there are {there}")
        try:
            arguments = endpoint.by_name(_without_absent(parameters.arguments or {}, endpoint))
        except WrongArgumentsError as error:
            return _error_result(str(error))
        changed = parameters.model_copy(update={"arguments": arguments})
        result = await gradio_call(request.model_copy(update={"params": changed}))
        return _structured(result)

    async def list_tools(request: types.ListToolsRequest) -> types.ServerResult:
        result = await gradio_list(request)
        for tool in cast("types.ListToolsResult", result.root).tools:
            tool.outputSchema = RESULTS.get(tools[tool.name].name)
        return result

    server.postprocess_output_data = _as_json  # type: ignore[method-assign]
    handlers[types.CallToolRequest] = call
    handlers[types.ListToolsRequest] = list_tools


def _without_absent(given: Mapping[str, Any], endpoint: Endpoint) -> dict[str, Any]:
    """Return the arguments without those whose value means "none" in words."""
    optional = {one.name for one in endpoint.parameters if not one.required}
    return {
        name: value for name, value in given.items() if value not in _ABSENT or name not in optional
    }


def _as_json(data: Any, root_url: str) -> list[types.TextContent | types.ImageContent]:  # noqa: ANN401, ARG001 (as Gradio has it)
    """Return the result of an endpoint as JSON, which ``_structured`` parses."""
    from mcp import types

    return [
        types.TextContent(type="text", text=json.dumps(one, ensure_ascii=False)) for one in data
    ]


def _structured(result: types.ServerResult) -> types.ServerResult:
    called = cast("types.CallToolResult", result.root)
    if called.isError:
        return result
    content = cast("types.TextContent", called.content[0])
    value = json.loads(content.text)
    called.structuredContent = value if isinstance(value, dict) else {_RESULT: value}
    if isinstance(value, str):
        content.text = value
    return result


def _error_result(message: str) -> types.ServerResult:
    from mcp import types

    content: list[types.ContentBlock] = [types.TextContent(type="text", text=message)]
    return types.ServerResult(types.CallToolResult(content=content, isError=True))
