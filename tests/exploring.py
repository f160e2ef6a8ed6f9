"""Explorer pages in tests: writing them, and asking them as a memory is asked."""

import pytest

from plastic.core.symbols import show_symbol
from plastic.mixture.corrected import Corrected
from plastic.rendering.explorer import Page


def page_of(memory):
    state, expert = memory.state, memory.state.expert
    corrected = expert if isinstance(expert, Corrected) else None
    return Page(
        state.graph.predictor, repr(memory), state.slots, corrected, state.samples
    )


def describe(memory):
    return page_of(memory).describe()


def page(memory):
    return page_of(memory).text()


def write_page(memory, path):
    page_of(memory).write(path)


CHANCES = """
const { memory } = explorer;
const prediction = memory.predict(memory.read(...arguments));
return [...prediction.chances, prediction.unseen];
"""


def assert_same_chances(browser, memory, context, anchored=True, **near):
    typed = context
    if not isinstance(context, str):
        typed = " ".join(map(show_symbol, context))
    expected = list(memory.predict_proba(context, anchored=anchored).values())
    found = browser.execute_script(CHANCES, typed, anchored)[: len(expected)]
    assert found == pytest.approx(expected, **(near or {"abs": 1e-9}))
