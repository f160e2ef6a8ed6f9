"""The explorer: its data and escaping, and the page in a real browser."""

import base64
import hashlib
import json
import re
from importlib.resources import files
from itertools import pairwise

import numpy as np
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

import plastic
from plastic.consolidation import consolidate
from plastic.consolidation.recurrence import WINDOW, recurring
from plastic.core.symbols import START, STOP, show_symbol, wrap
from plastic.mixture.corrected import Corrected
from plastic.rendering import followed
from plastic.rendering.explorer import Page

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


def tunes(number, seed=0, letters=26, length=8):
    """Make tunes that come back to their themes."""
    rng = np.random.default_rng(seed)
    for _ in range(number):
        a, b = map(written, rng.integers(0, letters, (2, length)))
        yield a + b + a + a + b


def written(numbers):
    return "".join(map(chr, ord("a") + numbers))


def slept_tunes(samples=None, **params):
    memory = plastic.PlasticMemory(**params).fit(samples or tunes(80))
    memory.consolidate()
    assert memory.state.abstractions.recurs
    return memory


def copies(many=10, each=5, length=40):
    """Make families of samples that differ from each other here and there."""
    rng = np.random.default_rng(0)
    for _ in range(many):
        first = rng.integers(0, 8, length)
        others = rng.integers(0, 8, (each, length))
        yield [*map(written, np.where(rng.random(others.shape) > 0.15, first, others))]


@pytest.fixture
def alone(monkeypatch):
    """Let sleep follow no other samples."""
    monkeypatch.setattr(consolidate, "follow", lambda samples, code: None)


def known_tunes():
    """Teach so few that they are known to come again."""
    few = [*tunes(150, letters=3, length=3)]
    return slept_tunes([*few, *few[:5]], repeats="estimate")


def test_where_it_pays_the_data_tell_how_what_recurs_is_counted(alone):
    told = describe(known_tunes())
    assert told["sleep"]["recurrence"]["window"] == WINDOW
    for weights in (told["sleep"]["weights"], told["repeats"]["weights"]):
        assert {*map(len, weights)} == {3}
    assert describe(slept_names())["sleep"]["recurrence"] is None


def test_where_it_pays_the_data_hold_the_samples_that_are_followed():
    memory = known_tunes()
    told = describe(memory)
    assert not told["sleep"]["unfollowed"]
    numbers = np.frombuffer(
        base64.b64decode(told["sleep"]["elsewhere"]["numbers"]), "<i2"
    )
    text = "".join("abc_"[number] for number in numbers)
    assert text == "".join(f"{sample}_" for sample in sorted({*memory}))
    for weights in (told["sleep"]["weights"], told["repeats"]["weights"]):
        assert {*map(len, weights)} == {4}


def test_too_many_are_not_followed_and_their_weights_left_out(monkeypatch):
    memory = known_tunes()
    monkeypatch.setattr(followed, "MOST_FOLLOWED", 2_000)
    told = describe(memory)
    assert told["sleep"]["elsewhere"] is None
    assert told["sleep"]["unfollowed"]
    assert {*map(len, told["sleep"]["weights"])} == {3}
    assert told["repeats"]["weights"] is None


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


@pytest.fixture(scope="module")
def browser():
    reason = reason_to_skip()
    if reason:
        pytest.skip(reason)
    with chromium() as one:
        yield one


@pytest.fixture
def visit(browser, tmp_path):
    """Open a memory's page; afterwards nobody may have complained."""

    def open_memory(memory):
        write_page(memory, tmp_path / "page.html")
        open_page(browser, tmp_path / "page.html")
        return browser

    yield open_memory
    assert complaints(browser) == []
    assert requests(browser) == []


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


RECURRING = """
const recurrence = new Recurrence(explorer.memory.sleep.recurrence);
return arguments[0].map((past) => {
  const signs = Array.from(past, (sign) => sign.codePointAt(0));
  const { left, shares } = recurrence.after(signs);
  return [left, Object.fromEntries(shares)];
});
"""


@pytest.mark.thorough
def test_it_sees_what_recurs_as_sleep_does(visit, alone):
    browser, rng = visit(slept_tunes()), np.random.default_rng(0)
    pasts = ["", "a", "aa", "abxabyab", "ab" * 30, "ab" * 30 + "c" + "ab" * 9]
    for letters in (2, 3, 6):
        for length in rng.integers(0, 80, 60):
            pasts.append(written(rng.integers(0, letters, length)))
    for past, (left, shares) in zip(pasts, browser.execute_script(RECURRING, pasts)):
        rest, expected = recurring(past)
        assert left == pytest.approx(rest, rel=1e-12)
        found = {chr(int(number)): share for number, share in shares.items()}
        assert found == pytest.approx(expected, rel=1e-12)


@pytest.mark.thorough
@pytest.mark.parametrize("horizon", [4, 24])
@pytest.mark.parametrize(
    "most_symbols", [2_000, 12], ids=["all letters", "rare ones folded"]
)
def test_it_mixes_in_what_recurs_as_the_memory_does(
    visit, alone, horizon, most_symbols
):
    recipe = plastic.Recipe(most_symbols=most_symbols)
    memory = slept_tunes(horizon=horizon, recipe=recipe)
    browser = visit(memory)
    assert "in this very sample" in browser.find_element("id", "note").text
    new = [*tunes(2, seed=1)]
    contexts = [new[0][:length] for length in range(0, 41, 3)]
    contexts += [new[1][length:] for length in (1, 9, 20, 33, 35, 38, 39)]
    contexts += ["!?" * 3 + "x" + "!?", "abab!ab", "a" * 40]
    for context in contexts:
        for anchored in (True, False):
            assert_same_chances(browser, memory, context, anchored, abs=1e-4)


@pytest.mark.thorough
def test_so_it_does_for_words_and_where_repeats_are_estimated(visit, alone):
    words, known = slept_tunes([*map(tuple, tunes(80))]), known_tunes()
    assert isinstance(known.state.expert, Corrected)
    for memory, (tune,) in (
        (words, map(tuple, tunes(1, seed=1))),
        (known, tunes(1, letters=3, length=3)),
    ):
        browser = visit(memory)
        for length in range(len(tune)):
            for anchored in (True, False):
                part = tune[:length]
                assert_same_chances(browser, memory, part, anchored, abs=1e-4)


@pytest.mark.thorough
def test_of_two_full_windows_the_older_is_let_go(visit, alone):
    memory = slept_tunes()
    browser, rng = visit(memory), np.random.default_rng(0)
    theme, long = "uzvxywzq", written(rng.integers(0, 20, 3 * WINDOW))
    for begin in (0, WINDOW):
        chances = []
        for length in (begin + 2 * WINDOW - 1, begin + 2 * WINDOW):
            context = long[:begin] + theme + long[begin + 15 : length] + theme[:-1]
            assert len(context) == length
            for anchored in (True, False):
                assert_same_chances(browser, memory, context, anchored, abs=1e-4)
            chances.append(memory.predict_proba(context)[theme[-1]])
        assert chances[0] > 3 * chances[1]  # slot concepts still recall it


@pytest.mark.thorough
@pytest.mark.parametrize(
    "kind", ["letters", "letters and what recurs", "words", "rare ones folded"]
)
def test_it_follows_other_samples_as_the_memory_does(visit, kind):
    families = [*copies()]
    held, new = [y for x in families for y in x[1:]], [x[0] for x in families]
    if kind == "words":
        held, new = [*map(tuple, held)], [*map(tuple, new)]
    if kind == "letters and what recurs":
        held = [y + y[:20] + x + y[:20] for x, y in pairwise(held)]
    params = {}
    if kind == "rare ones folded":
        params = {"horizon": 10, "recipe": plastic.Recipe(most_symbols=6)}
    memory = plastic.PlasticMemory(**params).fit(held)
    memory.consolidate()
    found = memory.state.abstractions
    assert found.matches is not None
    assert found.code.folded == (kind == "rare ones folded")
    assert found.recurs == (kind == "letters and what recurs")
    memory.learn(new[1])  # is followed, too
    memory.forget(held[0])
    browser = visit(memory)
    note = browser.find_element("id", "note").text
    assert "where another sample was alike" in note
    for sample in (new[0], new[1], held[0], held[7] + held[12], new[2] * 3):
        for length in range(0, len(sample), 5):
            for anchored in (True, False):
                part = sample[:length]
                assert_same_chances(browser, memory, part, anchored, abs=1e-4)


@pytest.mark.thorough
def test_it_shows_which_sample_it_follows(visit):
    memory = plastic.PlasticMemory().fit(x for family in copies() for x in family[1:])
    memory.consolidate()
    browser, sample = visit(memory), next(copies())[0]
    expert = memory.state.expert.experts[-1]
    texts = "".join(f"{held}_" for held in sorted({*memory}))
    for length in (0, 3, 9, 20, 35, 40):
        ask = "explorer.ask(explorer.memory.read(arguments[0], true))"
        browser.execute_script(ask, sample[:length])
        followed = browser.find_element("id", "followed")
        place = expert.initial_state(wrap(sample[:length])[:-1]).pointer.place
        if place < 0:
            assert "follows none" in followed.text
            continue
        begin = texts.rfind("_", 0, place) + 1
        before, after = texts[begin:place], texts[place : texts.index("_", place) + 1]
        start = ">" + before if len(before) <= 12 else "…" + before[-12:]
        rest = after if len(after) <= 12 else after[:12] + "…"
        assert followed.text == f"(elsewhere) follows {start}{rest}"
        assert followed.find_element("tag name", "b").text == after[0]


@pytest.mark.thorough
def test_it_follows_where_repeats_are_estimated(visit, monkeypatch):
    memory = known_tunes()
    assert isinstance(memory.state.expert, Corrected)
    browser = visit(memory)
    for tune in tunes(2, seed=1, letters=3, length=3):
        for length in range(len(tune)):
            assert_same_chances(browser, memory, tune[:length], abs=1e-4)
    monkeypatch.setattr(followed, "MOST_FOLLOWED", 2_000)
    note = visit(memory).find_element("id", "note").text
    assert "this page does not, for they are too many" in note


@pytest.mark.thorough
def test_it_tells_what_recurs(visit, alone):
    memory = slept_tunes()
    browser = visit(memory)
    (tune,) = tunes(1, seed=1)
    row = "#slots tbody tr:last-child"
    for length in (4, 19):
        browser.find_element("id", "prefix").clear()
        browser.find_element("id", "prefix").send_keys(tune[:length])
        shown = browser.find_elements("css selector", "#slots thead th")[1:]
        cells = browser.find_elements("css selector", f"{row} td")
        (part,) = (
            part
            for part in memory.explain(tune[:length]).contributions
            if part.kind == "recurrence"
        )
        added = {show_symbol(symbol): log for symbol, log in part.added.items()}
        for symbol, cell in zip(shown, cells, strict=True):
            log = float(cell.text.replace("−", "-"))
            assert log == pytest.approx(added[symbol.text], abs=0.006)
            does = "excites" if log > 0 else "inhibits" if log else ""
            assert cell.get_attribute("class") == does
        heading = browser.find_element("css selector", "#asleep h3").text
        assert f"what recurs ({part.weight:.2f} times)" in heading
    assert browser.find_element("css selector", f"{row} th").text == "(recurrence)"
    assert cells[0].text.startswith("+")
    assert "counts all that followed before" in browser.find_element("id", "signs").text


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
