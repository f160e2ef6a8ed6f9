"""plastic animate: from a file of samples to a picture that moves."""

import json

import pytest
from test_cli import NAMES, really_run, run, written

from plastic import datasets


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def names(here):
    return written(here / "few.txt", NAMES)


@pytest.mark.parametrize("every", ["signal", "moment", "sample"])
def test_a_gif(names, here, every):
    image = pytest.importorskip("PIL.Image")
    pytest.importorskip("matplotlib")
    result = run("animate", names, "-n", 2, "--every", every)
    assert result.stdout == ""
    assert result.stderr == "plastic: wrote growth.gif, 32 signals of 2 samples\n"
    with image.open(here / "growth.gif") as gif:
        assert gif.n_frames == {"signal": 33, "moment": 15, "sample": 3}[every]


def test_a_page_of_the_first_forty_bundled_names(here):
    result = run("animate", "-o", "Growth.HTML")
    assert "wrote Growth.HTML, 724 signals of 40 samples" in result.stderr
    page = (here / "Growth.HTML").read_text(encoding="utf-8")
    names = datasets.read(datasets.path("names.txt"))
    last, one_more = (json.dumps([*f">{name}_"]) for name in names[39:41])
    assert last.replace(" ", "") in page
    assert one_more.replace(" ", "") not in page


def test_standard_input(here):
    run("animate", "-", "-o", "growth.html", input="emma\nemmy\n")
    assert (here / "growth.html").exists()


def test_what_cannot_be(names, here):
    for args, problem in (
        (["-o", "growth.png"], "must end with .gif or .html"),
        (["-o", "no/such/growth.html"], "cannot write 'no/such/growth.html'"),
        (["--every", "second"], "every must be one of signal, moment, sample"),
    ):
        result = run("animate", names, *args, code=1)
        assert result.stderr.startswith("plastic: error: ")
        assert problem in result.stderr
    assert run("animate", names, "-n", 0, code=2)
    assert sorted(one.name for one in here.iterdir()) == ["few.txt"]


def test_as_a_process(names, here):
    result = really_run("animate", names, "-o", "growth.html")
    assert result.returncode == 0, result.stderr
    assert (here / "growth.html").exists()
