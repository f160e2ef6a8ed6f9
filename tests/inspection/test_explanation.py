"""Explanations add up to what was predicted, and print well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_batches

from plastic import PlasticMemory


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
    first, header, rule, *rows, _, total = text.splitlines()
    assert first == "after >em"
    assert header.split()[:4] == ["fired", "r_level", "count", "weight"]
    assert set(rule) == {"-"}
    assert [row.split()[0] for row in rows] == [">em", "em", "m", "·", "(uniform)"]
    assert total.startswith("probability")
    assert len({len(line) for line in (header, *rows, total)}) == 1
    assert max(map(len, text.splitlines())) <= 100


def test_it_is_escaped_in_a_notebook():
    sample = "<script>alert(1)</script>"
    html = PlasticMemory().fit([sample]).explain(sample[:8])._repr_html_()
    assert "<script>" not in html
    assert "&lt;" in html
    assert html.count("<tr>") == html.count("</tr>") >= 4
