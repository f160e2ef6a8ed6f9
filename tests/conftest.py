"""Settings that all tests share, and memories that are only looked at."""

import signal
from pathlib import Path

import pytest
from hypothesis import settings

import plastic

BENCHMARKS = Path(__file__).parent / "benchmarks"

# The same examples in every run; no deadline, for machines differ in speed.
# Few at everybody's desk; CI takes many: --hypothesis-profile=many
settings.register_profile("many", derandomize=True, deadline=None)
settings.register_profile("few", settings.get_profile("many"), max_examples=25)
settings.load_profile("few")


def pytest_ignore_collect(collection_path, config):
    # What was not asked for is not imported either: torch alone takes seconds.
    unasked = config.option.markexpr != "benchmarks"
    return True if unasked and collection_path == BENCHMARKS else None


def pytest_itemcollected(item):
    if BENCHMARKS in item.path.parents:
        item.add_marker("benchmarks")
    if "browser" in item.fixturenames:
        item.add_marker("thorough")


@pytest.fixture(autouse=True)
def _pipes():
    """Let a test that runs a command here not leave SIGPIPE as commands have it.

    Whoever writes to a process that is gone, later, would end without a word.
    """
    before = signal.getsignal(signal.SIGPIPE) if hasattr(signal, "SIGPIPE") else None
    yield
    if before is not None and signal.getsignal(signal.SIGPIPE) != before:
        signal.signal(signal.SIGPIPE, before)


@pytest.fixture(scope="session")
def awake_names():
    """Give a memory of the bundled names, to look at only."""
    return plastic.train("names.txt", consolidate=False)


@pytest.fixture(scope="session")
def slept_names():
    """Give a memory of the bundled names that slept, to look at only."""
    return plastic.train("names.txt")
