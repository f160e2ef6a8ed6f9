"""Finding, reading and fetching data files."""

import bz2
import gzip
import hashlib
import io
import lzma
import os
import re
import shutil
import subprocess
import sys
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from plastic import datasets, train
from plastic.errors import (
    DataError,
    DataNotFoundError,
    DownloadError,
    MissingExtraError,
    ParameterError,
    PlasticError,
)

CHECKOUT = Path(__file__).resolve().parent.parent
MAKEMORE = CHECKOUT.parent / "shared" / "data" / "makemore_names.txt"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Work in an empty folder: nothing may depend on where we are."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def zipped(content):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("some.txt", content)
    return stream.getvalue()


# Finding ---------------------------------------------------------------------


def test_bundled_file_is_found_from_any_folder():
    found = datasets.path("names.txt")
    assert found.is_absolute()
    assert found.is_file()


def test_file_in_the_working_folder_goes_first(elsewhere):
    (elsewhere / "names.txt").write_text("mine\n")
    assert datasets.path("names.txt").samefile(elsewhere / "names.txt")
    assert datasets.read(datasets.path("names.txt")) == ["mine"]


@pytest.mark.parametrize("kind", [str, Path])
def test_absolute_and_relative_paths_are_taken_as_given(tmp_path, kind):
    (tmp_path / "own.txt").write_text("mine\n")
    assert datasets.path(kind(tmp_path / "own.txt")) == tmp_path / "own.txt"
    assert datasets.path(kind("../own.txt")) == Path("../own.txt")


def test_missing_file_says_where_we_looked_and_what_is_bundled(elsewhere):
    with pytest.raises(DataNotFoundError) as caught:
        datasets.path("nmaes.txt")
    message = str(caught.value)
    assert "'nmaes.txt'" in message
    assert str(elsewhere) in message
    assert str(datasets.path("names.txt").parent) in message
    assert "are: names.txt" in message
    assert isinstance(caught.value, FileNotFoundError)


@pytest.mark.parametrize(
    "name",
    ["../data/names.txt", "./names.txt", "../pyproject.toml", "../plastic/errors.py"],
)
def test_only_plain_names_are_looked_up_among_the_bundled_data(name):
    with pytest.raises(DataNotFoundError):
        datasets.path(name)


@pytest.mark.parametrize("find", [datasets.path, datasets.read])
def test_folder_is_refused(find, elsewhere):
    (elsewhere / "names.txt").mkdir()
    for folder in [".", "..", elsewhere, "names.txt"]:
        with pytest.raises(DataError, match="folder"):
            find(folder)


@pytest.mark.parametrize("find", [datasets.path, datasets.read])
@pytest.mark.parametrize("name", ["", None, 0, b"names.txt", ["names.txt"]])
def test_what_is_no_path_is_refused(find, name):
    with pytest.raises(ParameterError, match="path"):
        find(name)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000])
def test_impossible_names_are_errors_of_ours(name):
    with pytest.raises(DataNotFoundError):
        datasets.path(name)
    with pytest.raises(PlasticError):
        datasets.read(name)


def test_installed_package_finds_the_data_inside_itself(tmp_path):
    package = tmp_path / "site" / "plastic"
    (package / "data").mkdir(parents=True)
    (package / "__init__.py").touch()
    here = Path(datasets.__file__).parent
    shutil.copytree(here / "_support", package / "_support")
    for module in ["datasets.py", "errors.py"]:
        shutil.copy(here / module, package / module)
    (package / "data" / "names.txt").write_text("inside\n")
    (package.parent / "data").mkdir()  # some other package's
    (package.parent / "data" / "names.txt").write_text("beside\n")
    code = "from plastic.datasets import path, read; print(*read(path('names.txt')))"
    shown = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(package.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == "inside\n"


# The bundled names -----------------------------------------------------------


def test_names_are_those_of_the_census():
    names = datasets.read(datasets.path("names.txt"))
    assert len(names) == len(set(names)) == 5163
    assert all(re.fullmatch("[a-z]{2,11}", name) for name in names)
    assert names[:5] == ["james", "john", "robert", "michael", "mary"]
    # Percent of women and of men: Willie .097 and .302, Samuel .001 and .306.
    # The sum puts Willie first, the larger share would put Samuel first.
    assert names.index("willie") < names.index("samuel")
    # Equal shares (.001): by rank, where the alphabet would say otherwise.
    assert names[-3:] == ["angila", "alona", "allyn"]


def test_names_file_is_plain_lines_and_the_one_that_the_readme_tells_of():
    content = datasets.path("names.txt").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert not content.endswith(b"\n\n")
    readme = CHECKOUT / "data" / "README.md"
    told = re.findall(r"\b[0-9a-f]{64}\b", readme.read_text(encoding="utf-8"))
    assert told == [hashlib.sha256(content).hexdigest()]


# Reading ---------------------------------------------------------------------


@pytest.fixture(params=["file", "stream"])
def read_bytes(request, tmp_path):
    """Read bytes as a file or as a stream: the same must come of both."""

    def from_file(content):
        (tmp_path / "some.txt").write_bytes(content)
        return datasets.read(tmp_path / "some.txt")

    def from_stream(content):
        return datasets.read_lines(io.BytesIO(content), "some.txt")

    return from_file if request.param == "file" else from_stream


@pytest.mark.parametrize(
    ("content", "samples"),
    [
        (b"emma\nava\n", ["emma", "ava"]),
        (b"emma\nava", ["emma", "ava"]),
        (b"emma\r\nava\r\n", ["emma", "ava"]),
        (b"emma\rava\r", ["emma", "ava"]),
        (b"\n\nemma\n \t \n\r\nava\n\n", ["emma", "ava"]),
        (b"  emma\t\n\tmary ann \n", ["emma", "mary ann"]),
        (b"ava\nemma\nava\n", ["ava", "emma", "ava"]),
        (b"\xef\xbb\xbfemma\nava\n", ["emma", "ava"]),
        (b"emma\n\xef\xbb\xbfava\n", ["emma", "ava"]),
        (b"emma\r\n\xef\xbb\xbf\r\n\xef\xbb\xbf\xef\xbb\xbfava", ["emma", "ava"]),
        ("zoë\n王芳\n🙂\n".encode(), ["zoë", "王芳", "🙂"]),
        ("a\u2028b\n".encode(), ["a\u2028b"]),
        ("a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2029h\n".encode(),
         ["a\x0bb\x0cc\x1cd\x1de\x1ef\x85g\u2029h"]),
    ],
)  # fmt: skip
def test_a_line_is_a_sample(read_bytes, content, samples):
    assert read_bytes(content) == samples


def test_a_byte_order_mark_is_no_symbol_beside_white_space_either(tmp_path):
    (tmp_path / "pairs.tsv").write_bytes(b"a\tb\n\xef\xbb\xbf c\td\n\xef\xbb\xbf\n")
    read = datasets.read(tmp_path / "pairs.tsv", strip=False)
    assert read == ["a\tb", " c\td"]


def test_gzip_is_unpacked_whatever_its_name(read_bytes):
    assert read_bytes(gzip.compress("zoë\r\nava".encode())) == ["zoë", "ava"]
    joined = gzip.compress(b"emma\n") + gzip.compress(b"\xef\xbb\xbfava\n")
    assert read_bytes(joined) == ["emma", "ava"]


@pytest.mark.parametrize("spoil", ["cut", "head", "middle", "behind"])
def test_gzip_that_cannot_be_unpacked_is_named(read_bytes, spoil):
    packed = gzip.compress(b"emma\nava\n" * 100)
    content = {
        "cut": packed[:-10],
        "head": packed[:2],
        "middle": packed[:10] + b"\xff" * 9 + packed[19:],
        "behind": packed + b"more",
    }[spoil]
    with pytest.raises(DataError, match=r"'.*some\.txt' is packed by gzip"):
        read_bytes(content)


@pytest.mark.parametrize(
    ("pack", "packer"),
    [(bz2.compress, "bzip2"), (lzma.compress, "xz"), (zipped, "zip")],
)
def test_what_others_have_packed_is_named(read_bytes, pack, packer):
    with pytest.raises(DataError, match=f"packed by {packer}: unpack it first"):
        read_bytes(pack(b"emma\n"))


def test_samples_in_gzip_that_are_not_text_are_refused_with_their_place(read_bytes):
    with pytest.raises(DataError, match="line 2, byte 3: 0xeb"):
        read_bytes(gzip.compress(b"emma\nzo\xeb\n"))


def test_white_space_may_be_part_of_a_sample(tmp_path):
    (tmp_path / "pairs.tsv").write_bytes(b" a\tb \n\n\t\r\nc\t")
    read = datasets.read(tmp_path / "pairs.tsv", strip=False)
    assert read == [" a\tb ", "\t", "c\t"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"emma\nzo\xeb\nava\n", "line 2, byte 3: 0xeb "),
        (b"emma\r\n\r\nzo\xeb\r\n", "line 3, byte 3: 0xeb "),
        (b"\xef\xbb\xbf\xff\n", "line 1, byte 1: 0xff "),
        (b"ok\n\xed\xa0\x80\n", "line 2, byte 1: 0xed "),  # half a surrogate pair
        (b"ok\ncut \xe7\x8e", "line 2, byte 5: 0xe7 "),
        (b"ok\nemma\0ava\n", "line 2, byte 5: a NUL byte"),
        ("emma\n".encode("utf-16-be"), "line 1, byte 1: a NUL byte"),
    ],
)
def test_what_is_not_text_is_refused_with_its_place(read_bytes, content, place):
    with pytest.raises(DataError) as caught:
        read_bytes(content)
    assert place in str(caught.value)
    assert "some.txt" in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"\n", b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_no_sample_is_an_error(read_bytes, content):
    with pytest.raises(DataError, match=r"some\.txt.* holds no sample"):
        read_bytes(content)


def test_reading_a_missing_file():
    with pytest.raises(DataNotFoundError, match=r"'none\.txt'"):
        datasets.read("none.txt")


def test_file_that_does_not_open(elsewhere):
    # Permissions do not stop root, who runs tests in containers; a link to
    # itself stops everyone.
    (elsewhere / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(DataError, match=r"cannot open 'loop\.txt'"):
        datasets.read("loop.txt")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0,
    reason="permissions do not stop this user",
)
def test_file_that_may_not_be_read(elsewhere):
    (elsewhere / "secret.txt").write_text("emma\n")
    (elsewhere / "secret.txt").chmod(0)
    with pytest.raises(DataError, match=r"cannot open 'secret\.txt'"):
        datasets.read("secret.txt")


def test_stream_that_does_not_read():
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise OSError("the disk is gone")

    with pytest.raises(DataError, match=r"'<stdin>'.*the disk is gone"):
        datasets.read_lines(Broken(), "<stdin>")


def test_stream_of_text_is_refused():
    with pytest.raises(ParameterError, match="binary"):
        datasets.read_lines(io.StringIO("emma\n"), "<stdin>")


def test_stream_is_left_open():
    stream = io.BytesIO(b"emma\n")
    datasets.read_lines(stream, "<stdin>")
    assert not stream.closed


# Fetching --------------------------------------------------------------------

CONTENT = b"emma\nolivia\nava\n"


class Server:
    """Gives the same bytes to whoever asks, on a port of this machine."""

    def __init__(self, content, status=200):
        self.content = content
        self.asked = 0
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.asked += 1
                self.send_response(status)
                self.send_header("Content-Length", str(len(server.content)))
                self.end_headers()
                self.wfile.write(server.content)

            def log_message(self, *args):
                pass

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/names.txt"
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.http.shutdown()
        self.http.server_close()
        self.thread.join()


@pytest.fixture
def register(monkeypatch):
    """Put a data set "letters" at a URL; skip without pooch."""
    pytest.importorskip("pooch")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    def at(url, content=CONTENT):
        sha256 = hashlib.sha256(content).hexdigest()
        source = datasets.Source(url, sha256, "letters.txt")
        monkeypatch.setitem(datasets.SOURCES, "letters", source)

    return at


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "deep" / "cache"


def test_fetched_file_is_the_one_served(register, cache):
    with Server(CONTENT) as server:
        register(server.url)
        file = datasets.fetch("letters", cache=cache)
    assert file == cache / "letters.txt"
    assert file.read_bytes() == CONTENT
    assert datasets.read(file) == ["emma", "olivia", "ava"]


def test_second_fetch_needs_no_server(register, cache):
    with Server(CONTENT) as server:
        register(server.url)
        first = datasets.fetch("letters", cache=cache)
        assert datasets.fetch("letters", cache=cache) == first
        assert server.asked == 1
    assert datasets.fetch("letters", cache=str(cache)) == first


def test_default_cache_is_a_folder_of_ours(register, tmp_path, monkeypatch):
    pooch = pytest.importorskip("pooch")
    monkeypatch.setattr(pooch, "os_cache", lambda project: tmp_path / project)
    with Server(CONTENT) as server:
        register(server.url)
        file = datasets.fetch("letters")
    assert file == tmp_path / "plastic" / "letters.txt"


def test_altered_download_is_thrown_away(register, cache):
    with Server(CONTENT + b"eve\n") as server:
        register(server.url)
        with pytest.raises(DownloadError, match=re.escape(server.url)) as caught:
            datasets.fetch("letters", cache=cache)
        assert server.asked == 1
    assert hashlib.sha256(CONTENT).hexdigest() in str(caught.value)
    assert list(cache.iterdir()) == []
    assert isinstance(caught.value, OSError)


def test_altered_cache_is_never_given_out(register, cache):
    cache.mkdir(parents=True)
    (cache / "letters.txt").write_bytes(b"mallory\n")
    with Server(CONTENT, status=404) as server:
        register(server.url)
        with pytest.raises(DownloadError):
            datasets.fetch("letters", cache=cache)
    with Server(CONTENT) as server:
        register(server.url)
        assert datasets.fetch("letters", cache=cache).read_bytes() == CONTENT


def test_refusing_server(register, cache):
    with Server(CONTENT, status=404) as server:
        register(server.url)
        with pytest.raises(DownloadError, match="404"):
            datasets.fetch("letters", cache=cache)
    assert list(cache.iterdir()) == []


def test_unreachable_server(register, cache):
    with Server(CONTENT) as server:
        register(server.url)
    with pytest.raises(DownloadError, match="Check the connection"):
        datasets.fetch("letters", cache=cache)
    assert list(cache.iterdir()) == []


def test_cache_that_cannot_be_a_folder(register, tmp_path):
    (tmp_path / "file").touch()
    with Server(CONTENT) as server:
        register(server.url)
        with pytest.raises(DownloadError):
            datasets.fetch("letters", cache=tmp_path / "file")
        with pytest.raises(ParameterError):
            datasets.fetch("letters", cache=3)
        assert server.asked == 0


def test_missing_pooch_names_the_extra(monkeypatch, cache):
    monkeypatch.setitem(sys.modules, "pooch", None)
    with pytest.raises(
        MissingExtraError, match=r"pip install 'plastic-memory\[download\]'"
    ):
        datasets.fetch("makemore", cache=cache)


@pytest.mark.parametrize("name", ["makemroe", "", None, ["makemore"]])
def test_unknown_data_set_lists_what_there_is(name, cache):
    with pytest.raises(ParameterError, match="there is: makemore"):
        datasets.fetch(name, cache=cache)


@pytest.mark.skipif(not MAKEMORE.exists(), reason="no copy of makemore's names here")
def test_makemore_is_known_by_its_sha256(register, cache, monkeypatch):
    real = datasets.SOURCES["makemore"]
    with Server(MAKEMORE.read_bytes()) as server:
        register(server.url)
        monkeypatch.setitem(datasets.SOURCES, "makemore", real._replace(url=server.url))
        file = datasets.fetch(cache=cache)
    assert file.name == "makemore_names.txt"
    names = datasets.read(file)
    assert len(names) == 32033
    assert names[:3] == ["emma", "olivia", "ava"]


# Packed, and put together ------------------------------------------------------------


def test_gzip_is_read_like_what_is_in_it(tmp_path):
    packed = tmp_path / "names.txt.gz"
    packed.write_bytes(gzip.compress(b"emma\nava\n"))
    assert datasets.read(packed) == ["emma", "ava"]
    assert list(train(packed)) == ["emma", "ava"]
    for content in (packed.read_bytes()[:-9], b"\x1f\x8bnot gzip at all"):
        packed.write_bytes(content)
        with pytest.raises(DataError, match="gzip"):
            datasets.read(packed)


def test_byte_order_marks_of_files_put_together_are_skipped(tmp_path):
    file = tmp_path / "both.txt"
    file.write_bytes(b"\xef\xbb\xbfemma\n\xef\xbb\xbfava\n")
    assert datasets.read(file) == ["emma", "ava"]
