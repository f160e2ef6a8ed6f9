"""Five minutes to the first alarm: what docs/anomalies.md shows is what happens."""

import doctest
import re
from pathlib import Path

import pytest

from plastic.cli import verbs
from plastic.cli.plain import values

PAGE = Path(__file__).parents[2] / "docs" / "anomalies.md"


@pytest.fixture(autouse=True)
def page():
    if not PAGE.exists():
        pytest.skip("docs/ is not beside these tests")
    return PAGE.read_text(encoding="utf-8")


def test_its_examples_are_true():
    told = doctest.testfile(
        str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )
    assert told.attempted > 15
    assert told.failed == 0


def test_its_commands_can_be_typed(page):
    commands = re.findall(r"^plastic watch (.*?)(?: +#.*)?$", page, re.MULTILINE)
    assert len(commands) == 3
    for command in commands:
        found = values(verbs.find("watch"), command.replace("'", "").split())
        assert found["file"] in ("app.log", "data.csv")
