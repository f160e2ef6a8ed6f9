"""What shows itself in a notebook, as HTML in which every symbol is text."""

import re
import shutil
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from strategies import any_strings, batches

import plastic
from plastic import PlasticMemory
from plastic._support import html as markup
from plastic.rendering.concept_tree import drawing

SCRIPT = "<script>alert(1)</script>"


class Page(HTMLParser):
    """The elements and the text of a page; it fails where tags do not match."""

    void = {"br", "polygon", "path"}  # noqa: RUF012

    def __init__(self, html):
        super().__init__()
        self.open, self.tags, self.texts = [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        if tag not in self.void:
            assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return "".join(self.texts)


def shown(thing):
    page = Page(thing._repr_html_())
    assert "script" not in page.tags
    return page


def test_a_memory_shows_its_numbers_and_its_tree():
    memory = PlasticMemory().fit(["emily", "emma"])
    page = shown(memory)
    assert "2 samples" in page.text
    assert ("svg" in page.tags) == (shutil.which("dot") is not None)
    large = PlasticMemory().fit(
        plastic.datasets.read(plastic.datasets.path("names.txt"))[:400]
    )
    page = shown(large)
    assert "svg" not in page.tags
    assert "951 concepts" in page.text
    assert "nothing learned yet" in shown(PlasticMemory()).text


def test_a_memory_shows_itself_without_graphviz(monkeypatch):
    def fail(*args, **kwargs):
        raise drawing.MissingProgramError("no dot")

    monkeypatch.setattr(drawing.Drawing, "pipe", fail)
    page = shown(PlasticMemory().fit(["emily", "emma"]))
    assert "svg" not in page.tags
    assert "2 samples" in page.text


def test_concepts_show_their_strongest_synapses():
    memory = PlasticMemory().fit(["emily", "emma", "emmy"])
    concept = next(one for one in memory.concepts() if one.symbols == "m")
    page = shown(concept)
    assert page.text.startswith("m: r_level 1, count 5")
    strongest = max(concept.synapses.values())
    assert str(strongest) in page.texts
    assert page.tags.count("tr") == 1 + len(concept.synapses)
    last = PlasticMemory().fit(["ab", "ab"]).concepts(n=None)
    ends = next(one for one in last if one.symbols.endswith(plastic.STOP))
    assert "nothing came after it" in shown(ends).text


def test_lessons_show_their_moments():
    memory = PlasticMemory().fit(["rohan", "rehan"])
    page = shown(memory.learn("mohan"))
    assert page.tags.count("tr") == 1 + 7
    assert "ohan" in page.texts
    long = memory.learn("ab" * 100)
    assert "the first 50 moments" in shown(long).text


def test_sleep_shows_what_it_found():
    memory = PlasticMemory().fit(["emily", "emma", "emmy"] * 20)
    page = shown(memory.consolidate())
    assert "weight of sleep" in page.text
    assert "classes" in page.text
    slot = memory.slots()[0]
    assert str(slot.concept) in shown(slot).text
    assert shown(memory.explain("em")).text.startswith("after >em")


@pytest.mark.parametrize(
    "sample", [SCRIPT, (SCRIPT, '"onload=', "&amp;", "'"), "\n<b>"]
)
def test_nothing_that_was_learned_becomes_markup(sample):
    memory = PlasticMemory()
    lesson = memory.learn(sample, times=2)
    things = [memory, lesson, memory.explain(sample[:2]), *memory.concepts(n=None)]
    things.append(memory.consolidate())
    for thing in things + memory.slots():
        page = shown(thing)
        assert "b" not in page.tags


@settings(max_examples=30)
@given(batches(any_strings, max_size=3))
def test_any_strings_can_be_shown(samples):
    memory = PlasticMemory().fit(samples)
    for sample in samples:
        shown(memory.explain(sample))
        shown(memory.learn(sample))
    for concept in memory.concepts():
        shown(concept)


def test_script_json_cannot_end_a_script():
    written = markup.script_json({"a": [SCRIPT, "<!--", "\u2028"]})
    assert "<" not in written
    assert written.isascii()
    assert re.match(r'\{"a":\[', written)
