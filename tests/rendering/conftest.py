"""A browser, and a memory's page in it."""

import pytest
from browser import chromium, complaints, open_page, reason_to_skip, requests
from exploring import write_page

from plastic.consolidation import consolidate


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


@pytest.fixture
def alone(monkeypatch):
    """Let sleep follow no other samples."""
    monkeypatch.setattr(consolidate, "follow", lambda samples, code: None)
