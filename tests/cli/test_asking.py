"""The commands that ask what comes next: predict, complete, generate, explain."""

import json

import pytest
from test_cli import look, rows, run, unix

import plastic

NAMES = ["rohan", "mohan", "rehan", "emma", "emmy", "emily", "ana", "hannah"]


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    memory = plastic.train(NAMES)
    memory.save("m.plastic")
    return memory


def test_predict_gives_the_most_probable_symbols(memory):
    chances = memory.predict_proba("em")
    told = rows("predict", "em", "-m", "m.plastic", "--top-k", 3)
    best = sorted(chances, key=chances.get, reverse=True)[:3]
    assert told == [
        [plastic.core.symbols.show_symbol(symbol), f"{chances[symbol]:.4g}"]
        for symbol in best
    ]
    everything = rows("predict", "em", "-m", "m.plastic", "-k", 0)
    assert len(everything) == len(chances)


def test_predict_of_a_stream_and_of_nothing(memory):
    told = run("predict", "an", "--stream", "-k", 0, "-m", "m.plastic", "--json").stdout
    chances = memory.predict_proba("an", anchored=False)
    found = [json.loads(line) for line in told.splitlines()]
    marks = {"STOP": plastic.STOP, "UNSEEN": plastic.UNSEEN}
    assert chances == {
        marks[row["symbol"]["mark"]]
        if isinstance(row["symbol"], dict)
        else row["symbol"]: row["probability"]
        for row in found
    }
    assert rows("predict", "-m", "m.plastic")


@pytest.mark.parametrize(
    "command",
    [
        ("predict", "em", "-k", "0"),
        ("complete", "em"),
        ("generate", "--seed", "1"),
        ("explain", "em"),
        ("score", "names.txt"),
        ("score", "names.txt", "--each"),
    ],
)
def test_awake_leaves_out_what_sleep_found(tmp_path, memory, command):
    (tmp_path / "names.txt").write_text("\n".join(NAMES))
    plastic.train(NAMES, consolidate=False).save("awake.plastic")
    awake = run(*command, "-m", "m.plastic", "--awake").stdout
    assert awake == run(*command, "-m", "awake.plastic").stdout
    assert awake != run(*command, "-m", "m.plastic").stdout
    assert plastic.load("m.plastic").slots()  # the file is as it was


def test_complete_gives_what_is_known_only(memory):
    told = rows("complete", "em", "--known", "-m", "m.plastic", "-n", 9)
    assert {name for name, _ in told} == {"emma", "emmy", "emily"}
    assert told == [[s, f"{p:.4g}"] for s, p in memory.complete("em", 9, known=True)]
    nothing = run("complete", "xyz", "--known", "-m", "m.plastic")
    assert (nothing.stdout, nothing.stderr) == ("", "")


def test_temperature_zero_is_greedy(memory):
    told = run("generate", "-m", "m.plastic", "--temperature", 0, "-n", 3).stdout
    assert told.splitlines() == memory.generate(3, temperature=0)


def test_a_symbol_of_several_words_is_typed_as_it_shows(memory):
    cities = [("to", "New York", "now"), ("to", "New", "Delhi")]
    cities = plastic.train(cities)
    cities.save("cities.plastic")
    for typed, prefix in [
        ("to New York", ("to", "New York")),
        ("to  New\tYork", ("to", "New York")),
        ("to New", ("to", "New")),
    ]:
        told = rows("complete", typed, "-m", "cities.plastic", "-n", 1)
        (best,) = cities.complete(prefix, 1)
        assert told == [[" ".join(best.sample), f"{best.probability:.4g}"]]


@unix
def test_people_see_units_in_headers():
    seen = look("complete", "em", "-m", "m.plastic", "-n", 1)
    assert seen.split()[:3] == ["sample", "probability", "%"]
    (best,) = plastic.load("m.plastic").complete("em", 1)
    assert f"{100 * best.probability:.4g}" in seen
