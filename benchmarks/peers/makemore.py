"""makemore's own models, trained by its own unchanged program.

Its program splits a file by a shuffle of its own.  Here the lines are laid out
so that its shuffle gives the split that all other learners have.  It trains on
names drawn with replacement, so where there are too few lines for 1,000 test
names each training name can stand there several times: nothing else changes.

It keeps the model that did best *on the test names*, which no other learner
here may look at; `evaluations` says what it would be without that.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import io
import json
import math
import os
import re
import subprocess
import sys
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any, NamedTuple

from ..common import Missing
from .peer import LONGEST, Peer

KINDS = ["bigram", "mlp", "rnn", "gru", "bow", "transformer"]
SEED = 3407  # makemore's default
EVALUATION = re.compile(r"step (\d+) train loss: (\S+) test loss: (\S+)")


class Evaluation(NamedTuple):
    """What makemore's program printed about itself."""

    step: int
    seconds: float  # of one core, since the program was started
    train: float  # nats a symbol, over a thousand training names
    test: float  # nats a symbol, mean over batches of a hundred test names


class Makemore(Peer):
    """One of makemore's models at the step where it did best on the test names.

    Parameters
    ----------
    alphabet : str
        All letters of training and test.
    kind : str
        One of KINDS.
    folder : Path
        Where makemore.py is.
    test : list of str
        What its program evaluates itself on.
    steps : int
        When to end; it evaluates itself every 500.
    work : Path
        Where its files go.  A finished run that is there is taken as it is.
    patience : int, optional
        End before, after so many steps without a better evaluation.
    rate : float, optional
        For learning.  None: makemore's own.
    """

    def __init__(
        self,
        alphabet: str,
        kind: str,
        folder: Path,
        test: list[str],
        steps: int,
        work: Path,
        patience: int | None = None,
        rate: float | None = None,
    ) -> None:
        super().__init__(alphabet)
        self.name = f"makemore {kind}"
        self.kind, self.folder, self.test = kind, folder, test
        self.steps, self.work, self.patience = steps, work, patience
        self.rate = rate
        self.evaluations: list[Evaluation] = []
        self.peak_megabytes = 0.0  # of makemore's program, not of this one

    @property
    def best(self) -> Evaluation:
        """The evaluation whose model was kept."""
        return min(self.evaluations, key=lambda one: one.test)

    def fit(self, samples: list[str]) -> None:
        """Run makemore's program, unless its run is there; load its best model."""
        require(self.folder)
        lines = laid_out(samples, self.test)
        if set("".join(lines)) != set(self.alphabet):  # makemore would number others
            raise Missing("makemore needs every letter of the alphabet in its file")
        told = [self.kind, self.steps, self.patience, lines]
        mark = json.dumps(told + [self.rate] * (self.rate is not None))
        digest = hashlib.sha256(mark.encode()).hexdigest()[:12]
        run = self.work / f"{self.kind}-{len(samples)}-{digest}"
        finished = run / "evaluations.json"
        if not finished.exists():
            run.mkdir(parents=True, exist_ok=True)
            (run / "lines.txt").write_text("\n".join(lines))
            kept = self._run(run)
            finished.write_text(json.dumps(kept))
        kept = json.loads(finished.read_text())
        self.evaluations = [Evaluation(*one) for one in kept["evaluations"]]
        self.peak_megabytes = kept["peak_megabytes"]
        self._saved = run / "model.pt"
        self._longest = max(map(len, lines))
        letters = len(self.alphabet)
        self._model = load(self.folder, self.kind, self._saved, letters, self._longest)

    def _run(self, run: Path) -> dict[str, Any]:
        """Train; give the evaluations and the peak of the memory it took."""
        evaluations: list[Evaluation] = []
        peak, ended = 0.0, False
        with (
            (run / "errors.txt").open("w") as errors,
            subprocess.Popen(
                self._command(run),
                env=os.environ | {"OMP_NUM_THREADS": "1"},
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            ) as program,
        ):
            for line in program.stdout:
                if found := EVALUATION.match(line):
                    seconds = cpu_seconds(program.pid)
                    step, *losses = found.groups()
                    one = Evaluation(int(step), seconds, *map(float, losses))
                    evaluations.append(one)
                    peak = max(peak, peak_of(program.pid))
                    if ended := self._is_over(evaluations):
                        program.terminate()
                        break
        if not evaluations or (program.returncode and not ended):
            said = (run / "errors.txt").read_text().strip().splitlines()
            why = said[-1] if said else "it printed no evaluation"
            raise Missing(f"makemore's program failed: {why}")
        return {"evaluations": evaluations, "peak_megabytes": peak}

    def _command(self, run: Path) -> list[str]:
        program = [sys.executable, "-u", str(self.folder / "makemore.py")]
        files = ["-i", str(run / "lines.txt"), "-o", str(run)]
        ends = ["--max-steps", str(self.steps + 1)]  # so that the last is evaluated
        rate = ["--learning-rate", str(self.rate)] if self.rate else []
        kind = ["--type", self.kind, "--num-workers", "0"]
        return [*program, *files, *ends, *rate, *kind]

    def _is_over(self, evaluations: list[Evaluation]) -> bool:
        best = min(evaluations, key=lambda one: one.test)
        last = evaluations[-1]
        return self.patience is not None and last.step - best.step >= self.patience

    def probabilities(self, past: str) -> list[float]:
        """Run the model on the past.  Its token 0 is START before and STOP after."""
        import torch

        with torch.inference_mode():
            logits, _ = self._model(torch.tensor([self._tokens(past)]))
            stop, *letters = torch.softmax(logits[0, -1].double(), -1).tolist()
        return [*letters, stop]

    def log_probs(self, sample: str) -> list[float]:
        """Run the model once on the whole sample."""
        import torch

        tokens = self._tokens(sample)
        with torch.inference_mode():
            logits, _ = self._model(torch.tensor([tokens]))
            chances = torch.log_softmax(logits[0], -1)
        following = [*tokens[1:], 0]
        return [row[token].item() for row, token in zip(chances, following)]

    def generate(self, n: int, rng: Random, temperature: float = 1.0) -> list[str]:
        """Invent samples, all at once as makemore does."""
        import torch

        torch.manual_seed(rng.getrandbits(32))
        rows = torch.zeros(n, 1, dtype=torch.long)
        block = self._model.get_block_size()
        with torch.inference_mode():
            for _ in range(min(self._longest, LONGEST)):
                logits, _ = self._model(rows[:, -block:])
                chances = torch.softmax(logits[:, -1] / temperature, -1)
                rows = torch.cat((rows, torch.multinomial(chances, 1)), 1)
        return [self._decoded(row) for row in rows[:, 1:].tolist()]

    def size_bytes(self) -> int:
        """Give the size of the file that makemore saved."""
        return self._saved.stat().st_size

    def _decoded(self, tokens: list[int]) -> str:
        ends = tokens.index(0) if 0 in tokens else len(tokens)
        return "".join(self.alphabet[token - 1] for token in tokens[:ends])

    def _tokens(self, past: str) -> list[int]:
        tokens = [0, *(self.alphabet.index(letter) + 1 for letter in past)]
        return tokens[-self._longest - 1 :]


def require(folder: Path) -> None:
    """Say what is missing, before anything is begun."""
    if not (folder / "makemore.py").exists():
        raise Missing("no makemore.py in its folder (--makemore DIR)")
    for package in ("torch", "tensorboard"):
        if importlib.util.find_spec(package) is None:
            raise Missing(f"makemore's models need the package {package}")


def laid_out(train: list[str], test: list[str]) -> list[str]:
    """Order lines so that makemore's own shuffle and cut give this split.

    Parameters
    ----------
    train, test : list of str
        The split that is wanted.  `test` must have 1,000 samples at most.

    Returns
    -------
    list of str
        The lines for its file, the training samples in their order, perhaps
        several times.
    """
    pool = train * -(-9 * len(test) // len(train))  # a tenth of all is tested
    while cut(len(pool) + len(test)) > len(test) and len(pool) > len(train):
        pool = pool[:-1]
    total = len(pool) + len(test)
    if cut(total) != len(test):
        raise Missing(f"makemore cannot test {len(test)} samples of {total}")
    order = shuffled(total)
    places = [*sorted(order[: len(pool)]), *order[len(pool) :]]
    lines = [""] * total
    for sample, place in zip([*pool, *test], places):
        lines[place] = sample
    return lines


def cut(total: int) -> int:
    """Give how many of all samples makemore tests."""
    return min(1000, int(total * 0.1))


def shuffled(total: int) -> list[int]:
    """Give the order in which makemore's program shuffles so many lines."""
    import torch

    generator = torch.Generator().manual_seed(SEED)
    return torch.randperm(total, generator=generator).tolist()


def load(folder: Path, kind: str, saved: Path, letters: int, longest: int) -> Any:
    """Build the model with makemore's own classes and give it what was saved."""
    import torch

    torch.set_num_threads(1)
    module = imported(folder)
    config = module.ModelConfig(vocab_size=letters + 1, block_size=longest + 1)
    classes = {
        "transformer": lambda: module.Transformer(config),
        "bigram": lambda: module.Bigram(config),
        "mlp": lambda: module.MLP(config),
        "rnn": lambda: module.RNN(config, cell_type="rnn"),
        "gru": lambda: module.RNN(config, cell_type="gru"),
        "bow": lambda: module.BoW(config),
    }
    with contextlib.redirect_stdout(io.StringIO()):  # it tells its size
        model = classes[kind]()
    model.load_state_dict(torch.load(saved, weights_only=True))
    return model.eval()


def imported(folder: Path) -> ModuleType:
    """Import makemore.py from where it lies."""
    spec = importlib.util.spec_from_file_location("makemore", folder / "makemore.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["makemore"] = module  # its dataclass looks itself up there
    spec.loader.exec_module(module)
    return module


def cpu_seconds(pid: int) -> float:
    """Give how long a running program computed; NaN where Linux's /proc is not.

    Not by the clock: that would count what else the machine does meanwhile.
    """
    file = Path(f"/proc/{pid}/stat")
    if not file.exists():
        return math.nan
    user, system = file.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def peak_of(pid: int) -> float:
    """Give the most memory a running program took, in MB; 0 without Linux's /proc."""
    status = Path(f"/proc/{pid}/status")
    found = (
        re.search(r"VmHWM:\s*(\d+)", status.read_text()) if status.exists() else None
    )
    return int(found[1]) / 2**10 if found else 0.0
