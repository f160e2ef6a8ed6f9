"""The figures of the makemore names: exact sizes, and how well they are predicted.

Speed is measured in benchmarks/, never here.
"""

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from plastic import PlasticMemory, datasets

SHARED = Path(__file__).parents[3] / "shared" / "data"
NAMES = SHARED / "makemore_names.txt"

pytestmark = pytest.mark.skipif(
    not NAMES.exists(), reason="makemore's names are not beside this checkout"
)


@pytest.fixture(scope="module")
def names():
    assert (
        hashlib.sha256(NAMES.read_bytes()).hexdigest()
        == datasets.SOURCES["makemore"].sha256
    )
    return datasets.read(NAMES)


@pytest.fixture(scope="module")
def split(names):
    lines = [
        int(line) for line in (SHARED / "makemore_test_lines.txt").read_text().split()
    ]
    tested = set(lines)
    train = [name for at, name in enumerate(names) if at not in tested]
    return train, [names[at] for at in lines]


def test_the_concepts_of_all_names(names):
    memory = PlasticMemory().fit(names)
    assert len(memory) == 32_033
    assert len(memory.graph) == 52_992
    levels = Counter(level for _, level in memory.graph.nodes(data="r_level"))
    assert sorted(levels) == list(range(12))
    memory.state.concepts.check()


def test_waking_predicts_the_test_names(split):
    train, test = split
    assert (len(train), len(test)) == (31_033, 1_000)
    assert sum(len(name) + 1 for name in test) == 7_166
    memory = PlasticMemory().fit(train)
    assert -memory.score(test) == pytest.approx(1.9438, abs=5e-5)
    closed = PlasticMemory(alphabet="abcdefghijklmnopqrstuvwxyz").fit(train)
    assert -closed.score(test) == pytest.approx(1.9438, abs=5e-5)


def test_lifts(names):
    memory = PlasticMemory()
    assert sum(len(memory.learn(name).lifted) for name in names) == 9_762
