"""--counts: files that say of each sample how often it counts."""

import pytest
from test_cli import run

import plastic

TAB = "name\tcount\nemma\t2\n\nmary ann\t1\nava\t0\nemma\t1\n"
CSV = 'name,count\n"Ray, Bo",2\nava, 3\n"say ""hi""",1\n'


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.tsv").write_text(TAB)
    (tmp_path / "names.csv").write_text(CSV)
    return tmp_path


def held(file="m.plastic"):
    return dict(plastic.load(file).samples)


@pytest.mark.parametrize(
    ("file", "samples"),
    [
        ("names.tsv", {"emma": 3, "mary ann": 1}),
        ("names.csv", {"Ray, Bo": 2, "ava": 3, 'say "hi"': 1}),
    ],
)
def test_train_and_learn(file, samples):
    run("train", file, "--counts", "-o", "m.plastic")
    run("learn", "l.plastic", "--from", file, "--counts")
    run("learn", "l.plastic", "--from", "-", "--counts", input="zoe\t9\n")
    assert held() == samples
    assert held("l.plastic") == {**samples, "zoe": 9}


def test_words_count_too(here):
    (here / "verses.tsv").write_text("to be\t2\nor not\t1\n")
    run("train", "verses.tsv", "--counts", "--words", "-o", "m.plastic")
    assert held() == {("to", "be"): 2, ("or", "not"): 1}


def test_forget_as_often_as_it_says():
    run("learn", "m.plastic", "--from", "names.tsv", "--counts")
    assert (
        "held 3 times"
        in run(
            "forget", "m.plastic", "--from", "-", "--counts", input="emma\t4\n", code=1
        ).stderr
    )
    run("forget", "m.plastic", "mary ann", "--from", "-", "--counts", input="emma\t2\n")
    assert held() == {"emma": 1}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("emma\t1\n\nava\n", "line 3: 'ava' is not a sample, a tab or a comma, and"),
        ("emma\t1\nava\t1.5\n", "line 2: the count must be a whole number"),
        ("emma\t1\nava\t-1\n", "line 2: the count"),
        ("emma\t1\nava\t1,000\n", "line 2: the count"),
        ("emma\t1\nava\t" + "9" * 40 + "\n", "line 2: the count"),
        ("emma\t1\nava\t2000000000000\n", "line 2: at the most 1,000,000,000,000"),
        ("emma\tmany1\n", "line 1: the count"),
        ("emma,F,12\n", "line 1: 'emma,F,12' is not"),
        ("emma\t1\n\t7\n", "line 2"),
        ("name\tcount\n", "holds no sample that counts"),
        ("emma\t0\n", "holds no sample that counts"),
    ],
)
def test_what_is_no_count_is_named_by_its_line(here, text, told):
    (here / "odd.tsv").write_text(text)
    for command in (["train", "odd.tsv"], ["learn", "m.plastic", "--from", "odd.tsv"]):
        result = run(*command, "--counts", code=1)
        assert told in result.stderr
        assert result.stderr.count("\n") == 1
    assert not (here / "m.plastic").exists()


def test_counts_are_of_files():
    told = run("learn", "m.plastic", "emma", "--counts", code=1).stderr
    assert "--counts is of files: give one by --from" in told
