"""A headless Chromium for the tests of pages, and for measuring them.

Needs selenium, Debian's chromium and its chromedriver; without them
:func:`reason_to_skip` says what is missing.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FLAGS = (
    "--headless=new",
    "--no-sandbox",  # Chromium refuses its sandbox to root
    "--disable-gpu-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-gl=angle",  # WebGL without a GPU
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)


def reason_to_skip() -> str | None:
    """Say what is missing, None if nothing is."""
    if find_spec("selenium") is None:
        return "needs the package selenium"
    missing = [one for one in ("chromium", "chromedriver") if not shutil.which(one)]
    return f"needs the program {missing[0]}" if missing else None


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """Give a browser of 1280 x 800, with a profile of its own, and close it."""
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        service = Service(shutil.which("chromedriver"))
        browser = webdriver.Chrome(options=options, service=service)
        try:
            size = {"width": 1280, "height": 800, "deviceScaleFactor": 1}
            browser.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride", {**size, "mobile": False}
            )
            yield browser
        finally:
            browser.quit()


def open_page(browser: Any, path: str | Path, patience: float = 30) -> float:
    """Open a page from disk; give the seconds until its script says it is ready."""
    begun = time.perf_counter()
    browser.get(Path(path).resolve().as_uri())
    while browser.execute_script("return document.body.dataset.ready") != "yes":
        if time.perf_counter() - begun > patience:
            raise TimeoutError(f"{path} is not ready after {patience} seconds")
        time.sleep(0.02)
    return time.perf_counter() - begun


@contextlib.contextmanager
def on_a_phone(browser: Any) -> Iterator[None]:
    """Make the screen as small as a phone's."""
    wide = {"width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    phone = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", wide)


@contextlib.contextmanager
def in_the_dark(browser: Any) -> Iterator[None]:
    """Let pages know that their reader prefers them dark."""
    for_dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": for_dark})
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def lightness(browser: Any, what: str) -> float:
    """Measure how light a colour of the page is, from 0 to 255."""
    script = "return getComputedStyle(document.body)[arguments[0]]"
    channels = re.findall(r"\d+", browser.execute_script(script, what))[:3]
    return sum(map(int, channels)) / 3


def requests(browser: Any) -> list[str]:
    """List all that the page asked a network for."""
    entries = "return performance.getEntriesByType('resource').map((one) => one.name)"
    return [url for url in browser.execute_script(entries) if url.startswith("http")]


def complaints(browser: Any) -> list[str]:
    """List the errors and warnings on the browser's console since last asked."""
    log = browser.get_log("browser")
    return [one["message"] for one in log if one["level"] in ("SEVERE", "WARNING")]


def measure_page(path: str | Path, query: str = "em") -> dict[str, float]:
    """Measure a memory's page in seconds: paint, everything drawn, search, a frame."""
    with chromium() as browser:
        shown = open_page(browser, path, patience=60)
        measured = browser.execute_async_script(_MEASURE, query)
    return {"shown": shown, **measured}


_MEASURE = """
const [query, done] = arguments;
const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
const search = document.getElementById("search");
const timed = (act) => {
  const begun = performance.now();
  act();
  return (performance.now() - begun) / 1000;
};
const found = timed(() => {
  search.value = query;
  search.dispatchEvent(new Event("input"));
  search.getBoundingClientRect();
});
const camera = explorer.stage.renderer.getCamera();
const moves = 20;
let left = moves, begun = performance.now();
const step = () => {
  if (!left--) return done({
    first_paint: paint / 1000,
    search: found,
    frame: (performance.now() - begun) / 1000 / moves,
  });
  camera.setState({ ratio: camera.ratio * 0.9 });
  requestAnimationFrame(step);
};
requestAnimationFrame(step);
"""
