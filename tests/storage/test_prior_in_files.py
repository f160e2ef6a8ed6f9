"""A prior is saved with the memory, and bound files follow it."""

import copy
import json
import pickle

import pytest

import plastic
from plastic import DataError, PlasticMemory

AMERICAN, FRENCH = ["emma", "anna", "zoltan"], ["amélie", "jean", "luc"]


@pytest.fixture
def memory():
    first = PlasticMemory().fit(["ella", "ola"])
    return PlasticMemory(prior=PlasticMemory(horizon=9, prior=first).fit(AMERICAN)).fit(
        FRENCH
    )


@pytest.mark.parametrize("name", ["names.plastic", "names.json"])
def test_it_is_saved_with_the_memory(memory, name, tmp_path):
    memory.prior.consolidate()
    memory.save(tmp_path / name)
    loaded = plastic.load(tmp_path / name)
    assert loaded.predict_proba("am") == memory.predict_proba("am")
    assert loaded.prior.samples == memory.prior.samples
    assert loaded.prior.horizon == 9
    assert loaded.prior.prior.samples == memory.prior.prior.samples


def test_copies_and_pickles_have_it(memory):
    expected = memory.predict_proba("am")
    assert copy.copy(memory).prior is memory.prior
    for other in (copy.deepcopy(memory), pickle.loads(pickle.dumps(memory))):
        assert other.prior is not memory.prior
        assert other.predict_proba("am") == expected


def test_a_bound_file_follows_it(memory, tmp_path):
    path, prior = tmp_path / "names.plastic", memory.prior
    with plastic.open(path, prior=prior) as bound:
        assert bound.prior is prior
        bound.partial_fit(FRENCH)
        assert bound.predict_proba("am") == memory.predict_proba("am")
        prior.forget("zoltan")
    assert b"zoltan" not in path.read_bytes()
    with plastic.open(path) as bound:
        assert bound.predict_proba("am") == memory.predict_proba("am")
        assert bound.prior is not prior
    with plastic.open(path, prior=prior) as bound:
        assert bound.prior is prior
        bound.set_params(prior=None)
    with plastic.open(path) as bound:
        assert bound.prior is None


def test_after_a_failure_the_prior_is_the_one_that_was_written(memory, tmp_path):
    with plastic.open(tmp_path / "names.plastic", prior=memory.prior) as bound:
        bound.learn("jean")
        unwritable = PlasticMemory().fit([(object(),)])
        with pytest.raises(plastic.PlasticError):
            bound.set_params(prior=unwritable)
        assert bound.prior is memory.prior
        assert [*bound.samples] == ["jean"]


@pytest.mark.parametrize(
    "wrong",
    [
        3,
        [],
        {},
        {"samples": [["a", 0]]},
        {"samples": [["a", 1], ["a", 1]]},
        {"slept": 1},
        {"params": {}},
        {"prior": "x"},
        {"samples": [], "slept": True},
    ],
)
def test_a_damaged_prior_is_refused(memory, wrong, tmp_path):
    path = tmp_path / "names.json"
    memory.save(path)
    content = json.loads(path.read_text())
    content["prior"] = (
        {**content["prior"], **wrong} if isinstance(wrong, dict) and wrong else wrong
    )
    path.write_text(json.dumps(content))
    with pytest.raises(DataError, match="damaged"):
        plastic.load(path)


def test_an_endless_chain_is_refused(memory, tmp_path):
    path = tmp_path / "names.json"
    memory.save(path)
    content = json.loads(path.read_text())
    for _ in range(30):
        content["prior"] = {**content["prior"], "prior": content["prior"]}
    path.write_text(json.dumps(content))
    with pytest.raises(DataError, match="damaged"):
        plastic.load(path)


def test_a_file_without_one_is_written_as_ever(tmp_path):
    PlasticMemory().fit(FRENCH).save(tmp_path / "names.json")
    assert "prior" not in (tmp_path / "names.json").read_text()
