"""Files: what was saved comes back the same, and bad files are refused."""

import bz2
import gzip
import json
import math
import os
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_strings
from test_memory import same

import plastic
from plastic import DataError, DataNotFoundError, PlasticMemory, SampleError

symbols = st.recursive(
    st.one_of(
        st.text(max_size=3),
        st.integers(),
        st.none(),
        st.binary(max_size=3),
        st.floats(allow_nan=False),
    ),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=4,
)


@given(st.lists(any_strings, max_size=5))
def test_strings_come_back(samples):
    check_round_trip(PlasticMemory(horizon=9).fit(samples))


@given(st.lists(symbols, max_size=5))
def test_symbols_come_back_with_their_types(sample):
    try:
        memory = PlasticMemory().fit([tuple(sample)] * 2)
    except SampleError:  # equal symbols of different types, a reserved one
        return
    loaded = check_round_trip(memory)
    assert repr(list(loaded)) == repr(list(memory))


def check_round_trip(memory):
    path = os.path.join(os.environ["PYTEST_TMP"], "memory.json")
    memory.save(path)
    loaded = plastic.load(path)
    assert same(memory, loaded)
    assert loaded.get_params() == memory.get_params()
    assert loaded.predict_proba() == memory.predict_proba()
    return loaded


@pytest.fixture(autouse=True, scope="module")
def folder(tmp_path_factory):
    # Not a function's own tmp_path: hypothesis calls a function many times.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTEST_TMP", str(tmp_path_factory.mktemp("storage")))
        yield


def test_infinities_and_alphabets(tmp_path):
    memory = PlasticMemory(alphabet=[math.inf, (1, b"\0")]).fit(
        [(math.inf, (1, b"\0"))]
    )
    memory.save(tmp_path / "memory.json")
    loaded = plastic.load(tmp_path / "memory.json")
    assert loaded.get_params() == {
        **memory.get_params(),
        "alphabet": (math.inf, (1, b"\0")),
    }
    assert same(memory, loaded)


def test_going_on_after_loading_equals_never_having_stopped(tmp_path):
    memory = plastic.train("names.txt", consolidate=False)
    memory.save(tmp_path / "memory.json")
    loaded = plastic.load(tmp_path / "memory.json")
    for one in (memory, loaded):
        one.learn("zoltan", times=2)
        one.forget("james")
    assert same(memory, loaded)
    assert memory.generate(20, rng=3) == loaded.generate(20, rng=3)


def test_what_cannot_be_saved(tmp_path):
    path = tmp_path / "memory.json"
    path.write_text("precious")
    with pytest.raises(SampleError, match="frozenset"):
        PlasticMemory().fit([(frozenset(),)]).save(path)
    with pytest.raises(SampleError, match="saved"):
        PlasticMemory().fit([(10**5000,)]).save(path)
    assert path.read_text() == "precious"
    with pytest.raises(DataError, match="cannot write"):
        PlasticMemory().save(tmp_path / "no" / "folder.json")
    with pytest.raises(DataError, match="cannot write"):
        PlasticMemory().save(tmp_path)
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "memory.json"
    PlasticMemory().fit(["old"]).save(path)

    def full(descriptor):
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match="No space left"):
        PlasticMemory().fit(["new"]).save(path)
    assert list(plastic.load(path)) == ["old"]
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_saved_file_can_be_read_by_others_as_usual(tmp_path):
    PlasticMemory().save(tmp_path / "memory.json")
    (tmp_path / "plain").write_text("")
    modes = {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert len(modes) == 1


PARAMS = {
    "horizon": 24,
    "alphabet": None,
    "recipe": None,
    "sleep_after": 0.5,
    "capacity": None,
    "evict": "oldest",
    "repeats": "keep",
}
GOOD = {
    "format": "plastic memory",
    "version": 1,
    "params": PARAMS,
    "slept": False,
    "samples": [["emma", 2]],
}


def test_the_format(tmp_path):
    path = tmp_path / "memory.json"
    PlasticMemory().fit(["emma", "emma"]).save(path)
    assert json.loads(path.read_text()) == GOOD


@pytest.mark.parametrize(
    "change",
    [
        {"format": "other"},
        {"version": 2},
        {"params": None},
        {"params": {**PARAMS, "horizon": 0}},
        {"params": {"horizon": 24}},
        {"params": {**PARAMS, "depth": 3}},
        {"params": {**PARAMS, "alphabet": "xyz"}},
        {"params": {**PARAMS, "alphabet": 7}},
        {"params": {**PARAMS, "recipe": {"near": 4}}},
        {"params": {**PARAMS, "recipe": 7}},
        {"samples": None},
        {"samples": [["emma"]]},
        {"samples": [["emma", 0]]},
        {"samples": [["emma", -1]]},
        {"samples": [["emma", 1.5]]},
        {"samples": [["emma", True]]},
        {"samples": [["emma", 1], ["emma", 1]]},
        {"samples": [["emma", 1], [["a"], 1]]},
        {"samples": [[None, 1]]},
        {"samples": [[7, 1]]},
        {"samples": [[[["a"]], 1]]},
        {"samples": [[[{"set": []}], 1]]},
        {"samples": [[[{"tuple": 3}], 1]]},
        {"samples": [[[{"bytes": "zz"}], 1]]},
        {"samples": [[[{"float": "nan"}], 1]]},
        {"samples": [[[{}], 1]]},
        {"samples": [["a\ufdd0", 1]]},
        {"samples": [[[1, True], 1]]},
    ],
    ids=repr,
)
def test_damaged_files_are_refused(tmp_path, change):
    path = tmp_path / "memory.json"
    path.write_text(json.dumps({**GOOD, **change}))
    with pytest.raises(DataError, match=r"memory\.json"):
        plastic.load(path)


@pytest.mark.parametrize(
    "content",
    [b"", b"emma\nava\n", b"\xff\x00", b"[]", b"[" * 100_000, b'"x"', "é".encode()],
)
def test_what_is_no_memory(tmp_path, content):
    path = tmp_path / "memory.json"
    path.write_bytes(content)
    with pytest.raises(DataError, match="not a saved memory"):
        plastic.load(path)


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(DataNotFoundError, match="no file"):
        plastic.load(tmp_path / "none.json")
    with pytest.raises(DataError, match="cannot read"):
        plastic.load(tmp_path)


@pytest.mark.parametrize(
    ("pack", "packer"), [(gzip.compress, "gzip"), (bz2.compress, "bzip2")]
)
@pytest.mark.parametrize("name", ["m.json", "m.plastic"])
def test_what_is_packed_is_named_as_what_it_is(tmp_path, pack, packer, name):
    PlasticMemory().fit(["emma"]).save(tmp_path / name)
    packed = pack((tmp_path / name).read_bytes())
    (tmp_path / name).write_bytes(packed)
    for read in (plastic.load, plastic.open, plastic.Seq2SeqMemory.load):
        with pytest.raises(DataError, match=f"packed by {packer}: unpack it first"):
            read(tmp_path / name)
    assert (tmp_path / name).read_bytes() == packed
