"""A drawing: DOT source that shows itself in a notebook and writes any format.

Graphviz's program ``dot`` makes the pictures.  Where it is not installed the
source still is there to look at, and asking for a picture says what to install.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import graphviz

from ...errors import (
    DataError,
    DrawingError,
    MissingProgramError,
    ParameterError,
    PlasticError,
)
from ..palette import DARK_INK, DARK_PAGE, DARK_PAPER

FITTING = 'style="max-width: 100%; height: auto"'
# Graphviz names groups, by which the paper is found and what is written on it.
DARK = f"""
<style>@media (prefers-color-scheme: dark) {{
[id^="a_graph"] polygon {{ fill: {DARK_PAPER}; }}
[id^="a_clust"] path {{ fill: {DARK_PAPER}; }}
[id^="a_graph"] text, [id^="a_clust"] text {{ fill: {DARK_PAGE["label"]}; }}
.bare text {{ fill: {DARK_INK}; }}
}}</style>"""


class Drawing(graphviz.Digraph):
    """A :class:`graphviz.Digraph` that writes pictures in one step.

    Examples
    --------
    >>> drawing = Drawing()
    >>> drawing.edge("em", "emm")
    >>> "em -> emm" in drawing.source
    True
    """

    def render(
        self, filename: str | os.PathLike[str] | None = None, *args: Any, **kwargs: Any
    ) -> str:
        """Write a picture in the format that the file's name ends with.

        Parameters
        ----------
        filename : str or os.PathLike
            Such as ``"tree.svg"``, ``"tree.png"`` or ``"tree.pdf"``.
        *args, **kwargs
            With these, or without such an ending, all is as graphviz has it:
            the source goes to the file, the picture beside it.

        Returns
        -------
        str
            The picture's path.

        Raises
        ------
        MissingProgramError
            Graphviz itself is not installed.
        DrawingError
            Graphviz cannot draw it; the message is Graphviz's.
        DataError
            The file cannot be written.
        """
        kind = "" if filename is None else Path(filename).suffix[1:].lower()
        if args or kwargs or filename is None or not kind:
            return self._call(super().render, filename, *args, **kwargs)
        if kind not in graphviz.FORMATS:
            raise ParameterError(
                f"cannot draw {os.fspath(filename)!r}: {kind!r} is no format that "
                "graphviz writes; svg, png and pdf are"
            )
        picture = self._styled().encode() if kind == "svg" else self.pipe(format=kind)
        try:
            Path(filename).write_bytes(picture)
        except OSError as error:
            raise DataError(f"cannot write {os.fspath(filename)!r}: {error}") from error
        return os.fspath(filename)

    def pipe(self, *args: Any, **kwargs: Any) -> Any:
        """Give the picture as bytes, or as text; see graphviz."""
        return self._call(super().pipe, *args, **kwargs)

    def svg(self) -> str:
        """Give the picture as the text of an ``<svg>`` element for a page."""
        text = self._styled()
        return text[text.index("<svg") :]

    def _styled(self) -> str:
        """Give the picture as SVG, no wider than its page, dark where that is liked."""
        text: str = self.pipe(format="svg", encoding="utf-8")
        end = text.index(">", text.index("<svg"))
        return f"{text[:end]} {FITTING}>{DARK}{text[end + 1 :]}"

    def _repr_mimebundle_(self, *args: Any, **kwargs: Any) -> dict[str, str]:
        try:
            return {"image/svg+xml": self._styled()}
        except PlasticError as error:
            return {"text/plain": f"{error}\n\n{self.source}"}

    @staticmethod
    def _call(method: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except graphviz.ExecutableNotFound as error:
            raise MissingProgramError(
                "drawing needs the program dot: install Graphviz (apt-get install "
                "graphviz, brew install graphviz, or https://graphviz.org/download)"
            ) from error
        except subprocess.CalledProcessError as error:
            told = error.stderr or b""
            if isinstance(told, bytes):
                told = told.decode(errors="replace")
            raise DrawingError(
                f"Graphviz cannot draw this: {' '.join(told.split()):.300}"
            ) from error
