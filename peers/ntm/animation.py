"""An animated GIF of what a machine says while it learns to say it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plastic._support.extras import need
from plastic.errors import ParameterError

from .analyses import Shown
from .figures import draw_answer, new

_HOLD = 2500  # milliseconds of the last picture


def gif(
    shown: Sequence[tuple[int, Shown]], path: str | Path, seconds: float = 8.0
) -> Path:
    """Write the answers to one sequence over a training as an animated GIF.

    Parameters
    ----------
    shown : sequence of (int, Shown)
        What `analyses.snapshots` gave.
    path : str or Path
        The file.
    seconds : float
        How long all pictures take, but for the last, which stays a while.

    Returns
    -------
    Path
        The file.
    """
    if not shown:
        raise ParameterError("no checkpoints to animate: see --checkpoint-interval")
    pictures = [_picture(seen, one) for seen, one in shown]
    each = max(20, round(1000 * seconds / len(pictures)))
    pictures[0].save(
        path,
        save_all=True,
        append_images=pictures[1:],
        duration=[each] * (len(pictures) - 1) + [_HOLD],
        loop=0,
    )
    return Path(path)


def _picture(seen: int, shown: Shown) -> object:
    image = need("PIL.Image", "plot", "drawing animations")
    agg = need("matplotlib.backends.backend_agg", "plot", "drawing animations")
    figure = new(6, 2.6)
    above, below = figure.subplots(2, 1)
    above.imshow(shown.expected.T, cmap="gray_r", vmin=0, vmax=1, aspect="auto")
    above.set_title(f"expected, and said after {seen:,} sequences", fontsize=9)
    above.set_xticks([])
    above.set_yticks([])
    draw_answer(below, shown)
    below.set_xticks([])
    canvas = agg.FigureCanvasAgg(figure)
    canvas.draw()
    drawn = image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba())
    # Few colours, shared by all pictures, keep the file small.
    return drawn.convert("RGB").quantize(64)
