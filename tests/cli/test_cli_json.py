"""--json: an object a line, which says what the memory itself says."""

import dataclasses
import json

import pytest
from test_cli import run

import plastic
from plastic import START, STOP, UNSEEN
from plastic.inspection import json_rows

NAMES = ["rohan", "mohan", "zo\u00eb", "emma", "emmy", "emily", "ana", "hannah"]
MARKS = {"START": START, "STOP": STOP, "UNSEEN": UNSEEN}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(params=["characters", "numbers"])
def memory(request):
    samples = NAMES
    if request.param == "numbers":
        samples = [tuple(map(ord, name)) for name in NAMES]
    plastic.train(samples).save("m.plastic")
    return plastic.load("m.plastic")


def objects(*args, **how):
    return [
        json.loads(line)
        for line in run(*args, "--json", **how).stdout.splitlines()
        if line.isascii()
    ]


def sample(value):
    return value if isinstance(value, str) else tuple(value)


def symbol(value):
    return MARKS[value["mark"]] if isinstance(value, dict) else value


def typed(memory, name):
    """Write a beginning as it is typed."""
    return name if isinstance(next(iter(memory)), str) else " ".join(map(repr, name))


def test_generate(memory):
    rows = objects("generate", "-n", 5, "--seed", 1, "-m", "m.plastic")
    assert [sample(row["sample"]) for row in rows] == memory.generate(5, rng=1)


def test_complete(memory):
    first = next(iter(memory))[:1]
    rows = objects("complete", typed(memory, first), "-n", 3, "-m", "m.plastic")
    found = [(sample(row["sample"]), row["probability"]) for row in rows]
    assert found == list(memory.complete(first, 3))


def test_score(memory, here):
    (here / "more.txt").write_text("".join(typed(memory, x) + "\n" for x in memory))
    (facts,) = objects("score", "more.txt", "-m", "m.plastic")
    assert (facts["samples"], facts["symbols"]) == (8, sum(len(x) + 1 for x in memory))
    rows = objects("score", "more.txt", "--each", "-m", "m.plastic")
    assert [sample(row["sample"]) for row in rows] == list(memory)
    for row, held in zip(rows, memory):
        nats = memory.surprise(held)
        assert row["surprise"] == pytest.approx(nats)
        expected = {"mean": nats.mean(), "sum": nats.sum(), "max": nats.max()}
        assert {name: row[name] for name in expected} == pytest.approx(expected)


def test_concepts(memory):
    rows = objects("concepts", "-n", 9, "-m", "m.plastic")
    concepts = memory.concepts(None, 9)
    assert [[*map(symbol, row["concept"])] for row in rows] == [
        list(concept.symbols) for concept in concepts
    ]
    for row, concept in zip(rows, concepts):
        strengths = {symbol(each["symbol"]): each["strength"] for each in row["next"]}
        assert strengths == concept.synapses
        assert row["saves"] == concept.usefulness
    slots = objects("concepts", "--slots", "-m", "m.plastic")
    assert len(slots) == len(memory.slots(None, 20))


def test_explain(memory):
    first = next(iter(memory))[:2]
    (told,) = objects("explain", typed(memory, first), "-m", "m.plastic")
    assert [*map(symbol, told["after"])] == [START, *first]
    chances = {symbol(each["symbol"]): each["probability"] for each in told["next"]}
    assert chances == memory.explain(first).probabilities
    kinds = [term.kind for term in memory.explain(first).contributions]
    assert [term["kind"] for term in told["fired"]] == kinds


def test_info(memory):
    (facts,) = objects("info", "m.plastic")
    assert facts["samples"] == len(memory)
    assert (facts["capacity"], facts["horizon"]) == (None, memory.horizon)


def test_hyperparameters_are_written_in_full():
    recipe = plastic.Recipe(near=2)
    plastic.PlasticMemory(alphabet={2, 1, (3,)}, recipe=recipe).save("m.plastic")
    (facts,) = objects("info", "m.plastic")
    assert facts["alphabet"] == [1, 2, {"tuple": [3]}]
    plain = json.loads(json.dumps(dataclasses.asdict(recipe)))
    assert facts["recipe"] == plain


def test_what_goes_wrong_is_no_json():
    result = run("complete", "em", "-m", "no.plastic", "--json", code=1)
    assert result.stdout == ""


@pytest.mark.parametrize(
    "odd", [(1, "b"), b"x", float("inf"), None, True, "", frozenset(), 10**30]
)
def test_odd_symbols_stay_apart(odd):
    plain = json_rows.sample_of((odd, "a"))
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain[0] != json_rows.symbol_of(str(odd)) or odd == ""


def test_train(here):
    (here / "names.txt").write_text("".join(f"{name}\n" for name in NAMES), "utf-8")
    (facts,) = objects("train", "names.txt")
    memory = plastic.train(NAMES)
    assert (facts["samples"], facts["different"]) == (len(NAMES), len(set(NAMES)))
    assert facts["slot_concepts"] == len(memory.slots(n=None))
    assert facts["temperature"] == 0.7
    assert facts["new"] == memory.generate(20, temperature=0.7, novel=True, rng=0)
    levels = {row["r_level"]: row["concepts"] for row in facts["r_levels"]}
    assert sum(levels.values()) == facts["concepts"]
    assert {row["classes"]: row["members"] for row in facts["classes"]} == {
        number: [list(group) for group in groups]
        for number, groups in memory.classes().items()
    }


def test_check():
    plastic.train(NAMES).save("m.plastic")
    expected = {"file": "m.plastic", "sound": True, "samples": len(NAMES)}
    assert objects("check", "m.plastic") == [expected]


def test_pairs(here):
    (here / "names.tsv").write_text("Ada Lovelace\tA. Lovelace\nBo Ray\tB. Ray\n")
    (facts,) = objects("learn-pairs", "names.tsv")
    assert (facts["reproduces"], facts["pairs"]) == (2, 2)
    assert str(facts["rules"]) in facts["program"]
    (row,) = objects("map", "names.tsv", input="Al Day\n")
    assert (row["source"], row["target"]) == ("Al Day", "A. Day")
    assert 0.5 < row["probability"] < 1
    rows = objects("map", "names.tsv", "--all", input="Al Day\n")
    assert 0.5 < sum(row["probability"] for row in rows) <= 1
    (row,) = objects("tasks", "copy", "-n", 3, "--fresh", 5)
    assert (row["task"], row["replayed"], row["exact"]) == ("copy", 3, 1.0)
