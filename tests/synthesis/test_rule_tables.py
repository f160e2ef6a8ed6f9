"""Rule tables, compared with all tables that there could be."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from plastic.synthesis.rules import Context, Source
from plastic.synthesis.tables import Tables

RIGHT = np.array([[True, False, True, False], [False, True, True, True]])
PRICES = st.integers(1, 9)


@st.composite
def problems(draw):
    taught, asked = draw(st.integers(1, 6)), draw(st.integers(0, 2))
    booleans = st.lists(st.booleans(), min_size=taught, max_size=taught)
    classes = st.lists(
        st.integers(0, 2), min_size=taught + asked, max_size=taught + asked
    )
    sources = [
        Source(f"s{i}", draw(PRICES), np.array(draw(booleans))) for i in range(3)
    ]
    contexts = [
        Context(f"c{i}", draw(PRICES), np.array(draw(classes))) for i in range(2)
    ]
    return sources, contexts, taught


def cheapest(sources, items, contexts, depth):
    """Give the price of the cheapest way to explain items, by trying all."""
    best = np.inf
    always = Context("always", 0, contexts[0].values * 0)
    for context in (always, *contexts):
        price = context.price
        for value in {*context.values[items].tolist()}:
            mine = [i for i in items if context.values[i] == value]
            prices = [s.price for s in sources if s.is_right[mine].all()]
            if prices:
                price += min(prices)
            elif depth > 1:
                price += 2 + cheapest(sources, mine, contexts, depth - 1)
            else:
                price = np.inf
        best = min(best, price)
    return best


@given(problems())
def test_the_cheapest_table_of_one_test_is_found(problem):
    sources, contexts, taught = problem
    prices = [
        table.price - 4
        for table in Tables(sources, contexts, 1)
        if table.depth == 1 and not table.unseen
    ]
    expected = cheapest(sources, [*range(taught)], contexts, 1)
    unseen = any(
        {*c.values[taught:].tolist()} - {*c.values[:taught].tolist()} for c in contexts
    )
    if not unseen:
        assert min(prices, default=np.inf) == expected
    else:
        assert min(prices, default=np.inf) >= expected


@given(problems())
def test_tables_are_right_for_all_that_was_taught(problem):
    sources, contexts, taught = problem
    tables = Tables(sources, contexts, 1)
    for table in tables:
        chosen = table.choice
        assert all(tables.sources[chosen[i]].is_right[i] for i in range(taught))
        assert len(chosen) == len(contexts[0].values)
        assert [rule.source for rule in table.rules]
        values = {context.name: context.values for context in contexts}
        values["always"] = contexts[0].values * 0
        again = tables.choose(table, values.__getitem__)
        assert (again[:taught] == chosen[:taught]).all()


@given(problems())
def test_if_two_tests_explain_a_table_is_found(problem):
    sources, contexts, taught = problem
    found = [*Tables(sources, contexts, 1)]
    expected = cheapest(sources, [*range(taught)], contexts, 2)
    assert bool(found) == np.isfinite(expected) or len(found) > 0


def test_nothing_explains_what_no_source_does():
    sources = [Source("a", 1, np.array([False, True]))]
    contexts = [Context("c", 1, np.array([0, 1]))]
    assert [*Tables(sources, contexts, 1)] == []
    assert [*Tables([], contexts, 1)] == []
    assert [*Tables(sources, [], 1)] == []


def test_what_was_never_met_is_done_as_what_is_nearest():
    sources = [Source("a", 1, RIGHT[0, :2]), Source("b", 1, RIGHT[1, :2])]
    contexts = [Context("size", 1, np.array([1, 9, 8]))]
    table = next(iter(Tables(sources, contexts, 1)))
    assert table.unseen == 1
    assert table.choice.tolist() == [0, 1, 1]


def test_or_as_most_of_what_was_met():
    right = np.array([[True, True, False], [False, False, True]])
    sources = [Source("a", 1, right[0]), Source("b", 1, right[1])]
    contexts = [Context("size", 1, np.array([1, 2, 9, 8]))]
    table = next(iter(Tables(sources, contexts, 1)))
    assert table.choice.tolist() == [0, 0, 1, 0]


def test_rules_are_written_as_they_are_asked():
    sources = [Source("copy", 1, RIGHT[0]), Source("write 4", 4, RIGHT[1])]
    contexts = [
        Context("edge", 1, np.array([0, 0, 1, 1])),
        Context("odd", 1, np.array([0, 1, 0, 1])),
    ]
    first = next(iter(Tables(sources, contexts, 1)))
    assert [(rule.conditions, rule.source) for rule in first.rules] == [
        (("odd = 0",), 0),
        (("odd = 1",), 1),
    ]
