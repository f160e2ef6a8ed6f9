"""The live page: written once, when the service begins, and the same for everybody.

It holds nothing of the memory: what it shows it asks for, as any other client.
"""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files

from ..rendering import palette
from ..rendering.explorer import web_page

PARTS = ["live.css", "chart.js", "watching.js", "liking.js", "live.js"]


class Page:
    """The page.

    Attributes
    ----------
    content : bytes
        The page, with all that it needs.
    headers : dict
        Among them which scripts may run: these, and no other.
    """

    def __init__(self) -> None:
        here = files(__package__) / "web"
        text = web_page(
            (here / "live.html").read_text(encoding="utf-8"),
            {
                "colours": palette.style(palette.VIRIDIS) + _changes(),
                **{name: (here / name).read_text(encoding="utf-8") for name in PARTS},
            },
        )
        self.content = text.encode()
        self.headers = {
            "cache-control": "no-cache",
            "content-security-policy": _policy(text),
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        }


def _changes() -> str:
    """Give the colours of what has just changed."""
    return f"\n:root {{ --abstracted: {palette.ABSTRACTED}; }}"


def _policy(text: str) -> str:
    """Allow the scripts and the style of a page, and questions to whence it came."""
    scripts = " ".join(_digests("script", text))
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; "
        "img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )


def _digests(tag: str, text: str) -> list[str]:
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
    digests = (hashlib.sha256(each.encode()).digest() for each in found)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
