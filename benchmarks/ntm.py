"""What trainings of the Neural Turing Machine came to: results, small enough to keep.

    python -m peers.ntm train --task copy --checkpoint-path runs    # and others
    python -m benchmarks.ntm runs

takes each training of a folder: its losses, thinned; how many bits its best
checkpoint gets wrong at each size; that checkpoint, of an NTM with seed 1; and
draws the pictures.  ``--times`` measures times too, on a machine that should
have nothing else to do.  It all goes to ``benchmarks/results/ntm``.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import torch
import typer

from peers.ntm import analyses, animation, figures
from peers.ntm.evaluation import Figures, by_size
from peers.ntm.files import load_record, save_record, trained
from peers.ntm.tasks import Batch
from peers.ntm.training import begin

from .common import machine

RESULTS = Path(__file__).parent / "results" / "ntm"
SOLVED = 0.01  # bits wrong a held-out sequence; 0.1 for repeat-copy
REPORTS = 60  # of a record are kept
MORE = {"copy": [1, 5, 10, 20, 40, 80, 100, 120, 126, 127, 128, 129, 130, 140, 160]}


def command(record: dict[str, Any]) -> str:
    """Write the command of a training; what is as by default is not said."""
    plain = begin(record["task"], record["model"]).record()
    words = ["python -m peers.ntm train", f"--task {record['task']}"]
    if record["model"] != "ntm":
        words.append(f"--model {record['model']}")
    words.append(f"--seed {record['seed']}")
    if record["batch_size"] != 1:
        words.append(f"--batch-size {record['batch_size']}")
    for part in ("task_settings", "model_settings", "settings"):
        words += [
            f"-p {name}={value}"
            for name, value in record[part].items()
            if name not in ("inputs", "outputs") and plain[part][name] != value
        ]
    return " ".join(words)


def solved(record: dict[str, Any]) -> int | None:
    """Give after how many sequences a task was solved, by held-out sequences."""
    most = 10 * SOLVED if record["task"] == "repeat-copy" else SOLVED
    reached = (
        one["sequences"] for one in record["reports"] if one["held_out_cost"] < most
    )
    return next(reached, None)


def thinned(record: dict[str, Any]) -> dict[str, Any]:
    """Keep some of the reports, evenly, and the last."""
    reports = record["reports"]
    chosen = np.unique(np.linspace(0, len(reports) - 1, REPORTS).round().astype(int))
    return {**record, "reports": [reports[index] for index in chosen]}


def keep(path: Path, number: int) -> None:
    """Keep one training: its losses, its errors by size, and maybe its checkpoint."""
    record = load_record(path)
    best = path.with_name(f"{path.stem}-best.pt")
    model, task = trained(best)
    found = by_size(model, task, MORE.get(record["task"]), number=number)
    spent = [one["ms"] for one in record["reports"]]
    about = {
        "command": command(record),
        "machine": machine(),
        "solved_after": solved(record),
        "ms_a_sequence": {"median": float(np.median(spent)), "least": min(spent)},
        "by_size": {size: _rounded(one) for size, one in found.items()},
    }
    save_record({**about, **thinned(record)}, RESULTS / path.name)
    if record["model"] == "ntm" and record["seed"] == 1:
        shutil.copyfile(best, RESULTS / best.name)
    typer.echo(f"{path.stem}: solved after {about['solved_after']} sequences")


def _rounded(found: Figures) -> dict[str, float]:
    return {
        name: round(one, 6) for name, one in found._asdict().items() if one is not None
    }


def times() -> None:
    """Measure how long steps and sequences take."""
    rows = analyses.forward_times()
    sequences = {
        str(size): analyses.training_time(begin("copy", batch_size=size))
        for size in (1, 4, 16)
    }
    found = {
        "command": "python -m benchmarks.ntm --times",
        "machine": machine(),
        "threads": torch.get_num_threads(),
        "forward_ms_a_step_by_rows": {str(key): value for key, value in rows.items()},
        "copy_training_ms_a_sequence_by_batch_size": sequences,
    }
    (RESULTS / "times.json").write_text(json.dumps(found, indent=1) + "\n")


def _figures(record: dict[str, Any]) -> dict[str, Figures]:
    return {size: Figures(**one) for size, one in record["by_size"].items()}


def draw(folder: Path) -> None:
    """Draw the pictures of what was kept, and of the checkpoints in a folder."""
    records = {path.stem: load_record(path) for path in RESULTS.glob("*-*-*.json")}
    ours = {
        f"seed {one['seed']}": one
        for name, one in sorted(records.items())
        if name.startswith("copy-ntm")
    }
    pictures = {"copy_convergence": figures.convergence(ours)}
    pictures["copy_by_size"] = figures.cost_by_size(
        {name: _figures(one) for name, one in ours.items()}, trained_to=20, memory=128
    )
    pictures["gradients"] = figures.gradient_norms(ours["seed 1"])
    if "copy-lstm-1" in records:
        two = {"NTM": ours["seed 1"], "LSTM": records["copy-lstm-1"]}
        pictures["ntm_and_lstm"] = figures.convergence(two)
        pictures["ntm_and_lstm_by_size"] = figures.cost_by_size(
            {name: _figures(one) for name, one in two.items()}, 20, 128
        )
    if (RESULTS / "times.json").exists():
        found = json.loads((RESULTS / "times.json").read_text())
        pictures["forward_time"] = figures.forward_time(
            {int(key): one for key, one in found["forward_ms_a_step_by_rows"].items()}
        )
    pictures.update(_of_checkpoint(RESULTS / "copy-ntm-1-best.pt"))
    pictures.update(_while_learning(sorted(folder.glob("copy-ntm-1-0*.pt"))))
    for name, figure in pictures.items():
        figure.savefig(RESULTS / f"{name}.png", dpi=100)


def _of_checkpoint(path: Path) -> dict[str, Any]:
    model, task = trained(path)
    batch, trace = analyses.watch(model, task, 20)
    longer = analyses.watch(model, task, 120)[1]
    said = analyses.generalisation(model, task, (20, 40, 80, 120, 140))
    return {
        "copy_heads": figures.heads(batch, trace, model.heads.order, 32),
        "copy_outputs": figures.outputs(said),
        "memory_stability": figures.memory_stability(
            {"copy of 20": trace, "copy of 120": longer}
        ),
    }


def _while_learning(checkpoints: list[Path]) -> dict[str, Any]:
    if not checkpoints:
        return {}
    task = trained(checkpoints[0])[1]
    batch: Batch = task.make(np.random.default_rng(3), 1, "20")
    animation.gif(analyses.snapshots(checkpoints, batch), RESULTS / "copy_learning.gif")
    changes = analyses.changes_while_learning(checkpoints)
    return {"memory_changes": figures.changes_while_learning(changes)}


def main(
    folder: Annotated[Path | None, typer.Argument(help="Of --checkpoint-path.")] = None,
    number: Annotated[int, typer.Option(help="Sequences a size.")] = 100,
    measure: Annotated[bool, typer.Option("--times", help="Measure times.")] = False,
) -> None:
    """Keep the results of a folder of trainings, and draw them."""
    torch.set_num_threads(1)
    RESULTS.mkdir(parents=True, exist_ok=True)
    if measure:
        times()
    if folder:
        for path in sorted(folder.glob("*.json")):
            keep(path, number)
        draw(folder)


if __name__ == "__main__":
    typer.run(main)
