"""The service, from outside: what it answers, refuses, keeps and tells."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from serving import TOKEN, served

import plastic
from plastic.client import Client
from plastic.service import Limits
from plastic.service.settings import Settings, read_token

NAMES = ["emma", "emmy", "emily", "ava", "ana", "hannah", "anna", "mia"]
WORDS = [("the", "cat", 1), ("the", "dog", 1), ("a", "cat", 2)]


def trained(samples=NAMES):
    memory = plastic.PlasticMemory().fit(samples)
    memory.consolidate()
    return memory


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "names.plastic"
    plastic.PlasticMemory().fit(NAMES).save(path)
    return path


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Give a service that is only read, or refuses."""
    path = tmp_path_factory.mktemp("service") / "names.plastic"
    trained().save(path)
    with served(path, limits=Limits(body=2_000, length=50, seconds=3)) as found:
        yield found


# What it answers ----------------------------------------------------------------------


def test_it_answers_what_the_memory_answers(shared):
    client, memory = Client(shared.address), trained()
    assert client.predict_proba("em") == memory.predict_proba("em")
    assert client.predict_proba("m", anchored=False) == memory.predict_proba(
        "m", anchored=False
    )
    assert client.complete("em", 3) == memory.complete("em", 3)
    assert client.complete("a", known=True) == memory.complete("a", known=True)
    given = {"max_length": 20, "novel": True, "rng": 1}
    assert client.generate(4, **given) == memory.generate(4, **given)
    assert client.surprise("emil", last=2) == memory.surprise("emil", last=2).tolist()
    assert client.log_prob("emil") == pytest.approx(memory.log_prob("emil"))
    told = client.explain("em")
    fired = memory.explain("em").contributions
    assert [row["kind"] for row in told["fired"]] == [term.kind for term in fired]
    assert told["next"] == memory.predict_proba("em")
    assert client.info()["slot_concepts"] == len(memory.slots(n=None))


def test_it_speaks_of_any_symbols(tmp_path):
    path = tmp_path / "words.plastic"
    memory = plastic.PlasticMemory().fit(WORDS)
    memory.save(path)
    with served(path) as found:
        client = Client(found.address, TOKEN)
        assert client.predict_proba(("the",)) == memory.predict_proba(("the",))
        assert client.complete(("a", "cat"), 1)[0].sample == ("a", "cat", 2)
        client.learn(["of", (1, b"x"), None])
    assert plastic.load(path).samples["of", (1, b"x"), None] == 1


def test_the_same_question_is_answered_once_until_something_changes(file):
    with served(file) as found:
        client = Client(found.address, TOKEN)
        asked = []
        hosted = found.server.hosted
        ask = hosted.reads.ask

        async def counted(name, given):
            asked.append(name)
            return await ask(name, given)

        hosted.reads.ask = counted
        for _ in range(3):
            first = client.predict_proba("em")
        assert asked == ["predict"]
        client.learn("emx", times=5)
        assert client.predict_proba("em") != first
        client.forget("emx", times=5)
        assert client.predict_proba("em") == first
        assert asked == ["predict"] * 3
        for _ in range(2):
            client.generate(3)  # which is drawn anew each time
        assert asked[3:] == ["generate"] * 2


# What it keeps ------------------------------------------------------------------------


def test_what_is_acknowledged_is_on_disk_and_written_together(file, monkeypatch):
    from plastic.storage.database import Database

    writes = []
    put = Database.put
    monkeypatch.setattr(
        Database, "put", lambda self, rows: (writes.append(len(rows)), put(self, rows))
    )
    with served(file) as found:
        client = Client(found.address, TOKEN)
        names = [f"name{n}" for n in range(40)]
        with ThreadPoolExecutor(8) as pool:
            told = [*pool.map(client.learn, names)]
        assert sorted(facts["samples"] for facts in told) == [*range(9, 49)]
        assert sum(writes) == 40
        assert len(writes) < 40
        client.forget("name1")
    held = plastic.load(file)
    held.check()
    expected = {*NAMES, *names} - {"name1"}
    assert set(held.samples) == expected
    assert b'name1"' not in file.read_bytes()


def test_what_cannot_be_learned_does_not_disturb_what_can(file):
    with served(file) as found:
        client = Client(found.address, TOKEN)

        def learn(sample):
            try:
                return client.learn(sample)["samples"]
            except plastic.SampleTypeError as error:
                return str(error)

        with ThreadPoolExecutor(8) as pool:
            told = [*pool.map(learn, ["zoe", ("zoe",)] * 10)]
        assert sorted(told[::2]) == [*range(9, 19)]
        assert all("use one memory for each" in each for each in told[1::2])
    assert plastic.load(file).samples["zoe"] == 10


def test_a_disk_that_is_full_is_said_and_nothing_counts_as_learned(file, monkeypatch):
    from plastic.storage.database import Database

    def full(*args):
        raise plastic.StorageError("disk full")

    with served(file) as found:
        client = Client(found.address, TOKEN)
        with monkeypatch.context() as patch:
            patch.setattr(Database, "put", full)
            with pytest.raises(plastic.StorageError, match="disk full"):
                client.learn("zoe")
        assert len(client) == len(NAMES)
        client.learn("mia")
    assert plastic.load(file).samples == {**dict.fromkeys(NAMES, 1), "mia": 2}


# What it tells ------------------------------------------------------------------------


def test_who_listens_hears_what_is_learned_and_forgotten(file):
    with served(file) as found:
        writer, heard = Client(found.address, TOKEN), Client(found.address).events()
        assert next(heard) is None
        writer.learn("zoe", times=2)
        writer.forget("zoe")
        events = [next(heard), next(heard)]
        assert [(event.kind, event.sample) for event in events] == [
            ("learn", "zoe"),
            ("forget", "zoe"),
        ]
        assert [event.facts["samples"] for event in events] == [10, 9]
        found.server.should_exit = True  # who listens does not keep it from stopping
        assert [*heard] == []


def test_only_so_many_may_listen(file):
    with served(file, limits=Limits(listeners=1)) as found:
        first = Client(found.address).events()
        next(first)
        with pytest.raises(plastic.ServiceError, match="1 listen already"):
            next(Client(found.address).events())
        first.close()


# Who may ask --------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["learn", "forget"])
def test_nobody_writes_without_the_token(shared, verb):
    for token in (None, "", TOKEN[:-1], TOKEN + "x", TOKEN.upper(), "é" * 16):
        status, told = shared.ask(
            f"/{verb}", {"sample": "emma"}, token and ascii(token)
        )
        assert status == 401, token
        assert told["error"] == "AccessError"
    with pytest.raises(plastic.AccessError, match="token"):
        getattr(Client(shared.address, "wrong-wrong-wrong"), verb)("emma")


def test_without_a_token_nobody_writes_at_all(file):
    with served(file, token=None) as found:
        for token in (None, "", "None"):
            status, told = found.ask("/learn", {"sample": "emma"}, token)
            assert status == 403
        assert "--token-file" in told["message"]
        assert found.ask("/info")[0] == 200


def test_a_page_elsewhere_cannot_read_through_a_visitors_browser(shared):
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", ""):
        assert shared.ask("/info", host=host)[0] == 401, host
    assert shared.ask("/info", host="evil.example", token=TOKEN)[0] == 200
    for host in ("localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"):
        assert shared.ask("/info", host=host)[0] == 200, host
    allowed = shared.raw(
        b"OPTIONS /learn HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n"
        b"Access-Control-Request-Method: POST\r\nConnection: close\r\n\r\n"
    )
    assert b"access-control-allow" not in allowed.lower()


def test_other_addresses_need_a_token_for_everything(file):
    with pytest.raises(plastic.ParameterError, match="--token-file"):
        Settings(host="0.0.0.0").checked()
    with served(file, host="0.0.0.0") as found:
        address = found.address.replace("0.0.0.0", "127.0.0.1")
        here = found._replace(address=address)
        for path in ("/info", "/events", "/openapi.json"):
            assert here.ask(path)[0] == 401
        assert here.ask("/predict", {})[0] == 401
        assert here.ask("/predict", {}, TOKEN)[0] == 200


def test_who_asks_too_often_must_wait(file):
    with served(file, limits=Limits(rate=1, local=3)) as found:
        statuses = [found.ask("/info")[0] for _ in range(8)]
        assert statuses[:6] == [200] * 6
        assert 429 in statuses
        told = found.ask("/info")[1]
        assert "3 requests a second" in told["message"]


def test_a_token_is_read_from_a_file_and_must_be_one(tmp_path):
    path = tmp_path / "token"
    path.write_text(f"{TOKEN}\nsomething else\n")
    assert read_token(path) == TOKEN
    for wrong in ("", "short", "with space in the middle", "é" * 20):
        path.write_text(wrong)
        with pytest.raises(plastic.ParameterError, match="token"):
            read_token(path)
    with pytest.raises(plastic.DataError, match="cannot read a token"):
        read_token(tmp_path / "nowhere")


# What it refuses ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "body", "status", "says"),
    [
        ("/complete", {"prefix": 1}, 422, "prefix must be a string or a list"),
        ("/complete", {"n": 10**9}, 422, "n must be a whole number from 0 to 100"),
        ("/complete", {"n": True}, 422, "whole number"),
        ("/complete", {"max_steps": 10**6}, 422, "max_steps"),
        ("/complete", {"prefix": "a" * 51}, 422, "50 symbols"),
        ("/complete", {"perfix": "a"}, 422, "no field 'perfix'"),
        ("/complete", [], 422, "a JSON object"),
        ("/surprise", {}, 422, "sample is missing"),
        ("/surprise", {"sample": "a\ufdd0"}, 422, "Unicode reserves"),
        ("/surprise", {"sample": [{"tuple": "x"}]}, 422, "no sample"),
        ("/surprise", {"sample": [{"bytes": "AA bb"}]}, 422, "hexadecimal"),
        ("/surprise", {"sample": ["emma"]}, 409, "use one memory for each"),
        ("/generate", {"min_length": 50, "max_length": 5}, 409, "max_length"),
        ("/generate", {"temperature": -1}, 422, "temperature"),
        ("/generate", {"repeats": "often"}, 422, "keep or estimate"),
        ("/complete", b"{", 400, "no JSON"),
        ("/complete", b"\xff", 400, "no JSON"),
        ("/complete", b'{"n": NaN}', 400, "NaN"),
        ("/complete", b'{"n": ' + b"9" * 1_900 + b"}", 422, "whole number"),
        ("/complete", b"[" * 1_900, 400, "JSON"),
        ("/complete", b'"' + b"a" * 3_000 + b'"', 413, "2,000 bytes"),
        ("/nothing", {}, 404, "openapi.json"),
        ("/complete/", {}, 404, "openapi.json"),
        ("/info", {}, 405, "use GET, HEAD"),
        ("/..%2f..%2fetc/passwd", None, 404, "openapi.json"),
    ],
)
def test_it_refuses_in_its_own_words(shared, path, body, status, says):
    found, told = shared.ask(path, body)
    assert (found, says in told["message"]) == (status, True), told
    assert shared.ask("/info")[0] == 200  # and the next one is served


def test_only_json_is_read(shared):
    # What a form on somebody's page could send without being asked about it.
    for kind in ("text/plain", "application/x-www-form-urlencoded", ""):
        assert shared.ask("/complete", {}, content_type=kind)[0] == 415
    assert shared.ask("/complete", {}, content_type="Application/JSON; charset=x")


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET //info HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"GET /%2e%2e/info HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
        b"GET / HTTP/9.9\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET /info HTTP/1.1\r\nHost: a\r\n" + b"X: " + b"y" * 70_000,
        b"POST /learn HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
        b"\r\nContent-Length: 99999999999\r\n\r\n{}",
    ],
)
def test_what_is_hardly_http_is_refused_and_the_next_one_is_served(shared, sent):
    answer = shared.raw(sent)
    assert not answer or answer.split(b" ", 2)[1][:1] == b"4"
    assert b"root:" not in answer
    assert shared.ask("/info")[0] == 200


@pytest.mark.thorough
def test_who_is_slow_is_let_go(file):
    slow = [
        b"GET /info HTT",
        b"GET /info HTTP/1.1\r\nHost: localhost\r\n",
        b"POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json"
        b"\r\nContent-Length: 50\r\n\r\n{",
        b"",
    ]
    with served(file, limits=Limits(seconds=1)) as found:
        port = int(found.address.rpartition(":")[2])
        connections = [socket.create_connection(("127.0.0.1", port)) for _ in slow]
        for connection, sent in zip(connections, slow):
            connection.settimeout(30)
            connection.sendall(sent)
        answers = [connection.recv(4_096) for connection in connections]
        assert [each[9:12] for each in answers] == [b"", b"", b"408", b""]
        assert found.ask("/info")[0] == 200
        for connection in connections:
            connection.close()


def test_it_says_what_it_takes(shared):
    told = shared.ask("/openapi.json")[1]
    assert {*told["paths"]} >= {
        *("/predict", "/complete", "/generate", "/surprise", "/explain"),
        *("/learn", "/forget", "/info", "/events"),
    }
    for name in ("learn", "forget"):
        assert told["paths"][f"/{name}"]["post"]["security"] == [{"token": []}]
    n = told["paths"]["/complete"]["post"]["requestBody"]["content"]
    assert n["application/json"]["schema"]["properties"]["n"]["maximum"] == 100


def test_the_page_runs_only_its_own_scripts_and_holds_no_sample(shared):
    import urllib.request

    with urllib.request.urlopen(shared.address + "/") as answer:
        policy, text = answer.headers["content-security-policy"], answer.read().decode()
    assert "script-src 'sha256-" in policy
    assert "unsafe-inline'; script" not in policy
    assert text.count("</script>") == policy.count("sha256-")
    assert "{{" not in text.replace("{{}}", "")
    assert not any(f'"{name}"' in text for name in NAMES)


# Processes ----------------------------------------------------------------------------


@pytest.mark.thorough
def test_readers_follow_the_writer(file):
    trained().save(file)
    with served(file, readers=2) as found:
        client, memory = Client(found.address, TOKEN), trained()
        for sample in ("emmanuel", "zoe", "emm"):
            client.learn(sample)
            memory.learn(sample)
            # Of both readers, whichever is idle.
            with ThreadPoolExecutor(4) as pool:
                told = [*pool.map(client.predict_proba, ["em", "z", "emm", ""] * 3)]
            assert told == [*map(memory.predict_proba, ["em", "z", "emm", ""] * 3)]
        client.forget("zoe")
        assert client.info()["samples"] == len(memory) - 1
        # A symbol that nothing holds any more goes from all of them, sleep and all.
        client.forget("hannah")
        assert "h" not in client.predict_proba("x")


def patiently(ask):
    """Ask again while a reader begins, which on a busy machine takes long as well."""
    for _ in range(20):
        with contextlib.suppress(plastic.ServiceError):
            return ask()
    return ask()


@pytest.mark.thorough
def test_a_reader_that_takes_too_long_is_ended_and_another_begun(file):
    with served(file, readers=1, limits=Limits(seconds=5)) as found:
        client = Client(found.address, TOKEN)
        expected = client.predict_proba("em")
        (reader,) = found.server.hosted.reads.all
        before = reader.process
        os.kill(before, signal.SIGSTOP)  # it is busy, as far as anybody can tell
        with pytest.raises(plastic.ServiceError, match="5 seconds"):
            client.complete("e")
        assert patiently(lambda: client.predict_proba("em")) == expected
        assert reader.process != before
        os.kill(reader.process, signal.SIGKILL)
        client.learn("zoe")  # which finds that it is gone
        assert patiently(lambda: client.complete("zo", 1))[0].sample == "zoe"


@pytest.mark.thorough
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_gracefully(file, tmp_path, how):
    token = tmp_path / "token"
    token.write_text(TOKEN)
    command = [sys.executable, "-m", "plastic", "serve", str(file), "--port", "0"]
    with subprocess.Popen(
        [*command, "--token-file", str(token)], stderr=subprocess.PIPE, text=True
    ) as process:
        line = process.stderr.readline()
        assert "is served at http://127.0.0.1:" in line
        address = line.split(" at ")[1].split()[0]
        client = Client(address, TOKEN)
        client.learn("zoe")
        process.send_signal(how)
        assert process.wait(60) == 0
        assert "is closed" in process.stderr.read()
    assert plastic.load(file).samples["zoe"] == 1


@pytest.mark.thorough
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc here")
def test_the_command_goes_on_without_a_reader_that_was_killed(file, tmp_path):
    token = tmp_path / "token"
    token.write_text(TOKEN)
    command = [sys.executable, "-m", "plastic", "serve", str(file), "--port", "0"]
    with subprocess.Popen(
        [*command, "--token-file", str(token)], stderr=subprocess.PIPE, text=True
    ) as process:
        line = process.stderr.readline()
        client = Client(line.split(" at ")[1].split()[0], TOKEN)
        client.predict_proba("em")
        tasks = Path(f"/proc/{process.pid}/task").glob("*/children")
        children = [child for task in tasks for child in task.read_text().split()]
        assert children
        for child in children:
            os.kill(int(child), signal.SIGKILL)
            while "Z" not in Path(f"/proc/{child}/stat").read_text().split()[2]:
                pass  # until its pipe is closed
        client.learn("zoe")  # is told to who is gone
        assert patiently(lambda: client.complete("zo", 1))[0].sample == "zoe"
        process.terminate()
        assert process.wait(60) == 0


@pytest.mark.thorough
def test_kill_9_loses_nothing_acknowledged():
    from benchmarks.service import kills

    findings = [*kills(6, seed=0)]
    assert len(findings) == 6
    assert not [each for each in findings if each.lost or each.unsaid]


@pytest.mark.thorough
def test_it_is_as_its_description_says(tmp_path):
    pytest.importorskip("schemathesis")
    from benchmarks.service import described

    cases, failures = described(tmp_path, examples=15)
    assert cases > 300
    assert failures == []
