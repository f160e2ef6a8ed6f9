"""The site of the documentation: what is made for it, and that it needs nobody else."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import plastic
from plastic.cli.verbs import MODULE_OF

pytest.importorskip("mkdocs")
pytest.importorskip("mkdocstrings")

ROOT = Path(__file__).parents[1]


def test_links_lead_into_the_site_or_to_the_repository():
    from scripts.site_pages import REPOSITORY, moved

    page = "[a](sleep.md#w) [b](../benchmarks/RESULTS.md) [c](../spec/x.py) [d](#e)"
    there = f"[a](sleep.md#w) [b](measured/all.md) [c]({REPOSITORY}spec/x.py) [d](#e)"
    assert moved(page, "trie.md") == there
    assert moved("[a](docs/trie.md)", "index.md") == "[a](trie.md)"
    picture = "![a](scaling.png) [b](../../docs/trie.md) [c](https://x.org/y)"
    assert moved(picture, "measured/scaling.md") == (
        "![a](scaling.png) [b](../trie.md) [c](https://x.org/y)"
    )


def test_the_reference_of_commands_has_them_all():
    from scripts.site_pages import commands

    text = commands()
    assert re.findall(r"^## plastic (.+)", text, flags=re.M) == [*MODULE_OF]
    assert r"| `--horizon N` | `24` |" in text


def test_every_public_name_has_a_page():
    from scripts.site_pages import ROOMS

    told = {name for names in ROOMS.values() for name in names}
    modules = {"plastic.plots": "plastic.rendering.plots"}
    for name in plastic.__all__:
        full = f"plastic.{name}"
        assert modules.get(full, full) in told


@pytest.mark.thorough
def test_the_site_is_built_and_takes_nothing_from_elsewhere(tmp_path):
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "-q",
        "-d",
        tmp_path,
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) > 50
    loads = re.compile(
        r'<(?:script|img|link|iframe)\b[^>]*?(?:src|href)="(https?:[^"]+)"'
    )
    for page in pages:
        assert not loads.findall(page.read_text(encoding="utf-8")), page
    for style in tmp_path.rglob("*.css"):
        assert not re.search(r"url\(['\"]?https?:", style.read_text(encoding="utf-8"))
