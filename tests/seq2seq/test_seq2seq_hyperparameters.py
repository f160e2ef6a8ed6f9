"""Hyperparameters of a sequence-to-sequence memory: checked, and changed in one way."""

import numpy as np
import pytest

from plastic import ParameterError
from plastic.seq2seq import Seq2SeqMemory
from plastic.seq2seq.hyperparameters import LARGEST

WRONG = [
    ({"budget": 0}, "budget must be at least 1, not 0"),
    ({"budget": -5}, "at least 1"),
    ({"budget": "all"}, "whole number"),
    ({"budget": 1.5}, "whole number"),
    ({"budget": None}, "whole number"),
    ({"budget": 10**14}, "at most 10,000,000,000,000"),
    ({"rng": -1}, "rng must be at least 0"),
    ({"rng": 2**128}, "rng must be at most"),
    ({"rng": np.random.default_rng(0)}, "whole number"),
]


@pytest.mark.parametrize(("params", "said"), WRONG)
def test_what_is_wrong_is_refused_wherever_it_is_said(params, said):
    with pytest.raises(ParameterError, match=said):
        Seq2SeqMemory(**params)
    memory = Seq2SeqMemory().fit([("ab", "ba")])
    with pytest.raises(ParameterError, match=said):
        memory.set_params(**{"budget": 7, "rng": 7, **params})
    ((name, value),) = params.items()
    with pytest.raises(ParameterError, match=said):
        setattr(memory, name, value)
    assert memory.get_params() == {"budget": 3_000_000, "rng": 0}
    assert memory.predict("xy") == "yx"


def test_there_is_no_such_hyperparameter():
    memory = Seq2SeqMemory()
    with pytest.raises(ParameterError, match=r"bugdet; there are: budget, rng"):
        memory.set_params(bugdet=3, budget=7)
    assert memory.budget == 3_000_000


@pytest.mark.parametrize("integer", [np.int64, np.uint8, int, bool])
def test_plain_integers_are_kept_whatever_is_given(integer, tmp_path):
    memory = Seq2SeqMemory(budget=integer(1), rng=integer(1))
    assert {type(value) for value in memory.get_params().values()} == {int}
    memory.set_params(budget=integer(1))
    memory.rng = integer(1)
    assert type(memory.budget) is type(memory.rng) is int
    memory.save(tmp_path / "pairs.json")
    assert Seq2SeqMemory.load(tmp_path / "pairs.json").get_params() == {
        "budget": 1,
        "rng": 1,
    }


def test_assigning_is_setting():
    memory, other = Seq2SeqMemory(), Seq2SeqMemory()
    memory.budget, memory.rng = 7, 3
    assert memory.get_params() == other.set_params(budget=7, rng=3).get_params()


def test_the_largest_can_be_saved(tmp_path):
    Seq2SeqMemory(**LARGEST).save(tmp_path / "pairs.json")
    assert Seq2SeqMemory.load(tmp_path / "pairs.json").get_params() == LARGEST
