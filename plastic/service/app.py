"""The service as an application: requests in, answers out (ASGI, by Starlette)."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from .._support import json_codec
from ..errors import PlasticError
from . import openapi
from .access import Access
from .hosted import Hosted
from .page import Page
from .refusals import Refusal, refusal
from .verbs import write

logger = logging.getLogger(__name__)

DRAINED = 65_536  # bytes of a body that is refused unread, which are taken all the same
PATIENCE = 1.0  # seconds to wait for them

SAFE = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


def application(hosted: Hosted) -> Starlette:
    """Make an application that serves a memory, and closes it at the end."""
    service = _Service(hosted)
    described = write(openapi.describe(hosted.verbs, hosted.settings.is_local))
    page = Page()

    async def show_page(request: Request) -> Response:
        """Give the page to look at."""
        return Response(page.content, headers=page.headers, media_type="text/html")

    async def show_description(request: Request) -> Response:
        """Give the description of all verbs, as OpenAPI has it."""
        service.demand(request, writes=False)
        return _json(described)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        """Close the memory when the server ends."""
        try:
            yield
        finally:
            await hosted.close()

    routes = [
        Route("/", show_page),
        Route("/openapi.json", show_description),
        Route("/events", service.events),
    ]
    for name, verb in hosted.verbs.items():
        methods = ["POST"] if verb.fields else ["GET"]
        routes.append(Route(f"/{name}", service.answers(name), methods=methods))
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={
            Refusal: _refused,
            PlasticError: _failed,
            HTTPException: _not_there,
            ClientDisconnect: _gone,
            Exception: _broken,
        },
    )
    app.router.redirect_slashes = False  # with one more at the end it is another path
    return app


class _Service:
    """How requests are answered."""

    def __init__(self, hosted: Hosted) -> None:
        self._hosted, self._limits = hosted, hosted.settings.limits
        self._access = Access(hosted.settings)

    def demand(self, request: Request, writes: bool) -> None:
        """Refuse who may not ask, or asks too often."""
        client = request.client
        self._access.demand_patience("" if client is None else client.host)
        self._access.demand(request.headers, writes)

    def answers(self, name: str) -> Any:
        """Give what answers requests for a verb."""
        hosted, verb = self._hosted, self._hosted.verbs[name]

        async def endpoint(request: Request) -> Response:
            self.demand(request, verb.writes)
            body = await self._body(request) if verb.fields else b""
            answer = hosted.known(name, body)
            if answer is None:
                given = _parsed(body) if verb.fields else {}
                answer = await hosted.ask(name, body, given)
            return _json(answer)

        return endpoint

    async def events(self, request: Request) -> Response:
        """Tell what happens, as it happens."""
        self.demand(request, writes=False)
        heard = self._hosted.events.listen()
        return StreamingResponse(heard, media_type="text/event-stream", headers=SAFE)

    async def _body(self, request: Request) -> bytes:
        """Read a body that is JSON, not too large, and there in time."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip()
        if kind.lower() != "application/json":
            raise Refusal(
                415, "ParameterError", "send JSON: Content-Type: application/json"
            )
        most, close = self._limits.body, {"connection": "close"}
        told = request.headers.get("content-length", "0")
        if len(told) > 18 or int(told) > most:
            raise Refusal(413, "ParameterError", _large(most), close)
        try:
            return await asyncio.wait_for(_read(request, most), self._limits.seconds)
        except asyncio.TimeoutError as error:
            late = f"the body did not arrive within {self._limits.seconds:g} seconds"
            raise Refusal(408, "ServiceError", late, close) from error


async def _read(request: Request, most: int) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise Refusal(413, "ParameterError", _large(most), {"connection": "close"})
    return body


def _large(most: int) -> str:
    return f"a body may have {most:,} bytes"


def _parsed(body: bytes) -> Any:
    try:
        return json_codec.read(body.decode())
    except ValueError as error:  # of what is no UTF-8, too
        raise Refusal(400, "ParameterError", f"the body is no JSON: {error}") from error


def _json(content: bytes, status: int = 200, headers: Any = None) -> Response:
    return Response(
        content, status, {**SAFE, **(headers or {})}, media_type="application/json"
    )


# What goes wrong ----------------------------------------------------------------------


async def _refused(request: Request, error: Any) -> Response:
    if error.status not in (408, 413):
        # Who is still sending would lose the answer, if the line were closed now.
        with contextlib.suppress(
            Refusal, ClientDisconnect, RuntimeError, TimeoutError, asyncio.TimeoutError
        ):
            await asyncio.wait_for(_read(request, DRAINED), PATIENCE)
    return _json(error.body(), error.status, error.headers)


async def _failed(request: Request, error: Any) -> Response:
    return await _refused(request, refusal(error))


async def _not_there(request: Request, error: Any) -> Response:
    if error.status_code == 404:
        told = "there is nothing here: /openapi.json says what there is"
    else:
        listed = (error.headers or {}).get("Allow", "").split(", ")
        allowed = ", ".join(sorted(listed))  # or it would be in the order of a set
        told = f"{request.method} does nothing here: use {allowed}"
    found = Refusal(error.status_code, "ServiceError", told, error.headers)
    return await _refused(request, found)


async def _gone(request: Request, error: Any) -> Response:
    return Response(status_code=400)  # which nobody will read


async def _broken(request: Request, error: Any) -> Response:
    told = "something went wrong inside the service; its log says what"
    return await _refused(request, Refusal(500, "ServiceError", told))
