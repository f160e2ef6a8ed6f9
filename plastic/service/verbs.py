"""Verbs: what can be asked of a served memory, and what is answered.

One table says of each verb what it takes, what it gives and how it is done;
checks, the description for other programs and the routes all follow from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from ..core.symbols import Symbols, wrap
from ..errors import ParameterError
from ..inspection.json_rows import (
    explained,
    finite,
    hyperparameters,
    ranked_rows,
    sample_of,
    symbol_of,
)
from ..memory import PlasticMemory
from ..rendering.part import describe_part
from . import fields as field
from .fields import Field, Schema
from .schemas import COUNT, FLAG, HELD, NUMBER, many, object_of, ref
from .settings import Limits

MOST_DOTS = 2_000  # on the page: packed in a blink, and still told apart
MOST_LIKED = 100  # thumbs at once; what they do is bounded anyway
DRAWS = 10  # symbols drawn that take as long as one step of a search, at the most


class Verb(NamedTuple):
    """One verb of the service.

    Attributes
    ----------
    told : str
        What it does, in a line.
    fields : dict
        What a request holds.
    perform : callable
        Does it to a memory; gives what is answered, for JSON.
    gives : dict
        JSON Schema of the answer.
    writes : bool
        Whether it changes the memory.
    lasting : bool
        Whether the same question has the same answer until something changes.
    of : {"memory", "streams"}
        What it is done to.
    """

    told: str
    fields: dict[str, Field]
    perform: Callable[..., dict[str, Any]]
    gives: Schema
    writes: bool = False
    lasting: bool = True
    of: str = "memory"


def answer(memory: PlasticMemory, verb: Verb, given: dict[str, Any]) -> bytes:
    """Perform a verb, and write what it gives as JSON."""
    return write(verb.perform(memory, **given))


def write(value: Any) -> bytes:
    """Write plain values as JSON, in ASCII and without spaces."""
    return json.dumps(value, separators=(",", ":")).encode()


# What is done -------------------------------------------------------------------------


def predict(
    memory: PlasticMemory, context: Symbols, anchored: bool, top: int | None
) -> dict[str, Any]:
    """Tell what can come next."""
    chances = memory.predict_proba(context, anchored=anchored)
    return {"next": ranked_rows(chances, "probability", top)}


def complete(
    memory: PlasticMemory, prefix: Symbols, n: int, max_steps: int, known: bool
) -> dict[str, Any]:
    """Find the most probable whole samples."""
    found = memory.complete(prefix, n, max_steps=max_steps, known=known)
    rows = [{"sample": sample_of(y), "probability": chance} for y, chance in found]
    return {"completions": rows, "proven": found.proven, "steps": found.steps}


def generate(
    memory: PlasticMemory, prefix: Symbols, seed: int | None, **how: Any
) -> dict[str, Any]:
    """Draw new samples."""
    drawn = memory.generate(prefix=prefix, rng=seed, **how)
    return {"samples": [*map(sample_of, drawn)], "cut": drawn.cut}


def surprise(
    memory: PlasticMemory, sample: Symbols, anchored: bool, last: int | None
) -> dict[str, Any]:
    """Tell how unexpected each symbol is."""
    nats = memory.surprise(sample, anchored=anchored, last=last)
    return {"nats": [*map(finite, nats.tolist())]}


def explain(
    memory: PlasticMemory, prefix: Symbols, anchored: bool, top: int | None
) -> dict[str, Any]:
    """Tell which concepts fire, and what each adds."""
    return explained(memory.explain(prefix, anchored=anchored), top)


def graph(
    memory: PlasticMemory, prefix: Symbols, anchored: bool, n: int, marked: list[Any]
) -> dict[str, Any]:
    """Lay out a part of the concept graph, to draw."""
    state = memory.state
    context = wrap(state.vocabulary.check_prefix(prefix))[not anchored : -1]
    return describe_part(state.graph.predictor, repr(memory), context, n, marked)


def learn(memory: PlasticMemory, sample: Symbols, times: int) -> dict[str, Any]:
    """Learn a sample."""
    report = memory.learn(sample, times)
    return {
        **_held(memory),
        "abstracted": [[*map(symbol_of, concept)] for concept in report.abstracted],
        "lifted": len(report.lifted),
        "evicted": [*map(sample_of, report.evicted)],
    }


def forget(memory: PlasticMemory, sample: Symbols, times: int) -> dict[str, Any]:
    """Forget a sample."""
    memory.forget(sample, times)
    return _held(memory)


def reinforce(
    memory: PlasticMemory, sample: Symbols, strength: float
) -> dict[str, Any]:
    """Take note that a sample is liked, or disliked."""
    memory.reinforce(sample, strength)
    return {"feedback": len(memory.feedback)}


def retract(memory: PlasticMemory, sample: Symbols | None) -> dict[str, Any]:
    """Take back what was said of a sample, or of all."""
    memory.retract(sample)
    return {"feedback": len(memory.feedback)}


def info(memory: PlasticMemory) -> dict[str, Any]:
    """Tell what is held."""
    kind = None
    if memory.samples:
        kind = "strings" if memory.state.vocabulary.kind is str else "sequences"
    prior: Any = memory.get_params()["prior"]
    behind = None
    if prior is not None:
        behind = {**_held(prior), "different": len(prior.samples)}
    return {
        **_held(memory),
        "different": len(memory.samples),
        "slot_concepts": len(memory.slots(n=None)),
        "kind": kind,
        "prior": behind,
        "feedback": len(memory.feedback),
        "changes_since_it_slept": memory.changes_since_consolidation,
        "hyperparameters": hyperparameters(memory.get_params()),
    }


def _held(memory: PlasticMemory) -> dict[str, int]:
    return {"samples": len(memory), "concepts": len(memory.state.concepts)}


def _demand_short(n: int, max_length: int, limits: Limits) -> None:
    """Refuse to draw so much that others would wait."""
    most = limits.steps * DRAWS
    if n * max_length > most:
        raise ParameterError(
            f"n x max_length may be {most:,}, not {n:,} x {max_length:,}"
        )


# What can be asked -------------------------------------------------------------------


def table(limits: Limits) -> dict[str, Verb]:
    """Give all verbs by name, within limits.

    Examples
    --------
    >>> import plastic
    >>> memory = plastic.PlasticMemory().fit(["emma", "emmy"])
    >>> verb = table(Limits())["complete"]
    >>> given = field.read(verb.fields, {"prefix": "em", "n": 1})
    >>> [found["sample"] for found in verb.perform(memory, **given)["completions"]]
    ['emma']
    """
    return {**_reading(limits), **_drawing(limits), **_writing(limits)}


def _reading(limits: Limits) -> dict[str, Verb]:
    prefix = field.sample("What came so far.", limits.length, "")
    anchored = field.flag("Whether it begins where a sample begins.", True)
    top = field.whole(
        "How many next symbols, the likeliest first; null: all.",
        most=limits.body,
        default=None,
        none=True,
    )
    n = field.whole("How many.", most=limits.n, default=min(5, limits.n))
    steps = field.whole(
        "How many beginnings to look at.", most=limits.steps, default=limits.steps
    )
    known = field.flag("Only samples that were learned.", False)
    last = field.whole(
        "Only of so many symbols at the end; null: of all.",
        most=limits.body,
        default=None,
        none=True,
    )
    return {
        "predict": Verb(
            "What can come next, with probabilities that add up to 1.",
            {"context": prefix, "anchored": anchored, "top": top},
            predict,
            object_of(next=many(ref("Chance"))),
        ),
        "complete": Verb(
            "The most probable whole samples that begin with a prefix.",
            {"prefix": prefix, "n": n, "max_steps": steps, "known": known},
            complete,
            object_of(completions=many(ref("Completion")), proven=FLAG, steps=COUNT),
        ),
        "surprise": Verb(
            "How unexpected each symbol of a sample is, in nats, the end included.",
            {
                "sample": field.sample("Known or not.", limits.length),
                "anchored": anchored,
                "last": last,
            },
            surprise,
            object_of(nats=many(NUMBER)),
        ),
        "explain": Verb(
            "Which concepts fire after a prefix, and what each adds.",
            {
                "prefix": prefix,
                "anchored": anchored,
                "top": top._replace(default=20, schema={**top.schema, "default": 20}),
            },
            explain,
            object_of(
                after=ref("Concept"),
                fired=many(ref("Fired")),
                next=many(ref("Chance")),
            ),
        ),
        "graph": Verb(
            "A part of the concept graph, as the page draws it.",
            {
                "prefix": prefix,
                "anchored": anchored,
                "n": field.whole("How many dots, about.", most=MOST_DOTS, default=500),
                "marked": field.concepts("Concepts to find in it.", limits.length),
            },
            graph,
            {"type": "object", "required": ["parents", "counts", "path", "marked"]},
        ),
        "info": Verb(
            "What the memory holds.",
            {},
            info,
            object_of(
                **HELD,
                different=COUNT,
                slot_concepts=COUNT,
                kind={"enum": ["strings", "sequences", None]},
                prior={
                    "description": "The memory behind this one, if there is one.",
                    "anyOf": [object_of(**HELD, different=COUNT), {"type": "null"}],
                },
                feedback=COUNT,
                changes_since_it_slept=COUNT,
                hyperparameters={"type": "object"},
            ),
        ),
    }


def _drawing(limits: Limits) -> dict[str, Verb]:
    def checked(memory: PlasticMemory, **given: Any) -> dict[str, Any]:
        _demand_short(given["n"], given["max_length"], limits)
        return generate(memory, **given)

    length = limits.length
    fields = {
        "n": field.whole("How many.", most=limits.n, default=1),
        "prefix": field.sample("What they begin with.", length, ""),
        "temperature": field.number(
            "Below 1 is bolder, above 1 wilder; 0: the likeliest.", most=100, default=1
        ),
        "novel": field.flag("Leave out what was learned.", False),
        "unique": field.flag("No two are alike.", False),
        "min_length": field.whole("At the least.", most=length, default=0),
        "max_length": field.whole(
            "Where to cut a longer one.", most=length, default=min(100, length)
        ),
        "repeats": field.choice("How likely known samples are.", ["keep", "estimate"]),
        "seed": field.whole(
            "The same seed gives the same samples; null: others each time.",
            most=2**53,  # what numbers of JavaScript can be
            default=None,
            none=True,
        ),
    }
    gives = object_of(samples=many(ref("Sample")), cut=many(FLAG))
    told = "Samples drawn anew."
    return {"generate": Verb(told, fields, checked, gives, lasting=False)}


def _writing(limits: Limits) -> dict[str, Verb]:
    fields = {
        "sample": field.sample("A string, or a list of symbols.", limits.length),
        "times": field.whole("How often.", least=1, most=limits.times, default=1),
    }
    liked = object_of(feedback=COUNT)
    learned = object_of(
        **HELD,
        abstracted=many(ref("Concept")),
        lifted=COUNT,
        evicted=many(ref("Sample")),
    )
    return {
        "learn": Verb(
            "Learn a sample; it is on disk when this answers.",
            fields,
            learn,
            learned,
            writes=True,
            lasting=False,
        ),
        "forget": Verb(
            "Forget a sample, to the last byte of the file.",
            fields,
            forget,
            object_of(**HELD),
            writes=True,
            lasting=False,
        ),
        "reinforce": Verb(
            "Take note that a sample is liked, or, below 0, disliked: thumbs up, down.",
            {
                "sample": fields["sample"],
                "strength": field.number(
                    "1 is a thumb up, -1 one down; not 0.",
                    least=-MOST_LIKED,
                    most=MOST_LIKED,
                    default=1,
                ),
            },
            reinforce,
            liked,
            writes=True,
            lasting=False,
        ),
        "retract": Verb(
            "Take back what was said by reinforce, as if it had never been.",
            {
                "sample": field.sample(
                    "Of which sample; null: of all.", limits.length, None, none=True
                )
            },
            retract,
            liked,
            writes=True,
            lasting=False,
        ),
    }
