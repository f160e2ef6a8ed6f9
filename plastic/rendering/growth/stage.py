"""One picture of a memory that learns: the tree, the signals, the sample.

Only a few colours are used, and nothing moves: so that from one picture to the
next few pixels change, and an animation stays small.
"""

from __future__ import annotations

import math
import os
from typing import Any, NamedTuple

from ..._support.extras import need
from ...core.symbols import Symbols, wrap
from ..palette import (
    ABSTRACTED,
    EXCITED,
    FIRED,
    GREYS,
    INHIBITED,
    INK,
    LIFTED,
    PAPER,
    QUIET,
    depth_colour,
    ink_on,
)
from ..words import ending
from .radial import MOST_LETTERS, Place, Plan
from .signals import (
    ABSTRACTS,
    FIRES,
    FORGETS,
    LIFTS,
    POTENTIATES,
    Frame,
    Standing,
    Standings,
)
from .story import Story, story_signs

WIDTH, HEADER, TREE = 800, 84, 744  # pixels: of all, above the tree, of the tree
LEGEND = 424  # where it begins; to its left the sample is written
FINE = 2  # pictures are drawn that much larger, then made smaller: smooth edges
LABEL, BRANCH = "#555555", "#c4c4c4"  # of what no signal touches
SIGNALS = {  # kind -> what it is called in a picture, its colour
    FIRES: ("fires", FIRED),
    POTENTIATES: ("potentiated", EXCITED),
    ABSTRACTS: ("abstracted", ABSTRACTED),
    LIFTS: ("lifted", LIFTED),
    FORGETS: ("forgotten", INHIBITED),
}


def signals_of(growth: Story) -> dict[str, tuple[str, str]]:
    """Give the signals that there can be in a growth; forgetting is rare."""
    forgets = any(frame.kind == FORGETS for frame in growth)
    return {kind: told for kind, told in SIGNALS.items() if forgets or kind != FORGETS}


class Touched(NamedTuple):
    """What the signals of one picture touch.

    Attributes
    ----------
    concepts : dict of str to list
        Kind of signal -> the concepts that it reaches, in order.
    branches : dict of concept to str
        Concept -> the kind of signal that goes along its branch to its parent.
    rings : dict of concept to list of str
        Concept -> the kinds of signals that are shown around it, inmost first.
    """

    concepts: dict[str, list[Symbols]]
    branches: dict[Symbols, str]
    rings: dict[Symbols, list[str]]


def touched(frames: list[Frame]) -> Touched:
    """Tell what the signals of some frames touch."""
    concepts: dict[str, dict[Symbols, None]] = {kind: {} for kind in SIGNALS}
    branches: dict[Symbols, str] = {}
    # Where two signals go along one branch, potentiation is the one to see.
    for frame in sorted(frames, key=lambda signal: signal.kind == POTENTIATES):
        concepts[frame.kind].update(dict.fromkeys(frame.concepts))
        # A signal that stops at a concept does not take its branch.
        along = frame.concepts[: -1 if frame.kind == POTENTIATES else None]
        branches.update(dict.fromkeys(along, frame.kind))
    rings: dict[Symbols, list[str]] = {}
    for kind in (POTENTIATES, ABSTRACTS, LIFTS, FORGETS, FIRES):
        for concept in concepts[kind]:
            if kind != FIRES or concept not in rings:  # else it goes without saying
                rings.setdefault(concept, []).append(kind)
    return Touched(
        {kind: [*found] for kind, found in concepts.items()}, branches, rings
    )


class Stage:
    """Where all pictures are drawn: each concept has its place, its label, its size.

    Parameters
    ----------
    growth : Story
        What to draw.
    most : int
        How many concepts are drawn at the most.

    Raises
    ------
    MissingExtraError
        Pillow or matplotlib, whose typeface is used, is not installed.
    """

    def __init__(self, growth: Story, most: int) -> None:
        self.growth = growth
        self.image = need("PIL.Image", "plot", "animating")
        self.draw = need("PIL.ImageDraw", "plot", "animating")
        self.fonts: dict[tuple[str, float], Any] = {}
        self.labels: dict[Symbols, tuple[Any, Any, float]] = {}
        self.plan = Plan(growth.drawn(most), TREE, story_signs(growth))
        self.peaks = growth.peaks
        self.signals = signals_of(growth)
        drawn = map(self.peaks.__getitem__, self.plan.places)
        self.highest = max(peak.r_level for peak in drawn)
        self.palette = self._palette()

    # One picture -------------------------------------------------------------------

    def picture(self, frames: list[Frame], state: Standings) -> Any:
        """Draw what some frames touch, in the tree as it stands then."""
        fine = self.image.new("RGB", (WIDTH * FINE, (HEADER + TREE) * FINE), PAPER)
        pen = self.draw.Draw(fine)
        signals = touched(frames)
        there = {
            concept: state[concept] for concept in self.plan.places if concept in state
        }
        # Grey first: what signals touch is not to be covered by what they do not.
        for concept in sorted(there, key=signals.branches.__contains__):
            self._branch(pen, concept, there[concept], signals.branches.get(concept))
        for concept, standing in there.items():
            self._disc(pen, concept, standing, signals.rings.get(concept, []))
        for concept in signals.concepts[FORGETS]:
            if concept in self.plan.places and concept not in state:
                self._gap(pen, concept)
        for concept, standing in there.items():
            self._label(fine, pen, concept, standing, concept in signals.rings)
        self._sample(pen, frames)
        self._legend(pen, signals)
        self._numbers(pen, state)
        return fine.reduce(FINE).quantize(palette=self.palette, dither=0)

    def _branch(
        self, pen: Any, concept: Symbols, standing: Standing, kind: str | None
    ) -> None:
        if standing.parent is None:
            return
        begin, end = self._at(concept), self._at(standing.parent)
        if kind is None:
            pen.line([*begin, *end], BRANCH, FINE)
            return
        colour = SIGNALS[kind][1]
        pen.line([*begin, *end], colour, round(3.5 * FINE))
        if kind == POTENTIATES:
            pen.polygon(_arrow(begin, end, 7 * FINE), colour)

    def _disc(
        self, pen: Any, concept: Symbols, standing: Standing, kinds: list[str]
    ) -> None:
        size = self.plan.size(concept, standing.count)
        for step in reversed(range(len(kinds))):
            self._pill(pen, concept, size + 4 * (step + 1), SIGNALS[kinds[step]][1])
        if kinds:  # so that the signal is seen for itself
            self._pill(pen, concept, size + 1, PAPER)
        self._pill(pen, concept, size, self._colour(standing))

    def _pill(self, pen: Any, concept: Symbols, size: float, colour: str) -> None:
        """Draw a disc, drawn out along its ray for a longer name."""
        x, y = self._at(concept)
        half, angle = self.plan.half(concept) * FINE, self.plan.places[concept].angle
        across, down = half * math.cos(angle), half * math.sin(angle)
        ends = [(x - across, y - down), (x + across, y + down)]
        if half:
            pen.line([*ends[0], *ends[1]], colour, round(2 * size * FINE))
        for end in ends[: 1 + bool(half)]:
            _circle(pen, *end, size * FINE, colour)

    def _colour(self, standing: Standing) -> str:
        return depth_colour(standing.r_level, self.highest, GREYS)

    def _gap(self, pen: Any, concept: Symbols) -> None:
        """Draw where a concept was that has just dissolved."""
        size = self.plan.least(concept)
        self._pill(pen, concept, size + 4, SIGNALS[FORGETS][1])
        self._pill(pen, concept, size + 1, PAPER)

    def _label(
        self, fine: Any, pen: Any, concept: Symbols, standing: Standing, lit: bool
    ) -> None:
        x, y = self._at(concept)
        place = self.plan.places[concept]
        halo, letters, middle = self._written(concept, place)
        if self.plan.is_inside(concept):
            corner = round(x - letters.width / 2), round(y - letters.height / 2)
            fine.paste(ink_on(self._colour(standing)), corner, letters)
            return
        # Where the largest disc leaves room: it is not to move while the disc grows.
        far = (self.plan.size(concept, self.peaks[concept].count) + 9) * FINE + middle
        x, y = x + far * math.cos(place.angle), y + far * math.sin(place.angle)
        corner = round(x - letters.width / 2), round(y - letters.height / 2)
        fine.paste(PAPER, corner, halo)
        fine.paste(INK if lit else LABEL, corner, letters)

    def _written(self, concept: Symbols, place: Place) -> tuple[Any, Any, float]:
        """Write a label along its ray: what it covers, itself, half its length."""
        if concept in self.labels:
            return self.labels[concept]
        text, font = self.plan.label(concept), self._font("", self.plan.points)
        left, top, right, bottom = font.getbbox(text, anchor="lm")
        border = 3 * FINE
        size = right - left + 2 * border, bottom - top + 2 * border
        turn = math.degrees(place.angle)
        if len(text) == 1:
            turn = 0.0
        elif math.cos(place.angle) < -1e-9:
            turn += 180  # or it would stand on its head
        masks = []
        for stroke in (round(1.5 * FINE), 0):
            mask = self.image.new("L", size, 0)
            pen = self.draw.Draw(mask)
            at = border - left, border - top
            pen.text(at, text, 255, font, anchor="lm", stroke_width=stroke)
            masks.append(mask.rotate(-turn, self.image.Resampling.BICUBIC, expand=True))
        self.labels[concept] = (*masks, (right - left) / 2)
        return self.labels[concept]

    # Around the tree ---------------------------------------------------------------

    def _sample(self, pen: Any, frames: list[Frame]) -> None:
        """Write the sample that is being read, and where."""
        samples = self.growth.samples
        if not frames:
            done = f"{len(samples):,} sample{'s' * (len(samples) != 1)} learned"
            pen.text((16 * FINE, 16 * FINE), done, INK, self._font("-Bold", 20))
            return
        frame = frames[-1]
        which = f"sample {frame.sample + 1:,} of {len(samples):,}"
        sequence, end, known = wrap(samples[frame.sample]), frame.end, INK
        if frame.kind == FORGETS:
            which += " forgets"
            sequence, end, known = frame.past, len(frame.past), SIGNALS[FORGETS][1]
        pen.text((16 * FINE, 10 * FINE), which, QUIET, self._font("", 13))
        font = self._font("-Bold", 24)
        between = 4 * FINE if isinstance(sequence, str) else 10 * FINE
        shown = [
            ending(self.plan.signs.symbol(symbol), MOST_LETTERS) for symbol in sequence
        ]
        lengths = [font.getlength(text) + between for text in shown]
        x, y = 16.0 * FINE, 46 * FINE
        for place in _window(lengths, end, LEGEND * FINE - 2 * x):
            ink = known if place < end else QUIET
            right = x + lengths[place]
            if place == end:
                edges = x - between / 2, right - between / 2
                box = [edges[0], y - 16 * FINE, edges[1], y + 17 * FINE]
                pen.rounded_rectangle(box, 4 * FINE, EXCITED)
                ink = PAPER
            pen.text((x, y), shown[place], ink, font, anchor="lm")
            x = right

    def _legend(self, pen: Any, signals: Touched) -> None:
        """Write what each colour means, and whom it touches now."""
        x, font = LEGEND * FINE, self._font("", 13)
        apart = 76 / len(self.signals)
        for row, (kind, (word, colour)) in enumerate(self.signals.items()):
            y = (4.5 + apart * (row + 0.5)) * FINE
            found = signals.concepts[kind]
            _circle(pen, x, y, 6 * FINE, colour)
            pen.text((x + 14 * FINE, y), word, INK, font, anchor="lm")
            names = "  ".join(
                map(self.plan.shortened, found[:30])
            )  # more than there is room for
            room = WIDTH * FINE - x - 116 * FINE
            while font.getlength(names) > room:
                names = names[:-2].rstrip(" …") + "…"
            pen.text((x + 104 * FINE, y), names, INK, font, anchor="lm")

    def _numbers(self, pen: Any, state: Standings) -> None:
        """Write what r_level each colour is, and how many concepts there are."""
        font, y = self._font("", 13), (HEADER + TREE - 16) * FINE
        pen.text((16 * FINE, y), "r_level", QUIET, font, anchor="lm")
        step = 1 + self.highest // 20
        for r_level in range(0, self.highest + 1, step):
            colour = depth_colour(r_level, self.highest, GREYS)
            x = (80 + 22 * r_level // step) * FINE
            _circle(pen, x, y, 9 * FINE, colour)
            pen.text((x, y), str(r_level), ink_on(colour), font, anchor="mm")
        count = f"{len(state):,} concept{'s' * (len(state) != 1)}"
        x = (WIDTH - 16) * FINE
        pen.text((x, y), count, INK, self._font("-Bold", 15), anchor="rm")
        drawn = len(self.plan.places)
        total = len(self.peaks)
        if drawn < total:
            when = "there were" if FORGETS in self.signals else "at the end"
            note = f"drawn: {drawn:,} of the {total:,} {when}"
            pen.text((x, y - 20 * FINE), note, QUIET, font, anchor="rm")

    # In a few words ----------------------------------------------------------------

    def _at(self, concept: Symbols) -> tuple[float, float]:
        x, y = self.plan.at(concept)
        return (x + (WIDTH - TREE) / 2) * FINE, (y + HEADER) * FINE

    def _font(self, weight: str, points: float) -> Any:
        if (weight, points) not in self.fonts:
            folder = need("matplotlib", "plot", "animating").get_data_path()
            fonts = need("PIL.ImageFont", "plot", "animating")
            self.fonts[weight, points] = fonts.truetype(
                os.path.join(folder, "fonts", "ttf", f"DejaVuSans{weight}.ttf"),
                round(points * FINE),
                layout_engine=fonts.Layout.BASIC,  # the same on every machine
            )
        return self.fonts[weight, points]

    def _palette(self) -> Any:
        r_levels = range(self.highest + 1)
        levels = {depth_colour(r_level, self.highest, GREYS) for r_level in r_levels}
        lights = [colour for _, colour in self.signals.values()]
        inks = [INK, LABEL, QUIET, BRANCH, *lights]
        shades = [_rgb(PAPER)]
        for ink in [*inks, *sorted(levels)]:
            shades += [_mixed(_rgb(ink), share / 3) for share in range(1, 4)]
        palette = self.image.new("P", (1, 1))
        palette.putpalette([channel for shade in shades for channel in shade])
        return palette


def _window(lengths: list[float], place: int, room: float) -> range:
    """Choose the symbols around a place that there is room for."""
    begin, last = 0, place + 1
    while begin < place and sum(lengths[begin:last]) > 0.8 * room:
        begin += 1
    while last < len(lengths) and sum(lengths[begin : last + 1]) <= room:
        last += 1
    return range(begin, min(last, len(lengths)))


def _circle(pen: Any, x: float, y: float, size: float, colour: str) -> None:
    pen.ellipse([x - size, y - size, x + size, y + size], colour)


def _arrow(
    begin: tuple[float, float], end: tuple[float, float], size: float
) -> list[tuple[float, float]]:
    """Give the corners of an arrowhead, half-way."""
    (x, y), (to_x, to_y) = begin, end
    far = math.hypot(to_x - x, to_y - y) or 1
    ahead = (to_x - x) / far * size, (to_y - y) / far * size
    x, y = (x + to_x) / 2, (y + to_y) / 2
    return [
        (x + ahead[0], y + ahead[1]),
        (x - ahead[0] - ahead[1], y - ahead[1] + ahead[0]),
        (x - ahead[0] + ahead[1], y - ahead[1] - ahead[0]),
    ]


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _mixed(ink: tuple[int, ...], share: float) -> tuple[int, ...]:
    """Give a colour that is so much ink, and paper for the rest."""
    return tuple(round(255 + (channel - 255) * share) for channel in ink)
