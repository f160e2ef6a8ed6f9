"""Serving a memory that lives in a file, until somebody stops it."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from .._support.extras import need
from ..opened import open as open_memory
from .settings import Settings

if TYPE_CHECKING:
    from .server import Server


def serve(
    path: str | os.PathLike[str],
    settings: Settings | None = None,
    ready: Callable[[str], Any] | None = None,
) -> None:
    """Serve a memory over HTTP, until Ctrl-C or SIGTERM.

    Parameters
    ----------
    path : str or os.PathLike
        The memory's file, see :func:`plastic.open`; nobody else can open it as
        long as it is served.
    settings : Settings, optional
        Where it listens, who may write, and how much may be asked for.
    ready : callable, optional
        Is called with the address, ``"http://127.0.0.1:8000"``, once it listens.

    Raises
    ------
    MissingExtraError
        The extra ``serve`` is not installed.
    ParameterError
        A setting is out of its range.
    ServiceError
        The address is not to be had.
    BusyError, DataError
        The file is open elsewhere, or no memory.

    Notes
    -----
    What was acknowledged is on disk; changes that arrive together are written
    together.  Questions are answered by `Settings.readers` processes, which
    hold a copy of the memory each.

    Examples
    --------
    >>> from plastic.service import Settings, serve
    >>> serve("names.plastic", Settings(port=8000))    # doctest: +SKIP
    """
    with serving(path, settings or Settings()) as (server, address, socket):
        if ready is not None:
            ready(address)
        server.run(sockets=[socket])


@contextlib.contextmanager
def serving(
    path: str | os.PathLike[str], settings: Settings
) -> Iterator[tuple[Server, str, Any]]:
    """Give a server that is ready to run, its address and its socket.

    Raises
    ------
    MissingExtraError, ParameterError, ServiceError, BusyError, DataError
        As :func:`serve`.
    """
    need("starlette", "serve", "serving a memory")
    need("uvicorn", "serve", "serving a memory")
    need("httptools", "serve", "serving a memory")
    settings = settings.checked()
    from .hosted import Hosted
    from .server import listening, server

    with (
        _pipes_may_break(),
        contextlib.closing(listening(settings.host, settings.port)) as socket,
        open_memory(path) as memory,
    ):
        host, port = socket.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        hosted = Hosted(memory, settings)
        try:
            yield server(hosted), f"http://{shown}:{port}", socket
        finally:
            hosted.reads.close()  # once more does no harm


@contextlib.contextmanager
def _pipes_may_break() -> Iterator[None]:
    """Let a client that hangs up, or a reader that was killed, not end the process.

    A command has SIGPIPE end it, as nobody reads what it writes; not so who serves.
    """
    main = threading.current_thread() is threading.main_thread()
    if not (main and hasattr(signal, "SIGPIPE")):  # Windows has none
        yield
        return
    before = signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGPIPE, before)
