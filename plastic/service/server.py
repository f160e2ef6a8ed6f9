"""The server: listens, has little patience, and stops gracefully (uvicorn)."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Iterator
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ..errors import ServiceError
from .app import application
from .hosted import Hosted
from .refusals import Refusal

LARGEST_HEADERS = 16_384  # bytes of a request's first line and headers
GRACE = 5.0  # seconds for what was begun before a stop to be answered


class Impatient(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, to whom nobody may be slow or long-winded.

    Who has connected must have sent all headers in time, and so must who goes on to
    ask once more; bodies have a limit of their own.
    """

    seconds = 10.0  # until all headers must be there
    _patience: asyncio.TimerHandle | None = None
    _unread = 0  # bytes since the last whole headers

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what comes, if headers are not too long."""
        if self._patience is None and (
            self.cycle is None or self.cycle.response_complete
        ):
            self._wait()  # for the next request on the same connection
        if self._patience is not None:
            self._unread += len(data)
            if self._unread > LARGEST_HEADERS and b"\r\n\r\n" not in data:
                self.send_400_response(f"headers may have {LARGEST_HEADERS} bytes")
                return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Wait no more; the body has its own time."""
        self._stop_waiting()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP, as all is refused: in JSON."""
        body = Refusal(400, "ServiceError", msg).body()
        self.transport.write(
            b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n%s" % (len(body), body)
        )
        self.transport.close()

    def _wait(self) -> None:
        self._unread = 0
        self._patience = self.loop.call_later(self.seconds, self._give_up)

    def _stop_waiting(self) -> None:
        if self._patience is not None:
            self._patience.cancel()
            self._patience = None

    def _give_up(self) -> None:
        self._patience = None
        if self.transport is not None:
            self.transport.close()


class Server(uvicorn.Server):
    """A server that lets go of listeners when it stops, and then ends quietly."""

    def __init__(self, config: uvicorn.Config, hosted: Hosted) -> None:
        super().__init__(config)
        self.hosted = hosted

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, answer what was begun, write what is left."""
        self.hosted.events.close()  # or they would be waited for without end
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop gracefully when Ctrl-C or a supervisor says so."""
        if threading.current_thread() is not threading.main_thread():
            yield  # signals are for the main thread only
            return
        wanted = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self.handle_exit) for number in wanted}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def listening(host: str, port: int) -> socket.socket:
    """Give a socket that listens.

    Raises
    ------
    ServiceError
        The address is not to be had.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        found = socket.socket(family, kind, protocol)
        try:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(address)
            found.listen(1_024)
        except BaseException:
            found.close()
            raise
        return found
    except OSError as error:
        raise ServiceError(f"cannot listen at {host}, port {port}: {error}") from error


def server(hosted: Hosted) -> Server:
    """Give a server, which runs with a socket of :func:`listening`."""
    limits = hosted.settings.limits
    impatient = type("Impatient", (Impatient,), {"seconds": limits.seconds})
    config = uvicorn.Config(
        application(hosted),
        http=impatient,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # who asks is who has connected, whatever headers say
        limit_concurrency=limits.connections,
        timeout_keep_alive=int(limits.seconds) or 1,
        timeout_graceful_shutdown=int(GRACE),
    )
    return Server(config, hosted)
