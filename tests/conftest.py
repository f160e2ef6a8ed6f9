"""Settings that all tests share."""

from pathlib import Path

from hypothesis import settings

BENCHMARKS = Path(__file__).parent / "benchmarks"

# The same examples in every run; no deadline, for machines differ in speed.
settings.register_profile("plastic", derandomize=True, deadline=None)
settings.load_profile("plastic")


def pytest_ignore_collect(collection_path, config):
    # What was not asked for is not imported either: torch alone takes seconds.
    unasked = config.option.markexpr == "not benchmarks"
    return True if unasked and collection_path == BENCHMARKS else None


def pytest_itemcollected(item):
    if BENCHMARKS in item.path.parents:
        item.add_marker("benchmarks")
