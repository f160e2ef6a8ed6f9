"""SCAN: commands and the actions they mean, by the published grammar.

Lake and Baroni, "Generalization without systematicity" (2018): 20,910
commands such as ``jump around left twice and walk``.  The task was made to
show what networks trained by gradients do not generalise to: a verb that was
only seen alone (*add-jump*), longer actions than any seen (*length*).

Commands and actions are tuples of words.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from ..._support.arguments import generator
from ..._support.short import short
from ...errors import ParameterError

Meant = tuple[tuple[str, ...], tuple[str, ...]]  # a command and its actions
VERBS = ("walk", "look", "run", "jump")
SIDES = ("left", "right")
SPLITS = ("simple", "add-jump", "length")
LONGEST_TRAINED = 22  # actions, of the length split


def actions(command: str) -> tuple[str, ...]:
    """Give the actions that a command means.

    >>> actions("jump left twice and walk")
    ('I_TURN_LEFT', 'I_JUMP', 'I_TURN_LEFT', 'I_JUMP', 'I_WALK')
    >>> actions("run after turn opposite right")
    ('I_TURN_RIGHT', 'I_TURN_RIGHT', 'I_RUN')
    """
    if " and " in command:
        first, second = command.split(" and ")
        return actions(first) + actions(second)
    if " after " in command:
        first, second = command.split(" after ")
        return actions(second) + actions(first)
    verb, *how = command.split()
    times = {"twice": 2, "thrice": 3}.get(how[-1] if how else "", 1)
    how = how if times == 1 else how[:-1]
    act = () if verb == "turn" else (f"I_{verb.upper()}",)
    if not how:
        return act * times
    turn = (f"I_TURN_{how[-1].upper()}",)
    once = {"opposite": turn * 2 + act, "around": (turn + act) * 4}
    return once.get(how[0], turn + act) * times


def commands() -> list[Meant]:
    """List all commands with their actions, the short ones first.

    >>> len(commands())
    20910
    """
    moves = [f"{verb}{how}" for verb in (*VERBS, "turn") for how in _turns()]
    once = [*VERBS, *moves]
    single = [f"{move}{times}" for times in ("", " twice", " thrice") for move in once]
    joined = [
        f"{first} {word} {second}"
        for word, first, second in product(("and", "after"), single, single)
    ]
    return [(tuple(command.split()), actions(command)) for command in single + joined]


def _turns() -> list[str]:
    return [f"{how} {side}" for how in ("", " opposite", " around") for side in SIDES]


def split(
    name: str, rng: int | np.random.Generator | None = None, share: float = 0.8
) -> tuple[list[Meant], list[Meant]]:
    """Split all commands into those to learn and those to test with.

    Parameters
    ----------
    name : {"simple", "add-jump", "length"}
        At random; all that hold ``jump`` but ``jump`` itself are tested; all
        of more than 22 actions are tested.
    rng : int or numpy.random.Generator, optional
        For the simple split.
    share : float, default 0.8
        How much of it is learned.

    Returns
    -------
    tuple of two lists of (command, actions)

    Raises
    ------
    ParameterError
        There is no such split.

    Examples
    --------
    >>> [len(part) for part in split("length")]
    [16990, 3920]
    """
    pairs = commands()
    if name == "simple":
        order = generator(rng).permutation(len(pairs)).tolist()
        cut = round(share * len(pairs))
        return [pairs[i] for i in order[:cut]], [pairs[i] for i in order[cut:]]
    if name == "add-jump":
        tested = [p for p in pairs if "jump" in p[0] and len(p[0]) > 1]
    elif name == "length":
        tested = [p for p in pairs if len(p[1]) > LONGEST_TRAINED]
    else:
        raise ParameterError(f"no split {short(name)}; there are: {', '.join(SPLITS)}")
    held_out = {*tested}
    return [p for p in pairs if p not in held_out], tested
