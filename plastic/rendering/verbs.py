"""The verbs by which a memory is looked at: render, watch, export.

They are methods of every :class:`plastic.PlasticMemory`, kept apart from those
by which it learns and predicts.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import networkx as nx

from .._support.arguments import flag, whole
from .._support.locking import synchronized
from ..core.symbols import Symbol, wrap
from ..errors import NotLearnedError
from ..inspection.mixed_explanation import explain
from ..inspection.ranking import top_concepts
from ..mixture.corrected import Corrected
from .holds import Holds

if TYPE_CHECKING:
    from .concept_tree.drawing import Drawing
    from .growth.watching import Growth

# What draws is imported by the verb that needs it: most programs never look at a
# memory, and Graphviz, pages and plots take longer to import than all that learns.


class Shown(Holds, Protocol):
    """What these verbs need of a memory."""

    @property
    def graph(self) -> nx.DiGraph:
        """All concepts, those of sleep too."""


class Visible:
    """What can be looked at: the part of a memory that makes pictures."""

    @synchronized
    def render(
        self: Shown,
        around: Sequence[Symbol] | None = None,
        *,
        path: Sequence[Symbol] | None = None,
        n: int | None = None,
        counts: bool = True,
        r_levels: bool = False,
        synapses: bool = False,
        samples: bool = False,
        prefixes: bool = False,
        slots: int = 0,
        engine: str | None = None,
    ) -> Drawing:
        """Draw the concept tree, or a part of it.

        A concept is the darker the more abstract it is, and the line to it the
        thicker the higher its count.  What was left out is said below.

        Parameters
        ----------
        around : str or sequence of hashable, optional
            Only what stands around the concept that these symbols are, or end
            with: all that it abstracts from and what abstracts from it.  They
            may begin with :data:`plastic.START` and end with
            :data:`plastic.STOP`.
        path : str or sequence of hashable, optional
            The beginning of a sample: highlight the concepts that fire after
            it, and draw which next symbols they excite and inhibit.  In a
            memory of more than 30 concepts only those.
        n : int, optional
            About how many concepts at the most, the most useful ones and what
            they abstract from.  By default all of up to 150, of more 80.
        counts, r_levels, synapses : bool
            Write beside a concept its count, its r_level, its strongest
            synapses.
        samples : bool, default False
            Draw samples, as leaves of the last concept that they fire.
        prefixes : bool, default False
            Draw also which concept goes on as which other one: ``em`` is a
            prefix of ``emm``, where the tree itself is of suffixes.
        slots : int, default 0
            Draw also so many of the most useful slot concepts that the last
            sleep found, with what they abstract from and the classes.
        engine : str, optional
            The program of Graphviz that lays it out.  By default ``dot`` for up
            to 100 concepts; of more the r_levels are rings around the root,
            or ``sfdp`` lays them out if samples, slots or a path are drawn.

        Returns
        -------
        Drawing
            A :class:`graphviz.Digraph`.  A notebook shows it;
            ``.render("tree.svg")`` writes it, in any format of Graphviz.

        Raises
        ------
        NotLearnedError
            `slots`, before the first :meth:`consolidate`.
        ParameterError
            An argument is outside its range.

        Notes
        -----
        Costs O(concepts); then Graphviz takes well below a second for up to
        1,000 concepts and some ten seconds for 10,000.

        Examples
        --------
        >>> import plastic
        >>> memory = plastic.PlasticMemory().fit(["rohan", "mohan", "rehan"])
        >>> print(memory.render("han", counts=False).source)  # doctest: +ELLIPSIS
        digraph plastic {
        ...
        }
        """
        from .concept_tree.draw import Firing, draw
        from .concept_tree.tree import Style

        state, firing = self.state, None
        if path is not None:
            context = wrap(state.vocabulary.check_prefix(path))[:-1]
            nothing_known = state.expert.initial_state(context[:0])
            usual = state.expert.distribution(nothing_known)
            firing = Firing(explain(state.expert, context), usual)
        most_slots = whole(slots, "slots")
        if most_slots and state.slots is None:
            raise NotLearnedError("no slot concepts yet: call consolidate() first")
        return draw(
            state.concepts,
            None if around is None else state.vocabulary.check_past(around),
            None if n is None else whole(n, "n", least=1),
            firing=firing,
            style=Style(
                flag(counts, "counts"),
                flag(r_levels, "r_levels"),
                flag(synapses, "synapses"),
            ),
            samples=state.samples if flag(samples, "samples") else None,
            prefixes=flag(prefixes, "prefixes"),
            slots=state.slots if most_slots else None,
            most_slots=most_slots,
            engine=engine,
        )

    @synchronized
    def watch(self: Shown, samples: Iterable[Sequence[Symbol]]) -> Growth:
        """Learn samples one by one and keep all that happens, signal by signal.

        Parameters
        ----------
        samples : iterable of samples
            What to learn besides.

        Returns
        -------
        Growth
            A sequence of frames: concepts fire, are abstracted, lifted,
            potentiated; a sample is forgotten to make room (`capacity`), which
            weakens, dissolves and lowers concepts.  Print it; a notebook plays
            it; ``.gif(path)`` and ``.html(path)`` write it as an animation and
            as a page to step through.

        Raises
        ------
        SampleTypeError, SampleError
            One of them cannot be learned; the message says which.  Exactly the
            ones before it have been.

        Notes
        -----
        Costs what learning costs, and a copy of what is held before.  It never
        sleeps.

        Examples
        --------
        >>> import plastic
        >>> growth = plastic.PlasticMemory().watch(["rohan", "mohan"])
        >>> growth
        <Growth: 2 samples, 32 frames: 14 fires, 6 abstracts, 12 potentiates>
        >>> for frame in growth[18:21]:
        ...     print(frame)
        >mo -> h: fires ·
        >mo -> h: abstracts o, shared with >ro
        >mo -> h: potentiates o
        """
        from .growth.watching import watch

        return watch(self.state, samples)

    @synchronized
    def export(self: Shown, path: str | os.PathLike[str]) -> list[Path]:
        """Write the whole graph, for a browser or for other programs.

        Parameters
        ----------
        path : str or os.PathLike
            Its ending says what is written: ``.html``, a page of all concepts
            to explore, with nothing else needed; ``.graphml``,
            ``.gexf`` or node-link ``.json`` of everything in :attr:`graph`;
            ``.csv``, two tables ``..._nodes.csv`` and ``..._edges.csv``; or a
            folder, for ``nodes.csv`` and ``edges.csv`` in it.

        Returns
        -------
        list of pathlib.Path
            The files.

        Raises
        ------
        ParameterError
            The ending is none of these.
        DataError
            A file cannot be written.

        Notes
        -----
        Costs O(graph).  In the tables a node is a number, with its symbols as
        the column ``label``.

        Examples
        --------
        >>> import tempfile
        >>> import plastic
        >>> memory = plastic.PlasticMemory().fit(["rohan", "mohan"])
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     [file.name for file in memory.export(f"{folder}/names.csv")]
        ['names_nodes.csv', 'names_edges.csv']
        """
        from .explorer import Page
        from .export import export

        state = self.state
        expert = state.expert  # first: to estimate repeats may grow the graph anew
        corrected = expert if isinstance(expert, Corrected) else None
        told = repr(self).removesuffix(">")
        if state.params.prior is not None:
            told += "; the prior behind it is not on this page, nor in what is next"
            corrected = None  # which is of both together
        if state.feedback:
            told += "; feedback is not on this page, nor in what is next"
        shown = state.graph.predictor, f"{told}>", state.slots, corrected
        page = Page(*shown, state.samples)
        return export(self.graph, page, path)

    @synchronized
    def _repr_html_(self: Shown) -> str:
        from .notebook import memory_html

        state = self.state
        return memory_html(state, repr(self), top_concepts(state.concepts, None, 5))
