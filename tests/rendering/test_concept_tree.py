"""Drawings: what is in them, what is written, and that Graphviz reads it."""

import re
import shutil
import subprocess
import sys
from html import unescape

import graphviz
import pytest
from hypothesis import given, settings
from strategies import any_strings, batches

import plastic
from plastic import (
    DataError,
    MissingProgramError,
    NotLearnedError,
    ParameterError,
    PlasticMemory,
)
from plastic.core.symbols import show

NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))
HOSTILE = ("<script>", '"', "\\N", "\n", "😀", (1, "x"), 5, " ", "&amp;", "\\", "é]]>")

pytestmark = pytest.mark.skipif(
    shutil.which("dot") is None, reason="Graphviz's program dot is not installed"
)


@pytest.fixture(scope="module")
def slept():
    return plastic.train(NAMES[:400])


def texts(drawing):
    """All that a picture says, piece by piece."""
    return [
        unescape(one) for one in re.findall(r"<text[^>]*>(.*?)</text>", drawing.svg())
    ]


def concepts(drawing):
    """The names of the concepts in a picture."""
    bold = r'<text[^>]*font-weight="bold"[^>]*>(.*?)</text>'
    return [unescape(one) for one in re.findall(bold, drawing.svg())]


def caption(drawing):
    found = re.findall(r"^\tlabel=<(.*)>", drawing.source, re.M)[-1]
    return unescape(found).replace("<br/>", " · ")


def edges(drawing):
    return re.findall(r"^\t+(\w+) -> (\w+)", drawing.source, re.M)


# What is drawn -----------------------------------------------------------------


def test_a_small_memory_is_drawn_whole():
    memory = PlasticMemory().fit(["emily", "emma"])
    drawing = memory.render()
    assert isinstance(drawing, graphviz.Digraph)
    shown = texts(drawing)
    assert {show(one) for one in memory.graph} <= set(shown)
    assert len(edges(drawing)) == memory.graph.number_of_edges()
    assert caption(drawing).startswith("all 6 concepts")


def test_the_source_does_not_depend_on_the_order_of_teaching():
    sources = {
        PlasticMemory().fit(order).render(synapses=True, prefixes=True).source
        for order in (NAMES[:40], NAMES[39::-1])
    }
    assert len(sources) == 1


@pytest.mark.parametrize("taught", [5, 40, 400, 5163])
def test_views_are_bounded_and_say_so(taught):
    memory = PlasticMemory().fit(NAMES[:taught])
    drawing = memory.render()
    held = len(memory.graph)
    if held <= 150:
        assert len(edges(drawing)) == held - 1
        assert caption(drawing).startswith(f"all {held:,} concepts")
    else:
        assert 80 <= len(edges(drawing)) + 1 <= 90
        assert f" of {held:,} concepts" in caption(drawing)
        assert "not shown" in caption(drawing)


def test_n_asks_for_more_or_less():
    memory = PlasticMemory().fit(NAMES[:400])
    assert len(edges(memory.render(n=2000))) == len(memory.graph) - 1
    few = memory.render(n=10)
    assert 10 <= len(edges(few)) + 1 < 20
    for wrong in (0, -1, 1.5, "ten"):
        with pytest.raises(ParameterError, match="n must be"):
            memory.render(n=wrong)


def test_a_view_around_a_concept_holds_what_is_below_and_above_it():
    memory = PlasticMemory().fit(NAMES[:400])
    drawing = memory.render("an", n=500)
    related = [one for one in memory.graph if one.endswith("an") or "an".endswith(one)]
    assert sorted(map(show, related)) == sorted(concepts(drawing))
    assert "around an" in caption(drawing)


def test_a_view_around_a_past_takes_the_concept_it_ends_with():
    memory = PlasticMemory().fit(NAMES[:40])
    concept = plastic.START + "ma"
    assert concept in memory.graph
    assert "around >ma" in caption(memory.render(concept))
    assert "around ma" in caption(memory.render("xyzma"))
    ending = "a" + plastic.STOP
    assert "around a_" in caption(memory.render(ending))


def test_bad_pasts_are_refused():
    memory = PlasticMemory().fit(NAMES[:5])
    for wrong in (("a", "b"), 5, "a" + plastic.STOP + "b"):
        with pytest.raises(plastic.SampleError):
            memory.render(wrong)
    with pytest.raises(plastic.SampleError):
        memory.render(path=plastic.START)


def test_options_say_more_of_each_concept():
    memory = PlasticMemory().fit(["rohan", "mohan", "rehan"])
    bare = memory.render(counts=False)
    full = memory.render(counts=True, r_levels=True, synapses=True)
    assert sorted(concepts(bare)) == sorted(map(show, memory.graph))
    assert texts(bare)[1:] == concepts(bare)
    assert "\u00a0 3 r1" in texts(full)
    strength = memory.graph.nodes["ha"]["synapses"]["n"]
    assert f"→ n\u00a0{strength}" in texts(full)


def test_samples_hang_on_the_last_concept_that_they_fire():
    memory = PlasticMemory().fit(["rohan", "mohan", "rohan", "bo"])
    drawing = memory.render(samples=True, counts=False)
    assert {"rohan", "mohan", "bo"} <= set(texts(drawing))
    assert len(edges(drawing)) == memory.graph.number_of_edges() + 3
    assert "0 of 3 samples" in caption(memory.render(n=1, samples=True))


def test_prefix_relations_are_told_apart():
    memory = PlasticMemory().fit(["abc", "abd", "xab", "xa"])
    drawing = memory.render(prefixes=True, counts=False)
    dashed = [line for line in drawing.source.splitlines() if "dashed" in line]
    found = re.findall(r"^\t(c\d+) \[label=<<b>(.*?)</b>>", drawing.source, re.M)
    names = {one: unescape(name) for one, name in found}
    drawn = {
        tuple(names[one] for one in re.match(r"\t(\w+) -> (\w+)", line).groups())
        for line in dashed
    }
    expected = set()
    for one in names.values():
        prefixes = [one[:end] for end in range(len(one) - 1, 0, -1)]
        longest = next((p for p in prefixes if p in names.values()), None)
        if longest:
            expected.add((longest, one))
    assert drawn == expected
    assert ("a", "ab") in drawn


# The firing path ---------------------------------------------------------------


def test_a_path_shows_what_fires_and_what_comes_next():
    memory = PlasticMemory().fit(NAMES[:400])
    drawing = memory.render(path="em")
    shown = texts(drawing)
    assert shown[0].startswith("after >em")
    fired = [one for one in memory.explain("em").contributions if one.kind == "concept"]
    assert {show(one.concept) for one in fired} <= set(shown)
    chances = memory.predict_proba("em")
    best = max(chances, key=chances.get)
    assert best in shown
    assert any(f"{chances[best]:.1%}" in one for one in shown)


def test_a_path_stands_out_in_a_small_memory():
    memory = PlasticMemory().fit(["emily", "emma"])
    drawing = memory.render(path="e")
    assert len([one for one in texts(drawing) if one in map(show, memory.graph)]) >= 6
    assert drawing.source.count("#eeeeee") == 6 - 2  # all but the root and >e


def test_after_sleep_a_path_shows_slot_concepts(slept):
    drawing = slept.render(path="em")
    assert "slot concepts" in caption(drawing)
    assert "arrowhead=tee" in drawing.source  # something is inhibited
    names = {str(one.concept) for one in slept.slots(n=None)}
    assert names & set(texts(drawing))


def test_slots_and_classes(slept):
    drawing = slept.render(n=5, slots=20)
    shown = texts(drawing)
    best = slept.slots(n=20)
    assert {str(one.concept) for one in best} <= set(shown)
    awake = PlasticMemory().fit(NAMES[:5])
    with pytest.raises(NotLearnedError, match="consolidate"):
        awake.render(slots=3)
    with pytest.raises(ParameterError):
        slept.render(slots=-1)


def test_an_empty_memory_can_be_drawn():
    memory = PlasticMemory()
    assert "·" in texts(memory.render())
    assert "·" in texts(memory.render(path=""))


# What is written ---------------------------------------------------------------


def test_symbols_are_written_as_they_are():
    memory = PlasticMemory()
    memory.learn(HOSTILE, times=2)
    shown = " ".join(texts(memory.render(synapses=True, samples=True, engine="dot")))
    for symbol in HOSTILE:
        written = {" ": "␣", "\n": "\\n"}.get(symbol, str(symbol))
        assert written in shown
    titles = re.findall(r'xlink:title="(.*?)"', memory.render().svg())
    assert any(unescape(one).startswith('> <script> " \\N \\n 😀') for one in titles)
    memory.render(path=HOSTILE[:3]).svg()


@settings(max_examples=15)
@given(batches(any_strings, max_size=4))
def test_any_strings_can_be_drawn(samples):
    memory = PlasticMemory().fit(samples + samples)
    shown = set(texts(memory.render(samples=True, synapses=True, counts=False)))
    assert len(shown) >= 1
    for one in memory.graph:
        if len(one) <= 24:
            assert show(one).replace(" ", "␣").replace("\u00a0", " ") in {
                each.replace("\u00a0", " ") for each in shown
            }


# Files and programs --------------------------------------------------------------


def test_render_writes_what_the_name_ends_with(tmp_path):
    drawing = PlasticMemory().fit(["emily", "emma"]).render()
    for name, begins in (
        ("a.svg", b"<?xml"),
        ("b.png", b"\x89PNG"),
        ("c.pdf", b"%PDF"),
    ):
        path = tmp_path / name
        assert drawing.render(path) == str(path)
        assert path.read_bytes().startswith(begins)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.svg", "b.png", "c.pdf"]
    with pytest.raises(ParameterError, match="no format"):
        drawing.render(tmp_path / "a.docx")
    with pytest.raises(DataError, match="cannot write"):
        drawing.render(tmp_path / "missing" / "a.svg")
    # All else is graphviz's own.
    assert drawing.render(str(tmp_path / "tree"), format="svg").endswith("tree.svg")


def test_engines():
    memory = PlasticMemory().fit(NAMES[:5])
    assert memory.render(engine="twopi").engine == "twopi"
    assert memory.render().engine == "dot"
    assert memory.fit(NAMES[:40]).render().engine == "neato"  # in rings
    assert memory.render(samples=True).engine == "sfdp"
    with pytest.raises(ParameterError, match="no engine"):
        memory.render(engine="povray")


def test_without_graphviz_the_source_works_and_a_picture_says_what_to_install():
    code = (
        "import plastic; d = plastic.PlasticMemory().fit(['emma']).render(); "
        "print(d.source[:7], *d._repr_mimebundle_());"
        "d.render('never.svg')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": "/nowhere", "PYTHONPATH": ":".join(sys.path)},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["digraph", "text/plain"]
    last = done.stderr.splitlines()[-1]
    assert "MissingProgramError" in last
    assert "apt-get install graphviz" in last
    assert issubclass(MissingProgramError, FileNotFoundError)


# More than Graphviz takes ------------------------------------------------------------


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize(
    ("memory", "how"),
    [
        (plastic.PlasticMemory().fit([("x" * 20000, "y"), ("x" * 20000, "z")]), {}),
        (plastic.PlasticMemory().fit(["ab" * 10000, "abc"]), {"path": "ab" * 9000}),
        (plastic.PlasticMemory().fit([("<" * 9000, "a"), ("<" * 9000, "b")]), {}),
    ],
)
def test_what_is_too_long_for_graphviz_is_cut(memory, how, tmp_path):
    drawing = memory.render(synapses=True, samples=True, **how)
    drawing.render(tmp_path / "long.svg")
    assert "image/svg+xml" in drawing._repr_mimebundle_()


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_what_graphviz_says_is_an_error_of_ours():
    drawing = plastic.PlasticMemory().fit(["ab"]).render()
    drawing.body.append("this is no DOT [")
    with pytest.raises(plastic.DrawingError, match="syntax error"):
        drawing.pipe(format="svg")
    assert "syntax error" in drawing._repr_mimebundle_()["text/plain"]


def test_a_real_symbol_is_told_from_a_sign():
    memory = PlasticMemory().fit(["a_b", "c_b", ">b"])
    shown = concepts(memory.render(counts=False))
    assert len({*shown}) == len(shown) == len(memory.graph)
    assert {"'_'", "b_", ">"} <= {*shown}


def test_forty_names_stand_in_rings_and_do_not_overlap():
    memory = PlasticMemory().fit(NAMES[:40])
    drawing = memory.render()
    boxes = []
    plain = drawing.pipe(format="plain", encoding="utf-8")
    for line in plain.splitlines():
        if line.startswith("node"):
            boxes.append([*map(float, line.split()[2:6])])
    assert len(boxes) == len(memory.graph)
    for at, (x, y, width, height) in enumerate(boxes):
        for other_x, other_y, other_width, other_height in boxes[:at]:
            beside = abs(x - other_x) >= (width + other_width) / 2
            assert beside or abs(y - other_y) >= (height + other_height) / 2


def test_edges_of_rings_do_not_cross():
    memory = PlasticMemory().fit(NAMES[:40])
    plain = memory.render().pipe(format="plain", encoding="utf-8").splitlines()
    rows = [line.split() for line in plain]
    at = {row[1]: complex(*map(float, row[2:4])) for row in rows if row[0] == "node"}
    lines = [(at[row[1]], at[row[2]], *row[1:3]) for row in rows if row[0] == "edge"]

    def side(begin, end, point):
        return ((end - begin).conjugate() * (point - begin)).imag > 0

    crossings = sum(
        side(a, b, c) != side(a, b, d) and side(c, d, a) != side(c, d, b)
        for number, (a, b, *names) in enumerate(lines)
        for c, d, *others in lines[:number]
        if not {*names} & {*others}
    )
    assert crossings == 0


def test_what_fires_asleep_is_one_node(slept):
    drawing = slept.render(path="em")
    asleep = [edge for edge in edges(drawing) if edge[0] == "asleep"]
    coming = {name for _, name in edges(drawing) if name.startswith("y")}
    assert 0 < len(asleep) <= len(coming)
    assert not [edge for edge in edges(drawing) if edge[0].startswith("f")]


def test_a_drawing_is_dark_where_its_reader_prefers_that(tmp_path):
    drawing = PlasticMemory().fit(["emily", "emma"]).render()
    drawing.render(tmp_path / "a.svg")
    shown = (tmp_path / "a.svg").read_text(encoding="utf-8")
    for svg in (shown, drawing.svg(), drawing._repr_mimebundle_()["image/svg+xml"]):
        assert "prefers-color-scheme: dark" in svg
        # ... and no wider than the page, where it would be cut.
        assert (
            'style="max-width: 100%; height: auto"' in re.search("<svg[^>]+>", svg)[0]
        )
