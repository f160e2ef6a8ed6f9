"""The live page in a real browser."""

import pytest
from browser import (
    chromium,
    complaints,
    in_the_dark,
    lightness,
    on_a_phone,
    reason_to_skip,
)
from serving import TOKEN, served

import plastic
from plastic.client import Client

Keys = pytest.importorskip("selenium.webdriver.common.keys").Keys
HOSTILE = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"] * 2


@pytest.fixture(scope="module")
def browser():
    reason = reason_to_skip()
    if reason:
        pytest.skip(reason)
    with chromium() as found:
        yield found


@pytest.fixture
def visit(browser, tmp_path):
    """Serve samples and open the page; afterwards nobody may have complained."""
    from contextlib import ExitStack

    with ExitStack() as stack:

        def open_page(samples, sleep=False, prior=None):
            memory = plastic.PlasticMemory(prior=prior).fit(samples)
            if sleep:
                memory.consolidate()
            memory.save(tmp_path / "names.plastic")
            service = stack.enter_context(served(tmp_path / "names.plastic"))
            browser.get(service.address)
            wait(browser, lambda: ready(browser))
            return service

        yield open_page
        assert complaints(browser) == []


def wait(browser, what):
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(browser, 30, 0.02).until(lambda _: what())


def ready(browser):
    return browser.execute_script("return document.body.dataset.ready") == "yes"


def text(browser, element):
    return browser.find_element("id", element).text


NAMES = plastic.datasets.read(plastic.datasets.path("names.txt"))[:60]


@pytest.mark.parametrize("sleep", [False, True])
def test_what_is_typed_is_completed_and_lights_up(visit, browser, sleep):
    visit(NAMES, sleep)
    memory = plastic.PlasticMemory().fit(NAMES)
    if sleep:
        memory.consolidate()
    browser.find_element("tag name", "body").send_keys("n")  # by keyboard
    browser.switch_to.active_element.send_keys("el")
    best = memory.complete("el", 1)[0].sample
    wait(browser, lambda: best in text(browser, "completions"))
    chances = memory.predict_proba("el")
    likeliest = max(chances, key=chances.get)
    assert text(browser, "chances").startswith(likeliest)
    lit = browser.execute_script(
        "return live.stage.path.map((i) => live.memory.names[i])"
    )
    assert lit[0] == "·"
    assert ">el".endswith(lit[-1])


def test_what_is_taught_is_ringed_and_forgotten_again(visit, browser):
    service = visit(NAMES)
    before = browser.execute_script("return live.memory.of")
    browser.find_element("id", "sample").send_keys("maryx")
    browser.find_element("id", "sample").submit()
    wait(browser, lambda: "token" in text(browser, "note"))  # which it asks for
    browser.find_element("id", "token").send_keys(TOKEN)
    browser.find_element("id", "sample").submit()
    wait(browser, lambda: "learned maryx" in text(browser, "change"))
    wait(browser, lambda: browser.execute_script("return live.stage.changed.length"))
    ringed = browser.execute_script(
        "return live.stage.changed.map((i) => live.memory.names[i])"
    )
    assert any("mary" in name for name in ringed)
    browser.find_element("id", "forget").click()
    wait(browser, lambda: "dissolved" in text(browser, "change"))
    wait(browser, lambda: browser.execute_script("return live.memory.of") == before)
    # What others teach is seen, too.
    Client(service.address, TOKEN).learn("zzz")
    wait(browser, lambda: "learned zzz" in text(browser, "change"))
    errors = complaints(browser)  # the browser's own words for the first try
    assert all("401" in error for error in errors)


def test_surprise_is_coloured_symbol_by_symbol(visit, browser):
    visit(NAMES)
    memory = plastic.PlasticMemory().fit(NAMES)
    browser.find_element("id", "text").send_keys("mary\nxqz")
    wait(
        browser,
        lambda: browser.find_elements("css selector", "#surprise p:nth-child(2)"),
    )
    titles = browser.execute_script(
        "const marks = document.querySelectorAll('#surprise p:last-child mark');"
        "return [...marks].map((mark) => mark.title)"
    )
    nats = memory.surprise("xqz")
    assert titles == [f"{y}: {n:.2f} nats" for y, n in zip("xqz_", nats)]


def test_no_sample_can_run(visit, browser):
    visit(HOSTILE)
    browser.find_element("id", "prefix").send_keys("<")
    wait(browser, lambda: "alert(1)" in text(browser, "completions"))
    assert not browser.find_elements("css selector", "#completions img")


def test_words_are_typed_as_words(visit, browser):
    visit([("the", "cat", 1), ("the", "dog", 2)] * 2)
    browser.find_element("id", "prefix").send_keys("the cat")
    wait(browser, lambda: "the cat 1" in text(browser, "completions"))


def test_on_a_phone_and_in_the_dark(visit, browser):
    with on_a_phone(browser), in_the_dark(browser):
        visit(NAMES)
        assert browser.execute_script("return document.body.scrollWidth") <= 390
        assert lightness(browser, "backgroundColor") < 50
        assert browser.execute_script("return live.stage.paper") == "#15181d"


# Streams and feedback -----------------------------------------------------------------

CALM = [turn % 5 for turn in range(60)]


def press(browser, *keys):
    browser.find_element("tag name", "body").send_keys(*keys)


@pytest.mark.thorough
def test_a_stream_is_drawn_with_its_alarms(visit, browser):
    service = visit(NAMES)
    browser.find_element("id", "token").send_keys(TOKEN)
    browser.find_element("id", "prefix").click()
    press(browser, Keys.ESCAPE, "w")  # by keyboard
    records = browser.switch_to.active_element
    assert records.get_attribute("id") == "records"
    records.send_keys(" ".join(map(str, [*CALM, 99, 1, 2])))
    records.send_keys(Keys.CONTROL, Keys.ENTER)
    wait(browser, lambda: "63 records, 1 alarm." in text(browser, "reading"))
    assert "99" in text(browser, "alarms")
    assert len(browser.find_elements("css selector", "#chart .mark")) == 1
    chart = browser.find_element("id", "chart")
    browser.execute_script("arguments[0].focus()", chart)
    browser.switch_to.active_element.send_keys(Keys.SHIFT, Keys.ARROW_LEFT)
    assert "Alarm: value is 99" in text(browser, "reading")
    # What others push is seen as it comes.
    Client(service.address, TOKEN).watch("numbers", [1, 2])
    wait(browser, lambda: "65 records" in text(browser, "reading"))
    browser.find_element("id", "unwatch").click()
    wait(browser, lambda: not browser.find_element("id", "watched").is_displayed())


@pytest.mark.thorough
def test_no_record_can_run(visit, browser):
    service = visit(NAMES)
    with Client(service.address, TOKEN) as client:
        client.watch("numbers", [{HOSTILE[0]: turn % 3} for turn in range(30)], 20)
        client.watch("numbers", [{HOSTILE[0]: 99}])
    wait(browser, lambda: "alert(1)" in text(browser, "alarms"))
    assert not browser.find_elements("css selector", "#alarms script, #alarms img")


@pytest.mark.thorough
def test_thumbs_teach_what_is_liked_and_are_taken_back(visit, browser):
    service = visit(NAMES)
    browser.find_element("id", "token").send_keys(TOKEN)
    browser.find_element("id", "draw").click()
    wait(browser, lambda: browser.find_elements("css selector", "#drawn li"))
    client = Client(service.address)
    up, down = browser.find_elements("css selector", "#drawn .thumb")[:2]
    up.click()
    wait(browser, lambda: "1 sample liked" in text(browser, "liked"))
    assert up.get_attribute("aria-pressed") == "true"
    down.click()  # instead
    wait(browser, lambda: down.get_attribute("aria-pressed") == "true")
    assert up.get_attribute("aria-pressed") == "false"
    assert client.info()["feedback"] == 1
    down.click()
    wait(browser, lambda: client.info()["feedback"] == 0)
    wait(browser, lambda: text(browser, "liked") == "")


@pytest.mark.thorough
def test_a_prior_is_told_of(visit, browser):
    american = plastic.PlasticMemory().fit(NAMES)
    visit(["amélie", "zoé"], prior=american)
    assert f"behind it a prior of {len(NAMES)} samples" in text(browser, "about")
