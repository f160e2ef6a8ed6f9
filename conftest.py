"""Doctests are left out where what their modules need is not installed."""

from importlib.util import find_spec

import pytest

plotting = find_spec("matplotlib") and find_spec("scipy")
serving = find_spec("starlette") and find_spec("uvicorn") and find_spec("httptools")
tables = find_spec("pandas")
collect_ignore_glob = [
    *([] if plotting else ["plastic/rendering/plots/*"]),
    *([] if serving else ["plastic/service/app.py", "plastic/service/server.py"]),
    *([] if serving else ["plastic/client.py"]),
    *([] if tables else ["docs/spreadsheets.md"]),
]
# Pages that take more than a second.
SLEEPY = {"names.md", "names_for_a_game.md", "sleep.md"}


def pytest_collection_modifyitems(items):
    """Skip examples that need pandas where it is not; know what is thorough."""
    for item in items:
        if item.path.name in SLEEPY:
            item.add_marker(pytest.mark.thorough)
        example = getattr(item, "dtest", None)  # of doctests alone
        if example and not tables and "import pandas" in example.docstring:
            item.add_marker(pytest.mark.skip(reason="needs pandas"))


@pytest.fixture(scope="session")
def served_names(tmp_path_factory):
    """Serve three names to the examples of plastic.client; give what they need."""
    import plastic
    from tests.serving import TOKEN, served

    path = tmp_path_factory.mktemp("served") / "names.plastic"
    plastic.PlasticMemory().fit(["emma", "emily", "ava"]).save(path)
    with served(path) as service:
        yield {"address": service.address, "token": TOKEN}


@pytest.fixture(autouse=True)
def _where_a_service_is(request, doctest_namespace):
    """Let the examples of plastic.client know where a service is."""
    if request.node.name.startswith("plastic.client."):
        doctest_namespace |= request.getfixturevalue("served_names")
