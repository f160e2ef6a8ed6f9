"""A service in a thread of this process, for the tests of it and of its client."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

TOKEN = "0123456789abcdef-secret"


class Served(NamedTuple):
    """A service that runs."""

    address: str
    server: Any

    def ask(
        self, path: str, fields: Any = None, token: str | None = None, **headers: str
    ) -> tuple[int, Any]:
        """Ask by HTTP; give the status and what the JSON says."""
        body = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
        request = urllib.request.Request(
            self.address + path, None if fields is None else body
        )
        for name, value in {"content-type": "application/json", **headers}.items():
            request.add_header(name.replace("_", "-"), value)
        if token is not None:
            request.add_header("authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def raw(self, sent: bytes) -> bytes:
        """Send bytes, and give all that comes back."""
        port = int(self.address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            answer = b""
            # Who still sends when it is refused may not hear why.
            with contextlib.suppress(ConnectionResetError, BrokenPipeError):
                connection.sendall(sent)
                while part := connection.recv(65_536):
                    answer += part
            return answer


@contextlib.contextmanager
def served(path: str | Path, **given: Any) -> Iterator[Served]:
    """Serve a file; afterwards it is closed, and the thread has ended."""
    for module in ("starlette", "uvicorn", "httptools"):
        pytest.importorskip(module)
    from plastic.service import Settings
    from plastic.service.serving import serving

    settings = Settings(**{"port": 0, "token": TOKEN, "readers": 0, **given})
    with serving(path, settings) as (server, address, listening):
        kept = {"sockets": [listening]}
        thread = threading.Thread(target=server.run, kwargs=kept)
        thread.start()
        try:
            yield Served(address, server)
        finally:
            server.should_exit = True
            thread.join(30)
            assert not thread.is_alive()
