"""What is promised of the package holds for what is in it."""

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest

import plastic

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # pytest brings it where Python lacks it

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS = PROJECT["optional-dependencies"]
TEXT = {".py", ".md", ".ipynb", ".toml", ".txt", ".html", ".js", ".yml", ""}

# Where a module has another name than the package that brings it.
BRINGS = {"PIL": "pillow", "sksequitur": "scikit-sequitur"}


def named(requirement):
    return re.match(r"[\w-]+", requirement)[0]


def names_of(requirements):
    return {named(line): line for line in requirements}


def texts():
    """Give each text file of the checkout, those not yet committed included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        run = subprocess.run(
            command, cwd=ROOT, check=True, capture_output=True, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no checkout, or there is no git")
    for line in run.stdout.splitlines():
        path = ROOT / line
        if path.suffix in TEXT and path.is_file():
            yield path, path.read_text(encoding="utf-8")


def brought_by(extra):
    """Give the packages that an extra brings, those of extras that it names, too."""
    for requirement in EXTRAS[extra]:
        inner = re.match(r"plastic-memory\[(.+)\]", requirement)
        if inner:
            yield from chain.from_iterable(map(brought_by, inner[1].split(",")))
        else:
            yield named(requirement)


def needs(tree):
    """Give module and extra of each call of ``need`` that names them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "need":
            module, extra = node.args[:2]
            if isinstance(module, ast.JoinedStr):  # f"matplotlib.{module}"
                module = module.values[0]
            yield module.value, extra.value


def test_requirements_txt_is_what_the_package_needs():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    listed = names_of(line for line in lines if not line.startswith("#"))
    needed = names_of(PROJECT["dependencies"])
    for name, requirement in needed.items():
        assert listed[name] == requirement
    assert listed.keys() - needed.keys() == {"pytest", "pytest-xdist", "hypothesis"}


def test_the_version_is_one():
    version = plastic.__version__
    assert PROJECT["version"] == version
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {version}\n" in cited
    released = re.search(r'date-released: "(.+)"', cited)[1]
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert changes.startswith(f"# Changelog\n\n## {version} ({released})\n")
    try:
        assert importlib.metadata.version(PROJECT["name"]) == plastic.__version__
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("plastic is not installed, only on the path")


def test_workflows_test_each_python_that_is_promised():
    promised = re.findall(r"Python :: (3\.\d+)", "\n".join(PROJECT["classifiers"]))
    workflow = ROOT / ".github" / "workflows" / "tests.yml"
    if not workflow.exists():
        pytest.skip("an archive holds no workflows")
    matrix = re.search(r"python: \[(.+)\]", workflow.read_text(encoding="utf-8"))[1]
    assert re.findall(r"[\d.]+", matrix) == promised
    assert PROJECT["requires-python"] == f">={promised[0]}"


def test_types_are_shipped():
    assert (Path(plastic.__file__).parent / "py.typed").exists()


def test_no_gradients():
    for module in (ROOT / "plastic").rglob("*.py"):
        assert not re.search(
            r"^\s*(import|from) (torch|tensorflow|jax)\b",
            module.read_text(encoding="utf-8"),
            re.M,
        )


# Names and extras --------------------------------------------------------------------


def test_nobody_is_told_to_install_a_strangers_package():
    # What is called plastic on the index is not ours: plastic-memory is.
    bare_extra = re.compile(r"(?<![\w-])plastic\\?\[\w")
    bare_name = re.compile(r"pip3? install[^`;&|\n]*?[\s'\"]plastic(?![\w./\[-])")
    for path, text in texts():
        assert not bare_extra.search(text), path
        assert not bare_name.search(text), path


def test_every_extra_that_is_named_exists():
    named_there = re.compile(r"(?:plastic-memory|'\.)\\?\[([\w,]+)\\?\]")
    found = {}
    for path, text in texts():
        for extras in named_there.findall(text):
            found.update(dict.fromkeys(extras.split(","), path))
    assert found.keys() >= {"plot", "download", "notebook", "ntm", "compare", "dev"}
    assert found.keys() <= EXTRAS.keys(), found


def test_every_extra_brings_what_is_imported_by_its_name():
    calls = [
        (path, *call)
        for path, text in texts()
        if path.suffix == ".py" and "tests" not in path.relative_to(ROOT).parts
        for call in needs(ast.parse(text))
    ]
    assert len(calls) > 10
    for path, module, extra in calls:
        package = module.partition(".")[0]
        assert BRINGS.get(package, package) in set(brought_by(extra)), path


# Types -------------------------------------------------------------------------------

USED_RIGHTLY = """
import plastic

memory = plastic.train(["emma", "emily", "rohan"], consolidate=False)
name: str = memory.generate(1)[0]
report = memory.learn("emma")
past = report[0].past
fired: int = len(past) + len(report[0].fired)
likely: float = memory.complete("em")[0].probability + 1.0
ends: float = memory.predict_proba("em")[plastic.STOP]
nats: float = memory.surprise("emma").sum() + memory.score(["emma"])
held: int = memory.samples["emma"] + memory.samples.total()
counts: list[int] = [concept.count for concept in memory.concepts(n=3)]
weights: list[float] = [part.weight for part in memory.explain("em").contributions]
memory.consolidate()
classes: list[str] = ["".join(map(str, group)) for group in memory.classes()[2]]
with plastic.open("names.plastic", capacity=10) as kept:
    length: int = len(kept.partial_fit(["emma"]))
pairs = plastic.Seq2SeqMemory().fit([("Ada Lovelace", "A. Lovelace")])
print(pairs.predict("Alan Turing"), pairs.program())
"""

USED_WRONGLY = """
import plastic

memory = plastic.train(["emma"], consolidate=False)
memory.learn("emma")[0].past.nonsense
memory.complete("em")[0].probability.nonsense
memory.samples["emma"].nonsense
memory.concepts()[0].nonsense
memory.predict_proba("em")["e"].nonsense
memory.explain("em").contributions[0].weight.nonsense
memory.classes()[2].nonsense
memory.fit(["emma"]).nonsense
plastic.open("names.plastic").nonsense
plastic.load("names.plastic").nonsense
"""


def errors_in(script, folder):
    """Check a user's script as strictly as can be; give the lines of its errors."""
    (folder / "user.py").write_text(script.lstrip())
    mypy = [sys.executable, "-m", "mypy"]
    command = "--strict --follow-imports silent --config-file= --cache-dir ../mypy"
    run = subprocess.run(
        [*mypy, *command.split(), "--no-error-summary", "user.py"],
        cwd=folder,
        env={**os.environ, "MYPYPATH": str(Path(plastic.__file__).parents[1])},
        capture_output=True,
        text=True,
    )
    assert not run.stderr
    return run.stdout.splitlines()


@pytest.mark.thorough
def test_types_let_users_do_what_is_right(tmp_path):
    pytest.importorskip("mypy", reason="needs plastic-memory[dev]")
    assert errors_in(USED_RIGHTLY, tmp_path) == []


@pytest.mark.thorough
def test_types_tell_users_what_is_wrong(tmp_path):
    pytest.importorskip("mypy", reason="needs plastic-memory[dev]")
    found = {int(line.split(":")[1]) for line in errors_in(USED_WRONGLY, tmp_path)}
    assert found == set(range(4, 14))
