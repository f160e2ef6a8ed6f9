"""How a memory grows while it learns, and how much better it predicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from math import fsum, log, log2
from typing import TYPE_CHECKING

import numpy as np

from ..._support.arguments import whole
from ..._support.short import short
from ..._support.taught import is_many, many
from ...core.symbols import Symbol, Symbols, wrap
from ...errors import ParameterError
from ...hyperparameters import Hyperparameters
from ...state.state import State
from ...state.validation import Vocabulary
from ..holds import Holds
from ..palette import ABSTRACTED, EXCITED, PAPER, QUIET, depth_colour
from .canvas import canvas, in_thousands, matplotlib, named, ready, taught

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SIZES = 8  # at which a learning curve is measured
STOPS = 100  # at which concepts are counted while they grow
MOST_KEYS = 12  # lines of a legend


def learning_curve(
    memory: Holds,
    test: Iterable[Sequence[Symbol]],
    samples: Iterable[Sequence[Symbol]] | None = None,
    *,
    sizes: Iterable[int] | None = None,
    consolidate: bool = True,
    ax: Axes | None = None,
) -> Axes:
    """Plot how surprised a memory is by test samples, the more it has learned.

    Parameters
    ----------
    memory : PlasticMemory
        What to measure.  It stays as it is: a new memory with the same
        hyperparameters learns anew.
    test : iterable of samples
        What it is measured on, which it should not hold.
    samples : iterable of samples, optional
        What to learn, in this order.  None: what the memory holds, shuffled
        (every time the same), so that each size is a fair draw.
    sizes : iterable of int, optional
        After how many samples to measure, rising.  None: at most eight sizes,
        each so many times the one before.
    consolidate : bool, default True
        Measure it after a sleep, too, at each size.
    ax : matplotlib.axes.Axes, optional
        Where to draw.  None: in a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        Costs learning all once, and for each size a sleep and scoring the test
        samples.

    Raises
    ------
    NotLearnedError
        The memory holds nothing, and no samples are given.
    ParameterError
        `samples` or `test` are none; `sizes` do not rise, or pass the samples.
    SampleError, SampleTypeError
        A sample cannot be learned.
    MissingExtraError
        matplotlib is not installed.

    Notes
    -----
    Where the memory takes any symbols, the new one is told beforehand which
    there are in the samples and the test.  With few symbols known, surprise
    would be small for the wrong reason: one slot for all that are unseen.

    Examples
    --------
    >>> import plastic
    >>> from plastic import datasets
    >>> names = datasets.read(datasets.path("names.txt"))
    >>> memory = plastic.PlasticMemory().fit(names[:200])
    >>> ax = learning_curve(memory, names[200:250], sizes=[50, 100, 200])
    >>> [line.get_label() for line in ax.lines]
    ['uniform over 26', 'awake', 'after sleep']
    """
    samples = _to_learn(memory, samples)
    test = _checked(memory, test, "test")
    sizes = _rising(sizes, len(samples))
    known = {symbol for sample in [*samples, *test] for symbol in sample}
    learner = _anew(ready(memory).params, known)
    ax = canvas(ax, 6.4, 4)
    awake, asleep = [], []
    for _ in _grow(learner, samples, sizes):
        awake.append(_surprise(learner, test))
        if consolidate:
            learner.consolidate()
            asleep.append(_surprise(learner, test))
            learner.discard_sleep()
    expert = learner.expert
    width = len(expert.distribution(expert.initial_state(samples[0][:0])))
    ax.axhline(log(width), color=QUIET, ls="--", lw=1, label=f"uniform over {width:,}")
    ax.plot(sizes, awake, "o-", color=EXCITED, label="awake")
    if consolidate:
        ax.plot(sizes, asleep, "s-", color=ABSTRACTED, label="after sleep")
    _log_samples(ax, sizes)
    title = f"Learning curve, on {len(test):,} test samples"
    named(ax, title, "samples learned", "surprise (nats a symbol)")
    ax.legend(frameon=False)
    return ax


def growth(
    memory: Holds,
    samples: Iterable[Sequence[Symbol]] | None = None,
    *,
    ax: Axes | None = None,
) -> Axes:
    """Plot how the hierarchy of concepts grows, r_level by r_level.

    Parameters
    ----------
    memory : PlasticMemory
        Whose growth.  It stays as it is: a new memory with the same
        hyperparameters learns anew.
    samples : iterable of samples, optional
        What to learn, in this order.  None: what the memory holds, shuffled
        (every time the same).
    ax : matplotlib.axes.Axes, optional
        Where to draw.  None: in a new figure.

    Returns
    -------
    matplotlib.axes.Axes
        One area for each r_level, the most abstract at the bottom; the highest
        ones, as far as they hold less than a hundredth of the concepts, share
        one.  Costs learning all once, and counting the concepts a hundred
        times.

    Raises
    ------
    NotLearnedError
        The memory holds nothing, and no samples are given.
    ParameterError
        `samples` are none.
    SampleError, SampleTypeError
        One of them cannot be learned.
    MissingExtraError
        matplotlib is not installed.

    Examples
    --------
    >>> import plastic
    >>> ax = growth(plastic.PlasticMemory().fit(["emily", "emma", "emmy"]))
    >>> ax.get_title()
    '3 samples grow 9 concepts'
    """
    samples = _to_learn(memory, samples)
    learner = _anew(ready(memory).params)
    stops = np.linspace(0, len(samples), STOPS + 1).round().astype(int)
    stops = np.unique(stops).tolist()
    counts = []
    for _ in _grow(learner, samples, stops):
        nodes = learner.concepts.nodes()
        counts.append(Counter(node["r_level"] for node in nodes))
    ax = canvas(ax, 6.4, 4)
    _stack(counts, stops, ax)
    ax.margins(x=0, y=0.05)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_locator(matplotlib("ticker").MaxNLocator("auto", integer=True))
    in_thousands(ax.xaxis, ax.yaxis)
    title = f"{len(samples):,} samples grow {counts[-1].total():,} concepts"
    named(ax, title, "samples learned", "concepts")
    return ax


def _stack(counts: list[Counter[int]], stops: list[int], ax: Axes) -> None:
    """Draw an area for each r_level, and one for the highest that few reach."""
    levels = range(max(counts[-1]) + 1)
    table = np.array([[count[level] for count in counts] for level in levels])
    reach = table[::-1, -1].cumsum()[::-1]  # concepts of each r_level and above
    top = int(np.flatnonzero(reach >= reach[0] / 100)[-1])
    heights = [*table[:top], table[top:].sum(0)]
    areas = ax.stackplot(
        stops,
        heights,
        colors=[depth_colour(level, top) for level in range(top + 1)],
        labels=[*map(str, range(top)), f"{top}" if top == levels[-1] else f"{top}+"],
        edgecolor=PAPER,
        linewidth=0.3,
    )
    every = -(-len(areas) // MOST_KEYS)
    keys = areas[::-every]  # as they lie one on the other
    ax.legend(handles=keys, title="r_level", loc="upper left", frameon=False)


def _to_learn(
    memory: Holds, samples: Iterable[Sequence[Symbol]] | None
) -> list[Symbols]:
    """Give the samples to learn: these, or in a random order those that are held."""
    if samples is not None:
        return _checked(memory, samples, "samples")
    held = [*taught(memory).samples.elements()]
    np.random.default_rng(0).shuffle(held)
    return held


def _checked(
    memory: Holds, samples: Iterable[Sequence[Symbol]], name: str
) -> list[Symbols]:
    """Give samples as a memory like this one would take them."""
    vocabulary = Vocabulary(ready(memory).params.symbols)
    checked = []
    for sample in many(samples):
        checked.append(vocabulary.check_sample(sample))
        vocabulary.add(checked[-1])
    if not checked:
        raise ParameterError(f"{name} must be one sample at least: there are none")
    return checked


def _anew(params: Hyperparameters, alphabet: Collection[Symbol] | None = None) -> State:
    """Give a state that holds nothing, of an alphabet if there is none."""
    if params.alphabet is None:
        params = params.replaced(alphabet=alphabet)
    return State(params).ready()


def _surprise(learner: State, test: list[Symbols]) -> float:
    """Give the mean surprise of a symbol, in nats."""
    expert, check = learner.expert, learner.vocabulary.check_prefix
    nats = [
        nat
        for sample in test
        for nat in expert.log_probabilities(wrap(check(sample)), begin=1)
    ]
    return -fsum(nats) / len(nats)


def _grow(learner: State, samples: list[Symbols], sizes: list[int]) -> Iterator[int]:
    """Learn the samples, and stop at each size."""
    for before, size in pairwise([0, *sizes]):
        for sample in samples[before:size]:
            learner.learn(sample)
        yield size


def _rising(sizes: Iterable[int] | None, most: int) -> list[int]:
    if sizes is None:
        least = max(1, min(10, most // 8))
        doublings = round(log2(most / least))
        points = np.geomspace(least, most, min(SIZES, 1 + doublings))
        return np.unique(points.round().astype(int)).tolist()
    if not is_many(sizes):
        raise ParameterError(
            f"sizes must be many, such as [100, 200], not {short(sizes)}"
        )
    checked = [whole(size, "each of sizes", least=1) for size in sizes]
    if not checked or any(size >= larger for size, larger in pairwise(checked)):
        raise ParameterError(f"sizes must rise: {checked} do not")
    if checked[-1] > most:
        raise ParameterError(
            f"sizes must not pass the {most:,} samples that there are: "
            f"{checked[-1]:,} does"
        )
    return checked


def _log_samples(ax: Axes, sizes: list[int]) -> None:
    """Let the x-axis count samples, each step so many times the one before."""
    ax.set_xscale("log")
    in_thousands(ax.xaxis)
    if len(sizes) <= SIZES:
        ax.set_xticks(sizes)
    ax.minorticks_off()
