"""No figure in the README or docs/ differs from the tables it was taken from.

A paragraph or table after ``<!-- figures: sleep, compare_makemore -->`` holds
numbers of these tables only: sections of ``benchmarks/RESULTS.md``, or files in
``benchmarks/results``.  They may be rounded.
"""

import re
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "benchmarks"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NUMBER = re.compile(r"(?<![\w.,])(?:\d[\d,]*)?(?:\.\d+)?(?<=\d)")
MARKED = re.compile(r"<!-- figures: (.+?) -->\n\n?((?:.+\n)+)")


def read(path):
    return path.read_text(encoding="utf-8")


def tables():
    """Give the text of each table by name."""
    sections = re.split(r"^## (\w+): ", read(BENCHMARKS / "RESULTS.md"), flags=re.M)
    files = {path.stem: read(path) for path in (BENCHMARKS / "results").glob("*.md")}
    return dict(zip(sections[1::2], sections[2::2])) | files


def numbers(text):
    return [each.replace(",", "").rstrip(".") for each in NUMBER.findall(text) if each]


def strange(block, source):
    """Give the numbers of a block that are none of the source, rounded."""
    known = {Decimal(each) for each in numbers(source)}
    return [
        number
        for number in numbers(block)
        if not any(abs(each - Decimal(number)) <= rounding(number) for each in known)
    ]


def rounding(number):
    """Give by how much a number may differ from what it was rounded from."""
    return Decimal((0, (5,), Decimal(number).as_tuple().exponent - 1))


def blocks():
    for page in PAGES:
        for names, block in MARKED.findall(read(page)):
            yield pytest.param(names.split(", "), block, id=f"{page.name}: {names}")


@pytest.mark.parametrize(("names", "block"), [*blocks()])
def test_figures_are_those_of_the_tables(names, block):
    found = tables()
    assert len(numbers(block)) > 2
    assert not strange(block, "\n".join(found[name] for name in names))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tables_of_figures_are_held_to_some_results(page):
    """Or say that they were ``measured once``, and how, for want of such results."""
    text = read(page)
    for table in re.finditer(r"(?:^\|.*\n)+", text, flags=re.M):
        if len(re.findall(r"(?<![\d.])\d*\.\d+\b(?!\.)", table[0])) >= 4:
            before = text[: table.start()].rstrip().splitlines()[-1]
            assert re.match(r"<!-- (figures|measured once): .+ -->", before), table[0]


def test_figures_that_differ_are_seen():
    source = "1.8646 | 31,033 | 0.5"
    assert strange("1.86 and 1.87, 31,033, .5 of 7", source) == ["1.87", "7"]


@pytest.mark.parametrize("name", [*tables()])
def test_tables_say_by_which_command_when_and_where(name):
    """Each begins so: `python -m benchmarks sleep`, 2026-11-20, AMD EPYC, 2 cores."""
    said = r"`python -m benchmarks.*`, \d{4}-\d\d-\d\d, .+, \d+ cores; Python "
    assert re.search(rf"^{said}", tables()[name], flags=re.M)
