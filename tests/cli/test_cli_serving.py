"""``plastic serve``: what it refuses before it listens.

How it serves and stops is in ``tests/service``.
"""

import pytest
from test_cli import run

import plastic

pytest.importorskip("starlette")
pytest.importorskip("uvicorn")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "names.plastic"
    plastic.PlasticMemory().fit(["emma", "ava"]).save(path)
    return str(path)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--host", "0.0.0.0"], "give a token (--token-file)"),
        (["--token-file", "nowhere"], "cannot read a token"),
        (["--port", "70000"], "port must be from 0 to 65535"),
        (["--readers", "1000"], "readers must be from 0 to 64"),
    ],
)
def test_what_cannot_be_is_said_at_once(file, options, says):
    result = run("serve", file, *options, code=1)
    assert says in result.stderr


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    result = run("serve", str(tmp_path / "none.plastic"), code=1)
    assert "no file" in result.stderr
    assert not [*tmp_path.iterdir()]


def test_a_port_that_is_taken_is_said(file):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = run("serve", file, "--port", port, "--readers", "0", code=1)
    assert "cannot listen at 127.0.0.1" in result.stderr
