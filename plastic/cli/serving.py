"""The command that serves a memory to other programs, and to a browser."""

from __future__ import annotations

from typing import Annotated

from .declaring import Argument, option
from .files import checked_file
from .options import MaybeStr
from .output import note


def serve(
    file: Annotated[str, Argument("A memory's file, such as names.plastic.")],
    host: Annotated[
        str,
        option(
            metavar="ADDRESS",
            help="Where to listen; others than this need --token-file.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, option(min=0, metavar="N", help="At which port; 0: any that is free.")
    ] = 8000,
    token_file: Annotated[
        MaybeStr,
        option(metavar="FILE", help="Who knows what its first line says may write."),
    ] = None,
    readers: Annotated[
        int,
        option(
            min=0,
            metavar="N",
            help="Processes that answer, each with a copy; 0: the one that writes.",
        ),
    ] = 1,
    rate: Annotated[
        int,
        option(min=1, metavar="N", help="Requests a second of another machine."),
    ] = 100,
) -> None:
    """Serve a memory: a page to look at, and verbs for other programs."""
    from ..service import Limits, Settings
    from ..service import serve as serve_file
    from ..service.settings import read_token

    token = None if token_file is None else read_token(token_file)
    limits = Limits(rate=rate)
    settings = Settings(host, port, token, readers, limits)

    def ready(address: str) -> None:
        writing = "with the token" if token else "needs --token-file"
        note(f"{file} is served at {address} (writing: {writing}); Ctrl-C stops it")

    serve_file(checked_file(file), settings, ready)
    note(f"{file} is closed")


EXAMPLES = {
    serve: "plastic serve names.plastic\n\n"
    "plastic serve names.plastic --token-file token.txt --port 80 --host 0.0.0.0",
}
