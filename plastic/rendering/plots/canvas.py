r"""What all plots share: Axes to draw in, and words that every font can write.

matplotlib reads ``$x$`` as a formula, and warns of each character that the
font does not have.  A symbol may be anything, so both are written such that
what is shown is what was learned.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..._support.extras import need
from ..._support.short import short as shortened
from ..._support.signs import Signs
from ...core.symbols import Symbol, Symbols
from ...errors import NotLearnedError, ParameterError
from ...state.state import State
from ..holds import Holds
from ..words import beginning, ending, signs_in

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

MOST_INCHES = 14  # of a figure, either way
MOST_CHARACTERS = 14  # of a label beside an axis


def matplotlib(module: str) -> Any:
    """Import a module of matplotlib."""
    return need(f"matplotlib.{module}", "plot", "drawing plots")


def canvas(ax: Axes | None, width: float, height: float) -> Axes:
    """Give the Axes to draw in: those given, or new ones of so many inches.

    Raises
    ------
    ParameterError
        `ax` are no Axes, or not of the ordinary, rectangular kind.
    """
    if ax is None:
        size = min(width, MOST_INCHES), min(height, MOST_INCHES)
        figure = matplotlib("pyplot").figure(figsize=size, layout="constrained")
        ax = figure.add_subplot()
    elif not isinstance(ax, matplotlib("axes").Axes) or ax.name != "rectilinear":
        raise ParameterError(
            f"ax must be ordinary matplotlib Axes, as plt.subplots() makes, "
            f"not {shortened(ax)}"
        )
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def named(ax: Axes, title: str, across: str, upward: str) -> None:
    """Write what a plot shows, and what its axes are."""
    ax.set_title(title)
    ax.set_xlabel(across)
    ax.set_ylabel(upward)


def in_thousands(*axes: Axis) -> None:
    """Write whole numbers beside an axis as people do: 32,033."""
    for axis in axes:
        axis.set_major_formatter("{x:,.0f}")


def ready(memory: Holds) -> State:
    """Give what a memory holds, if it is one."""
    if not isinstance(getattr(memory, "state", None), State):
        raise ParameterError(f"expected a PlasticMemory, not {shortened(memory)}")
    return memory.state


def taught(memory: Holds) -> State:
    """Give what a memory holds, if that is anything."""
    state = ready(memory)
    if not state.samples:
        raise NotLearnedError("nothing was learned yet: there is nothing to plot")
    return state


def written(text: str) -> str:
    r"""Write text so that matplotlib shows it as it is, with the fonts it has."""
    fonts = _fonts()
    # Written with a backslash a dollar is a dollar, and no formula begins.
    return "".join(
        "\\$" if sign == "$" else sign if _has(fonts, sign) else _escaped(sign)
        for sign in text
    )


def short(text: str) -> str:
    """Write text beside an axis, and of a long one the beginning."""
    return written(beginning(text, MOST_CHARACTERS))


def ticks(symbols: Sequence[Symbol]) -> list[str]:
    """Write symbols beside an axis."""
    signs = Signs(symbols)
    return [short(signs.symbol(symbol)) for symbol in symbols]


def pasts(sequences: Sequence[Symbols]) -> list[str]:
    """Write contexts or concepts; of a long one the end, which counts most."""
    signs = signs_in(sequences)
    return [
        written(ending(signs.past(each), 2 * MOST_CHARACTERS)) for each in sequences
    ]


def of_all(shown: int, there_are: int) -> str:
    """Say how many are shown, if that is not all of them.

    >>> of_all(20, 1203), of_all(20, 20)
    (' (20 of 1,203)', '')
    """
    return f" ({shown:,} of {there_are:,})" if shown < there_are else ""


def upright(labels: list[str]) -> int:
    """Give the angle at which labels stand under an axis without overlapping."""
    return 90 if max(map(len, labels), default=0) > 2 else 0


def _fonts() -> list[Any]:
    """Load the fonts that matplotlib looks a character up in, one by one."""
    manager = matplotlib("font_manager")
    families = matplotlib("pyplot").rcParams["font.family"]
    wanted = [manager.FontProperties(family=[family]) for family in families]
    return [manager.get_font(manager.findfont(font)) for font in wanted]


def _has(fonts: list[Any], character: str) -> bool:
    return any(font.get_char_index(ord(character)) for font in fonts)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode()
