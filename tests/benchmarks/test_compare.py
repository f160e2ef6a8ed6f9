"""The comparison itself: what is kept, what is run again, what the tables say."""

import json
import math

import numpy as np
import pytest

pytest.importorskip("benchmarks", reason="benchmarks/ is not beside these tests")

from benchmarks import compare, efficiency
from benchmarks.peers import PEERS, measuring
from benchmarks.peers.makemore import Evaluation
from benchmarks.peers.reporting import page
from benchmarks.peers.significance import interval, paired
from plastic import datasets

NAMES = datasets.read(datasets.path("names.txt"))[:90]


@pytest.fixture
def names(tmp_path):
    file = tmp_path / "few.txt"
    file.write_text("\n".join(NAMES) + "\n")
    return file


@pytest.fixture
def here(monkeypatch):
    """Run in this process, and tell what was run."""
    ran = []

    def call(function, *told):
        ran.append(told[0])
        return function(*told)

    monkeypatch.setattr(compare, "in_fresh_process", call)
    return ran


def run(names, *more):
    out = names.with_name("out")
    told = ["--split", str(names), "-o", str(out), "--work", str(names.parent)]
    assert compare.main([*told, *more]) == 0
    text = out.with_suffix(".md").read_text()
    return json.loads(out.with_suffix(".json").read_text()), text


def test_learners_are_measured_on_the_same_tests(names, here, capsys):
    kept, text = run(names, "--only", "awake", "uniform", "kn3")
    assert here == [key for key in ("awake", "uniform", "kn3") for _ in "123"]
    assert text in capsys.readouterr().out
    for fold in "012":
        runs = [kept["learners"][key][fold] for key in ("awake", "uniform", "kn3")]
        assert len({tuple(one["symbols"]) for one in runs}) == 1
        assert len(runs[0]["symbols"]) == 9
    uniform = kept["learners"]["uniform"]["0"]
    letters = 1 / len(set("".join(NAMES)) | {"STOP"})
    assert sum(uniform["nats"]) == pytest.approx(
        -math.log(letters) * sum(uniform["symbols"]), abs=1e-4
    )


def test_everything_is_measured_of_a_learner(names, here):
    kept, text = run(names, "--quick", "--only", "asleep", "kn3", "ppm", "uniform")
    asleep, ngrams, matching = (
        kept["learners"][key]["0"] for key in ("asleep", "kn3", "ppm")
    )
    for one in (asleep, ngrams, matching):
        assert one["fit_seconds"] > 0
        assert one["predict_seconds"] > 0
        assert one["bytes"] > 100
        assert 0 < one["new"] <= 1
        assert 0 < one["distinct"] <= 1
        assert one["learn_seconds"] > 0
    assert asleep["forgets"] == "after the next sleep"
    assert ngrams["forgets"] == "exactly"
    assert "forgets" not in matching
    cells = {line.split("|")[1].strip(): line.split("|") for line in table_of(text)}
    assert cells["plastic, after sleep"][-2].strip().startswith("after the next sleep")
    assert cells["Kneser-Ney, order 3"][-2].strip().startswith("exactly, ")
    assert cells["PPM-D, depth 5"][-2].strip() == "no"


def table_of(text):
    table = text.partition("### Learners")[2].partition("###")[0]
    return [line for line in table.splitlines() if line.startswith("|")]


def test_what_is_finished_is_not_run_again(names, here):
    run(names, "--quick", "--only", "uniform", "concepts")
    assert here == ["uniform", "concepts"]
    kept, _ = run(names, "--quick", "--only", "uniform", "bigram", "concepts")
    assert here == ["uniform", "concepts", "bigram"]
    assert set(kept["learners"]) == {"uniform", "bigram"}
    run(names, "--quick", "--only", "uniform", "--again")
    assert here[3:] == ["uniform"]
    names.write_text("\n".join(NAMES[::-1]) + "\n")
    run(names, "--quick", "--only", "bigram")
    assert here[4:] == ["bigram"]


def test_what_lacks_is_left_out_with_its_reason(names, here, tmp_path):
    folder = str(tmp_path / "nowhere")
    only = ["--only", "uniform", "makemore-mlp", "toy"]
    _, text = run(names, "--makemore", folder, "--toy", folder, *only)
    assert "- makemore mlp: no makemore.py in" in text
    assert "- toy: no src/plastic_prefix_network.py in" in text
    assert "| uniform" in text
    run(names, "--makemore", folder, "--toy", folder, *only)
    assert here.count("makemore-mlp") == 2  # it may be there now
    assert here.count("uniform") == 3


def test_a_split_that_lacks_is_an_error(tmp_path, capsys):
    assert compare.main(["--split", str(tmp_path / "nowhere.txt")]) == 1
    assert "cannot compare" in capsys.readouterr().err


def test_a_learner_runs_in_a_process_of_its_own(names):
    kept, _ = run(names, "--quick", "--only", "uniform")
    assert kept["learners"]["uniform"]["0"]["peak_megabytes"] > 10


def test_a_learner_that_forgets_wrongly_is_found_out():
    class Stubborn(type(PEERS["kn3"](setting()))):
        def forget(self, sample):
            pass

    peer = Stubborn("abc", 3)
    peer.fit(["abc"] * 30 + ["cab"])
    kept = measuring.PEERS | {"stubborn": lambda told: Stubborn("abc", 3)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measuring, "PEERS", kept)
        split = ["abc"] * 30 + ["cab"], ["ab", "ca"]
        found = measuring.changing(peer, "stubborn", split, setting())
    assert found["forgets"] == "roughly"


def setting():
    return compare.Setting("abc", [], compare.WORK, 1, 1, compare.WORK)


# Tables ------------------------------------------------------------------------------


def measured(name, nats, **more):
    return {
        "name": name,
        "nats": nats,
        "symbols": [2] * len(nats),
        "fit_seconds": 1.0,
        "predict_seconds": 0.001,
        "peak_megabytes": 50.0,
        "bytes": 10,
        "new": 0.5,
        "distinct": 1.0,
        **more,
    }


def kept(**learners):
    runs = {key: {"0": one} for key, one in learners.items()}
    return {"split": "x", "quick": False, "machine": "a machine", "learners": runs}


def test_a_better_peer_is_shown_as_better():
    text = page(
        kept(asleep=measured("ours", [4.0] * 50), kn3=measured("theirs", [3.0] * 50))
    )
    line = next(
        line for line in text.split("### Paired")[1].splitlines() if "theirs" in line
    )
    assert "-0.5000" in line
    assert "0%" in line
    assert "< 0.001" in line


def test_the_impossible_is_infinite():
    text = page(
        kept(
            asleep=measured("ours", [4.0] * 4),
            markovify2=measured("theirs", [None, 1.0, 1.0, 1.0]),
        )
    )
    assert "infinite" in text
    assert "25% of tests impossible" in text
    assert "theirs" not in text.partition("### Paired")[2]


def test_best_and_last_evaluation_of_makemore():
    evaluations = [
        Evaluation(500, 10, 2.5, 2.4),
        Evaluation(1000, 20, 2.3, 2.2),
        Evaluation(1500, 30, 2.1, 2.3),
    ]
    text = page(
        kept(
            **{"makemore-mlp": measured("makemore mlp", [4.0], evaluations=evaluations)}
        )
    )
    assert "makemore mlp, best of 1,500 steps" in text
    assert "2.2000 after 1,000 steps, 20 s" in text
    assert "2.3000 after 1,500 steps, 30 s" in text
    one = measured("makemore mlp", [4.0], evaluations=evaluations[:2])
    assert "still improving" in page(kept(**{"makemore-mlp": one}))


# Statistics --------------------------------------------------------------------------


def test_an_interval_holds_the_mean():
    rng = np.random.default_rng(1)
    nats, symbols = rng.gamma(8, 2, size=400), rng.integers(3, 9, size=400)
    low, high = interval(nats, symbols)
    assert low < nats.sum() / symbols.sum() < high
    few_low, few_high = interval(nats[:40], symbols[:40])
    assert few_high - few_low > 2 * (high - low)


def test_noise_is_no_difference():
    noise = np.random.default_rng(2).normal(size=500)
    assert paired(noise - noise.mean() + 0.01) > 0.5
    assert paired(noise - noise.mean() + 0.5) < 0.001
    assert paired(-(noise - noise.mean()) - 0.5) < 0.001
    assert paired(np.zeros(10)) == 1


# Sample efficiency ------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch, tmp_path):
    pytest.importorskip("matplotlib")
    monkeypatch.setattr(efficiency, "makemore_split", lambda: (NAMES[:80], NAMES[80:]))
    monkeypatch.setattr(efficiency, "SIZES", [10, 40, 80])
    out = tmp_path / "curve"
    told = ["-o", str(out), "--makemore", str(tmp_path), "--work", str(tmp_path)]
    return out, told


def test_curves_fall_with_more_names(small):
    out, told = small
    assert efficiency.main(told) == 0
    found = efficiency.curves(json.loads(out.with_suffix(".json").read_text()))
    assert set(found) == {*list(efficiency.LEARNERS)[:3]}
    for points in found.values():
        assert [len(points[size]) for size in (10, 40, 80)] == [3, 3, 1]
        assert sum(points[10]) / 3 > points[80][0]
    text = out.with_suffix(".md").read_text()
    assert "Left out: makemore transformer, best step: no makemore.py" in text
    assert out.with_suffix(".png").stat().st_size > 10_000


def test_points_that_are_there_are_kept(small, monkeypatch):
    out, told = small
    efficiency.main(told)
    file = out.with_suffix(".json")
    before = json.loads(file.read_text())["nats"]
    again = lambda *_: pytest.fail("measured again")  # noqa: E731
    there = {name: again for name, points in before.items() if points}
    monkeypatch.setattr(efficiency, "LEARNERS", there)
    assert efficiency.main(told) == 0
    assert json.loads(file.read_text())["nats"] == before


def test_the_transformer_learns_more_slowly_where_it_was_too_fast(monkeypatch):
    tried = []

    class Model:
        def __init__(self, *told):
            *_, self.patience, self.rate = told
            tried.append(told[-2:])
            first, second = Evaluation(500, 1, 2, 2.4), Evaluation(1000, 2, 2, 2.3)
            self.evaluations = [first, second]
            self.best = first if self.rate is None else second

    monkeypatch.setattr(efficiency, "Makemore", Model)
    monkeypatch.setattr(efficiency, "nats", lambda peer, *_: peer.best.test)
    bench = efficiency.Bench(NAMES[80:], compare.WORK, compare.WORK, 1)
    assert efficiency.transformer(NAMES[:10], bench) == 2.3
    assert tried == [(2_500, None), (1_000, 5e-5)]


def test_subsets_are_the_same_each_time():
    assert efficiency.subset(NAMES, 5, 0) == efficiency.subset(NAMES, 5, 0)
    assert efficiency.subset(NAMES, 5, 0) != efficiency.subset(NAMES, 5, 1)
    assert efficiency.subset(NAMES, len(NAMES), 0) == NAMES
