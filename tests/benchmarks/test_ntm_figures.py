"""What is measured and drawn of a Neural Turing Machine, and what was kept."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs plastic-memory[ntm]")
pytest.importorskip("matplotlib", reason="needs plastic-memory[plot]")
Image = pytest.importorskip("PIL.Image", reason="needs plastic-memory[plot]")

from peers.ntm import analyses, animation, figures  # noqa: E402
from peers.ntm.evaluation import by_size  # noqa: E402
from peers.ntm.files import load_record, save, save_record, trained  # noqa: E402
from peers.ntm.lstm import PlainLSTM  # noqa: E402
from peers.ntm.training import begin  # noqa: E402
from plastic.errors import ParameterError  # noqa: E402

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "ntm"


@pytest.fixture(scope="module")
def learned(tmp_path_factory):
    """Train a tiny machine, with checkpoints."""
    torch.set_num_threads(1)
    folder = tmp_path_factory.mktemp("ntm")
    small = {"controller_size": 8, "memory_n": 10, "memory_m": 4, "heads": "rwr"}
    training = begin("copy", max_length=3, sequences=9, **small)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("peers.ntm.training._HELD_OUT", 16)
        for _, _, report in training.run(3):
            if report:
                save(training.checkpoint(), folder / f"{training.seen}.pt")
    save(training.best, folder / "best.pt")
    save_record(training.record(), folder / "record.json")
    return folder


def picture(figure, tmp_path):
    figure.savefig(tmp_path / "some.png")
    with Image.open(tmp_path / "some.png") as image:
        assert len(image.convert("L").getcolors(256)) > 2


def test_every_figure_draws(learned, tmp_path):
    record = load_record(learned / "record.json")
    model, task = trained(learned / "best.pt")
    batch, trace = analyses.watch(model, task, 4)
    found = by_size(model, task, [2, 12], number=3)
    for figure in (
        figures.convergence({"seed 1": record, "seed 2": record}),
        figures.convergence({"one": record}, "held_out_loss"),
        figures.cost_by_size({"NTM": found, "other": found}, trained_to=3, memory=9),
        figures.cost_by_size(
            {"by name": {f"{size}x1": one for size, one in found.items()}}
        ),
        figures.outputs(analyses.generalisation(model, task, (2, 12))),
        figures.heads(batch, trace, model.heads.order),
        figures.heads(batch, trace, model.heads.order, rows=4),
        figures.gradient_norms(record),
        figures.memory_stability({"copy": trace}),
        figures.changes_while_learning(
            analyses.changes_while_learning(learned.glob("[0-9].pt"), 3)
        ),
        figures.forward_time(analyses.forward_times((4, 8), repeats=1)),
    ):
        picture(figure, tmp_path)


def test_a_gif_shows_each_checkpoint_but_the_best(learned, tmp_path):
    _, task = trained(learned / "best.pt")
    batch = task.make(np.random.default_rng(0), 1, "3")
    shown = analyses.snapshots(sorted(learned.glob("*.pt")), batch)
    assert [seen for seen, _ in shown] == [3, 6, 9]
    with Image.open(animation.gif(shown, tmp_path / "some.gif")) as image:
        assert image.n_frames == 3
    with pytest.raises(ParameterError, match="checkpoint-interval"):
        animation.gif([], tmp_path / "none.gif")


def test_changes_are_those_of_the_memory(learned):
    model, task = trained(learned / "best.pt")
    _, trace = analyses.watch(model, task, 2)
    changes = analyses.memory_changes(trace)
    assert changes.shape == (5,)
    expected = np.abs(trace.memory[3].numpy() - trace.memory[2].numpy()).mean()
    assert changes[2] == pytest.approx(expected)


def test_what_has_no_memory_cannot_be_watched(learned):
    with pytest.raises(ParameterError, match="only an NTM"):
        analyses.watch(PlainLSTM(9, 8, 4, 1), trained(learned / "best.pt")[1], 3)
    with pytest.raises(ParameterError, match="no gradients"):
        figures.gradient_norms({"reports": []})


def test_wrong_bits_are_counted():
    shown = analyses.Shown("1", np.array([[1, 0, 1]]), np.array([[0.9, 0.6, 0.2]]))
    assert shown.wrong == 2


@pytest.mark.parametrize("path", sorted(RESULTS.glob("copy-ntm-*-best.pt")))
def test_the_machine_that_was_kept_copies_what_is_longer_than_its_lessons(path):
    torch.set_num_threads(1)
    found = by_size(*trained(path), [20, 120], number=10)
    assert [one.exact for one in found.values()] == [1, 1]
    assert path.stat().st_size < 300_000
