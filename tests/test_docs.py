"""What the documents name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    "examples/README.md",
    *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
]
TESTS = {
    name
    for path in (ROOT / "tests").rglob("*.py")
    for name in re.findall(r"def (test_\w+)", path.read_text(encoding="utf-8"))
}


def read(page):
    return (ROOT / page).read_text(encoding="utf-8")


def named_paths(text):
    """Give what stands in backticks and looks like a file or folder of ours."""
    for path in re.findall(r"`([\w./-]+(?:\.(?:py|md|toml|yml|txt)|/))`", text):
        yield path.removeprefix("./")


@pytest.mark.parametrize("page", PAGES)
def test_paths_that_are_named_exist(page):
    roots = [ROOT, ROOT / "plastic"] if "architecture" in page else [ROOT]
    named = set(named_paths(read(page)))
    gone = {path for path in named if not any((root / path).exists() for root in roots)}
    assert not gone


def test_the_pages_for_contributors_name_many():
    assert len(set(named_paths(read("docs/architecture.md")))) > 50
    assert len(set(named_paths(read("CONTRIBUTING.md")))) > 10


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)\s]+)\)", read(page))
    local = [link for link in links if not link.startswith(("http:", "https:"))]
    assert not [link for link in local if not ((ROOT / page).parent / link).exists()]


def test_tests_that_are_named_exist():
    named = set(re.findall(r"`(test_\w+)`", read("docs/security.md")))
    assert len(named) > 15
    assert named <= TESTS


def cells(text):
    """Give the rows of tables, whatever their columns' widths."""
    for line in re.findall(r"^\|(.+)\|$", text, re.M):
        yield [cell.strip() for cell in line.split("|")]


def test_invented_names_are_those_that_were_measured():
    measured = [*cells(read("benchmarks/results/invention.md"))]
    told = [row for row in cells(read("docs/names.md")) if "temperature" in row[0]]
    assert len(told) == 16  # eight ways to draw, in two tables
    for row in told:
        assert any(row == found[: len(row)] for found in measured), row
