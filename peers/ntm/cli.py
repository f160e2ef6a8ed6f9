"""The command line: ``train`` a model, ``evaluate`` a checkpoint."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Annotated, Any, Literal

import torch
import typer
from tqdm import tqdm
from typer.core import TyperGroup

from plastic.errors import ParameterError, PlasticError

from .evaluation import by_size
from .files import MODELS, load, save, save_record, trained
from .parameters import Settings, divide, parse
from .tasks import TASKS
from .training import Training, begin


class _Group(TyperGroup):
    """The commands, which all say in the same way what went wrong."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except PlasticError as error:
            typer.echo(f"ntm: error: {error}", err=True)
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=_Group,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Train and evaluate a Neural Turing Machine, or the LSTM beside it.",
)

_Task = Literal[tuple(TASKS)]
_Model = Literal[tuple(MODELS)]
_Parameters = Annotated[
    list[str] | None,
    typer.Option(
        "--param",
        "-p",
        metavar="NAME=VALUE",
        help="Of the task, the model or the training; a wrong name lists all.",
    ),
]
_Device = Annotated[str, typer.Option(help="Such as cpu, cuda or cuda:1.")]
_Threads = Annotated[
    int, typer.Option(min=0, help="Of PyTorch; 0: as many as it likes.")
]


def main() -> None:
    """Run the command line."""
    app(prog_name="python -m peers.ntm")


def _prepare(device: str, threads: int) -> torch.device:
    if threads:
        torch.set_num_threads(threads)
    try:
        found = torch.device(device)
        torch.empty(0, device=found)
    except (RuntimeError, AssertionError) as error:
        reason = str(error).splitlines()[0]
        raise ParameterError(f"no device {device!r}: {reason}") from error
    return found


def _resume(path: str, params: list[str], device: torch.device) -> Training:
    content = load(path, device)
    if not params:
        return Training.resume(content, device=device)
    task, model = TASKS[content["task"]], MODELS[content["model"]]
    of_task, of_model, others = divide(task, model, parse(params))
    if of_task or of_model:
        fixed = ", ".join([*of_task, *of_model])
        raise ParameterError(f"a training that goes on cannot change: {fixed}")
    settings = Settings(**{**content.get("settings", {}), **others})
    return Training.resume(content, settings, device)


def _follow(training: Training, interval: int, every: int, folder: Path) -> str:
    """Train to the end, show it, save what is due; give the name of the files."""
    record = training.record()
    name = f"{record['task']}-{record['model']}-{training.seed}"
    total, begun = training.settings.sequences, time.perf_counter()
    first = before = training.seen
    with tqdm(total=total, initial=first, unit="seq", disable=None) as bar:
        for loss, cost, report in training.run(interval):
            bar.update(training.seen - before)
            ms = 1000 * (time.perf_counter() - begun) / (training.seen - first)
            bar.set_postfix_str(
                f"loss {loss:.4f}, cost {cost:.2f}, {ms:.1f} ms/seq", refresh=False
            )
            if report:
                line = (
                    "{sequences:>8} sequences  loss {loss:.5f}  cost {cost:.4f}  "
                    "held out {held_out_cost:.4f}  {ms:.2f} ms/sequence"
                )
                bar.write(line.format(**report), file=sys.stdout)
                sys.stdout.flush()
                save_record(training.record(), folder / f"{name}.json")
                if training.best and training.best["report"]["sequences"] == (
                    training.seen
                ):
                    save(training.best, folder / f"{name}-best.pt")
            if every and training.seen // every > before // every:
                content = training.checkpoint()
                save(content, folder / f"{name}-{training.seen:08}.pt")
            before = training.seen
    return name


@app.command()
def train(
    task: Annotated[_Task, typer.Option(help="What to learn.")] = "copy",
    model: Annotated[_Model, typer.Option(help="What learns it.")] = "ntm",
    seed: Annotated[int, typer.Option(min=0, help="Of parameters and sequences.")] = 1,
    param: _Parameters = None,
    batch_size: Annotated[int, typer.Option(min=1, help="Sequences a step.")] = 1,
    report_interval: Annotated[
        int, typer.Option(min=1, help="Sequences between reports.")
    ] = 500,
    checkpoint_interval: Annotated[
        int, typer.Option(min=0, help="Sequences between checkpoints; 0: off.")
    ] = 0,
    checkpoint_path: Annotated[
        Path, typer.Option(help="The folder of checkpoints and losses.")
    ] = Path("checkpoints"),
    resume: Annotated[
        str | None, typer.Option(metavar="CHECKPOINT", help="Go on with this one.")
    ] = None,
    device: _Device = "cpu",
    threads: _Threads = 1,
) -> None:
    """Learn a task; the best checkpoint, the last, and the losses are kept.

    A resumed training has the task, model, seed and batch size of its checkpoint.
    """
    where = _prepare(device, threads)
    if resume:
        training = _resume(resume, param or [], where)
    else:
        training = begin(
            task,
            model,
            seed=seed,
            batch_size=batch_size,
            device=where,
            **parse(param or []),
        )
    name = _follow(training, report_interval, checkpoint_interval, checkpoint_path)
    save(training.checkpoint(), checkpoint_path / f"{name}-last.pt")
    best = training.best["report"] if training.best else None
    if best:
        typer.echo(
            f"best: {best['held_out_cost']:.4f} bits wrong a held-out sequence, after "
            f"{best['sequences']} sequences: {checkpoint_path / name}-best.pt"
        )


@app.command()
def evaluate(
    checkpoint: Annotated[str, typer.Argument(metavar="CHECKPOINT")],
    sizes: Annotated[
        str | None,
        typer.Option(help="Such as 10,20,120; 10x20,20x10 for repeat-copy."),
    ] = None,
    number: Annotated[int, typer.Option(min=1, help="Sequences a size.")] = 100,
    seed: Annotated[int, typer.Option(min=0, help="Of the sequences.")] = 0,
    rows: Annotated[
        int, typer.Option(min=0, help="Give the memory so many rows; 0: as trained.")
    ] = 0,
    device: _Device = "cpu",
    threads: _Threads = 1,
) -> None:
    """Print how many bits a checkpoint gets wrong at each size."""
    where = _prepare(device, threads)
    model, task = trained(checkpoint, where)
    if rows:
        if not hasattr(model, "enlarged"):
            raise ParameterError("an LSTM has no memory with rows")
        model = model.enlarged(rows).to(where)
    wanted = sizes.split(",") if sizes else None
    found = by_size(model, task, wanted, number=number, seed=seed, device=where)
    typer.echo(
        f"{'size':>8}  {'bits wrong':>10}  {'of all':>7}  {'exact':>6}  {'loss':>9}"
    )
    for size, one in found.items():
        best = "" if one.best is None else f"  (best possible {one.best:.4f})"
        typer.echo(
            f"{size:>8}  {one.cost:>10.4f}  {one.share:>7.2%}  {one.exact:>6.1%}  "
            f"{one.loss:>9.5f}{best}"
        )
