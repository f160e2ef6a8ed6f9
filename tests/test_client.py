"""The client by itself; with a service it is tried in ``tests/service``."""

import subprocess
import sys

import pytest

import plastic
from plastic.client import Client


def test_it_needs_the_standard_library_only():
    code = "import sys, plastic.client; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], stdout=-1, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in told.stdout.split()}
    others = loaded - {*sys.stdlib_module_names} - {"plastic", "__main__"}
    # What an environment loads before any program (a coverage tool, say) is not ours.
    before = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], stdout=-1, text=True
    )
    assert others <= {name.partition(".")[0] for name in before.stdout.split()}


@pytest.mark.parametrize(
    "address", ["", "localhost", "ftp://a", "http://", "http://a:x"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(plastic.ParameterError, match="an address must be like"):
        Client(address)


def test_who_is_not_there_is_named():
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(
        plastic.ServiceError, match=f"127.0.0.1:{port}: .*plastic serve"
    ):
        Client(f"http://127.0.0.1:{port}").info()


def test_who_is_something_else_is_said():
    import http.server
    import threading

    class Other(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, *args):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            with pytest.raises(plastic.ServiceError, match="no service of plastic"):
                Client(f"http://127.0.0.1:{server.server_port}").info()
        finally:
            server.shutdown()
