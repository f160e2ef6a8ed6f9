"""Access: who may read, who may write, and how often.

One rule: *reading is open where only this machine can ask, and asks by one of
its own names; all else needs the token.*  By its own names, for a web page that
somebody visits could let its own name point at 127.0.0.1 and read through the
visitor's browser (DNS rebinding); the browser then says the page's name.
"""

from __future__ import annotations

import hmac
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping

from .refusals import Refusal
from .settings import Settings, is_loopback

MOST_ADDRESSES = 10_000  # remembered; one that was forgotten begins anew
BURST = 2.0  # seconds' worth of requests that may come at once


class Access:
    """Who may do what.

    Parameters
    ----------
    settings : Settings
        With the token, and the rate.
    clock : callable
        Gives the time in seconds.

    Examples
    --------
    >>> access = Access(Settings(token="0123456789abcdef"))
    >>> access.demand({"host": "localhost:8000"}, writes=False)
    >>> access.demand({"host": "localhost:8000"}, writes=True)
    Traceback (most recent call last):
    plastic.service.refusals.Refusal: this needs the service's token: send the header
    Authorization: Bearer TOKEN
    >>> token = {"authorization": "Bearer 0123456789abcdef"}
    >>> access.demand({"host": "example.org", **token}, writes=True)
    """

    def __init__(
        self, settings: Settings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings, self._clock = settings, clock
        self._token = None if settings.token is None else settings.token.encode()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def demand(self, headers: Mapping[str, str], writes: bool) -> None:
        """Refuse who may not read, or write.

        Raises
        ------
        Refusal
            The token is missing or wrong, or there is none.
        """
        if self._is_known(headers.get("authorization", "")):
            return
        if writes and self._token is None:
            raise Refusal(
                403,
                "AccessError",
                "this service was started without a token, so that nobody can write: "
                "start it with --token-file",
            )
        named = _without_port(headers.get("host", ""))
        if writes or not (self._settings.is_local and is_loopback(named)):
            raise Refusal(
                401,
                "AccessError",
                "this needs the service's token: send the header Authorization: "
                "Bearer TOKEN",
                {"www-authenticate": "Bearer"},
            )

    def _is_known(self, authorization: str) -> bool:
        scheme, _, token = authorization.partition(" ")
        if self._token is None or scheme.lower() != "bearer":
            return False
        # In a time that does not depend on how much of it is right.
        return hmac.compare_digest(token.strip().encode(), self._token)

    def demand_patience(self, address: str) -> None:
        """Refuse an address that asks too often: a bucket that fills with time.

        Raises
        ------
        Refusal
            Its bucket is empty.
        """
        limits, now = self._settings.limits, self._clock()
        rate = limits.rate * (limits.local if is_loopback(address) else 1)
        full = max(1.0, BURST * rate)
        left, then = self._buckets.pop(address, (full, now))
        left = min(full, left + (now - then) * rate)
        self._buckets[address] = max(0.0, left - 1), now
        if len(self._buckets) > MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        if left < 1:
            wait = max(1, round((1 - left) / rate))
            raise Refusal(
                429,
                "ServiceError",
                f"more than {rate:g} requests a second of one address: wait",
                {"retry-after": str(wait)},
            )


def _without_port(host: str) -> str:
    """Give a name without its port.

    >>> _without_port("[::1]:8000"), _without_port("localhost"), _without_port("a:1")
    ('[::1]', 'localhost', 'a')
    """
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdigit() and not port.endswith("]") else host
