"""The command line: what it says, where, and how it ends."""

import json
import math
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import plastic
from plastic.cli.commands import app

NAMES = ["rohan", "mohan", "rehan", "emma", "emmy", "emily", "ana", "hannah"]
VERSES = ["to be or not to be", "to go or not", "not to be", "to be here now"]
COMMANDS = ["train", "generate", "complete", "predict", "explain", "score", "concepts"]
ENV = {
    **os.environ,
    "PYTHONPATH": os.pathsep.join(
        filter(None, [str(Path(plastic.__file__).parents[1]), os.getenv("PYTHONPATH")])
    ),
}

unix = pytest.mark.skipif(os.name != "posix", reason="Unix pipes and signals")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def names(here):
    return written(here / "few.txt", NAMES)


@pytest.fixture
def words(here):
    """Give the file of a memory of words."""
    verses = [tuple(line.split()) for line in VERSES]
    plastic.train(verses, consolidate=False).save("words.json")
    return "words.json"


def written(file, lines):
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return str(file)


def run(*args, code=0, **how):
    """Run a command here: it is piped, for what it says is caught."""
    try:
        runner = CliRunner(mix_stderr=False)
    except TypeError:  # click >= 8.2 never mixes
        runner = CliRunner()
    result = runner.invoke(app, [*map(str, args)], **how)
    assert result.exit_code == code, (result.output, result.exception)
    return result


def lines(*args, **how):
    return run(*args, **how).stdout.splitlines()


def rows(*args, **how):
    return [line.split("\t") for line in lines(*args, **how)]


def really_run(*args, env=None, **how):
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "plastic", *map(str, args)],
        env={**ENV, **(env or {})},
        timeout=60,
        **{"capture_output": True, "encoding": "utf-8", **how},
    )


# Learning --------------------------------------------------------------------


def test_train_reports_what_was_learned(names):
    memory = plastic.train(NAMES)
    awake = plastic.train(NAMES, consolidate=False).graph
    depths = [depth for _, depth in awake.nodes(data="r_level")]
    classes = [" ".join(group) for group in memory.classes()[2]]
    told = rows("train", names)
    facts = dict(row for row in told if row[0] != "new")
    assert float(facts.pop("seconds")) >= 0
    assert facts == {
        "samples": "8",
        "different": "8",
        "symbols": str(len(set("".join(NAMES)))),
        "concepts": str(len(awake)),
        "slot concepts": str(len(memory.slots(n=None))),
        "temperature": "0.7",
        "2 classes": "; ".join(classes),
        "8 classes": facts["8 classes"],
        **{f"r_level {depth}": str(depths.count(depth)) for depth in set(depths)},
    }


@pytest.mark.thorough
def test_train_shows_twenty_samples_that_it_was_not_taught(names):
    memory = plastic.train(NAMES)
    for seed in (0, 5):
        told = rows("train", names, "--seed", seed)
        new = [name for fact, name in told if fact == "new"]
        assert new == memory.generate(20, temperature=0.7, novel=True, rng=seed)
        assert not set(new) & set(NAMES)


def test_train_draws_at_the_temperature_that_it_says(names):
    told = rows("train", names, "--temperature", 2)
    assert ["temperature", "2"] in told
    new = [name for fact, name in told if fact == "new"]
    assert new == plastic.train(NAMES).generate(20, temperature=2, novel=True, rng=0)
    refused = run("train", names, "-o", "kept.json", "--temperature", -1, code=1)
    assert "temperature must be above 0" in refused.stderr
    assert not Path("kept.json").exists()


@pytest.mark.thorough
def test_train_learns_the_bundled_names_unless_told_otherwise():
    assert ["samples", "5163"] in rows("train")


def test_train_counts_repeated_samples_once_and_twice(here):
    told = rows("train", written(here / "twice", ["ava", "mia", "ava"]))
    assert ["samples", "3"] in told
    assert ["different", "2"] in told


def test_train_reads_standard_input():
    assert ["samples", "2"] in rows("train", "-", input="emma\nava\n")


def test_train_shows_as_many_new_samples_as_there_are(here):
    file = written(here / "all", ["a", "aa", "aaa"] * 2000)
    result = run("train", file, "--alphabet", "a")
    new = result.stdout.count("new\t")
    assert new < 20
    assert result.stderr.startswith(f"plastic: only {new} of 20 new samples")
    assert result.stderr.count("\n") == 1


def test_train_saves_the_memory(names):
    result = run("train", names, "-o", "memory.json", "--horizon", 3)
    assert result.stderr == "plastic: saved to memory.json\n"
    memory = plastic.load("memory.json")
    assert memory.samples == plastic.train(NAMES).samples
    assert memory.get_params()["horizon"] == 3
    assert memory.classes()  # it has slept


def test_train_saves_what_it_was_told_of_repeats(names):
    run("train", names, "--no-sleep", "-o", "memory.json", "--repeats", "estimate")
    memory = plastic.load("memory.json")
    assert memory.repeats == "estimate"
    drawn = run("generate", "-m", "memory.json", "--seed", 1).stdout.splitlines()
    assert drawn == memory.generate(20, rng=1)
    asked = ["generate", "-m", "memory.json", "--seed", 1, "--repeats", "keep"]
    kept = run(*asked).stdout.splitlines()
    assert kept == memory.generate(20, rng=1, repeats="keep") != drawn
    assert "(repeats)" in run("explain", "em", "-m", "memory.json").stdout
    assert "never" in run("train", names, "--repeats", "never", code=2).stderr


def test_train_has_the_horizon_of_the_library(names):
    run("train", names, "-o", "memory.json")
    assert plastic.load("memory.json").horizon == plastic.PlasticMemory().horizon


def test_train_learns_words(here):
    file = written(here / "verses", VERSES)
    told = run("train", file, "--words", "--output", "memory.json")
    assert "symbols\t7\n" in told.stdout
    assert plastic.load("memory.json").samples[("to", "go", "or", "not")] == 1


def test_the_alphabet_is_of_characters_or_of_words(names, here):
    run("train", names, "--alphabet", "".join(NAMES), "-o", "c.json")
    assert set(plastic.load("c.json").alphabet) == set("".join(NAMES))
    verses = written(here / "verses", VERSES)
    alphabet = " ".join([*VERSES, "never"])
    run("train", verses, "--words", "--alphabet", alphabet, "-o", "w.json")
    assert set(plastic.load("w.json").alphabet) == set(alphabet.split())


# Memories --------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("memory", [NAMES, ["{", '{"a": 1}', "}"]])
def test_a_saved_memory_and_its_samples_are_the_same_memory(here, memory):
    file = written(here / "samples", memory)
    run("train", file, "-o", "memory.json")
    asked = ["generate", "--seed", 1, "-m"]
    assert lines(*asked, file) == lines(*asked, "memory.json")
    stdin = Path(file).read_bytes()
    assert lines(*asked, file) == lines(*asked, "-", input=stdin)


def test_a_saved_memory_may_have_been_indented(words):
    asked = ["concepts", "-m", words]
    before = lines(*asked)
    content = json.loads(Path(words).read_text())
    Path(words).write_text(json.dumps(content, indent=2))
    assert lines(*asked) == before
    assert any("not to be" in line for line in before)


@pytest.mark.thorough
def test_a_saved_memory_is_not_learned_as_text(words):
    for asked in (["train", words], ["score", words]):
        assert "is a saved memory" in run(*asked, code=1).stderr
    stdin = Path(words).read_bytes()
    assert "must be a file" in run("generate", "-m", "-", code=1, input=stdin).stderr


def test_a_damaged_memory_is_not_learned_as_text(words):
    Path(words).write_text(Path(words).read_text()[:80])
    assert "not a saved memory" in run("generate", "-m", words, code=1).stderr


def test_symbols_that_are_no_words_are_typed_as_they_are_shown():
    memory = plastic.train([(1, "a", 2), (1, "a", 2)])
    memory.save("numbers.json")
    told = rows("complete", "1 a", "-m", "numbers.json", "-n", 2)
    found = memory.complete((1, "a"), 2)
    assert found != memory.complete(("1", "a"), 2)
    assert [found[0].sample, found[1].sample] == [(1, "a", 2), (1, "a")]
    assert told == [
        ["1 a 2", f"{found[0].probability:.4g}"],
        ["1 a", f"{found[1].probability:.4g}"],
    ]


# Asking ----------------------------------------------------------------------


def test_generate_draws_what_the_library_draws(names):
    memory = plastic.train(NAMES)
    drawn = lines("generate", "-m", names, "--seed", 3, "-n", 250)
    assert drawn == memory.generate(250, rng=3)
    assert lines("generate", "-m", names, "-n", 0) == []
    hot = ["--prefix", "em", "--temperature", "1.7", "--novel"]
    drawn = lines("generate", "-m", names, "--seed", 3, *hot)
    assert drawn == memory.generate(20, "em", 1.7, novel=True, rng=3)
    assert len(drawn) == 20


def test_generate_draws_words(words):
    memory = plastic.load(words)
    drawn = lines("generate", "-m", words, "--seed", 4, "--prefix", "not to")
    expected = memory.generate(20, ("not", "to"), rng=4)
    assert drawn == [" ".join(sample) for sample in expected]


def test_complete_gives_samples_and_probabilities(names):
    found = plastic.train(NAMES).complete("em", 3)
    asked = ["complete", "em", "-m", names, "-n", 3]
    result = run(*asked)
    assert result.stderr == ""
    assert rows(*asked) == [[sample, f"{chance:.4g}"] for sample, chance in found]


def test_complete_completes_words_and_nothing(words):
    assert rows("complete", " not  to ", "-m", words)[0][0] == "not to be"
    assert [row[0] for row in rows("complete", "", "-m", words, "-n", 2)] == [
        "",
        "to",
    ]


def test_complete_says_what_was_not_proven(names):
    # In a process of its own, where the library's warning would be seen too.
    asked = ["complete", "em", "-m", names, "-n", "9", "--max-steps", "9"]
    result = really_run(*asked)
    found = plastic.train(NAMES).complete("em", 9, max_steps=9)
    assert 0 < len(found) < 9
    assert result.returncode == 0
    assert result.stdout.count("\n") == len(found)
    assert result.stderr == (
        f"plastic: only {len(found)} of 9 could be proven in 9 steps: "
        "raise --max-steps\n"
    )


def test_explain_prints_the_explanation(names, words):
    memory = plastic.train(NAMES)
    asked = ["explain", "han", "-m", names]
    assert run(*asked).stdout == f"{memory.explain('han')}\n"
    stream = memory.explain("han", anchored=False)
    assert run(*asked, "--stream").stdout == f"{stream}\n"
    of_words = plastic.load(words).explain(("to", "be"))
    assert run("explain", "to be", "-m", words).stdout == f"{of_words}\n"


def test_score_tells_how_surprising_samples_are(here, names):
    memory = plastic.train(NAMES)
    told = dict(rows("score", names, "-m", names))
    nats = -memory.score(NAMES)
    assert float(told["nats a symbol"]) == pytest.approx(nats, abs=1e-4)
    assert float(told["perplexity"]) == pytest.approx(math.exp(nats), abs=1e-4)
    assert told["samples"] == "8"
    assert told["symbols, ends included"] == str(len("".join(NAMES)) + 8)


def test_score_reads_words_and_knows_the_impossible(here, words):
    (told,) = rows("score", "-", "-m", words, "--each", input="to  be\n")
    nats = -plastic.load(words).log_prob(("to", "be"))
    assert (told[0], told[2]) == ("to be", f"{nats:.4f}")
    plastic.PlasticMemory(alphabet="ab").fit(["ab"]).save("closed.json")
    told = dict(rows("score", "-", "-m", "closed.json", input="abc\n"))
    assert told["perplexity"] == "inf"


def test_concepts_lists_the_most_useful_ones(names):
    memory = plastic.train(NAMES)
    for options, expected in (
        (["-n", 3], memory.concepts(n=3)),
        (["--r-level", 2], memory.concepts(r_level=2)),
    ):
        told = rows("concepts", "-m", names, *options)
        assert [row[:4] for row in told] == [
            [
                plastic.core.symbols.show(one.symbols),
                *map(str, (one.r_level, one.count, one.usefulness)),
            ]
            for one in expected
        ]
    han = next(row for row in rows("concepts", "-m", names) if row[0] == "han")
    synapses = memory.graph.nodes["han"]["synapses"]
    assert han[4] == f"_:{synapses[plastic.STOP]} n:{synapses['n']}"


# What programs get -----------------------------------------------------------


def test_symbols_are_no_markup_and_samples_stay_on_their_line(here):
    odd = ["[red]x[/red]", ":smile:", "a\tb", "\x1b[31mz", "می‌خوا"]
    file = written(here / "odd", odd)
    for sample in odd:
        shown = sample.replace("\t", r"\t").replace("\x1b", r"\x1b")
        assert rows("complete", sample, "-m", file, "-n", 1)[0][0] == shown
    for told in (lines("concepts", "-m", file), lines("train", file)):
        assert not any("\x1b" in line for line in told)


def test_nothing_makes_a_pipe_colourful(names):
    for asked in (["train"], ["explain", "em", "-m"]):
        result = really_run(*asked, names, env={"FORCE_COLOR": "1"})
        assert result.returncode == 0
        assert result.stderr == ""
        assert not re.search("[\x1b\r─█╭]", result.stdout)


def test_what_cannot_be_written_is_escaped(here):
    file = written(here / "odd", ["日本"])
    result = really_run(
        *["complete", "日", "-m", file, "-n", 1], env={"PYTHONIOENCODING": "latin-1"}
    )
    assert result.stderr == ""
    assert result.stdout.startswith(r"\u65e5")


# Errors ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        ["train", "nowhere.txt"],
        ["train", ""],
        ["train", "binary"],
        ["train", "empty"],
        ["train", "."],
        ["train", "-"],
        ["train", "few.txt", "--horizon", "0"],
        ["train", "few.txt", "--alphabet", "abc"],
        ["train", "few.txt", "-o", "nowhere/memory.json"],
        ["generate", "-m", "nowhere.json"],
        ["generate", "-m", "few.txt", "--temperature", "-1"],
        ["generate", "-m", "few.txt", "-n", "-1"],
        ["complete", "\ufdd0", "-m", "few.txt"],
        ["score", "empty", "-m", "few.txt"],
        ["concepts", "-m", "few.txt", "-n", "-1"],
    ],
    ids=" ".join,
)
def test_an_error_is_one_line(asked, names, here):
    (here / "binary").write_bytes(b"\x7fELF\0")
    (here / "empty").write_bytes(b"")
    result = run(*asked, code=1)
    assert result.stdout == ""
    assert re.fullmatch(r"plastic: error: \S.*\n", result.stderr)


def test_nothing_new_is_an_error_of_generate(here):
    file = written(here / "all", ["a", "aa", "aaa"] * 2000)
    result = run("generate", "-m", file, "--novel", "--temperature", 0.1, code=1)
    assert result.stderr.startswith("plastic: error: drew 0 of 20 samples")


@pytest.mark.parametrize(
    "asked",
    [
        ["dance"],
        ["complete"],
        ["generate", "--seed", "-1"],
        ["generate", "--temperature", "hot"],
        ["train", "--nonsense"],
    ],
    ids=" ".join,
)
def test_a_usage_error_ends_with_two(asked):
    result = run(*asked, code=2)
    assert result.stdout == ""
    assert "Usage:" in result.stderr


def test_real_errors_have_no_traceback():
    result = really_run("train", "--nonsense")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Usage: plastic train" in result.stderr
    result = really_run("train", "nowhere.txt")
    assert (result.returncode, result.stdout) == (1, "")
    assert re.fullmatch("plastic: error: no file 'nowhere.txt'.*\n", result.stderr)


# Help ------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_names_every_command(option):
    told = run(option).stdout
    assert all(re.search(rf"\b{command}\b", told) for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command):
    assert f"plastic {command}" in run(command, "-h").stdout.split("Options", 1)[1]


def test_version():
    assert really_run("--version").stdout == f"plastic {plastic.__version__}\n"


# Processes -------------------------------------------------------------------


def test_standard_input_of_a_process(names):
    told = really_run("score", "-", "--each", "-m", names, input="emma\n")
    assert re.fullmatch(r"emma(\t\d+\.\d{4}){3}\t\n", told.stdout)


def test_importing_the_library_does_not_import_the_command_line():
    code = "import sys, plastic; print({'typer', 'rich', 'click'} & {*sys.modules})"
    told = subprocess.run([sys.executable, "-c", code], env=ENV, capture_output=True)
    assert told.stdout.strip() == b"set()"


def start(*args, **how):
    return subprocess.Popen(
        [sys.executable, "-m", "plastic", *map(str, args)],
        env=ENV,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **how,
    )


@unix
def test_a_closed_pipe_ends_quietly(names):
    with start("generate", "-m", names, "-n", 10**9) as process:
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == -signal.SIGPIPE


def heed_interrupts():
    # What a shell starts with & is told to ignore them, and so would its children.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@unix
def test_an_interrupt_ends_with_one_line(names):
    command = "generate", "-m", names, "-n", 10**9
    with start(*command, preexec_fn=heed_interrupts) as process:
        assert process.stdout.readline()  # it is at work
        process.send_signal(signal.SIGINT)
        assert process.communicate()[1] == b"plastic: interrupted\n"
    assert process.returncode == 130


@pytest.mark.parametrize("loaded", ["numpy", "networkx", "sqlite3"])
def test_an_interrupt_while_it_loads_shows_no_traceback(here, names, loaded):
    # All that takes its time is loaded where an interrupt is waited for: with the
    # library, by python -m plastic as well as by the script.
    (here / loaded).mkdir()
    (here / loaded / "__init__.py").write_text("raise KeyboardInterrupt")
    path = os.pathsep.join([str(here), ENV["PYTHONPATH"]])
    script = [sys.executable, "-c", "from plastic.cli.start import main; main()"]
    for program in (script, [sys.executable, "-m", "plastic"]):
        result = subprocess.run(
            [*program, "complete", "em", "-m", names],
            env={**ENV, "PYTHONPATH": path},
            capture_output=True,
            text=True,
        )
        assert (result.returncode, result.stdout) == (130, "")
        assert result.stderr == "plastic: interrupted\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_an_error(names):
    with open("/dev/full", "w") as full:
        how = {"stdout": full, "stderr": subprocess.PIPE, "capture_output": False}
        result = really_run("train", names, **how)
    assert result.returncode == 1
    assert re.fullmatch(r"plastic: error: .*No space left.*\n", result.stderr)


@unix
def test_closed_standard_streams(names):
    python = f"{sys.executable} -m plastic"
    result = subprocess.run(
        ["sh", "-c", f"{python} train - <&-; {python} generate -m {names} >&-"],
        env=ENV,
        capture_output=True,
        encoding="utf-8",
    )
    assert result.returncode == 0
    assert result.stderr == "plastic: error: standard input is closed\n"


# Terminals -------------------------------------------------------------------


def look(*args, columns=60, colours=False, **env):
    """Give what a terminal shows, without colours unless they are asked for."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    screen = {"COLUMNS": str(columns), "LINES": "50", "TERM": "xterm-256color"}
    process = subprocess.Popen(
        [sys.executable, "-m", "plastic", *map(str, args)],
        env={**ENV, "PYTHONIOENCODING": "utf-8", **screen, **env},
        stdout=theirs,
        stderr=subprocess.PIPE,
    )
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(ours, 65536):
            seen += piece
    except OSError:  # how Linux says that the other end was closed
        pass
    os.close(ours)
    assert process.communicate()[1] == b""
    assert process.returncode == 0
    shown = seen.decode().replace("\r\n", "\n")
    return shown if colours else re.sub(r"\x1b\[[0-9;]*m", "", shown)


def widest(text):
    return max(map(len, text.splitlines()))


@pytest.mark.thorough
@unix
def test_people_get_bars():
    seen = look("train")
    assert re.search(r"4 +3,423  █{30}", seen)
    assert "drawn at temperature 0.7" in seen
    assert "arando" in seen
    assert "\t" not in seen
    assert widest(seen) <= 60


@unix
@pytest.mark.parametrize("columns", [60, 80])
def test_people_get_as_much_of_an_explanation_as_fits(columns, awake_names):
    awake_names.save("awake.json")
    seen = look("explain", "christophe", "-m", "awake.json", columns=columns)
    *_, total = (row.split() for row in seen.splitlines() if row.startswith("prob"))
    assert len(total) == {60: 4, 80: 7}[columns]  # name, weight, symbols
    assert ">christophe" in seen
    assert "…" not in seen
    assert widest(seen) <= columns


@unix
def test_people_get_long_concepts_folded(here):
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    memory = plastic.PlasticMemory().fit([f"{alphabet}{end}" for end in "123456"])
    memory.save("awake.json")
    seen = look("explain", alphabet, "-m", "awake.json")
    assert re.search(r"^cdefghijklmnopqrstu +1 .*\nvwxyz *$", seen, re.MULTILINE)
    *_, total = (row.split() for row in seen.splitlines() if row.startswith("prob"))
    assert len(total) == 4  # name, weight, symbols
    assert widest(seen) <= 60


@unix
def test_people_get_tables_in_which_nothing_is_markup(here):
    file = written(here / "odd", ["[red]x[/red]", "[red]y[/red]", "a\x1b[31mz"])
    seen = look("concepts", "-m", file, NO_COLOR="1")
    assert re.match(r"concept +r_level +count +saves +next *\n +times +symbols", seen)
    assert re.search(r"^\[/red\]_ +\d", seen, re.MULTILINE)
    assert "\x1b" not in look("complete", "a", "-m", file)
    assert widest(seen) <= 60
