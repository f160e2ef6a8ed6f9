"""The examples of docs/streams.md are true."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "streams.md"


def test_the_examples_of_the_page_are_true():
    how = doctest.NORMALIZE_WHITESPACE
    failed, tried = doctest.testfile(str(PAGE), False, optionflags=how)
    assert tried > 20
    assert not failed
