"""The file of pairs: it comes back as it was, and all of it is validated."""

import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_strings, tuples

import plastic
from plastic import DataError, DataNotFoundError, SampleError
from plastic.seq2seq import Seq2SeqMemory

GOOD = {
    "format": "plastic pairs",
    "version": 1,
    "params": {"budget": 9, "rng": 0},
    "pairs": [[None, "ab", "ba", "str"]],
}
goals = st.one_of(st.none(), st.integers(0, 3), any_strings, tuples)
sequences = st.one_of(any_strings, tuples, tuples.map(list))


def contents(memory):
    """All that a file must keep, with types, for 1 == True."""
    return repr(memory._tasks.pairs), memory.goals, memory.get_params()


def forged(folder, **changes):
    path = folder / "forged.json"
    path.write_text(json.dumps({**GOOD, **changes}))
    return path


@settings(max_examples=40)
@given(st.lists(st.tuples(sequences, sequences, goals), max_size=5), st.integers(1))
def test_pairs_come_back(tmp_path_factory, triples, rng):
    memory = Seq2SeqMemory(budget=7, rng=rng % 1000)
    for source, target, goal in triples:
        memory.learn(source, target, goal)
    path = tmp_path_factory.getbasetemp() / "pairs.json"
    memory.save(path)
    back = Seq2SeqMemory.load(path)
    assert contents(back) == contents(memory)
    text = path.read_bytes()
    back.save(path)
    assert path.read_bytes() == text


def test_programs_and_predictions_come_back(tmp_path):
    memory = Seq2SeqMemory(rng=3).fit([("abc", "cba"), ("xy", "yx")], "reverse")
    memory.partial_fit([([3, 1, 2], [1, 2, 3]), ([5, 9, 7], [5, 7, 9])], "sort")
    memory.save(tmp_path / "both")  # whatever the name
    back = Seq2SeqMemory.load(tmp_path / "both")
    assert "to be derived" in repr(back)
    assert back.predict("hello", "reverse") == "olleh"
    assert back.predict([4, 2], "sort") == [2, 4]
    for goal in memory.goals:
        assert str(back.program(goal)) == str(memory.program(goal))
    assert back._tasks.decisions.lived == memory._tasks.decisions.lived
    assert os.listdir(tmp_path) == ["both"]


def test_an_empty_memory_comes_back(tmp_path):
    Seq2SeqMemory().save(tmp_path / "none.json")
    back = Seq2SeqMemory.load(tmp_path / "none.json")
    assert (len(back), repr(back)) == (0, "<Seq2SeqMemory: nothing learned yet>")


def test_a_subclass_loads_itself(tmp_path):
    class Own(Seq2SeqMemory):
        pass

    Own().save(tmp_path / "own.json")
    assert type(Own.load(tmp_path / "own.json")) is Own


def test_the_file_is_what_the_page_says(tmp_path):
    page = Path(__file__).parents[2].joinpath("docs/format.md")
    blocks = re.findall(r"```json\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    (example,) = (block for block in blocks if "plastic pairs" in block)
    path = tmp_path / "pairs.json"
    path.write_text(example, "ascii")
    memory = Seq2SeqMemory.load(path)
    assert memory.pairs == [("2024-03-15", "15/03/2024"), ((3, 1, 2), (1, 2, 3))]
    assert memory.goals == [None, "sort"]
    memory.save(path)
    assert path.read_text("ascii") == example


# What is refused -------------------------------------------------------------------


def test_what_can_be_loaded_can_be_forged(tmp_path):
    assert Seq2SeqMemory.load(forged(tmp_path)).pairs == [("ab", "ba")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"format": "plastic pears"}, "holds no saved pairs"),
        ({"format": "plastic memory"}, r"plastic.load\(\) reads it"),
        ({"format": ["plastic pairs"]}, "holds no saved pairs"),
        ({"version": 2}, "version 2, .* upgrade plastic"),
        ({"version": True}, "version unknown"),
        ({"version": None}, "version unknown"),
        ({"params": None}, "damaged"),
        ({"params": {"budget": 9}}, "its params are not budget and rng"),
        ({"params": {"budget": 9, "rng": 0, "x": 1}}, "its params"),
        ({"params": {"budget": True, "rng": 0}}, "budget cannot be True"),
        ({"params": {"budget": 9.0, "rng": 0}}, "budget cannot be 9.0"),
        ({"params": {"budget": 0, "rng": 0}}, "budget must be at least 1"),
        ({"params": {"budget": 10**14, "rng": 0}}, "budget must be at most"),
        ({"params": {"budget": 9, "rng": -1}}, "rng must be at least 0"),
        ({"params": {"budget": 9, "rng": 2**128}}, "rng must be at most"),
        ({"pairs": None}, "NoneType stands in the place of a list"),
        ({"pairs": {"a": 1}}, "dict stands"),
        ({"pairs": ["abcd"]}, "str stands"),
        ({"pairs": [[None, "ab", "ba"]]}, "damaged"),
        ({"pairs": [[None, "ab", "ba", "set"]]}, "shown as 'set'"),
        ({"pairs": [[None, "ab", "ba", ["str"]]]}, "damaged"),
        ({"pairs": [[None, "ab", "ba", "list"]]}, "shown as 'list'"),
        ({"pairs": [[None, "ab", ["b"], "str"]]}, "shown as 'str'"),
        ({"pairs": [[None, 5, "ba", "str"]]}, "damaged"),
        ({"pairs": [[None, None, "ba", "str"]]}, "damaged"),
        ({"pairs": [[None, [[1]], "ba", "str"]]}, "a symbol cannot be a list"),
        ({"pairs": [[[1], "ab", "ba", "str"]]}, "a symbol cannot be a list"),
        ({"pairs": [[{"eval": "1"}, "ab", "ba", "str"]]}, "no type of symbol"),
        ({"pairs": [[None, [1, True], "ba", "str"]]}, "different types"),
        ({"pairs": [[None, "\ufdd0", "ba", "str"]]}, "reserves"),
        ({"pairs": [[goal, "ab", "ba", "str"] for goal in (1, True)]}, "different"),
    ],
)
def test_what_is_forged(tmp_path, changes, said):
    with pytest.raises(DataError, match=said):
        Seq2SeqMemory.load(forged(tmp_path, **changes))


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[1]",
        b'{"format":"plastic pairs"',
        b"\x80\x04K\x01.",  # a pickle
        b'{"format":"plastic pairs","version":1}',
        b"[" * 100_000,
        b'{"format":"plastic pairs","version":NaN}',
        b'{"format":"plastic pairs","version":' + b"9" * 5000 + b"}",
        json.dumps(GOOD).replace("null", '{"tuple":[' * 60 + "]}" * 60).encode(),
    ],
)
def test_what_is_only_nearly_json(tmp_path, text):
    path = tmp_path / "pairs.json"
    path.write_bytes(text)
    with pytest.raises(DataError):
        Seq2SeqMemory.load(path)


def test_what_is_no_file(tmp_path):
    with pytest.raises(DataNotFoundError, match="no file"):
        Seq2SeqMemory.load(tmp_path / "missing.json")
    with pytest.raises(DataError, match="not a file"):
        Seq2SeqMemory.load(tmp_path)
    with pytest.raises(DataError, match="folder"):
        Seq2SeqMemory().save(tmp_path)
    with pytest.raises(DataError, match="cannot write"):
        Seq2SeqMemory().save(tmp_path / "missing" / "pairs.json")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(DataError, match="not a file"):
            Seq2SeqMemory.load(tmp_path / "pipe")


@pytest.mark.parametrize("name", ["names.json", "names.plastic"])
def test_either_memory_refuses_the_others_file(tmp_path, name):
    samples, pairs = tmp_path / name, tmp_path / "pairs.json"
    plastic.PlasticMemory().fit(["emma"]).save(samples)
    with pytest.raises(DataError, match=r"plastic\.load\(\) reads it"):
        Seq2SeqMemory.load(samples)
    Seq2SeqMemory().save(pairs)
    with pytest.raises(DataError, match=r"Seq2SeqMemory\.load\(\) reads it"):
        plastic.load(pairs)


def test_a_memory_of_samples_is_not_overwritten(tmp_path):
    path = tmp_path / "names.plastic"
    plastic.PlasticMemory().fit(["emma"]).save(path)
    with pytest.raises(DataError, match="another name"):
        Seq2SeqMemory().save(path)
    assert "emma" in plastic.load(path)


# Whole or not at all ------------------------------------------------------------------


def test_what_cannot_be_saved_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "pairs.json"
    memory = Seq2SeqMemory().fit([("ab", "ba")])
    memory.save(path)
    before = path.read_bytes()
    for pair in ([(frozenset("a"),), "a"], ["a", (object(),)], ["a", "b", object()]):
        wrong = Seq2SeqMemory()
        wrong.learn(*pair)
        with pytest.raises(SampleError, match="cannot be saved"):
            wrong.save(path)

    def fail(*_):
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(DataError, match="disk is full"):
        Seq2SeqMemory().save(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["pairs.json"]
