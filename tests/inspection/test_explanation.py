"""Explanations add up to what was predicted, and print well."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches

import plastic
from plastic import PlasticMemory
from plastic.inspection.explanation import HEAD


@given(any_batches, st.data(), st.booleans())
def test_contributions_add_up_to_the_probabilities(samples, data, anchored):
    memory = PlasticMemory().fit(samples)
    prefixes = [sample[:at] for sample in samples for at in range(len(sample) + 1)]
    prefix = data.draw(st.sampled_from(prefixes)) if prefixes else ""
    explanation = memory.explain(prefix, anchored=anchored)
    chances = memory.predict_proba(prefix, anchored=anchored)
    assert explanation.probabilities == pytest.approx(chances, rel=1e-12)
    assert list(explanation.probabilities) == list(chances)
    assert sum(one.weight for one in explanation.contributions) == pytest.approx(1)


def test_concepts_are_named_from_specific_to_abstract(awake_names):
    memory = awake_names
    prefix = "kimbr"
    *fired, uniform = memory.explain(prefix).contributions
    assert [one.kind for one in fired] == ["shared", *["concept"] * (len(fired) - 1)]
    assert fired[0].concept not in memory.graph
    lengths = [len(one.concept) for one in fired]
    assert lengths == sorted(lengths, reverse=True)
    assert all(("\ufdd0" + prefix).endswith(one.concept) for one in fired)
    for one in fired[1:]:
        node = memory.graph.nodes[one.concept]
        assert (one.r_level, one.count) == (node["r_level"], node["count"])
        assert one.synapses == dict(node["synapses"])
    assert (uniform.kind, uniform.concept) == ("uniform", None)
    assert len(set(uniform.added.values())) <= 2  # alike, but for the unseen slot


def test_it_prints_as_a_table(awake_names):
    text = str(awake_names.explain("em"))
    table, _, legend = text.partition("\n> START")
    first, header, rule, *rows, _, total = table.splitlines()
    assert first == "after >em"
    assert header.split()[:4] == ["fired", "r_level", "count", "weight"]
    assert set(rule) == {"-"}
    assert [row.split()[0] for row in rows] == [">em", "em", "m", "·", "(uniform)"]
    assert total.startswith("probability")
    assert len({len(line) for line in (header, *rows, total)}) == 1
    assert max(map(len, text.splitlines())) <= 100
    assert legend.replace("\n", " ") == (
        ", where a sample begins; · the empty past, which always fires; "
        "(uniform) the same for every symbol"
    )


def test_it_is_escaped_in_a_notebook():
    sample = "<script>alert(1)</script>"
    html = PlasticMemory().fit([sample]).explain(sample[:8])._repr_html_()
    assert "<script>" not in html
    assert "&lt;" in html
    assert html.count("<tr>") == html.count("</tr>") >= 4


def names_of(explanation):
    header, *rows, _ = explanation.table()
    return [row[0] for row in rows], header[4:]


def test_a_symbol_that_looks_like_a_mark_is_quoted():
    explanation = PlasticMemory().fit(["snake_case", "snake_kebab"]).explain("snake")
    _, columns = names_of(explanation)
    assert columns == ["'_'", "b", "(unseen)", "_", "a", "e"]
    assert ("'_'", "a symbol itself, quoted") in explanation.legend()


def test_what_looks_like_nothing_else_is_not_quoted():
    words = PlasticMemory().fit([("1", "in"), ("1", "on"), ("it's", "(aside)")])
    for context in ((), ("1",), ("it's",)):
        assert "'" not in str(words.explain(context)).replace("it's", "")


MARKS = ["1", 1, ">", "_", "·", "(unseen)", "(uniform)", "weight", "count", "fired", ""]
ODD = [*MARKS, "''", "'1'", "a", "b", "a b", " ", "␣", " a", "␣a", "α", "①", "(1)", "¤"]


@pytest.mark.thorough
@given(st.lists(st.lists(st.sampled_from(ODD), max_size=6).map(tuple), min_size=1))
def test_no_two_rows_or_columns_are_called_the_same(samples):
    memory = PlasticMemory().fit(samples * 2)
    for asleep in (False, True):
        if asleep and any(samples):
            memory.consolidate()
        for sample in samples:
            explanation = memory.explain(sample)
            rows, columns = names_of(explanation)
            assert len({*rows}) == len(rows)
            assert len({*columns} | {*HEAD}) == len(columns) + len(HEAD)


@pytest.mark.thorough
def test_after_a_sleep_every_sign_has_its_meaning():
    memory = plastic.train("names.txt")
    for prefix in ("", "em", "chris", "zz"):
        explanation = memory.explain(prefix)
        rows, columns = names_of(explanation)
        assert len({*rows}) == len(rows)
        signs = " ".join(sign for sign, _ in explanation.legend())
        letters = {*"".join([*rows, *columns])} - {*"abcdefghijklmnopqrstuvwxyz()"}
        unexplained = {sign for sign in letters if sign not in signs} - {*"0123456789 "}
        assert not unexplained
        for name in rows:
            if name.startswith("("):
                assert name in signs
        told = " ".join(str(explanation).split())
        html = explanation._repr_html_()
        for sign, meaning in explanation.legend():
            assert f"{sign} {meaning}" in told
            assert meaning in html


@pytest.mark.thorough
def test_the_signs_are_the_same_in_every_run():
    code = (
        "import plastic; m = plastic.PlasticMemory();"
        "m.fit([(1, '1', '_', '>', 'fired')]);"
        "print(m.explain((1, '1'))); m.consolidate(); print(m.explain((1, '1')))"
    )
    shown = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    assert len(shown) == 1
