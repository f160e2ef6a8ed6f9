"""The Neural Turing Machine: a controller, a memory, and heads between them.

T is the steps, B the batch, H the heads, N and M the memory's rows and width.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from plastic.errors import ParameterError

from .controller import CONTROLLERS, State
from .heads import Heads, Said
from .memory import InitialMemory, read, write


class Moment(NamedTuple):
    """All that a machine carries from one step to the next."""

    memory: Tensor  # (B, N, M)
    weights: Tensor  # (B, H, N)
    reads: Tensor  # (B, R), R = reading heads times M
    state: State  # the controller's own


class Trace(NamedTuple):
    """What a machine did, step by step."""

    outputs: Tensor  # (T, B, outputs), from 0 to 1
    weights: Tensor  # (T, B, H, N)
    memory: Tensor  # (T + 1, B, N, M), the first before the first step
    said: dict[str, Tensor]  # a name of `Said` -> (T, B, ...)


class NTM(nn.Module):
    """A Neural Turing Machine.

    At each step the controller hears the input and what was read at the step
    before; it tells all heads where to go, as the memory stands then; and they
    read and write in their order: who reads after a write reads what it wrote.

    Parameters
    ----------
    inputs, outputs : int
        Widths of what comes in and goes out at each step.
    controller : {"lstm", "feedforward"}
        Its kind.
    controller_size : int
        The width of what it says.
    memory_n, memory_m : int
        The memory's rows, N, and their width, M.
    heads : str
        A letter a head, in their order: ``r`` reads, ``w`` writes.
    shift_range : int
        The farthest that one step can shift a head.
    memory_start : {"row", "matrix", "constant"}
        What of the memory before the first step is learned.

    Examples
    --------
    >>> machine = NTM(inputs=9, outputs=8, heads="rrw")
    >>> machine(torch.zeros(5, 3, 9)).shape
    torch.Size([5, 3, 8])
    """

    def __init__(
        self,
        inputs: int,
        outputs: int,
        controller: str = "lstm",
        controller_size: int = 100,
        memory_n: int = 128,
        memory_m: int = 20,
        heads: str = "rw",
        shift_range: int = 1,
        memory_start: str = "row",
    ) -> None:
        super().__init__()
        if controller not in CONTROLLERS:
            raise ParameterError(
                f"controller must be one of {', '.join(CONTROLLERS)}, "
                f"not {controller!r}"
            )
        self.settings: dict[str, Any] = {
            "inputs": inputs,
            "outputs": outputs,
            "controller": controller,
            "controller_size": controller_size,
            "memory_n": memory_n,
            "memory_m": memory_m,
            "heads": heads,
            "shift_range": shift_range,
            "memory_start": memory_start,
        }
        self.heads = Heads(heads, controller_size, memory_n, memory_m, shift_range)
        reads = self.heads.reads * memory_m
        self.controller = CONTROLLERS[controller](inputs, reads, controller_size)
        self.memory = InitialMemory(memory_n, memory_m, memory_start)
        self.first_reads = nn.Parameter(torch.randn(reads) * 0.01)
        self.output = nn.Linear(controller_size + reads, outputs)

    def start(self, batch: int) -> Moment:
        """Give what there is before the first step."""
        return Moment(
            self.memory(batch),
            self.heads.start(batch),
            self.first_reads.expand(batch, -1),
            self.controller.start(batch),
        )

    def step(self, projected: Tensor, moment: Moment) -> tuple[Tensor, Said, Moment]:
        """Take one step.

        Parameters
        ----------
        projected : Tensor of shape (B, ...)
            What the controller's `project` made of the input.
        moment : Moment
            What the step before left.

        Returns
        -------
        Tensor of shape (B, C + R), Said, Moment
            What the output is made of, what the heads were asked to do, and what to
            carry on.
        """
        memory, weights, reads, state = moment
        hidden, state = self.controller(projected, reads, state)
        said = self.heads.listen(hidden)
        weights = self.heads(said, memory, weights)
        erase, add = iter(said.erase.unbind(1)), iter(said.add.unbind(1))
        found = []
        for kind, weight in zip(self.heads.order, weights.unbind(1)):
            if kind == "r":
                found.append(read(memory, weight))
            else:
                memory = write(memory, weight, next(erase), next(add))
        seen = torch.cat((hidden, *found), dim=1)
        reads = seen[:, hidden.shape[1] :]
        return seen, said, Moment(memory, weights, reads, state)

    def forward(self, inputs: Tensor, last: int | None = None) -> Tensor:
        """Answer a batch of sequences.

        Parameters
        ----------
        inputs : Tensor of shape (T, B, inputs)
            The sequences.
        last : int, optional
            For how many steps, the last ones, answers are wanted.  None: all.

        Returns
        -------
        Tensor of shape (last, B, outputs)
            Logits: `torch.sigmoid` of them are probabilities of a 1.
        """
        seen, _, _ = self._run(inputs)
        return self.output(torch.stack(seen if last is None else seen[-last:]))

    def answer(self, inputs: Tensor, last: int | None = None) -> tuple[Tensor, Tensor]:
        """Answer a batch of sequences, and say how much was written for it.

        Parameters
        ----------
        inputs : Tensor of shape (T, B, inputs)
            The sequences.
        last : int, optional
            See `forward`.

        Returns
        -------
        Tensor of shape (last, B, outputs), Tensor of shape ()
            Logits; and the effort, from 0, nothing was written, to 2: the mean of
            the squares of all that was erased, and of all that was added.
        """
        seen, said, _ = self._run(inputs)
        erased = torch.stack([one.erase for one in said])
        added = torch.stack([one.add for one in said])
        logits = self.output(torch.stack(seen if last is None else seen[-last:]))
        return logits, erased.square().mean() + added.square().mean()

    def _run(self, inputs: Tensor) -> tuple[list[Tensor], list[Said], list[Moment]]:
        """Take all steps; of T + 1 moments the first is before the first step."""
        moments, seen, said = [self.start(inputs.shape[1])], [], []
        for projected in self.controller.project(inputs).unbind():
            now, asked, moment = self.step(projected, moments[-1])
            seen.append(now)
            said.append(asked)
            moments.append(moment)
        return seen, said, moments

    @torch.no_grad()
    def watch(self, inputs: Tensor) -> Trace:
        """Answer a batch of sequences, and keep all that happens.

        Parameters
        ----------
        inputs : Tensor of shape (T, B, inputs)
            The sequences.

        Returns
        -------
        Trace
        """
        seen, said, moments = self._run(inputs)
        return Trace(
            torch.sigmoid(self.output(torch.stack(seen))),
            torch.stack([one.weights for one in moments[1:]]),
            torch.stack([one.memory for one in moments]),
            {
                name: torch.stack([getattr(one, name) for one in said])
                for name in said[0]._fields
            },
        )

    def enlarged(self, rows: int) -> NTM:
        """Give the same machine with more rows: nothing that was learned changes.

        Parameters
        ----------
        rows : int
            N, at least as many as now.

        Returns
        -------
        NTM
            With copies of the parameters.
        """
        state, more = self.state_dict(), rows - self.memory.rows
        if more < 0 or len(state["memory.content"]) > 1:
            raise ParameterError(
                "only a machine whose rows all begin alike (memory_start=row or "
                "constant) can get more of them, and none can get less"
            )
        # No head begins at a row that it has not learned about.
        state["heads.first"] = functional.pad(
            state["heads.first"], (0, more), value=float("-inf")
        )
        machine = NTM(**{**self.settings, "memory_n": rows})
        machine.load_state_dict(state)
        return machine
