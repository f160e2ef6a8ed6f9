"""The page plays what happened, and shows samples as text."""

import json
import re
from html import unescape

import pytest
from browser import (
    chromium,
    complaints,
    in_the_dark,
    lightness,
    on_a_phone,
    open_page,
    reason_to_skip,
    requests,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_batches

import plastic
from plastic import PlasticMemory
from plastic._support.signs import Signs
from plastic.rendering.growth import page as player
from plastic.rendering.growth import watching
from plastic.rendering.growth.watching import watch

NAMES = ["rohan", "mohan", "rehan"]
HOSTILE = [
    "<script>document.title='ran'</script>",
    "<script>document.title='won'</script>",
    "</script><b>",
    "<!--",
    '"',
    "\\",
    "new\nline",
    "\u2028",
    "😀",
    "{{data}}",
]


def data(page):
    """Give what the page knows."""
    text = re.search(r'<script type="application/json" id="data">(.*?)</script>', page)
    return json.loads(text[1])


@pytest.fixture
def page(tmp_path):
    """Write a growth as a page; give its path."""

    def write(memory, samples):
        watch(memory.state, samples).html(tmp_path / "growth.html")
        return tmp_path / "growth.html"

    return write


def test_one_page_with_everything_in_it(page):
    written = page(PlasticMemory(), NAMES).read_text(encoding="utf-8")
    assert not re.search(r"(src|href)\s*=|url\(|@import|https?://(?!www\.w3)", written)
    assert "innerHTML" not in written
    told = data(written)
    assert told["samples"][0] == [*">rohan_"]
    assert len(told["frames"]) == len(watch(PlasticMemory().state, NAMES))
    assert {"ohan", "rohan"} - set(told["names"]) == {"rohan"}


def test_hostile_samples_are_data(page):
    written = page(PlasticMemory(), HOSTILE).read_text(encoding="utf-8")
    assert written.count("<script") == 2
    assert written.count("</script>") == 2
    assert "".join(data(written)["samples"][0]) == f">{HOSTILE[0]}_".replace(
        "t>", "t'>'"
    )


@settings(max_examples=30)
@given(any_batches, st.sampled_from([None, 1, 2]))
def test_all_numbers_in_the_page_point_at_something(samples, capacity):
    growth = watch(PlasticMemory(capacity=capacity).state, samples)
    told = player.describe(growth, most=5)
    concepts, symbols = range(len(told["names"])), range(len(told["symbols"]))
    assert len(told["drawn"]) <= 5
    for kind, sample, end, coming, touched, *more in told["frames"]:
        assert kind in range(len(told["signals"]))
        forgets = told["signals"][kind][0] == "forgets"
        assert end in ([0] if forgets else range(1, len(told["samples"][sample]) + 1))
        assert coming == -1 or coming in symbols
        assert all(one in concepts for one in touched)
        if forgets:
            after, forgotten = more
            assert len(after) == len(touched)
            assert "".join(forgotten).startswith(">")
            standings = [standing for standing in after if standing is not None]
            assert {parent for parent, *_ in standings} <= {-1, *concepts}
        elif more:
            (parent, *_, synapses), moved, _ = more
            assert parent in concepts
            assert moved == -1 or moved in concepts
            assert all(symbol in symbols for symbol, _ in synapses)
    json.dumps(told, allow_nan=False)


def test_in_a_notebook_it_is_in_a_frame_of_its_own():
    growth = watch(PlasticMemory().state, HOSTILE)
    shown = growth._repr_html_()
    assert re.fullmatch(
        r'<iframe srcdoc="[^"<>]*" sandbox="allow-scripts" [^<>]*></i'
        r"frame>",
        shown,
    )
    inside = re.search(r'srcdoc="([^"]*)"', shown)[1]
    assert unescape(inside) == player.page(growth, player.MOST)


def test_a_notebook_is_not_made_to_carry_too_much(monkeypatch):
    monkeypatch.setattr(watching, "MOST_SHOWN", 10)
    assert watch(PlasticMemory().state, NAMES)._repr_html_() is None


def test_what_cannot_be(tmp_path):
    growth = watch(PlasticMemory().state, NAMES)
    with pytest.raises(plastic.DataError, match="cannot write"):
        growth.html(tmp_path)
    with pytest.raises(plastic.ParameterError, match="most must be at least 1"):
        growth.html(tmp_path / "growth.html", most=0)


# In a browser ---------------------------------------------------------------------

in_browser = pytest.mark.skipif(reason_to_skip() is not None, reason="no browser")

STANDS = """
return [...state].map(([concept, one]) => [
  data.names[concept], one.parent < 0 ? null : data.names[one.parent], one.level,
  one.count, [...one.synapses].map(([symbol, n]) => [data.symbols[symbol], n]),
]);
"""


@pytest.fixture(scope="module")
def browser():
    with chromium() as one:
        yield one


def stands(state):
    signs = Signs(symbol for concept in state for symbol in concept)
    return {
        signs.past(concept): (
            None if one.parent is None else signs.past(one.parent),
            one.r_level,
            one.count,
            {signs.symbol(symbol): n for symbol, n in one.synapses.items()},
        )
        for concept, one in state.items()
    }


@in_browser
def test_it_steps_forth_and_back_by_keys(browser, page):
    from selenium.webdriver.common.keys import Keys

    open_page(browser, page(PlasticMemory(), NAMES))
    growth = watch(PlasticMemory().state, NAMES)
    body = browser.find_element("tag name", "body")

    def at(key):
        body.send_keys(key)
        told = browser.execute_script(STANDS)
        place = browser.execute_script("return Number(by('place').value)")
        return place, {name: (*one, dict(rest)) for name, *one, rest in told}

    assert at(Keys.END) == (len(growth), stands(growth.state()))
    assert at(Keys.ARROW_LEFT) == (len(growth) - 1, stands(growth.state(-2)))
    assert at(Keys.HOME) == (0, stands(growth.before()))
    for frame in range(20):
        assert at(Keys.ARROW_RIGHT) == (frame + 1, stands(growth.state(frame)))
    assert complaints(browser) == []
    assert requests(browser) == []


@pytest.mark.thorough
@in_browser
def test_it_forgets_as_the_memory_does(browser, page):
    samples = ["ab", "cb", "dcb", "x", "ab", "x"]
    open_page(browser, page(PlasticMemory(capacity=3), samples))
    growth = watch(PlasticMemory(capacity=3).state, samples)
    (first, *_) = (at for at, one in enumerate(growth) if one.kind == "forgets")
    assert growth[first].forgotten.dissolved
    for frame in range(len(growth)):
        browser.find_element("id", "forward").click()
        told = browser.execute_script(STANDS)
        now = {name: (*one, dict(rest)) for name, *one, rest in told}
        assert now == stands(growth.state(frame))
        if frame == first:
            said = browser.find_element("id", "signals").text
            sample = browser.find_element("id", "sample").text
            facts = browser.execute_script(
                "looked = data.names.indexOf('b'); showFacts();"
                "return by('facts').textContent"
            )
    assert "dissolved b b_" in " ".join(said.split())
    assert sample == ">ab_"
    assert facts == "bdissolved"
    assert complaints(browser) == []


@in_browser
def test_it_plays_pauses_and_tells_of_a_concept(browser, page):
    open_page(browser, page(PlasticMemory(), ["rohan", "mohan"]))
    browser.execute_script(
        "by('speed').value = '100'; by('step').value = 'sample';"
        "by('step').dispatchEvent(new Event('change'));"
    )
    body = browser.find_element("tag name", "body")
    body.send_keys(" ")
    assert browser.find_element("id", "play").text == "Pause"
    ends = browser.execute_async_script(
        "const done = arguments[0];"
        "const look = () => timer ? setTimeout(look, 20) : done(at); look();"
    )
    assert ends == 2
    assert browser.find_element("id", "play").text == "Play"
    browser.execute_script(
        "const ohan = data.names.indexOf('ohan');"
        "nodes[ohan].target.dispatchEvent(new Event('pointerenter'));"
    )
    facts = browser.find_element("id", "facts").text.splitlines()
    assert facts == ["ohan", "r_level 1, count 2", "parent ·", "next _:2"]


@in_browser
@pytest.mark.parametrize(
    "samples", [HOSTILE, [("<b>to", "be"), ("go", "<b>to", "be")], []]
)
def test_any_symbols_are_shown_as_text(browser, page, samples):
    open_page(browser, page(PlasticMemory(), samples))
    browser.find_element("id", "last").click()
    assert browser.title == "A memory that learns"
    assert browser.find_elements("tag name", "b")[1:] == []  # the one of the facts
    if samples:
        shown = browser.find_element("id", "sample").get_attribute("textContent")
        told = data(browser.page_source)
        assert shown.strip() == told["between"].join(told["samples"][-1])
    assert complaints(browser) == []


@in_browser
def test_the_rest_of_a_large_memory_is_counted(browser, page):
    held = plastic.datasets.read(plastic.datasets.path("names.txt"))[:2000]
    memory = PlasticMemory().fit(held)
    open_page(browser, page(memory, ["zelda"]))
    browser.find_element("id", "last").click()
    numbers = browser.find_element("id", "numbers").text
    assert numbers.startswith(f"{len(memory.graph):,} concepts")
    assert numbers.endswith("400 drawn")


@in_browser
def test_on_a_phone_no_word_is_cut(browser, page):
    path = page(PlasticMemory(), NAMES)
    with on_a_phone(browser):
        open_page(browser, path)
        wide = """const line = document.getElementById("sample");
        return [line.textContent, line.scrollWidth - line.clientWidth,
                line.scrollHeight - line.clientHeight, document.body.scrollWidth]"""
        told, too_wide, too_high, width = browser.execute_script(wide)
    assert told == "not learned yet"
    assert max(too_wide, too_high) <= 0
    assert width <= 390


@in_browser
def test_on_dark_pages_it_is_dark(browser, page):
    path = page(PlasticMemory(), NAMES)
    with in_the_dark(browser):
        open_page(browser, path)
        assert lightness(browser, "backgroundColor") < 50
        assert lightness(browser, "color") > 200


@in_browser
def test_a_concept_tells_what_it_is_where_the_mouse_is(browser, page):
    open_page(browser, page(PlasticMemory(), NAMES))
    growth = watch(PlasticMemory().state, NAMES)
    browser.find_element("id", "last").click()
    titles = browser.execute_script(
        "return [...document.querySelectorAll('#tree title')].map((t) => t.textContent)"
    )
    standing = growth.state()["ohan"]
    told = f"r_level {standing.r_level}, count {standing.count}"
    assert [title for title in titles if title.startswith(f"ohan\n{told}\n")]
