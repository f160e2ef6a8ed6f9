"""Doctests are left out where what their modules need is not installed."""

from importlib.util import find_spec

import pytest

plotting = find_spec("matplotlib") and find_spec("scipy")
serving = find_spec("starlette") and find_spec("uvicorn") and find_spec("httptools")
tables = find_spec("pandas")
collect_ignore_glob = [
    *([] if plotting else ["plastic/rendering/plots/*"]),
    *([] if serving else ["plastic/service/app.py", "plastic/service/server.py"]),
    *([] if tables else ["docs/spreadsheets.md"]),
]


def pytest_collection_modifyitems(items):
    """Skip examples that need pandas where it is not installed."""
    for item in items:
        example = getattr(item, "dtest", None)  # of doctests alone
        if example and not tables and "import pandas" in example.docstring:
            item.add_marker(pytest.mark.skip(reason="needs pandas"))
