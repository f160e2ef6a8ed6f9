"""Templates are what the recipe says."""

import contextlib
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plastic import ParameterError, PlasticMemory, Recipe
from plastic.consolidation.histories import Histories
from plastic.consolidation.symbol_codes import SymbolIndex
from plastic.consolidation.templates import Feature


@pytest.mark.parametrize(
    ("symbols", "templates"),
    [(2, 81), (3, 81 + 26), (8, 81 + 26), (9, 81 + 26 + 14), (500, 121)],
)
def test_how_many_templates_there_are(symbols, templates):
    # 7 atoms: 7 + 21 + 35 sets; 8 + 7 + 6 + 5 fading pasts of 2 classes and
    # 5 + 4 + 3 + 2 of 8, where there are more symbols than classes; 2 + 3 deep
    # sets; 2 + 3 + 3 + 1 + 1 with what is recalled, and 3 with the match.
    assert len(Recipe().templates(symbols)) == templates


recipes = st.builds(
    Recipe,
    near=st.integers(1, 4),
    beginning=st.integers(0, 3),
    together=st.integers(1, 4),
    exact=st.integers(0, 4),
    fading=st.lists(
        st.tuples(st.integers(2, 5), st.integers(1, 5)),
        max_size=2,
        unique_by=lambda pair: pair[0],
    ).map(tuple),
    runs=st.integers(0, 3),
    deep=st.integers(0, 6),
    recall=st.lists(st.integers(1, 6), max_size=3).map(tuple),
)


def places(template, kind):
    return {feature.at for feature in template if feature.kind == kind}


@given(recipes, st.integers(1, 30))
def test_templates_run_from_simple_to_complex(recipe, symbols):
    recipe = recipe.checked()
    templates = recipe.templates(symbols)
    assert [*map(len, templates)] == sorted(map(len, templates))
    assert len({frozenset(each) for each in templates}) == len(templates)
    for each in templates:
        kinds = {feature.kind for feature in each}
        assert len(set(each)) == len(each) > 0
        if "class" in kinds:
            check_faded(each, recipe, symbols)
        elif kinds & {"recall", "match", "length"}:
            check_recalled(each, recipe)
        elif len(each) > recipe.together or max(places(each, "back"), default=0) > (
            recipe.near
        ):
            check_deep(each, recipe)
        assert places(each, "first") <= {*range(1, recipe.beginning + 1)}
        if not recipe.runs:
            assert "runs" not in kinds


def check_faded(template, recipe, symbols):
    """Exact near symbols, then classes without a gap."""
    faded = [feature for feature in template if feature.kind == "class"]
    exact = template[: len(template) - len(faded)]
    assert [feature.at for feature in template] == [*range(1, len(template) + 1)]
    assert {feature.kind for feature in exact} <= {"back"}
    assert len(exact) <= recipe.exact
    assert len({feature.classes for feature in faded}) == 1
    assert len(template) <= dict(recipe.fading)[faded[0].classes]
    assert faded[0].classes < symbols


def check_recalled(template, recipe):
    """What is recalled, and none or a few of the latest symbols."""
    recalled = [each for each in template if each.kind not in ("back", "first", "runs")]
    latest = template[len(recalled) :]
    assert [tuple(each) for each in latest] == [
        ("back", at, 0) for at in range(1, len(latest) + 1)
    ]
    assert len(latest) <= 2
    if recalled[0].kind == "recall":
        (order,) = (each.at for each in recalled)
        assert order in recipe.recall
        assert len(latest) <= (order if order < 4 else 0)
    else:
        assert recalled == [Feature("match"), Feature("length")]


def check_deep(template, recipe):
    """The latest symbols without a gap; alone, or with one thing more or two."""
    latest, kinds = places(template, "back"), [each.kind for each in template]
    assert latest == {*range(1, len(latest) + 1)}
    if len(latest) == len(template):
        assert len(template) <= recipe.deep
    else:
        assert recipe.deep > recipe.together == len(template) - 1
        assert kinds[len(latest) :] in (["first"], ["first", "first"], ["runs"])


def test_the_templates_of_a_small_recipe():
    def back(*places):
        return tuple(Feature("back", at) for at in places)

    def faded(*places):
        return tuple(Feature("class", at, 2) for at in places)

    recipe = Recipe(
        near=2,
        beginning=0,
        together=2,
        exact=1,
        fading=((2, 3),),
        runs=0,
        deep=0,
        recall=(),
    )
    assert recipe.templates(2) == [back(1), back(2), back(1, 2)]
    assert set(recipe.templates(3)) == {
        back(1),
        back(2),
        back(1, 2),
        faded(1),
        faded(1, 2),
        faded(1, 2, 3),
        back(1) + faded(2),
        back(1) + faded(2, 3),
    }


BARE = {"near": 0, "beginning": 0, "exact": 0, "fading": (), "runs": 0}


def test_the_deep_templates():
    def shape(template):
        return "".join(f"{each.kind[0]}{each.at or ''}" for each in template)

    recipe = Recipe(**{**BARE, "beginning": 2, "runs": 3}, together=2, recall=())
    found = {shape(each) for each in recipe.templates(9) if len(each) > 2}
    assert found == {"b1b2b3", "b1b2b3b4", "b1b2b3b4b5", "b1b2f1", "b1f1f2", "b1b2r"}


def test_the_templates_of_what_is_recalled():
    latest = Feature("back", 1), Feature("back", 2)
    two, five = Feature("recall", 2), Feature("recall", 5)
    match = Feature("match"), Feature("length")
    assert Recipe(**BARE, deep=0, recall=(2, 5)).templates(9) == [
        (two,),
        (five,),
        (two, latest[0]),
        match,
        (two, *latest),
        (*match, latest[0]),
        (*match, *latest),
    ]


@pytest.mark.parametrize(
    ("others", "templates"),
    [
        ({"near": 1, "deep": 0, "recall": ()}, 1),
        ({"near": 1, "deep": 0}, 1 + 13),
        ({"deep": 1, "recall": ()}, 1),
        ({"deep": 0, "recall": [3]}, 3 + 3),
        ({"deep": 0, "beginning": 1, "recall": ()}, 1),
        ({"deep": 0, "runs": 2, "recall": ()}, 1),
    ],
    ids=str,
)
def test_a_recipe_without_most_of_it_sleeps(others, templates):
    samples = ["abab", "aab", "ab", "ababab"] * 5
    memory = PlasticMemory(recipe=Recipe(**{**BARE, **others}, together=1))
    memory.fit(samples).consolidate()
    assert len(memory.state.abstractions.histories.templates) == templates
    assert math.fsum(memory.predict_proba("ab").values()) == pytest.approx(1)
    assert memory.score(samples) < 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("recall", 3),
        ("recall", None),
        ("recall", "ab"),
        ("recall", (0,)),
        ("recall", (-1,)),
        ("recall", (1.5,)),
        ("recall", ((1, 2),)),
        ("recall", (10**9,)),
        ("recall", tuple(range(1, 1000))),
        ("deep", -1),
        ("deep", 2.5),
        ("deep", None),
        ("deep", (1,)),
        ("deep", 10**18),
    ],
    ids=str,
)
def test_wrong_values_are_named(name, value):
    memory = PlasticMemory(recipe=Recipe(**{name: value}))
    with pytest.raises(ParameterError, match=name):
        memory.fit(["ab"])


def test_orders_are_sorted_and_each_is_there_once():
    recipe = Recipe(recall=np.array([4, 1, 4, 2])).checked()
    assert recipe.recall == (1, 2, 4)
    assert {type(order) for order in recipe.recall} == {int}
    assert recipe == Recipe(recall=[2, 1, 4]).checked()


@pytest.mark.parametrize(
    "recipe",
    [
        Recipe(**BARE, deep=0, recall=()),
        # Fading needs three symbols.
        Recipe(near=0, beginning=0, runs=0, deep=0, recall=()),
        Recipe(fading=((2, 40),)),  # 4**40 values
    ],
    ids=["no templates", "none for two symbols", "too far"],
)
def test_a_recipe_at_its_limits_works_or_says_what_is_wrong(recipe):
    samples = ["abab", "aab", "ab"] * 5
    if recipe.fading == ((2, 40),):
        samples.append("abc")
    memory = PlasticMemory(recipe=recipe).fit(samples)
    awake = memory.predict_proba("a")
    with contextlib.suppress(ParameterError):
        memory.consolidate()
    chances = memory.predict_proba("a")
    assert chances.keys() == awake.keys()
    assert abs(math.fsum(chances.values()) - 1) < 1e-12


def test_of_very_many_symbols_deep_sets_are_left_out():
    deepest = {
        symbols: max(map(len, Recipe(fading=(), recall=()).templates(symbols)))
        for symbols in (26, 500, 10_000, 1_000_000)
    }
    assert deepest == {26: 5, 500: 5, 10_000: 4, 1_000_000: 3}
    symbols = [(number,) for number in range(10_000)]
    code = SymbolIndex(dict.fromkeys(symbols, 5), 10_000)
    classes = {2: np.zeros(code.width, int), 8: np.zeros(code.width, int)}
    assert len(Histories(Recipe(), code, classes).templates) > 100  # all have numbers
