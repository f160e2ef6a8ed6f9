"""Pictures: how long drawings, exports, the animation and the page take."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import plastic
from plastic import PlasticMemory
from tests.browser import measure_page, reason_to_skip

from .common import Missing, Table, makemore_names


def run(quick: bool) -> list[Table]:
    """Measure all pictures; quick: of the bundled names only."""
    if shutil.which("dot") is None:
        raise Missing("Graphviz's program dot is not installed")
    bundled = plastic.datasets.read(plastic.datasets.path("names.txt"))
    names = bundled if quick else makemore_names()
    memory = PlasticMemory().fit(names)
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        return [
            drawings(PlasticMemory().fit(bundled[:40]), memory, bundled[:40], where),
            exports(memory, where),
        ]


def drawings(
    small: PlasticMemory, large: PlasticMemory, names: list[str], where: Path
) -> Table:
    """Draw a small memory whole and a large one in part; make the animation."""
    svg, gif = where / "tree.svg", where / "growth.gif"
    of = f"{len(large):,} names"
    growth = PlasticMemory().watch(names)
    seconds = {
        "40 names, whole, as SVG": lambda: small.render().render(svg),
        f"{of}, default view": lambda: large.render().render(svg),
        f"{of}, around an": lambda: large.render("an").render(svg),
        f"{of}, firing path of em": lambda: large.render(path="em").render(svg),
        f"{of}, as a notebook shows it": large._repr_html_,
        "40 names learned, as GIF": lambda: growth.gif(gif),
    }
    asked = ["1 s", "2 s", "2 s", "2 s", "", ""]
    rows = [
        [name, f"{timed(draw):.2f} s", limit]
        for (name, draw), limit in zip(seconds.items(), asked)
    ]
    rows.append(["  its size", f"{gif.stat().st_size / 1e6:.2f} MB", ""])
    return Table("Drawings", ["drawing", "measured", "asked for"], rows)


def exports(memory: PlasticMemory, where: Path) -> Table:
    """Write the whole graph in every format, and open the page in Chromium."""
    rows = []
    for kind in ("csv", "graphml", "gexf", "json", "html"):
        seconds = timed(lambda kind=kind: memory.export(where / f"names.{kind}"))
        size = sum(one.stat().st_size for one in where.glob(f"*.{kind}")) / 1e6
        asked = "10 s, 25 MB" if kind == "html" else ""
        rows.append([kind, f"{seconds:.1f} s, {size:.1f} MB", asked])
    missing = reason_to_skip()
    note = f"{len(memory.graph):,} concepts of {len(memory):,} names."
    if missing:
        note += f" The page was not opened: {missing}."
    else:
        page = measure_page(where / "names.html")
        rows += [
            ["html: first paint", f"{page['first_paint']:.2f} s", "5 s"],
            ["  all drawn", f"{page['shown']:.2f} s", ""],
            ["  search", f"{page['search']:.3f} s", "0.5 s"],
            ["  a frame while zooming", f"{page['frame']:.3f} s", ""],
        ]
        note += " Headless Chromium, WebGL in software."
    return Table("Exports", ["file", "measured", "asked for"], rows, note)


def timed(act: Callable) -> float:
    """Give the seconds that something takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
