"""Who learns: plastic in bulk, plastic moment by moment, and others, at their best.

They do not learn the same: markovify looks five symbols back, KenLM and PPMd six,
plastic 24; BPE finds pieces, PPMd codes the samples while it learns.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from plastic import PlasticMemory
from plastic.arrays.pasts import WORTH_COMPILING
from plastic.core.symbols import wrap
from plastic.state.graph import Graph, without_collector

from .data import Data

ORDER = 6
PIECES = 8_000
HORIZON = PlasticMemory().horizon
AT_ONCE = 10_000  # moments of a long text; what they did is thrown away


class Contender(NamedTuple):
    """A learner.

    Attributes
    ----------
    learn : callable
        Is given what `prepare` gives; what it returns is what it holds.
    prepare : callable
        What is not timed: reads samples into what it takes.
    needs : str
        A module, or a program, without which it is left out.
    slow : bool
        One round of what is long will do.
    of_text : bool
        It only makes sense for one long text.
    megabytes : callable, optional
        What it holds, if not in this process.
    """

    learn: Callable[[Any], Any]
    prepare: Callable[[Data], Any] = Data.samples
    needs: str = "plastic"
    slow: bool = False
    of_text: bool = False
    megabytes: Callable[[Any], float] | None = None

    @property
    def is_missing(self) -> bool:
        """Whether it cannot run here."""
        return not (find_spec(self.needs) or shutil.which(self.needs))

    def load(self) -> None:
        """Import what it needs, which is not timed."""
        if find_spec(self.needs):
            import_module(self.needs)


def moment_by_moment(samples: list[str]) -> Graph:
    """Teach a graph as ``learn`` does, without the memory around it."""
    graph, held = Graph("", HORIZON), Counter[str]()

    def teach() -> None:
        for sample in samples:
            sequence = wrap(sample)
            for begin in range(1, len(sequence) + 1, AT_ONCE):
                ends = range(begin, min(begin + AT_ONCE, len(sequence) + 1))
                graph.observe(sequence, ends, 1, held[sample])
            held[sample] += 1

    without_collector(teach)
    return graph


def markovify_chain(samples: list[str]) -> Any:
    """Build a chain of markovify."""
    from markovify.chain import Chain

    return Chain(map(list, samples), ORDER - 1)


def byte_pairs(samples: list[str], words: bool = False) -> Any:
    """Find pieces by BPE, of each line as a whole, or of words."""
    import tokenizers

    model = tokenizers.Tokenizer(tokenizers.models.BPE())
    if words:
        model.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    trainer = tokenizers.trainers.BpeTrainer(vocab_size=PIECES, show_progress=False)
    model.train_from_iterator(samples, trainer)
    return model


def lines(data: Data) -> list[str]:
    """Read samples for BPE, which takes the square of a sample's length."""
    return [line for sample in data.samples() for line in sample.split("\n")]


def ppmd(content: bytes) -> Any:
    """Code all samples by PPMd, which learns them on the way."""
    import pyppmd

    encoder = pyppmd.Ppmd7Encoder(ORDER, 256 << 20)
    return encoder.encode(content) + encoder.flush()


def spaced(data: Data) -> Path:
    """Write symbols with spaces between them, a sample a line, as KenLM takes them."""
    path = Path(tempfile.mkdtemp(), "samples.txt")
    with path.open("w", encoding="utf-8") as file:
        for sample in data.samples():
            sample = sample.replace(" ", "_").replace("\n", "|")
            file.write(" ".join(sample) + "\n")
    return path


def kenlm(samples: Path) -> Path:
    """Estimate a model of KenLM and build its binary."""
    arpa, binary = samples.with_suffix(".arpa"), samples.with_suffix(".binary")
    # Less memory is slower for much, more is slower for little.
    options = ["-S", "256M", "-T", str(samples.parent), "--discount_fallback"]
    files = ["--text", str(samples), "--arpa", str(arpa)]
    for command in (
        ["lmplz", "-o", str(ORDER), *options, *files],
        ["build_binary", str(arpa), str(binary)],
    ):
        subprocess.run(command, check=True, capture_output=True)
    return binary


def forbid_numba() -> None:
    """Let numba not be there."""
    sys.modules["numba"] = None  # type: ignore[assignment]


def import_numba() -> None:
    """Import numba, also where it was forbidden."""
    if sys.modules.get("numba", True) is None:
        del sys.modules["numba"]
    import_module("numba")


def by_numpy(samples: Data) -> list[str]:
    """Read samples, in a process that cannot import numba."""
    forbid_numba()
    return samples.samples()


def by_numba(samples: Data) -> list[str]:
    """Read samples, and load what numba compiled."""
    import_numba()
    PlasticMemory().fit(["a" * (WORTH_COMPILING // 10)])
    return samples.samples()


CONTENDERS: dict[str, Contender] = {
    "plastic, fit": Contender(PlasticMemory().fit, by_numpy),
    "plastic, fit, with numba": Contender(PlasticMemory().fit, by_numba, "numba"),
    "plastic, fit, horizon 6": Contender(
        lambda samples: PlasticMemory(horizon=ORDER).fit(samples),
        by_numpy,
        of_text=True,
    ),
    "plastic, moment by moment": Contender(moment_by_moment, by_numpy, slow=True),
    "KenLM, order 6": Contender(
        kenlm, spaced, "lmplz", megabytes=lambda path: path.stat().st_size / 1e6
    ),
    "markovify, state 5": Contender(markovify_chain, needs="markovify"),
    "tokenizers, BPE 8,000": Contender(byte_pairs, lines, "tokenizers"),
    "tokenizers, BPE 8,000, of words": Contender(
        lambda samples: byte_pairs(samples, words=True),
        needs="tokenizers",
        of_text=True,
    ),
    "pyppmd, order 6": Contender(
        ppmd, lambda data: "\n".join(data.samples()).encode(), "pyppmd"
    ),
}


def cpu_seconds() -> float:
    """Give the CPU seconds of this process, all its threads and its children."""
    spent = 0.0
    for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        used = resource.getrusage(whose)
        spent += used.ru_utime + used.ru_stime
    return spent
