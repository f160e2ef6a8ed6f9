"""Settings of a service: where it listens, who may ask, and for how much."""

from __future__ import annotations

import ipaddress
import os
from typing import NamedTuple

from .._support.paths import as_path
from ..errors import DataError, ParameterError

SHORTEST_TOKEN = 16  # characters: of random ones nobody guesses so many


class Limits(NamedTuple):
    """How much one request, and one address, may ask for.

    Attributes
    ----------
    body : int, default 65,536
        Bytes of a request.
    length : int, default 1,000
        Symbols of a sample or prefix, and of what is generated.
    n : int, default 100
        Completions or samples asked for at once.
    steps : int, default 5,000
        Beginnings that a search for completions looks at: half a second of a
        memory that has slept.
    times : int, default 1,000,000
        How often a sample is learned or forgotten at once.
    seconds : float, default 10
        Until an answer must be found, or a request have arrived.
    rate : float, default 100
        Requests a second of one address, in the long run.  Those from this
        machine itself may be :attr:`local` times as many.
    local : int, default 1,000
        See `rate`.
    waiting : int, default 256
        Requests that wait for a reader, and changes that wait for the writer.
    connections : int, default 512
        Open at the same time.
    listeners : int, default 64
        Who hears of changes, at the same time.
    streams : int, default 8
        That are watched at the same time.
    fields : int, default 8
        Of the records of one of them.
    window : int, default 2,000
        Records that each of them holds.
    records : int, default 1,000
        Pushed at once: some tenths of a second.
    """

    body: int = 65_536
    length: int = 1_000
    n: int = 100
    steps: int = 5_000
    times: int = 1_000_000
    seconds: float = 10.0
    rate: float = 100.0
    local: int = 1_000
    waiting: int = 256
    connections: int = 512
    listeners: int = 64
    streams: int = 8
    fields: int = 8
    window: int = 2_000
    records: int = 1_000


class Settings(NamedTuple):
    """How a memory is served.

    Attributes
    ----------
    host : str, default "127.0.0.1"
        The address to listen at.  Any but a loopback address needs a token.
    port : int, default 8000
        0: one that is free.
    token : str or None
        Who knows it may do everything; without one nobody may write.
    readers : int, default 1
        Processes that answer questions, each with a copy of the memory.  0:
        the process that writes answers them, too, one at a time.
    limits : Limits
        How much may be asked for.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    readers: int = 1
    limits: Limits = Limits()

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    def checked(self) -> Settings:
        """Give them, if they can be.

        Raises
        ------
        ParameterError
            One is out of its range, or the address needs a token.
        """
        if not 0 <= self.port < 65_536:
            raise ParameterError(f"port must be from 0 to 65535, not {self.port}")
        if not 0 <= self.readers <= 64:
            raise ParameterError(f"readers must be from 0 to 64, not {self.readers}")
        for name, value in self.limits._asdict().items():
            if not value > 0:
                raise ParameterError(f"the limit {name} must be above 0, not {value}")
        if self.token is not None:
            check_token(self.token)
        elif not self.is_local:
            raise ParameterError(
                f"whoever reaches {self.host} could read the memory: give a token "
                "(--token-file), or serve it at 127.0.0.1"
            )
        return self


def is_loopback(host: str) -> bool:
    """Whether an address is this machine's own, which no other one reaches.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("localhost")
    (True, True, True)
    >>> is_loopback("0.0.0.0"), is_loopback("example.org")
    (False, False)
    """
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def check_token(token: str) -> str:
    """Give a token, if it can be sent in a header and is long enough.

    Raises
    ------
    ParameterError
        It is not.
    """
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise ParameterError("a token must be of ASCII letters, digits and signs")
    if len(token) < SHORTEST_TOKEN:
        raise ParameterError(
            f"a token must be of at least {SHORTEST_TOKEN} characters: python -c "
            "'import secrets; print(secrets.token_urlsafe())' makes one"
        )
    return token


def read_token(path: str | os.PathLike[str]) -> str:
    """Read a token from the first line of a file.

    Raises
    ------
    DataError
        The file cannot be read.
    ParameterError
        What it holds is no token.
    """
    file = as_path(path)
    try:
        with file.open(encoding="utf-8") as stream:
            return check_token(stream.readline(10_000).strip())
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot read a token from {str(file)!r}: {error}") from error
