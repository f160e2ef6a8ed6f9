"""The explorer's other experts: what recurs, and what followed elsewhere."""

import base64
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from exploring import assert_same_chances, describe

import plastic
from plastic.consolidation.recurrence import WINDOW, recurring
from plastic.core.symbols import show_symbol, wrap
from plastic.mixture.corrected import Corrected
from plastic.rendering import followed


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


def known_tunes():
    """Teach so few that they are known to come again."""
    few = [*tunes(150, letters=3, length=3)]
    return slept_tunes([*few, *few[:5]], repeats="estimate")


@cache
def known_tunes_among_others():
    """Give the same of who follows other samples."""
    return known_tunes()


def test_where_it_pays_the_data_tell_how_what_recurs_is_counted(alone):
    told = describe(known_tunes())
    assert told["sleep"]["recurrence"]["window"] == WINDOW
    for weights in (told["sleep"]["weights"], told["repeats"]["weights"]):
        assert {*map(len, weights)} == {3}
    simple = plastic.PlasticMemory().fit(["ab", "cb"] * 9)
    simple.consolidate()
    assert describe(simple)["sleep"]["recurrence"] is None


@pytest.mark.thorough
def test_where_it_pays_the_data_hold_the_samples_that_are_followed():
    memory = known_tunes_among_others()
    told = describe(memory)
    assert not told["sleep"]["unfollowed"]
    numbers = np.frombuffer(
        base64.b64decode(told["sleep"]["elsewhere"]["numbers"]), "<i2"
    )
    text = "".join("abc_"[number] for number in numbers)
    assert text == "".join(f"{sample}_" for sample in sorted({*memory}))
    for weights in (told["sleep"]["weights"], told["repeats"]["weights"]):
        assert {*map(len, weights)} == {4}


@pytest.mark.thorough
def test_too_many_are_not_followed_and_their_weights_left_out(monkeypatch):
    memory = known_tunes_among_others()
    monkeypatch.setattr(followed, "MOST_FOLLOWED", 2_000)
    told = describe(memory)
    assert told["sleep"]["elsewhere"] is None
    assert told["sleep"]["unfollowed"]
    assert {*map(len, told["sleep"]["weights"])} == {3}
    assert told["repeats"]["weights"] is None


RECURRING = """
const recurrence = new Recurrence(explorer.memory.sleep.recurrence);
return arguments[0].map((past) => {
  const signs = Array.from(past, (sign) => sign.codePointAt(0));
  const { left, shares } = recurrence.after(signs);
  return [left, Object.fromEntries(shares)];
});
"""


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


def test_it_sees_words_as_sleep_does(visit):
    rng = np.random.default_rng(0)
    words = "the king queen and went to garden said that was green red blue man"
    words = words.split()
    follows = dict(zip(words, rng.permutation(words)))
    samples = []
    for _ in range(150):
        word, sample = rng.choice(words), ""
        for gap in rng.choice([" ", "  "], 9, p=[0.8, 0.2]):
            seldom = written(rng.integers(26, size=6))
            sample += (word if rng.random() < 0.9 else seldom) + gap
            word = follows[word] if rng.random() < 0.8 else rng.choice(words)
        samples.append(sample)
    memory = plastic.PlasticMemory(recipe=plastic.Recipe(gate=0.0)).fit(samples)
    memory.consolidate()
    names = " ".join(str(slot.concept) for slot in memory.slots(n=10_000))
    assert "«th" in names
    assert "«the»" in names
    assert "«¤ " in f"{names} "
    browser = visit(memory)
    assert "«the»" in browser.find_element("id", "signs").text
    contexts = ["  to  th", "to thx tha", "thegarden to the", "xx  said  "]
    for context in (*contexts, *samples[:2]):
        for length in range(0, len(context) + 1, 1 + len(context) // 12):
            for anchored in (True, False):
                part = context[:length]
                assert_same_chances(browser, memory, part, anchored, abs=1e-4)


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


def test_it_follows_where_repeats_are_estimated(visit, monkeypatch):
    memory = known_tunes_among_others()
    assert isinstance(memory.state.expert, Corrected)
    browser = visit(memory)
    for tune in tunes(2, seed=1, letters=3, length=3):
        for length in range(len(tune)):
            assert_same_chances(browser, memory, tune[:length], abs=1e-4)
    monkeypatch.setattr(followed, "MOST_FOLLOWED", 2_000)
    note = visit(memory).find_element("id", "note").text
    assert "this page does not, for they are too many" in note


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
