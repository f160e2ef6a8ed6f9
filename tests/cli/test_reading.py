"""What comes in: lines, forms of Unicode, memories that may only be read."""

import os
import shutil
import subprocess
import sys

import pytest
from test_cli import ENV, really_run, run, written

import plastic

TWO_FORMS = "zo\xeb\nchloe\u0308\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_numbers_of_lines_count_blank_ones(here):
    written(here / "names", ["", "ab", "", "xb"])
    told = run("train", "names", "--alphabet", "ab", code=1).stderr
    assert told.startswith("plastic: error: 'names', line 4: 'xb' holds 'x'")
    plastic.PlasticMemory(alphabet="ab").save("m.plastic")
    told = run("learn", "m.plastic", "a", "--from", "names", code=1).stderr
    assert "'names', line 4: 'xb' holds 'x'" in told
    assert not plastic.load("m.plastic")  # all of them, or none
    written(here / "pairs", ["", "a\tb", "", "c"])
    assert (
        "line 4 of 'pairs' holds no tab" in run("learn-pairs", "pairs", code=1).stderr
    )
    with pytest.raises(plastic.SampleError, match="'names', line 4: 'xb'"):
        plastic.train("names", alphabet="ab")


def test_forms_of_unicode(here):
    (here / "names").write_text(TWO_FORMS, encoding="utf-8")
    hint = "plastic: warning: there are two forms of the letter 'ë'"
    assert really_run("train", "names").stderr.startswith(hint)
    assert run("learn", "a.plastic", "--from", "names").stderr.startswith(hint)
    for command in (
        ["train", "names", "-o", "m.plastic"],
        ["learn", "l.plastic", "--from", "names"],
    ):
        told = run(*command, "--normalize", "NFC").stderr
        assert "forms" not in told
    assert list(plastic.load("m.plastic")) == ["zo\xeb", "chlo\xeb"]
    assert list(plastic.load("l.plastic")) == ["zo\xeb", "chlo\xeb"]
    # A later one in the other form is noticed, too.
    assert hint in run("learn", "l.plastic", "noe\u0308").stderr
    nfd, nfc = (
        run("score", "names", "-m", "m.plastic", "--normalize", form).stdout
        for form in ("NFD", "NFC")
    )
    assert nfd != nfc


@pytest.mark.parametrize("name", [":memory:", "file:x.plastic?mode=memory", "file:x"])
def test_what_means_something_else_to_sqlite_is_no_file(here, name):
    for command in (["learn", name, "emma"], ["train", "-o", name]):
        told = run(*command, code=1).stderr
        assert "is no name of one" in told
    assert os.listdir() == []
    run("learn", f"./{name}", "emma")
    assert os.listdir() == [name]
    assert list(plastic.load(name)) == ["emma"]


@pytest.mark.thorough
@pytest.mark.skipif(not shutil.which("setpriv"), reason="permissions do not stop root")
@pytest.mark.parametrize("closed", [True, False])
def test_what_may_only_be_read_can_be_read(here, closed):
    folder = here / "folder"
    folder.mkdir()
    code = "import os, sys, plastic; m = plastic.open(sys.argv[1]); m.learn('emma'); "
    code += "m.close()" if closed else "os._exit(0)"  # a log is left beside it
    file = str(folder / "m.plastic")
    subprocess.run([sys.executable, "-c", code, file], env=ENV, check=True)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    assert len(before) == 1 + (not closed)
    for each in (*folder.iterdir(), folder):
        each.chmod(0o555 if each == folder else 0o444)
    # Root may write everywhere unless it gives up that right.
    rights = ["setpriv", "--bounding-set=-dac_override"] * (os.geteuid() == 0)
    for command in (["complete", "e", "-m", file, "-n", "1"], ["info", file]):
        told = subprocess.run(
            [*rights, sys.executable, "-m", "plastic", *command],
            env=ENV,
            capture_output=True,
            text=True,
        )
        assert (told.returncode, told.stderr) == (0, "")
    assert before == {each.name: each.read_bytes() for each in folder.iterdir()}
    folder.chmod(0o755)


def test_reading_changes_no_file_and_makes_none(here):
    run("learn", "m.plastic", "emma", "emmy")
    before = (here / "m.plastic").read_bytes(), os.stat("m.plastic").st_mtime_ns
    for command in (
        *(["complete", "e"], ["predict", "e"], ["explain", "e"], ["concepts"]),
        *(["generate"], ["score", "-"]),
    ):
        run(*command, "-m", "m.plastic", input="emma\n")
    run("info", "m.plastic")
    run("check", "m.plastic", "--json")
    after = (here / "m.plastic").read_bytes(), os.stat("m.plastic").st_mtime_ns
    assert after == before
    assert os.listdir() == ["m.plastic"]
