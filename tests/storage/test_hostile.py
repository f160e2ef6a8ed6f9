"""Hostile files: each is refused by name, or opens to a sound memory.

The mutations are those of ``python -m benchmarks.fuzzing``, which tries a
hundred thousand; what was found is here, each by its own test.
"""

import contextlib
import hashlib
import json
import os
import sqlite3
import sys
from pathlib import Path

import numpy as np
import pytest

import plastic
from plastic import DamageWarning, DataError, PlasticError, PlasticMemory, Recipe
from plastic.mixture.weights import WeightTable

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.mutations import bases, journal, log, mutated

SMALL = Recipe(near=2, together=2, exact=1, fading=((2, 3),))
PARAMS = json.loads(json.dumps(PlasticMemory().get_params()))
RECIPE = json.loads(json.dumps(vars(SMALL)))
READERS = [plastic.load, plastic.open]
BANDS = len(WeightTable.everywhere(1.0, 0.0))


def use(memory):
    memory.check()
    assert sum(memory.predict_proba().values()) == pytest.approx(1)
    memory.explain()
    memory.classes()
    assert memory.graph.number_of_nodes() >= 1
    if memory.samples:
        memory.generate(1, rng=0, max_length=20)
        memory.complete(n=1, max_steps=50)


def read(reader, path):
    """Read and use a file; give the error that refused it."""
    try:
        memory = reader(path)
    except PlasticError as error:
        return error
    try:
        use(memory)
    finally:
        if reader is plastic.open:
            memory.close()
    return None


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    return bases(tmp_path_factory.mktemp("good"))


@pytest.mark.thorough
@pytest.mark.filterwarnings("ignore::plastic.DamageWarning")
@pytest.mark.parametrize("reader", READERS)
def test_mutated_files_are_refused_or_open_to_a_sound_memory(good, reader, tmp_path):
    refused = opened = 0
    for number in range(150):
        folder = tmp_path / str(number)
        folder.mkdir()
        _, case = mutated(0, number, good)
        path = folder / "memory.plastic"
        path.write_bytes(case.content)
        for end, content in case.beside.items():
            Path(f"{path}{end}").write_bytes(content)
        error = read(reader, path)
        refused, opened = refused + (error is not None), opened + (error is None)
    assert refused > 30
    assert opened > 10


# Databases ---------------------------------------------------------------------------


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "memory.plastic"
    memory = PlasticMemory(recipe=SMALL).fit(["emma", "emily", "ava", "eva"] * 3)
    memory.consolidate()
    memory.save(path)
    return path


def change(path, statement, *values):
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def refused(path, match=""):
    before = path.read_bytes()
    for reader in READERS:
        with pytest.raises(DataError, match=match):
            reader(path)
    # SQLite counts in the header how often the file was opened to be changed.
    assert path.read_bytes()[100:] == before[100:]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE more (x)",
        "CREATE VIEW seen AS SELECT * FROM samples",
        "CREATE TRIGGER trap AFTER INSERT ON samples BEGIN DELETE FROM memory; END",
        "CREATE INDEX ordered ON samples (times)",
        "ALTER TABLE samples ADD COLUMN more AS (zeroblob(1000000000))",
        "CREATE TABLE bomb (x CHECK (length(zeroblob(1000000000)) > x))",
        "DROP TABLE sleep",
    ],
)
def test_nothing_in_a_file_can_run(path, statement):
    change(path, statement)
    refused(path, "its tables are not those of a memory")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE samples SET times = 'often'",
        "UPDATE samples SET times = 9223372036854775807",
        "UPDATE samples SET times = 0",
        "UPDATE samples SET times = 1.5",
        "UPDATE samples SET learned = -1",
        "UPDATE samples SET learned = 'x'",
        "UPDATE samples SET sample = CAST(sample AS BLOB)",
        "INSERT INTO samples VALUES ('\"emm\\u0061\"', 1, 1)",
        "INSERT INTO samples VALUES ('[1]', 1, 1)",
        "INSERT INTO samples VALUES ('null', 1, 1)",
        "INSERT INTO samples VALUES (' \"x\"', 1, 1)",
        "UPDATE memory SET value = '9223372036854775807' WHERE name = 'serial'",
        "UPDATE memory SET value = '1e3' WHERE name = 'awake'",
        "UPDATE memory SET value = x'7b7d'",
        "DELETE FROM memory WHERE name = 'params'",
    ],
)
def test_rows_of_the_wrong_kind(path, statement):
    change(path, statement)
    refused(path, "damaged")


def test_equal_samples_in_two_rows(tmp_path):
    path = tmp_path / "memory.plastic"
    PlasticMemory().fit([(0.0, "x")]).save(path)
    change(path, "INSERT INTO samples VALUES ('[-0.0,\"x\"]', 1, 1)")
    refused(path, "twice")


def test_samples_are_not_wiped_because_the_rest_is_gone(path):
    change(path, "DELETE FROM memory")
    refused(path, "damaged")


def test_the_log_cannot_bring_another_version(path):
    content = bytearray(path.read_bytes())
    content[18:20] = b"\2\2"
    pages = len(content) // 4096
    for version in (0, 7):
        first = bytearray(content[:4096])
        first[60:64] = version.to_bytes(4, "big")
        path.write_bytes(content)
        Path(f"{path}-wal").write_bytes(log([(1, pages, bytes(first))]))
        with pytest.raises(DataError, match=f"is of version {version}"):
            plastic.load(path)


def test_the_log_cannot_say_that_the_file_is_huge(path):
    content = bytearray(path.read_bytes())
    content[18:20] = b"\2\2"
    path.write_bytes(content)
    content[28:32] = (2**32 - 2).to_bytes(4, "big")
    made = log([(1, 2**32 - 2, bytes(content[:4096]))])
    for reader in READERS:
        Path(f"{path}-wal").write_bytes(made)
        with pytest.raises(DataError, match="it says that it is larger"):
            reader(path)


def test_a_journal_cannot_delete_another_file(path, tmp_path):
    victim = tmp_path / "precious"
    victim.write_bytes(b"other\0")
    first = path.read_bytes()[:4096]
    made = journal(path.stat().st_size // 4096, [(1, first)], os.fsencode(victim))
    Path(f"{path}-journal").write_bytes(made)
    refused(path, "not ours")
    assert victim.exists()


def test_a_journal_cannot_blow_up_the_file(path):
    size = path.stat().st_size
    made = journal(2**31, [(1, path.read_bytes()[:4096])])
    Path(f"{path}-journal").write_bytes(made)
    refused(path, "damaged")
    assert path.stat().st_size == size


def test_looking_a_file_over_is_cut_short(path, monkeypatch):
    many = "INSERT INTO samples SELECT '\"' || value || '\"', 1, 1 FROM json_each(?)"
    change(path, many, json.dumps(list(range(12_000))))
    assert len(plastic.load(path)) > 12_000
    monkeypatch.setattr("plastic.storage.schema.SECONDS", -1000.0)
    refused(path, "interrupted")


@pytest.mark.parametrize("reader", READERS)
def test_a_journal_that_we_left_is_used(path, reader):
    content = path.read_bytes()
    Path(f"{path}-journal").write_bytes(
        journal(len(content) // 4096, [(2, content[4096:8192])])
    )
    path.write_bytes(content[:4096] + bytes(4096) + content[8192:])
    assert read(reader, path) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for reader in READERS:
        for name in ("pipe", "."):
            with pytest.raises(DataError):
                reader(tmp_path / name)


# What sleep found, with the right checksum -------------------------------------------


def forge(path, name, changed):
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        row = connection.execute(
            "SELECT kind, shape, content FROM sleep WHERE name = ?", (name,)
        ).fetchone()
        kind, shape, content = row
        if kind == "json":
            content = json.dumps(changed(json.loads(content))).encode()
        else:
            array = changed(np.frombuffer(content, kind).copy())
            shape = shape if array.size * 8 == len(content) else f"[{array.size}]"
            content = array.astype(kind).tobytes()
        connection.execute(
            "UPDATE sleep SET shape = ?, content = ?, sha256 = ? WHERE name = ?",
            (shape, content, hashlib.sha256(content).hexdigest(), name),
        )


def put(value, at=0):
    def changed(array):
        array[at] = value
        return array

    return changed


def unsorted(keys):
    """Out of order, and yet every difference is above 0 in 64 bits."""
    keys[:3] = 5, -(2**63) + 4, 3
    return keys[:3]


FORGED = {
    "keys out of order": ("keys", lambda keys: keys[::-1]),
    "keys that wrap around": ("keys", unsorted),
    "keys out of range": ("keys", put(2**62, -1)),
    "NaN": ("strengths", put(np.nan)),
    "infinite": ("strengths", put(np.inf)),
    "too strong": ("strengths", put(1e7)),
    "not 0 for none": ("strengths", put(1.0, -1)),
    "too few strengths": ("strengths", lambda array: array[:-1]),
    "a base that overflows": ("base", put(1e6)),
    "a base that is no distribution": ("base", lambda array: array * 0),
    "saved NaN": ("saved", put(np.nan)),
    "kept wrong": ("kept", put(2**63 - 1)),
    "dropped below 0": ("dropped", put(-1)),
    "nats infinite": ("nats", put(-np.inf)),
    "a symbol in the boundary's class": ("partition2", put(2)),
    "a class below 0": ("partition2", put(-1)),
    "the boundary in a class": ("partition2", put(0, -2)),
    "the others in a class": ("partition2", put(0, -1)),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_arrays_are_left_out(path, name):
    forge(path, *FORGED[name])
    with pytest.warns(DamageWarning):
        memory = plastic.load(path)
    assert not memory.classes()
    use(memory)


@pytest.mark.parametrize(
    "facts",
    [
        {"symbols": [["a"]]},
        {"symbols": ["a", 1, {"tuple": ["x"]}]},
        {"symbols": [{"float": "nan"}] * 6},
        {"symbols": None},
        {"rare": ["q"]},
        {"folded": True},
        {"weights": 1.0},
        {"weights": None},
        {"weights": []},
        {"weights": [[0.5, 0.5]] * (BANDS - 1)},
        {"weights": [[0.5, 0.5]] * (BANDS + 1)},
        {"weights": [[0.5, 0.5, 0.5]] * BANDS},
        {"weights": [[0.5]] * BANDS},
        {"weights": [0.5] * BANDS},
        {"weights": ["ab"] * BANDS},
        {"weights": [[1, 0]] * BANDS},
        {"weights": [[0.5, True]] * BANDS},
        {"weights": [[0.5, "0.5"]] * BANDS},
        {"weights": [[0.5, -0.5]] * BANDS},
        {"weights": [[0.5, 1e300]] * BANDS},
        {"weights": [[0.5, {"float": "nan"}]] * BANDS},
        {"weights": [{"a": 0.5, "b": 0.5}] * BANDS},
        {"partitions": [2, 10**30]},
        {"partitions": 2},
        {"recipe": None},
        {"recipe": {"fading": []}},
        {"recipe": {"fading": [[2, 3]], "near": 10**18}},
        {"recipe": {"fading": [[10**9, 3]]}},
        {"recipe": {"fading": [[2, 10**9]]}},
        {"recipe": {"fading": [[2, 3, 4]]}},
        {"recipe": {"fading": [[2, 3]], "rate": 10**400}},
        {"recipe": {"fading": [[2, 3]], "most": 1}},
        {"recipe": {**RECIPE, "recall": 3}},
        {"recipe": {**RECIPE, "recall": [0]}},
        {"recipe": {**RECIPE, "recall": [[1, 2]]}},
        {"recipe": {**RECIPE, "recall": "12"}},
        {"recipe": {**RECIPE, "recall": [10**9]}},
        {"recipe": {**RECIPE, "recall": [1, 2]}},  # others than the keys are of
        {"recipe": {**RECIPE, "deep": 10**18}},
        {"recipe": {**RECIPE, "deep": 2.0}},
    ],
    ids=lambda facts: repr(facts)[:50],
)
def test_forged_facts_are_left_out(path, facts):
    forge(path, "description", lambda held: {**held, **facts})
    with pytest.warns(DamageWarning):
        memory = plastic.load(path)
    use(memory)


def test_a_checksum_tells_damage(path):
    change(path, "UPDATE sleep SET content = zeroblob(8) WHERE name = 'base'")
    with pytest.warns(DamageWarning, match="checksum"):
        plastic.load(path)


# Readable files ----------------------------------------------------------------------


def written(tmp_path, content=None, **changes):
    path = tmp_path / "memory.json"
    whole = {
        "format": "plastic memory",
        "version": 1,
        "params": PARAMS,
        "slept": False,
        "samples": [["emma", 2], ["ava", 1]],
        **changes,
    }
    path.write_text(json.dumps(whole) if content is None else content)
    return path


@pytest.mark.parametrize(
    "changes",
    [
        {"samples": [[[{"float": 10**400}], 1]]},
        {"samples": [[[{"float": "1_0"}], 1]]},
        {"samples": [[[{"float": "nan"}], 1]]},
        {"samples": [[[{"tuple": [{"float": "nan"}]}], 1]]},
        {"samples": [[[{"tuple": "abc"}], 1]]},
        {"samples": [["emma", 2**63]]},
        {"samples": [["emma", 2**61], ["ava", 2**61]]},
        {"samples": [[[0.0], 1], [[-0.0], 1]]},
        {"samples": [], "slept": True},
        {"params": {**PARAMS, "capacity": 2}},
        {"params": {**PARAMS, "capacity": 1}, "samples": [["emma", 10**12]]},
        {"params": {**PARAMS, "capacity": 0}, "samples": []},
        {"params": {**PARAMS, "capacity": "9"}},
        {"params": {**PARAMS, "horizon": 1.0}},
        {"params": {**PARAMS, "horizon": [1]}},
        {"params": {**PARAMS, "sleep_after": "0.5"}},
        {"params": {**PARAMS, "sleep_after": 10**400}},
        {"params": {**PARAMS, "evict": ["oldest"]}},
        {"params": {**PARAMS, "repeats": None}},
        {"params": {**PARAMS, "alphabet": {"a": 1}}},
        {"params": {**PARAMS, "alphabet": [["a"]]}},
        {"params": {**PARAMS, "recipe": {**RECIPE, "rate": "0.3"}}},
        {"params": {**PARAMS, "recipe": {**RECIPE, "rate": 10**400}}},
        {"params": {**PARAMS, "recipe": {**RECIPE, "near": 2.0}}},
        {"params": {**PARAMS, "recipe": {**RECIPE, "fading": [[2]]}}},
        {"params": {**PARAMS, "recipe": {**RECIPE, "fading": [["2", 3]]}}},
        {"params": {**PARAMS, "recipe": {**RECIPE, "gate": [1]}}},
        {"version": 10**4000},
    ],
    ids=lambda changes: repr(changes)[:60] if len(str(changes)) < 4000 else "huge",
)
@pytest.mark.parametrize("reader", READERS)
def test_readable_files_of_the_wrong_kind(tmp_path, changes, reader):
    with pytest.raises(DataError):
        reader(written(tmp_path, **changes))


HEAD = f'{{"format":"plastic memory","version":1,"params":{json.dumps(PARAMS)},'


@pytest.mark.parametrize(
    "tail",
    [
        '"slept":false,"samples":[[[1e999],1]]}',
        '"slept":false,"samples":[[[NaN],1]]}',
        '"slept":false,"samples":[[[Infinity],1]]}',
        f'"slept":false,"samples":[[[{"9" * 5000}],1]]}}',
        f'"slept":false,"samples":[[{"[" * 10**5},1]]}}',
    ],
    ids=lambda tail: tail[:50],
)
def test_what_is_only_nearly_json(tmp_path, tail):
    with pytest.raises(DataError):
        plastic.load(written(tmp_path, HEAD + tail))


@pytest.mark.parametrize("where", ["samples", "version", "format", "params"])
def test_json_that_is_just_too_deep_to_be_shown(tmp_path, where):
    for depth in range(700, 1000, 7):
        deep = "[" * depth + "]" * depth
        content = {"samples": f"[[{deep},1]]", "params": f'{{"alphabet":{deep}}}'}
        path = written(
            tmp_path,
            HEAD[:-1] + f',"slept":false,"{where}":{content.get(where, deep)}}}',
        )
        with pytest.raises(DataError):
            plastic.load(path)


def test_odd_files_that_are_sound(tmp_path):
    for changes in (
        {"samples": [["\ud800", 1], ["\0", 1], ["", 3]]},
        {"samples": [["emma", 10**15]], "slept": True},
        {"params": {**PARAMS, "horizon": 10**4000}},
        {"params": {**PARAMS, "capacity": 10**18}},
        {"samples": [[[10**4000, -(10**300), 1e308, 5e-324], 1]]},
    ):
        for reader in READERS:
            assert read(reader, written(tmp_path, **changes)) is None


def test_symbols_that_would_not_come_back_are_not_saved(tmp_path):
    memory = PlasticMemory().fit([((float("nan"),),)])
    with pytest.raises(plastic.SampleError, match="NaN"):
        memory.save(tmp_path / "memory.plastic")


def test_nothing_in_a_file_is_a_pickle():
    package = Path(plastic.__file__).parent
    pickling = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if "import pickle" in file.read_text(encoding="utf-8")
    }
    # A service and the processes that it began talk through pipes of their own.
    assert pickling == {"service/reader.py", "service/readers.py"}


@pytest.mark.parametrize(
    "recipe",
    [
        {"rate": 1e300},
        {"prior": 5e-324},
        {"fading": [[10**18, 5]]},
        {"fading": [[2, 1200]]},
        {"near": 4900, "together": 1},
        {"recall": [2000]},
        {"recall": [*range(1, 900)]},
        {"runs": 2**62},
    ],
    ids=repr,
)
def test_recipes_that_nobody_can_sleep_by(tmp_path, recipe):
    params = {**PARAMS, "recipe": {**RECIPE, **recipe}}
    with pytest.raises(PlasticError):
        plastic.load(written(tmp_path, params=params, slept=True))


@pytest.mark.parametrize("recipe", [{"together": 10**12}, {"deep": 40}], ids=repr)
def test_sets_of_more_features_than_there_are(tmp_path, recipe):
    params = {**PARAMS, "recipe": {**RECIPE, **recipe}}
    assert read(plastic.load, written(tmp_path, params=params, slept=True)) is None


def test_an_alphabet_that_the_samples_cannot_be_made_of(tmp_path):
    params = {**PARAMS, "alphabet": [1, 2]}
    with pytest.raises(DataError, match="character"):
        plastic.load(written(tmp_path, params=params, samples=[["", 1]]))


def test_0_and_minus_0_are_not_the_same_symbol(tmp_path):
    with plastic.open(tmp_path / "memory.plastic") as memory:
        memory.learn((0.0,))
        with pytest.raises(plastic.SampleError, match="signs"):
            memory.learn((-0.0,))


def test_strengths_that_leave_a_symbol_no_chance(path):
    # On every other target: some are told from 0 no more.
    forge(
        path,
        "strengths",
        lambda array: -1e6 * (array != 0) * (np.arange(array.size) % 2),
    )
    weights = [[0.0, 1.0]] * BANDS
    forge(path, "description", lambda held: {**held, "weights": weights})
    memory = plastic.load(path)
    assert memory.classes()
    use(memory)


# Words, and what recurs ---------------------------------------------------------------


@pytest.fixture(scope="module")
def read_before(tmp_path_factory):
    """A file of a sleep that found words, and believes what recurs."""
    rng = np.random.default_rng(0)
    words = ["the", "king", "queen", "and", "went", "to", "garden", "said"]
    halves = [" ".join(rng.choice(words, 5)) + "." for _ in range(120)]
    path = tmp_path_factory.mktemp("read") / "memory.plastic"
    memory = PlasticMemory(recipe=SMALL).fit([half + half for half in halves])
    memory.consolidate()
    found = memory.state.abstractions
    assert found.recurs
    assert found.histories.words is not None
    memory.save(path)
    return path, found.code.width


@pytest.fixture
def reading(read_before, tmp_path):
    path = tmp_path / "memory.plastic"
    path.write_bytes(read_before[0].read_bytes())
    return path


FORGED_WORDS = {
    "none": ("words", lambda keys, width: keys[:0]),
    "out of order": ("words", lambda keys, width: keys[::-1]),
    "of a later one": ("words", lambda keys, width: put(10**9, -1)(keys)),
    "below 0": ("words", lambda keys, width: put(-1)(keys)),
    "that end with a boundary": ("words", lambda keys, width: put(width - 2)(keys)),
    "one more": ("words", lambda keys, width: np.append(keys, len(keys) * width)),
    "many": ("words", lambda keys, width: np.arange(20_000) * width),
    "a separator too high": ("separators", lambda numbers, width: put(width)(numbers)),
    "a separator below 0": ("separators", lambda numbers, width: put(-1)(numbers)),
}


@pytest.mark.thorough
@pytest.mark.parametrize("name", FORGED_WORDS)
def test_forged_words_are_left_out(reading, read_before, name):
    row, changed = FORGED_WORDS[name]
    forge(reading, row, lambda array: changed(array, read_before[1]))
    with pytest.warns(DamageWarning):
        memory = plastic.load(reading)
    assert not memory.classes()
    assert sum(memory.predict_proba("the king").values()) == pytest.approx(1)


@pytest.mark.parametrize(
    "facts",
    [
        {"weights": [[0.5, 0.5, 0.5]] + [[0.5, 0.5]] * (BANDS - 1)},
        {"weights": [[0.5, 0.5]] * BANDS},  # and three of those of new samples
        {"weights": [[0.5] * 4] * BANDS, "weights_of_new": [[0.5] * 4] * BANDS},
        {"recipe": {**RECIPE, "words": 1}},
    ],
    ids=["of one", "of two", "of four", "words"],
)
def test_forged_weights_of_what_recurs_are_left_out(reading, facts):
    forge(reading, "description", lambda held: {**held, **facts})
    with pytest.warns(DamageWarning):
        memory = plastic.load(reading)
    assert sum(memory.predict_proba("the king").values()) == pytest.approx(1)


@pytest.mark.parametrize("sign", [-1, 1])
def test_strengths_that_leave_what_recurs_no_chance(reading, sign):
    forge(
        reading,
        "strengths",
        lambda array: sign * 1e6 * (array != 0) * (np.arange(array.size) % 2),
    )
    memory = plastic.load(reading)
    assert memory.state.abstractions.recurs
    sample = "the king.the king."
    for context in (sample[:place] for place in range(len(sample))):
        chances = memory.predict_proba(context)
        assert sum(chances.values()) == pytest.approx(1)
        memory.explain(context)
    assert memory.score_samples([sample]) == pytest.approx(memory.log_prob(sample))
