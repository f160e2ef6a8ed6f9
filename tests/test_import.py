"""What `import plastic` loads, and what it leaves for when it is asked for."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import plastic

LATER = {
    *("graphviz", "sqlite3", "rich", "typer", "tqdm"),  # installed, but not needed yet
    *("matplotlib", "PIL", "scipy", "selenium", "IPython"),  # perhaps not installed
}


def loaded_by(code):
    """List the modules that are there after some code."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_only_what_learns_and_predicts_is_loaded():
    loaded = loaded_by("import plastic; plastic.PlasticMemory().fit(['emma'])")
    assert loaded & LATER == set()
    assert "plastic.opened" not in loaded
    assert "plastic.seq2seq" not in loaded
    assert "plastic.rendering.concept_tree.draw" not in loaded


@pytest.mark.parametrize(
    ("code", "module"),
    [
        ("plastic.PlasticMemory().render()", "graphviz"),
        ("plastic.open", "sqlite3"),
        ("plastic.PlasticMemory().fit(['a'], progress=True)", "tqdm"),
    ],
)
def test_the_rest_is_loaded_when_it_is_needed(code, module):
    assert module in loaded_by(f"import plastic; {code}")


def test_every_public_name_is_there():
    assert set(plastic.__all__) <= set(dir(plastic))
    for name in plastic.__all__:
        assert getattr(plastic, name) is getattr(plastic, name)
    with pytest.raises(AttributeError, match=r"no attribute 'nothing'"):
        plastic.nothing  # noqa: B018


def test_rendering_knows_no_memory():
    """It takes what it shows: nothing in it imports who learns, not even for types."""
    folder = Path(plastic.__file__).parent / "rendering"
    for file in folder.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert "memory" not in {node.module for node in imports}, file
