"""Notebooks are kept as they ran: whole, in order, fit to be looked at."""

import json
import re
from pathlib import Path

import pytest

from plastic.rendering import palette

ROOT = Path(__file__).parents[1]
TUTORIALS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NOTEBOOKS = [*TUTORIALS, *sorted((ROOT / "examples").glob("*.ipynb"))]


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    return json.loads(request.param.read_text(encoding="utf-8"))


def sources(notebook, kind):
    return ["".join(c["source"]) for c in notebook["cells"] if c["cell_type"] == kind]


def outputs(notebook):
    return [one for cell in notebook["cells"] for one in cell.get("outputs", [])]


def test_there_are_notebooks():
    assert next(path.stem for path in NOTEBOOKS) == "01_introduction"


def test_every_cell_ran_once_from_top_to_bottom(notebook):
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    counts = [cell["execution_count"] for cell in cells]
    assert counts == list(range(1, len(cells) + 1))


def test_there_are_no_errors_warnings_or_walls_of_text(notebook):
    for one in outputs(notebook):
        assert one["output_type"] != "error"
        assert one.get("name") != "stderr"
        texts = one.get("text") or one.get("data", {}).get("text/plain", "")
        assert "".join(texts).count("\n") < 40


def test_outputs_name_no_place_on_a_machine(notebook):
    for one in outputs(notebook):
        shown = json.dumps(one)
        assert not re.search(r"(?<![<\w.])/(tmp|root|home|work|usr|Users)/", shown)


@pytest.mark.parametrize(
    "notebook", TUTORIALS, ids=lambda path: path.stem, indirect=True
)
def test_key_numbers_are_asserted(notebook):
    code = "\n".join(sources(notebook, "code"))
    assert code.count("assert ") >= 10


def test_figures_are_those_of_the_results():
    notebook = json.loads(NOTEBOOKS[0].read_text(encoding="utf-8"))
    results = "".join(
        (ROOT / "benchmarks" / name).read_text(encoding="utf-8")
        for name in ("RESULTS.md", "results/compare_makemore.md")
    )
    text = "\n".join(sources(notebook, "markdown"))
    figures = re.findall(r"\b1\.[89]\d\d\d\b", text)
    assert figures
    for figure in figures:
        assert figure in results


def test_their_own_figures_have_the_colours_of_all_pictures():
    style = (ROOT / "notebooks" / "plastic.mplstyle").read_text(encoding="utf-8")
    colours = [f"#{colour}" for colour in re.findall(r'"([0-9A-F]{6})"', style)]
    assert [colour.upper() for colour in palette.APART[: len(colours)]] == colours
    assert len(colours) == 6


def test_links_lead_somewhere(notebook):
    text = "\n".join(sources(notebook, "markdown"))
    for link in re.findall(r"\]\(([^):#]+)\)", text):
        assert (ROOT / "notebooks" / link).exists(), link
