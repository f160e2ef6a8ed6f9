"""What is promised of the package holds for what is in it."""

import importlib.metadata
import re
from pathlib import Path

import pytest

import plastic

ROOT = Path(__file__).parents[1]


def names_of(requirements):
    return {re.match(r"[\w-]+", line)[0]: line for line in requirements}


def test_requirements_txt_is_what_the_package_needs():
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    listed = names_of(line for line in lines if not line.startswith("#"))
    toml = (ROOT / "pyproject.toml").read_text()
    needed = names_of(
        re.findall(r'"(.+?)"', re.search(r"dependencies = \[(.+?)\]", toml, re.S)[1])
    )
    for name, requirement in needed.items():
        assert listed[name] == requirement
    assert listed.keys() - needed.keys() == {"pytest", "hypothesis"}


def test_the_version_is_one():
    toml = (ROOT / "pyproject.toml").read_text()
    assert f'version = "{plastic.__version__}"' in toml
    assert f"## {plastic.__version__}" in (ROOT / "CHANGELOG.md").read_text()
    try:
        assert importlib.metadata.version("plastic") == plastic.__version__
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("plastic is not installed, only on the path")


def test_types_are_shipped():
    assert (Path(plastic.__file__).parent / "py.typed").exists()


def test_no_gradients():
    for module in (ROOT / "plastic").rglob("*.py"):
        assert not re.search(
            r"^\s*(import|from) (torch|tensorflow|jax)\b", module.read_text(), re.M
        )
