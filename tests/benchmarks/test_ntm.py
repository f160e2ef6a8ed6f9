"""The Neural Turing Machine that stands beside ours: definitions and training."""

import itertools

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs plastic-memory[ntm]")

from typer.testing import CliRunner  # noqa: E402

from peers.ntm import addressing, cli  # noqa: E402
from peers.ntm.evaluation import by_size, measure  # noqa: E402
from peers.ntm.files import load, load_record, trained  # noqa: E402
from peers.ntm.lstm import PlainLSTM  # noqa: E402
from peers.ntm.memory import InitialMemory, read, write  # noqa: E402
from peers.ntm.model import NTM  # noqa: E402
from peers.ntm.parameters import Settings, divide, parse  # noqa: E402
from peers.ntm.tasks import TASKS, Copy, Questions, loss_and_cost  # noqa: E402
from peers.ntm.training import DivergedError, Training, begin  # noqa: E402
from plastic.errors import DataError, DataNotFoundError, ParameterError  # noqa: E402

SMALL = {"controller_size": 12, "memory_n": 8, "memory_m": 5}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("peers.ntm.training._HELD_OUT", 32)
    torch.set_num_threads(1)
    torch.manual_seed(0)


def small(**others):
    return NTM(inputs=9, outputs=8, **{**SMALL, **others})


def weightings(*shape):
    return torch.softmax(torch.randn(*shape, dtype=torch.float64), dim=-1)


# Addressing against the paper's equations, element by element ------------------


def test_content_is_the_softmax_of_scaled_cosines():
    memory = torch.randn(2, 6, 4, dtype=torch.float64)
    keys = torch.randn(2, 3, 4, dtype=torch.float64)
    strength = torch.rand(2, 3, 1, dtype=torch.float64) * 5
    found = addressing.by_content(memory, keys, strength)
    for b, h in itertools.product(range(2), range(3)):
        key, rows = keys[b, h].numpy(), memory[b].numpy()
        cosine = [
            key @ row / (np.linalg.norm(key) * np.linalg.norm(row)) for row in rows
        ]
        power = np.exp(strength[b, h].item() * np.array(cosine))
        np.testing.assert_allclose(found[b, h], power / power.sum(), rtol=1e-6)


@pytest.mark.parametrize("reach", [0, 1, 2, 3])
def test_shift_is_a_circular_convolution(reach):
    weights, by = weightings(2, 3, 7), weightings(2, 3, 2 * reach + 1)
    found = addressing.shift(weights, by)
    for b, h, i in itertools.product(range(2), range(3), range(7)):
        expected = sum(
            weights[b, h, (i - step) % 7] * by[b, h, step + reach]
            for step in range(-reach, reach + 1)
        )
        assert found[b, h, i].item() == pytest.approx(expected.item())


def test_interpolation_and_sharpening():
    content, before = weightings(2, 3, 7), weightings(2, 3, 7)
    gate = torch.rand(2, 3, 1, dtype=torch.float64)
    mixed = addressing.interpolate(content, before, gate)
    np.testing.assert_allclose(mixed, gate * content + (1 - gate) * before)
    power = 1 + 4 * torch.rand(2, 3, 1, dtype=torch.float64)
    raised = mixed.numpy() ** power.numpy()
    np.testing.assert_allclose(
        addressing.sharpen(mixed, power),
        raised / raised.sum(-1, keepdims=True),
        rtol=1e-5,
    )


def test_reading_and_writing():
    memory = torch.randn(2, 6, 4)
    weights = torch.softmax(torch.randn(2, 6), -1)
    erase, add = torch.rand(2, 4), torch.randn(2, 4)
    found, changed = read(memory, weights), write(memory, weights, erase, add)
    for b in range(2):
        rows = sum(weights[b, i] * memory[b, i] for i in range(6))
        np.testing.assert_allclose(found[b], rows, rtol=1e-4, atol=1e-6)
        for i in range(6):
            kept = memory[b, i] * (1 - weights[b, i] * erase[b])
            np.testing.assert_allclose(
                changed[b, i], kept + weights[b, i] * add[b], rtol=1e-4, atol=1e-6
            )


@pytest.mark.parametrize(
    ("function", "shapes"),
    [
        (addressing.by_content, [(2, 6, 4), (2, 3, 4), (2, 3, 1)]),
        (addressing.interpolate, [(2, 3, 6), (2, 3, 6), (2, 3, 1)]),
        (addressing.shift, [(2, 3, 6), (2, 3, 3)]),
        (lambda w, p: addressing.sharpen(w, 1 + p), [(2, 3, 6), (2, 3, 1)]),
        (read, [(2, 6, 4), (2, 6)]),
        (write, [(2, 6, 4), (2, 6), (2, 4), (2, 4)]),
    ],
)
def test_gradients_of_each_operation(function, shapes):
    inputs = [
        torch.rand(*shape, dtype=torch.float64).add_(0.1).requires_grad_()
        for shape in shapes
    ]
    assert torch.autograd.gradcheck(function, inputs)


@pytest.mark.parametrize("controller", ["lstm", "feedforward"])
def test_gradients_of_a_whole_machine(controller):
    machine = small(
        controller=controller, controller_size=4, memory_n=5, memory_m=3, heads="rw"
    ).double()
    inputs = torch.randn(3, 2, 9, dtype=torch.float64)
    names, parameters = zip(*machine.named_parameters())

    def answer(*values):
        return torch.func.functional_call(machine, dict(zip(names, values)), inputs)

    # Away from the nearly empty memory, whose cosine bends too fast to measure.
    values = [(torch.randn_like(one) * 0.5).requires_grad_() for one in parameters]
    assert torch.autograd.gradcheck(answer, values, fast_mode=True, atol=1e-4)


# The machine ------------------------------------------------------------------


@pytest.mark.parametrize("heads", ["rw", "wr", "rrw", "wrwr", "rwwr", "wwwrrr"])
@pytest.mark.parametrize("controller", ["lstm", "feedforward"])
@pytest.mark.parametrize("memory_start", ["row", "matrix", "constant"])
def test_any_heads_in_any_order(heads, controller, memory_start):
    machine = small(heads=heads, controller=controller, memory_start=memory_start)
    answer = machine(torch.rand(4, 3, 9))
    assert answer.shape == (4, 3, 8)
    answer.sum().backward()
    assert all(one.grad is not None for one in machine.parameters())


def test_the_order_of_heads_matters():
    one, other = small(heads="rw"), small(heads="wr")
    parameters = one.state_dict()
    other.load_state_dict(parameters)
    inputs = torch.rand(4, 1, 9)
    assert not torch.allclose(one(inputs), other(inputs))


@pytest.mark.parametrize("kind", ["lstm", "feedforward", "plain"])
def test_a_batch_is_what_its_sequences_are_alone(kind):
    model = PlainLSTM(9, 8, 16, 2) if kind == "plain" else small(controller=kind)
    inputs = torch.rand(6, 3, 9)
    together = model(inputs)
    for i in range(3):
        alone = model(inputs[:, i : i + 1])
        torch.testing.assert_close(together[:, i : i + 1], alone)
    torch.testing.assert_close(model(inputs, 2), together[-2:])


def test_extreme_inputs_and_parameters_stay_numbers():
    machine = small(heads="rwrw")
    with torch.no_grad():
        for one in machine.parameters():
            one.mul_(1e4)
    inputs = torch.randn(50, 2, 9) * 1e6
    answer = machine(inputs)
    answer.clamp(-1, 1).sum().backward()
    assert answer.isfinite().all()
    assert all(one.grad.isfinite().all() for one in machine.parameters())
    trace = machine.watch(inputs)
    torch.testing.assert_close(trace.weights.sum(-1), torch.ones(50, 2, 4))


def test_empty_memory_and_empty_keys_have_finite_gradients():
    memory = torch.zeros(1, 4, 3, requires_grad=True)
    keys = torch.zeros(1, 2, 3, requires_grad=True)
    found = addressing.by_content(memory, keys, torch.full((1, 2, 1), 1e6))
    found[0, 0, 0].backward()
    assert memory.grad.isfinite().all()
    assert keys.grad.isfinite().all()
    sharp = addressing.sharpen(torch.eye(4)[None], torch.full((1, 4, 1), 1e6))
    torch.testing.assert_close(sharp, torch.eye(4)[None])


def test_watching_sees_what_answering_does():
    machine, inputs = small(heads="rww"), torch.rand(5, 2, 9)
    trace = machine.watch(inputs)
    torch.testing.assert_close(trace.outputs, torch.sigmoid(machine(inputs)))
    assert trace.weights.shape == (5, 2, 3, 8)
    assert trace.memory.shape == (6, 2, 8, 5)
    assert trace.said["keys"].shape == (5, 2, 3, 5)
    assert trace.said["erase"].shape == (5, 2, 2, 5)


def test_effort_is_what_is_erased_and_added():
    machine, inputs = small(heads="rww"), torch.rand(5, 2, 9)
    logits, effort = machine.answer(inputs, 3)
    torch.testing.assert_close(logits, machine(inputs, 3))
    said = machine.watch(inputs).said
    expected = (said["erase"] ** 2).mean() + (said["add"] ** 2).mean()
    assert effort.item() == pytest.approx(expected.item())
    assert PlainLSTM(9, 8, 4, 1).answer(inputs)[1] == 0


def test_more_rows_change_nothing_that_was_learned():
    machine = small()
    larger = machine.enlarged(20)
    assert larger.watch(torch.rand(3, 1, 9)).weights.shape == (3, 1, 2, 20)
    for name, one in machine.named_parameters():
        if name != "heads.first":
            assert torch.equal(one, larger.get_parameter(name))
    with pytest.raises(ParameterError, match="none can get less"):
        machine.enlarged(4)
    with pytest.raises(ParameterError, match="memory_start"):
        small(memory_start="matrix").enlarged(20)


def test_only_what_is_to_be_learned_of_the_first_memory_is():
    numbers = [
        sum(one.numel() for one in InitialMemory(8, 5, start).parameters())
        for start in ("row", "matrix", "constant")
    ]
    assert numbers == [5, 40, 0]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"controller": "gru"}, "controller must be one of lstm, feedforward"),
        ({"heads": "rx"}, "letters r"),
        ({"heads": "r"}, "at least one of each"),
        ({"shift_range": 4}, "needs more than 8 rows"),
        ({"memory_start": "x"}, "memory_start must be one of"),
    ],
)
def test_what_cannot_be_built_says_why(wrong, message):
    with pytest.raises(ParameterError, match=message):
        small(**wrong)


# Tasks -----------------------------------------------------------------------


@pytest.mark.parametrize("name", TASKS)
def test_batches_have_the_shapes_they_say(name):
    task = TASKS[name]()
    for size in [task.draw(np.random.default_rng(1)), *task.examined[:2]]:
        batch = task.make(np.random.default_rng(0), 3, size)
        assert batch.inputs.shape[1:] == (3, task.inputs)
        assert batch.targets.shape[1:] == (3, task.outputs)
        assert len(batch.targets) <= len(batch.inputs)
        assert set(batch.targets.unique().tolist()) <= {0.0, 1.0}
        again = task.make(np.random.default_rng(0), 3, size)
        assert torch.equal(batch.inputs, again.inputs)


def test_copy_hears_what_it_has_to_say():
    batch = Copy(width=4).make(np.random.default_rng(0), 2, "3")
    assert torch.equal(batch.inputs[:3, :, :4], batch.targets)
    assert batch.inputs[3].tolist() == [[0, 0, 0, 0, 1]] * 2
    assert not batch.inputs[4:].any()


def test_repeat_copy_ends_with_its_mark():
    batch = TASKS["repeat-copy"]().make(np.random.default_rng(0), 1, "2x3")
    heard = batch.inputs[:2, 0, :8]
    assert torch.equal(batch.targets[:-1, 0, :8], heard.repeat(3, 1))
    assert batch.targets[:, 0, 8].tolist() == [0] * 6 + [1]


def test_associative_recall_says_the_next_item():
    batch = TASKS["associative-recall"]().make(np.random.default_rng(0), 1, "4")
    rows = batch.inputs[:, 0]
    question = rows[17:20, :6]  # after 4 items of 1 + 3 steps and a mark
    items = [rows[4 * i + 1 : 4 * i + 4, :6] for i in range(4)]
    asked = next(i for i, item in enumerate(items) if torch.equal(item, question))
    assert torch.equal(batch.targets[:, 0], items[asked + 1])
    assert rows[[16, 20], 7].tolist() == [1, 1]


def test_sorting_and_priorities():
    batch = TASKS["sort"]().make(np.random.default_rng(0), 1, "6")
    powers = 2.0 ** torch.arange(3, -1, -1)
    heard, said = batch.inputs[:6, 0, :4] @ powers, batch.targets[:, 0] @ powers
    assert heard.sort().values.tolist() == said.tolist()
    batch = TASKS["priority-sort"]().make(np.random.default_rng(0), 1, "10")
    order = batch.inputs[:10, 0, 8].argsort(descending=True)
    assert torch.equal(batch.targets[:, 0], batch.inputs[order[:8], 0, :8])


def test_questions_ask_for_a_key_that_was_heard():
    batch = Questions().make(np.random.default_rng(0), 1, "5")
    facts, question = batch.inputs[:5, 0], batch.inputs[5, 0]
    row = next(one for one in facts if torch.equal(one[:8], question[:8]))
    assert torch.equal(row[8:16], batch.targets[0, 0])
    assert question[16] == 1
    assert not batch.inputs[6].any()


def test_nobody_predicts_ngrams_better_than_the_optimum():
    found = by_size(small_for("ngram"), TASKS["ngram"](), ["100"], number=10)["100"]
    assert found.best < found.loss


def small_for(name):
    task = TASKS[name]()
    return NTM(inputs=task.inputs, outputs=task.outputs, **SMALL)


def test_cost_is_the_number_of_wrong_bits():
    batch = Copy().make(np.random.default_rng(0), 2, "3")
    logits = 10 * (2 * batch.targets - 1)
    assert loss_and_cost(logits, batch)[1].tolist() == [0, 0]
    logits[0, 1, :2] *= -1
    assert loss_and_cost(logits, batch)[1].tolist() == [0, 2]
    figures = measure(lambda *_: logits, [batch])
    assert (figures.cost, figures.exact, figures.share) == (1, 0.5, 2 / 48)


@pytest.mark.parametrize("sizes", [(0, 3), (4, 3)])
def test_impossible_sizes_say_so(sizes):
    with pytest.raises(ParameterError, match="no size"):
        Copy(min_length=sizes[0], max_length=sizes[1]).batch(np.random.default_rng(0))


@pytest.mark.parametrize("name", ["copy", "repeat-copy", "sort", "qa"])
def test_a_lesson_has_a_share_of_the_sizes(name):
    task, rng = TASKS[name](), np.random.default_rng(0)

    def largest(share):
        return max(int(task.draw(rng, share).split("x")[-1]) for _ in range(200))

    assert largest(0.0) < largest(0.5) < largest(1.0)


def test_a_curriculum_ends_with_all_sizes():
    training = begin("copy", sequences=8, curriculum=0.5, **SMALL)
    shares = []
    whole = Copy.batch

    def batch(task, rng, number, share):
        shares.append(share)
        return whole(task, rng, number, share)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Copy, "batch", batch)
        losses(training, 8)
    assert shares == [0, 0.25, 0.5, 0.75, 1, 1, 1, 1]


# Training --------------------------------------------------------------------


def losses(training, steps):
    return [training.step()[0] for _ in range(steps)]


@pytest.mark.parametrize("model", ["ntm", "lstm"])
def test_the_same_seed_learns_the_same(model):
    sizes = SMALL if model == "ntm" else {"lstm_size": 8, "lstm_layers": 1}
    runs = [begin("copy", model, seed=s, max_length=4, **sizes) for s in (5, 5, 6)]
    one, same, other = (losses(run, 5) for run in runs)
    assert one == same != other


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop"])
def test_a_resumed_training_goes_on_as_if_nothing_had_been(tmp_path, optimizer):
    from peers.ntm.files import save

    training = begin("copy", max_length=4, optimizer=optimizer, batch_size=2, **SMALL)
    losses(training, 6)
    training.report()
    losses(training, 2)
    save(training.checkpoint(), tmp_path / "some.pt")
    again = Training.resume(load(tmp_path / "some.pt"))
    assert losses(training, 6) == losses(again, 6)
    one, other = training.report(), again.report()
    del one["ms"], other["ms"]
    assert one == other


def test_learning_lowers_the_loss_and_keeps_the_best():
    training = begin("copy", width=2, max_length=2, sequences=600, lr=0.01, **SMALL)
    for _ in training.run(100):
        pass
    first, last = training.reports[0], training.reports[-1]
    assert last["held_out_loss"] < first["held_out_loss"] / 2
    order = [(one["held_out_cost"], one["held_out_loss"]) for one in training.reports]
    best = training.best["report"]
    assert (best["held_out_cost"], best["held_out_loss"]) == min(order)
    assert [one["sequences"] for one in training.reports] == [*range(100, 601, 100)]


def test_a_training_that_goes_astray_says_so():
    training = begin("copy", max_length=2, **SMALL)
    with torch.no_grad():
        training.model.output.bias.fill_(float("nan"))
    with pytest.raises(DivergedError, match="lower lr"):
        training.step()


def test_parameters_find_their_owners():
    values = parse(["lr=0.5", "width=3", "heads=rrw", "sequences=7"])
    assert divide(Copy, NTM, values) == (
        {"width": 3},
        {"heads": "rrw"},
        {"sequences": 7, "lr": 0.5},
    )
    assert Settings(sequences=7).lr == Settings().lr


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("hedas=rw", "no parameter 'hedas'; there are: .*heads.*memory_n.*width"),
        ("lr", "written name=value"),
        ("lr=x", "lr must be a number"),
        ("width=2.5", "width must be a whole number"),
        ("lr=-1", "at least 0"),
        ("lr=nan", "at least 0"),
        ("lstm_size=3", "no parameter 'lstm_size'"),
    ],
)
def test_wrong_parameters_say_what_is_right(text, message):
    with pytest.raises(ParameterError, match=message):
        divide(Copy, NTM, parse([text]))


# The command line --------------------------------------------------------------


def run(*words):
    return CliRunner().invoke(cli.app, [str(word) for word in words])


TINY = ["-p", "controller_size=8", "-p", "memory_n=6", "-p", "max_length=3"]


def test_training_keeps_checkpoints_and_losses(tmp_path):
    options = ["--report-interval", 8, "--checkpoint-interval", 8]
    where = ["--checkpoint-path", tmp_path]
    done = run(
        *("train", "--task", "copy", "--seed", 3, "--batch-size", 4, *TINY),
        *("-p", "sequences=16", *options, *where),
    )
    assert done.exit_code == 0, done.output
    assert "held out" in done.output
    assert "ms/sequence" in done.output
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        "copy-ntm-3-00000008.pt",
        "copy-ntm-3-00000016.pt",
        "copy-ntm-3-best.pt",
        "copy-ntm-3-last.pt",
        "copy-ntm-3.json",
    ]
    record = load_record(tmp_path / "copy-ntm-3.json")
    assert record["settings"]["sequences"] == 16
    assert [one["sequences"] for one in record["reports"]] == [8, 16]
    assert "controller.from_past.weight" in record["reports"][0]["gradients"]

    shown = run("evaluate", tmp_path / "copy-ntm-3-best.pt", "--sizes", "2,5")
    assert shown.exit_code == 0, shown.output
    assert [line.split()[0] for line in shown.output.splitlines()] == ["size", "2", "5"]
    more = run(
        *("evaluate", tmp_path / "copy-ntm-3-best.pt", "--sizes", 2, "--rows", 9)
    )
    assert more.exit_code == 0, more.output

    again = run(
        *("train", "--resume", tmp_path / "copy-ntm-3-00000008.pt", *options),
        *("--checkpoint-path", tmp_path / "again"),
    )
    assert again.exit_code == 0, again.output
    one, other = (
        load(folder / "copy-ntm-3-last.pt")["parameters"]
        for folder in (tmp_path, tmp_path / "again")
    )
    assert all(torch.equal(one[name], other[name]) for name in one)
    longer = run(
        *("train", "--resume", tmp_path / "copy-ntm-3-last.pt", *where),
        *("-p", "sequences=24", "--report-interval", 8),
    )
    assert longer.exit_code == 0, longer.output
    assert len(load_record(tmp_path / "copy-ntm-3.json")["reports"]) == 3
    assert (
        "cannot change: width"
        in run(
            *("train", "--resume", tmp_path / "copy-ntm-3-last.pt", "-p", "width=2")
        ).output
    )
    assert (
        "use only" in run("train", "--resume", tmp_path / "copy-ntm-3-best.pt").output
    )


def test_no_checkpoints_between_when_they_are_off(tmp_path):
    done = run(
        *("train", "--model", "lstm", "-p", "lstm_size=4", "-p", "sequences=2"),
        *("--checkpoint-interval", 0, "--checkpoint-path", tmp_path),
    )
    assert done.exit_code == 0, done.output
    assert sorted(one.name for one in tmp_path.iterdir()) == [
        *("copy-lstm-1-best.pt", "copy-lstm-1-last.pt", "copy-lstm-1.json")
    ]
    rows = run("evaluate", tmp_path / "copy-lstm-1-best.pt", "--rows", 300)
    assert "no memory" in rows.output


@pytest.mark.parametrize("task", TASKS)
def test_every_task_trains(task, tmp_path):
    done = run(
        *("train", "--task", task, "-p", "sequences=1", "-p", "controller_size=4"),
        *("-p", "memory_n=4", "--checkpoint-path", tmp_path),
    )
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["train", "-p", "size=3"], "no parameter 'size'"),
        (["train", "--device", "abacus"], "no device 'abacus'"),
        (["train", "--resume", "nowhere.pt"], "no checkpoint nowhere.pt"),
        (["evaluate", "nowhere.pt"], "no checkpoint nowhere.pt"),
        (["evaluate", __file__], "no checkpoint of this program"),
        (["train", "--task", "knit"], "knit"),
    ],
)
def test_mistakes_are_named(words, message):
    done = run(*words)
    assert done.exit_code != 0
    assert message in done.output


def test_a_foreign_file_is_no_checkpoint(tmp_path):
    with pytest.raises(DataNotFoundError):
        trained(tmp_path / "none.pt")
    torch.save({"task": "copy"}, tmp_path / "half.pt")
    with pytest.raises(DataError):
        load(tmp_path / "half.pt")
    torch.save({"task": "knit", "model": "ntm"}, tmp_path / "other.pt")
    with pytest.raises(DataError, match="lacks"):
        load(tmp_path / "other.pt")
