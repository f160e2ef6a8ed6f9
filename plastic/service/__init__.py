"""The service: a memory behind HTTP, for other languages, machines and browsers.

Read it from the inside out: what can be asked (:mod:`.fields`, :mod:`.verbs`,
and the OpenAPI document that follows from them, :mod:`.openapi`), who answers
(:mod:`.writer`, :mod:`.readers`, which take :mod:`.turns`), what is watched besides
(:mod:`.watching`, :mod:`.stream_verbs`), who may ask (:mod:`.access`), how it is put
together (:mod:`.hosted`, :mod:`.app`), and how it is kept running
(:mod:`.server`).
"""

from .serving import serve
from .settings import Limits, Settings

__all__ = ["Limits", "Settings", "serve"]
