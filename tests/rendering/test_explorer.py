"""The explorer: its data and escaping, and the page in a real browser."""

import hashlib
import json
import re
from importlib.resources import files

import pytest
from browser import in_the_dark, lightness, on_a_phone, open_page
from exploring import assert_same_chances, describe, page, write_page

import plastic
from plastic.core.symbols import START, STOP, show_symbol
from plastic.mixture.corrected import Corrected

NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))[:40]
HOSTILE = [
    "<script>alert(1)</script>",
    "</script><!--<script>",
    'a "quoted" \\ slash',
    "new\nline",
    "emoji 😀👍",
    "{{data}}",
    "{{memory.js}}",
    "\ud800 alone",
] * 2
MIXED = [
    ((1, 2), "a b", 1, "1", None, "</script>", b"x"),
    (1, "1", "<img src=x onerror=alert(1)>"),
    ("a", "b", "a b", (1, 2)),
] * 2
WORDS = ["the cat sat on the mat", "the dog sat on the rug", "a cat saw the dog"]


def names():
    return plastic.PlasticMemory().fit(NAMES)


def words(**params):
    return plastic.PlasticMemory(**params).fit([one.split() for one in WORDS])


# The data ------------------------------------------------------------------------


def rebuilt(told, symbols):
    """Grow the concepts again from the arrays alone."""
    added, coming = iter(told["added"]), iter(zip(told["next"], told["strengths"]))
    concepts = []
    for at, parent in enumerate(told["parents"]):
        more = [symbols[next(added)] for _ in range(told["addedLengths"][at])]
        own = more + (concepts[parent][0] if at else [])
        pairs = [next(coming) for _ in range(told["fanouts"][at])]
        synapses = {symbols[one]: strength for one, strength in pairs}
        concepts.append((own, told["counts"][at], synapses))
    assert next(added, None) is None
    assert next(coming, None) is None
    return concepts


@pytest.mark.parametrize("memory", [names(), words()], ids=["names", "words"])
def test_the_data_hold_every_concept(memory):
    told = describe(memory)
    symbols = [*told["typed"], STOP, START]
    join = "".join if told["strings"] else tuple
    found = {join(own): (count, to) for own, count, to in rebuilt(told, symbols)}
    expected = {
        concept: (facts["count"], facts["synapses"])
        for concept, facts in memory.graph.nodes(data=True)
    }
    assert found == expected


def test_the_order_of_teaching_does_not_matter():
    backward = plastic.PlasticMemory().fit(reversed(NAMES))
    assert page(backward) == page(names())


def slept_names():
    memory = names()
    memory.consolidate()
    return memory


def test_after_a_sleep_the_slot_concepts_follow():
    memory = names()
    assert describe(memory)["sleep"] is None
    memory.consolidate()
    told = describe(memory)
    awake, sleep = len(told["addedLengths"]), told["sleep"]
    slots = {
        facts["label"]: facts["r_level"]
        for _, facts in memory.graph.nodes(data=True)
        if facts["kind"] == "slot"
    }
    assert dict(zip(sleep["names"], told["levels"][awake + 1 :])) == slots
    assert len(sleep["names"]) == len(slots) == len(told["parents"]) - awake - 1
    # Each hangs from the dots' own root, or from one before it that it abstracts from.
    for dot, parent in enumerate(told["parents"][awake + 1 :], awake + 1):
        assert awake <= parent < dot
    assert sleep["weights"] == memory.state.abstractions.weights


def test_symbols_that_look_alike_are_told_apart():
    told = describe(plastic.PlasticMemory().fit([(1, "1", "2")]))
    assert told["typed"] == ["1", "'1'", "2"]


# The page as text ----------------------------------------------------------------


@pytest.mark.parametrize("samples", [HOSTILE, MIXED], ids=["strings", "sequences"])
def test_no_sample_can_become_part_of_the_page(samples):
    harmless = page(plastic.PlasticMemory().fit(["abc"]))
    hostile = page(plastic.PlasticMemory().fit(samples))
    mark = re.compile(r'(<script type="application/json" id="data">)(.*?)(</script>)')
    assert mark.sub(r"\1\3", hostile) == mark.sub(r"\1\3", harmless)
    told = describe(plastic.PlasticMemory().fit(samples))
    assert json.loads(mark.search(hostile)[2]) == json.loads(json.dumps(told))


def test_the_page_names_no_address():
    text = page(names())
    tags = re.findall(r"<(?:script|link|img|iframe)\b[^>]*>", text.split("<script")[0])
    assert tags == []
    assert not re.search(r"<script[^>]*\bsrc=|@import|url\(", text)


def test_a_page_that_cannot_be_written_is_a_data_error(tmp_path):
    with pytest.raises(plastic.DataError, match="cannot write"):
        write_page(names(), tmp_path / "nowhere" / "names.html")


def test_the_libraries_are_as_they_came():
    web = files("plastic.rendering") / "web"
    listed = re.findall(
        r"`([\w.-]+\.js)` \| `([0-9a-f]{64})`", (web / "README.md").read_text("utf-8")
    )
    vendored = [one for one in (web / "vendor").iterdir() if one.name.endswith(".js")]
    assert sorted(name for name, _ in listed) == sorted(one.name for one in vendored)
    for name, digest in listed:
        content = (web / "vendor" / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
        assert b"</script" not in content  # or it could not stand inside one


# The page in a browser -----------------------------------------------------------


@pytest.mark.parametrize("horizon", [2, 24])
def test_the_page_predicts_what_the_memory_predicts(visit, horizon):
    memory = plastic.PlasticMemory(horizon=horizon).fit(NAMES)
    browser = visit(memory)
    for context in ["", "j", "jo", "em", "mari", "xq", "ja!m", "elizabeth", *NAMES[:8]]:
        assert_same_chances(browser, memory, context)
        assert_same_chances(browser, memory, context, anchored=False)


def test_so_it_does_for_words_and_a_closed_alphabet(visit):
    alphabet = {*" ".join(WORDS).split(), "never"}
    for memory in (words(), words(alphabet=alphabet)):
        browser = visit(memory)
        for context in [(), ("the",), ("the", "dog"), ("on", "the"), ("never", "the")]:
            assert_same_chances(browser, memory, context)
            assert_same_chances(browser, memory, context, anchored=False)


def test_after_a_sleep_it_mixes_as_the_memory_does(visit):
    slept_words = words()
    slept_words.consolidate()
    slept_words.learn(("a", "new", "word"))  # which only waking knows
    sure = {"abs": 1e-4}  # strengths have four digits there
    for memory, contexts in (
        (slept_names(), ["", "j", "jo", "em", "mari", "xq", "ja!m", *NAMES[:8]]),
        (slept_words, [(), ("the",), ("the", "dog"), ("new", "the"), ("no", "cat")]),
    ):
        browser = visit(memory)
        assert "waking's and sleep's" in browser.find_element("id", "note").text
        for context in contexts:
            assert_same_chances(browser, memory, context, **sure)
            assert_same_chances(browser, memory, context, anchored=False, **sure)


@pytest.mark.parametrize("asleep", [False, True])
def test_it_estimates_repeats_as_the_memory_does(visit, asleep):
    twice = [*NAMES, *NAMES[:5], NAMES[0]]
    contexts = ["", "j", "jo", "em", "mari", "xq", "ja!m", *NAMES[:8]]
    for memory, asked in (
        (plastic.PlasticMemory(repeats="estimate").fit(twice), contexts),
        (words(repeats="estimate"), [(), ("the",), ("the", "dog"), ("no", "cat")]),
        (plastic.PlasticMemory(repeats="estimate"), [""]),
    ):
        if asleep and len(memory):
            memory.consolidate()
        browser = visit(memory)
        corrected = isinstance(memory.state.expert, Corrected)
        note = browser.find_element("id", "note").text
        assert ("come again is estimated" in note) == corrected
        assert corrected or len(memory) < len(twice)
        near = {"abs": 1e-4 if asleep else 1e-7}
        for context in asked:
            assert_same_chances(browser, memory, context, **near)
            assert_same_chances(browser, memory, context, anchored=False, **near)


def test_the_data_hold_every_beginning_and_its_factor():
    memory = plastic.PlasticMemory(repeats="estimate").fit(["ab", "ac", "ab", ""])
    told = describe(memory)["repeats"]
    symbols, found = "abc_", {0: ""}
    for at, (parent, symbol) in enumerate(zip(told["parents"], told["next"])):
        found[at + 1] = found[parent] + symbols[symbol]
    assert sorted(found.values()) == sorted(
        {sample[:end] for sample in ("ab_", "ac_", "_") for end in range(4)}
    )
    correction = memory.state.expert.correction
    for at, (symbol, factor) in enumerate(zip(told["next"], told["factors"])):
        factors = correction.factors(correction.find(found[told["parents"][at]]))
        expected = factors[STOP if symbol == 3 else symbols[symbol]]
        assert factor == pytest.approx(expected)
    assert describe(names())["repeats"] is None


REPEATING = ["abcabcabc", "bdabda", "ccdccdc", "adbadbad", "dacb", "cacaca"] * 2


@pytest.mark.parametrize("horizon", [3, 5, 24])
@pytest.mark.parametrize(
    "recipe",
    [plastic.Recipe(gate=0.0), plastic.Recipe(gate=0.0, recall=(2, 5), most_symbols=2)],
    ids=["all orders", "two orders, folded"],
)
def test_it_recalls_what_followed_the_last_time(visit, horizon, recipe, alone):
    memory = plastic.PlasticMemory(horizon=horizon, recipe=recipe).fit(REPEATING)
    memory.consolidate()
    browser = visit(memory)
    contexts = ["", "a", "ab", "abab", "abcabcabd", "abcabcabdabcabcab", "dd" * 20]
    contexts += ["cabcabxcab", "bdabdabda", "a" * 30 + "b"]
    # By the depth of what fires, and by all lengths of pasts from the middle.
    contexts += [("adbc" * 6)[:length] for length in range(12)]
    for context in contexts:
        for anchored in (True, False):
            assert_same_chances(browser, memory, context, anchored, abs=1e-4)


def test_it_recalls_words_too(visit):
    memory = plastic.PlasticMemory(recipe=plastic.Recipe(gate=0.0))
    memory.fit([("to", "be", 1) * 3, ("be", 1, "or") * 4, ("or", "to") * 3, (1, 1)] * 2)
    memory.consolidate()
    browser = visit(memory)
    for context in [
        (),
        ("to", 1) * 2,
        ("be", "to", 1) * 3,
        ("or", 1, "or"),
        (1, "x") * 3,
    ]:
        for anchored in (True, False):
            assert_same_chances(browser, memory, context, anchored, abs=1e-4)


def test_after_a_sleep_it_says_which_slot_concepts_fire(visit):
    memory = slept_names()
    browser = visit(memory)
    browser.find_element("id", "prefix").send_keys("jo")
    lit = browser.execute_script(
        "return explorer.stage.slots.map((i) => explorer.memory.names[i])"
    )
    fired = [one for one in memory.explain("jo").contributions if one.kind == "slot"]
    assert sorted(lit) == sorted(str(one.concept) for one in fired)
    shown = browser.find_elements("css selector", "#slots tbody tr")
    assert len(shown) == min(12, len(fired))


def test_a_slot_concept_shows_its_facts(visit):
    memory = slept_names()
    browser = visit(memory)
    best = memory.slots(n=1)[0]
    script = "explorer.open(explorer.memory.names.indexOf(arguments[0], arguments[1]))"
    browser.execute_script(script, str(best.concept), len(memory.state.concepts))
    facts = browser.find_element("id", "facts").text
    assert f"r_level\n{best.r_level}" in facts
    assert f"saves\n{best.saved:.1f}" in facts
    first = best.synapses.strongest()[0]
    sign = "−" if best.synapses[first] < 0 else "+"
    assert f"{show_symbol(first)} {sign}{abs(best.synapses[first]):.2f}" in facts


def test_a_dot_under_the_mouse_tells_what_it_is(visit):
    from selenium.webdriver.common.action_chains import ActionChains

    memory = names()
    browser = visit(memory)
    x, y = browser.execute_script(
        """const { stage, memory } = explorer;
        return stage.view().at(memory.names.indexOf("th"))"""
    )
    stage = browser.find_element("id", "stage")
    width, height = stage.size["width"], stage.size["height"]
    move = ActionChains(browser).move_to_element_with_offset
    move(stage, round(x - width / 2), round(y - height / 2)).perform()
    node = memory.graph.nodes["th"]
    tip = browser.find_element("id", "tip").text
    assert tip.startswith(
        f"th: r_level {node['r_level']}, count {node['count']}; next "
    )


@pytest.mark.thorough
def test_on_a_phone_the_legend_leaves_room(browser, tmp_path):
    write_page(plastic.train("names.txt"), tmp_path / "page.html")
    with on_a_phone(browser):
        open_page(browser, tmp_path / "page.html")
        high = """const high = (id) => document.getElementById(id).offsetHeight;
        return [high("legend"), high("stage"), document.body.scrollWidth]"""
        legend, stage, width = browser.execute_script(high)
    assert legend < stage / 5
    assert width <= 390


def test_on_dark_pages_it_is_dark(browser, tmp_path):
    write_page(names(), tmp_path / "page.html")
    with in_the_dark(browser):
        open_page(browser, tmp_path / "page.html")
        assert lightness(browser, "backgroundColor") < 50
        assert lightness(browser, "color") > 200
        assert browser.execute_script("return explorer.stage.paper") == "#15181d"
    # And light again when its reader turns the light on.
    paper = """const done = () => arguments[0](explorer.stage.paper);
    requestAnimationFrame(() => requestAnimationFrame(done))"""
    assert browser.execute_async_script(paper) == "#ffffff"


def test_a_typed_prefix_lights_up_its_firing_path(visit):
    memory = names()
    browser = visit(memory)
    browser.find_element("id", "prefix").send_keys("jo")
    lit = browser.execute_script(
        "return explorer.stage.path.map((i) => explorer.memory.names[i])"
    )
    assert lit == ["·", "o", ">jo"]
    chances = memory.predict_proba("jo")
    likeliest = max(chances, key=chances.get)
    row = browser.find_element("css selector", "#chances tr").text
    assert row.split() == [likeliest, f"{100 * chances[likeliest]:.1f}", "%"]
    strengths = browser.find_element("css selector", "#fired tbody tr").text.split()
    assert strengths[0] == ">jo"


def test_search_finds_the_exact_concept_first_and_flies_there(visit):
    memory = names()
    browser = visit(memory)
    body = browser.find_element("tag name", "body")
    body.send_keys("/")
    browser.switch_to.active_element.send_keys("ar")
    results = browser.find_elements("css selector", "#results .concept")
    shown = [one.text for one in results]
    assert shown[0] == "ar"
    assert len(shown) == sum("ar" in concept for concept in memory.graph)
    results[0].click()
    facts = browser.find_element("id", "facts").text
    node = memory.graph.nodes["ar"]
    assert f"r_level\n{node['r_level']}" in facts
    assert f"count\n{node['count']} moments" in facts
    assert f"saves\n{node['count'] - 1} symbols" in facts


def test_a_click_on_a_dot_shows_its_facts(visit):
    from selenium.webdriver.common.action_chains import ActionChains

    browser = visit(names())
    x, y = browser.execute_script(
        """const { stage, memory } = explorer;
        const i = memory.names.indexOf("th");
        return stage.view().at(i)"""
    )
    stage = browser.find_element("id", "stage")
    width, height = stage.size["width"], stage.size["height"]
    move = ActionChains(browser).move_to_element_with_offset
    move(stage, round(x - width / 2), round(y - height / 2)).click().perform()
    heading = "return document.querySelector('#facts h2').textContent"
    assert browser.execute_script(heading) == "th"


def test_an_r_level_can_be_hidden(visit):
    browser = visit(names())
    browser.find_elements("css selector", "#legend input")[3].click()
    hidden = """const { stage, memory } = explorer;
    return stage.renderer.getGraph().filterNodes((i, one) => one.hidden)
      .map((i) => memory.levels[i])"""
    levels = browser.execute_script(hidden)
    assert levels
    assert set(levels) == {3}


@pytest.mark.parametrize("samples", [HOSTILE, MIXED], ids=["strings", "sequences"])
def test_no_symbol_runs_or_goes_missing(visit, samples):
    memory = plastic.PlasticMemory().fit(samples)
    browser = visit(memory)
    browser.find_element("id", "search").send_keys("<")
    browser.execute_script(
        """for (let i = 0; i < explorer.memory.size; i++) {
          explorer.open(i);
          explorer.askAfter(i);
        }"""
    )
    shown = browser.find_elements("css selector", "#results .concept")
    assert any("script" in one.text for one in shown)
    assert browser.execute_script("return document.querySelectorAll('img').length") == 0


def test_symbols_with_spaces_can_be_typed(visit):
    memory = plastic.PlasticMemory().fit(MIXED)
    browser = visit(memory)
    assert_same_chances(browser, memory, ((1, 2), "a b"))


@pytest.mark.parametrize("alphabet", [None, {1, (2, 3)}])
def test_an_empty_memory_has_a_page_too(visit, alphabet):
    browser = visit(plastic.PlasticMemory(alphabet=alphabet))
    browser.find_element("id", "prefix").send_keys("a")
    assert browser.find_element("id", "about").text == "nothing learned yet"
