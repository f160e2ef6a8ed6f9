"""Where the confidence of computed texts comes from: a fit that finds what is there."""

import json

import numpy as np
import pytest

from benchmarks import calibration, suites
from benchmarks.calibration import Judged

pytestmark = pytest.mark.benchmarks
NAMES = [["Ada Lovelace", "Ada"], ["Bo Ray", "Bo"], ["Al Day", "Al"]]
TASK = {"name": "first", "train": NAMES, "test": [["Eve Fox", "Eve"], ["x y", "?"]]}


def test_a_fit_finds_the_weights_that_answers_were_drawn_by():
    rng = np.random.default_rng(0)
    true = np.array([-1.0, 2.0])
    answers = []
    for at in range(4_000):
        features = (1.0, float(rng.normal()))
        chance = 1 / (1 + np.exp(-np.dot(true, features)))
        answers.append(Judged(features, bool(rng.random() < chance), 1.0, f"{at}"))
    assert np.allclose(calibration.fit(answers), true, atol=0.15)
    says = calibration.held_out(answers)
    high = says > 0.8
    assert abs(np.mean([each.right for each in answers]) - says.mean()) < 0.02
    right = np.array([each.right for each in answers])
    assert abs(right[high].mean() - says[high].mean()) < 0.04


def test_answers_come_with_their_signs():
    first, second = calibration.judged(TASK, 3)
    assert (first.right, second.right) == (True, False)
    assert first.weight == second.weight == 0.5
    assert len(first.features) == len(calibration.NAMES)
    assert calibration.judged({"train": [["a", "b"], ["c", ""]], "test": []}, 2) == []


def test_files_of_tasks_are_put_together(tmp_path, monkeypatch):
    for name in ("one", "two"):
        (tmp_path / name).write_text(json.dumps({name: [TASK]}))
    paths = f"{tmp_path / 'one'}{suites.os.pathsep}{tmp_path / 'two'}"
    monkeypatch.setenv(suites.FILES, paths)
    data = tmp_path / "experiment" / "static" / "data" / "c001.json"
    data.parent.mkdir(parents=True)
    pairs = [{"i": [n, 1], "o": [n]} for n in range(11)]
    data.write_text(json.dumps({"examples": pairs}))
    monkeypatch.setenv(suites.RULES, str(tmp_path))
    found = suites.load()
    assert [*found] == ["one", "two", "rule, all its data"]
    (task,) = found["rule, all its data"]
    assert (task["name"], len(task["train"]), len(task["test"])) == ("c001", 8, 3)
    monkeypatch.setenv(suites.FILES, str(tmp_path / "none"))
    with pytest.raises(suites.Missing, match="none"):
        suites.load()


def test_a_task_is_solved_in_a_process_of_its_own(monkeypatch):
    found = suites.solve(TASK, 3)
    assert found.kind == "wrong"
    assert [right for _, right in found.answers] == [True, False]
    assert suites.sure([found])[0] == 2

    def never(task, shown):
        while True:
            pass

    monkeypatch.setattr(suites, "attempt", never)
    monkeypatch.setattr(suites, "SECONDS", 1)
    assert suites.solve(TASK).kind == "stopped"
