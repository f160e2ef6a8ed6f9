"""What `import plastic` loads, and what it leaves for when it is asked for."""

import ast
import subprocess
import sys
from pathlib import Path

import networkx as nx
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
    assert all(hasattr(plastic, name) for name in plastic.__all__)
    assert plastic.plots.growth.__module__ == "plastic.rendering.plots.growing"
    with pytest.raises(AttributeError, match=r"no attribute 'nothing'"):
        plastic.nothing  # noqa: B018


def imports():
    """Give an edge from each of our modules to what it imports, also for types."""
    root = Path(plastic.__file__).parent
    files = {
        ".".join(("plastic", *path.relative_to(root).with_suffix("").parts)): path
        for path in root.rglob("*.py")
    }
    graph = nx.DiGraph()
    for module, path in files.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                folder = module.split(".")[: -node.level]
                origin = ".".join([*folder, *filter(None, [node.module])])
                inner = {f"{origin}.{alias.name}" for alias in node.names}
                found = {origin, *inner} & files.keys()
                graph.add_edges_from((module, other) for other in found)
    return graph


def test_rendering_knows_no_memory_and_has_no_circles():
    """It takes what it shows: nothing in it imports who learns, not even for types."""
    graph = imports()
    inside = [name for name in graph if name.startswith("plastic.rendering.")]
    assert graph.has_edge("plastic.memory", "plastic.rendering.verbs")
    assert "plastic.memory" not in {other for _, other in graph.out_edges(inside)}
    assert nx.is_directed_acyclic_graph(graph.subgraph(inside))
